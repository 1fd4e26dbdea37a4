// SPDX-License-Identifier: Apache-2.0
// Is a draw the pure function of its address that is promised? Known answers are those that Random123
// publishes.
#include "sim/base/random.hpp"

#include <gmock/gmock.h>

#include <memory>
#include <set>
#include <vector>

namespace uptake {
namespace {

using testing::ElementsAre;

std::array<std::uint32_t, 4> philox(std::array<std::uint32_t, 4> counter, std::array<std::uint32_t, 2> key) {
  const auto out = r123::Philox4x32{}({{counter[0], counter[1], counter[2], counter[3]}}, {{key[0], key[1]}});
  return {out[0], out[1], out[2], out[3]};
}

TEST(Random, PhiloxGivesTheKnownAnswers) {
  EXPECT_THAT(philox({0, 0, 0, 0}, {0, 0}), ElementsAre(0x6627e8d5U, 0xe169c58dU, 0xbc57ac4cU, 0x9b00dbd8U));
  constexpr std::uint32_t ff = 0xffffffffU;
  EXPECT_THAT(philox({ff, ff, ff, ff}, {ff, ff}),
              ElementsAre(0x408f276dU, 0x41c83b0eU, 0xa20bc7c6U, 0x6d5451fdU));
  EXPECT_THAT(philox({0x243f6a88U, 0x85a308d3U, 0x13198a2eU, 0x03707344U}, {0xa4093822U, 0x299f31d0U}),
              ElementsAre(0xd16cfe09U, 0x94fdccebU, 0x5001e420U, 0x24126ea1U));
}

TEST(Random, TheAddressIsCounterAndKeyInThisOrder) {
  EXPECT_EQ(
      random_words({0xa4093822U, 0x299f31d0U}, 0x243f6a88U, 303, Purpose::gates, 7),
      philox({0x243f6a88U, 303, static_cast<std::uint32_t>(Purpose::gates), 7}, {0xa4093822U, 0x299f31d0U}));
  EXPECT_EQ(random_words({1, 0}, 5, -1, Purpose::walk), philox({5, 0xffffffffU, 10, 0}, {1, 0}));
}

TEST(Random, ManyAddressesAtOnceGetTheSameWords) {
  std::vector<RandomBlock> addresses;
  for (std::uint32_t n = 0; n < 23; ++n) {  // every remainder of what goes at once, the extremes too
    std::vector<RandomBlock> words = addresses;
    draw_random({0x89abcdefU, 0xffffffffU}, words);
    for (std::size_t i = 0; i < addresses.size(); ++i)
      EXPECT_EQ(words[i], random_words({0x89abcdefU, 0xffffffffU}, addresses[i])) << i << " of " << n;
    addresses.push_back(n % 3 == 0 ? RandomBlock{0xffffffffU - n, 0xffffffffU, 0xfffffffeU, 0xffffffffU}
                                   : RandomBlock{hash_id(n, 1), hash_id(n, 2), hash_id(n, 3), hash_id(n, 4)});
  }
}

TEST(Random, ColumnsHoldTheSameWords) {
  const auto columns = std::make_unique<RandomColumns>();
  std::vector<std::uint32_t> subjects;
  for (std::uint32_t n = 0; n <= columns->front().size(); ++n) {
    random_columns_of({0x89abcdefU, 7}, subjects, 303, Purpose::monthly, *columns);
    for (std::size_t i = n < 23 ? 0 : n - 1; i < subjects.size(); ++i) {
      const auto words = random_words({0x89abcdefU, 7}, subjects[i], 303, Purpose::monthly);
      for (std::size_t k = 0; k < words.size(); ++k) ASSERT_EQ((*columns)[k][i], words[k]) << n << " " << i;
    }
    subjects.push_back(n % 3 == 0 ? 0xffffffffU - n : hash_id(n, 1));
  }
}

TEST(Random, PurposesKeepTheirNumbers) {  // a change here changes every result
  EXPECT_EQ(static_cast<int>(Purpose::lineage), 1);
  EXPECT_EQ(static_cast<int>(Purpose::walk), 10);
  EXPECT_EQ(static_cast<int>(Purpose::ties), 100);
  EXPECT_EQ(static_cast<int>(Purpose::monthly), 200);
  EXPECT_EQ(static_cast<int>(Purpose::gates), 202);
  EXPECT_EQ(static_cast<int>(Purpose::respondent), 400);
  EXPECT_EQ(static_cast<int>(Purpose::sobol_scramble), 500);
}

TEST(Random, EveryPartOfTheAddressMatters) {
  std::set<std::array<std::uint32_t, 4>> seen;
  int n = 0;
  for (std::uint32_t seed = 0; seed < 3; ++seed) {
    for (std::uint32_t stream = 0; stream < 3; ++stream) {
      for (std::uint32_t subject = 0; subject < 5; ++subject) {
        for (Month month = -2; month < 3; ++month) {
          for (const Purpose purpose : {Purpose::know, Purpose::gates, Purpose::wait}) {
            for (std::uint32_t draw = 0; draw < 3; ++draw, ++n) {
              seen.insert(random_words({seed, stream}, subject, month, purpose, draw));
            }
          }
        }
      }
    }
  }
  EXPECT_EQ(static_cast<int>(seen.size()), n);
}

TEST(Random, NeighbouringAddressesAreNotCorrelated) {
  constexpr int n = 20'000;
  const auto correlation = [](const std::vector<double>& a, const std::vector<double>& b) {
    double sum = 0;
    for (std::size_t i = 0; i < a.size(); ++i) sum += (a[i] - 0.5) * (b[i] - 0.5);
    return sum / static_cast<double>(a.size()) * 12;
  };
  std::vector<double> base, subject, month, purpose, draw, stream;
  for (std::uint32_t i = 0; i < n; ++i) {
    const std::uint32_t id = i * 2;
    base.push_back(uniform({1, 0}, id, 10, Purpose::know));
    subject.push_back(uniform({1, 0}, id + 1, 10, Purpose::know));
    month.push_back(uniform({1, 0}, id, 11, Purpose::know));
    purpose.push_back(uniform({1, 0}, id, 10, Purpose::gates));
    draw.push_back(uniform({1, 0}, id, 10, Purpose::know, 1));
    stream.push_back(uniform({1, 1}, id, 10, Purpose::know));
  }
  for (const auto* other : {&subject, &month, &purpose, &draw, &stream}) {
    EXPECT_NEAR(correlation(base, *other), 0, 4.5 / std::sqrt(n));
  }
}

TEST(Random, UniformsLieInsideTheOpenInterval) {
  EXPECT_GT(to_unit(0), 0);
  EXPECT_LT(to_unit(UINT32_MAX), 1);
  double sum = 0, squares = 0;
  constexpr int n = 100'000;
  for (std::uint32_t i = 0; i < n; ++i) {
    const double u = uniform({7, 3}, i, 100, Purpose::wait);
    ASSERT_GT(u, 0);
    ASSERT_LT(u, 1);
    sum += u;
    squares += u * u;
  }
  EXPECT_NEAR(sum / n, 0.5, 4 * std::sqrt(1.0 / 12 / n));
  EXPECT_NEAR(squares / n, 1.0 / 3, 4 * std::sqrt(4.0 / 45 / n));
}

TEST(Random, NormalsHaveTheirMoments) {
  double sum = 0, squares = 0;
  constexpr int n = 100'000;
  for (std::uint32_t i = 0; i < n; ++i) {
    const double z = normal({7, 3}, i, 100, Purpose::wait);
    sum += z;
    squares += z * z;
  }
  EXPECT_NEAR(sum / n, 0, 4 / std::sqrt(n));
  EXPECT_NEAR(squares / n, 1, 4 * std::sqrt(2.0 / n));
}

TEST(Random, GumbelIsFiniteAtTheEnds) {
  EXPECT_TRUE(std::isfinite(gumbel(to_unit(0))));
  EXPECT_TRUE(std::isfinite(gumbel(to_unit(UINT32_MAX))));
}

TEST(Random, HashesOfDifferentOriginsDiffer) {
  std::set<std::uint32_t> seen;
  for (std::uint32_t a = 0; a < 50; ++a) {
    for (std::uint32_t b = 0; b < 4; ++b) seen.insert(hash_id(a, b, 1));
  }
  EXPECT_EQ(seen.size(), 200U);
  EXPECT_EQ(hash_id(3, 4, 5), hash_id(3, 4, 5));
}

}  // namespace
}  // namespace uptake
