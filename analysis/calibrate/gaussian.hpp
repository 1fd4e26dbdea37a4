// SPDX-License-Identifier: Apache-2.0
// What the calibrators share about the normal distribution. Rows of a matrix are points, runs or draws.
#pragma once

#include <Eigen/Dense>
#include <cstdint>
#include <stdexcept>
#include <string>
#include <string_view>

#include "sim/base/random.hpp"

namespace uptake {

/// A matrix that had to be symmetric and positive definite is not.
class NotPositiveDefinite : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

/// Eigen cuts its products by the caches of the machine that it finds, and so adds in another order on
/// another machine. This gives it one fixed size (once, safe from several threads); every function here that
/// forms products calls it first. A caller that uses Eigen's products on several threads calls it before it
/// starts them.
void fix_product_order();

/// The lower triangular L with L L' = `matrix`. Throws NotPositiveDefinite, with `what` in its text, when the
/// matrix is not square, not finite, not symmetric (relative 1e-8) or not positive definite.
Eigen::MatrixXd cholesky(const Eigen::MatrixXd& matrix, std::string_view what);

/// log N(x; mean, L L').
double gaussian_log_density(const Eigen::VectorXd& x, const Eigen::VectorXd& mean,
                            const Eigen::MatrixXd& lower);

/// (x - mean)' (L L')^-1 (x - mean).
double mahalanobis_squared(const Eigen::VectorXd& x, const Eigen::VectorXd& mean,
                           const Eigen::MatrixXd& lower);

/// Rows are observations; divisor n - 1. Throws std::invalid_argument when there are fewer than two.
Eigen::MatrixXd covariance_of(const Eigen::MatrixXd& rows);

/// (1 - share) S + share diag(S): for a covariance from few draws.
Eigen::MatrixXd shrink_to_diagonal(const Eigen::MatrixXd& covariance, double share = 0.1);

/// n x dims independent N(0,1), addressed by (key, row, purpose, column).
Eigen::MatrixXd standard_normals(int n, int dims, RandomKey key, Purpose purpose);

/// Every row with its own N(0, covariance) added: a run's outputs as a survey would see them.
Eigen::MatrixXd with_observation_noise(const Eigen::MatrixXd& rows, const Eigen::MatrixXd& covariance,
                                       RandomKey key);

}  // namespace uptake
