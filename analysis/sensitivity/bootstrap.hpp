// SPDX-License-Identifier: Apache-2.0
// How sure is a sensitivity index? The independent parts of a design (trajectories, rows, permutations) are
// drawn again with replacement, and every index is taken anew (Efron 1979; percentile intervals, 95 %).
#pragma once

#include <Eigen/Dense>
#include <cstdint>
#include <functional>
#include <vector>

namespace uptake {

struct Bootstrap {
  int resamples = 1000;
  std::uint32_t seed = 1;
};

struct Interval95 {
  double low = 0, high = 0;
  [[nodiscard]] bool holds(double x) const { return low <= x && x <= high; }
};

/// `n` of the rows 0 .. n - 1 with replacement: those of resample b.
std::vector<Eigen::Index> resampled_rows(Eigen::Index n, int b, std::uint32_t seed);

/// The interval of each index that `indices_of` takes of the rows that it is given. Resamples in which an
/// index is not finite (nothing varied in them) do not count for it; with none left both ends are NaN.
/// std::invalid_argument for n_rows < 2 or resamples < 1.
std::vector<Interval95> bootstrap_intervals(
    Eigen::Index n_rows, const Bootstrap& bootstrap,
    const std::function<Eigen::VectorXd(const std::vector<Eigen::Index>&)>& indices_of);

/// Each column's: a resample a row.
std::vector<Interval95> intervals_of(const Eigen::MatrixXd& resamples);

}  // namespace uptake
