// SPDX-License-Identifier: Apache-2.0
// From emulators to a posterior: what their errors add, and whether draws have spread.
#include "analysis/calibrate/likelihood.hpp"

#include <gmock/gmock.h>

#include <cmath>
#include <vector>

#include "analysis/calibrate/gaussian.hpp"
#include "analysis/calibrate/sobol.hpp"
#include "tests/unit/analysis/calibrate_linear_model.hpp"

namespace uptake {
namespace {

using Eigen::MatrixXd;
using Eigen::VectorXd;
using testing_models::LinearModel;

constexpr int d = 25;
constexpr int q = 60;

/// Sixty outputs that see 25 parameters, most of them sharply, and what was measured of them.
struct Sharp {
  LinearModel model;
  Emulators emulators;
  FittedData data;

  /// Emulators of runs without noise: of a linear model they know all but what their ridge takes away.
  static Sharp made() {
    const MatrixXd slopes = standard_normals(q, d, {21, 0}, Purpose::smoother_prior);
    LinearModel model(slopes, 0.04 * MatrixXd::Identity(q, q));
    const MatrixXd u = normal_design(400, d, 22);
    EmulatorSettings settings;
    settings.ridge_linear = settings.ridge_quadratic = settings.ridge_interaction = 1e-9;
    settings.nugget = 1e-6;
    Sharp s{model, Emulators::fit(u, u * slopes.transpose(), settings), {}};
    for (int k = 0; k < q; ++k) s.data.used.push_back(k);
    s.data.z = slopes * standard_normals(1, d, {23, 0}, Purpose::smoother_prior).row(0).transpose() +
               0.2 * standard_normals(1, q, {24, 0}, Purpose::observation_noise).row(0).transpose();
    s.data.covariance = model.noise;
    return s;
  }
  [[nodiscard]] Likelihood likelihood() const { return likelihood_of(data, emulators, VectorXd::Zero(q)); }
};

TEST(CalibrateLikelihood, TheApproximationOfALinearModelIsItsPosterior) {
  const Sharp s = Sharp::made();
  const NormalApproximation normal = approximate(s.likelihood(), VectorXd::Constant(d, 0.7));
  const VectorXd sd = normal.lower.rowwise().norm();
  for (int j = 0; j < d;
       ++j) {  // differences of emulators with a step of 0.001 and a nugget of 1e-6: far below a percent
    EXPECT_NEAR(sd[j] / s.model.sd()[j], 1, 0.01) << j;
    EXPECT_NEAR((normal.mean[j] - s.model.mean(s.data.z)[j]) / s.model.sd()[j], 0, 0.05) << j;
  }
}

/// The slow twin: -1/2 e' C^-1 e, by Gauss' elimination with plain numbers.
double slow_log_likelihood(std::vector<std::vector<double>> c, std::vector<double> e) {
  const std::vector<double> error = e;
  const std::size_t n = e.size();
  for (std::size_t k = 0; k < n; ++k) {
    for (std::size_t i = k + 1; i < n; ++i) {
      const double factor = c[i][k] / c[k][k];
      for (std::size_t j = k; j < n; ++j) c[i][j] -= factor * c[k][j];
      e[i] -= factor * e[k];
    }
  }
  std::vector<double> x(n);
  for (std::size_t i = n; i-- > 0;) {
    x[i] = e[i];
    for (std::size_t j = i + 1; j < n; ++j) x[i] -= c[i][j] * x[j];
    x[i] /= c[i][i];
  }
  double sum = 0;
  for (std::size_t i = 0; i < n; ++i) sum += error[i] * x[i];
  return -0.5 * sum;
}

TEST(CalibrateLikelihood, IsThatOfItsSlowTwin) {
  // Every third output is fitted, with errors that go together; what the emulators add is left out here (the
  // test below has it), so that the covariance is the data's own.
  Sharp s = Sharp::made();
  s.data.used = {};
  for (Eigen::Index k = 0; k < q; k += 3) s.data.used.push_back(k);
  for (int i = 0; i < q; ++i)
    for (int j = 0; j < q; ++j) s.data.covariance(i, j) = 0.04 * std::exp(-0.2 * std::abs(i - j));
  const Likelihood fast = s.likelihood();
  const std::size_t n = s.data.used.size();
  for (std::uint32_t draw = 0; draw < 5; ++draw) {
    const VectorXd u =
        0.3 * standard_normals(1, d, {40 + draw, 0}, Purpose::smoother_prior).row(0).transpose();
    std::vector<std::vector<double>> c(n, std::vector<double>(n));
    std::vector<double> e(n);
    for (std::size_t i = 0; i < n; ++i) {
      e[i] = s.data.z[s.data.used[i]] - s.emulators.mean(u)[s.data.used[i]];
      for (std::size_t j = 0; j < n; ++j) c[i][j] = s.data.covariance(s.data.used[i], s.data.used[j]);
    }
    const double slow = slow_log_likelihood(c, e);
    EXPECT_LT(slow, -10) << "too near to tell";
    EXPECT_NEAR(fast(u) / slow, 1, 1e-9) << draw;
  }
  Likelihood tempered = fast;
  tempered.tempered = 0.3;
  const VectorXd u = VectorXd::Constant(d, 0.1);
  EXPECT_NEAR(tempered(u), 0.3 * fast(u), 1e-9 * std::abs(fast(u)));
}

TEST(CalibrateLikelihood, DrawsHaveSpreadWhereChainsFromThePriorCreep) {
  // The posterior's sd are about 0.03. Of 2 x 150 draws a variance errs by sqrt(2/300) = 8 % if they are
  // independent, the mean of 25 of them by 2 %; chains have perhaps a third of that: 5 %. Chains from the
  // prior have not met yet.
  const Sharp s = Sharp::made();
  const SliceSettings settings{.chains = 2, .warm_up = 300, .iterations = 600, .thin = 4, .seed = 5};
  const auto spread = [&](const MatrixXd& draws) {
    return (covariance_of(draws).diagonal().array() / s.model.spread.diagonal().array()).mean();
  };
  EXPECT_NEAR(spread(rough_draws(s.likelihood(), settings, 1)), 1, 0.15);
  EXPECT_GT(sample(s.likelihood(), settings, 1).diagnostics.r_hat.maxCoeff(), 1.2);

  const PosteriorSample posterior =
      sample_posterior(s.data, s.emulators, normal_design(64, d, 25), {settings, settings}, 7, 2);
  EXPECT_NEAR(spread(posterior.slices.draws), 1, 0.15);
  EXPECT_LT(posterior.slices.diagnostics.r_hat.maxCoeff(), 1.1);
  const PosteriorSample again =
      sample_posterior(s.data, s.emulators, normal_design(64, d, 25), {settings, settings}, 7, 1);
  EXPECT_EQ(posterior.slices.draws, again.slices.draws) << "on one thread";

  const PosteriorSample wide =
      sample_posterior(s.data, s.emulators, normal_design(64, d, 25), {settings, settings, 1.5}, 7, 1);
  EXPECT_TRUE(wide.slices.draws.colwise().mean().isApprox(posterior.slices.draws.colwise().mean(), 1e-9));
  EXPECT_TRUE(covariance_of(wide.slices.draws).isApprox(2.25 * covariance_of(posterior.slices.draws), 1e-9))
      << "also between parameters";
}

TEST(CalibrateLikelihood, WideningStopsAtThePrior) {
  MatrixXd draws(3, 3);  // sd 0.5, 0.8 and 2
  draws << -0.5, 9.2, 0, 0, 10, 2, 0.5, 10.8, -2;
  MatrixXd wide(3, 3);
  wide << -0.75, 9, 0, 0, 10, 2, 0.75, 11, -2;
  EXPECT_TRUE(widened(draws, 1.5).isApprox(wide, 1e-12)) << widened(draws, 1.5);
  EXPECT_EQ(widened(draws, 1), draws);
  EXPECT_DOUBLE_EQ(widened(draws, 0.5)(1, 2), 1) << "narrower, whatever the prior";
}

TEST(CalibrateLikelihood, WhatEmulatorsAddGoesTogetherAsTheirErrorsDo) {
  // Two outputs of the same chance and a third of its own, no data error to speak of. A correlation of 1 is
  // shrunk by a tenth; one of 0 errs by 1 / sqrt(300) = 0.06: four of these, a tenth less.
  const MatrixXd u = normal_design(300, 4, 31);
  const MatrixXd chance = standard_normals(300, 2, {32, 0}, Purpose::observation_noise);
  MatrixXd y(300, 3);
  y << u.col(0) + chance.col(0), u.col(1) + 2 * chance.col(0), u.col(2) + chance.col(1);
  const Emulators emulators = Emulators::fit(u, y);
  const FittedData data{{0, 1, 2}, VectorXd::Zero(3), 1e-9 * MatrixXd::Identity(3, 3)};
  const VectorXd variance = emulator_variance(emulators, u, Seen::one_run);
  EXPECT_NEAR(variance[0], 1, 0.3);  // that of a run: 1 + 9 terms of 300 runs, times what 300 leave unsure
  EXPECT_LT(emulator_variance(emulators, u)[0], 0.3);
  const Likelihood l = likelihood_of(data, emulators, variance);
  const MatrixXd all = l.lower * l.lower.transpose();
  EXPECT_NEAR(all(0, 0), variance[0], 1e-6);
  EXPECT_NEAR(all(0, 1) / std::sqrt(all(0, 0) * all(1, 1)), 0.9, 0.02);
  EXPECT_NEAR(all(0, 2) / std::sqrt(all(0, 0) * all(2, 2)), 0, 0.22);
}

}  // namespace
}  // namespace uptake
