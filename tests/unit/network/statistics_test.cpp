// SPDX-License-Identifier: Apache-2.0
// Are the statistics right on a network small enough to count by hand?
#include "sim/network/statistics.hpp"

#include <gtest/gtest.h>

#include "small_population.hpp"

namespace uptake {
namespace {

/// Six parents, all present: a triangle 0-1-2 with 3 hanging on 2; 4-5 apart.
struct ByHand {
  Population p;
  Network n;

  ByHand() {
    p = small::population(3);
    p.spells.clear();
    p.spell_begin.assign(1, 0);
    for (ParentId i = 0; i < 6; ++i) {
      const auto youngest =
          static_cast<Month>(month_of(2010, 1) + 24 * static_cast<int>(i));  // two years apart
      p.spells.push_back(Spell{0, youngest, youngest, never, i, nobody, Form::single_parent,
                               UnionStatus::no_partner, 1, in_flanders | respondent | parent_at_large});
      p.spell_begin.push_back(i + 1);
      p.traits[i].origin = i < 4 ? Origin::belgium : Origin::non_eu_plus;
      p.traits[i].education = i % 2 == 0 ? Education::higher : Education::lower_secondary;
    }
    p.municipality = {0, 0, 0, 1, 1, 1};
    const TieData d{Layer::friends, Strength::close};
    n = Network(6, {{0, 1, d}, {1, 2, d}, {0, 2, d}, {2, 3, d}, {4, 5, {Layer::kin, Strength::loose}}});
  }
};

TEST(NetworkStatistics, counted_by_hand) {
  const ByHand b;
  const NetworkStatistics s = network_statistics(b.n, b.p, NetworkSettings{}, wave_2016);
  EXPECT_EQ(s.n_respondents, 6U);
  EXPECT_DOUBLE_EQ(s.mean, 10.0 / 6);
  EXPECT_DOUBLE_EQ(s.mean_layer[index(Layer::friends)], 8.0 / 6);
  EXPECT_DOUBLE_EQ(s.mean_layer[index(Layer::kin)], 2.0 / 6);
  EXPECT_DOUBLE_EQ(s.strength[static_cast<std::size_t>(Strength::close)], 0.8);
  EXPECT_EQ(s.share_without, 0);
  EXPECT_DOUBLE_EQ(s.origin.ties, 1);
  EXPECT_DOUBLE_EQ(s.origin.at_random, (16.0 + 4) / 36);
  EXPECT_DOUBLE_EQ(s.education.ties, 1.0 / 5);  // 0-2 alone
  EXPECT_DOUBLE_EQ(s.education.at_random, 0.5);
  EXPECT_DOUBLE_EQ(s.municipality.ties, 4.0 / 5);
  EXPECT_DOUBLE_EQ(s.municipality.at_random, 0.5);
  EXPECT_DOUBLE_EQ(s.youngest.ties, 4.0 / 5);         // all but 0-2, four years apart
  EXPECT_DOUBLE_EQ(s.youngest.at_random, 16.0 / 36);  // themselves and the next ones
  EXPECT_DOUBLE_EQ(s.clustering, (1 + 1 + 1.0 / 3) / 3);
  EXPECT_DOUBLE_EQ(s.clustering_at_random, 5.0 / 15);
  EXPECT_EQ(s.n_components, 2U);
  EXPECT_DOUBLE_EQ(s.share_giant, 4.0 / 6);
}

TEST(NetworkStatistics, who_is_away_does_not_count) {
  ByHand b;
  b.p.spells[2].flags = 0;  // the one in the middle has left Flanders
  const NetworkStatistics s = network_statistics(b.n, b.p, NetworkSettings{}, wave_2016);
  EXPECT_EQ(s.n_respondents, 5U);
  EXPECT_DOUBLE_EQ(s.mean, 4.0 / 5);
  EXPECT_DOUBLE_EQ(s.share_without, 1.0 / 5);
  EXPECT_EQ(s.n_components, 3U);
}

}  // namespace
}  // namespace uptake
