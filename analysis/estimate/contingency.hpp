// SPDX-License-Identifier: Apache-2.0
// Do two categorical variables hang together, and how strongly?
//
// What a table cannot give is NaN and `why` says it, by name: nobody at all, one category only. A count that
// none can be is refused.
#pragma once

#include <Eigen/Dense>
#include <string>
#include <vector>

#include "analysis/estimate/proportion.hpp"

namespace uptake {

/// P(X > x) of a chi-square variable with `df` degrees of freedom, a whole number: the closed form
/// (Abramowitz and Stegun 1964, 26.4.4-5), absolute error below 1e-9. 1 for x at or below 0. Throws
/// std::invalid_argument if df is below 1.
double chi_square_upper(double x, int df);

/// Counts of respondents (weights count as such) by the categories of two variables.
struct Crosstab {
  std::string row, column;                 ///< variables
  std::vector<std::string> rows, columns;  ///< their categories
  Eigen::MatrixXd count;
};

struct TestResult {
  double statistic = 0;
  int df = 0;
  double p = 0;
  double least_expected = 0;  ///< smallest expected count (Pearson); below 5 the approximation is rough
  std::string why;            ///< why there is no test; "": there is one
};

/// Pearson's, without continuity correction. Categories that nobody is in are left out. Throws
/// std::invalid_argument, naming the cell, if a count is negative or not finite, or the names do not fit.
TestResult pearson_chi_square(const Crosstab& table);

/// Mantel-Haenszel's test of a linear trend: (n - 1) r^2 of the scores, df 1 (Mantel 1963; SAS's
/// "Mantel-Haenszel chi-square"). Scores by category; empty: 1, 2, 3... Throws as Pearson's.
TestResult mantel_haenszel_trend(const Crosstab& table, const Eigen::VectorXd& row_scores = {},
                                 const Eigen::VectorXd& column_scores = {});

struct OddsRatio {
  double value = 0;
  double standard_error = 0;  ///< of its logarithm (Woolf 1955)
  Interval interval;          ///< of the odds ratio
  std::string why;            ///< why there is none: a cell without anybody, named
};
/// Of a table of two by two: (a d) / (b c). Throws std::invalid_argument if it is another.
OddsRatio odds_ratio(const Crosstab& table, double z = z_95);

}  // namespace uptake
