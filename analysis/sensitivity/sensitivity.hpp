// SPDX-License-Identifier: Apache-2.0
// What do a figure, or a scenario's effect on it, hang on? The estimates of a design whose runs are there,
// and what is left in the folder: sensitivity.html, .json, .csv, sensitivity-points.csv, data-dictionary.csv.
#pragma once

#include <filesystem>
#include <nlohmann/json_fwd.hpp>
#include <string>
#include <string_view>
#include <vector>

#include "analysis/sensitivity/bootstrap.hpp"
#include "analysis/sensitivity/runs.hpp"

namespace uptake {

struct Provenance;  // sim/store/package.hpp

/// A statistic of a method: what it is called, and whether it is in the output's unit (else a share of the
/// variance).
struct StatisticInfo {
  std::string_view code;
  bool in_unit;
  std::string_view head, meaning;  ///< of a column of the terminal; of the data dictionary
};
/// Those of a method; inputs are ranked by the first.
std::span<const StatisticInfo> statistics_of(SensitivityMethod method);

struct Statistic {
  double value = 0;
  Interval95 interval;
};

struct InputSensitivity {
  std::size_t input = 0;              ///< index into the design's inputs
  std::vector<Statistic> statistics;  ///< in the order of `statistics_of`
};

struct OutputSensitivity {
  std::size_t output = 0;  ///< index into the design's outputs
  double mean = 0,
         sd = 0;           ///< over the points; of sobol and budget, over what the inputs' spread makes of it
  Interval95 sd_interval;  ///< of a budget
  double emulator_q2 =
      0;  ///< of shapley: the share of the runs' variance that it foresees, left out one by one
  std::vector<InputSensitivity> inputs;  ///< ranked; empty when there is nothing to tell
  enum class Why : std::uint8_t { told, constant, not_defined, not_emulated };
  Why why = Why::told;
  std::size_t n_undefined = 0;  ///< points where a run has no such figure
};

/// One for each output of the design. `figures`: points x outputs (read_figures). Throws Interrupted.
std::vector<OutputSensitivity> estimate(const SensitivityDesign& design, const Eigen::MatrixXd& figures,
                                        Progress::Show show = Progress::Show::nothing);

/// A Shapley analysis rests on the emulator: below this it is not made.
inline constexpr double least_emulator_q2 = 0.3;

/// Fractions for shares.
nlohmann::ordered_json sensitivity_json(const SensitivityDesign& design, const DesignRuns& runs,
                                        const std::vector<OutputSensitivity>& results);
/// Ranked tables for the terminal, at most `most` inputs each.
std::string sensitivity_text(const SensitivityDesign& design, const std::vector<OutputSensitivity>& results,
                             std::size_t most);
/// What the results are made from.
Provenance sensitivity_provenance(const SensitivityDesign& design, const DesignRuns& runs);
/// The files beside the runs, and the crate of all. Percent for shares in the tables.
void write_sensitivity(const SensitivityDesign& design, const DesignRuns& runs,
                       const Eigen::MatrixXd& figures, const std::vector<OutputSensitivity>& results,
                       const std::filesystem::path& folder);

}  // namespace uptake
