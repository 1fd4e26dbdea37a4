// SPDX-License-Identifier: Apache-2.0
#include "analysis/sensitivity/bootstrap.hpp"

#include <algorithm>
#include <cmath>
#include <stdexcept>

#include "analysis/compare/interval.hpp"
#include "sim/base/random.hpp"

namespace uptake {

std::vector<Eigen::Index> resampled_rows(Eigen::Index n, int b, std::uint32_t seed) {
  const std::uint32_t own = hash_id(seed, 0x626f6f74, static_cast<std::uint32_t>(b));
  std::vector<Eigen::Index> rows;
  for (Eigen::Index i = 0; i < n; ++i) {
    const double u = to_unit(hash_id(own, static_cast<std::uint32_t>(i)));
    rows.push_back(static_cast<Eigen::Index>(u * static_cast<double>(n)));
  }
  return rows;
}

std::vector<Interval95> intervals_of(const Eigen::MatrixXd& resamples) {
  std::vector<Interval95> intervals;
  for (Eigen::Index column = 0; column < resamples.cols(); ++column) {
    std::vector<double> values;
    for (Eigen::Index row = 0; row < resamples.rows(); ++row) {
      if (std::isfinite(resamples(row, column))) values.push_back(resamples(row, column));
    }
    std::ranges::sort(values);
    intervals.push_back(values.empty() ? Interval95{not_known, not_known}
                                       : Interval95{quantile(values, 0.025), quantile(values, 0.975)});
  }
  return intervals;
}

std::vector<Interval95> bootstrap_intervals(
    Eigen::Index n_rows, const Bootstrap& bootstrap,
    const std::function<Eigen::VectorXd(const std::vector<Eigen::Index>&)>& indices_of) {
  if (n_rows < 2 || bootstrap.resamples < 1)
    throw std::invalid_argument("a bootstrap needs at least two rows and one resample");
  Eigen::MatrixXd all;
  for (int b = 0; b < bootstrap.resamples; ++b) {
    const Eigen::VectorXd one = indices_of(resampled_rows(n_rows, b, bootstrap.seed));
    if (b == 0) all.resize(bootstrap.resamples, one.size());
    all.row(b) = one.transpose();
  }
  return intervals_of(all);
}

}  // namespace uptake
