// SPDX-License-Identifier: Apache-2.0
#include "analysis/calibrate/gaussian.hpp"

#include <array>
#include <cmath>
#include <mutex>

#include "sim/base/math.hpp"

namespace uptake {

void fix_product_order() {
  static std::once_flag once;
  std::call_once(once, [] { Eigen::setCpuCacheSizes(32 << 10, 256 << 10, 2 << 20); });
}

Eigen::MatrixXd cholesky(const Eigen::MatrixXd& matrix, std::string_view what) {
  fix_product_order();
  const auto refuse_it = [&](const char* why) -> void { throw NotPositiveDefinite(std::string(what) + why); };
  if (matrix.rows() != matrix.cols() || matrix.rows() == 0) refuse_it(" is not square");
  if (!matrix.allFinite()) refuse_it(" has entries that are not finite");
  const double largest = matrix.cwiseAbs().maxCoeff();
  if ((matrix - matrix.transpose()).cwiseAbs().maxCoeff() > 1e-8 * largest) refuse_it(" is not symmetric");
  const Eigen::LLT<Eigen::MatrixXd> factor(matrix);
  if (factor.info() != Eigen::Success) refuse_it(" is not positive definite");
  return factor.matrixL();
}

double mahalanobis_squared(const Eigen::VectorXd& x, const Eigen::VectorXd& mean,
                           const Eigen::MatrixXd& lower) {
  return lower.triangularView<Eigen::Lower>().solve(x - mean).squaredNorm();
}

double gaussian_log_density(const Eigen::VectorXd& x, const Eigen::VectorXd& mean,
                            const Eigen::MatrixXd& lower) {
  constexpr double half_log_two_pi = 0.91893853320467274178;
  double log_root = 0;
  for (Eigen::Index i = 0; i < lower.rows(); ++i) log_root += log_fixed(lower(i, i));
  return -0.5 * mahalanobis_squared(x, mean, lower) - log_root -
         half_log_two_pi * static_cast<double>(x.size());
}

Eigen::MatrixXd covariance_of(const Eigen::MatrixXd& rows) {
  fix_product_order();
  if (rows.rows() < 2) throw std::invalid_argument("a covariance needs at least two rows");
  const Eigen::MatrixXd centred = rows.rowwise() - rows.colwise().mean();
  return centred.transpose() * centred / static_cast<double>(rows.rows() - 1);
}

Eigen::MatrixXd shrink_to_diagonal(const Eigen::MatrixXd& covariance, double share) {
  if (covariance.rows() != covariance.cols()) throw std::invalid_argument("a covariance must be square");
  Eigen::MatrixXd shrunk = (1 - share) * covariance;
  shrunk.diagonal() = covariance.diagonal();
  return shrunk;
}

Eigen::MatrixXd standard_normals(int n, int dims, RandomKey key, Purpose purpose) {
  Eigen::MatrixXd out(n, dims);
  for (int i = 0; i < n; ++i) {
    std::array<std::uint32_t, 4> words{};
    for (int j = 0; j < dims; ++j) {
      if (j % 4 == 0)
        words =
            random_words(key, static_cast<std::uint32_t>(i), 0, purpose, static_cast<std::uint32_t>(j / 4));
      out(i, j) = normal_quantile(to_unit(words[static_cast<std::size_t>(j % 4)]));
    }
  }
  return out;
}

Eigen::MatrixXd with_observation_noise(const Eigen::MatrixXd& rows, const Eigen::MatrixXd& covariance,
                                       RandomKey key) {
  if (covariance.rows() != rows.cols())
    throw std::invalid_argument("the covariance of the noise must have one row for each output");
  const Eigen::MatrixXd lower = cholesky(covariance, "the covariance of the observation noise");
  const Eigen::MatrixXd e = standard_normals(static_cast<int>(rows.rows()), static_cast<int>(rows.cols()),
                                             key, Purpose::observation_noise);
  return rows + e * lower.transpose();
}

}  // namespace uptake
