// SPDX-License-Identifier: Apache-2.0
// One family's story: tracing changes nothing and agrees with the register; where lives part is where the
// lever acts, and the cause that is named is the lever's own.
#include "analysis/story/story.hpp"

#include <gmock/gmock.h>

#include <fstream>
#include <nlohmann/json.hpp>
#include <numeric>

#include "analysis/report/report.hpp"
#include "analysis/story/telling.hpp"
#include "small_world.hpp"
#include "unit/analysis/report_page.hpp"

namespace uptake::story {
namespace {

namespace fs = std::filesystem;
using testing::HasSubstr;
using testing::Not;

constexpr Month traced_from = month_of(2010, 1), traced_until = month_of(2014, 1);
constexpr double n_families = 400;

Trace everybody_from(Month from) {
  Trace trace;
  trace.adults.resize(small::families(n_families).population.n_parents());
  std::iota(trace.adults.begin(), trace.adults.end(), ParentId{0});
  trace.from = from;
  return trace;
}

/// A world of four traced years, made once.
struct Traced {
  Trace trace = everybody_from(traced_from);
  World world{
      small::inputs(small::families(n_families), small::scenario("baseline"), {.until = traced_until})};
  std::vector<ContactSet> contacts;  ///< in the Decembers
  Traced() {
    live_on_traced(world, traced_until, trace, [&](const World& now) {
      if (now.now >= traced_from && calendar_month_of(now.now) == 12) contacts.push_back(contact_set(now));
    });
  }
};
const Traced& traced() {
  static const Traced made;
  return made;
}

TEST(StoryTrace, TracingChangesNothing) {
  const World plain =
      small::live(small::families(n_families), small::scenario("baseline"), {.until = traced_until});
  EXPECT_EQ(small::first_difference(plain, traced().world), "");
}

TEST(StoryTrace, TheJourneysOfEverybodyAreThoseOfTheRegister) {
  std::map<int, std::array<std::array<double, n_gates + 1>, n_domains>> told;
  for (const Happening& one : traced().trace.events) {
    auto& gates = told[year_of(one.month)][static_cast<std::size_t>(one.domain)];
    const auto count = [&](Gate gate) { gates[static_cast<std::size_t>(gate)] += 1; };
    if (one.what == Happens::unseen) count(Gate::recognise);
    if (one.what == Happens::gives_up && !one.enriching) count(Gate::wait);
    if (one.what == Happens::begins && !one.enriching) count(Gate::served);
    if (one.what != Happens::journey) continue;
    const Walk& walk = traced().trace.walks[one.walk];
    if (walk.start != Start::enriching && walk.journey.stopped != Gate::served) count(walk.journey.stopped);
  }
  double all = 0;
  for (const YearCounts& year : traced().world.years) {
    if (year.year < year_of(traced_from)) continue;
    EXPECT_EQ(told[year.year], year.journeys) << year.year;
    for (const auto& gates : year.journeys) all += std::accumulate(gates.begin(), gates.end(), 0.0);
  }
  EXPECT_GT(all, 100);  // or nothing was looked at
}

TEST(StoryTrace, TheContactsToldAreThoseThatTheStoreKeeps) {
  const World& world = traced().world;
  std::vector<Trace> alone(traced().trace.adults.size());
  for (std::size_t a = 0; a < alone.size(); ++a) alone[a].adults = {traced().trace.adults[a]};
  for (Happening one : traced().trace.events) {
    const std::size_t adult = one.adult;
    one.adult = 0;
    alone[adult].events.push_back(one);
  }
  const Month december = month_of(2013, 12);
  std::size_t n = 0;
  const Population& all = *world.in.population;
  for (const Domain domain : both_domains) {
    std::vector<std::uint8_t> told(all.n_households(), 0), family(all.n_households(), 0);
    for (ParentId i = 0; i < all.n_parents(); ++i) {
      const Spell* life = all.spell_at(i, december);
      if (life == nullptr || life->household == no_household || !world.active[i]) continue;
      if ((life->flags & respondent) != 0) family[life->household] = 1;
      if (contact_told(alone[i], domain, december)) told[life->household] = 1;
    }
    for (HouseholdId h = 0; h < all.n_households(); ++h) {
      if (!family[h]) continue;
      const bool kept = traced().contacts.back().contact[static_cast<std::size_t>(domain)].contains(h);
      EXPECT_EQ(told[h] != 0, kept) << "household " << h;
      n += kept;
    }
  }
  EXPECT_GT(n, 50U);
}

// A world in which the only thing that changes, from one month on, is a fee that nobody can pay: in that
// month no gate but `afford` can tell the two lives apart, and the cause named is the fee.
TEST(StoryParting, InItsFirstMonthALeverMovesItsOwnGateAndIsNamed) {
  const Month from = month_of(2013, 1);
  Lever dear = small::lever(LeverKind::fee, "dear", from);
  dear.services = small::evidence().catalogue.of_domain(Domain::relationship) |
                  small::evidence().catalogue.of_domain(Domain::parenting);
  small::set(dear, "rule", 1);  // flat
  small::set(dear, "amount", 1000);
  const Scenario costly = small::with(small::scenario("baseline"), dear);
  const World past =
      small::live(small::families(n_families), small::scenario("baseline"), {.until = month_of(2012, 1)});
  Trace without = everybody_from(month_of(2012, 6)), with = without;
  World a = branch(past, small::scenario("baseline")), b = branch(past, costly);
  live_on_traced(a, static_cast<Month>(from + 1), without);
  live_on_traced(b, static_cast<Month>(from + 1), with);
  const Parting parting = compare_lives(without, with);
  ASSERT_FALSE(parting.differences.empty());
  EXPECT_EQ(parting.first_touch, from);
  EXPECT_EQ(parting.parts, from);
  std::size_t n_stopped = 0;
  for (const Difference& one : parting.differences) {
    ASSERT_EQ(one.month, from);
    if (!one.gate) continue;  // the queue moves up where others stay away
    ++n_stopped;
    EXPECT_EQ(*one.gate, Gate::afford);
    EXPECT_FALSE(one.scenario_further);
    const auto fee = std::find_if(one.because.begin(), one.because.end(),
                                  [](const Because& because) { return because.cause == Cause::fee; });
    ASSERT_NE(fee, one.because.end());
    EXPECT_EQ(fee->scenario, 1000);
    EXPECT_LT(fee->baseline, 1000);
  }
  EXPECT_GT(n_stopped, 0U);
}

TEST(StoryParting, TwoLivesThatAreAlikeDoNotPart) {
  const Parting parting = compare_lives(traced().trace, traced().trace);
  EXPECT_FALSE(parting.first_touch);
  EXPECT_FALSE(parting.parts);
  EXPECT_TRUE(parting.differences.empty());
}

// ---- finding -------------------------------------------------------------------------------------------

std::string refusal(const std::string& conditions) {
  try {
    read_conditions(conditions);
  } catch (const BadInput& bad) {
    return bad.what();
  }
  return {};
}

TEST(StoryFind, ReadsStatusesAndCategories) {
  const auto all = read_conditions(
      " newly  reached , single_parent, youngest_age=0_2, unexpected_expense no, never reached parenting");
  ASSERT_EQ(all.size(), 5U);
  EXPECT_TRUE(all[0].is_status);
  EXPECT_EQ(all[0].status, Status::newly_reached);
  EXPECT_EQ(all[0].domains, 3);
  EXPECT_EQ(variables()[all[1].variable].code, "family_form");
  EXPECT_EQ(all[1].category, static_cast<int>(Form::single_parent));
  EXPECT_EQ(variables()[all[2].variable].code, "youngest_age");
  EXPECT_EQ(variables()[all[3].variable].code, "unexpected_expense");
  EXPECT_EQ(all[3].category, static_cast<int>(YesNo::no));
  EXPECT_EQ(all[4].status, Status::never_reached);
  EXPECT_EQ(all[4].domains, 2);
}

TEST(StoryFind, ReadsDutchAndEnglishLabelsToo) {
  const auto all = read_conditions(
      "Nieuw bereikt opvoeding, eenoudergezin, leeftijd van het jongste kind 0-2, Centrumstad, married");
  ASSERT_EQ(all.size(), 5U);
  EXPECT_EQ(all[0].status, Status::newly_reached);
  EXPECT_EQ(all[0].domains, 2);
  EXPECT_EQ(variables()[all[1].variable].code, "family_form");
  EXPECT_EQ(all[1].category, static_cast<int>(Form::single_parent));
  EXPECT_EQ(variables()[all[2].variable].code, "youngest_age");
  EXPECT_EQ(all[2].category, 0);
  EXPECT_EQ(variables()[all[3].variable].code, "place");
  EXPECT_EQ(variables()[all[4].variable].code, "union_status");
}

TEST(StoryFind, TellsEverythingThatIsNotKnownAtOnce) {
  const std::string told = refusal("newly reachd, single_parnt, no, youngest_age=7, newly reached school");
  EXPECT_THAT(told, HasSubstr("did you mean 'newly reached'"));
  EXPECT_THAT(told, HasSubstr("did you mean 'single_parent'"));
  EXPECT_THAT(told, HasSubstr("'no' can mean holiday=no or unexpected_expense=no"));
  EXPECT_THAT(told, HasSubstr("'youngest_age' has no '7'; expected 0_2, 3_5, 6_11, 12_17 or 18_24"));
  EXPECT_THAT(told, HasSubstr("'newly reached school' is not known"));
  EXPECT_THAT(refusal(" , "), HasSubstr("at least one condition"));
}

TEST(StoryFind, EveryKnownWordIsRead) {
  for (const std::string& word : known_conditions()) {
    const std::string told = refusal(word);
    EXPECT_TRUE(told.empty() || told.find("can mean") != std::string::npos) << word << ": " << told;
  }
}

TEST(StoryFind, CountsWhatFitsEachConditionAndAll) {
  const World& world = traced().world;
  const ContactSet& now = traced().contacts.back();
  ContactSet none = now;
  for (auto& set : none.contact) set = HouseholdSet(world.in.population->n_households());
  World december = world;
  --december.now;
  const auto conditions = read_conditions("newly reached parenting, single_parent, no longer reached");
  const Found found = find_families(december, conditions, none, now);
  EXPECT_EQ(found.fit_one[0], now.contact[1].size());
  EXPECT_GT(found.fit_one[1], 0U);
  EXPECT_LT(found.fit_one[1], found.n_families);
  EXPECT_EQ(found.fit_one[2], 0U);
  EXPECT_TRUE(found.families.empty());
  const Found both =
      find_families(december, read_conditions("newly reached parenting, single_parent"), none, now);
  EXPECT_FALSE(both.families.empty());
  for (const HouseholdId family : both.families) EXPECT_TRUE(now.contact[1].contains(family));
}

// ---- a whole story -------------------------------------------------------------------------------------

/// A study of a lever from 2018 on, families of its own, and the story of one of the newly reached.
struct Whole {
  fs::path folder = fs::path(testing::TempDir()) / "uptake_story";
  Study study;
  Families families;
  StoryQuestion question;
  Answer answer;

  Whole() {
    fs::create_directories(folder);
    const std::string baseline = (small::scenarios_folder() / "baseline.yaml").string();
    std::ofstream(folder / "short.yaml")
        << "extends: " << baseline << "\ntitle: {en: short life, nl: kort leven}\nuntil: 2021-01\n";
    std::ofstream(folder / "visits.yaml") << R"(extends: short.yaml
title: {en: Visits, nl: Bezoeken}
levers:
  visits:
    lever: bridging_figures
    domain: both
    from: 2018-03
    reach: 0.2
    learn: 0.5
    trust: 1
    accompany: 1
    source: test
    grade: assumption
)";
    Plan plan;
    plan.kind = "story";
    plan.scenarios = {folder / "short.yaml", folder / "visits.yaml"};
    plan.families = n_families;
    study = load_study(plan, small::scenarios_folder() / "data");
    families = make_families(study, weights_of(study.population), 0);
    question.conditions = read_conditions("newly reached parenting");
    answer = ask();
  }
  Answer ask() const {
    Progress quiet("lives", story_steps(question), Progress::Show::nothing);
    return tell_story(study, question, families, quiet);
  }
};
const Whole& whole() {
  static const Whole made;
  return made;
}

TEST(StoryWhole, TheLivesAreAlikeUntilTheLeverActs) {
  ASSERT_TRUE(whole().answer.story);
  const Story& story = *whole().answer.story;
  EXPECT_EQ(story.policy, month_of(2018, 3));
  EXPECT_EQ(story.baseline.from, month_of(2017, 3));
  EXPECT_EQ(story.baseline.until(), month_of(2021, 1));
  ASSERT_TRUE(story.parting.first_touch && story.parting.parts);
  EXPECT_GE(*story.parting.first_touch, story.policy);
  EXPECT_GE(*story.parting.parts, *story.parting.first_touch);
  for (Month month = story.baseline.from; month < *story.parting.first_touch; ++month) {
    const auto at = static_cast<std::size_t>(month - story.baseline.from);
    EXPECT_EQ(story.baseline.months[at], story.scenario.months[at]) << month_text(month);
  }
}

TEST(StoryWhole, ItIsOfAFamilyThatIsNewlyReached) {
  const Story& story = *whole().answer.story;
  EXPECT_EQ(story.status[1], Status::newly_reached);
  EXPECT_TRUE(story.counted);
  EXPECT_FALSE(contact_told(story.baseline, Domain::parenting, month_of(2020, 12)));
  EXPECT_TRUE(contact_told(story.scenario, Domain::parenting, month_of(2020, 12)));
  EXPECT_EQ(story.found->families.front(), story.family);
  EXPECT_EQ(story.found->fit_one[0], story.all[1].reached);  // what compare counts
  EXPECT_GT(story.all[1].reached, story.all[1].lost);
}

TEST(StoryWhole, ItsNumberGivesTheSameStoryAgain) {
  const Story& story = *whole().answer.story;
  StoryQuestion by_number;
  by_number.family = story.family;
  Progress quiet("lives", story_steps(by_number), Progress::Show::nothing);
  Answer again = tell_story(whole().study, by_number, whole().families, quiet);
  again.story->found = story.found;
  const RunId& run = whole().question.run;
  const auto document = [&](const Story& of) {
    return story_document(whole().study, run, of, tell(whole().study, run, whole().families.population, of),
                          "x")
        .dump();
  };
  EXPECT_EQ(document(*again.story), document(story));
}

TEST(StoryWhole, WithoutAFamilyOfThatNumberItSaysWhatThereIs) {
  StoryQuestion wrong;
  wrong.family = 4'000'000;
  Progress quiet("lives", story_steps(wrong), Progress::Show::nothing);
  try {
    tell_story(whole().study, wrong, whole().families, quiet);
    FAIL();
  } catch (const BadInput& bad) {
    EXPECT_THAT(bad.what(), HasSubstr("no family with a child under 25 living in has this number"));
  }
}

TEST(StoryWhole, EverySentenceIsThereInBothLanguages) {
  const Story& story = *whole().answer.story;
  const Telling told = tell(whole().study, whole().question.run, whole().families.population, story);
  std::vector<Both> all{told.title, told.parting};
  const auto add = [&](const std::vector<Both>& more) { all.insert(all.end(), more.begin(), more.end()); };
  add(told.outcome);
  add(told.shows);
  std::size_t n_parts = 0;
  for (const Row& row : told.rows) {
    add(row.baseline);
    add(row.scenario);
    add(row.because);
    n_parts += row.parts;
    EXPECT_EQ(row.same, row.scenario.empty() || row.baseline == row.scenario) << month_text(row.from);
    if (row.parts) {
      EXPECT_EQ(row.from, *story.parting.parts);
      EXPECT_FALSE(row.same);
      EXPECT_FALSE(row.because.empty());
    }
  }
  EXPECT_EQ(n_parts, 1U);
  for (const Both& one : all) {
    EXPECT_FALSE(one.en.empty() || one.nl.empty()) << one.en << one.nl;
    EXPECT_NE(one.en, one.nl);
    EXPECT_THAT(one.en + one.nl, Not(HasSubstr("{")));
  }
  // the months follow each other without a gap
  Month next = story.baseline.from;
  for (const Row& row : told.rows) {
    EXPECT_EQ(row.from, next);
    next = static_cast<Month>(row.last + 1);
  }
  EXPECT_EQ(next, story.baseline.until());
  EXPECT_THAT(told.shows.front().en, HasSubstr("does not exist"));
}

TEST(StoryWhole, ItsPageSaysTheSameInBothLanguages) {
  if (!has_browser()) FAIL() << "no chromium: apt-get install chromium (./dev test does)";
  const Story& story = *whole().answer.story;
  const RunId& run = whole().question.run;
  const Telling told = tell(whole().study, run, whole().families.population, story);
  const nlohmann::json data = story_document(whole().study, run, story, told, "uptake story");
  const std::string html = render_report(data);
  EXPECT_EQ(embedded(html), data);
  const std::string en = built_by_browser(html, "story", "lang=en"),
                    nl = built_by_browser(html, "story", "lang=nl");
  EXPECT_EQ(count_of(en, "Here the two lives part"), 1U);
  EXPECT_EQ(count_of(nl, "Hier gaan de twee levens uiteen"), 1U);
  EXPECT_THAT(en, HasSubstr("This family does not exist."));
  EXPECT_THAT(nl, HasSubstr("Dit gezin bestaat niet."));
  EXPECT_THAT(en, HasSubstr(told.parting.en));
  EXPECT_THAT(nl, HasSubstr(told.parting.nl));
  EXPECT_EQ(count_of(en, "class=\"months"), told.rows.size());
  EXPECT_THAT(en + nl, Not(HasSubstr("undefined")));
}

TEST(StoryWords, NumbersReadAsNumbersInBothLanguages) {
  EXPECT_EQ(number(2.0), (Both{"2", "2"}));
  EXPECT_EQ(number(2.25, 2), (Both{"2.25", "2,25"}));
  EXPECT_EQ(number(-0.01), (Both{"0", "0"}));
  EXPECT_EQ(months(1), (Both{"1 month", "1 maand"}));
  EXPECT_EQ(months(1.5), (Both{"1.5 months", "1,5 maanden"}));
  EXPECT_EQ(euros(11), (Both{"EUR 11", "11 euro"}));
  EXPECT_EQ(euros(4.5), (Both{"EUR 4.50", "4,50 euro"}));
  EXPECT_EQ(month_words(month_of(2027, 3)), (Both{"March 2027", "maart 2027"}));
}

}  // namespace
}  // namespace uptake::story
