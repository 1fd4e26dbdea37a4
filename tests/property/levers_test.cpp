// SPDX-License-Identifier: Apache-2.0
// What must hold of every lever: without strength it is not there, before its month it has done nothing, and
// it does not reach whom it is not meant for.
#include <algorithm>
#include <cmath>
#include <numeric>
#include <optional>

#include "measured_run.hpp"
#include "sim/pathway/doors.hpp"
#include "sim/policy/difference.hpp"
#include "sim/policy/lever_reader.hpp"

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
    case LeverKind::question_website:
      small::set(made, "reach", 0.5);
      small::set(made, "learn", 0.5);
      break;
    case LeverKind::multilingual:
      small::set(made, "language", 1);
      small::set(made, "reach", 0.5);
      break;
    case LeverKind::explain_offer:
      small::set(made, "explain", 1);
      break;
    case LeverKind::volunteers:
      small::set(made, "reach", 0.5);
      made.services = 0;
      break;
    case LeverKind::father_minded:
      small::set(made, "welcome", 1);
      break;
    case LeverKind::warm_referral:
      small::set(made, "warm", 1);
      small::set(made, "sends", 0.3);
      break;
    case LeverKind::co_location:
      small::set(made, "vulnerable", 1);
      small::set(made, "others", 1);
      break;
    case LeverKind::antennas:
      small::set(made, "nearer", 1);
      break;
    case LeverKind::opening_hours:
      small::set(made, "hours", 1);
      break;
    case LeverKind::therapy_refund:
      small::set(made, "amount", 1000);
      break;
    case LeverKind::automatic_granting:
      small::set(made, "granted", 1);
      break;
    case LeverKind::triage:  // by need
      break;
    case LeverKind::private_referral:
      small::set(made, "share", 1);
      break;
    case LeverKind::online_help:
      small::set(made, "size", 0);
      break;
    case LeverKind::digital_help:
      small::set(made, "helped", 1);
      break;
    case LeverKind::culturally_fitting:
      small::set(made, "fit", 1);
      break;
    case LeverKind::quality:
      small::set(made, "quality", 2);
      break;
    case LeverKind::minimum_offer:
      small::set(made, "within", 0);
      break;
    case LeverKind::age_range:
      break;
    case LeverKind::meeting_groups:
      small::set(made, "reach", 0.5);
      made.services = 0;
      break;
    case LeverKind::school_continuity:
      small::set(made, "seen", 1);
      small::set(made, "ask", 1);
      break;
    case LeverKind::project_money:
      small::set(made, "share", 0.9);
      small::set(made, "every", 12);
      small::set(made, "gap", 11);  // so that the first one stops in the second month
      break;
    case LeverKind::staff:
      small::set(made, "places", 0.3);
      small::set(made, "quality", -1);
      small::set(made, "wait", 3);
      break;
    case LeverKind::budget_cut:
      small::set(made, "cut", 0.8);
      break;
    case LeverKind::pandemic:
      small::set(made, "closed", 1);
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

struct Counted {
  std::array<std::array<double, n_gates + 1>, n_domains> stopped{};
  double started = 0;
};

Counted counted(const World& world, int from) {
  Counted sum;
  for (const YearCounts& year : world.years) {
    if (year.year < from) continue;
    for (std::size_t d = 0; d < n_domains; ++d) {
      for (std::size_t g = 0; g <= n_gates; ++g) sum.stopped[d][g] += year.journeys[d][g];
    }
    sum.started = std::accumulate(year.started.begin(), year.started.end(), sum.started);
  }
  return sum;
}

constexpr int first_counted = 2012;
constexpr Month claims_from = month_of(first_counted, 1), claims_until = month_of(2015, 1);

/// Of the journeys of both domains that came to a gate, the share that it let through.
double let_through(const World& world, Gate gate) {
  const Counted sum = counted(world, first_counted);
  double came = 0, stopped = 0;
  for (const auto& by_gate : sum.stopped) {
    for (std::size_t g = static_cast<std::size_t>(gate); g <= n_gates; ++g) came += by_gate[g];
    stopped += by_gate[static_cast<std::size_t>(gate)];
  }
  return came > 0 ? 1 - stopped / came : 0;
}

double all_journeys(const World& world) {
  double sum = 0;
  for (const auto& by_gate : counted(world, first_counted).stopped)
    sum = std::accumulate(by_gate.begin(), by_gate.end(), sum);
  return sum;
}

double types_known(const World& world) {
  double sum = 0;
  for (const ParentId i : world.present) sum += std::popcount(world.known[i]);
  return sum;
}

double total_need(const World& world) {
  double sum = 0;
  for (const auto& need : world.need) {
    for (const ParentId i : world.present) sum += static_cast<double>(need[i]);
  }
  return sum;
}

/// Uses since the lever began for which `counts` holds.
double uses(const World& world, const std::function<bool(const UseRecord&)>& counts) {
  return static_cast<double>(std::count_if(world.uses.begin(), world.uses.end(), [&](const UseRecord& u) {
    return u.month >= claims_from && counts(u);
  }));
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

/// Whether who used it was in a vulnerable situation; nothing of a use before the parent was in the
/// population.
std::optional<bool> was_vulnerable(const World& world, const UseRecord& u) {
  const Spell* then = world.in.population->spell_at(u.parent, u.month);
  if (then == nullptr) return std::nullopt;
  return (then->flags & (no_holiday | no_expense)) != 0;
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
    ASSERT_EQ(before.boost_reach[i], after.boost_reach[i]);
    for (std::size_t d = 0; d < n_domains; ++d) {
      ASSERT_EQ(before.ar[d][i], after.ar[d][i]);
      ASSERT_EQ(before.boost_dare[d][i], after.boost_dare[d][i]);
      ASSERT_EQ(before.stage[d][i], after.stage[d][i]);
      ASSERT_EQ(before.last_stop[d][i], after.last_stop[d][i]);
      ASSERT_EQ(before.episode_helped[d][i], after.episode_helped[d][i]);
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
      const bool man = world.in.population->gender[ticket.parent] == Gender::men;
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
    for (const ParentId i : world.present) seen[i] = world.boost_dare[0][i] == 1.5F;
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
    EXPECT_EQ(who.population.gender[i], Gender::men);
    EXPECT_EQ(who.population.spell_at(i, from)->n_children, 3);
  }
}

// ---- what goes wrong -----------------------------------------------------------------------------------

/// A run in which these levers are added in 2012.
World lived_with(std::initializer_list<Lever> levers, Month until) {
  static const World past = small::live(small::families(1000), small::scenario(), {.until = claims_from});
  Scenario changed = small::scenario();
  for (const Lever& lever : levers) changed.levers.push_back(lever);
  World world = branch(past, changed);
  live_on(world, until);
  world.in.scenario = &small::scenario();  // the changed one ends here
  return world;
}

TEST(GoesWrong, ProjectMoneyThatStopsTakesWhatItTaught) {
  const Month stops = month_of(2013, 1), soon = month_of(2013, 2);
  Lever project = acting(LeverKind::bridging_figures, claims_from), structural = project;
  project.until = structural.until = stops;
  small::set(project, "lost_at_end", 1);
  const World with_project = lived_with({project}, soon), with_structural = lived_with({structural}, soon);
  EXPECT_EQ(
      small::differs("known", lived_with({project}, stops).known, lived_with({structural}, stops).known), "");
  EXPECT_LT(types_known(with_project), 0.7 * types_known(with_structural));
}

TEST(GoesWrong, CompanyThatStopsLeavesNoTie) {
  Lever company = acting(LeverKind::volunteers, claims_from);
  small::set(company, "reach", 1);
  small::set(company, "relief", 0);
  small::set(company, "learn", 0);
  company.until = month_of(2012, 3);
  const auto supported = [&](Month until) {
    const World world = lived_with({company}, until);
    Scenario changed = small::with(small::scenario(), company);
    World again = world;
    again.in.scenario = &changed;
    again.policy = Policy(small::evidence(), changed);
    again.now = static_cast<Month>(until - 1);
    again.policy.month(again.now, again.plan);
    std::size_t n = 0;
    for (const ParentId i : again.present) {
      const auto d = Domain::parenting;
      if (again.person(i, d).network_support > again.view(i, d).network_support) ++n;
    }
    return n;
  };
  EXPECT_GT(supported(month_of(2012, 3)), 500U);  // the last month of visits
  EXPECT_EQ(supported(month_of(2012, 4)), 0U);
}

TEST(GoesWrong, AdviceShamesTheVulnerableAndTargetingAllItReaches) {
  const auto after = [&](double framing) {
    Lever campaign = small::lever(LeverKind::campaign, "framed", claims_from);
    small::set(campaign, "reach", 1);
    small::set(campaign, "fluency_bias", 0);
    small::set(campaign, "framing", framing);
    return lived_with({campaign}, static_cast<Month>(claims_from + 1));
  };
  const World neutral = after(0), advice = after(1), targeted = after(2);
  std::size_t vulnerable = 0;
  for (const ParentId i : neutral.present) {
    const bool poor = (neutral.spell_of(i).flags & (no_holiday | no_expense)) != 0;
    vulnerable += poor ? 1U : 0U;
    if (!poor) {
      ASSERT_EQ(advice.guilt[1][i], neutral.guilt[1][i]);
    } else {
      ASSERT_FLOAT_EQ(advice.guilt[1][i], 0.2F);
    }
    ASSERT_EQ(advice.boost_dare[1][i], neutral.boost_dare[1][i]);
    ASSERT_FLOAT_EQ(targeted.boost_dare[1][i], -0.2F);
  }
  EXPECT_GT(vulnerable, 50U);
}

TEST(GoesWrong, ChannelsMissDifferentParents) {
  const auto learnt = [&](double channel, auto of) {
    Lever campaign = small::lever(LeverKind::campaign, "by channel", claims_from);
    small::set(campaign, "reach", 0.3);
    small::set(campaign, "taboo", 1);
    small::set(campaign, "channel", channel);
    const World world = lived_with({campaign}, static_cast<Month>(claims_from + 1));
    double n = 0, reached = 0;
    for (const ParentId i : world.present) {
      if (!of(*world.in.population, i)) continue;
      n += 1;
      reached += world.boost_dare[1][i] == 1 ? 1 : 0;
    }
    return reached / n;
  };
  const auto other_language = [](const Population& all, ParentId i) { return all.dutch_at_home[i] == 0; };
  const auto unskilled = [](const Population& all, ParentId i) { return all.digital[i] < -1; };
  enum { mass_media, social_media, print, community };
  EXPECT_LT(learnt(print, other_language), learnt(mass_media, other_language));
  EXPECT_LT(learnt(mass_media, other_language), learnt(community, other_language));
  EXPECT_LT(learnt(social_media, unskilled), 0.7 * learnt(mass_media, unskilled));
  EXPECT_NEAR(learnt(community, unskilled), 0.3, 0.09);  // 3 standard errors of some 250 parents
}

TEST(GoesWrong, BetweenWavesACampaignReachesNobody) {
  Lever campaign = acting(LeverKind::campaign, claims_from);
  small::set(campaign, "every", 6);
  small::set(campaign, "wave", 2);
  std::vector<double> units;
  const Scenario changed = small::with(small::scenario(), campaign);
  World world = branch(small::live(small::families(100), small::scenario(), {.until = claims_from}), changed);
  double before = 0;
  for (int m = 1; m <= 12; ++m) {
    live_on(world, static_cast<Month>(claims_from + m));
    const double now = world.years.back().lever_units.back();
    units.push_back(now - before);
    before = now;
  }
  for (std::size_t m = 0; m < units.size(); ++m) EXPECT_EQ(units[m] > 0, m % 6 < 2) << m;
}

TEST(GoesWrong, ABudgetCutTakesOutreachWithIt) {
  const Lever outreach = acting(LeverKind::bridging_figures, claims_from);
  Lever cut = small::lever(LeverKind::budget_cut, "cut", claims_from);
  small::set(cut, "cut", 0);
  small::set(cut, "outreach", 1);
  const Month until = month_of(2012, 7);
  const World both = lived_with({outreach, cut}, until), none = lived_with({}, until);
  EXPECT_EQ(small::first_difference(both, none, false), "") << "all outreach is gone, and no place";
}

TEST(GoesWrong, UnderOneRoofHasASignThatMustBeChosen) {
  const auto asked = [&](double vulnerable, double others, bool poor) {
    Lever roof = acting(LeverKind::co_location, claims_from);
    small::set(roof, "vulnerable", vulnerable);
    small::set(roof, "others", others);
    small::set(roof, "warm", 0);
    const World world = lived_with({roof}, month_of(2016, 1));
    return uses(world, [&](const UseRecord& u) { return was_vulnerable(world, u) == poor; });
  };
  EXPECT_GT(asked(2, 0, true), asked(-2, 0, true));
  EXPECT_GT(asked(0, 2, false), asked(0, -2, false));
}

TEST(GoesWrong, FreeCanReadAsOfLowQuality) {
  Lever free = acting(LeverKind::fee, claims_from), doubted = free;
  small::set(doubted, "doubt", 2);
  const World trusted = lived_with({free}, claims_until), shamed = lived_with({doubted}, claims_until);
  EXPECT_LT(let_through(shamed, Gate::dare), let_through(trusted, Gate::dare));
}

TEST(GoesWrong, PrivateReferralShutsOutWhoFindsItTooDear) {
  const Month until = month_of(2017, 1);
  const World usual = lived_with({}, until);
  const World sent = lived_with({acting(LeverKind::private_referral, claims_from)}, until);
  const auto helped = [&](const World& world, bool poor) {
    return uses(world, [&](const UseRecord& u) {
      const bool pays_all = small::evidence().catalogue.types[u.service].payer == Payer::family;
      return !pays_all && (u.flags & (use_formal | use_second | use_enriching)) == use_formal &&
             world.policy.services()[u.service].entry != Entry::universal && was_vulnerable(world, u) == poor;
    });
  };
  const auto too_dear = [](const World& world) {
    double sum = 0;
    for (const auto& by_gate : counted(world, first_counted).stopped)
      sum += by_gate[static_cast<std::size_t>(Gate::afford)];
    return sum;
  };
  ASSERT_GT(helped(usual, false), 100);
  EXPECT_LT(helped(sent, false), 0.5 * helped(usual, false)) << "some were on their way";
  // not fewer, but by chance: who is helped later walks other ways; five standard deviations of a count
  EXPECT_GT(helped(sent, true), helped(usual, true) - 5 * std::sqrt(helped(usual, true)));
  EXPECT_GT(too_dear(sent), 1.5 * too_dear(usual)) << "sent on, they drop out at the fee";
}

TEST(GoesWrong, ARefundIsFurtherForWhoCannotAdvanceIt) {
  FeeRule usual{75, 60};
  const auto after = [&](float advance) {
    return changed(
        usual, {.kind = FeeChange::Kind::refund, .amount = 40, .contacts = 8, .advance = advance, .part = 1},
        10);
  };
  EXPECT_FLOAT_EQ(after(0).full, 75 - 40 * 0.8F);
  EXPECT_FLOAT_EQ(after(0).low, 60 - 40 * 0.8F);
  EXPECT_FLOAT_EQ(after(1).low, 60);
  EXPECT_GT(after(1).low, after(1).full);
}

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
