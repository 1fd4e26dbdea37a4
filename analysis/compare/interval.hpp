// SPDX-License-Identifier: Apache-2.0
// How sure is a mean over runs, and how far do single runs lie apart?
#pragma once

#include <limits>
#include <vector>

namespace uptake {

inline constexpr double not_known = std::numeric_limits<double>::quiet_NaN();

/// Of a level over runs: its mean and where the middle 95 % of the runs lie. One run has no interval.
struct Summary {
  std::size_t n = 0;
  double mean = not_known, low = not_known, high = not_known;
};
Summary summary_of(std::vector<double> values);

/// Of paired differences: their mean with a 95 % interval, and where the middle 90 % of the pairs lie.
/// - From one parameter set: the t-interval of the mean, chance alone.
/// - From several draws of a posterior: where the effect of one draw lies (t prediction interval over the
/// draws' mean
///   effects): our ignorance of the parameters does not shrink with the number of draws.
/// p_positive: share of the pairs above zero, those at zero counted half.
struct PairedEffect {
  std::size_t n = 0;
  double mean = not_known, low = not_known, high = not_known;
  double spread_low = not_known, spread_high = not_known;
  double p_positive = not_known;
};
/// `draws`: of each difference; empty for one parameter set.
PairedEffect effect_of(std::vector<double> differences, const std::vector<int>& draws = {});

/// The quantile between order statistics at (n - 1) p (Hyndman & Fan 1996, type 7). `sorted` must not be
/// empty.
double quantile(const std::vector<double>& sorted, double p);

/// Student's t at 0.975. Table to 30 degrees of freedom, then Fisher & Cornish's expansion (1960), error
/// below 1e-4.
double t_975(std::size_t degrees);

}  // namespace uptake
