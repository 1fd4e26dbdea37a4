// SPDX-License-Identifier: Apache-2.0
// How sure is a mean over runs, and how far do single runs lie apart?
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "sim/base/math.hpp"

namespace uptake {

/// Of a level over runs: its mean and where the middle 95 % of the runs lie. One run has no interval.
struct Summary {
  std::size_t n = 0;
  double mean = not_known, low = not_known, high = not_known;
};
Summary summary_of(std::vector<double> values);

/// Of paired differences: their mean with two 95 % intervals, and where the middle 90 % of the pairs lie.
/// low..high
/// - From one parameter set: the t-interval of the mean, chance alone.
/// - From several draws of a posterior: where the effect of one more draw lies (prediction interval over the
///   draws' mean effects): our ignorance of the parameters does not shrink with the number of draws. From
///   `draws_for_ranks` draws on by their order, as effects are seldom alike on both sides; else by t.
/// mean_low..mean_high: the t-interval of the mean over the draws (of the pairs, from one parameter set):
/// what more runs make narrower. p_positive: share of the pairs above zero, those at zero counted half.
struct PairedEffect {
  std::size_t n = 0;  ///< pairs
  double mean = not_known, low = not_known, high = not_known;
  double mean_low = not_known, mean_high = not_known;
  double spread_low = not_known, spread_high = not_known;
  double p_positive = not_known;
  /// The smallest mean effect that as many runs tell from zero four times in five.
  double detectable = not_known;
  /// How many more pairs until mean_low..mean_high leaves zero out, were the mean and the spread to stay as
  /// they are; 0 when it does, not known when there is no end to it (`most_pairs`).
  double pairs_to_decide = not_known;
};
inline constexpr double most_pairs = 100'000;
inline constexpr std::size_t draws_for_ranks = 39;  ///< of 40 ranks one lies below 2.5 %
/// `draws`: of each difference; empty for one parameter set.
PairedEffect effect_of(std::vector<double> differences, const std::vector<int>& draws = {});

/// The mean of x over the mean of y with Fieller's 95 % interval (1954): by draw where there are several,
/// else by pair. Not known unless y is surely above zero on average, which is when that interval is finite;
/// one pair has a value and no interval.
struct Ratio {
  double value = not_known, low = not_known, high = not_known;
};
Ratio ratio_of(const std::vector<double>& x, const std::vector<double>& y,
               const std::vector<int>& draws = {});

/// The mean difference of each draw, by rising draw.
std::vector<double> means_by_draw(const std::vector<double>& differences, const std::vector<int>& draws);

/// What may be said of an effect, by fixed rules, the first that holds:
/// - once: one pair, no interval.
/// - none: every pair is at zero.
/// - up, down: low..high leaves zero out.
/// - likely_up, likely_down: mean_low..mean_high does, and at least `likely` of the pairs agree.
/// - small: mean_low..mean_high lies within `negligible` of zero.
/// - unknown: the rest.
enum class EffectWord : std::uint8_t { once, none, up, down, likely_up, likely_down, small, unknown };
inline constexpr double likely = 0.9;
/// Whether a share of pairs reaches it: 9 of 10 do, also as 1 - 1/10, which is not 0.9 to the last bit.
constexpr bool is_likely(double share) { return share >= likely - 1e-9; }
inline constexpr double negligible = 0.001;  ///< of families: 0.1 percentage points
EffectWord verdict_of(const PairedEffect& effect);
std::string_view code(EffectWord verdict);

/// The quantile between order statistics at (n - 1) p (Hyndman & Fan 1996, type 7). `sorted` must not be
/// empty.
double quantile(const std::vector<double>& sorted, double p);

/// Student's t at 0.975. Table to 30 degrees of freedom, then Fisher & Cornish's expansion (1960), error
/// below 1e-4.
double t_975(std::size_t degrees);

}  // namespace uptake
