// SPDX-License-Identifier: Apache-2.0
// Which share of a population does a weighted sample show, and how surely?
#pragma once

#include <Eigen/Dense>

namespace uptake {

/// Of the standard normal, by which a 95 % interval reaches to either side.
inline constexpr double z_95 = 1.959963984540054;

/// How many respondents of equal weight would know a mean as well: (sum w)^2 / sum w^2 (Kish 1965, 11.7). 0
/// of none. Throws std::invalid_argument if a weight is negative or not finite.
double kish_effective_size(const Eigen::VectorXd& weight);

/// Fractions.
struct Interval {
  double low = 0, high = 0;
};

/// Wilson's score interval (1927) of a share of `n` respondents; n may be a fraction, as effective sizes are.
/// Inside 0..1, and not of length 0 where all say the same. NaN of no respondents. Throws
/// std::invalid_argument if the share is not in 0..1 (a rate of more than 100 %), or n negative.
Interval wilson_interval(double share, double n, double z = z_95);

struct Proportion {
  double share = 0;          ///< 0..1; NaN of no weight
  double n = 0;              ///< respondents: those with a weight
  double design_effect = 1;  ///< of the weights (n over Kish's size), times what is given beside
  double n_effective = 0;    ///< n / design_effect
  Interval interval;         ///< Wilson's, of n_effective
};

/// `yes`: 0 or 1 (or a share). `further_design_effect`: of what weights do not show, as clusters; above 0.
/// Throws std::invalid_argument if sizes differ or a value is out of range.
Proportion weighted_proportion(const Eigen::VectorXd& yes, const Eigen::VectorXd& weight,
                               double further_design_effect = 1, double z = z_95);

}  // namespace uptake
