// SPDX-License-Identifier: Apache-2.0
#include "analysis/calibrate/gaussian.hpp"

#include <gmock/gmock.h>

#include <cmath>
#include <limits>

#include "analysis/calibrate/implausibility.hpp"

namespace uptake {
namespace {

using testing::HasSubstr;

TEST(CalibrateGaussian, CholeskySaysWhatIsWrong) {
  Eigen::MatrixXd a(2, 2);
  a << 1, 2, 2, 1;  // eigenvalues 3 and -1
  try {
    cholesky(a, "S_obs");
    FAIL();
  } catch (const NotPositiveDefinite& e) {
    EXPECT_THAT(e.what(), HasSubstr("S_obs is not positive definite"));
  }
  a << 1, 0.5, 0.4, 1;
  EXPECT_THROW(cholesky(a, "S"), NotPositiveDefinite);
  a << 1, 0, 0, std::numeric_limits<double>::quiet_NaN();
  EXPECT_THROW(cholesky(a, "S"), NotPositiveDefinite);
  EXPECT_THROW(cholesky(Eigen::MatrixXd::Ones(2, 3), "S"), NotPositiveDefinite);
  a << 4, 2, 2, 3;
  Eigen::MatrixXd expected(2, 2);
  expected << 2, 0, 1, std::sqrt(2.0);
  EXPECT_TRUE(cholesky(a, "S").isApprox(expected, 1e-14));
}

TEST(CalibrateGaussian, DensityByHand) {
  Eigen::MatrixXd a(2, 2);
  a << 4, 2, 2, 3;
  Eigen::Vector2d x(1, 2);
  // inverse = [3 -2; -2 4] / 8; x' inverse x = (3 - 8 + 16) / 8 = 11/8; det = 8
  const double expected = -0.5 * 11.0 / 8 - 0.5 * std::log(8.0) - std::log(2 * 3.14159265358979323846);
  EXPECT_NEAR(gaussian_log_density(x, Eigen::Vector2d::Zero(), cholesky(a, "S")), expected, 1e-12);
}

TEST(CalibrateGaussian, NoiseHasItsCovarianceAndShrinkingKeepsTheDiagonal) {
  Eigen::MatrixXd a(2, 2);
  a << 4, 2, 2, 3;
  const Eigen::MatrixXd rows = with_observation_noise(Eigen::MatrixXd::Zero(20000, 2), a, {1, 0});
  // The standard error of a covariance is sqrt((s11 s22 + s12^2) / n) = sqrt(2 * 16 / 20000) = 0.04 at most:
  // five.
  EXPECT_LT((covariance_of(rows) - a).cwiseAbs().maxCoeff(), 0.2);
  Eigen::MatrixXd shrunk(2, 2);
  shrunk << 4, 1.8, 1.8, 3;
  EXPECT_TRUE(shrink_to_diagonal(a).isApprox(shrunk, 1e-14));
}

TEST(CalibrateImplausibility, ChiSquareIsThatOfTheTables) {
  EXPECT_NEAR(chi_square_quantile(0.995, 150), 198.360, 0.1);
  EXPECT_NEAR(chi_square_quantile(0.995, 240), 300.182, 0.2);
  EXPECT_NEAR(chi_square_quantile(0.95, 10), 18.307, 0.03);
  EXPECT_NEAR(chi_square_upper(30.578, 15), 0.01, 0.0003);
  EXPECT_NEAR(chi_square_upper(14.339, 15), 0.5, 0.002);
}

TEST(CalibrateImplausibility, TheThirdLargestAndAllTogetherDecide) {
  const Eigen::VectorXd zero = Eigen::VectorXd::Zero(5);
  Eigen::MatrixXd lower = Eigen::MatrixXd::Identity(5, 5);
  Eigen::VectorXd z(5);
  z << 3.1, 0.1, -2.9, 0, 0;  // two are far, the third is near; joint 18.03 is above chi2_5(0.995) = 16.75
  Plausibility p = judge(zero, z, lower);
  EXPECT_NEAR(p.nth_implausibility, 0.1, 1e-12);
  EXPECT_NEAR(p.joint, 18.03, 1e-9);
  EXPECT_NEAR(p.joint_limit, 16.750, 0.1);
  EXPECT_FALSE(p.plausible);
  EXPECT_TRUE(judge(zero, z, lower, {3, 3, 0.999}).plausible);   // chi2_5(0.999) = 20.5
  EXPECT_FALSE(judge(zero, z, lower, {3, 1, 0.999}).plausible);  // by the largest
  lower *= 1.1;
  EXPECT_TRUE(judge(zero, z, lower).plausible);  // more doubt: 18.03 / 1.21
  EXPECT_THROW(implausibility(zero, z, zero), std::invalid_argument);
}

}  // namespace
}  // namespace uptake
