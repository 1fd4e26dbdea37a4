// SPDX-License-Identifier: Apache-2.0
// A posterior for any target from one stored design, without new runs: regression-adjusted approximate
// Bayesian computation (Beaumont, Zhang & Balding 2002; Blum 2010; Carrella et al. 2020, JASSS 23(1) 7). Errs
// towards wide.
#pragma once

#include <Eigen/Dense>
#include <cstdint>

namespace uptake {

struct RegressionSettings {
  double ridge = 1;       ///< on every term but the intercept; terms have variance about 1
  bool quadratic = true;  ///< squares of the whitened outputs beside their linear terms
  double keep = 1;  ///< share of the runs nearest to the target, weighted by Epanechnikov; 1: all, unweighted
  int draws = 1000;
  std::uint32_t seed = 1;  ///< of the resampling of the residuals
};

/// Fitted once on a design drawn from the prior; then a posterior costs a matrix product (keep = 1) or one
/// regression (keep < 1). Parameters u are regressed on whitened outputs; draws are the fitted mean at the
/// target plus leave-one-out residuals, so that their spread includes the doubt of the regression itself.
class RegressionAbc {
 public:
  /// u: n x d from the prior. y: n x q, WITH the noise that the targets have (with_observation_noise in
  /// gaussian.hpp, its covariance that of observation + discrepancy). Outputs that do not vary are left out.
  /// Throws std::invalid_argument when shapes differ, a number is not finite, or the runs are fewer than
  /// twice the regression's terms.
  static RegressionAbc fit(const Eigen::MatrixXd& u, const Eigen::MatrixXd& y,
                           const RegressionSettings& settings = {});

  /// settings.draws x d draws of the posterior given the target z (q).
  [[nodiscard]] Eigen::MatrixXd draws(const Eigen::VectorXd& target) const;

  /// E[u | z] by the global regression (d).
  [[nodiscard]] Eigen::VectorXd mean(const Eigen::VectorXd& target) const;

 private:
  [[nodiscard]] Eigen::MatrixXd terms_of(const Eigen::MatrixXd& y) const;

  RegressionSettings settings_;
  Eigen::RowVectorXd centre_;     // q
  Eigen::MatrixXd whiten_;        // q x r: standardises, then whitens
  Eigen::MatrixXd u_;             // n x d
  Eigen::MatrixXd terms_;         // n x p
  Eigen::MatrixXd coefficients_;  // p x d
  Eigen::MatrixXd fitted_;        // n x d
  Eigen::MatrixXd residuals_;     // n x d, leave-one-out
};

}  // namespace uptake
