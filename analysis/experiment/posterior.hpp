// SPDX-License-Identifier: Apache-2.0
// Which parameter sets do the runs use? The draws of a posterior, or the values as they stand in the data.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "sim/evidence/targets.hpp"
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
  // From the calibration that made it; empty for draws of one's own.
  std::vector<int> waves;                     ///< whose targets were fitted
  std::vector<std::string> tables, held_out;  ///< tables fitted, and the variables left out of them
  std::string structure;                      ///< of the model that was fitted; empty: its own
  double widened = 1;                         ///< factor on the spread that the chains left
};

/// With a smaller effective sample size a posterior's intervals are chance: it is refused.
inline constexpr double least_effective_size = 200;

/// Whether a number is one that the choice constants of the services (`fit` in services.yaml) were fitted to
/// in closed form, both waves together: the sorts of support that users name. True whatever the posterior.
bool fits_choice_constants(const Target& target);

/// Whether a printed number was fitted, by this posterior or by the choice constants: used, held_out, or
/// not_fitted when there is no posterior.
std::string role_in(const Posterior& posterior, const Target& target);

/// `name`: none, both or 2016 (posterior/<name>.csv of the data folder), or a CSV file of one's own whose
/// header names parameters. Beside it may stand its provenance, the same name with .json: a posterior that
/// was made for another model (the first two numbers of the version) or for other data (`data`: their hash),
/// or whose chains have not mixed, is refused, with the way out.
/// Everything wrong, fewer rows than `n_draws` included, is added to `problems`.
Posterior load_posterior(const std::string& name, int n_draws, const Evidence& evidence,
                         const std::string& data, Problems& problems);

/// Below this contraction (1 - posterior / prior variance, on the prior's scale) the data say little of a
/// parameter.
inline constexpr double says_little = 0.2;

/// A drawn parameter of which the data say little: its posterior is nearly its prior.
struct WeakParameter {
  std::string key, unit;
  double low = 0, high = 0;  ///< 5 and 95 % quantiles of the draws
};

/// These, in the order of the draws: no claim may hang on their best value. From the draws alone, so near the
/// limit it may differ from what the calibration said of its longer chains.
std::vector<WeakParameter> weakly_informed(const Posterior& posterior, const ParameterSet& parameters);

/// The scenario with a draw's parameters, and with every number of a lever that has a range drawn from it.
/// What the scenario sets by itself stays as it is; without a posterior all does.
Scenario with_draw(const Scenario& scenario, const Evidence& evidence, const Posterior& posterior, int draw);

}  // namespace uptake
