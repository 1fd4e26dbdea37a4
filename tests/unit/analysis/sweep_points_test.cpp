// SPDX-License-Identifier: Apache-2.0
#include "analysis/sweep/points.hpp"

#include <gmock/gmock.h>

#include <algorithm>
#include <set>
#include <stdexcept>

namespace uptake {
namespace {

SweepAxis axis(double low, double high, bool on_log = false) {
  SweepAxis a;
  a.low = low;
  a.high = high;
  a.on_log = on_log;
  return a;
}

TEST(SweepPoints, AGridHasEveryCombinationOnceTheLastAxisFastest) {
  SweepAxis a, b;
  a.steps = {1, 2};
  b.steps = {10, 20, 30};
  const SweepPoints expected{{1, 10}, {1, 20}, {1, 30}, {2, 10}, {2, 20}, {2, 30}};
  EXPECT_EQ(grid_points({a, b}, 6), expected);
  EXPECT_THROW(grid_points({a, b}, 5), std::invalid_argument);
  EXPECT_THROW(grid_points({a, SweepAxis{}}, 100), std::invalid_argument);
}

TEST(SweepPoints, AnAxisGoesFromLowToHighAlsoOnALogScale) {
  EXPECT_DOUBLE_EQ(axis(2, 6).at(0.25), 3);
  const SweepAxis log = axis(0.01, 1, true);
  EXPECT_NEAR(log.at(0.5), 0.1, 1e-12);
  EXPECT_NEAR(log.at(0), 0.01, 1e-12);
  EXPECT_LE(log.at(1), 1);
  EXPECT_GE(log.at(0), 0.01);
}

TEST(SweepPoints, ALatinHypercubeHasOnePointInEveryPartOfEveryAxis) {
  constexpr int n = 40;
  const SweepPoints points = latin_hypercube_points({axis(0, 1), axis(-1, 3), axis(0, 1)}, n, 5);
  ASSERT_EQ(points.size(), 40U);
  std::set<int> first, second, both;
  for (const auto& p : points) {
    first.insert(static_cast<int>(p[0] * n));
    second.insert(static_cast<int>((p[1] + 1) / 4 * n));
    both.insert(static_cast<int>(p[0] * n) - static_cast<int>(p[2] * n));
  }
  EXPECT_EQ(first.size(), 40U);
  EXPECT_EQ(second.size(), 40U);
  EXPECT_GT(both.size(), 10U);  // axes in orders of their own: the same order would give one
  EXPECT_EQ(points, latin_hypercube_points({axis(0, 1), axis(-1, 3), axis(0, 1)}, n, 5));
  EXPECT_NE(points, latin_hypercube_points({axis(0, 1), axis(-1, 3), axis(0, 1)}, n, 6));
}

TEST(SweepPoints, SobolPointsAreStratified) {
  const SweepPoints points = sobol_points({axis(0, 2), axis(0.01, 1, true)}, 64, 3);
  std::set<int> first;
  for (const auto& p : points) {
    first.insert(static_cast<int>(p[0] / 2 * 64));
    EXPECT_GE(p[1], 0.01);
    EXPECT_LE(p[1], 1);
  }
  EXPECT_EQ(first.size(), 64U);
  // half of a log axis lies below its geometric middle
  EXPECT_EQ(std::ranges::count_if(points, [](const auto& p) { return p[1] < 0.1; }), 32);
}

}  // namespace
}  // namespace uptake
