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
  double null_log_likelihood = 0;  ///< of an intercept alone
  double weight = 0;               ///< the rows' sum
  int iterations = 0;
  bool converged = false;  ///< false: every coefficient is NaN

  [[nodiscard]] double standard_error(std::size_t column) const;
};

/// `outcome`: 0 or 1, or the share of ones among what a row stands for. `weight`: how many it stands for; 0:
/// not there. Throws std::invalid_argument if the sizes differ or a value is out of range; never for what the
/// data lack.
LogisticFit fit_logistic(const DesignMatrix& design, const Eigen::VectorXd& outcome,
                         const Eigen::VectorXd& weight);

/// Every column that is not estimated, by name: "separated: a, b; empty: c". "" if all are.
std::string describe(const LogisticFit& fit, std::span<const std::string> columns);

/// 1 - (L0/L)^(2/n), with n the sum of the weights (Cox and Snell 1989). NaN without rows.
double cox_snell_r2(const LogisticFit& fit);
/// Cox and Snell's over the most that it can be (Nagelkerke 1991): the report's "max-rescaled R2". NaN if all
/// say the same.
double nagelkerke_r2(const LogisticFit& fit);

/// A categorical covariate: its levels and where each row stands.
struct Factor {
  std::string name;
  std::vector<std::string> levels;
  std::size_t reference = 0;     ///< the level without a column
  std::vector<std::uint8_t> of;  ///< by row, the level
};

/// reference: 1 in the level's own column. effect: also -1 in all of them for the reference level, so that a
/// coefficient is a level's deviation from the mean of all levels ("deviation" or "sum" coding).
enum class Coding : std::uint8_t { reference, effect };

struct CodedDesign {
  DesignMatrix x;                    ///< intercept, then per factor its levels without the reference
  std::vector<std::string> columns;  ///< "intercept", "education=higher"
};
CodedDesign code_factors(std::span<const Factor> factors, std::size_t n_rows, Coding coding);

/// The effect-coded coefficients of a fit that was reference-coded: an exact linear map. The order is the
/// intercept, then per factor all its levels, the reference in its place. Levels without a row count for
/// nothing and are NaN; one that is not estimated makes the factor's mean, and so all of it and the
/// intercept, NaN.
struct Effects {
  Eigen::VectorXd coefficient;  ///< sums to 0 within each factor
  Eigen::MatrixXd covariance;
};
Effects to_effects(const LogisticFit& fit, std::span<const Factor> factors);

}  // namespace uptake
