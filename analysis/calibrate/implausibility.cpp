// SPDX-License-Identifier: Apache-2.0
#include "analysis/calibrate/implausibility.hpp"

#include <algorithm>
#include <cmath>
#include <functional>
#include <stdexcept>
#include <vector>

#include "analysis/calibrate/gaussian.hpp"
#include "sim/base/math.hpp"

namespace uptake {

Eigen::VectorXd implausibility(const Eigen::VectorXd& emulated, const Eigen::VectorXd& target,
                               const Eigen::VectorXd& variance) {
  if (emulated.size() != target.size() || emulated.size() != variance.size())
    throw std::invalid_argument("implausibility: emulated, target and variance differ in length");
  if (!(variance.array() > 0).all())
    throw std::invalid_argument("implausibility: a variance must be above 0");
  return (emulated - target).array().abs() / variance.array().sqrt();
}

double nth_largest(const Eigen::VectorXd& values, int nth) {
  if (values.size() == 0 || nth < 1) throw std::invalid_argument("the nth largest of nothing");
  std::vector<double> sorted(values.data(), values.data() + values.size());
  std::sort(sorted.begin(), sorted.end(), std::greater<>());
  return sorted[std::min(static_cast<std::size_t>(nth), sorted.size()) - 1];
}

double chi_square_quantile(double p, double degrees) {
  const double v = 2 / (9 * degrees);
  const double root = std::max(0.0, 1 - v + normal_quantile(p) * std::sqrt(v));
  return degrees * root * root * root;
}

double chi_square_upper(double x, double degrees) {
  const double v = 2 / (9 * degrees);
  return normal_cdf((1 - v - pow_fixed(x / degrees, 1.0 / 3)) / std::sqrt(v));
}

Plausibility judge(const Eigen::VectorXd& emulated, const Eigen::VectorXd& target,
                   const Eigen::MatrixXd& lower, const PlausibilityRule& rule) {
  const Eigen::VectorXd variance = lower.rowwise().squaredNorm();
  Plausibility out;
  out.nth_implausibility = nth_largest(implausibility(emulated, target, variance), rule.nth);
  out.joint = mahalanobis_squared(target, emulated, lower);
  out.joint_limit = chi_square_quantile(rule.joint, static_cast<double>(target.size()));
  out.plausible = out.nth_implausibility < rule.cut && out.joint < out.joint_limit;
  return out;
}

}  // namespace uptake
