// SPDX-License-Identifier: Apache-2.0
// How does a categorical covariate become columns of a regression, and its coefficients deviations from their
// mean?
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "analysis/estimate/logistic.hpp"

namespace uptake {

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
