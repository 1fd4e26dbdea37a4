// SPDX-License-Identifier: Apache-2.0
#include "analysis/calibrate/ensemble_smoother.hpp"

#include <cmath>
#include <stdexcept>

#include "analysis/calibrate/gaussian.hpp"

namespace uptake {

SmootherResult ensemble_smoother(const Eigen::VectorXd& target, const Eigen::MatrixXd& covariance, int dims,
                                 const SimulateRows& simulate, const SmootherSettings& settings) {
  fix_product_order();
  const int members = settings.ensemble;
  const auto q = static_cast<int>(target.size());
  if (members < 2 || settings.steps < 1 || dims < 1 || q < 1)
    throw std::invalid_argument(
        "ensemble smoother: two members, one step, one parameter and one target at least");
  if (covariance.rows() != q || covariance.cols() != q)
    throw std::invalid_argument("ensemble smoother: the covariance must have one row for each target");
  const Eigen::MatrixXd lower = cholesky(covariance, "ensemble smoother: the covariance of the targets");
  const double alpha = settings.steps;

  SmootherResult out;
  out.u = standard_normals(members, dims, {settings.seed, 0}, Purpose::smoother_prior);
  for (int step = 0; step < settings.steps; ++step) {
    out.last_y = simulate(out.u, step);
    const Eigen::MatrixXd& y = out.last_y;
    if (y.rows() != members || y.cols() != q || !y.allFinite())
      throw std::invalid_argument(
          "ensemble smoother: simulate must give one row of finite outputs for each member");
    Eigen::MatrixXd gap = -(y.rowwise() - target.transpose());
    const Eigen::MatrixXd whitened = lower.triangularView<Eigen::Lower>().solve(gap.transpose());
    out.misfit.push_back(whitened.squaredNorm() / static_cast<double>(members) / q);
    const Eigen::MatrixXd e = standard_normals(members, q, {settings.seed, static_cast<std::uint32_t>(step)},
                                               Purpose::smoother_noise);
    gap += std::sqrt(alpha) * (e * lower.transpose());
    const Eigen::MatrixXd du = out.u.rowwise() - out.u.colwise().mean();
    const Eigen::MatrixXd dy = y.rowwise() - y.colwise().mean();
    const Eigen::MatrixXd c_uy = du.transpose() * dy / (members - 1.0);
    Eigen::MatrixXd c = dy.transpose() * dy / (members - 1.0);
    c += alpha * covariance;
    const Eigen::LLT<Eigen::MatrixXd> factor(c);
    if (factor.info() != Eigen::Success)
      throw NotPositiveDefinite(
          "ensemble smoother: the covariance of outputs and targets is not positive definite");
    out.u += factor.solve(gap.transpose()).transpose() * c_uy.transpose();
  }
  return out;
}

}  // namespace uptake
