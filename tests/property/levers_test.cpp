// SPDX-License-Identifier: Apache-2.0
// What must hold of every lever: without strength it is not there, before its month it has done nothing, and
// it moves what it should its way.
#include <algorithm>
#include <cmath>
#include <numeric>
#include <optional>

#include "property/acting_levers.hpp"
#include "sim/policy/difference.hpp"
#include "sim/policy/lever_reader.hpp"

namespace uptake {
namespace {

using small::acting, small::claims_from, small::claims_until, small::Counted, small::counted,
    small::first_counted, small::let_through, small::types_known, small::uses, small::was_vulnerable;

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
    case LeverKind::question_website:
    case LeverKind::volunteers:
    case LeverKind::meeting_groups:
      small::set(made, "reach", 0);
      break;
    case LeverKind::multilingual:
      small::set(made, "language", 0);
      small::set(made, "reach", 0);
      break;
    case LeverKind::explain_offer:
      small::set(made, "explain", 0);
      break;
    case LeverKind::father_minded:
      small::set(made, "welcome", 0);
      break;
    case LeverKind::warm_referral:
      for (const char* field : {"warm", "sends", "hop"}) small::set(made, field, 0);
      break;
    case LeverKind::co_location:
      for (const char* field : {"vulnerable", "others", "warm"}) small::set(made, field, 0);
      break;
    case LeverKind::antennas:
      small::set(made, "nearer", 0);
      break;
    case LeverKind::opening_hours:
      small::set(made, "hours", 0);
      break;
    case LeverKind::therapy_refund:
      small::set(made, "amount", 0);
      break;
    case LeverKind::automatic_granting:
      small::set(made, "granted", 0);
      break;
    case LeverKind::triage:
    case LeverKind::private_referral:
    case LeverKind::project_money:
      small::set(made, "share", 0);
      if (kind == LeverKind::project_money) small::set(made, "forget", 0);
      break;
    case LeverKind::online_help:
      small::set(made, "size", 1);
      break;
    case LeverKind::digital_help:
      small::set(made, "helped", 0);
      break;
    case LeverKind::culturally_fitting:
      small::set(made, "fit", 0);
      break;
    case LeverKind::quality:
      small::set(made, "quality", 0);
      break;
    case LeverKind::minimum_offer:  // everybody is nearer anyway
      small::set(made, "within", 600);
      break;
    case LeverKind::age_range:  // below what every service takes
      small::set(made, "to", 0);
      break;
    case LeverKind::school_continuity:
      small::set(made, "ask", 0);
      break;
    case LeverKind::staff:
      small::set(made, "places", 1);
      small::set(made, "quality", 0);
      small::set(made, "wait", 0);
      break;
    case LeverKind::budget_cut:
      small::set(made, "cut", 0);
      break;
    case LeverKind::pandemic:
      for (const char* field : {"need", "closed", "digital", "language"}) small::set(made, field, 0);
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
  /// A run that takes this scenario from `from` on; until then all live the baseline.
  static World lived(const Scenario& scenario) {
    static const World past = small::live(small::families(500), small::scenario(), {.until = from});
    World world = branch(past, scenario);
    live_on(world, end);
    return world;
  }
  static const World& baseline() {
    static const World world = lived(small::scenario());
    return world;
  }
  static constexpr Month from = month_of(2017, 2);  // while the campaign of 2016-10 to 2016-12 still works
  static constexpr Month end = month_of(2019, 1);
};

TEST_P(EveryLever, ActsWhenInForce) {  // so that the tests below cannot pass by themselves
  Scenario before = small::scenario();
  if (kind() == LeverKind::digital_help) {  // what helps online needs doors that are online
    before.levers.push_back(acting(LeverKind::remote, from));
    before.levers.back().name = "far";
  }
  const Scenario scenario = small::with(before, acting(kind(), from));
  const World without = lived(before), world = lived(scenario);
  EXPECT_NE(small::first_difference(without, world, false), "");
}

TEST_P(EveryLever, WithoutSizeIsNotThere) {
  const Scenario scenario = small::with(small::scenario(), idle(kind(), from));
  const World world = lived(scenario);
  EXPECT_EQ(small::first_difference(baseline(), world, false), "");
}

TEST_P(EveryLever, WithoutTimeIsNotThere) {
  Lever made = acting(kind(), from);
  made.until = from;
  if (kind() == LeverKind::supply) made.points.clear();
  const Scenario scenario = small::with(small::scenario(), made);
  const World world = lived(scenario);
  EXPECT_EQ(small::first_difference(baseline(), world, false), "");
}

TEST_P(EveryLever, BeforeItsMonthHasDoneNothing) {
  const Scenario scenario = small::with(small::scenario(), acting(kind(), end));
  const World world = lived(scenario);
  EXPECT_EQ(small::first_difference(baseline(), world, false), "");
}

INSTANTIATE_TEST_SUITE_P(Kinds, EveryLever, testing::Range<std::size_t>(0, n_lever_kinds),
                         [](const auto& p) { return std::string(lever_registry()[p.param].code); });

// ---- which way a lever moves what it should ---------------------------------------------------------------

double all_journeys(const World& world) {
  double sum = 0;
  for (const auto& by_gate : counted(world, first_counted).stopped)
    sum = std::accumulate(by_gate.begin(), by_gate.end(), sum);
  return sum;
}

double total_need(const World& world) {
  double sum = 0;
  for (const auto& need : world.need) {
    for (const ParentId i : world.present) sum += static_cast<double>(need[i]);
  }
  return sum;
}

double online_uses(const World& world) {
  return uses(world,
              [&](const UseRecord& u) { return world.policy.services()[u.service].door == Door::online; });
}

double share_helped(const World& world) {
  const double all = uses(world, [](const UseRecord& u) { return (u.flags & use_formal) != 0; });
  return uses(world,
              [](const UseRecord& u) { return (u.flags & use_formal) != 0 && u.helped <= Helped::fairly; }) /
         std::max(all, 1.0);
}

/// Requests at services for which `counts` holds.
double asked(const World& world, bool (*counts)(const ServiceNumbers&)) {
  double sum = 0;
  for (const YearCounts& year : world.years) {
    for (std::size_t k = 0; k < world.n_services() && year.year >= first_counted; ++k) {
      if (counts(world.policy.services()[k])) sum += year.queued[k];
    }
  }
  return sum;
}

/// Requests at services that now take no children up to 24.
double asked_of_the_young(const World& world) {
  return asked(world, [](const ServiceNumbers& service) { return service.child_to < 20; });
}

/// Requests at services that take only who is sent.
double sent_on(const World& world) {
  return asked(world, [](const ServiceNumbers& service) { return service.entry == Entry::referred; });
}

/// Requests at services whose families pay all.
double asked_of_private_help(const World& world) {
  double sum = 0;
  for (const YearCounts& year : world.years) {
    for (std::size_t k = 0; k < world.n_services() && year.year >= first_counted; ++k) {
      if (small::evidence().catalogue.types[k].payer == Payer::family) sum += year.queued[k];
    }
  }
  return sum;
}

/// Requests at services that stand in centre towns alone.
double asked_in_the_centre(const World& world) {
  return asked(world, [](const ServiceNumbers& service) { return service.door == Door::centre; });
}

/// The share of helped parents who are in a vulnerable situation, among those who waited for a place.
double vulnerable_served(const World& world) {
  const auto vulnerable = [&](const UseRecord& u) { return was_vulnerable(world, u) == true; };
  const auto waited = [](const UseRecord& u) { return (u.flags & (use_formal | use_second)) == use_formal; };
  return uses(world, [&](const UseRecord& u) { return waited(u) && vulnerable(u); }) /
         std::max(uses(world, waited), 1.0);
}

/// Requests at services that are open in office hours alone.
double asked_in_office_hours(const World& world) {
  return asked(world, [](const ServiceNumbers& service) {
    return !service.evening && service.door != Door::online && service.door != Door::home;
  });
}

/// What a lever should move: an outcome, up (1) or down (-1), at half and at full size of some fields.
struct Claim {
  double (*outcome)(const World&);
  int sign;
  std::vector<std::pair<const char*, std::array<double, 2>>> sizes;
  std::function<void(Scenario&)> in = {};  ///< what else holds, in the baseline too
};

Claim claim(LeverKind kind) {
  const auto through = []<Gate gate>() -> double (*)(const World&) {
    return [](const World& world) { return let_through(world, gate); };
  };
  const auto dare = through.operator()<Gate::dare>();
  const auto reach = through.operator()<Gate::reach>();
  const auto afford = through.operator()<Gate::afford>();
  const auto started = [](const World& world) { return counted(world, first_counted).started; };
  const auto scarce = [](Scenario& s) {
    Lever few = acting(LeverKind::capacity, month_of(2011, 1));
    few.name = "few";
    small::set(few, "factor", 0.4);
    s.levers.push_back(few);
  };
  const auto at_a_distance = [](Scenario& s) {
    Lever far = acting(LeverKind::remote, month_of(2011, 1));
    far.name = "far";
    small::set(far, "digital", 2);
    s.levers.push_back(far);
  };
  switch (kind) {
    case LeverKind::campaign:
      return {types_known, 1, {{"reach", {0.1, 0.5}}, {"learn", {0.5, 0.5}}}};
    case LeverKind::lead_in:
    case LeverKind::school_continuity:
      return {all_journeys, 1, {{"ask", {0.3, 1}}}};
    case LeverKind::huis_van_het_kind:
      return {types_known, 1, {{"share", {0.5, 1}}}};
    case LeverKind::fee:  // at most so much
      return {afford, 1, {{"rule", {3, 3}}, {"amount", {20, 0}}}};
    case LeverKind::therapy_refund:
      return {afford, 1, {{"amount", {15, 1000}}, {"contacts", {100, 100}}}};
    case LeverKind::automatic_granting:
      return {afford, 1, {{"granted", {0.5, 1}}}};
    case LeverKind::capacity:
      return {started, 1, {{"factor", {1.5, 4}}}};
    case LeverKind::bridging_figures:
      return {types_known, 1, {{"reach", {0.05, 0.3}}}};
    case LeverKind::question_website:
      return {types_known, 1, {{"reach", {0.1, 0.5}}}};
    case LeverKind::multilingual:
      return {types_known, 1, {{"reach", {0.2, 0.9}}, {"learn", {1, 1}}, {"language", {0, 0}}}};
    case LeverKind::explain_offer:
      return {types_known, 1, {{"explain", {0.3, 1}}}};
    case LeverKind::volunteers:
      return {total_need, -1, {{"relief", {0.05, 0.3}}, {"reach", {0.5, 0.5}}}};
    case LeverKind::father_minded:
      return {dare, 1, {{"welcome", {0.5, 1}}}};
    case LeverKind::warm_referral:
      return {sent_on, 1, {{"warm", {0.5, 1}}, {"sends", {0.2, 1}}}};
    case LeverKind::co_location:
      return {dare, 1, {{"vulnerable", {0.5, 1.5}}, {"others", {0.5, 1.5}}}};
    case LeverKind::antennas:
      return {asked_in_the_centre, 1, {{"nearer", {0.5, 1}}}};
    case LeverKind::minimum_offer:
      return {asked_in_the_centre, 1, {{"within", {15, 0}}}};
    case LeverKind::opening_hours:
      return {asked_in_office_hours, 1, {{"hours", {0.5, 1}}}};
    case LeverKind::triage:  // the vulnerable first
      return {vulnerable_served, 1, {{"order", {1, 1}}, {"share", {0.5, 1}}}, scarce};
    case LeverKind::private_referral:
      return {asked_of_private_help, 1, {{"share", {0.3, 1}}}};
    case LeverKind::online_help:
      return {online_uses, -1, {{"size", {0.4, 0}}}};
    case LeverKind::digital_help:
      return {reach, 1, {{"helped", {0.5, 1}}}, at_a_distance};
    case LeverKind::culturally_fitting:
      return {dare, 1, {{"fit", {0.5, 1}}}};
    case LeverKind::quality:
      return {share_helped, 1, {{"quality", {0.7, 3}}}};
    case LeverKind::age_range:
      return {asked_of_the_young, 1, {{"to", {10, 24}}}};
    case LeverKind::meeting_groups:
      return {types_known, 1, {{"tells", {0.3, 1}}, {"reach", {1, 1}}, {"support", {0, 0}}}};
    case LeverKind::project_money:
      return {types_known, -1, {{"forget", {0.2, 0.9}}}};
    case LeverKind::staff:
      return {started, -1, {{"places", {0.6, 0.2}}, {"quality", {0, 0}}, {"wait", {0, 0}}}};
    case LeverKind::budget_cut:
      return {started, -1, {{"cut", {0.4, 0.8}}}};
    case LeverKind::pandemic:
      return {reach, -1, {{"closed", {1, 3}}}};
    case LeverKind::supply:
      return {started, -1, {}};
    case LeverKind::access:
      return {reach, -1, {{"shift", {-1, -3}}}};
    case LeverKind::need:
      return {total_need, 1, {{"shift", {0.3, 1}}}};
    case LeverKind::norm:
      return {dare, 1, {{"shift", {0.3, 1}}}};
    case LeverKind::occasion:
      return {all_journeys, 1, {{"shift", {0.3, 1}}}};
    case LeverKind::remote:
      return {reach, -1, {{"digital", {0.5, 2}}, {"language", {0.5, 2}}}};
  }
  return {};
}

/// What a seed lived through before the lever; kept, but for a baseline of its own.
const World& past_of(std::uint32_t seed, const Scenario& base, bool own) {
  static std::map<std::pair<std::uint32_t, bool>, World> lived;
  if (own) lived.erase({seed, true});
  const auto found = lived.find({seed, own});
  if (found != lived.end()) return found->second;
  World past = small::live(small::families(500), base, {.until = claims_from, .key = {seed, 0}});
  return lived.emplace(std::pair{seed, own}, std::move(past)).first->second;
}

TEST_P(EveryLever, MovesWhatItShouldItsWayAndMoreWhenLarger) {
  const Claim what = claim(kind());
  ASSERT_NE(what.outcome, nullptr);
  Scenario base = small::scenario();
  if (what.in) what.in(base);
  const auto of_size = [&](std::size_t size) {
    Lever made = acting(kind(), claims_from);
    for (const auto& [field, values] : what.sizes) small::set(made, field, values[size]);
    if (kind() == LeverKind::supply) made.points = {{claims_from, size == 0 ? 0.5 : 0.1}};
    return small::with(base, made);
  };
  const std::array<Scenario, 2> sized{of_size(0), of_size(1)};
  // Paired by seed. Without an effect the mean of six would pass once in twenty times.
  std::vector<double> by_half, by_full;
  for (std::uint32_t seed = 3; seed < 9; ++seed) {
    const World& past = past_of(seed, base, static_cast<bool>(what.in));
    const auto lived = [&](const Scenario& scenario) {
      World future = branch(past, scenario);
      live_on(future, claims_until);
      return what.sign * what.outcome(future);
    };
    const double none = lived(base);
    by_half.push_back(lived(sized[0]) - none);
    by_full.push_back(lived(sized[1]) - none);
  }
  const auto mean = [](const std::vector<double>& of) {
    return std::accumulate(of.begin(), of.end(), 0.0) / static_cast<double>(of.size());
  };
  double squares = 0;
  for (const double effect : by_full) squares += (effect - mean(by_full)) * (effect - mean(by_full));
  constexpr double one_sided_95 = 2.015;  // Student's t with 5 degrees of freedom
  EXPECT_GT(mean(by_full), one_sided_95 * std::sqrt(squares / 5 / 6));
  EXPECT_GT(mean(by_half), 0);
  EXPECT_GT(mean(by_full), mean(by_half));
}

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
    EXPECT_EQ(small::first_difference(whole, future), "") << policy;
  }
}

TEST(Policies, ABranchInTheMiddleOfAYearCountsEachLeverOn) {
  const Month parts = month_of(2017, 5);  // while levers of history are counted
  Scenario scenario = small::with(small::scenario(), acting(LeverKind::capacity, parts));
  std::rotate(scenario.levers.rbegin(), scenario.levers.rbegin() + 1,
              scenario.levers.rend());  // now the first
  const World past = small::live(small::families(500), small::scenario(), {.until = parts});
  World future = branch(past, scenario);
  live_on(future, month_of(2018, 1));
  const World whole = small::live(small::families(500), scenario, {.until = month_of(2018, 1)});
  EXPECT_EQ(small::first_difference(whole, future), "");
  EXPECT_GT(whole.years.back().lever_units.front(), 0);
  const std::vector<double>& years = whole.years.back().lever_years;
  EXPECT_GT(std::accumulate(years.begin() + 1, years.end(), 0.0), 0);  // else the order could not be told
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
  for (const Domain domain : both_domains) {
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
    EXPECT_EQ(small::differs("stage", small::column(before, other, &Lived::stage),
                             small::column(after, other, &Lived::stage)),
              "")
        << code(domain);
    EXPECT_EQ(small::differs("last stop", before.stopped[other], after.stopped[other]), "");
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
      if (u.month >= far.from && entry == Entry::universal &&
          (all.traits[u.parent].dutch_at_home != 0) == dutch)
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

}  // namespace
}  // namespace uptake
