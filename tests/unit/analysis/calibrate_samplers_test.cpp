// SPDX-License-Identifier: Apache-2.0
// Three ways to a posterior, against the exact one of a linear Gaussian model.
#include <gmock/gmock.h>

#include <cmath>

#include "analysis/calibrate/elliptical_slice.hpp"
#include "analysis/calibrate/ensemble_smoother.hpp"
#include "analysis/calibrate/regression_abc.hpp"
#include "analysis/calibrate/sobol.hpp"
#include "tests/unit/analysis/calibrate_linear_model.hpp"

namespace uptake {
namespace {

using testing_models::LinearModel;
using testing_models::small_linear_model;

Eigen::VectorXd target() {
  Eigen::VectorXd z(6);
  z << 1.2, -0.4, 0.9, -1.5, 0.3, 0.8;
  return z;
}

Eigen::VectorXd sd_of(const Eigen::MatrixXd& draws) { return covariance_of(draws).diagonal().array().sqrt(); }

auto log_likelihood_of(const LinearModel& model, const Eigen::VectorXd& z) {
  return [g = model.g, z, lower = cholesky(model.noise, "noise")](const Eigen::VectorXd& u) {
    return gaussian_log_density(z, g * u, lower);
  };
}

TEST(CalibrateSlice, HasTheExactPosteriorOfALinearModel) {
  const LinearModel model = small_linear_model();
  const SliceResult r = elliptical_slice(log_likelihood_of(model, target()), 3, {4, 500, 20000, 5, 11});
  ASSERT_EQ(r.draws.rows(), 16000);
  EXPECT_TRUE(r.diagnostics.mixed);
  EXPECT_LT(r.diagnostics.r_hat.maxCoeff(), 1.01);
  // Monte Carlo: a mean errs by sd / sqrt(ESS), an sd by about sd / sqrt(2 ESS) (its own ESS is rarely below
  // half of the mean's, hence sd / sqrt(ESS) as well). Four of these; at six checks the chance of a false
  // alarm is below 1e-3.
  const Eigen::VectorXd error = model.sd().array() / r.diagnostics.effective.array().sqrt();
  const Eigen::VectorXd mean = r.draws.colwise().mean();
  const Eigen::VectorXd sd = sd_of(r.draws);
  for (int j = 0; j < 3; ++j) {
    EXPECT_GT(r.diagnostics.effective[j], 2000);
    EXPECT_NEAR(mean[j], model.mean(target())[j], 4 * error[j]);
    EXPECT_NEAR(sd[j], model.sd()[j], 4 * error[j]);
  }
}

TEST(CalibrateSlice, AChainIsTheSameAloneAndDiffersFromTheOthers) {
  const LinearModel model = small_linear_model();
  const SliceSettings settings{3, 10, 100, 5, 4};
  const auto log_likelihood = log_likelihood_of(model, target());
  const SliceResult all = elliptical_slice(log_likelihood, 3, settings);
  const SliceChain last = run_chain(log_likelihood, 3, 2, settings);
  EXPECT_EQ(all.draws.bottomRows(20), last.draws);
  EXPECT_NE(all.draws.topRows(20), last.draws);
}

TEST(CalibrateSlice, ChainsThatAreNotMixedAreSeen) {
  // 30 parameters, a likelihood with sd 0.02 around 2: the chains creep from where they start.
  const auto sharp = [](const Eigen::VectorXd& u) { return -0.5 * (u.array() - 2).square().sum() / 4e-4; };
  const SliceResult r = elliptical_slice(sharp, 30, {4, 0, 100, 1, 2});
  EXPECT_GT(r.diagnostics.r_hat.minCoeff(), 1.01);
  EXPECT_GT(r.diagnostics.log_likelihood_r_hat, 1.01);
  EXPECT_FALSE(r.diagnostics.mixed);
}

TEST(CalibrateSlice, DiagnosticsOfKnownChains) {
  // Independent draws: the effective size is the number of draws, here 4 x 2000, with a relative error of a
  // few percent.
  std::vector<Eigen::MatrixXd> chains;
  for (std::uint32_t c = 0; c < 4; ++c)
    chains.push_back(standard_normals(2000, 1, {5, c}, Purpose::slice_start));
  EXPECT_NEAR(effective_sample_size(chains)[0], 8000, 800);
  EXPECT_LT(split_r_hat(chains)[0], 1.002);
  // x_t = 0.8 x_{t-1} + e: the effective share is (1 - 0.8) / (1 + 0.8) = 1/9, 889 of 8000.
  std::vector<Eigen::MatrixXd> slow = chains;
  for (Eigen::MatrixXd& x : slow)
    for (Eigen::Index t = 1; t < x.rows(); ++t) x(t, 0) = 0.8 * x(t - 1, 0) + 0.6 * x(t, 0);
  EXPECT_NEAR(effective_sample_size(slow)[0], 8000.0 / 9, 200);
  // One chain half a standard deviation away: the 8 half-chain means then vary by 0.375 / 7 + 1 / 1000, R-hat
  // is sqrt(1 + 0.0546) = 1.0269. The means' own errors (1/sqrt(1000)) move that variance by 2 sqrt(0.375 /
  // 1000) / 7 = 0.0055 and R-hat by 0.0027: four of these.
  chains[0].array() += 0.5;
  EXPECT_NEAR(split_r_hat(chains)[0], 1.0269, 0.011);
  // A drift within each chain, the same in all: only the split sees it.
  for (Eigen::MatrixXd& x : slow)
    for (Eigen::Index t = 0; t < x.rows(); ++t) x(t, 0) += t < 1000 ? 0 : 0.5;
  EXPECT_GT(split_r_hat(slow)[0], 1.01);
}

TEST(CalibrateSlice, PointsOfTheCircle) {
  for (int k = -1000; k <= 1000; ++k) {
    const double angle = k * 0.00628318;
    const CirclePoint p = circle_point(angle);
    EXPECT_NEAR(p.cosine, std::cos(angle), 1e-15);
    EXPECT_NEAR(p.sine, std::sin(angle), 1e-15);
  }
}

TEST(CalibrateSlice, ImpossibleStartsAndSettingsAreRefused) {
  const auto nowhere = [](const Eigen::VectorXd&) { return std::nan(""); };
  EXPECT_THROW(run_chain(nowhere, 2, 0, {}), std::runtime_error);
  EXPECT_THROW(run_chain(nowhere, 2, 0, {1, 0, 10, 5, 1}), std::invalid_argument);
}

TEST(CalibrateSmoother, HasTheExactPosteriorOfALinearModel) {
  const LinearModel model = small_linear_model();
  std::vector<int> steps;
  const SmootherResult r = ensemble_smoother(target(), model.noise, 3,
                                             [&](const Eigen::MatrixXd& u, int step) -> Eigen::MatrixXd {
                                               steps.push_back(step);
                                               return u * model.g.transpose();
                                             },
                                             {4000, 8, 3});
  EXPECT_EQ(steps, (std::vector<int>{0, 1, 2, 3, 4, 5, 6, 7}));
  // A mean over J = 4000 members errs by sd/sqrt(J) and the estimated gains by as much again in each of the 8
  // steps, on what is still to be corrected; an sd by sd/sqrt(2J). Four times sqrt(1 + 8) sd/sqrt(J) = 0.19
  // sd bounds both.
  const Eigen::VectorXd mean = r.u.colwise().mean();
  const Eigen::VectorXd sd = sd_of(r.u);
  for (int j = 0; j < 3; ++j) {
    EXPECT_NEAR(mean[j], model.mean(target())[j], 0.19 * model.sd()[j]);
    EXPECT_NEAR(sd[j] / model.sd()[j], 1, 0.095);
  }
  EXPECT_GT(r.misfit.front(), r.misfit.back());
  EXPECT_EQ(r.last_y.rows(), 4000);
}

TEST(CalibrateSmoother, RefusesOutputsThatAreNotNumbers) {
  const LinearModel model = small_linear_model();
  const auto broken = [](const Eigen::MatrixXd& u, int) -> Eigen::MatrixXd {
    return Eigen::MatrixXd::Constant(u.rows(), 6, std::nan(""));
  };
  EXPECT_THROW(ensemble_smoother(target(), model.noise, 3, broken), std::invalid_argument);
  EXPECT_THROW(ensemble_smoother(target(), -model.noise, 3, broken), NotPositiveDefinite);
}

TEST(CalibrateRegression, HasTheExactPosteriorOfALinearModelForAnyTarget) {
  const LinearModel model = small_linear_model();
  constexpr int n = 4096;
  const Eigen::MatrixXd u = normal_design(n, 3, 9, 6);
  const Eigen::MatrixXd y = with_observation_noise(u * model.g.transpose(), model.noise, {3, 0});
  for (const bool quadratic : {false, true}) {
    RegressionSettings settings;
    settings.quadratic = quadratic;
    settings.draws = n;
    const RegressionAbc abc = RegressionAbc::fit(u, y, settings);
    for (const double sign : {1.0, -0.5}) {
      const Eigen::VectorXd z = sign * target();
      const Eigen::MatrixXd draws = abc.draws(z);
      const Eigen::VectorXd mean = draws.colwise().mean();
      // At a target inside the cloud the fitted mean errs by sd sqrt(p / n), p = 13 terms of size about 1,
      // the mean of the residuals by sd / sqrt(n): four times sd sqrt(14 / 4096) = 0.23 sd. An sd errs by sd
      // / sqrt(2 n) = 0.011 sd, and the leave-one-out residuals are wider by p / n = 0.003: 0.05.
      for (int j = 0; j < 3; ++j) {
        EXPECT_NEAR(mean[j], model.mean(z)[j], 0.23 * model.sd()[j]);
        EXPECT_NEAR(sd_of(draws)[j] / model.sd()[j], 1, 0.05);
      }
      EXPECT_NEAR((mean - abc.mean(z)).norm(), 0, 0.05);
    }
  }
}

TEST(CalibrateRegression, LocalWeightsFollowACurveAndAVaryingSpread) {
  // y = u + (0.1 or 0.3) noise: the spread is small below 0, large above. All runs give one spread; near runs
  // give the local one. Exact posteriors: sd 0.1 / sqrt(1.01) = 0.0995 and 0.3 / sqrt(1.09) = 0.287; the
  // other side of 0 has a share below 1e-4 at both targets.
  constexpr int n = 8192;
  const Eigen::MatrixXd u = standard_normals(n, 1, {2, 0}, Purpose::smoother_prior);
  Eigen::MatrixXd y = standard_normals(n, 1, {2, 0}, Purpose::smoother_noise);
  for (int i = 0; i < n; ++i) y(i, 0) = u(i, 0) + (u(i, 0) < 0 ? 0.1 : 0.3) * y(i, 0);
  RegressionSettings settings;
  settings.quadratic = false;
  settings.keep =
      0.05;  // 409 runs, worth about 340 by their weights: an sd errs by 1 / sqrt(680) = 4 %, five of these
  const RegressionAbc near = RegressionAbc::fit(u, y, settings);
  EXPECT_NEAR(sd_of(near.draws(Eigen::VectorXd::Constant(1, -1.2)))[0], 0.0995, 0.02);
  EXPECT_NEAR(sd_of(near.draws(Eigen::VectorXd::Constant(1, 2.0)))[0], 0.287, 0.058);
  settings.keep = 1;
  const RegressionAbc all = RegressionAbc::fit(u, y, settings);
  EXPECT_GT(sd_of(all.draws(Eigen::VectorXd::Constant(1, -1.2)))[0], 0.15);
}

TEST(CalibrateRegression, RefusesTooFewRunsAndOutputsThatStandStill) {
  EXPECT_THROW(RegressionAbc::fit(normal_design(8, 2, 1), normal_design(8, 4, 2)), std::invalid_argument);
  EXPECT_THROW(RegressionAbc::fit(normal_design(64, 2, 1), Eigen::MatrixXd::Ones(64, 4)),
               std::invalid_argument);
}

}  // namespace
}  // namespace uptake
