// SPDX-License-Identifier: Apache-2.0
// How unequally is use spread over families, ranked from disadvantaged to advantaged?
#pragma once

#include <Eigen/Dense>
#include <string>

namespace uptake {

/// Concentration indices. Above 0: the advantaged use more. NaN where there are none; `why` says it.
struct Concentration {
  double index =
      0;  ///< twice the covariance of use and rank over mean use (Kakwani, Wagstaff and van Doorslaer 1997)
  double wagstaff = 0;   ///< over 1 - mean, since a share can not rise above 1 (Wagstaff 2005)
  double erreygers = 0;  ///< 4 mean index: the same for use as for non-use (Erreygers 2009)
  double mean = 0;
  std::string why;
};

/// By class, rising in advantage: the share that uses (0..1) and the weight. Equal ranks share their middle
/// (fractional rank). Throws std::invalid_argument, by number of the class, if sizes differ, a share is not
/// in 0..1 or a weight negative.
Concentration concentration_index(const Eigen::VectorXd& share, const Eigen::VectorXd& weight);

}  // namespace uptake
