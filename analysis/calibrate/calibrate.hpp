// SPDX-License-Identifier: Apache-2.0
// Fits the parameters to the survey: designs of runs, emulators of what they say, a posterior, two second
// opinions (science.md 2.4). A calibration that is stopped goes on to the same bytes.
#pragma once

#include <Eigen/Dense>
#include <functional>
#include <string>
#include <vector>

#include "analysis/calibrate/designs.hpp"
#include "analysis/calibrate/likelihood.hpp"

namespace uptake {

/// One calibrated parameter, before and after.
struct ParameterOutcome {
  std::string key;
  double mean_u = 0, sd_u = 1;           ///< posterior, in units of the prior (0 and 1 before)
  double contraction = 0;                ///< 1 - Var_post / Var_prior
  double smoother_mean_u = 0;            ///< second opinion: ES-MDA
  double regression_mean_u = 0;          ///< second opinion: regression ABC on the first design
  double low = 0, median = 0, high = 0;  ///< 90 % interval on the parameter's own scale
};

/// One target: what the emulator says under the posterior. What the simulator says: `uptake fit`.
struct TargetOutcome {
  std::size_t target = 0;
  bool used = false;                                    ///< in the likelihood
  bool emulated = true;                                 ///< the emulator passed its validation
  double published = 0, low = 0, median = 0, high = 0;  ///< 90 % interval of the mean, percent or odds ratio
  double z = 0;  ///< (published - mean) / sqrt(survey + discrepancy + emulator + posterior variance)
};

struct CalibrationResult {
  Ended ended = Ended::all_done;
  std::string failures;
  std::size_t n_runs = 0;
  std::vector<ParameterOutcome> parameters;
  std::vector<TargetOutcome> targets;
  std::vector<std::pair<std::size_t, std::size_t>> trade_offs;  ///< pairs with a correlation beyond .6
  Eigen::MatrixXd draws_u;                                      ///< budget.draws x d
  bool mixed = false;  ///< every R-hat below 1.01, every effective size above 400
  double worst_r_hat = 0, least_effective = 0;
  double plausible_share = 0;  ///< of the first design's points that the emulator cannot rule out
};

/// The rows that the calibration's file asks to fit, of those that can be emulated.
FittedData fitted_data(const Calibration& c, const std::vector<std::uint8_t>& good,
                       const Eigen::MatrixXd& covariance);

/// `say` gets a line at each stage. Throws Interrupted.
CalibrationResult calibrate(const Calibration& calibration, const DesignFolder& designs, Progress::Show show,
                            const std::function<void(const std::string&)>& say);

/// posterior.csv and posterior.json (provenance), parameters.csv, targets.csv with datapackage.json and
/// data-dictionary.csv, and the crate of all, with the designs that are in the folder.
void write_calibration(const Calibration& calibration, const CalibrationResult& result,
                       const DesignFolder& designs, const std::string& command,
                       const std::filesystem::path& folder);

}  // namespace uptake
