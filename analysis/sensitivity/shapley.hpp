// SPDX-License-Identifier: Apache-2.0
// What share of an output's variance is due to each of inputs that hang together, as those of a posterior do?
// Shapley effects (Owen 2014, doi 10.1137/130936233) by random permutations (Song, Nelson and Staum 2016, doi
// 10.1137/15M1048070): an input's part is the mean, over the orders in which inputs could become unknown, of
// what its turn adds to
//
//   c(J) = E[ Var(f(X) | all inputs but those of J) ],  c(none) = 0,  c(all) = Var f(X)
//
// The inputs are jointly normal. With those of J last, a Cholesky factor makes X of independent normals, and
// only the last of these are of J: so c(J) is half the mean squared change when they alone are drawn anew,
// and an order is a walk from one point to another whose parts budget.hpp takes. That needs d + 1 values of f
// an order where inner and outer draws of each c(J) need 3 d, and an input that does nothing adds next to
// nothing in every order, instead of on average.
#pragma once

#include <Eigen/Dense>
#include <cstdint>
#include <functional>
#include <vector>

#include "analysis/sensitivity/bootstrap.hpp"

namespace uptake {

struct ShapleySettings {
  int permutations = 4000;
  std::uint32_t seed = 1;
};

struct ShapleyEffects {
  double variance = 0;      ///< of the output
  Eigen::VectorXd effects;  ///< by input: shares, which add up to 1; empty when the output does not vary
  std::vector<Interval95> intervals;  ///< over the permutations: of this estimate's chance only
};

/// `f` is given points, one a row. std::invalid_argument when sizes differ; NotPositiveDefinite when the
/// covariance is none.
ShapleyEffects shapley_effects(const std::function<Eigen::VectorXd(const Eigen::MatrixXd&)>& f,
                               const Eigen::VectorXd& mean, const Eigen::MatrixXd& covariance,
                               const ShapleySettings& settings, const Bootstrap& bootstrap);

}  // namespace uptake
