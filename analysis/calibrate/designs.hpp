// SPDX-License-Identifier: Apache-2.0
// What is calibrated, and the runs that it rests on: designs of points, each a study of its own in the folder
// (points-1, points-2, ...), committed run by run, so that one design serves every test of the fit.
#pragma once

#include <Eigen/Dense>
#include <filesystem>
#include <functional>
#include <string>
#include <vector>

#include "analysis/calibrate/observation.hpp"
#include "analysis/calibrate/settings.hpp"
#include "analysis/experiment/experiment.hpp"

namespace uptake {

/// Everything that a calibration needs, read and checked.
struct Calibration {
  CalibrationSettings settings;
  Study study;                 ///< the scenario, until just after the last wave
  std::vector<Observed> rows;  ///< all that can be compared, fitted or not
};
/// `quick`: a rough one, with a quarter of the runs (160 a design at least, where so many are asked), of half
/// the families, and a third of the surveys.
Calibration load_calibration_study(const std::filesystem::path& file,
                                   const std::filesystem::path& data_folder, int threads, bool quick = false);

/// The calibrated parameter of a column of u.
const ParameterInfo& parameter_of(const Calibration& c, Eigen::Index column);

/// Puts all runs of a design's study into its folder; false when they are not there yet, which it has told.
using BringRuns = std::function<bool(const Study&, const std::filesystem::path& folder)>;

/// Where the designs' runs are: in the calibration's own folder, made as needed; or in that of another
/// calibration with the same parameters and budget, whose points are taken as they are (BadInput when they do
/// not fit).
struct DesignFolder {
  std::filesystem::path folder;
  bool of_another = false;
  BringRuns bring{};  ///< where the runs are computed by others
  [[nodiscard]] std::filesystem::path design(std::size_t number) const;
};

/// What runs of designs say: u (n x d) and the compared figures y (n x q), a run a row.
struct DesignFigures {
  Eigen::MatrixXd u, y;
};

/// The covariance of the rows over surveys, from one run whose two waves are asked many times over, with the
/// model's stated discrepancy. Throws Interrupted.
Eigen::MatrixXd survey_covariance(const Calibration& c, Progress::Show show);

/// The points of a design that another calibration ran. BadInput where they are of other parameters or not
/// as many as the budget asks.
Eigen::MatrixXd read_design(const Calibration& c, const std::filesystem::path& folder, int rows);

/// Runs a design, or what is missing of it, and adds what it says to `runs`. `failures`: text, when it
/// failed. With `bring` nothing is run: the end is `interrupted` until all runs can be brought.
Ended run_design(const Calibration& c, const Eigen::MatrixXd& u, const std::filesystem::path& folder,
                 Progress::Show show, DesignFigures& runs, std::string& failures,
                 const BringRuns& bring = {});

/// The runs of all designs of a calibration, in order; those that are missing are run. `n_first` of the first
/// design, over the prior. Throws Interrupted; std::runtime_error with the failed runs; BadInput.
struct AllRuns {
  DesignFigures runs;
  Eigen::Index n_first = 0;
  std::vector<std::uint8_t> good;  ///< of `fill_gaps`
};
AllRuns all_runs(const Calibration& c, const DesignFolder& designs, Progress::Show show);

/// A figure that a run could not give (nobody in the row) stands at the others' mean. 1 for each row that at
/// most one run in twenty lacks; another is not emulated.
std::vector<std::uint8_t> fill_gaps(Eigen::MatrixXd& y);

}  // namespace uptake
