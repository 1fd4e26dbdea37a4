// SPDX-License-Identifier: Apache-2.0
// Is a lineage a possible life, and do its features count families rightly?
#include "sim/population/features.hpp"
#include "unit/population/fixture.hpp"

namespace uptake {
namespace {

TEST(Lineage, IsAPureFunctionOfSeedAndIndex) {
  const LineageMaker maker(shipped_data().hazards.values, 5);
  Lineage a, b;
  maker.make(17, a);
  maker.make(18, b);
  maker.make(17, b);
  ASSERT_EQ(a.n_people, b.n_people);
  ASSERT_EQ(a.n_children, b.n_children);
  ASSERT_EQ(a.n_episodes, b.n_episodes);
  EXPECT_EQ(a.people[0].birth, b.people[0].birth);
  EXPECT_EQ(a.episodes[0].end, b.episodes[0].end);
}

TEST(Lineage, EpisodesOfAPersonAreInOrderAndDoNotOverlap) {
  const LineageMaker maker(shipped_data().hazards.values, 5);
  Lineage l;
  for (std::uint32_t i = 0; i < 20'000; ++i) {
    maker.make(i, l);
    ASSERT_LT(l.n_episodes, Lineage::most_episodes);
    for (std::uint8_t p = 0; p < l.n_people; ++p) {
      Month until = long_ago;
      for (std::size_t e = 0; e < l.n_episodes; ++e) {
        const Episode& one = l.episodes[e];
        if (one.adults[0] != p && one.adults[1] != p) continue;
        ASSERT_GE(one.start, until) << "lineage " << i << " person " << int{p};
        ASSERT_LT(one.start, one.end);
        ASSERT_LE(one.end, l.people[p].death);
        until = one.end;
      }
    }
  }
}

TEST(Lineage, ChildrenAreBornToGrownUpsAndLiveInKnownHomes) {
  const LineageMaker maker(shipped_data().hazards.values, 6);
  Lineage l;
  for (std::uint32_t i = 0; i < 20'000; ++i) {
    maker.make(i, l);
    for (std::size_t c = 0; c < l.n_children; ++c) {
      const Child& child = l.children[c];
      for (const std::uint8_t parent : child.parents)
        if (parent != no_one) {
          ASSERT_LT(parent, l.n_people);
          const int age = (child.birth - l.people[parent].birth) / 12;
          ASSERT_GE(age, 15) << "lineage " << i;
          ASSERT_LE(child.birth, l.people[parent].death + 9);
        }
      ASSERT_GE(child.leaves_home - child.birth, 18 * 12 - 1);
      for (std::size_t h = 0; h < child.n_homes; ++h) {
        const std::uint8_t home = child.homes[h].household;
        ASSERT_TRUE(home == elsewhere || home < l.n_households);
        if (h > 0) {
          ASSERT_GE(child.homes[h].from, child.homes[h - 1].from);
        }
      }
    }
  }
}

TEST(Features, EveryMarginAddsUpToTheFamilies) {
  const Margins& margins = shipped_data().margins;
  const RowBook book(margins);
  const LineageMaker maker(shipped_data().hazards.values, 7);
  Lineage l;
  std::vector<Feature> features;
  int n_seen = 0;
  for (std::uint32_t i = 0; i < 5'000; ++i) {
    maker.make(i, l);
    book.features(l, shipped_data().hazards.values, features);
    std::vector<double> sum(book.rows().size(), 0);
    for (const Feature& f : features) sum[f.row] = static_cast<double>(f.value);
    for (std::size_t wave = 0; wave < n_waves; ++wave) {
      const double families = sum[book.size_row(wave)];
      if (families > 0) ++n_seen;
      ASSERT_NEAR(families, std::round(families), 1e-6);
      std::array<double, n_margins> by_margin{};
      for (std::size_t r = 0; r < book.rows().size(); ++r)
        if (book.rows()[r].kind == RowKind::category && book.rows()[r].look == wave)
          by_margin[static_cast<std::size_t>(book.rows()[r].margin)] += sum[r];
      for (std::size_t v = 0; v + 1 < n_margins; ++v) ASSERT_NEAR(by_margin[v], families, 1e-5);
    }
  }
  EXPECT_GT(n_seen, 2'000);
}

}  // namespace
}  // namespace uptake
