// SPDX-License-Identifier: Apache-2.0
#include "sim/survey/questionnaire.hpp"

#include <gmock/gmock.h>

#include <cmath>
#include <numeric>

#include "sim/survey/memory.hpp"
#include "village.hpp"

namespace uptake {
namespace {

using village::parenting;
using village::relationship;
using village::use;
using village::Village;

SurveySettings settings() {
  SurveySettings s;
  for (auto& wave : s.support) {
    for (auto& domain : wave) domain = {{{0.5, 0.3, 0.15, 0.05}, {0.2, 0.4, 0.3, 0.1}}};
  }
  return s;
}

/// What one parent answered.
struct Sheet {
  const Answers* answers;
  std::size_t row;
  [[nodiscard]] Ticks operator()(Domain d, Item item) const { return answers->ticks(d, item)[row]; }
  [[nodiscard]] bool ever(Domain d) const { return answers->ever[static_cast<std::size_t>(d)][row] != 0; }
};
Sheet sheet_of(const Answers& answers, ParentId parent) {
  for (std::size_t row = 0; row < answers.size(); ++row) {
    if (answers.parent[row] == parent) return {&answers, row};
  }
  throw std::logic_error("not asked");
}

TEST(Items, StandInTheOrderOfTheVariables) {
  const auto all = variables();
  ASSERT_GE(all.size(), n_items);
  EXPECT_EQ(all[index(Item::total)].code, "total");
  EXPECT_EQ(all[index(Item::union_status)].code, "union_status");
  EXPECT_EQ(all[index(Item::worries)].code, "worries");
  EXPECT_EQ(all[index(Item::partner_support)].code, "partner_support");
  EXPECT_EQ(all[index(Item::support_type)].code, "support_type");
  EXPECT_EQ(all[index(Item::helped_ending)].code, "helped_ending");
  EXPECT_EQ(all[index(Item::when)].code, "when");
  EXPECT_EQ(all[index(Item::nonuse_reason)].code, "nonuse_reason");
}

TEST(Questionnaire, CountsOnlyWhatWasPerceivedAndIsNotForgotten) {
  Village v;
  const ParentId told = v.parent(0), unperceived = v.parent(1), forgotten = v.parent(2), recent = v.parent(3);
  World world = v.open(wave_2016);
  world.uses.push_back(use(told, month_of(2010, 1), village::kind_en_gezin, Domain::parenting));
  world.uses.push_back(use(unperceived, month_of(2010, 1), village::kind_en_gezin, Domain::parenting));
  world.uses.back().flags = use_formal;
  world.uses.push_back(use(forgotten, month_of(2010, 1), village::kind_en_gezin, Domain::parenting));
  world.uses.back().forgotten = wave_2016;
  world.uses.push_back(use(recent, wave_2016 - 11, village::kind_en_gezin, Domain::parenting));
  world.uses.back().forgotten = wave_2016 - 1;  // of the last year: told all the same

  const Answers answers = ask(world, Wave::w2016, settings());
  EXPECT_TRUE(sheet_of(answers, told).ever(Domain::parenting));
  EXPECT_FALSE(sheet_of(answers, unperceived).ever(Domain::parenting));
  EXPECT_FALSE(sheet_of(answers, forgotten).ever(Domain::parenting));
  EXPECT_TRUE(sheet_of(answers, recent).ever(Domain::parenting));
  EXPECT_FALSE(sheet_of(answers, told).ever(Domain::relationship));
}

TEST(Questionnaire, TellsForWhichRelationshipItWas) {
  Village v;
  const auto [a, b] = v.couple(0);
  const ParentId lone = v.parent(1);
  World world = v.open(wave_2016);
  const Month union_start = v.spell(a).union_start;
  const auto add = [&](ParentId i, Month month, Month with, bool ending, Helped helped) {
    world.uses.push_back(use(i, month, village::therapist, Domain::relationship, helped));
    world.uses.back().union_start = with;
    if (ending) world.uses.back().flags |= use_at_ending;
  };
  add(a, month_of(2012, 1), union_start, false, Helped::very_much);
  add(a, month_of(2004, 1), month_of(1998, 1), false, Helped::not_at_all);
  add(b, month_of(2004, 6), month_of(1998, 1), true, Helped::a_little);
  add(lone, month_of(2012, 1), never, false,
      Helped::fairly);  // without a partner then and now: not a current one

  const Answers answers = ask(world, Wave::w2016, settings());
  const Sheet first = sheet_of(answers, a), second = sheet_of(answers, b), third = sheet_of(answers, lone);
  EXPECT_EQ(first(Domain::relationship, Item::relation), tick(Relation::current) | tick(Relation::previous));
  EXPECT_EQ(first(Domain::relationship, Item::helped_current), tick(Helped::very_much));
  EXPECT_EQ(first(Domain::relationship, Item::helped_previous), tick(Helped::not_at_all));
  EXPECT_EQ(first(Domain::relationship, Item::helped_ending), 0);
  EXPECT_EQ(first(Domain::relationship, Item::helped), tick(Helped::very_much));  // the latest
  EXPECT_EQ(second(Domain::relationship, Item::relation), tick(Relation::ending));
  EXPECT_EQ(third(Domain::relationship, Item::relation), tick(Relation::previous));
}

TEST(Questionnaire, ANewPartnerTellsThePastThatItTookOver) {
  Village v;
  const auto [a, partner] = v.couple(0);
  const ParentId lone = v.parent(1), earlier = v.parent(2);
  v.spell(lone).start = month_of(2000, 1);
  v.spell(partner).start = v.spell(partner).union_start = month_of(2012, 1);
  World world = v.open(wave_2016);
  world.taken_over = {{partner, lone}, {lone, earlier}};  // who had taken over a past as well
  const auto add = [&](ParentId i, Month month, ServiceId service, Domain domain) {
    world.uses.push_back(use(i, month, service, domain));
    world.uses.back().union_start = month_of(1998, 1);
  };
  add(lone, month_of(2008, 1), village::therapist, Domain::relationship);
  world.uses.back().flags |= use_at_ending;
  add(lone, month_of(2012, 1), village::kind_en_gezin, Domain::parenting);  // the partner was here by then
  add(earlier, month_of(1999, 12), village::therapist, Domain::relationship);
  add(earlier, month_of(2000, 1), village::shop, Domain::parenting);

  const Answers answers = ask(world, Wave::w2016, settings());
  const Sheet told = sheet_of(answers, partner), by_lone = sheet_of(answers, lone);
  EXPECT_EQ(told(Domain::relationship, Item::relation), tick(Relation::ending) | tick(Relation::previous));
  EXPECT_FALSE(told.ever(Domain::parenting));
  EXPECT_EQ(by_lone(Domain::relationship, Item::relation), tick(Relation::ending) | tick(Relation::previous));
  EXPECT_TRUE(by_lone.ever(Domain::parenting));
  EXPECT_FALSE(sheet_of(answers, a).ever(Domain::relationship));
}

TEST(Questionnaire, TicksOnlyBoxesThatTheWaveOffered) {
  Village v;
  const ParentId house = v.parent(0), shopper = v.parent(1), both = v.parent(2);
  World world = v.open(wave_2016);
  world.uses.push_back(use(house, month_of(2015, 1), village::huis, Domain::parenting));
  world.uses.push_back(use(shopper, month_of(2015, 1), village::shop, Domain::parenting));
  world.uses.push_back(use(both, month_of(2015, 1), village::huis, Domain::parenting));
  world.uses.push_back(use(both, month_of(2015, 2), village::kind_en_gezin, Domain::parenting));

  const Answers first = ask(world, Wave::w2016, settings());
  EXPECT_EQ(sheet_of(first, house)(Domain::parenting, Item::support_type), tick(Box::other));
  EXPECT_EQ(sheet_of(first, shopper)(Domain::parenting, Item::support_type), tick(Box::parenting_shop));
  EXPECT_EQ(sheet_of(first, both)(Domain::parenting, Item::support_type), tick(Box::kind_en_gezin));
  const Answers second = ask(world, Wave::w2021, settings());
  EXPECT_EQ(sheet_of(second, house)(Domain::parenting, Item::support_type), tick(Box::huis_van_het_kind));
  EXPECT_EQ(sheet_of(second, shopper)(Domain::parenting, Item::support_type), tick(Box::other));
}

TEST(Questionnaire, TicksBothSortsOfAnEpisodeAndSoEachOfThemOnce) {
  Village v;
  const ParentId one = v.parent(0), two = v.parent(1);
  World world = v.open(wave_2021);
  const auto add = [&](ParentId i, ServiceId service, unsigned flags) {
    world.uses.push_back(use(i, month_of(2020, 1), service, Domain::parenting));
    world.uses.back().flags = static_cast<std::uint8_t>(use_perceived | flags);
  };
  add(one, village::kind_en_gezin, use_formal);
  add(two, village::kind_en_gezin, use_formal);
  add(two, village::parenting_site, use_second);
  add(two, village::huis, use_formal);
  add(two, village::kind_en_gezin, use_formal | use_second);

  const Answers answers = ask(world, Wave::w2021, settings());
  EXPECT_EQ(sheet_of(answers, one)(Domain::parenting, Item::support_type), tick(Box::kind_en_gezin));
  EXPECT_EQ(sheet_of(answers, two)(Domain::parenting, Item::support_type),
            tick(Box::kind_en_gezin) | tick(Box::info_online_print) | tick(Box::huis_van_het_kind));
}

TEST(Questionnaire, KeepsItsRulesInACrowd) {
  for (const Wave wave : {Wave::w2016, Wave::w2021}) {
    Village v;
    const World world = village::crowd(v, wave == Wave::w2016 ? wave_2016 : wave_2021, 2000);
    const Answers answers = ask(world, wave, settings());
    std::size_t n_users = 0;
    for (std::size_t row = 0; row < answers.size(); ++row) {
      const Sheet said{&answers, row};
      const bool partner = said(Domain::relationship, Item::union_status) != 0;
      for (const Domain d : both_domains) {
        const Ticks boxes = said(d, Item::support_type);
        EXPECT_EQ(boxes & ~boxes_asked(d, wave), 0);
        EXPECT_EQ(boxes != 0, said.ever(d));
        EXPECT_NE(said.ever(d), said(d, Item::nonuse_reason) != 0);  // reasons are asked of non-users
        EXPECT_EQ(said(d, Item::partner_support) != 0, partner);
        EXPECT_LE(std::popcount(said(d, Item::helped)), 1);
        if (said.ever(d)) ++n_users;
      }
      EXPECT_EQ(said(Domain::relationship, Item::when), 0);
      EXPECT_EQ(said(Domain::parenting, Item::relation), 0);
      EXPECT_EQ(said(Domain::parenting, Item::when) != 0, said.ever(Domain::parenting));
      EXPECT_EQ(said(Domain::relationship, Item::relation) != 0, said.ever(Domain::relationship));
      EXPECT_EQ(said(Domain::relationship, Item::nonuse_reason) & tick(NonuseReason::child_unwilling), 0);
      if (!partner) {
        EXPECT_EQ(said(Domain::relationship, Item::relation) & tick(Relation::current), 0);
        EXPECT_EQ(said(Domain::relationship, Item::relationship_satisfaction), 0);
        EXPECT_EQ(answers.weight[static_cast<std::size_t>(Sample::partnered)][row], 0);
      }
    }
    EXPECT_GT(n_users, answers.size() / 5);  // the rules were tried
  }
}

TEST(Questionnaire, TheLastYearIsTheTwelveMonthsBeforeTheInterview) {
  Village v;
  const ParentId within = v.parent(0), before = v.parent(1);
  World world = v.open(wave_2016);
  world.uses.push_back(use(within, wave_2016 - 11, village::kind_en_gezin, Domain::parenting));
  world.uses.push_back(use(before, wave_2016 - 12, village::kind_en_gezin, Domain::parenting));
  const Answers answers = ask(world, Wave::w2016, settings());
  EXPECT_EQ(sheet_of(answers, within)(Domain::parenting, Item::when), tick(0));
  EXPECT_EQ(sheet_of(answers, before)(Domain::parenting, Item::when), tick(1));
}

TEST(Questionnaire, LastYearUsersTickEarlierTooOnlyWhenTheyRememberSomeAndAtTheGivenChance) {
  Village v;
  const HouseholdId n = 4000;
  for (HouseholdId h = 0; h < n; ++h) v.parent(h);
  World world = v.open(wave_2016);
  for (ParentId i = 0; i < n; ++i) {
    world.uses.push_back(use(i, wave_2016 - 3, village::kind_en_gezin, Domain::parenting));
    if (i % 2 == 0) world.uses.push_back(use(i, wave_2016 - 30, village::kind_en_gezin, Domain::parenting));
  }
  const Answers answers = ask(world, Wave::w2016, settings());
  double both = 0;
  for (std::size_t row = 0; row < n; ++row) {
    const Ticks when = answers.ticks(Domain::parenting, Item::when)[row];
    EXPECT_NE(when & tick(0), 0);
    if (answers.parent[row] % 2 == 1) {
      EXPECT_EQ(when, tick(0));
    }
    both += (when & tick(1)) != 0 ? 1 : 0;
  }
  const double p = v.scenario.parameters.values.survey_also_earlier;
  EXPECT_NEAR(both / (n / 2.0), p, 4 * std::sqrt(p * (1 - p) / (n / 2.0)));
}

TEST(Questionnaire, SupportLevelsHaveThePublishedShares) {
  Village v;
  const HouseholdId n = 20000;
  for (HouseholdId h = 0; h < n; ++h) v.couple(h);
  const World world = v.open(wave_2021);
  const SurveySettings s = settings();
  const Answers answers = ask(world, Wave::w2021, s);
  for (const Domain d : both_domains) {
    for (std::size_t who = 0; who < 2; ++who) {
      const Item item = who == 0 ? Item::partner_support : Item::network_support;
      for (std::size_t level = 0; level < 4; ++level) {
        double said = 0;
        for (const Ticks t : answers.ticks(d, item)) said += (t >> level) & 1U;
        const double share = s.support[1][static_cast<std::size_t>(d)][who][level];
        EXPECT_NEAR(said / (2.0 * n), share, 4 * std::sqrt(share * (1 - share) / (2.0 * n))) << level;
      }
    }
  }
}

TEST(Questionnaire, TheEffectOf2021ShiftsTheOddsOfParentingOnly) {
  Village v;
  World world = village::crowd(v, wave_2021, 8000);
  const auto rate = [](const Answers& a, std::size_t d) {
    double users = 0, all = 0;
    for (std::size_t row = 0; row < a.size(); ++row) {
      all += a.weight[1][row];
      users += a.ever[d][row] ? a.weight[1][row] : 0;
    }
    return users / all;
  };
  const Answers plain = ask(world, Wave::w2021, settings());
  const double p = rate(plain, parenting);
  for (const double shift : {0.3, -0.3}) {
    v.scenario.parameters.values.survey_questionnaire_2021 = shift;
    const Answers moved = ask(world, Wave::w2021, settings());
    // about one in fifteen switches: the noise is that of 8,000 draws at most
    EXPECT_NEAR(logit(rate(moved, parenting)), logit(p) + shift,
                4 * 0.25 / std::sqrt(8000.0) / (p * (1 - p)));
    EXPECT_EQ(moved.ever[relationship], plain.ever[relationship]);
    EXPECT_EQ(rate(ask(world, Wave::w2016, settings()), parenting), p);
    for (std::size_t row = 0; row < moved.size(); ++row) {
      const int change = moved.ever[parenting][row] - plain.ever[parenting][row];
      EXPECT_GE(shift > 0 ? change : -change, 0);
    }
  }
}

TEST(Questionnaire, WorriesFollowNeed) {
  Village v;
  const ParentId calm = v.parent(0), very = v.parent(1);
  World world = v.open(wave_2016);
  world.need[parenting][calm] = -3;
  world.need[parenting][very] = 5;
  const Answers answers = ask(world, Wave::w2016, settings());
  EXPECT_EQ(sheet_of(answers, calm)(Domain::parenting, Item::worries), tick(Worries::none));
  EXPECT_EQ(sheet_of(answers, very)(Domain::parenting, Item::worries), tick(Worries::very));
  EXPECT_EQ(sheet_of(answers, calm)(Domain::parenting, Item::parenting_satisfaction), tick(0));
  EXPECT_EQ(sheet_of(answers, very)(Domain::parenting, Item::parenting_satisfaction), tick(1));
}

TEST(Questionnaire, WhoRemembersHelpMayTellMoreWorryThanItFeels) {
  Village v;
  const ParentId helped = v.parent(0), other = v.parent(1);
  World world = v.open(wave_2016);
  world.uses.push_back(use(helped, wave_2016 - 3, village::kind_en_gezin, Domain::parenting));
  v.scenario.parameters.values.survey_worry_noise = 0;
  world.need[parenting][helped] = world.need[parenting][other] = 1.1F;  // fairly, from 1
  const auto told = [&](ParentId parent) {
    return sheet_of(ask(world, Wave::w2016, settings()), parent)(Domain::parenting, Item::worries);
  };
  EXPECT_EQ(told(helped), tick(Worries::fairly));
  EXPECT_EQ(told(other), tick(Worries::fairly));
  v.scenario.parameters.values.survey_worry_told = 2;
  EXPECT_EQ(told(helped), tick(Worries::very));
  EXPECT_EQ(told(other), tick(Worries::a_little));
  v.scenario.parameters.values.survey_worry_told = -2;
  EXPECT_EQ(told(helped), tick(Worries::none));
  EXPECT_EQ(told(other), tick(Worries::fairly));  // 1.9, under 2
}

TEST(Questionnaire, ReasonsComeFromTheGates) {
  Village v;
  const HouseholdId n = 4000;
  for (HouseholdId h = 0; h < n; ++h) v.parent(h);
  const ParentId never_tried = v.parent(n), waits = v.parent(n + 1);
  World world = v.open(wave_2016);
  for (ParentId i = 0; i < n; ++i) {
    world.stop(i, Domain::parenting, Gate::know);
    world.lived[i][parenting].last_reasons = tick(NonuseReason::unknown) | tick(NonuseReason::too_expensive);
  }
  world.lived[waits][parenting].stage = Stage::waiting;
  const Answers answers = ask(world, Wave::w2016, settings());
  double expensive = 0;
  for (std::size_t row = 0; row < n; ++row) {
    const Ticks why = answers.ticks(Domain::parenting, Item::nonuse_reason)[row];
    EXPECT_NE(why & tick(NonuseReason::unknown), 0);  // where it stopped: always
    expensive += (why & tick(NonuseReason::too_expensive)) != 0 ? 1 : 0;
  }
  const double p = v.scenario.parameters.values.survey_salience;
  EXPECT_NEAR(expensive / n, p, 4 * std::sqrt(p * (1 - p) / n));
  EXPECT_EQ(sheet_of(answers, never_tried)(Domain::parenting, Item::nonuse_reason),
            tick(NonuseReason::no_need));
  EXPECT_EQ(sheet_of(answers, waits)(Domain::parenting, Item::nonuse_reason), tick(NonuseReason::other));
}

TEST(SurveySettings, ComeFromThePrintedNumbers) {
  const auto targets =
      load_targets(std::filesystem::path(UPTAKE_SOURCE_DIR) / "scenarios/data/survey/targets.csv");
  const SurveySettings s = survey_settings(targets);
  EXPECT_EQ(s.families, (std::array<std::size_t, 2>{2165, 3283}));
  EXPECT_DOUBLE_EQ(s.support[0][relationship][0][0], 596.0 / (596 + 806 + 260 + 39));
  EXPECT_DOUBLE_EQ(s.support[1][parenting][1][3], 246.0 / (429 + 1075 + 631 + 246));
  EXPECT_EQ(s.of_residents, (std::array<bool, 2>{true, false}));
  EXPECT_THROW(survey_settings({}), BadInput);
}

/// The n of a survey without rows of all parents is of residents: as many of these are asked, and more
/// parents.
TEST(SurveySettings, WithoutRowsOfAllParentsTheResidentsMakeTheirN) {
  auto targets = load_targets(std::filesystem::path(UPTAKE_SOURCE_DIR) / "scenarios/data/survey/targets.csv");
  const SurveySettings with_all = survey_settings(targets);
  std::erase_if(targets, [](const Target& t) { return t.sample == "all"; });
  const Target* printed = find_target(targets, "T8", "parenting", 2021, "resident", "rate", "total", "total");
  ASSERT_TRUE(printed != nullptr && printed->n);
  SurveySettings s = survey_settings(targets);
  EXPECT_EQ(s.of_residents, (std::array<bool, 2>{true, true}));
  s.sampling_noise = true;
  Village v;
  const World world = village::crowd(v, wave_2021, 1500);
  const Frame frame = everybody(world);
  const double share = frame.families(Sample::resident) / frame.families(Sample::all);
  ASSERT_LT(share, 0.95);
  const auto asked = [&](const SurveySettings& settings, Wave wave, Sample sample) {
    const Answers answers = ask(world, wave, settings);
    const auto& weight = answers.weight[static_cast<std::size_t>(sample)];
    return std::accumulate(weight.begin(), weight.end(), 0.0);
  };
  EXPECT_EQ(asked(s, Wave::w2021, Sample::resident), *printed->n);
  EXPECT_NEAR(asked(s, Wave::w2021, Sample::all), *printed->n / share, 0.5);
  EXPECT_EQ(asked(s, Wave::w2016, Sample::resident), 2165);
  SurveySettings noisy = with_all;
  noisy.sampling_noise = true;
  EXPECT_EQ(asked(noisy, Wave::w2021, Sample::all), 3283);
  EXPECT_NEAR(asked(noisy, Wave::w2021, Sample::resident), 3283 * share, 0.5);
}

}  // namespace
}  // namespace uptake
