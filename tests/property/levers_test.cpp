// SPDX-License-Identifier: Apache-2.0
// What must hold of every lever: without strength it is not there, before its month it has done nothing, and
// it does not reach whom it is not meant for.
#include <algorithm>
#include <numeric>

#include "measured_run.hpp"
#include "sim/policy/difference.hpp"

namespace uptake {
namespace {

/// A lever that acts, of every kind, from a month on.
Lever acting(LeverKind kind, Month from) {
  Lever made = small::lever(kind, "tested", from);
  const auto& catalogue = small::evidence().catalogue;
  made.services = catalogue.of_domain(Domain::relationship) | catalogue.of_domain(Domain::parenting);
  switch (kind) {
    case LeverKind::campaign:
      small::set(made, "reach", 0.5);
      small::set(made, "taboo", 0.5);
      made.services = 0;
      break;
    case LeverKind::lead_in:
      made.services = 0;
      break;
    case LeverKind::huis_van_het_kind:
      small::set(made, "welcome", 0.5);
      made.services = 0;
      break;
    case LeverKind::fee:  // free
      break;
    case LeverKind::capacity:
      small::set(made, "factor", 3);
      break;
    case LeverKind::bridging_figures:
      small::set(made, "reach", 0.3);
      small::set(made, "trust", 0.5);
      made.services = 0;
      break;
    case LeverKind::supply:
      made.points = {{static_cast<Month>(from - 1), 1.0}, {from, 0.2}};
      break;
    case LeverKind::access:
      small::set(made, "shift", -1);
      break;
    case LeverKind::need:
    case LeverKind::norm:
    case LeverKind::occasion:
      small::set(made, "shift", 0.5);
      made.services = 0;
      break;
    case LeverKind::remote:
      small::set(made, "digital", 1);
      small::set(made, "language", 1);
      break;
  }
  return made;
}

/// The same kind with sizes that must do nothing, although it is in force.
Lever idle(LeverKind kind, Month from) {
  Lever made = acting(kind, from);
  switch (kind) {
    case LeverKind::campaign:
      small::set(made, "half_life",
                 60);  // its own affair: it does not lengthen the effect of another campaign
      small::set(made, "reach", 0);
      break;
    case LeverKind::bridging_figures:
      small::set(made, "reach", 0);
      break;
    case LeverKind::lead_in:
      small::set(made, "ask", 0);
      break;
    case LeverKind::huis_van_het_kind:
      small::set(made, "share", 0);
      break;
    case LeverKind::fee:  // a cap above every fee
      small::set(made, "rule", 3);
      small::set(made, "amount", 1000);
      break;
    case LeverKind::capacity:
      small::set(made, "factor", 1);
      break;
    case LeverKind::supply:
      made.points = {{from, 1.0}};
      break;
    case LeverKind::access:
    case LeverKind::need:
    case LeverKind::norm:
    case LeverKind::occasion:
      small::set(made, "shift", 0);
      break;
    case LeverKind::remote:
      small::set(made, "digital", 0);
      small::set(made, "language", 0);
      break;
  }
  return made;
}

class EveryLever : public testing::TestWithParam<std::size_t> {
 protected:
  [[nodiscard]] LeverKind kind() const { return static_cast<LeverKind>(GetParam()); }
  static const World& baseline() {
    static const World world = small::live(small::families(500), small::scenario(), {.until = end});
    return world;
  }
  static constexpr Month from = month_of(2017, 2);  // while the campaign of 2016-10 to 2016-12 still works
  static constexpr Month end = month_of(2019, 1);
};

TEST_P(EveryLever, ActsWhenInForce) {  // so that the tests below cannot pass by themselves
  const Scenario scenario = small::with(small::scenario(), acting(kind(), from));
  const World world = small::live(small::families(500), scenario, {.until = end});
  EXPECT_NE(small::first_difference(baseline(), world, false), "");
}

TEST_P(EveryLever, WithoutSizeIsNotThere) {
  const Scenario scenario = small::with(small::scenario(), idle(kind(), from));
  const World world = small::live(small::families(500), scenario, {.until = end});
  EXPECT_EQ(small::first_difference(baseline(), world, false), "");
}

TEST_P(EveryLever, WithoutTimeIsNotThere) {
  Lever made = acting(kind(), from);
  made.until = from;
  if (kind() == LeverKind::supply) made.points.clear();
  const Scenario scenario = small::with(small::scenario(), made);
  const World world = small::live(small::families(500), scenario, {.until = end});
  EXPECT_EQ(small::first_difference(baseline(), world, false), "");
}

TEST_P(EveryLever, BeforeItsMonthHasDoneNothing) {
  const Scenario scenario = small::with(small::scenario(), acting(kind(), end));
  const World world = small::live(small::families(500), scenario, {.until = end});
  EXPECT_EQ(small::first_difference(baseline(), world, false), "");
}

INSTANTIATE_TEST_SUITE_P(Kinds, EveryLever, testing::Range<std::size_t>(0, n_lever_kinds),
                         [](const auto& p) { return std::string(lever_registry()[p.param].code); });

TEST(Policies, LiveTheBaselineUntilTheyBegin) {
  const small::How how{.until = scenario_start};
  const World baseline = small::live(small::families(500), small::scenario(), how);
  for (const char* policy : small::policies) {
    const World world = small::live(small::families(500), small::scenario(policy), how);
    EXPECT_EQ(small::first_difference(baseline, world, false), "") << policy;
  }
}

TEST(Policies, ABranchIsAWholeRun) {
  const small::How how{.until = month_of(2029, 1)};
  for (const char* policy : small::policies) {
    const Scenario& scenario = small::scenario(policy);
    const Month parts = shared_until(small::scenario(), scenario);
    EXPECT_EQ(month_text(parts), month_text(scenario_start)) << policy;
    const World past = small::live(small::families(500), small::scenario(), {.until = parts});
    World future = branch(past, scenario);
    live_on(future, how.until);
    const World whole = small::live(small::families(500), scenario, how);
    EXPECT_EQ(small::first_difference(whole, future, false), "") << policy;
    // a branch did not count its levers before it was one; from then on it does
    for (std::size_t y = 0; y < whole.years.size(); ++y) {
      if (whole.years[y].year < year_of(parts)) continue;
      EXPECT_EQ(whole.years[y].lever_units, future.years[y].lever_units) << policy;
      EXPECT_EQ(whole.years[y].lever_years, future.years[y].lever_years) << policy;
    }
  }
}

// ---- history whose size is a parameter --------------------------------------------------------------------

const std::vector<std::string> named_history{"awareness_relationship", "covid_need_parenting",
                                             "covid_need_relationship", "covid_contact_at_a_distance"};
constexpr std::array history_parameters{"history.awareness_relationship", "history.covid_need_parenting",
                                        "history.covid_need_relationship", "history.digital_loss",
                                        "history.language_loss"};

TEST(NamedHistory, OfSizeZeroIsNotThere) {
  Scenario zero = small::scenario(), none = small::scenario();
  for (const char* key : history_parameters) ASSERT_TRUE(zero.parameters.set(key, 0));
  none.parameters = zero.parameters;
  const std::size_t before = none.levers.size();
  std::erase_if(none.levers, [](const Lever& lever) {
    return std::find(named_history.begin(), named_history.end(), lever.name) != named_history.end();
  });
  ASSERT_EQ(none.levers.size() + named_history.size(), before);
  const World a = small::live(small::families(500), zero), b = small::live(small::families(500), none);
  EXPECT_EQ(small::first_difference(a, b, false), "");
}

TEST(NamedHistory, OfEachParameterActsAndIsTheNumberItself) {
  const World baseline = small::live(small::families(500), small::scenario());
  for (const char* key : history_parameters) {
    Scenario named = small::scenario(), written = small::scenario();
    ASSERT_TRUE(named.parameters.set(key, 0.7));
    for (Lever& lever : written.levers) {
      for (std::size_t i = 0; i < lever.named.size(); ++i) {
        if (lever.named[i] == nullptr || lever.named[i]->key != key) continue;
        lever.named[i] = nullptr;
        lever.values[i] = 0.7;
      }
    }
    const World a = small::live(small::families(500), named), b = small::live(small::families(500), written);
    EXPECT_EQ(small::first_difference(a, b), "") << key;
    EXPECT_NE(small::first_difference(a, baseline), "") << key;
  }
}

TEST(Occasion, RaisesItsDomainAndLeavesTheOtherAsItWas) {
  // Looked at after two months: later the domains mix, for instance where a service of one refers to the
  // other.
  const small::How how{.until = month_of(2012, 3)};
  for (const Domain domain : {Domain::relationship, Domain::parenting}) {
    const auto d = static_cast<std::size_t>(domain), other = 1 - d;
    Lever more = acting(LeverKind::occasion, month_of(2012, 1));
    more.domains = static_cast<std::uint8_t>(1U << d);
    small::set(more, "shift", 1);
    const small::Families& who = small::families(1000);
    const World before = small::live(who, small::scenario(), how);
    const World after = small::live(who, small::with(small::scenario(), more), how);
    const auto journeys = [](const World& w, std::size_t of) {
      const auto& of_2012 = w.years.back().journeys[of];
      return std::accumulate(of_2012.begin(), of_2012.end(), 0.0);
    };
    ASSERT_GT(journeys(before, d), 50) << code(domain);
    EXPECT_GT(journeys(after, d), journeys(before, d) * 1.5) << code(domain);
    EXPECT_EQ(journeys(after, other), journeys(before, other)) << code(domain);
    EXPECT_EQ(small::differs("need", before.need[other], after.need[other]), "") << code(domain);
    EXPECT_EQ(small::differs("last contact", before.last_contact[other], after.last_contact[other]), "");
    EXPECT_EQ(small::differs("stage", before.stage[other], after.stage[other]), "") << code(domain);
    EXPECT_EQ(small::differs("last stop", before.last_stop[other], after.last_stop[other]), "");
  }
}

TEST(Remote, LosesJourneysAtTheReachGate) {
  Lever far = acting(LeverKind::remote, month_of(2012, 1));
  const auto stopped = [](const World& w) {
    double sum = 0;
    for (const YearCounts& year : w.years) {
      for (const auto& by_gate : year.journeys) sum += by_gate[static_cast<std::size_t>(Gate::reach)];
    }
    return sum;
  };
  double least = stopped(small::live(small::families(500), small::scenario()));
  for (const double size : {0.3, 0.9, 1.8}) {
    small::set(far, "digital", size);
    small::set(far, "language", size);
    const double now = stopped(small::live(small::families(500), small::with(small::scenario(), far)));
    EXPECT_GT(now, least) << size;
    least = now;
  }
}

TEST(Remote, AContactPointAdvisesFewerOfThoseWhoDoNotSpeakDutch) {
  Lever far = acting(LeverKind::remote, month_of(2012, 1));
  small::set(far, "digital", 0);
  const Population& all = small::families(500).population;
  const auto advised = [&](const World& w, bool dutch) {
    int n = 0;
    for (const UseRecord& u : w.uses) {
      const Entry entry = w.policy.services()[u.service].entry;
      if (u.month >= far.from && entry == Entry::universal && (all.dutch_at_home[u.parent] != 0) == dutch)
        ++n;
    }
    return n;
  };
  small::set(far, "language", 0);
  const World near = small::live(small::families(500), small::with(small::scenario(), far));
  small::set(far, "language", 3);
  const World after = small::live(small::families(500), small::with(small::scenario(), far));
  ASSERT_GT(advised(near, false), 100);
  EXPECT_LT(advised(after, false), 0.7 * advised(near, false))
      << "logit 3 of a door that is nearly always open";
  EXPECT_NEAR(advised(after, true), advised(near, true), 0.05 * advised(near, true));
}

// ---- whom a lever reaches ------------------------------------------------------------------------------

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

class TargetedLever : public testing::TestWithParam<LeverKind> {};

TEST_P(TargetedLever, LeavesOtherFamiliesAsTheyWere) {
  // Without word of mouth, norms and queues no family hears of another.
  const Scenario base =
      small::without(small::scenario(), {Mechanism::word_of_mouth, Mechanism::norms, Mechanism::wait});
  Lever targeted = acting(GetParam(), month_of(2012, 1));
  targeted.who.origin = static_cast<std::uint8_t>(1U << static_cast<unsigned>(Origin::non_eu_plus));
  const small::Families& who = small::families(1000);
  const Scenario changed = small::with(base, targeted);
  const World before = small::live(who, base), after = small::live(who, changed);
  const std::vector<bool> apart =
      apart_from(who.population, [&](ParentId i) { return who.population.origin[i] == Origin::non_eu_plus; });
  const auto uses_of = [&](const World& w, bool apart_ones) {
    std::vector<UseRecord> kept;
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
  EXPECT_NE(small::differs(uses_of(before, false), uses_of(after, false)), "") << "it reached nobody at all";
}

INSTANTIATE_TEST_SUITE_P(Kinds, TargetedLever,
                         testing::Values(LeverKind::campaign, LeverKind::lead_in,
                                         LeverKind::bridging_figures),
                         [](const auto& p) {
                           return std::string(lever_registry()[static_cast<std::size_t>(p.param)].code);
                         });

// ---- places --------------------------------------------------------------------------------------------

TEST(Supply, WithoutServicesNobodyStarts) {
  const Month closes = month_of(2016, 1);
  for (const Domain domain : {Domain::relationship, Domain::parenting}) {
    Lever closed = small::lever(LeverKind::supply, "closed", closes);
    closed.services = small::evidence().catalogue.of_domain(domain);
    closed.points = {{static_cast<Month>(closes - 1), 1.0}, {closes, 0.0}};
    const Scenario scenario = small::with(small::scenario(), closed);
    const World world = small::live(small::families(1000), scenario, {.until = month_of(2020, 1)});
    double before = 0, after = 0, queued = 0, other = 0;
    // Who had a place when the doors closed still starts: at most the longest usual wait later, within a
    // year.
    for (const YearCounts& year : world.years) {
      for (std::size_t k = 0; k < world.n_services(); ++k) {
        const double n = year.started[k] + year.advice[k];
        if (world.policy.services()[k].domain != domain) {
          if (year.year >= 2017) other += n;
        } else {
          (year.year < 2016 ? before : year.year >= 2017 ? after : other) += year.year == 2016 ? 0 : n;
          if (year.year >= 2016) queued += year.queued[k];
        }
      }
    }
    EXPECT_GT(before, 100) << code(domain);
    EXPECT_EQ(after, 0) << code(domain);
    EXPECT_EQ(queued, 0) << code(domain) << ": nobody waits at a door that does not exist";
    EXPECT_GT(other, 20) << "the other domain goes on";
    for (const UseRecord& u : world.uses) {
      if (u.domain == domain) {
        EXPECT_LT(u.month, month_of(2017, 1)) << small::text(u);
      }
    }
  }
}

struct Served {
  double started = 0, waited = 0;
  [[nodiscard]] double mean_wait() const { return started > 0 ? waited / started : 0; }
};

Served served(const World& world, ServiceId k, int from) {
  Served sum;
  for (const YearCounts& year : world.years) {
    if (year.year < from) continue;
    sum.started += year.started[k];
    sum.waited += year.wait_months[k];
  }
  return sum;
}

TEST(Capacity, MorePlacesNeitherLengthenTheWaitNorLowerTheStarts) {
  // Summed over twenty years and every region. Only what is full can show it: a wait well beyond the usual.
  const small::How how{.until = month_of(2030, 1)};
  const small::Families& who = small::families(2000);
  const World baseline = small::live(who, small::scenario(), how);
  std::size_t n_full = 0;
  for (std::size_t s = 0; s < baseline.n_services(); ++s) {
    const auto k = static_cast<ServiceId>(s);
    const Served usual = served(baseline, k, 2010);
    if (usual.started < 10 || usual.mean_wait() < baseline.policy.services()[k].wait_months + 1) continue;
    ++n_full;
    Lever more = small::lever(LeverKind::capacity, "more", month_of(2010, 1));
    more.services = bit(k);
    small::set(more, "factor", 5);
    const Scenario scenario = small::with(small::scenario(), more);
    const Served now = served(small::live(who, scenario, how), k, 2010);
    const std::string said = small::evidence().catalogue.types[s].code + ": " +
                             std::to_string(usual.started) + " started after " +
                             std::to_string(usual.mean_wait()) + " months, now " +
                             std::to_string(now.started) + " after " + std::to_string(now.mean_wait());
    std::cout << said << "\n";
    EXPECT_GT(now.started, usual.started) << said;
    EXPECT_LE(now.mean_wait(), usual.mean_wait()) << said;
  }
  EXPECT_GE(n_full, 3U) << "too few full services to say anything";
}

}  // namespace
}  // namespace uptake
