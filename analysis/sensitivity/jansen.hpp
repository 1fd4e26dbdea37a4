// SPDX-License-Identifier: Apache-2.0
// What share of an output's variance comes from each independent input? Sobol's first-order and total indices
// by Jansen's estimators (1999, doi 10.1016/S0010-4655(98)00154-4; recommended by Saltelli et al. 2010, doi
// 10.1016/j.cpc.2009.09.018), on the two halves A and B of one scrambled Sobol sequence:
//
//   S_i  = 1 - sum (f(B) - f(A_B^i))^2 / (2 N V)     what is gone when input i is known, others are not
//   S_Ti =     sum (f(A) - f(A_B^i))^2 / (2 N V)     what is left when all others are known
//
// with A_B^i: A with column i of B; V: the variance of f over A and B together.
#pragma once

#include <Eigen/Dense>
#include <cstdint>
#include <vector>

#include "analysis/sensitivity/bootstrap.hpp"

namespace uptake {

/// n (d + 2) x d points in (0, 1): a row of the design after the other, of each A, B, then A_B^1 .. A_B^d. n
/// is best a power of two. std::invalid_argument for n < 2, d < 1 or 2 d over what the sequence has.
Eigen::MatrixXd jansen_design(int n, int d, std::uint32_t seed);

struct SobolIndex {
  double first = 0, total = 0;
  Interval95 first_interval, total_interval;
};

struct SobolIndices {
  double mean = 0, variance = 0;    ///< of the output over A and B
  std::vector<SobolIndex> indices;  ///< by input; empty when the output does not vary
};

/// y: the output at each point of `jansen_design(n, d, ...)`. Intervals over the n rows: those of a scrambled
/// Sobol sequence spread more evenly than by chance, so they are rather too wide than too narrow.
/// std::invalid_argument when the sizes differ.
SobolIndices jansen_indices(const Eigen::VectorXd& y, int d, const Bootstrap& bootstrap);

}  // namespace uptake
