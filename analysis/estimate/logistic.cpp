// SPDX-License-Identifier: Apache-2.0
#include "analysis/estimate/logistic.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <stdexcept>
#include <string_view>

#include "sim/base/math.hpp"

namespace uptake {
namespace {

using Eigen::Index;
using Eigen::MatrixXd;
using Eigen::VectorXd;

constexpr int max_iterations = 60;
constexpr double small_step = 1e-8;  ///< of a linear predictor; the error after it is about its square
constexpr double rank_tolerance = 1e-11, part_tolerance = 1e-7;
/// A separated row's predictor moves by about 1 a step for ever; the others have come to rest by then.
constexpr int first_look = 8;
constexpr double runs_away = 0.1, at_rest = 1e-3;

struct Rows {
  DesignMatrix x;  ///< compressed
  VectorXd outcome, weight;
  VectorXd offset;  ///< empty: none
};

Rows rows_of(const DesignMatrix& x, const VectorXd& outcome, const VectorXd& weight, const VectorXd& offset,
             const std::vector<char>& keep) {
  Rows rows;
  Index n = 0;
  for (const char k : keep) n += k;
  rows.outcome.resize(n);
  rows.weight.resize(n);
  rows.offset.resize(offset.size() > 0 ? n : 0);
  rows.x.resize(n, x.cols());
  rows.x.reserve(x.nonZeros());
  Index to = 0;
  for (Index i = 0; i < x.rows(); ++i) {
    if (!keep[static_cast<std::size_t>(i)]) continue;
    rows.x.startVec(to);
    for (DesignMatrix::InnerIterator at(x, i); at; ++at) {
      if (at.value() != 0) rows.x.insertBack(to, at.col()) = at.value();
    }
    rows.outcome[to] = outcome[i];
    if (offset.size() > 0) rows.offset[to] = offset[i];
    rows.weight[to++] = weight[i];
  }
  rows.x.finalize();
  return rows;
}

/// X' diag(w) X, of sparse rows. The lower triangle is enough for its users.
MatrixXd gram(const DesignMatrix& x, const VectorXd& w) {
  MatrixXd g = MatrixXd::Zero(x.cols(), x.cols());
  const auto* begin = x.outerIndexPtr();
  const auto* column = x.innerIndexPtr();
  const double* value = x.valuePtr();
  for (Index i = 0; i < x.rows(); ++i) {
    for (auto a = begin[i]; a < begin[i + 1]; ++a) {
      const double wa = w[i] * value[a];
      double* g_column = g.data() + static_cast<Index>(column[a]) * g.rows();
      for (auto b = a; b < begin[i + 1]; ++b) g_column[column[b]] += wa * value[b];
    }
  }
  return g;
}

/// Which columns the rows fix.
struct Rank {
  std::vector<Index> basis;        ///< columns, by rising number, that span all
  std::vector<ColumnState> state;  ///< estimated, empty or dependent
};

/// Cholesky, column by column. A column without a rest of its own depends on those before it; so do those.
Rank rank_of(const DesignMatrix& x) {
  const MatrixXd g = gram(x, VectorXd::Ones(x.rows()));
  const Index n = g.cols();
  Rank rank;
  rank.state.assign(static_cast<std::size_t>(n), ColumnState::estimated);
  MatrixXd lower = MatrixXd::Zero(n, n);
  for (Index j = 0; j < n; ++j) {
    if (g(j, j) == 0) {
      rank.state[static_cast<std::size_t>(j)] = ColumnState::empty;
      continue;
    }
    const auto k = static_cast<Index>(rank.basis.size());
    VectorXd cross(k);
    for (Index b = 0; b < k; ++b) {
      const Index c = rank.basis[static_cast<std::size_t>(b)];
      cross[b] = g(j, c) / std::sqrt(g(j, j) * g(c, c));
    }
    const auto factor = lower.topLeftCorner(k, k).triangularView<Eigen::Lower>();
    VectorXd row = cross;
    factor.solveInPlace(row);
    const double rest = 1 - row.squaredNorm();
    if (rest > rank_tolerance) {
      lower.block(k, 0, 1, k) = row.transpose();
      lower(k, k) = std::sqrt(rest);
      rank.basis.push_back(j);
      continue;
    }
    const VectorXd part = lower.topLeftCorner(k, k).transpose().triangularView<Eigen::Upper>().solve(row);
    rank.state[static_cast<std::size_t>(j)] = ColumnState::dependent;
    for (Index b = 0; b < k; ++b) {
      const auto c = static_cast<std::size_t>(rank.basis[static_cast<std::size_t>(b)]);
      if (std::abs(part[b]) > part_tolerance) rank.state[c] = ColumnState::dependent;
    }
  }
  return rank;
}

struct Point {
  VectorXd beta, predictor, score;
  MatrixXd information;  ///< lower triangle
  double log_likelihood = 0;
};

Point evaluate(const Rows& rows, VectorXd beta) {
  Point at;
  at.predictor = rows.x * beta;
  if (rows.offset.size() > 0) at.predictor += rows.offset;
  at.beta = std::move(beta);
  VectorXd rest(rows.weight.size()), spread(rows.weight.size()), part(rows.weight.size());
  for (Index i = 0; i < rest.size(); ++i) {
    const double eta = at.predictor[i], w = rows.weight[i], y = rows.outcome[i];
    const double e = exp_fixed(-std::abs(eta));
    const double p = (eta < 0 ? e : 1.0) / (1 + e), q = (eta < 0 ? 1.0 : e) / (1 + e);
    rest[i] = w * (y * q - (1 - y) * p);  // y - p, without cancelling
    spread[i] = w * e / ((1 + e) * (1 + e));
    part[i] = w * ((eta < 0 ? y * eta : (y - 1) * eta) - log_fixed(1 + e));
  }
  at.log_likelihood = tree_sum(part.data(), static_cast<std::size_t>(part.size()));
  at.score = rows.x.transpose() * rest;
  at.information = gram(rows.x, spread);
  return at;
}

/// Solves with the information, its diagonal scaled to 1. NaN where it cannot be.
MatrixXd solve(const MatrixXd& information, const MatrixXd& right) {
  const VectorXd scale = information.diagonal().cwiseSqrt().cwiseInverse();
  const MatrixXd scaled =
      scale.asDiagonal() * information.triangularView<Eigen::Lower>().toDenseMatrix() * scale.asDiagonal();
  const Eigen::LLT<MatrixXd> factor(scaled);  // reads the lower triangle
  if (factor.info() != Eigen::Success) return MatrixXd::Constant(right.rows(), right.cols(), not_known);
  return scale.asDiagonal() * factor.solve(scale.asDiagonal() * right);
}

/// The rows that a step drives to all yes or all no, if each of them says so and all others rest.
std::vector<char> separated_rows(const Rows& rows, const VectorXd& step) {
  std::vector<char> separated(static_cast<std::size_t>(step.size()), 0);
  bool any = false;
  for (Index i = 0; i < step.size(); ++i) {
    const double moves = std::abs(step[i]);
    if (moves < at_rest) continue;
    const bool says_so = step[i] > 0 ? rows.outcome[i] == 1 : rows.outcome[i] == 0;
    if (!says_so) return {};
    if (moves < runs_away) continue;  // slower than another: a later round's
    any = true;
    separated[static_cast<std::size_t>(i)] = 1;
  }
  if (!any) separated.clear();
  return separated;
}

DesignMatrix columns_of(const DesignMatrix& x, const std::vector<Index>& basis) {
  std::vector<Index> place(static_cast<std::size_t>(x.cols()), -1);
  for (std::size_t b = 0; b < basis.size(); ++b)
    place[static_cast<std::size_t>(basis[b])] = static_cast<Index>(b);
  DesignMatrix some(x.rows(), static_cast<Index>(basis.size()));
  some.reserve(x.nonZeros());
  for (Index i = 0; i < x.rows(); ++i) {
    some.startVec(i);
    for (DesignMatrix::InnerIterator at(x, i); at; ++at) {
      const Index to = place[static_cast<std::size_t>(at.col())];
      if (to >= 0) some.insertBack(i, to) = at.value();
    }
  }
  some.finalize();
  return some;
}

/// Fits columns that are independent. Where rows turn out to be separated: stops, and marks them.
struct Climb {
  Point at;
  std::vector<char> separated;  ///< by row; empty: none
  int iterations = 0;
  bool converged = false;
};

Climb climb(const Rows& rows) {
  Climb c;
  c.at = evaluate(rows, VectorXd::Zero(rows.x.cols()));
  if (rows.x.cols() == 0) c.converged = true;
  while (!c.converged && c.iterations < max_iterations) {
    ++c.iterations;
    VectorXd step = solve(c.at.information, c.at.score);
    if (!step.allFinite()) return c;
    Point next = evaluate(rows, c.at.beta + step);
    const double slack = 1e-12 * std::abs(c.at.log_likelihood);
    for (int halvings = 0; halvings < 20 && !(next.log_likelihood >= c.at.log_likelihood - slack);
         ++halvings) {
      step *= 0.5;
      next = evaluate(rows, c.at.beta + step);
    }
    const VectorXd moved = next.predictor - c.at.predictor;
    c.at = std::move(next);
    c.converged = moved.size() == 0 || moved.cwiseAbs().maxCoeff() < small_step;
    if (c.converged || c.iterations < first_look) continue;
    c.separated = separated_rows(rows, moved);
    if (!c.separated.empty()) return c;
  }
  return c;
}

double null_log_likelihood(const VectorXd& outcome, const VectorXd& weight) {
  const double n = weight.sum(), yes = weight.dot(outcome);
  if (!(yes > 0) || !(yes < n)) return 0;
  return yes * log_fixed(yes / n) + (n - yes) * log_fixed((n - yes) / n);
}

void check(const DesignMatrix& design, const VectorXd& outcome, const VectorXd& weight,
           const VectorXd& offset) {
  if (design.rows() != outcome.size() || design.rows() != weight.size() ||
      (offset.size() > 0 && offset.size() != design.rows()))
    throw std::invalid_argument(
        "logistic regression: design, outcome, weight and offset differ in their rows");
  if (!offset.allFinite()) throw std::invalid_argument("logistic regression: an offset is not finite");
  for (Index i = 0; i < outcome.size(); ++i) {
    if (!(outcome[i] >= 0 && outcome[i] <= 1))
      throw std::invalid_argument("logistic regression: an outcome is not in 0..1");
    if (!(weight[i] >= 0) || !std::isfinite(weight[i]))
      throw std::invalid_argument("logistic regression: a weight is negative or not finite");
  }
  for (Index i = 0; i < design.outerSize(); ++i) {
    for (DesignMatrix::InnerIterator at(design, i); at; ++at) {
      if (!std::isfinite(at.value()))
        throw std::invalid_argument("logistic regression: a design's entry is not finite");
    }
  }
}

}  // namespace

double LogisticFit::standard_error(std::size_t column) const {
  const auto c = static_cast<Index>(column);
  return std::sqrt(covariance(c, c));
}

LogisticFit fit_logistic(const DesignMatrix& design, const VectorXd& outcome, const VectorXd& weight,
                         const VectorXd& offset) {
  check(design, outcome, weight, offset);
  std::vector<char> keep(static_cast<std::size_t>(design.rows()));
  for (std::size_t i = 0; i < keep.size(); ++i) keep[i] = weight[static_cast<Index>(i)] > 0;
  Rows rows = rows_of(design, outcome, weight, offset, keep);

  LogisticFit fit;
  const Index n = design.cols();
  fit.coefficient = VectorXd::Constant(n, not_known);
  fit.covariance = MatrixXd::Constant(n, n, not_known);
  fit.weight = rows.weight.sum();
  fit.null_log_likelihood = null_log_likelihood(rows.outcome, rows.weight);
  Rank rank = rank_of(rows.x);
  fit.state = rank.state;
  while (true) {
    const Rows of_basis{columns_of(rows.x, rank.basis), rows.outcome, rows.weight, rows.offset};
    const Climb c = climb(of_basis);
    fit.iterations += c.iterations;
    fit.log_likelihood = c.at.log_likelihood;
    fit.converged = c.converged;
    if (c.separated.empty()) {
      if (!c.converged) return fit;
      const auto k = static_cast<Index>(rank.basis.size());
      const MatrixXd covariance = solve(c.at.information, MatrixXd::Identity(k, k));
      for (Index a = 0; a < k; ++a) {
        const Index to = rank.basis[static_cast<std::size_t>(a)];
        if (fit.state[static_cast<std::size_t>(to)] != ColumnState::estimated) continue;
        fit.coefficient[to] = c.at.beta[a];
        for (Index b = 0; b < k; ++b) {
          const Index with = rank.basis[static_cast<std::size_t>(b)];
          if (fit.state[static_cast<std::size_t>(with)] == ColumnState::estimated)
            fit.covariance(to, with) = covariance(a, b);
        }
      }
      return fit;
    }
    std::vector<char> others(c.separated.size());
    for (std::size_t i = 0; i < others.size(); ++i) others[i] = c.separated[i] == 0;
    rows = rows_of(rows.x, rows.outcome, rows.weight, rows.offset, others);
    const std::size_t n_before = rank.basis.size();
    rank = rank_of(rows.x);
    if (rank.basis.size() == n_before) {  // a true separation always takes a column with it
      fit.converged = false;
      return fit;
    }
    for (std::size_t j = 0; j < fit.state.size(); ++j) {
      if (fit.state[j] == ColumnState::estimated && rank.state[j] != ColumnState::estimated)
        fit.state[j] = ColumnState::separated;
    }
  }
}  // NOLINT(clang-analyzer-unix.Malloc): Eigen's matrices free what they hold, unseen by the analyzer

std::string describe(const LogisticFit& fit, std::span<const std::string> columns) {
  constexpr std::array<std::pair<ColumnState, std::string_view>, 3> kinds{
      {{ColumnState::separated, "separated"},
       {ColumnState::empty, "empty"},
       {ColumnState::dependent, "dependent"}}};
  std::string text = fit.converged ? "" : "not converged";
  for (const auto& [kind, word] : kinds) {
    std::string names;
    for (std::size_t j = 0; j < fit.state.size(); ++j) {
      if (fit.state[j] != kind) continue;
      names += names.empty() ? "" : ", ";
      names += columns[j];
    }
    if (names.empty()) continue;
    text += text.empty() ? "" : "; ";
    text += std::string(word) + ": " + names;
  }
  return text;
}

double cox_snell_r2(const LogisticFit& fit) {
  if (!(fit.weight > 0) || !fit.converged) return not_known;
  return 1 - exp_fixed(2 * (fit.null_log_likelihood - fit.log_likelihood) / fit.weight);
}

double nagelkerke_r2(const LogisticFit& fit) {
  const double most = fit.weight > 0 ? 1 - exp_fixed(2 * fit.null_log_likelihood / fit.weight) : 0;
  return most > 0 ? cox_snell_r2(fit) / most : not_known;
}

}  // namespace uptake
