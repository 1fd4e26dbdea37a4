// SPDX-License-Identifier: Apache-2.0
#include "analysis/sensitivity/budget.hpp"

#include <algorithm>
#include <cmath>
#include <stdexcept>
#include <utility>

#include "analysis/compare/interval.hpp"
#include "sim/base/random.hpp"

namespace uptake {
namespace {

/// The variance, then of each source its share and its total; NaN where nothing varies.
Eigen::VectorXd parts_of(const WalkDesign& design, const Eigen::MatrixXd& y,
                         const std::vector<Eigen::Index>& walks) {
  const int d = design.n_sources;
  Eigen::VectorXd sum = Eigen::VectorXd::Zero(1 + 2 * Eigen::Index{d});
  for (const Eigen::Index w : walks) {
    const double whole = y(w, 0) - y(w, d);
    sum(0) += 0.5 * whole * whole;
    for (int step = 0; step < d; ++step) {
      const Eigen::Index source = design.order[static_cast<std::size_t>(w) * static_cast<std::size_t>(d) +
                                               static_cast<std::size_t>(step)];
      const double own = y(w, step) - y(w, step + 1);
      sum(1 + 2 * source) += 0.5 * whole * own;
      sum(2 + 2 * source) += 0.5 * own * own;
    }
  }
  const double all = sum(0);
  if (!(all > 0)) return Eigen::VectorXd::Constant(sum.size(), not_known);
  Eigen::VectorXd out = sum / all;
  out(0) = all / static_cast<double>(walks.size());
  return out;
}

}  // namespace

bool WalkDesign::is_second(int walk, int steps, int source) const {
  const auto from = order.begin() + std::ptrdiff_t{walk} * n_sources;
  return std::find(from, from + steps, source) != from + steps;
}

WalkDesign walk_design(int n_sources, int n_walks, std::uint32_t seed) {
  if (n_sources < 1 || n_walks < 2)
    throw std::invalid_argument("a variance budget needs a source and at least two walks");
  WalkDesign design{n_sources, n_walks, {}};
  std::vector<int> order;
  for (int w = 0; w < n_walks; ++w) {
    if (w % 2 == 1) {
      std::ranges::reverse(order);
    } else {
      const std::uint32_t own = hash_id(seed, 0x77616c6b, static_cast<std::uint32_t>(w));
      std::vector<std::pair<std::uint32_t, int>> shuffled;
      for (int s = 0; s < n_sources; ++s)
        shuffled.emplace_back(hash_id(own, static_cast<std::uint32_t>(s)), s);
      std::ranges::sort(shuffled);
      order.clear();
      for (const auto& one : shuffled) order.push_back(one.second);
    }
    design.order.insert(design.order.end(), order.begin(), order.end());
  }
  return design;
}

VarianceBudget variance_budget(const WalkDesign& design, const Eigen::MatrixXd& y,
                               const Bootstrap& bootstrap) {
  if (y.rows() != design.n_walks || y.cols() != design.n_sources + 1)
    throw std::invalid_argument("a walk a row is expected, an output for its start and each step");
  VarianceBudget out;
  out.mean = (y.col(0).mean() + y.col(design.n_sources).mean()) / 2;
  if (y.maxCoeff() == y.minCoeff()) return out;
  std::vector<Eigen::Index> all;
  for (Eigen::Index w = 0; w < y.rows(); ++w) all.push_back(w);
  const Eigen::VectorXd found = parts_of(design, y, all);
  if (!(found(0) > 0)) return out;  // it varies on the way, yet all walks end where they began
  out.variance = found(0);
  const auto intervals =
      bootstrap_intervals(y.rows(), bootstrap,
                          [&](const std::vector<Eigen::Index>& walks) { return parts_of(design, y, walks); });
  out.sd_interval = {std::sqrt(intervals[0].low), std::sqrt(intervals[0].high)};
  for (Eigen::Index s = 0; s < design.n_sources; ++s) {
    const auto at = static_cast<std::size_t>(1 + 2 * s);
    out.sources.push_back({found(1 + 2 * s), found(2 + 2 * s), intervals[at], intervals[at + 1]});
  }
  return out;
}

}  // namespace uptake
