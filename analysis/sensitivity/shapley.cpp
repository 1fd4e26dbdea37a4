// SPDX-License-Identifier: Apache-2.0
#include "analysis/sensitivity/shapley.hpp"

#include <stdexcept>

#include "analysis/calibrate/gaussian.hpp"
#include "analysis/sensitivity/budget.hpp"
#include "sim/base/math.hpp"
#include "sim/base/random.hpp"

namespace uptake {
namespace {

/// Two draws of d independent N(0,1), a column each, addressed by (seed, walk).
Eigen::MatrixXd two_draws(Eigen::Index d, std::uint32_t seed, std::uint32_t walk) {
  const std::uint32_t own = hash_id(seed, 0x73686e6f, walk);
  Eigen::MatrixXd out(d, 2);
  for (Eigen::Index i = 0; i < d; ++i) {
    for (Eigen::Index j = 0; j < 2; ++j)
      out(i, j) = normal_quantile(
          to_unit(hash_id(own, static_cast<std::uint32_t>(i), static_cast<std::uint32_t>(j))));
  }
  return out;
}

/// The points of a walk, d + 1 rows: the inputs that come first in the order are last in the factor's, so
/// that they are drawn anew given all others.
Eigen::MatrixXd points_of(const WalkDesign& design, int walk, const Eigen::VectorXd& mean,
                          const Eigen::MatrixXd& covariance, std::uint32_t seed) {
  const Eigen::Index d = design.n_sources;
  const auto first = design.order.begin() + std::ptrdiff_t{walk} * d;
  const std::vector<int> reversed(std::make_reverse_iterator(first + d), std::make_reverse_iterator(first));
  const Eigen::MatrixXd lower = cholesky(covariance(reversed, reversed), "the covariance of the inputs");
  const Eigen::MatrixXd draws = two_draws(d, seed, static_cast<std::uint32_t>(walk));
  Eigen::VectorXd e = draws.col(0);
  Eigen::MatrixXd points(d + 1, d);
  for (Eigen::Index step = 0; step <= d; ++step) {
    if (step > 0) e(d - step) = draws(d - step, 1);
    const Eigen::VectorXd x = lower.triangularView<Eigen::Lower>() * e;
    for (Eigen::Index i = 0; i < d; ++i) {
      const int input = reversed[static_cast<std::size_t>(i)];
      points(step, input) = mean(input) + x(i);
    }
  }
  return points;
}

}  // namespace

ShapleyEffects shapley_effects(const std::function<Eigen::VectorXd(const Eigen::MatrixXd&)>& f,
                               const Eigen::VectorXd& mean, const Eigen::MatrixXd& covariance,
                               const ShapleySettings& settings, const Bootstrap& bootstrap) {
  const auto d = static_cast<int>(mean.size());
  if (d < 1 || covariance.rows() != d || covariance.cols() != d)
    throw std::invalid_argument("a mean and a covariance of as many inputs are expected");
  const WalkDesign design = walk_design(d, settings.permutations, settings.seed);
  Eigen::MatrixXd y(design.n_walks, d + 1);
  for (int walk = 0; walk < design.n_walks; ++walk)
    y.row(walk) = f(points_of(design, walk, mean, covariance, settings.seed)).transpose();
  const VarianceBudget budget = variance_budget(design, y, bootstrap);
  ShapleyEffects out;
  if (budget.sources.empty()) return out;
  out.variance = budget.variance;
  out.effects.resize(d);
  for (int i = 0; i < d; ++i) {
    const SourceOfVariance& source = budget.sources[static_cast<std::size_t>(i)];
    out.effects(i) = source.share;
    out.intervals.push_back(source.share_interval);
  }
  return out;
}

}  // namespace uptake
