// SPDX-License-Identifier: Apache-2.0
// A model whose posterior is known exactly: y = G u + noise, u ~ N(0, I), noise ~ N(0, S).
#pragma once

#include <Eigen/Dense>

#include "analysis/calibrate/gaussian.hpp"

namespace uptake::testing_models {

struct LinearModel {
  Eigen::MatrixXd g;       // q x d
  Eigen::MatrixXd noise;   // q x q
  Eigen::MatrixXd spread;  // posterior covariance (I + G'S^-1 G)^-1
  Eigen::MatrixXd gain;    // posterior mean = gain z

  LinearModel(Eigen::MatrixXd slopes, Eigen::MatrixXd covariance)
      : g(std::move(slopes)), noise(std::move(covariance)) {
    const Eigen::MatrixXd precise = noise.inverse();
    const Eigen::Index d = g.cols();
    spread = (Eigen::MatrixXd::Identity(d, d) + g.transpose() * precise * g).inverse();
    gain = spread * g.transpose() * precise;
  }
  [[nodiscard]] Eigen::VectorXd mean(const Eigen::VectorXd& z) const { return gain * z; }
  [[nodiscard]] Eigen::VectorXd sd() const { return spread.diagonal().array().sqrt(); }
};

/// Two outputs in three parameters see each parameter; neighbouring noises correlate by 0.3.
inline LinearModel small_linear_model() {
  constexpr int d = 3;
  constexpr int q = 6;
  Eigen::MatrixXd g(q, d);
  g << 1, 0.3, 0, 0, 1, -0.4, 0.5, 0, 1, -1, 0.5, 0.2, 0.3, -0.8, 0.4, 0.2, 0.4, 0.9;
  Eigen::MatrixXd noise(q, q);
  for (int a = 0; a < q; ++a)
    for (int b = 0; b < q; ++b) noise(a, b) = a == b ? 0.5 : (a - b == 1 || b - a == 1 ? 0.15 : 0.0);
  return {g, noise};
}

}  // namespace uptake::testing_models
