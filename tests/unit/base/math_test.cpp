// SPDX-License-Identifier: Apache-2.0
// Are the own elementary functions as good as their headers promise? libm is the witness here, never in the
// model.
#include "sim/base/math.hpp"

#include <gtest/gtest.h>

#include <numeric>
#include <vector>

namespace uptake {
namespace {

constexpr double infinity = std::numeric_limits<double>::infinity();

double relative(double a, double b) { return std::abs(a - b) / std::abs(b); }

TEST(Math, ExpAgreesWithLibm) {
  double worst = 0;
  for (int i = -700'000; i <= 700'000; i += 7) {
    const double x = i / 1000.0 + 1e-4;
    worst = std::max(worst, relative(exp_fixed(x), std::exp(x)));
  }
  EXPECT_LT(worst, 1e-13);
  EXPECT_EQ(exp_fixed(0), 1.0);
}

TEST(Math, ExpAtItsEnds) {
  EXPECT_EQ(exp_fixed(-infinity), 0);
  EXPECT_EQ(exp_fixed(-1000), 0);
  EXPECT_EQ(exp_fixed(1000), infinity);
  EXPECT_EQ(exp_fixed(infinity), infinity);
  EXPECT_TRUE(std::isnan(exp_fixed(std::nan(""))));
  EXPECT_NEAR(exp_fixed(-744.0) / std::exp(-744.0), 1, 0.5);  // subnormal: few bits are left
  EXPECT_LT(relative(exp_fixed(-708.0), std::exp(-708.0)), 1e-13);
  EXPECT_LT(relative(exp_fixed(708.9), std::exp(708.9)), 1e-13);
}

TEST(Math, LogAgreesWithLibm) {
  double worst = 0;
  for (double x = 1e-300; x < 1e300; x *= 1.37) worst = std::max(worst, relative(log_fixed(x), std::log(x)));
  for (int i = 1; i < 100'000; ++i) {
    const double x = i / 50'000.0;
    if (i != 50'000) worst = std::max(worst, relative(log_fixed(x), std::log(x)));
  }
  EXPECT_LT(worst, 1e-13);
}

TEST(Math, LogAtItsEnds) {
  EXPECT_EQ(log_fixed(1), 0);
  EXPECT_EQ(log_fixed(0), -infinity);
  EXPECT_EQ(log_fixed(infinity), infinity);
  EXPECT_TRUE(std::isnan(log_fixed(-1)));
  EXPECT_TRUE(std::isnan(log_fixed(std::nan(""))));
  EXPECT_LT(relative(log_fixed(5e-324), std::log(5e-324)), 1e-13);
}

TEST(Math, PowerAgreesWithLibm) {
  for (const double x : {0.01, 0.5, 1.0, 2.0, 77.0}) {
    for (const double y : {-3.0, -0.5, 0.0, 0.7, 4.0})
      EXPECT_LT(relative(pow_fixed(x, y), std::pow(x, y)), 1e-12);
  }
}

TEST(Math, LogisticStaysInsideItsBounds) {
  EXPECT_EQ(logistic(0), 0.5);
  EXPECT_EQ(logistic(-1e6), 0);
  EXPECT_EQ(logistic(1e6), 1);
  EXPECT_GT(logistic(-700), 0);
  EXPECT_LT(logistic(30), 1);
  double before = 0;
  for (int i = -800; i <= 800; ++i) {
    const double p = logistic(i / 10.0);
    ASSERT_GE(p, before);
    before = p;
    const double allowed = std::abs(i) < 100 ? 1e-10 : std::abs(i) < 300 ? 1e-2 : infinity;
    ASSERT_TRUE(std::abs(logit(p) - i / 10.0) <= allowed || allowed == infinity);
  }
}

TEST(Math, NormalQuantileAndDistributionAreInverse) {
  for (int i = 1; i < 10'000; ++i) {
    const double p = i / 10'000.0;
    ASSERT_NEAR(normal_cdf(normal_quantile(p)), p, 1e-8);
  }
  for (const double p : {1e-9, 1e-6, 1e-3}) EXPECT_LT(relative(normal_cdf(normal_quantile(p)), p), 1e-7);
}

TEST(Math, NormalDistributionAgreesWithLibm) {
  for (int i = -800; i <= 800; ++i) {
    const double x = i / 100.0;
    ASSERT_NEAR(normal_cdf(x), 0.5 * std::erfc(-x / std::sqrt(2.0)), 1e-10) << x;
  }
  EXPECT_EQ(normal_cdf(-100), 0);
  EXPECT_EQ(normal_cdf(100), 1);
}

TEST(Math, NormalQuantileOfKnownPoints) {
  EXPECT_NEAR(normal_quantile(0.5), 0, 1e-12);
  EXPECT_NEAR(normal_quantile(0.975), 1.959963984540054, 1e-8);
  EXPECT_NEAR(normal_quantile(0.001), -3.090232306167813, 1e-8);
  EXPECT_EQ(normal_quantile(0), -infinity);
  EXPECT_EQ(normal_quantile(1), infinity);
  EXPECT_TRUE(std::isnan(normal_quantile(-0.1)));
  EXPECT_TRUE(std::isnan(normal_quantile(1.1)));
}

TEST(Math, TreeSumIsTheSum) {
  std::vector<double> values(1001);
  std::iota(values.begin(), values.end(), 0.0);
  EXPECT_EQ(tree_sum(values.data(), values.size()), 500'500.0);
  EXPECT_EQ(tree_sum(values.data(), 0), 0.0);
  const std::vector<double> tenths(1'000'000, 0.1);  // one after another, the error would be above 1e-6
  EXPECT_NEAR(tree_sum(tenths.data(), tenths.size()), 100'000.0, 1e-9);
}

}  // namespace
}  // namespace uptake
