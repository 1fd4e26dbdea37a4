// SPDX-License-Identifier: Apache-2.0
// A calibration's file: which targets, which held out, which parameters, how much work.
#pragma once

#include <filesystem>
#include <span>
#include <string>
#include <vector>

#include "sim/evidence/parameters.hpp"
#include "sim/evidence/targets.hpp"

namespace uptake {

struct CalibrationBudget {
  double families = 5000;   ///< a run
  int populations = 4;      ///< points take turns among them
  std::vector<int> points;  ///< runs of each design: the first over the prior, later ones where it fits
  int surveys = 2000;       ///< synthetic surveys for the correlation of the rows
  double survey_families = 20'000;
  int steps = 8000;  ///< of each chain of the posterior
  int draws = 400;   ///< of the posterior that is written
};

/// Beyond twice, a posterior is not too narrow but wrong.
constexpr double widest = 2;

struct CalibrationSettings {
  std::filesystem::path file, scenario;
  std::string title_en, title_nl;
  std::vector<int> waves;               ///< of 2016, 2021: whose targets are fitted
  std::vector<std::string> tables;      ///< whose targets are fitted
  std::vector<std::string> held_out;    ///< variables of which no row is fitted
  std::vector<std::size_t> parameters;  ///< indices of parameter_slots()
  CalibrationBudget budget;
  /// Factor on the spread of every posterior about its mean (no wider than the prior), 1 to `widest`: what
  /// self-recovery found it too narrow by.
  double widen = 1;
  std::uint32_t seed = 1;
  std::string text;  ///< the file, for its fingerprint

  /// Whether a target's row is fitted; else it is held out or not of these tables and waves.
  [[nodiscard]] bool uses(const Target& target) const;
};

/// Throws BadInput with every problem at once.
CalibrationSettings load_calibration(const std::filesystem::path& file, std::span<const Target> targets,
                                     const ParameterSet& parameters);

}  // namespace uptake
