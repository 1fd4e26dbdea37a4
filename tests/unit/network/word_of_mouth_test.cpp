// SPDX-License-Identifier: Apache-2.0
// Does news pass one tie at a time, and the norm answer smoothly and only to news?
#include "sim/network/word_of_mouth.hpp"

#include <gtest/gtest.h>

namespace uptake {
namespace {

Network star(std::uint32_t n_ties, Strength strength = Strength::middling) {
  std::vector<Tie> ties;
  for (std::uint32_t k = 1; k <= n_ties; ++k) ties.push_back({0, k, {Layer::friends, strength}});
  return {n_ties + 1, std::move(ties)};
}

TEST(Telling, closer_ties_tell_more_often) {
  const Telling t = telling(0.1);
  EXPECT_DOUBLE_EQ(p_tells(t, {Layer::kin, Strength::loose}), 0.05);
  EXPECT_DOUBLE_EQ(p_tells(t, {Layer::kin, Strength::middling}), 0.1);
  EXPECT_DOUBLE_EQ(p_tells(t, {Layer::kin, Strength::close}), 0.15000000000000002);
  EXPECT_DOUBLE_EQ(p_tells(telling(0.9), {Layer::kin, Strength::close}), 1);
}

TEST(Telling, each_tie_on_its_own) {
  const Network n = star(3);
  const Telling t = telling(0.2);
  const auto those_up_to = [](ParentId last) { return [last](ParentId other) { return other <= last; }; };
  EXPECT_DOUBLE_EQ(p_hears(n, 0, t, those_up_to(0)), 0);
  EXPECT_DOUBLE_EQ(p_hears(n, 0, t, those_up_to(1)), 1 - 0.8);
  EXPECT_DOUBLE_EQ(p_hears(n, 0, t, those_up_to(3)), 1 - 0.8 * 0.8 * 0.8);
}

TEST(Norm, counts_only_who_is_present) {
  const Network n = star(4);
  const std::vector<Disclosed> said{Disclosed::good, Disclosed::good, Disclosed::bad, Disclosed::absent,
                                    Disclosed::nothing};
  const TiesNews news = ties_news(n, 0, said);
  EXPECT_EQ(news.n_ties, 3);
  EXPECT_EQ(news.n_good, 1);
  EXPECT_EQ(news.n_bad, 1);
}

TEST(Norm, silence_moves_nobody) {
  const NormResponse n{0.8, 10, 0.3};
  EXPECT_EQ(norm_of(n, {0, 0, 0}), 0);
  EXPECT_EQ(norm_of(n, {0, 0, 5}), 0);
}

TEST(Norm, is_smooth_and_reinforced) {
  const NormResponse n{0.8, 10, 0.3};
  EXPECT_DOUBLE_EQ(response(n, 0.3), 0.4);  // half of it at the threshold
  double before = 0;
  double largest = 0;
  for (int k = 0; k <= 100; ++k) {
    const double now = norm_of(n, {1.0 * k, 0, 100});
    EXPECT_GE(now, before);
    largest = std::max(largest, now - before);
    before = now;
  }
  EXPECT_LE(largest, 0.8 * 10 / 4 * 0.01 + 1e-12);  // no jump: the slope is at most size * kappa / 4
  // reinforced: below the threshold a second tie adds more than the first
  EXPECT_GT(norm_of(n, {2, 0, 10}) - norm_of(n, {1, 0, 10}), norm_of(n, {1, 0, 10}));
}

TEST(Norm, counts_each_tie_alike_where_contagion_is_simple) {
  NormResponse n{0.8, 10, 0.3};
  const double most = norm_of(n, {10, 0, 10});
  n.each_counts = true;
  for (int k = 0; k <= 10; ++k) EXPECT_NEAR(norm_of(n, {1.0 * k, 0, 10}), most * k / 10, 1e-12);
}

TEST(Norm, bad_weighs_more) {
  const NormResponse n{0.8, 10, 0.3};
  EXPECT_LT(norm_of(n, {2, 2, 6}), 0);
  EXPECT_DOUBLE_EQ(norm_of(n, {0, 3, 6}), -1.5 * norm_of(n, {3, 0, 6}));
}

}  // namespace
}  // namespace uptake
