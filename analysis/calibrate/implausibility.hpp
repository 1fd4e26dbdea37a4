// SPDX-License-Identifier: Apache-2.0
// Which parameters may be thrown away? Those whose emulated outputs lie too far from the targets, given every
// source of doubt (history matching: Craig et al. 1997; Vernon, Goldstein & Bower 2010, doi 10.1214/10-BA524;
// Andrianakis et al. 2015, doi 10.1371/journal.pcbi.1003968).
#pragma once

#include <Eigen/Dense>

namespace uptake {

/// I_k = |E_k - z_k| / sqrt(V_k); `variance` is the sum of emulator, simulator, observation and discrepancy.
/// All of length q. Throws std::invalid_argument when a length differs or a variance is not above 0.
Eigen::VectorXd implausibility(const Eigen::VectorXd& emulated, const Eigen::VectorXd& target,
                               const Eigen::VectorXd& variance);

/// The nth largest (1: the largest); the smallest when there are fewer than n.
double nth_largest(const Eigen::VectorXd& values, int nth);

/// Wilson & Hilferty's cube (1931): machine-fixed bytes. Error relative to the exact quantile below 0.2 % for
/// 10 or more degrees of freedom and p in [0.01, 0.999]; below 2 % from 3 degrees for p >= 0.5.
double chi_square_quantile(double p, double degrees);

/// P(X > x) by the same cube; near p = 0.01 its relative error is below 3 % from 10 degrees.
double chi_square_upper(double x, double degrees);

/// With many targets one may be badly off by chance or by a fault of its own, so the nth largest decides
/// (Vernon et al. 2010: second or third), together with all targets jointly.
struct PlausibilityRule {
  double cut = 3;  ///< Pukelsheim's (1994) three sigmas
  int nth = 3;
  double joint = 0.995;  ///< the chi-square quantile that (z-E)' V^-1 (z-E) must stay below
};

struct Plausibility {
  double nth_implausibility = 0;
  double joint = 0;        ///< (z-E)' V^-1 (z-E)
  double joint_limit = 0;  ///< the chi-square quantile with q degrees of freedom
  bool plausible = false;
};

/// `lower`: the Cholesky factor (gaussian.hpp) of the full covariance V of all sources of doubt.
Plausibility judge(const Eigen::VectorXd& emulated, const Eigen::VectorXd& target,
                   const Eigen::MatrixXd& lower, const PlausibilityRule& rule = {});

}  // namespace uptake
