// SPDX-License-Identifier: Apache-2.0
// What the ceiling counts: of a column the lines that are touched, each once; each kind of event.
#include <gtest/gtest.h>

#include <array>
#include <cmath>
#include <random>
#include <set>

#include "analysis/bench/ceiling.hpp"

namespace uptake::bench {
namespace {

/// The readable twin of `touched`: parents are visited one by one, and the lines they lie in are counted.
double touched_one_by_one(std::size_t size, double share, std::size_t n_parents) {
  std::mt19937 random(7);
  std::bernoulli_distribution visited(share);
  std::set<std::size_t> lines;
  for (std::size_t i = 0; i < n_parents; ++i) {
    if (visited(random)) lines.insert(i * size / 64);
  }
  return 64.0 * static_cast<double>(lines.size()) / static_cast<double>(n_parents);
}

TEST(BenchCeiling, CountsEachLineOnceHoweverManyParentsInItAreVisited) {
  constexpr std::size_t n = 102'400;  // whole lines
  for (const std::size_t size : {1U, 2U, 4U, 8U}) {
    for (const double share : {0.01, 0.05, 1.0 / 3}) {
      // of so many lines a share p is touched, each for itself: p (1 - p) / lines is the variance of that
      // share
      const double lines = static_cast<double>(n * size) / 64;
      const double p = touched(static_cast<double>(size), share) / static_cast<double>(size);
      const double error = static_cast<double>(size) * std::sqrt(p * (1 - p) / lines);
      EXPECT_NEAR(touched(static_cast<double>(size), share), touched_one_by_one(size, share, n), 4 * error)
          << size << " bytes, a share of " << share;
    }
  }
  EXPECT_EQ(touched(4, 0), 0);
  EXPECT_EQ(touched(4, 1), 4);
  EXPECT_NEAR(touched(64, 0.25), 16, 1e-9);
}

TEST(BenchCeiling, EveryEventCostsSomethingAndAQuietMonthStillMovesTheColumns) {
  const MonthTraffic quiet = month_traffic({});
  EXPECT_GT(quiet.bytes_read, 0);
  EXPECT_GT(quiet.bytes_written, 0);
  EXPECT_EQ(quiet.far_lines, 0);
  for (double MonthEvents::* const event :
       {&MonthEvents::journeys, &MonthEvents::unseen, &MonthEvents::episodes, &MonthEvents::talks,
        &MonthEvents::changes, &MonthEvents::entering, &MonthEvents::settled, &MonthEvents::bounded,
        &MonthEvents::contacts, &MonthEvents::waiting, &MonthEvents::observed, &MonthEvents::with_news}) {
    MonthEvents events;
    events.*event = 0.1;
    const MonthTraffic busy = month_traffic(events);
    const auto all = [](const MonthTraffic& t) {
      return std::array{t.bytes_read, t.bytes_written, t.gathers, t.far_lines, t.random_blocks};
    };
    EXPECT_NE(all(busy), all(quiet));
    for (std::size_t k = 0; k < all(busy).size(); ++k) EXPECT_GE(all(busy)[k], all(quiet)[k]);
  }
}

TEST(BenchCeiling, IsTheSumOfItsPartsAndEachPartTakesTime) {
  MonthTraffic traffic;
  traffic.bytes_read = 64;
  traffic.bytes_written = 16;
  traffic.gathers = 4;
  traffic.far_lines = 1;
  traffic.random_blocks = 2;
  const Ceiling ceiling = measure_ceiling(traffic, 1000, 12, 1e6);
  for (const double part : {ceiling.stream_s, ceiling.gather_s, ceiling.far_s, ceiling.random_s})
    EXPECT_GT(part, 0);
  EXPECT_DOUBLE_EQ(ceiling.additive_s(),
                   ceiling.stream_s + ceiling.gather_s + ceiling.far_s + ceiling.random_s);
}

}  // namespace
}  // namespace uptake::bench
