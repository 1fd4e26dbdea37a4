// SPDX-License-Identifier: Apache-2.0
#include "analysis/sensitivity/jansen.hpp"

#include <stdexcept>

#include "analysis/calibrate/sobol.hpp"
#include "analysis/compare/interval.hpp"

namespace uptake {
namespace {

struct Moments {
  double mean = 0, variance = 0;
};

Moments moments_of(const Eigen::MatrixXd& y, const std::vector<Eigen::Index>& rows) {
  const auto n = static_cast<double>(2 * rows.size());
  Moments m;
  for (const Eigen::Index r : rows) m.mean += (y(r, 0) + y(r, 1)) / n;
  for (const Eigen::Index r : rows) {
    const double a = y(r, 0) - m.mean, b = y(r, 1) - m.mean;
    m.variance += (a * a + b * b) / (n - 1);
  }
  return m;
}

/// S_1, S_T1, S_2, ...; all NaN when nothing varies in these rows.
Eigen::VectorXd indices_of(const Eigen::MatrixXd& y, const std::vector<Eigen::Index>& rows) {
  const Eigen::Index d = y.cols() - 2;
  Eigen::VectorXd out = Eigen::VectorXd::Constant(2 * d, not_known);
  const double variance = moments_of(y, rows).variance;
  if (!(variance > 0)) return out;
  const double scale = 2 * static_cast<double>(rows.size()) * variance;
  for (Eigen::Index i = 0; i < d; ++i) {
    double from_b = 0, from_a = 0;
    for (const Eigen::Index r : rows) {
      const double a = y(r, 0) - y(r, 2 + i), b = y(r, 1) - y(r, 2 + i);
      from_a += a * a;
      from_b += b * b;
    }
    out(2 * i) = 1 - from_b / scale;
    out(2 * i + 1) = from_a / scale;
  }
  return out;
}

}  // namespace

Eigen::MatrixXd jansen_design(int n, int d, std::uint32_t seed) {
  if (n < 2 || d < 1) throw std::invalid_argument("Sobol indices need an input and at least two points");
  const Eigen::MatrixXd halves = scrambled_sobol(n, 2 * d, seed);
  Eigen::MatrixXd points(Eigen::Index{n} * (d + 2), d);
  for (Eigen::Index r = 0; r < n; ++r) {
    const Eigen::Index at = r * (d + 2);
    points.row(at) = halves.row(r).head(d);
    points.row(at + 1) = halves.row(r).tail(d);
    for (Eigen::Index i = 0; i < d; ++i) {
      points.row(at + 2 + i) = points.row(at);
      points(at + 2 + i, i) = points(at + 1, i);
    }
  }
  return points;
}

SobolIndices jansen_indices(const Eigen::VectorXd& outputs, int d, const Bootstrap& bootstrap) {
  if (d < 1 || outputs.size() == 0 || outputs.size() % (d + 2) != 0)
    throw std::invalid_argument("as many outputs are expected as the design has points");
  const Eigen::MatrixXd y = outputs.reshaped<Eigen::RowMajor>(outputs.size() / (d + 2), d + 2);
  std::vector<Eigen::Index> all;
  for (Eigen::Index r = 0; r < y.rows(); ++r) all.push_back(r);
  const Moments moments = moments_of(y, all);
  SobolIndices out{moments.mean, moments.variance, {}};
  if (y.maxCoeff() == y.minCoeff()) {  // exactly: a mean of equal numbers may round
    out.variance = 0;
    return out;
  }
  const Eigen::VectorXd found = indices_of(y, all);
  const auto intervals = bootstrap_intervals(
      y.rows(), bootstrap, [&](const std::vector<Eigen::Index>& rows) { return indices_of(y, rows); });
  for (Eigen::Index i = 0; i < d; ++i) {
    const auto at = static_cast<std::size_t>(2 * i);
    out.indices.push_back({found(2 * i), found(2 * i + 1), intervals[at], intervals[at + 1]});
  }
  return out;
}

}  // namespace uptake
