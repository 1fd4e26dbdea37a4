// SPDX-License-Identifier: Apache-2.0
// Whom a lever reaches: families and places that it is not meant for stay as they were.
#include <algorithm>
#include <numeric>

#include "property/acting_levers.hpp"
#include "sim/policy/lever_reader.hpp"

namespace uptake {
namespace {

using small::acting;

/// Parents who are in no way tied to one for whom `meant` holds: not as a partner, nor as a partner's
/// partner, and so on, ever.
std::vector<bool> apart_from(const Population& all, const std::function<bool(ParentId)>& meant) {
  std::vector<ParentId> root(all.n_parents());
  std::iota(root.begin(), root.end(), ParentId{0});
  const auto find = [&](ParentId i) {
    while (root[i] != i) i = root[i] = root[root[i]];
    return i;
  };
  for (ParentId i = 0; i < all.n_parents(); ++i) {
    for (const Spell& s : all.spells_of(i)) {
      if (s.partner != nobody) root[find(i)] = find(s.partner);
    }
  }
  std::vector<bool> touched(all.n_parents(), false), apart(all.n_parents());
  for (ParentId i = 0; i < all.n_parents(); ++i) {
    if (meant(i)) touched[find(i)] = true;
  }
  for (ParentId i = 0; i < all.n_parents(); ++i) apart[i] = !touched[find(i)];
  return apart;
}

/// The kinds that may be meant for some families, or some places. Triage is about who goes before whom: it
/// is meant to touch the others, so it has a test of its own.
std::vector<LeverKind> kinds_that(bool LeverInfo::* take) {
  std::vector<LeverKind> kinds;
  for (std::size_t i = 0; i < n_lever_kinds; ++i) {
    if (lever_registry()[i].*take && static_cast<LeverKind>(i) != LeverKind::triage)
      kinds.push_back(static_cast<LeverKind>(i));
  }
  return kinds;
}

std::string name_of_kind(const testing::TestParamInfo<LeverKind>& p) {
  return std::string(lever_registry()[static_cast<std::size_t>(p.param)].code);
}

/// Without word of mouth, norms and queues no family hears of another.
const Scenario& families_alone() {
  static const Scenario base =
      small::without(small::scenario(), {Mechanism::word_of_mouth, Mechanism::norms, Mechanism::wait});
  return base;
}

class TargetedLever : public testing::TestWithParam<LeverKind> {};

TEST_P(TargetedLever, LeavesOtherFamiliesAsTheyWere) {
  const Scenario& base = families_alone();
  Lever targeted = acting(GetParam(), month_of(2012, 1));
  targeted.who.origin = static_cast<std::uint8_t>(1U << static_cast<unsigned>(Origin::non_eu_plus));
  const small::Families& who = small::families(1000);
  const Scenario changed = small::with(base, targeted);
  static const World past = small::live(who, base, {.until = month_of(2012, 1)});
  World before = branch(past, base), after = branch(past, changed);
  for (World* world : {&before, &after}) live_on(*world, month_of(2017, 1));
  const std::vector<bool> apart = apart_from(
      who.population, [&](ParentId i) { return who.population.traits[i].origin == Origin::non_eu_plus; });
  const auto uses_of = [&](const World& w, bool apart_ones) {
    UseRecords kept;
    for (const UseRecord& u : w.uses) {
      if (apart[u.parent] == apart_ones) kept.push_back(u);
    }
    // by parent: in which order parents of a month begin is not theirs
    std::stable_sort(kept.begin(), kept.end(), [](const UseRecord& a, const UseRecord& b) {
      return std::tie(a.month, a.parent, a.service, a.helped) <
             std::tie(b.month, b.parent, b.service, b.helped);
    });
    return kept;
  };
  ASSERT_GT(uses_of(before, true).size(), 500U);
  EXPECT_EQ(small::differs(uses_of(before, true), uses_of(after, true)), "")
      << "families it was not meant for";
  for (ParentId i = 0; i < before.n_parents(); ++i) {
    if (apart[i]) {
      ASSERT_EQ(before.known[i], after.known[i]);
    }
  }
  EXPECT_TRUE(small::first_difference(before, after, false) != "" ||
              after.years.back().lever_units.back() > 0)
      << "it reached nobody at all";
}

INSTANTIATE_TEST_SUITE_P(Kinds, TargetedLever, testing::ValuesIn(kinds_that(&LeverInfo::takes_who)),
                         name_of_kind);

class PlacedLever : public testing::TestWithParam<LeverKind> {};

TEST_P(PlacedLever, LeavesOtherRegionsAsTheyWereWhenItBegins) {
  const Scenario& base = families_alone();
  const Month from = month_of(2012, 1);
  const small::Families& who = small::families(1000);
  static const World past = small::live(who, base, {.until = from});
  Lever placed = acting(GetParam(), from);
  placed.where.region = 0b11;
  if (GetParam() == LeverKind::project_money)
    small::set(placed, "gap", 12);  // stopped from the first month on
  const Scenario changed = small::with(base, placed);
  World before = branch(past, base), after = branch(past, changed);
  live_on(before, static_cast<Month>(from + 1));
  live_on(after, static_cast<Month>(from + 1));
  std::size_t n_outside = 0;
  for (const ParentId i : before.present) {
    const ParentId partner = before.spell_of(i).partner;
    if (before.region_of(i) < 2 || (partner != nobody && before.region_of(partner) < 2)) continue;
    ++n_outside;
    ASSERT_EQ(before.known[i], after.known[i]);
    ASSERT_EQ(before.pending[i], after.pending[i]);
    ASSERT_EQ(before.referred[i], after.referred[i]);
    ASSERT_EQ(before.boosts_of(i).reach, after.boosts_of(i).reach);
    for (std::size_t d = 0; d < n_domains; ++d) {
      ASSERT_EQ(before.ar[d][i], after.ar[d][i]);
      ASSERT_EQ(before.boosts_of(i).of[d].dare, after.boosts_of(i).of[d].dare);
      ASSERT_EQ(before.lived[i][d].stage, after.lived[i][d].stage);
      ASSERT_EQ(before.stopped[d][i], after.stopped[d][i]);
      ASSERT_EQ(before.lived[i][d].episode_helped, after.lived[i][d].episode_helped);
    }
  }
  EXPECT_GT(n_outside, 100U);
  live_on(before, month_of(2014, 1));
  live_on(after, month_of(2014, 1));
  EXPECT_TRUE(small::first_difference(before, after, false) != "" || after.year().lever_units.back() > 0)
      << "it did nothing in its regions";
}

INSTANTIATE_TEST_SUITE_P(Kinds, PlacedLever, testing::ValuesIn(kinds_that(&LeverInfo::takes_where)),
                         name_of_kind);

TEST(TargetedTriage, PutsItsGroupFirstAndTheOthersBehind) {
  Lever first = small::lever(LeverKind::triage, "first", month_of(2012, 1));
  const auto& catalogue = small::evidence().catalogue;
  first.services = catalogue.of_domain(Domain::relationship) | catalogue.of_domain(Domain::parenting);
  small::set(first, "order", 2);
  first.who.gender = static_cast<std::uint8_t>(1U << static_cast<unsigned>(Gender::men));
  const World world =
      small::live(small::families(1000), small::with(small::scenario(), first), {.until = month_of(2016, 1)});
  std::size_t men = 0, women = 0;
  for (const Queue& queue : world.queues) {
    for (const Ticket& ticket : queue.tickets) {
      if (ticket.entry < month_of(2012, 1)) continue;
      const bool man = world.in.population->traits[ticket.parent].gender == Gender::men;
      ++(man ? men : women);
      EXPECT_EQ(ticket.priority, man ? 0 : 1);
    }
  }
  EXPECT_GT(women, 0U);
  EXPECT_GT(men + women, 10U);
}

TEST(Who, OfEveryVariableIsWhomABridgingFigureSees) {
  // seen by all of the group, at once; what it did to daring tells who was
  const Month from = month_of(2012, 1);
  const small::Families& who = small::families(500);
  const World past = small::live(who, small::scenario(), {.until = from});
  const auto seen_of = [&](const Who& group) {
    Lever lever = small::lever(LeverKind::bridging_figures, "all", from);
    small::set(lever, "reach", 1);
    small::set(lever, "trust", 1.5);
    lever.who = group;
    const Scenario changed = small::with(small::scenario(), lever);
    World world = branch(past, changed);
    live_on(world, static_cast<Month>(from + 1));
    std::vector<bool> seen(world.n_parents());
    for (const ParentId i : world.present) seen[i] = world.boosts_of(i).of[0].dare == 1.5F;
    return seen;
  };
  for (const WhoVariable& variable : who_variables()) {
    std::vector<int> times(past.n_parents(), 0);
    for (std::size_t c = 0; c < variable.categories.size(); ++c) {
      Who group;
      group.*variable.set = static_cast<std::uint8_t>(1U << c);
      const std::vector<bool> seen = seen_of(group);
      EXPECT_GT(std::count(seen.begin(), seen.end(), true), 0)
          << variable.code << " " << variable.categories[c];
      for (ParentId i = 0; i < seen.size(); ++i) times[i] += seen[i] ? 1 : 0;
    }
    // no parent is of two categories of one variable
    EXPECT_LE(*std::max_element(times.begin(), times.end()), 1) << variable.code;
  }
  Who both;  // two variables: who is of both
  both.gender = static_cast<std::uint8_t>(1U << static_cast<unsigned>(Gender::men));
  both.children = static_cast<std::uint8_t>(1U << static_cast<unsigned>(Children::three));
  const std::vector<bool> seen = seen_of(both);
  EXPECT_GT(std::count(seen.begin(), seen.end(), true), 0);
  for (ParentId i = 0; i < seen.size(); ++i) {
    if (!seen[i]) continue;
    EXPECT_EQ(who.population.traits[i].gender, Gender::men);
    EXPECT_EQ(who.population.spell_at(i, from)->n_children, 3);
  }
}

}  // namespace
}  // namespace uptake
