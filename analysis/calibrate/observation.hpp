// SPDX-License-Identifier: Apache-2.0
// What does a calibration compare? The printed rates, shares and odds ratios on the scale on which their
// errors are about normal, with the survey's sampling error, the model's stated discrepancy, and how the rows
// hang together (science.md 2.1).
//
// - A rate or share is a logit with the continuity correction (s + .5) / (n - s + .5); its variance is
//   deff / (n p (1 - p)), n as printed (2021: of the sample `all`, seed-000-oddities).
// - An odds ratio is a logarithm, its standard error from the printed interval.
// - Of both samples of 2021 the resident row is taken; `all` where there is no resident one.
#pragma once

#include <Eigen/Dense>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "sim/evidence/targets.hpp"
#include "sim/survey/questionnaire.hpp"

namespace uptake {

/// Assumption: the report gives no weighting effect (science.md 2.1).
inline constexpr double design_effect = 1.3;
/// Stated model discrepancy, sd on the compared scale (science.md 2.1). Assumption. That of an overall rate
/// is smaller: what the model misses by group averages out in it.
inline constexpr double discrepancy_percent = 0.10, discrepancy_odds = 0.15, discrepancy_overall = 0.03;

/// One printed number that a simulation has a counterpart for.
struct Observed {
  std::size_t target = 0;  ///< index into the targets
  bool odds = false;       ///< an odds ratio; else a percentage
  bool overall = false;    ///< the rate of everybody
  double z = 0;            ///< the printed value on the compared scale
  double se = 0;           ///< of sampling, on that scale, design effect included
  double n = 0;            ///< respondents that a percentage is of
};

/// All that can be compared, in the order of the targets.
std::vector<Observed> observed_numbers(std::span<const Target> targets);

/// A simulated figure (percent, odds ratio) on the compared scale; nothing for what was not observed.
std::optional<double> compared(const Observed& row, std::optional<double> simulated);
/// Back: percent or odds ratio.
double printed_scale(const Observed& row, double y);

/// Standard error of a printed percentage in percentage points: binomial, n as printed, no design effect.
double binomial_error(const Observed& row, double percent);
/// Whether a simulated figure is within 1.96 of these of the printed percentage; of an odds ratio, inside the
/// printed interval.
bool close_to_printed(const Observed& row, const Target& target, double simulated);

/// Correlation of the rows, which share respondents: from `n_surveys` synthetic surveys of one simulated
/// population, with the survey's own n, 10 % shrunk to the diagonal. Rows of different waves are independent:
/// other respondents.
class SurveyCorrelation {
 public:
  SurveyCorrelation(std::span<const Target> targets, const SurveySettings& settings,
                    std::span<const Observed> rows, int n_surveys);
  /// Asks the surveys of this wave.
  void look(const World& world, Wave wave);
  [[nodiscard]] Eigen::MatrixXd correlation() const;

 private:
  std::span<const Target> targets_;
  SurveySettings settings_;
  std::span<const Observed> rows_;
  int n_surveys_;
  Eigen::MatrixXd correlation_;
};

/// D^1/2 R D^1/2 + the discrepancy on the diagonal.
Eigen::MatrixXd target_covariance(std::span<const Observed> rows, const Eigen::MatrixXd& correlation);

/// The stated discrepancy of a row.
double discrepancy_of(const Observed& row);

/// "T10 parenting 2016 origin non_eu_plus", with measure and sample where they are not the usual ones.
std::string name_of(const Target& target);

}  // namespace uptake
