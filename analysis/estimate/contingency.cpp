// SPDX-License-Identifier: Apache-2.0
#include "analysis/estimate/contingency.hpp"

#include <fmt/format.h>

#include <cmath>
#include <limits>
#include <stdexcept>

#include "sim/base/math.hpp"

namespace uptake {
namespace {

using Eigen::Index;
using Eigen::VectorXd;

const std::string& name(const std::vector<std::string>& names, Index i) {
  return names[static_cast<std::size_t>(i)];
}

void check(const Crosstab& t) {
  if (static_cast<Index>(t.rows.size()) != t.count.rows() ||
      static_cast<Index>(t.columns.size()) != t.count.cols()) {
    throw std::invalid_argument(fmt::format("{} by {}: {} by {} names for {} by {} counts", t.row, t.column,
                                            t.rows.size(), t.columns.size(), t.count.rows(), t.count.cols()));
  }
  for (Index i = 0; i < t.count.rows(); ++i) {
    for (Index j = 0; j < t.count.cols(); ++j) {
      if (t.count(i, j) >= 0 && std::isfinite(t.count(i, j))) continue;
      throw std::invalid_argument(fmt::format("{} '{}' by {} '{}': a count of {}, expected 0 or more", t.row,
                                              name(t.rows, i), t.column, name(t.columns, j), t.count(i, j)));
    }
  }
}

/// Why a variable shows no difference, or "": it has nobody, or one category only.
std::string one_category(const std::string& variable, const std::vector<std::string>& names,
                         const VectorXd& totals) {
  std::string only;
  for (Index i = 0; i < totals.size(); ++i) {
    if (!(totals[i] > 0)) continue;
    if (!only.empty()) return {};
    only = fmt::format("all are '{}' of {}", name(names, i), variable);
  }
  return only.empty() ? "nobody answered " + variable : only;
}

TestResult no_test(std::string why) { return {not_known, 0, not_known, not_known, std::move(why)}; }

VectorXd scores_of(const VectorXd& given, Index n, const std::string& variable) {
  if (given.size() == 0) return VectorXd::LinSpaced(n, 1, static_cast<double>(n));
  if (given.size() != n)
    throw std::invalid_argument(fmt::format("{}: {} scores for {} categories", variable, given.size(), n));
  if (!given.allFinite()) throw std::invalid_argument(variable + ": a score is not finite");
  return given;
}

}  // namespace

double chi_square_upper(double x, int df) {
  if (df < 1)
    throw std::invalid_argument(fmt::format("chi-square: {} degrees of freedom, expected 1 or more", df));
  if (std::isnan(x)) return not_known;
  if (x <= 0) return 1;
  const double half = x / 2;
  // even: e^-h sum h^k / k!; odd: twice the normal tail and e^-h sum h^(k-1/2) / Gamma(k + 1/2)
  double term = df % 2 == 0 ? exp_fixed(-half) : 2 * exp_fixed(-half) * std::sqrt(half / 3.14159265358979324);
  double tail = df % 2 == 0 ? 0 : 2 * normal_cdf(-std::sqrt(x));
  for (int k = df % 2 == 0 ? 0 : 1; 2 * k < df; ++k) {
    tail += term;
    term *= half / (df % 2 == 0 ? k + 1 : k + 0.5);
  }
  return tail;
}

TestResult pearson_chi_square(const Crosstab& table) {
  check(table);
  const VectorXd by_row = table.count.rowwise().sum(), by_column = table.count.colwise().sum();
  for (const std::string& why :
       {one_category(table.row, table.rows, by_row), one_category(table.column, table.columns, by_column)}) {
    if (!why.empty()) return no_test(why);
  }
  const double n = by_row.sum();
  TestResult result{0, 0, 0, std::numeric_limits<double>::infinity(), {}};
  for (Index i = 0; i < by_row.size(); ++i) {
    for (Index j = 0; j < by_column.size(); ++j) {
      const double expected = by_row[i] * by_column[j] / n;
      if (!(expected > 0)) continue;
      const double off = table.count(i, j) - expected;
      result.statistic += off * off / expected;
      result.least_expected = std::min(result.least_expected, expected);
    }
  }
  result.df = static_cast<int>(((by_row.array() > 0).count() - 1) * ((by_column.array() > 0).count() - 1));
  result.p = chi_square_upper(result.statistic, result.df);
  return result;
}

TestResult mantel_haenszel_trend(const Crosstab& table, const VectorXd& row_scores,
                                 const VectorXd& column_scores) {
  check(table);
  const VectorXd by_row = table.count.rowwise().sum(), by_column = table.count.colwise().sum();
  const VectorXd u = scores_of(row_scores, by_row.size(), table.row),
                 v = scores_of(column_scores, by_column.size(), table.column);
  for (const std::string& why :
       {one_category(table.row, table.rows, by_row), one_category(table.column, table.columns, by_column)}) {
    if (!why.empty()) return no_test(why);
  }
  const double n = by_row.sum();
  const VectorXd du = u.array() - u.dot(by_row) / n, dv = v.array() - v.dot(by_column) / n;
  const double uu = by_row.dot(du.cwiseAbs2()), vv = by_column.dot(dv.cwiseAbs2());
  for (const auto& [square, variable] : {std::pair{uu, table.row}, std::pair{vv, table.column}}) {
    if (!(square > 0)) return no_test("the scores of " + variable + " have no variance");
  }
  const double uv = du.dot(table.count * dv);
  const double statistic = (n - 1) * uv * uv / (uu * vv);
  return {statistic, 1, chi_square_upper(statistic, 1), not_known, {}};
}

OddsRatio odds_ratio(const Crosstab& table, double z) {
  check(table);
  if (table.count.rows() != 2 || table.count.cols() != 2)
    throw std::invalid_argument(fmt::format("{} by {}: a table of {} by {}, expected 2 by 2", table.row,
                                            table.column, table.count.rows(), table.count.cols()));
  for (Index i = 0; i < 2; ++i) {
    for (Index j = 0; j < 2; ++j) {
      if (table.count(i, j) > 0) continue;
      return {not_known,
              not_known,
              {not_known, not_known},
              fmt::format("nobody is '{}' of {} and '{}' of {}", name(table.rows, i), table.row,
                          name(table.columns, j), table.column)};
    }
  }
  const Eigen::MatrixXd& c = table.count;
  const double log_odds = log_fixed(c(0, 0) * c(1, 1) / (c(0, 1) * c(1, 0)));
  const double error = std::sqrt(c.cwiseInverse().sum());
  return {exp_fixed(log_odds), error, {exp_fixed(log_odds - z * error), exp_fixed(log_odds + z * error)}, {}};
}

}  // namespace uptake
