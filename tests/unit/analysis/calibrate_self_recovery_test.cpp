// SPDX-License-Identifier: Apache-2.0
#include "analysis/calibrate/self_recovery.hpp"

#include <gmock/gmock.h>

#include <cmath>

#include "analysis/calibrate/elliptical_slice.hpp"
#include "tests/unit/analysis/calibrate_linear_model.hpp"

namespace uptake {
namespace {

using testing_models::LinearModel;
using testing_models::small_linear_model;

constexpr int cases = 200;

/// Truths and data come from `world`, posteriors by elliptical slices from what `believed` says, after
/// `shift` is added to the data: the whole pipeline. 700 steps, 64 kept: for three parameters and this
/// likelihood, 10 steps between draws.
Recovery recover(const LinearModel& world, const LinearModel& believed, const Eigen::VectorXd& shift,
                 std::uint32_t seed = 17) {
  const Eigen::MatrixXd truths = standard_normals(cases, 3, {seed, 0}, Purpose::smoother_prior);
  const Eigen::MatrixXd data = with_observation_noise(truths * world.g.transpose(), world.noise, {seed, 1});
  const Eigen::MatrixXd lower = cholesky(believed.noise, "noise");
  std::vector<RecoveryCase> out;
  for (int i = 0; i < cases; ++i) {
    const Eigen::VectorXd z = data.row(i).transpose() + shift;
    const auto log_likelihood = [&](const Eigen::VectorXd& u) {
      return gaussian_log_density(z, believed.g * u, lower);
    };
    const SliceChain chain = run_chain(log_likelihood, 3, i, {1, 70, 630, 10, seed});
    out.push_back({truths.row(i).transpose(), chain.draws});
  }
  return self_recovery(out, Eigen::VectorXd::Ones(3));
}

TEST(CalibrateSelfRecovery,
     AGoodCalibrationPasses) {  // false alarm below 9 tests x 0.01/3 = 3 %; the seed is fixed
  const LinearModel model = small_linear_model();
  const Recovery r = recover(model, model, Eigen::VectorXd::Zero(6));
  EXPECT_TRUE(r.passed);
  for (int j = 0; j < 3; ++j) {
    const ParameterRecovery& p = r.parameters[static_cast<std::size_t>(j)];
    // rmse over 200 cases errs by 1/sqrt(400) = 5 %; the contraction is exact but for the draws' own error, 1
    // %.
    EXPECT_NEAR(p.rmse / p.posterior_sd, 1, 0.2);
    EXPECT_NEAR(p.contraction, 1 - model.spread(j, j), 0.02);
    EXPECT_NEAR(p.mean_z, 0, 4 / std::sqrt(200.0));
  }
}

TEST(CalibrateSelfRecovery,
     TooSmallAnErrorFails) {  // control 1 of 3: a quarter of the observation's covariance
  const LinearModel model = small_linear_model();
  const Recovery r = recover(model, {model.g, model.noise / 4}, Eigen::VectorXd::Zero(6));
  EXPECT_FALSE(r.passed);
  for (const ParameterRecovery& p : r.parameters) {
    EXPECT_LT(p.coverage_90, 0.845);
    EXPECT_GT(p.rmse / p.posterior_sd, 1.2);
    EXPECT_GT(p.histogram.front() + p.histogram.back(), 2 * cases / 16);  // U: too narrow
  }
}

TEST(CalibrateSelfRecovery,
     AShiftedTargetFails) {  // control 2 of 3: one target of six off by three standard errors
  const LinearModel model = small_linear_model();
  Eigen::VectorXd shift = Eigen::VectorXd::Zero(6);
  shift[3] = 3 * std::sqrt(model.noise(3, 3));
  const Recovery r = recover(model, model, shift);
  EXPECT_FALSE(r.passed);
  EXPECT_FALSE(r.parameters[0].uniform);  // which this target sees most
}

TEST(CalibrateSelfRecovery,
     AWrongSignFails) {  // control 3 of 3: one effect in the world is the other way round
  const LinearModel model = small_linear_model();
  Eigen::MatrixXd wrong = model.g;
  wrong(2, 2) = -wrong(2, 2);
  EXPECT_FALSE(recover(model, {wrong, model.noise}, Eigen::VectorXd::Zero(6)).passed);
}

TEST(CalibrateSelfRecovery, TooWideIsSeenAsWell) {
  const LinearModel model = small_linear_model();
  EXPECT_FALSE(recover(model, {model.g, 4 * model.noise}, Eigen::VectorXd::Zero(6)).passed);
}

TEST(CalibrateSelfRecovery, BandsAreTheExactBinomial) {
  // P(X <= 81 | 100, 0.9) = 0.00458 and P(X <= 96) = 0.9922, P(X <= 97) = 0.9981: the 99 % band is 82 to 97.
  const Band b = binomial_band(100, 0.9, 0.99);
  EXPECT_EQ(b.low, 82);
  EXPECT_EQ(b.high, 97);
  // The fair coin, 10 times: P(X = 0) = 0.00098, P(X <= 1) = 0.0107: 95 % is 2 to 8.
  const Band coin = binomial_band(10, 0.5, 0.95);
  EXPECT_EQ(coin.low, 2);
  EXPECT_EQ(coin.high, 8);
}

TEST(CalibrateSelfRecovery, TogetherParametersTellWhatEachAloneCannot) {
  // 20 parameters that know nothing of each other, 100 cases, draws of 0.92 times the right spread: a 90 %
  // interval then holds 2 Phi(0.92 x 1.645) - 1 = 87 % of its truths and with 58 of 64 places 87.7 %, 3 below
  // what is right; the band of one parameter allows for 9 (100 cases, level 1 - 0.01/20), the standard error
  // of all together is sqrt(0.12 x 0.88 / 2000) = 0.7.
  constexpr int n = 100;
  constexpr int d = 20;
  const Eigen::MatrixXd truths = standard_normals(n, d, {3, 0}, Purpose::smoother_prior);
  std::vector<RecoveryCase> sound, narrow;
  for (int i = 0; i < n; ++i) {
    const Eigen::MatrixXd draws =
        standard_normals(63, d, {4, static_cast<std::uint32_t>(i)}, Purpose::smoother_prior);
    sound.push_back({truths.row(i).transpose(), draws});
    narrow.push_back({truths.row(i).transpose(), 0.92 * draws});
  }
  EXPECT_TRUE(self_recovery(sound, Eigen::VectorXd::Ones(d)).passed);
  EXPECT_TRUE(self_recovery(narrow, Eigen::VectorXd::Ones(d)).passed) << "one by one they are not found out";
  const JointCoverage right = joint_coverage(sound, d, 0.9);
  EXPECT_TRUE(right.right) << right.share;
  EXPECT_DOUBLE_EQ(right.expected, 58 / 64.0);
  EXPECT_NEAR(right.error, 0.0066, 0.002);  // a standard error from 100 cases errs by 7 %: four of these
  const JointCoverage wrong = joint_coverage(narrow, d, 0.9);
  EXPECT_FALSE(wrong.right) << wrong.share;
  EXPECT_NEAR(wrong.share, 0.877, 4 * 0.0074);
  EXPECT_FALSE(joint_coverage(narrow, d, 0.5).right && wrong.right);
  EXPECT_THROW(joint_coverage({sound.front()}, d, 0.9), std::invalid_argument);
  // 1/0.92 = 1.087. 2,000 truths give a spread to 1/sqrt(4000) = 1.6 %, two intervals that are counted to
  // some half more, 2.4 %: four of these.
  EXPECT_NEAR(best_widening(narrow, d), 1 / 0.92, 4 * 0.024);
  EXPECT_NEAR(best_widening(sound, d), 1, 4 * 0.024);
  EXPECT_GT(best_widening(narrow, d), best_widening(sound, d));
}

TEST(CalibrateSelfRecovery, TogetherByHand) {
  // Draws 0 to 62: 90 % is ranks 3 to 60. Truths at rank 0 and 30 in the first case, 61 and 62 in the second:
  // shares of a half and of none.
  const Eigen::VectorXd ladder = Eigen::VectorXd::LinSpaced(63, 0, 62);
  RecoveryCase one{Eigen::Vector2d(-1, 29.5), Eigen::MatrixXd(63, 2)};
  one.draws << ladder, ladder;
  RecoveryCase two = one;
  two.truth << 60.5, 61.5;
  const JointCoverage joint = joint_coverage({one, two}, 2, 0.9);
  EXPECT_DOUBLE_EQ(joint.share, 0.25);
  EXPECT_DOUBLE_EQ(joint.error, 0.25);  // two shares, 0.25 either side of their mean: sqrt(2 x 0.0625 / 2)
  EXPECT_DOUBLE_EQ(joint_coverage({one, two}, 1, 0.9).share, 0) << "the second column is left out";
}

TEST(CalibrateSelfRecovery, ThinningAndRanksByHand) {
  Eigen::MatrixXd draws(6, 1);
  draws << 0, 1, 2, 3, 4, 5;
  Eigen::MatrixXd kept(3, 1);
  kept << 1, 3, 5;
  EXPECT_EQ(thin(draws, 3), kept);
  EXPECT_EQ(ranks_of(Eigen::VectorXd::Constant(1, 2.5), draws)[0], 3);
  EXPECT_EQ(ranks_of(Eigen::VectorXd::Constant(1, 2.0), draws)[0], 2);  // below, not at
  EXPECT_NEAR(contraction(draws)[0], 1 - 3.5, 1e-12);
  EXPECT_THROW(thin(draws, 7), std::invalid_argument);
  EXPECT_THROW(self_recovery({}, Eigen::VectorXd::Ones(1)), std::invalid_argument);
}

}  // namespace
}  // namespace uptake
