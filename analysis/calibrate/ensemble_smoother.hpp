// SPDX-License-Identifier: Apache-2.0
// A second opinion on a posterior, with the simulator or an emulator in the loop: the ensemble smoother with
// multiple data assimilation (Emerick & Reynolds 2013, doi 10.1016/j.cageo.2012.03.011). Exact for a linear
// simulator and a large ensemble; a small one gives too narrow posteriors.
#pragma once

#include <Eigen/Dense>
#include <cstdint>
#include <functional>
#include <vector>

namespace uptake {

struct SmootherSettings {
  int ensemble = 1000;
  int steps = 8;  ///< each with alpha = steps, so that the inverses sum to one
  std::uint32_t seed = 1;
};

struct SmootherResult {
  Eigen::MatrixXd u;           ///< the posterior ensemble: J rows, d columns
  Eigen::MatrixXd last_y;      ///< J x q, simulated at the last step, before its update
  std::vector<double> misfit;  ///< before each update: mean over the members of (y-z)' S^-1 (y-z) / q
};

/// u (rows are members, J x d) and the step, from 0 -> outputs (J x q). Runs with different steps should have
/// different random numbers.
using SimulateRows = std::function<Eigen::MatrixXd(const Eigen::MatrixXd& u, int step)>;

/// Prior N(0, I) over `dims` parameters; target z (q) observed with covariance S (q x q: observation,
/// discrepancy and, with an emulator, its doubt). u_j += C_uy (C_yy + alpha S)^-1 (z + sqrt(alpha) S^(1/2)
/// e_j - y_j). Throws std::invalid_argument for a wrong shape or an output that is not finite,
/// NotPositiveDefinite for a bad S.
SmootherResult ensemble_smoother(const Eigen::VectorXd& target, const Eigen::MatrixXd& covariance, int dims,
                                 const SimulateRows& simulate, const SmootherSettings& settings = {});

}  // namespace uptake
