// SPDX-License-Identifier: Apache-2.0
#include "analysis/estimate/proportion.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <stdexcept>

#include "sim/base/math.hpp"

namespace uptake {

double kish_effective_size(const Eigen::VectorXd& weight) {
  for (Eigen::Index i = 0; i < weight.size(); ++i) {
    if (!(weight[i] >= 0) || !std::isfinite(weight[i]))
      throw std::invalid_argument(
          fmt::format("weights: number {} is {}, expected 0 or more", i + 1, weight[i]));
  }
  const double sum = weight.sum();
  return sum > 0 ? sum * sum / weight.squaredNorm() : 0;
}

Interval wilson_interval(double share, double n, double z) {
  if (std::isnan(share) || n == 0) return {not_known, not_known};
  if (!(share >= 0 && share <= 1))
    throw std::invalid_argument(fmt::format("a share of {:g} %, expected 0..100 %", 100 * share));
  if (!(n > 0))
    throw std::invalid_argument(fmt::format("a share of {:g} respondents, expected 0 or more", n));
  const double z2 = z * z, centre = (share + z2 / (2 * n)) / (1 + z2 / n);
  const double half = z / (1 + z2 / n) * std::sqrt(share * (1 - share) / n + z2 / (4 * n * n));
  return {std::clamp(centre - half, 0.0, share), std::clamp(centre + half, share, 1.0)};  // rounding
}

Proportion weighted_proportion(const Eigen::VectorXd& yes, const Eigen::VectorXd& weight,
                               double further_design_effect, double z) {
  if (yes.size() != weight.size())
    throw std::invalid_argument(fmt::format("{} answers have {} weights", yes.size(), weight.size()));
  if (!(further_design_effect > 0))
    throw std::invalid_argument(
        fmt::format("a design effect of {:g}, expected above 0", further_design_effect));
  for (Eigen::Index i = 0; i < yes.size(); ++i) {
    if (!(yes[i] >= 0 && yes[i] <= 1))
      throw std::invalid_argument(fmt::format("answers: number {} is {}, expected 0..1", i + 1, yes[i]));
  }
  Proportion p;
  const double kish = kish_effective_size(weight);
  p.n = static_cast<double>((weight.array() > 0).count());
  p.share = kish > 0 ? std::min(1.0, weight.dot(yes) / weight.sum()) : not_known;
  p.design_effect = kish > 0 ? p.n / kish * further_design_effect : further_design_effect;
  p.n_effective = kish / further_design_effect;
  p.interval = wilson_interval(p.share, p.n_effective, z);
  return p;
}

}  // namespace uptake
