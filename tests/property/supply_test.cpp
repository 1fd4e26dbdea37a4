// SPDX-License-Identifier: Apache-2.0
// Places: without them nobody starts, with more of them nobody waits longer.
#include <iostream>

#include "measured_run.hpp"

namespace uptake {
namespace {

TEST(Supply, WithoutServicesNobodyStarts) {
  const Month closes = month_of(2016, 1);
  for (const Domain domain : both_domains) {
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

TEST(Capacity, KeptPlacesServeTheirFamiliesMoreAndNobodyElseLess) {
  // The others meet the same places for all, and fewer before them in the line. Their journeys are their own:
  // what they hear and how they dare is switched off. Summed over ten years and all full services.
  const Scenario& base = small::without(small::scenario(), {Mechanism::word_of_mouth, Mechanism::norms});
  const small::How how{.until = month_of(2022, 1)};
  const small::Families& who = small::families(2000);
  Lever kept = small::lever(LeverKind::capacity, "kept", month_of(2012, 1));
  const auto& catalogue = small::evidence().catalogue;
  kept.services = catalogue.of_domain(Domain::relationship) | catalogue.of_domain(Domain::parenting);
  kept.who.origin = set_of(Origin::non_eu_plus);
  small::set(kept, "factor", 3);
  const Scenario scenario = small::with(base, kept);
  const World before = small::live(who, base, how), after = small::live(who, scenario, how);
  const auto starts = [&](const World& w, bool of_group) {
    std::size_t n = 0;
    for (const UseRecord& u : w.uses) {
      n +=
          u.month >= kept.from && (who.population.traits[u.parent].origin == Origin::non_eu_plus) == of_group;
    }
    return n;
  };
  EXPECT_GT(starts(after, true), starts(before, true));
  EXPECT_GE(starts(after, false), starts(before, false));
  EXPECT_GT(after.years.back().lever_units.back(), 0);
  Lever none = kept;
  small::set(none, "factor", 1);
  const Scenario nothing = small::with(base, none);
  EXPECT_EQ(small::first_difference(before, small::live(who, nothing, how), false), "");
}

}  // namespace
}  // namespace uptake
