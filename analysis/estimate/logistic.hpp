// SPDX-License-Identifier: Apache-2.0
// Which coefficients does a weighted logistic regression give, and which can these data not give?
//
// Maximum likelihood by Newton's method, which is iteratively reweighted least squares (McCullagh and Nelder
// 1989, 2.5). What the data do not fix is said and is NaN, never a large number:
// - empty: the column is 0 in all rows.
// - dependent: it is part of a linear combination of columns that is 0 in all rows.
// - separated: some rows are all yes or all no along a direction, so that the likelihood rises without end
//   (Albert and Anderson 1984). Those rows are left out, the others are fitted exactly (the limit of Geyer
//   2009), and the columns that they no longer fix are the separated ones.
#pragma once

#include <Eigen/Dense>
#include <Eigen/SparseCore>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

namespace uptake {

/// Rows x coefficients. Sparse, as dummies of categories are; a dense matrix comes in by `.sparseView()`.
using DesignMatrix = Eigen::SparseMatrix<double, Eigen::RowMajor>;

enum class ColumnState : std::uint8_t { estimated, empty, dependent, separated };

struct LogisticFit {
  Eigen::VectorXd coefficient;  ///< by column, log odds; NaN unless estimated
  Eigen::MatrixXd covariance;   ///< Wald: the inverse of the information, with weights as frequencies
  std::vector<ColumnState> state;
  double log_likelihood = 0;       ///< its supremum where rows are separated
  double null_log_likelihood = 0;  ///< of an intercept alone, without offset
  double weight = 0;               ///< the rows' sum
  int iterations = 0;
  bool converged = false;  ///< false: every coefficient is NaN

  [[nodiscard]] double standard_error(std::size_t column) const;
};

/// `outcome`: 0 or 1, or the share of ones among what a row stands for. `weight`: how many it stands for; 0:
/// not there. `offset`: a known part of each row's log odds; empty: none. Throws std::invalid_argument if the
/// sizes differ or a value is out of range; never for what the data lack.
LogisticFit fit_logistic(const DesignMatrix& design, const Eigen::VectorXd& outcome,
                         const Eigen::VectorXd& weight, const Eigen::VectorXd& offset = {});

/// Every column that is not estimated, by name: "separated: a, b; empty: c". "" if all are.
std::string describe(const LogisticFit& fit, std::span<const std::string> columns);

/// 1 - (L0/L)^(2/n), with n the sum of the weights (Cox and Snell 1989). NaN without rows.
double cox_snell_r2(const LogisticFit& fit);
/// Cox and Snell's over the most that it can be (Nagelkerke 1991): the report's "max-rescaled R2". NaN if all
/// say the same.
double nagelkerke_r2(const LogisticFit& fit);

}  // namespace uptake
