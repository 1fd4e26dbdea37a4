// SPDX-License-Identifier: Apache-2.0
// At which points is the model run, to tell what a figure or a scenario's effect hangs on?
#pragma once

#include <string>
#include <vector>

#include "analysis/sensitivity/budget.hpp"
#include "analysis/sensitivity/inputs.hpp"
#include "analysis/sensitivity/morris.hpp"
#include "analysis/sensitivity/outputs.hpp"

namespace uptake {

/// - morris: which inputs matter at all, within their ranges?
/// - sobol: what share of the variance is each input's, by itself and with others, over independent ranges?
/// - shapley: the same for what a posterior leaves open, whose parameters hang together.
/// - budget: what share is of parameters, effect sizes, families, ties and chance?
enum class SensitivityMethod : std::uint8_t { morris, sobol, shapley, budget };
inline constexpr std::array<std::string_view, 4> sensitivity_methods{"morris", "sobol", "shapley", "budget"};
std::string_view code(SensitivityMethod method);

/// What a person asks for. In `plan`: the baseline and, for a scenario's effect, one scenario; families,
/// seed, threads, posterior, until, without; populations and replicates of morris, sobol and shapley.
struct SensitivitySettings {
  Plan plan;
  SensitivityMethod method = SensitivityMethod::morris;
  std::vector<std::string> inputs, measures, domains;
  int points = 0;  ///< trajectories, rows, draws or walks; 0: the method's usual number
  int year = 0;    ///< 0: the last full year
};

/// The number that is meant by 0: 30 trajectories, 256 rows, all draws of the posterior, 100 walks.
int usual_points(SensitivityMethod method);

inline constexpr int of_replicate = -1, as_written = -1;

/// What a run hangs on. A seed is the replicate's own, unless the point sets it.
struct DesignPoint {
  std::vector<double> values;                 ///< of the inputs, in their order
  int draw = as_written, sizes = as_written;  ///< of the posterior, of levers
  int population = of_replicate, network = of_replicate, chance = of_replicate;
};

/// What was left out of a design, and why.
struct DesignNote {
  std::string en, nl;
};

/// A design with all that its runs need.
struct SensitivityDesign {
  SensitivitySettings settings;
  Study study;
  std::vector<SensitivityInput> inputs;  ///< of a budget its sources
  std::vector<SensitivityOutput> outputs;
  std::vector<DesignPoint> points;
  MorrisDesign morris;  ///< of that method
  WalkDesign walks;     ///< of a budget
  std::vector<DesignNote> notes;

  [[nodiscard]] bool is_effect() const { return study.scenarios.size() > 1; }
};

/// Where the inputs of a shapley design stand: in standard deviations of their priors, a point a row.
Eigen::MatrixXd places_of(const SensitivityDesign& design, const std::vector<DesignPoint>& points);

/// Reads everything, checks it, and lays out the points. Throws BadInput with every problem at once.
SensitivityDesign make_design(const SensitivitySettings& settings, const std::filesystem::path& data_folder);

/// The command that gives the same results, whatever the threads and the folder.
std::string command_text(const SensitivitySettings& settings);

}  // namespace uptake
