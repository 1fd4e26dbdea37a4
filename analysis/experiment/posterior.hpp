// SPDX-License-Identifier: Apache-2.0
// Which parameter sets do the runs use? The draws of a posterior, or the values as they stand in the data.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "sim/policy/scenario.hpp"

namespace uptake {

/// A table of draws: one row a draw, one column a parameter. No columns: the parameters as they are set by
/// hand.
struct Posterior {
  std::string name = "none";
  std::string label = "none (parameters set by hand)";
  std::string hash;  ///< of the file
  std::vector<std::string> keys;
  std::vector<std::vector<double>> draws;
};

/// `name`: none, both or 2016 (posterior/<name>.csv of the data folder), or a CSV file of one's own whose
/// header names parameters. Everything wrong, fewer rows than `n_draws` included, is added to `problems`.
Posterior load_posterior(const std::string& name, int n_draws, const Evidence& evidence, Problems& problems);

/// The scenario with a draw's parameters. What the scenario sets by itself stays as it is.
Scenario with_draw(const Scenario& scenario, const Evidence& evidence, const Posterior& posterior, int draw);

}  // namespace uptake
