// SPDX-License-Identifier: Apache-2.0
#include "analysis/sensitivity/morris.hpp"

#include <algorithm>
#include <cmath>
#include <stdexcept>
#include <utility>

#include "sim/base/random.hpp"

namespace uptake {
namespace {

/// A row for each trajectory, a column for each input.
Eigen::MatrixXd effects_by_trajectory(const MorrisDesign& design, const Eigen::VectorXd& y) {
  const int d = design.n_inputs;
  Eigen::MatrixXd effects(design.n_trajectories, d);
  for (int t = 0; t < design.n_trajectories; ++t) {
    for (int step = 0; step < d; ++step) {
      const Eigen::Index from = Eigen::Index{t} * (d + 1) + step;
      const int input = design.moved[static_cast<std::size_t>(Eigen::Index{t} * d + step)];
      effects(t, input) =
          (y(from + 1) - y(from)) / (design.points(from + 1, input) - design.points(from, input));
    }
  }
  return effects;
}

/// mu, mu* and sigma of every input, one after the other.
Eigen::VectorXd summaries(const Eigen::MatrixXd& effects, const std::vector<Eigen::Index>& rows) {
  Eigen::VectorXd out(3 * effects.cols());
  const auto n = static_cast<double>(rows.size());
  for (Eigen::Index i = 0; i < effects.cols(); ++i) {
    double sum = 0, size = 0, squares = 0;
    for (const Eigen::Index t : rows) {
      sum += effects(t, i);
      size += std::fabs(effects(t, i));
    }
    for (const Eigen::Index t : rows) squares += (effects(t, i) - sum / n) * (effects(t, i) - sum / n);
    out.segment(3 * i, 3) << sum / n, size / n, std::sqrt(squares / (n - 1));
  }
  return out;
}

}  // namespace

MorrisDesign morris_design(int n_inputs, int n_trajectories, std::uint32_t seed) {
  if (n_inputs < 1 || n_trajectories < 2)
    throw std::invalid_argument("Morris' screening needs an input and at least two trajectories");
  MorrisDesign design{n_inputs, n_trajectories, {}, {}};
  design.points.resize(Eigen::Index{n_trajectories} * (n_inputs + 1), n_inputs);
  for (int t = 0; t < n_trajectories; ++t) {
    const std::uint32_t own = hash_id(seed, 0x6d6f7272, static_cast<std::uint32_t>(t));
    Eigen::RowVectorXd at(n_inputs);
    std::vector<std::pair<std::uint32_t, int>> order;
    for (int i = 0; i < n_inputs; ++i) {
      const auto input = static_cast<std::uint32_t>(i);
      at(i) = static_cast<double>(hash_id(own, 1, input) % 4) / 3;  // of the four levels
      order.emplace_back(hash_id(own, 2, input), i);
    }
    std::ranges::sort(order);
    Eigen::Index row = Eigen::Index{t} * (n_inputs + 1);
    design.points.row(row) = at;
    for (const auto& [ignored, input] : order) {
      at(input) += at(input) < 0.5 ? 2.0 / 3 : -2.0 / 3;  // the only way that stays inside
      design.points.row(++row) = at;
      design.moved.push_back(input);
    }
  }
  return design;
}

std::vector<ElementaryEffects> morris_effects(const MorrisDesign& design, const Eigen::VectorXd& y,
                                              const Bootstrap& bootstrap) {
  if (y.size() != design.points.rows())
    throw std::invalid_argument("as many outputs are expected as the design has points");
  const Eigen::MatrixXd effects = effects_by_trajectory(design, y);
  std::vector<Eigen::Index> all;
  for (Eigen::Index t = 0; t < effects.rows(); ++t) all.push_back(t);
  const Eigen::VectorXd found = summaries(effects, all);
  const auto intervals =
      bootstrap_intervals(effects.rows(), bootstrap,
                          [&](const std::vector<Eigen::Index>& rows) { return summaries(effects, rows); });
  std::vector<ElementaryEffects> out;
  for (Eigen::Index i = 0; i < effects.cols(); ++i) {
    const auto at = static_cast<std::size_t>(3 * i);
    out.push_back({found(3 * i), found(3 * i + 1), found(3 * i + 2), intervals[at], intervals[at + 1],
                   intervals[at + 2]});
  }
  return out;
}

}  // namespace uptake
