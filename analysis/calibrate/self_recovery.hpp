// SPDX-License-Identifier: Apache-2.0
// Does a calibration find parameters that are known? Simulation-based calibration: draw the truth from the
// prior, data from the truth, a posterior from the data; the rank of the truth among the draws is then
// uniform (Talts et al. 2018, arXiv 1804.06788; Modrak et al. 2023, doi 10.1214/23-BA1404). U-shaped ranks:
// too narrow; a hump: too wide; a slope: biased.
#pragma once

#include <Eigen/Dense>
#include <vector>

namespace uptake {

/// One data set. Columns are parameters, and may as well be any quantity that both the truth and a draw have
/// (the log-likelihood of the data, a scenario's effect): a posterior that ignores the data passes for the
/// parameters alone.
struct RecoveryCase {
  Eigen::VectorXd truth;  ///< d
  Eigen::MatrixXd draws;  ///< any number of draws from 63 up, d columns; thinned to 63
};

struct RecoverySettings {
  int ranks = 63;  ///< L: draws a case after thinning; ranks are 0..L, and L + 1 is a multiple of bins
  int bins = 16;
  double alpha = 0.01;  ///< about the chance of a sound calibration to fail each of the tests below: three
                        ///< of the parameters one by one, two of all together
};

struct ParameterRecovery {
  std::vector<int> histogram;  ///< cases in each bin of ranks
  double chi_square = 0;       ///< bins - 1 degrees of freedom
  double p_value = 0;
  double coverage_50 = 0, coverage_90 = 0;  ///< share of the truths inside the central intervals
  double mean_z = 0;                        ///< mean of (posterior mean - truth) / posterior sd: about 0
  double rmse = 0;                          ///< of the posterior mean
  double posterior_sd = 0;                  ///< root of the mean variance; near rmse when calibrated
  double contraction = 0;                   ///< 1 - mean Var_post / Var_prior; below 0.2: the data say little
  bool uniform = false;                     ///< p > alpha / d
  bool covered_50 = false, covered_90 = false;  ///< the count of cases inside lies in its band
};

/// The counts of successes that n trials have with probability `level` or more, the rest cut off on both
/// sides alike.
struct Band {
  int low = 0, high = 0;  ///< inclusive
};

struct Recovery {
  std::vector<ParameterRecovery> parameters;
  int cases = 0;
  Band band_50, band_90;  ///< exact binomial, level 1 - alpha / d
  bool passed = false;    ///< all parameters uniform and covered
};

/// How often a central interval holds the truth, over all parameters of all cases: what each parameter alone
/// is too unsure to show.
struct JointCoverage {
  double share = 0;
  double expected = 0;  ///< what is right, with the draws that are kept
  double error = 0;     ///< standard error of `share`, from how the cases differ: parameters of one are alike
  bool right = false;   ///< no further from what is right than chance goes in 1 - alpha of all studies
};

/// Of the first `columns` quantities, in the central interval of `level`. Throws std::invalid_argument for
/// fewer than two cases.
JointCoverage joint_coverage(const std::vector<RecoveryCase>& cases, Eigen::Index columns, double level,
                             const RecoverySettings& settings = {});

/// The factor on the spread of the first `columns` quantities, 0.50 to 2.00 in hundredths, with which the 50
/// and the 90 % intervals together come nearest to what is right. At either end: no factor is.
double best_widening(const std::vector<RecoveryCase>& cases, Eigen::Index columns);

/// Exact binomial.
Band binomial_band(int n, double p, double level);

/// `count` rows evenly over the draws, the last one included. Throws std::invalid_argument when there are
/// fewer.
Eigen::MatrixXd thin(const Eigen::MatrixXd& draws, int count);

/// Number of draws below the truth, for each column.
Eigen::VectorXi ranks_of(const Eigen::VectorXd& truth, const Eigen::MatrixXd& draws);

/// `prior_variance` (d): of each column; ones for parameters in u. Throws std::invalid_argument for no cases
/// or shapes that differ.
Recovery self_recovery(const std::vector<RecoveryCase>& cases, const Eigen::VectorXd& prior_variance,
                       const RecoverySettings& settings = {});

/// 1 - Var_post / Var_prior for each column of posterior draws, prior variance 1.
Eigen::VectorXd contraction(const Eigen::MatrixXd& draws);

}  // namespace uptake
