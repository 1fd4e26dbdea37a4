// SPDX-License-Identifier: Apache-2.0
#include "analysis/calibrate/sobol.hpp"

#include <gmock/gmock.h>

#include <algorithm>
#include <cmath>
#include <set>

namespace uptake {
namespace {

TEST(CalibrateSobol, EveryProjectionHasOnePointInEachInterval) {
  constexpr int n = 512;
  constexpr int dims = 90;
  const Eigen::MatrixXd points = scrambled_sobol(n, dims, 7);
  ASSERT_GT(points.minCoeff(), 0);
  ASSERT_LT(points.maxCoeff(), 1);
  for (int j = 0; j < dims; ++j) {
    std::set<int> cells;
    for (int i = 0; i < n; ++i) cells.insert(static_cast<int>(points(i, j) * n));
    EXPECT_EQ(cells.size(), static_cast<std::size_t>(n)) << "dimension " << j;
  }
}

TEST(CalibrateSobol,
     TheFirstTwoDimensionsAreANet) {  // a (0, m, 2)-net: every elementary box of area 1/n has one point
  constexpr int n = 256;
  const Eigen::MatrixXd points = scrambled_sobol(n, 2, 3);
  for (int across = 1; across <= n; across *= 2) {
    std::set<std::pair<int, int>> boxes;
    for (int i = 0; i < n; ++i)
      boxes.insert({static_cast<int>(points(i, 0) * across), static_cast<int>(points(i, 1) * n / across)});
    EXPECT_EQ(boxes.size(), static_cast<std::size_t>(n)) << across << " boxes across";
  }
}

TEST(CalibrateSobol, IntegratesFarBetterThanRandomPoints) {
  // f = x y + x^2, mean 7/12, variance E f^2 - (7/12)^2 = 1/9 + 1/4 + 1/5 - 49/144 = 0.2208. Independent
  // points would err by sqrt(0.2208 / 1024) = 0.0147 (rms). The scrambled net's error is O(n^-3/2) (Owen
  // 1997): a tenth is lenient, and random points pass it over 20 scrambles with chance below 1e-20.
  double squares = 0;
  for (std::uint32_t seed = 0; seed < 20; ++seed) {
    const Eigen::MatrixXd p = scrambled_sobol(1024, 2, seed);
    const double mean = (p.col(0).array() * p.col(1).array() + p.col(0).array().square()).mean();
    squares += (mean - 7.0 / 12) * (mean - 7.0 / 12) / 20;
  }
  EXPECT_LT(std::sqrt(squares), 0.00147);
}

TEST(CalibrateSobol, ScramblesDifferBetweenSeedsAndDimensions) {
  const Eigen::MatrixXd a = scrambled_sobol(64, 3, 1);
  EXPECT_EQ(a, scrambled_sobol(64, 3, 1));
  EXPECT_NE(a, scrambled_sobol(64, 3, 2));
  // Each point is uniform over the scrambles: the mean of the first point's coordinate over 400 seeds lies
  // within four standard errors, 4 sqrt(1/12 / 400) = 0.058, of a half. The unscrambled origin would give 0.
  double mean = 0;
  for (std::uint32_t seed = 0; seed < 400; ++seed) mean += scrambled_sobol(1, 2, seed)(0, 1) / 400;
  EXPECT_NEAR(mean, 0.5, 0.058);
}

TEST(CalibrateSobol, NormalDesignHasTheMomentsOfTheTruncatedNormal) {
  const Eigen::MatrixXd u = normal_design(1024, 40, 5);
  EXPECT_LT(u.cwiseAbs().maxCoeff(), 3);
  // Variance of N(0,1) on +-3: 1 - 6 phi(3) / (2 Phi(3) - 1) = 0.97334. Stratified, the error of a mean of a
  // function with range 9 is below 9 / 1024 = 0.009.
  for (int j = 0; j < 40; ++j) {
    EXPECT_NEAR(u.col(j).mean(), 0, 6.0 / 1024);
    EXPECT_NEAR(u.col(j).squaredNorm() / 1024, 0.97334, 0.009);
  }
}

TEST(CalibrateSobol, RefusesWhatItCannotDo) {
  EXPECT_THROW(scrambled_sobol(0, 2, 1), std::invalid_argument);
  EXPECT_THROW(scrambled_sobol(8, 3668, 1), std::invalid_argument);
  EXPECT_THROW(normal_design(8, 2, 1, 0), std::invalid_argument);
}

TEST(CalibrateSobol, RowsByChanceSpreadWhereEveryKthDoesNot) {
  const Eigen::MatrixXd u = normal_design(1024, 45, 5);
  const auto worst_mean = [&](const std::vector<Eigen::Index>& rows) {
    return Eigen::MatrixXd(u(rows, Eigen::all)).colwise().mean().cwiseAbs().maxCoeff();
  };
  // The mean of 60 of N(0, 1) errs by 0.13; 45 of them, twice, stay within 4.5 of that with chance 0.9994.
  std::vector<Eigen::Index> every_17th;
  for (Eigen::Index i = 0; i < 60; ++i) every_17th.push_back(i * 1024 / 60);
  EXPECT_GT(worst_mean(every_17th), 4.5 / std::sqrt(60));
  const std::vector<Eigen::Index> rows = rows_by_chance(1024, 60, 3);
  EXPECT_LT(worst_mean(rows), 4.5 / std::sqrt(60));
  EXPECT_EQ(std::set(rows.begin(), rows.end()).size(), 60U);
  EXPECT_TRUE(std::ranges::is_sorted(rows));
  EXPECT_EQ(rows_by_chance(1024, 60, 3), rows);
  EXPECT_NE(rows_by_chance(1024, 60, 4), rows);
  EXPECT_EQ(rows_by_chance(3, 3, 1), (std::vector<Eigen::Index>{0, 1, 2}));
  EXPECT_THAT(rows_by_chance(3, 0, 1), testing::IsEmpty());
  EXPECT_THROW(rows_by_chance(3, 4, 1), std::invalid_argument);
}

}  // namespace
}  // namespace uptake
