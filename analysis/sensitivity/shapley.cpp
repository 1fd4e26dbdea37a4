// SPDX-License-Identifier: Apache-2.0
#include "analysis/sensitivity/shapley.hpp"

#include <algorithm>
#include <stdexcept>
#include <utility>

#include "analysis/calibrate/gaussian.hpp"
#include "sim/base/math.hpp"
#include "sim/base/random.hpp"

namespace uptake {
namespace {

constexpr int inner_draws = 3;

/// n x d independent N(0,1), addressed by (seed, stream, row, column).
Eigen::MatrixXd normals(Eigen::Index n, Eigen::Index d, std::uint32_t seed, std::uint32_t stream) {
  const std::uint32_t own = hash_id(seed, 0x73686e6f, stream);
  Eigen::MatrixXd out(n, d);
  for (Eigen::Index i = 0; i < n; ++i) {
    for (Eigen::Index j = 0; j < d; ++j)
      out(i, j) = normal_quantile(
          to_unit(hash_id(own, static_cast<std::uint32_t>(i), static_cast<std::uint32_t>(j))));
  }
  return out;
}

/// An order of the inputs by chance.
std::vector<int> order_of(Eigen::Index d, std::uint32_t seed, int permutation) {
  const std::uint32_t own = hash_id(seed, 0x73686170, static_cast<std::uint32_t>(permutation));
  std::vector<std::pair<std::uint32_t, int>> shuffled;
  for (int i = 0; i < static_cast<int>(d); ++i)
    shuffled.emplace_back(hash_id(own, static_cast<std::uint32_t>(i)), i);
  std::ranges::sort(shuffled);
  std::vector<int> order;
  for (const auto& one : shuffled) order.push_back(one.second);
  return order;
}

/// Points for every c(J) of one order, J its first 1 .. d - 1 inputs: one draw of the others, and of J, given
/// those, `inner_draws`. In the order's reverse the covariance's Cholesky factor does both: the inputs that
/// come last in the order come first in it, and each is drawn given those before it.
Eigen::MatrixXd points_of(const std::vector<int>& order, const Eigen::VectorXd& mean,
                          const Eigen::MatrixXd& covariance, std::uint32_t seed, std::uint32_t stream) {
  const auto d = static_cast<Eigen::Index>(order.size());
  const std::vector<int> reversed(order.rbegin(), order.rend());
  const Eigen::MatrixXd lower = cholesky(covariance(reversed, reversed), "the covariance of the inputs");
  const Eigen::Index n = (d - 1) * inner_draws;
  Eigen::MatrixXd e = normals(n, d, seed, stream);
  for (Eigen::Index j = 1; j < d; ++j) {  // the same draw of the others in all inner ones
    for (int k = 1; k < inner_draws; ++k)
      e.row((j - 1) * inner_draws + k).head(d - j) = e.row((j - 1) * inner_draws).head(d - j);
  }
  const Eigen::MatrixXd x = e * lower.transpose();
  Eigen::MatrixXd points(n, d);
  for (Eigen::Index i = 0; i < d; ++i) {
    const int input = reversed[static_cast<std::size_t>(i)];
    points.col(input) = x.col(i).array() + mean(input);
  }
  return points;
}

double variance_of(const Eigen::VectorXd& y) {
  return (y.array() - y.mean()).square().sum() / static_cast<double>(y.size() - 1);
}

}  // namespace

ShapleyEffects shapley_effects(const std::function<Eigen::VectorXd(const Eigen::MatrixXd&)>& f,
                               const Eigen::VectorXd& mean, const Eigen::MatrixXd& covariance,
                               const ShapleySettings& settings, const Bootstrap& bootstrap) {
  const Eigen::Index d = mean.size();
  if (d < 1 || covariance.rows() != d || covariance.cols() != d)
    throw std::invalid_argument("a mean and a covariance of as many inputs are expected");
  if (settings.permutations < 2 || settings.variance_draws < 2)
    throw std::invalid_argument("Shapley effects need at least two permutations and two draws");
  const Eigen::MatrixXd lower = cholesky(covariance, "the covariance of the inputs");
  const Eigen::MatrixXd e = normals(settings.variance_draws, d, settings.seed, 0xffffffff);
  const Eigen::VectorXd y = f((e * lower.transpose()).rowwise() + mean.transpose());
  ShapleyEffects out;
  if (y.maxCoeff() == y.minCoeff()) return out;
  out.variance = variance_of(y);

  Eigen::MatrixXd added(settings.permutations, d);  // by permutation: what each input's turn adds
  for (int p = 0; p < settings.permutations; ++p) {
    const std::vector<int> order = order_of(d, settings.seed, p);
    const Eigen::VectorXd inner =
        d > 1 ? f(points_of(order, mean, covariance, settings.seed, static_cast<std::uint32_t>(p)))
              : Eigen::VectorXd();
    double before = 0;
    for (Eigen::Index j = 1; j <= d; ++j) {
      const double now =
          j == d ? out.variance : variance_of(inner.segment((j - 1) * inner_draws, inner_draws));
      added(p, order[static_cast<std::size_t>(j - 1)]) = now - before;
      before = now;
    }
  }
  const auto shares = [&](const std::vector<Eigen::Index>& rows) {
    Eigen::VectorXd sum = Eigen::VectorXd::Zero(d);
    for (const Eigen::Index p : rows) sum += added.row(p).transpose();
    return Eigen::VectorXd(sum / (static_cast<double>(rows.size()) * out.variance));
  };
  std::vector<Eigen::Index> all;
  for (Eigen::Index p = 0; p < added.rows(); ++p) all.push_back(p);
  out.effects = shares(all);
  out.intervals = bootstrap_intervals(added.rows(), bootstrap, shares);
  return out;
}

}  // namespace uptake
