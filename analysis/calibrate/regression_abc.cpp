// SPDX-License-Identifier: Apache-2.0
#include "analysis/calibrate/regression_abc.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <stdexcept>
#include <vector>

#include "analysis/calibrate/gaussian.hpp"

namespace uptake {
namespace {

struct Ridge {
  Eigen::MatrixXd coefficients;  // p x d
  Eigen::VectorXd leverage;      // n
};

/// Weighted ridge; the first term is the intercept and is not shrunk. Weights sum to the number of runs they
/// stand for.
Ridge weighted_ridge(const Eigen::MatrixXd& terms, const Eigen::MatrixXd& u, const Eigen::VectorXd& weights,
                     double ridge) {
  const Eigen::VectorXd root = weights.array().sqrt();
  const Eigen::MatrixXd a = root.asDiagonal() * terms;
  const Eigen::MatrixXd b = root.asDiagonal() * u;
  Eigen::MatrixXd gram = a.transpose() * a;
  gram.diagonal().array() += ridge;
  gram(0, 0) -= ridge;
  const Eigen::MatrixXd lower = cholesky(gram, "regression ABC: the matrix of its terms");
  const Eigen::MatrixXd half = lower.triangularView<Eigen::Lower>().solve(a.transpose());  // p x n
  const Eigen::MatrixXd scored = half * b;
  return {lower.transpose().triangularView<Eigen::Upper>().solve(scored),
          half.colwise().squaredNorm().transpose()};
}

}  // namespace

RegressionAbc RegressionAbc::fit(const Eigen::MatrixXd& u, const Eigen::MatrixXd& y,
                                 const RegressionSettings& settings) {
  fix_product_order();
  if (u.rows() != y.rows() || u.cols() < 1 || y.cols() < 1)
    throw std::invalid_argument("regression ABC: one row of parameters and one of outputs for each run");
  if (!u.allFinite() || !y.allFinite()) throw std::invalid_argument("regression ABC: a number is not finite");
  if (!(settings.keep > 0) || settings.keep > 1 || settings.draws < 1 || !(settings.ridge >= 0))
    throw std::invalid_argument("regression ABC: 0 < keep <= 1, draws >= 1, ridge >= 0");

  RegressionAbc out;
  out.settings_ = settings;
  out.u_ = u;
  out.centre_ = y.colwise().mean();
  Eigen::MatrixXd scaled = y.rowwise() - out.centre_;
  const auto n = static_cast<double>(y.rows());
  Eigen::VectorXd scale = (scaled.colwise().squaredNorm().transpose() / n).array().sqrt();
  scale = scale.unaryExpr([](double s) { return s > 1e-12 ? 1 / s : 0.0; });
  scaled = scaled * scale.asDiagonal();
  // Directions with less than 1e-10 of the largest variance repeat others and are left out.
  const Eigen::SelfAdjointEigenSolver<Eigen::MatrixXd> eigen(scaled.transpose() * scaled / n);
  const Eigen::VectorXd& values = eigen.eigenvalues();
  Eigen::Index rank = 0;
  for (const double v : values) rank += v > 1e-10 * values.maxCoeff() ? 1 : 0;
  if (rank == 0) throw std::invalid_argument("regression ABC: no output varies over the runs");
  out.whiten_ = scale.asDiagonal() * eigen.eigenvectors().rightCols(rank) *
                values.tail(rank).array().sqrt().inverse().matrix().asDiagonal();
  out.terms_ = out.terms_of(y);
  if (settings.keep * n < 2 * static_cast<double>(out.terms_.cols()))
    throw std::invalid_argument("regression ABC: fewer kept runs than twice the terms of the regression");

  const Ridge ridge = weighted_ridge(out.terms_, u, Eigen::VectorXd::Ones(u.rows()), settings.ridge);
  out.coefficients_ = ridge.coefficients;
  out.fitted_ = out.terms_ * out.coefficients_;
  out.residuals_ = (1 - ridge.leverage.array()).inverse().matrix().asDiagonal() * (u - out.fitted_);
  return out;
}

Eigen::MatrixXd RegressionAbc::terms_of(const Eigen::MatrixXd& y) const {
  if (y.cols() != centre_.size())
    throw std::invalid_argument("regression ABC: the target has another length");
  const Eigen::MatrixXd w = (y.rowwise() - centre_) * whiten_;
  const Eigen::Index rank = w.cols();
  Eigen::MatrixXd terms(w.rows(), 1 + (settings_.quadratic ? 2 : 1) * rank);
  terms.col(0).setOnes();
  terms.middleCols(1, rank) = w;
  if (settings_.quadratic) terms.rightCols(rank) = w.array().square() - 1;
  return terms;
}

Eigen::VectorXd RegressionAbc::mean(const Eigen::VectorXd& target) const {
  return (terms_of(target.transpose()) * coefficients_).transpose();
}

Eigen::MatrixXd RegressionAbc::draws(const Eigen::VectorXd& target) const {
  fix_product_order();
  const Eigen::MatrixXd at = terms_of(target.transpose());
  Eigen::RowVectorXd centre = at * coefficients_;
  const Eigen::MatrixXd* residuals = &residuals_;
  Eigen::MatrixXd local;
  const Eigen::Index n = u_.rows();
  Eigen::VectorXd weights = Eigen::VectorXd::Ones(n);
  if (settings_.keep < 1) {
    // Near: by the fitted means, which are the summaries of Fearnhead & Prangle (2012), in units of their
    // spread.
    const Eigen::RowVectorXd spread =
        ((fitted_.rowwise() - fitted_.colwise().mean()).colwise().squaredNorm() / static_cast<double>(n))
            .array()
            .sqrt();
    Eigen::VectorXd distance(n);
    for (Eigen::Index i = 0; i < n; ++i)
      distance[i] = ((fitted_.row(i) - centre).array() / spread.array().max(1e-12)).matrix().squaredNorm();
    std::vector<double> sorted(distance.data(), distance.data() + n);
    const auto last = static_cast<std::ptrdiff_t>(settings_.keep * static_cast<double>(n - 1));
    std::nth_element(sorted.begin(), sorted.begin() + last, sorted.end());
    const double width = std::max(sorted[static_cast<std::size_t>(last)], 1e-300);
    weights = (1 - distance.array() / width).max(0.0);  // distances are squared already
    weights *= 1 / weights.maxCoeff();
    const Ridge ridge = weighted_ridge(terms_, u_, weights, settings_.ridge);
    centre = at * ridge.coefficients;
    local = (1 - ridge.leverage.array()).max(1e-3).inverse().matrix().asDiagonal() *
            (u_ - terms_ * ridge.coefficients);
    residuals = &local;
  }
  // Systematic resampling: each run stands in proportion to its weight, give or take one draw.
  Eigen::MatrixXd out(settings_.draws, u_.cols());
  const double total = weights.sum();
  const double offset = uniform({settings_.seed, 0}, 0, 0, Purpose::regression_resample);
  double below = 0;  // the weight of the runs before `run`
  Eigen::Index run = 0;
  for (int k = 0; k < settings_.draws; ++k) {
    const double point = (k + offset) / settings_.draws * total;
    while (run + 1 < n && below + weights[run] <= point) below += weights[run++];
    out.row(k) = centre + residuals->row(run);
  }
  return out;
}

}  // namespace uptake
