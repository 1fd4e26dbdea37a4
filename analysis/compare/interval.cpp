// SPDX-License-Identifier: Apache-2.0
#include "analysis/compare/interval.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <map>
#include <tuple>

#include "sim/base/math.hpp"

namespace uptake {
namespace {

double mean_of(const std::vector<double>& values) {
  return tree_sum(values.data(), values.size()) / static_cast<double>(values.size());
}

/// Divisor n - 1.
double covariance_of_pairs(const std::vector<double>& x, const std::vector<double>& y) {
  const double mean_x = mean_of(x), mean_y = mean_of(y);
  std::vector<double> products;
  for (std::size_t i = 0; i < x.size(); ++i) products.push_back((x[i] - mean_x) * (y[i] - mean_y));
  return tree_sum(products.data(), products.size()) / static_cast<double>(x.size() - 1);
}

double variance_of(const std::vector<double>& values) { return covariance_of_pairs(values, values); }

/// How many more than `n` draws (or pairs) until the t-interval of a mean leaves zero out.
double more_to_decide(double mean, double variance, std::size_t n) {
  const auto decides = [&](double m) {
    return t_975(static_cast<std::size_t>(m) - 1) * std::sqrt(variance / m) < std::fabs(mean);
  };
  const auto now = static_cast<double>(n);
  if (decides(now)) return 0;
  if (!decides(most_pairs)) return not_known;
  double low = now, high = most_pairs;  // decides(m) turns from no to yes once
  while (high - low > 1) {
    const double middle = std::floor((low + high) / 2);
    (decides(middle) ? high : low) = middle;
  }
  return high - now;
}

/// Where the next draw lies with 95 %, whatever the shape of the distribution: between the order statistics
/// at 2.5 and 97.5 % of n + 1 (Wilks 1941, doi 10.1214/aoms/1177731788).
std::pair<double, double> next_draw(std::vector<double> values) {
  std::sort(values.begin(), values.end());
  const auto n = static_cast<double>(values.size());
  const double tail = (0.025 * (n + 1) - 1) / (n - 1);  // that rank, on the scale of `quantile`
  return {quantile(values, tail), quantile(values, 1 - tail)};
}

}  // namespace

double quantile(const std::vector<double>& sorted, double p) {
  const double at = p * static_cast<double>(sorted.size() - 1);
  const auto below = static_cast<std::size_t>(at);
  const std::size_t above = std::min(below + 1, sorted.size() - 1);
  return sorted[below] + (at - static_cast<double>(below)) * (sorted[above] - sorted[below]);
}

double t_975(std::size_t degrees) {
  constexpr std::array table{12.7062, 4.30265, 3.18245, 2.77645, 2.57058, 2.44691, 2.36462, 2.30600,
                             2.26216, 2.22814, 2.20099, 2.17881, 2.16037, 2.14479, 2.13145, 2.11991,
                             2.10982, 2.10092, 2.09302, 2.08596, 2.07961, 2.07387, 2.06866, 2.06390,
                             2.05954, 2.05553, 2.05183, 2.04841, 2.04523, 2.04227};
  if (degrees == 0) return not_known;
  if (degrees <= table.size()) return table[degrees - 1];
  constexpr double z = 1.959963984540054;
  const auto v = static_cast<double>(degrees);
  return z + (z * z * z + z) / (4 * v) + (5 * z * z * z * z * z + 16 * z * z * z + 3 * z) / (96 * v * v);
}

Summary summary_of(std::vector<double> values) {
  Summary s;
  s.n = values.size();
  if (values.empty()) return s;
  s.mean = mean_of(values);
  if (s.n < 2) return s;
  std::sort(values.begin(), values.end());
  s.low = quantile(values, 0.025);
  s.high = quantile(values, 0.975);
  return s;
}

std::vector<double> means_by_draw(const std::vector<double>& differences, const std::vector<int>& draws) {
  std::map<int, std::vector<double>> by;
  for (std::size_t i = 0; i < draws.size(); ++i) by[draws[i]].push_back(differences[i]);
  std::vector<double> means;
  for (const auto& [draw, values] : by) means.push_back(mean_of(values));
  return means;
}

PairedEffect effect_of(std::vector<double> differences, const std::vector<int>& draws) {
  PairedEffect e;
  e.n = differences.size();
  if (differences.empty()) return e;
  e.mean = mean_of(differences);
  const auto n = static_cast<double>(e.n);
  double above = 0;
  for (const double d : differences) above += d > 0 ? 1.0 : d == 0 ? 0.5 : 0.0;
  e.p_positive = above / n;
  if (e.n < 2) return e;
  // A draw is one of what is drawn, however many pairs it has; from one parameter set a pair is.
  const std::vector<double> by_draw = means_by_draw(differences, draws);
  const bool drawn = by_draw.size() > 1;
  const std::vector<double>& values = drawn ? by_draw : differences;
  const auto m = static_cast<double>(values.size());
  const double variance = variance_of(values), t = t_975(values.size() - 1);
  const double error = std::sqrt(variance / m);
  if (drawn && values.size() >= draws_for_ranks) {
    std::tie(e.low, e.high) = next_draw(by_draw);
  } else {
    const double half = drawn ? t * std::sqrt(variance * (1 + 1 / m)) : t * error;
    e.low = e.mean - half;
    e.high = e.mean + half;
  }
  e.mean_low = e.mean - t * error;
  e.mean_high = e.mean + t * error;
  constexpr double z_80 = 0.8416212335729143;
  e.detectable = (t + z_80) * error;
  e.pairs_to_decide = std::ceil(more_to_decide(e.mean, variance, values.size()) * n / m);
  std::sort(differences.begin(), differences.end());
  e.spread_low = quantile(differences, 0.05);
  e.spread_high = quantile(differences, 0.95);
  return e;
}

Ratio ratio_of(const std::vector<double>& x, const std::vector<double>& y, const std::vector<int>& draws) {
  Ratio ratio;
  if (x.empty()) return ratio;
  const std::vector<double> x_by_draw = means_by_draw(x, draws), y_by_draw = means_by_draw(y, draws);
  const bool drawn = x_by_draw.size() > 1;
  const std::vector<double>&a = drawn ? x_by_draw : x, &b = drawn ? y_by_draw : y;
  const double mean_x = mean_of(x), mean_y = mean_of(y);
  if (!(mean_y > 0)) return ratio;
  if (x.size() == 1) return {mean_x / mean_y, not_known, not_known};
  // |mean x - r mean y| is at most t standard errors of x - r y: a quadratic in r
  const double t = t_975(a.size() - 1), t2n = t * t / static_cast<double>(a.size());
  const double yy = mean_y * mean_y - t2n * variance_of(b);
  if (!(yy > 0)) return ratio;  // y is not surely above zero
  const double xy = mean_x * mean_y - t2n * covariance_of_pairs(a, b);
  const double xx = mean_x * mean_x - t2n * variance_of(a);
  const double root = std::sqrt(std::max(0.0, xy * xy - xx * yy));
  return {mean_x / mean_y, (xy - root) / yy, (xy + root) / yy};
}

EffectWord verdict_of(const PairedEffect& e) {
  if (!std::isfinite(e.low) || !std::isfinite(e.high)) return EffectWord::once;
  if (e.mean == 0 && e.low == 0 && e.high == 0) return EffectWord::none;
  if (e.low > 0) return EffectWord::up;
  if (e.high < 0) return EffectWord::down;
  if (e.mean_low > 0 && is_likely(e.p_positive)) return EffectWord::likely_up;
  if (e.mean_high < 0 && is_likely(1 - e.p_positive)) return EffectWord::likely_down;
  if (e.mean_low > -negligible && e.mean_high < negligible) return EffectWord::small;
  return EffectWord::unknown;
}

std::string_view code(EffectWord verdict) {
  constexpr std::array<std::string_view, 8> codes{"once",      "none",        "up",    "down",
                                                  "likely_up", "likely_down", "small", "unknown"};
  return codes[static_cast<std::size_t>(verdict)];
}

}  // namespace uptake
