// SPDX-License-Identifier: Apache-2.0
// How is an output's variance made up of independent sources that can only be drawn anew, as seeds and draws
// of a posterior are? Two draws of every source, A and B; then from all A to all B, one source after the
// other in an order by chance. What a source's step does, times half of what the whole walk does, is on
// average its Shapley effect (Goda 2021, doi 10.1016/j.ress.2021.107860, made the same from either end):
//
//   part_j = E[ (z_first - z_last) (z_before - z_after) ] / 2        the parts add up to the variance
//   total_j = E[ (z_before - z_after)^2 ] / 2                        what is left when all others are known
//
// A part is a source's own variance and its even share of what it does together with others.
#pragma once

#include <Eigen/Dense>
#include <cstdint>
#include <vector>

#include "analysis/sensitivity/bootstrap.hpp"

namespace uptake {

struct WalkDesign {
  int n_sources = 0, n_walks = 0;
  std::vector<int> order;  ///< [walk * n_sources + step]: the source that the step draws anew
  /// Whether a source stands at its second draw after so many steps of a walk.
  [[nodiscard]] bool is_second(int walk, int steps, int source) const;
};

/// Orders by chance, each followed by its reverse. std::invalid_argument for no sources or fewer than two
/// walks.
WalkDesign walk_design(int n_sources, int n_walks, std::uint32_t seed);

struct SourceOfVariance {
  double share = 0, total = 0;  ///< of the variance
  Interval95 share_interval, total_interval;
};

struct VarianceBudget {
  double mean = 0, variance = 0;          ///< of the output over all sources
  Interval95 sd_interval;                 ///< of the variance's root
  std::vector<SourceOfVariance> sources;  ///< empty when the output does not vary
};

/// y: n_walks x (n_sources + 1), a walk a row. Intervals over walks. std::invalid_argument when sizes differ.
VarianceBudget variance_budget(const WalkDesign& design, const Eigen::MatrixXd& y,
                               const Bootstrap& bootstrap);

}  // namespace uptake
