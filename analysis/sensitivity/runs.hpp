// SPDX-License-Identifier: Apache-2.0
// Runs the model at the points of a sensitivity design. Runs that a design needs twice are made once; each
// finished one is committed to a shard file (sim/store/shard.hpp), so that what is stopped goes on. The same
// seeds for all points (common random numbers), so that a difference is one of the inputs.
#pragma once

#include <filesystem>
#include <functional>
#include <string>
#include <vector>

#include "analysis/experiment/experiment.hpp"
#include "analysis/sensitivity/design.hpp"

namespace uptake {

inline constexpr const char* sensitivity_runs_file = "sensitivity.sqlite";

struct DesignRun {
  std::size_t point = 0;  ///< the first that needs it
  int scenario = 0, population = 0, network = 0, chance = 0;
  std::string id;  ///< a hash of all that its figures hang on
};

struct DesignRuns {
  std::vector<DesignRun> runs;
  std::vector<std::vector<std::int64_t>>
      units;                     ///< runs with one past: parameters, families, ties and chance
  std::vector<std::int64_t> of;  ///< [(point * replicates + replicate) * scenarios + scenario]: the run
  std::string hash;              ///< of design, scenarios, model and data
};
DesignRuns plan_runs(const SensitivityDesign& design);

/// The scenario that a run lives, with its parameters and sizes.
Scenario scenario_of(const SensitivityDesign& design, const DesignRun& run);

/// Computes what is missing in the folder's file. Failed runs are told and stay missing. BadInput when the
/// file is of another design, or damaged.
StudyEnd compute(const SensitivityDesign& design, const DesignRuns& runs, const std::filesystem::path& folder,
                 Progress::Show show);

/// Once all runs are there: adds views with words to the file, and lays it out anew, so that its bytes hang
/// on the runs alone.
void finish_runs(const SensitivityDesign& design, const std::filesystem::path& folder);

/// Lives `n` of the runs again, chosen by `seed`, and compares every figure. The runs that came out
/// otherwise. `look` is told each run with whether it was the same. Throws Interrupted.
std::vector<std::int64_t> verify_runs(const SensitivityDesign& design, const DesignRuns& runs,
                                      const std::filesystem::path& folder, std::size_t n, std::uint32_t seed,
                                      const std::function<void(const DesignRun&, bool)>& look);

/// Points x outputs, the mean over replicates: of an effect the scenario less the baseline, else the level.
/// NaN where a run of the point has no such figure. All runs must be there.
Eigen::MatrixXd read_figures(const SensitivityDesign& design, const DesignRuns& runs,
                             const std::filesystem::path& folder);

}  // namespace uptake
