// SPDX-License-Identifier: Apache-2.0
// What the texts say can go wrong with a lever does go wrong.
#include <cmath>
#include <numeric>

#include "property/acting_levers.hpp"
#include "sim/pathway/doors.hpp"

namespace uptake {
namespace {

using small::acting, small::claims_from, small::claims_until, small::counted, small::first_counted,
    small::let_through, small::types_known, small::uses, small::was_vulnerable;

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
      ASSERT_EQ(advice.boosts_of(i).of[1].guilt, neutral.boosts_of(i).of[1].guilt);
    } else {
      ASSERT_FLOAT_EQ(advice.boosts_of(i).of[1].guilt, 0.2F);
    }
    ASSERT_EQ(advice.boosts_of(i).of[1].dare, neutral.boosts_of(i).of[1].dare);
    ASSERT_FLOAT_EQ(targeted.boosts_of(i).of[1].dare, -0.2F);
  }
  EXPECT_GT(vulnerable, 50U);
}

TEST(GoesWrong, HelpForTheVulnerableAloneLabelsAllOfThemVisitedOrNot) {
  Lever unnamed = acting(LeverKind::bridging_figures, claims_from);
  small::set(unnamed, "reach", 0);  // nobody is visited: what is left is the name
  unnamed.who.unexpected_expense = set_of(YesNo::no);
  Lever named = unnamed;
  small::set(named, "label", 2);
  const Month until = month_of(2016, 1);
  const World quiet = lived_with({unnamed}, until), labelled = lived_with({named}, until);
  EXPECT_EQ(small::first_difference(quiet, lived_with({}, until), false), "");
  const auto asked = [](const World& world, bool meant) {
    return uses(world, [&](const UseRecord& u) {
      const Spell* then = world.in.population->spell_at(u.parent, u.month);
      return then != nullptr && ((then->flags & no_expense) != 0) == meant;
    });
  };
  ASSERT_GT(asked(quiet, true), 50);
  EXPECT_LT(asked(labelled, true), 0.8 * asked(quiet, true));
  // who is not named meets fewer in the queues, and friends who tell less: five standard deviations of a
  // count
  EXPECT_NEAR(asked(labelled, false), asked(quiet, false), 5 * std::sqrt(asked(quiet, false)));
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
      reached += world.boosts_of(i).of[1].dare == 1 ? 1 : 0;
    }
    return reached / n;
  };
  const auto other_language = [](const Population& all, ParentId i) {
    return all.traits[i].dutch_at_home == 0;
  };
  const auto unskilled = [](const Population& all, ParentId i) { return all.traits[i].digital < -1; };
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

TEST(GoesWrong, SuccessOverloadsWhereThereAreFewPlaces) {
  Lever few = acting(LeverKind::capacity, claims_from), success = acting(LeverKind::lead_in, claims_from);
  few.name = "few";
  small::set(few, "factor", 0.4);
  success.name = "success";
  small::set(success, "ask", 1);
  const auto gave_up = [](const World& world) {
    double sum = 0;
    for (const YearCounts& year : world.years) {
      if (year.year >= first_counted) sum = std::accumulate(year.reneged.begin(), year.reneged.end(), sum);
    }
    return sum;
  };
  const auto waiting = [](const World& world) {
    return std::accumulate(world.queues.begin(), world.queues.end(), std::size_t{0},
                           [](std::size_t n, const Queue& queue) { return n + queue.tickets.size(); });
  };
  const Month until = month_of(2019, 1);
  const World alone = lived_with({few}, until), overloaded = lived_with({few, success}, until);
  ASSERT_GT(gave_up(alone), 20);
  // paired, so that chance is less than that of two counts: two standard deviations of their difference
  EXPECT_GT(gave_up(overloaded), gave_up(alone) + 2 * std::sqrt(2 * gave_up(alone)));
  EXPECT_GT(waiting(overloaded), waiting(alone));
  EXPECT_LT(let_through(overloaded, Gate::wait), let_through(alone, Gate::wait));
}

TEST(GoesWrong, DigitalDoorsExclude) {
  const Month until = static_cast<Month>(claims_from + 1);
  Lever website = acting(LeverKind::question_website, claims_from);
  small::set(website, "learn", 1);
  const World usual = lived_with({}, until), with_website = lived_with({website}, until);
  const auto share_taught = [&](auto of) {
    double n = 0, taught = 0;
    for (const ParentId i : usual.present) {
      if (!of(*usual.in.population, i)) continue;
      n += 1;
      taught += with_website.known[i] != usual.known[i] ? 1 : 0;
    }
    return taught / n;
  };
  const double unskilled =
      share_taught([](const Population& all, ParentId i) { return all.traits[i].digital < -1; });
  const double skilled =
      share_taught([](const Population& all, ParentId i) { return all.traits[i].digital > 1; });
  const double other =
      share_taught([](const Population& all, ParentId i) { return all.traits[i].dutch_at_home == 0; });
  const double dutch =
      share_taught([](const Population& all, ParentId i) { return all.traits[i].dutch_at_home != 0; });
  // reach goes by 2 sigma(1.5 skill): at most 0.36 of the usual below -1, at least 1.63 above 1
  EXPECT_GT(skilled, 0.2);
  EXPECT_LT(unskilled, 0.5 * skilled);
  EXPECT_LT(other, 0.5 * dutch);
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

}  // namespace
}  // namespace uptake
