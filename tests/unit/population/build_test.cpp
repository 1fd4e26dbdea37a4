// SPDX-License-Identifier: Apache-2.0
// Is a population well formed: spells in order, partners mutual, families as its flags say, the same bytes
// again?
#include <cmath>
#include <cstring>
#include <set>

#include "sim/population/tables.hpp"
#include "unit/population/fixture.hpp"

namespace uptake {
namespace {

const Population& population() {
  static const Population p = small_population(11, 3'000);
  return p;
}

bool same_spell(const Spell& a, const Spell& b) {
  return a.start == b.start && a.youngest_birth == b.youngest_birth && a.eldest_birth == b.eldest_birth &&
         a.union_start == b.union_start && a.household == b.household && a.partner == b.partner &&
         a.form == b.form && a.union_status == b.union_status && a.n_children == b.n_children &&
         a.flags == b.flags;
}

template <class T>
std::vector<T> trait(const Population& p, T ParentTraits::* which) {
  std::vector<T> values;
  for (const ParentTraits& one : p.traits) values.push_back(one.*which);
  return values;
}

TEST(Population, ColumnsAreEquallyLong) {
  const Population& p = population();
  const std::size_t n = p.n_parents();
  EXPECT_EQ(p.traits.size(), n);
  EXPECT_EQ(p.id.size(), n);
  EXPECT_EQ(p.spell_begin.size(), n + 1);
  EXPECT_EQ(p.spell_begin.back(), p.spells.size());
  EXPECT_EQ(sizeof(Spell), 20U);
}

TEST(Population, SpellsRiseInsideTheClock) {
  const Population& p = population();
  for (ParentId i = 0; i < p.n_parents(); ++i) {
    const auto spells = p.spells_of(i);
    ASSERT_FALSE(spells.empty());
    EXPECT_GE(spells.front().start, first_month);
    EXPECT_LT(spells.back().start, end_month);
    EXPECT_NE(spells.front().flags & in_flanders, 0);
    for (std::size_t k = 1; k < spells.size(); ++k) ASSERT_LT(spells[k - 1].start, spells[k].start) << i;
  }
}

TEST(Population, PartnersAreMutualAndLiveTogether) {
  const Population& p = population();
  for (ParentId i = 0; i < p.n_parents(); ++i)
    for (const Spell& s : p.spells_of(i)) {
      if (s.partner == nobody) continue;
      ASSERT_LT(s.partner, p.n_parents());
      const Spell* other = p.spell_at(s.partner, s.start);
      ASSERT_NE(other, nullptr);
      EXPECT_EQ(other->partner, i);
      EXPECT_EQ(other->household, s.household);
      EXPECT_EQ(other->n_children, s.n_children);
      EXPECT_EQ(other->form, s.form);
      EXPECT_EQ(other->union_status, s.union_status);
    }
}

TEST(Population, SpellsAgreeWithTheirFlags) {
  const Population& p = population();
  for (ParentId i = 0; i < p.n_parents(); ++i)
    for (const Spell& s : p.spells_of(i)) {
      const bool here = (s.flags & in_flanders) != 0;
      EXPECT_EQ(here, s.household != no_household);
      EXPECT_EQ(s.n_children == 0, s.form == Form::none);
      EXPECT_EQ(s.n_children == 0, s.youngest_birth == never);
      if (s.n_children > 0) {
        EXPECT_GE(s.youngest_birth, s.eldest_birth);
        EXPECT_LE(s.youngest_birth, s.start);
        EXPECT_LT(s.start - s.eldest_birth, adult_child);
        if (s.n_children == 1) {
          EXPECT_EQ(s.youngest_birth, s.eldest_birth);
        }
      }
      if ((s.flags & respondent) != 0) {
        EXPECT_GT(s.n_children, 0);
        EXPECT_NE(s.flags & parent_at_large, 0);
      }
      if (s.form == Form::single_parent) {
        EXPECT_EQ(s.partner, nobody);
      }
      if (s.form == Form::intact || s.form == Form::stepfamily) {
        EXPECT_NE(s.partner, nobody);
      }
      const bool apart = (s.flags & living_apart) != 0;
      if (apart) {
        EXPECT_EQ(s.partner, nobody);
        EXPECT_EQ(s.union_status, UnionStatus::neither);
      }
      EXPECT_EQ(s.union_status == UnionStatus::no_partner, s.partner == nobody && !apart);
      EXPECT_EQ(s.union_start == never, s.union_status == UnionStatus::no_partner);
      if (s.form == Form::intact) {
        EXPECT_NE(s.flags & respondent, 0);
      }
    }
}

TEST(Population, SpellsLastOnlyWhileNothingElseChanges) {
  const Population& p = population();
  for (ParentId i = 0; i < p.n_parents(); ++i) {
    const auto spells = p.spells_of(i);
    for (std::size_t k = 0; k + 1 < spells.size(); ++k)
      if (spells[k].eldest_birth != never) {  // nobody turns 25 unnoticed
        ASSERT_LE(spells[k + 1].start, spells[k].eldest_birth + adult_child) << i;
      }
  }
}

TEST(Population, IdentitiesAreUnique) {
  const Population& p = population();
  EXPECT_EQ(std::set<std::uint32_t>(p.id.begin(), p.id.end()).size(), p.id.size());
}

TEST(Population, ChangesAreIndexedByMonth) {
  const Population& p = population();
  ASSERT_EQ(p.change_begin.size(), static_cast<std::size_t>(end_month) + 1);
  EXPECT_EQ(p.changing.size(), p.spells.size());
  for (Month m = 0; m < end_month; ++m)
    for (std::uint32_t k = p.change_begin[static_cast<std::size_t>(m)];
         k < p.change_begin[static_cast<std::size_t>(m) + 1]; ++k) {
      ASSERT_EQ(p.spell_at(p.changing[k], m)->start, m);
      if (k > p.change_begin[static_cast<std::size_t>(m)]) {
        ASSERT_LT(p.changing[k - 1], p.changing[k]);
      }
    }
}

void expect_same(const Population& a, const Population& b) {
  ASSERT_EQ(a.spells.size(), b.spells.size());
  for (std::size_t i = 0; i < a.spells.size(); ++i) ASSERT_TRUE(same_spell(a.spells[i], b.spells[i]));
  EXPECT_EQ(a.id, b.id);
  EXPECT_EQ(trait(a, &ParentTraits::network_support), trait(b, &ParentTraits::network_support));
  EXPECT_EQ(a.municipality, b.municipality);
}

TEST(Population, PieceByPieceInAnyOrderTheSameBytes) {
  const SideBySide backwards = [](std::size_t n, const std::function<void(std::size_t)>& work) {
    while (n-- > 0) work(n);
  };
  expect_same(small_population(4, 300, backwards), small_population(4, 300));
}

TEST(Population, TheSameSeedGivesTheSameBytesAndAnotherSeedOthers) {
  const Population a = small_population(4, 300);
  const Population c = small_population(5, 300);
  expect_same(a, small_population(4, 300));
  EXPECT_NE(trait(a, &ParentTraits::birth), trait(c, &ParentTraits::birth));
}

TEST(Population, HasTheFamiliesThatWerePlanned) {
  for (const double families : {500.0, 5'000.0, 20'000.0}) {
    const Population p = small_population(9, families);
    EXPECT_NEAR(p.families_2016, families, std::max(5.0, .001 * families)) << families;
    EXPECT_DOUBLE_EQ(p.families_2016, table_at(p, wave_2016).families);
  }
}

TEST(Population, TraitsAreStandardAndCorrelatedAsStated) {
  const Population& p = population();
  const auto correlation = [&](const std::vector<float>& x, const std::vector<float>& y) {
    double n = 0, sx = 0, sy = 0, xx = 0, yy = 0, xy = 0;
    for (std::size_t i = 0; i < x.size(); ++i) {
      const double a = static_cast<double>(x[i]), b = static_cast<double>(y[i]);
      n += 1, sx += a, sy += b, xx += a * a, yy += b * b, xy += a * b;
    }
    return (xy / n - sx * sy / n / n) / std::sqrt((xx / n - sx * sx / n / n) * (yy / n - sy * sy / n / n));
  };
  const Hazards& h = shipped_data().hazards.values;
  std::array<std::vector<float>, n_domains> need, seek;
  for (const ParentTraits& one : p.traits) {
    for (std::size_t d = 0; d < n_domains; ++d) {
      need[d].push_back(one.need_trait[d]);
      seek[d].push_back(one.seek_trait[d]);
    }
  }
  EXPECT_NEAR(correlation(seek[0], seek[1]), h.seek_between_domains, .03);
  EXPECT_NEAR(correlation(need[0], need[1]), h.need_between_domains, .03);
  EXPECT_NEAR(correlation(trait(p, &ParentTraits::partner_support), need[0]), h.support_need, .03);
  double mean = 0, square = 0;
  for (const float x : trait(p, &ParentTraits::network_support)) {
    mean += static_cast<double>(x) / static_cast<double>(p.n_parents());
    square += static_cast<double>(x) * static_cast<double>(x) / static_cast<double>(p.n_parents());
  }
  EXPECT_NEAR(mean, 0, 1e-5);
  EXPECT_NEAR(square, 1, 1e-4);
}

TEST(Population, MunicipalitiesGetTheirShares) {
  const Population& p = population();
  std::array<double, 3> share{};
  for (const std::uint16_t m : p.municipality) {
    ASSERT_LT(m, 3);
    share[m] += 1.0 / static_cast<double>(p.n_households());
  }
  EXPECT_NEAR(share[0], 1.0 / 6, .02);
  EXPECT_NEAR(share[2], 1.0 / 2, .02);
}

TEST(Population, ImpossiblePlansAreRefused) {
  const std::vector<double> none;
  EXPECT_THROW(build_population({1, 100}, shipped_data(), none, shipped_solution()), BadInput);
  const std::vector<double> one{1};
  EXPECT_THROW(build_population({1, 0}, shipped_data(), one, shipped_solution()), BadInput);
}

}  // namespace
}  // namespace uptake
