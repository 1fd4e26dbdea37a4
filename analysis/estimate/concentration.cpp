// SPDX-License-Identifier: Apache-2.0
#include "analysis/estimate/concentration.hpp"

#include <fmt/format.h>

#include <cmath>
#include <stdexcept>

#include "sim/base/math.hpp"

namespace uptake {

Concentration concentration_index(const Eigen::VectorXd& share, const Eigen::VectorXd& weight) {
  if (share.size() != weight.size())
    throw std::invalid_argument(fmt::format("{} classes have {} weights", share.size(), weight.size()));
  Eigen::Index n_classes = 0;
  double total = 0, used = 0;
  for (Eigen::Index k = 0; k < share.size(); ++k) {
    if (!(weight[k] >= 0) || !std::isfinite(weight[k]))
      throw std::invalid_argument(
          fmt::format("class {}: a weight of {}, expected 0 or more", k + 1, weight[k]));
    if (weight[k] == 0) continue;
    if (!(share[k] >= 0 && share[k] <= 1))
      throw std::invalid_argument(
          fmt::format("class {}: a share of {:g} %, expected 0..100 %", k + 1, 100 * share[k]));
    ++n_classes;
    total += weight[k];
    used += weight[k] * share[k];
  }
  Concentration c{not_known, not_known, not_known, total > 0 ? used / total : not_known, {}};
  if (n_classes < 2) {
    c.why = n_classes == 0 ? "no class has anybody" : "all are of one class: no rank differs";
  } else if (!(used > 0)) {
    c.why = "nobody uses it";
  }
  if (!c.why.empty()) return c;
  double covariance = 0, below = 0;  // of use with the rank, whose mean is 1/2
  for (Eigen::Index k = 0; k < share.size(); ++k) {
    if (weight[k] == 0) continue;
    const double rank = (below + weight[k] / 2) / total;
    covariance += weight[k] / total * (share[k] - c.mean) * (rank - 0.5);
    below += weight[k];
  }
  c.index = 2 * covariance / c.mean;
  if (c.mean < 1) c.wagstaff = c.index / (1 - c.mean);
  c.erreygers = 4 * c.mean * c.index;
  return c;
}

}  // namespace uptake
