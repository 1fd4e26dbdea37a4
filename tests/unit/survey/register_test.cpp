// SPDX-License-Identifier: Apache-2.0
#include "sim/survey/register.hpp"

#include <gtest/gtest.h>

#include <set>

#include "sim/base/errors.hpp"
#include "sim/survey/contact_set.hpp"
#include "village.hpp"

namespace uptake {
namespace {

using village::parenting;
using village::relationship;
using village::Village;

constexpr Month december = month_of(2027, 12);
/// The value of a row; fails the test if there is not exactly one.
double value(const std::vector<MeasureRow>& rows, Measure measure, std::string_view domain,
             std::string_view variable, std::string_view category) {
  double found = -1;
  int n = 0;
  for (const MeasureRow& row : rows) {
    if (row.measure != measure || row.domain != domain || row.variable != variable ||
        row.category != category)
      continue;
    found = row.value;
    ++n;
  }
  EXPECT_EQ(n, 1) << domain << " " << variable << " " << category;
  return found;
}

TEST(Measures, AreAllThereWithWordsInBothLanguages) {
  std::set<std::string_view> codes;
  ASSERT_EQ(measure_registry().size(), n_measures);
  for (const MeasureInfo& m : measure_registry()) {
    EXPECT_TRUE(codes.insert(m.code).second);
    for (const std::string_view text : {m.unit, m.label_en, m.label_nl, m.definition_en, m.definition_nl})
      EXPECT_FALSE(text.empty());
    EXPECT_EQ(m.is_share, m.unit.starts_with("share"));
  }
  EXPECT_EQ(measure_registry()[static_cast<std::size_t>(Measure::families)].code, "families");
  EXPECT_EQ(measure_registry()[static_cast<std::size_t>(Measure::lever_units)].code, "lever_units");
}

TEST(Register, CountsFamiliesByTheirAdults) {
  Village v;
  const auto [a, b] = v.couple(0);
  const ParentId lone = v.parent(1), other = v.parent(2), elsewhere = v.parent(3);
  v.spell(elsewhere).flags = in_flanders | parent_at_large;
  v.spell(elsewhere).form = Form::none;
  World world = v.open(december);
  world.real_per_simulated = 45;
  world.last_contact[parenting][b] = december - 11;      // the father's contact is the family's
  world.last_contact[parenting][other] = december - 12;  // too long ago
  world.last_contact[parenting][elsewhere] = december;   // no family with a child at home
  world.months_in_need[parenting][a] = 5;
  world.months_in_need[parenting][lone] = 3;
  world.months_in_need[parenting][other] = 2;
  world.lived[b][parenting].last_helped = december - 11;
  std::vector<MeasureRow> rows;
  count_year(world, rows);
  EXPECT_DOUBLE_EQ(value(rows, Measure::families, "both", "total", "total"), 3 * 45);
  EXPECT_DOUBLE_EQ(value(rows, Measure::contact, "parenting", "total", "total"), 1.0 / 3);
  EXPECT_DOUBLE_EQ(value(rows, Measure::helped, "parenting", "total", "total"), 1.0 / 3);
  EXPECT_DOUBLE_EQ(value(rows, Measure::need, "parenting", "total", "total"), 2.0 / 3);
  EXPECT_DOUBLE_EQ(value(rows, Measure::unmet_need, "parenting", "total", "total"), 1.0 / 3);
  EXPECT_DOUBLE_EQ(value(rows, Measure::contact, "relationship", "total", "total"), 0);
  // the couple counts half under each parent: 1/2 of 1/2 father-families, 1/2 of 5/2 mother-families
  EXPECT_DOUBLE_EQ(value(rows, Measure::families, "both", "gender", "men"), 0.5 * 45);
  EXPECT_DOUBLE_EQ(value(rows, Measure::contact, "parenting", "gender", "men"), 1);
  EXPECT_DOUBLE_EQ(value(rows, Measure::contact, "parenting", "gender", "women"), 0.2);
  EXPECT_DOUBLE_EQ(value(rows, Measure::families, "both", "place", "rural"), 2 * 45);
  EXPECT_DOUBLE_EQ(value(rows, Measure::families, "both", "place", "centre"), 45);
  EXPECT_DOUBLE_EQ(value(rows, Measure::families, "both", "size_class", "lt10000"), 2 * 45);
  EXPECT_DOUBLE_EQ(value(rows, Measure::families, "both", "size_class", "50000plus"), 45);
}

TEST(Register, SplitsByTheGroupsThatAnExpectationMayName) {
  Village v;
  v.parent(0);
  std::vector<MeasureRow> rows;
  count_year(v.open(december), rows);
  std::set<std::string_view> split;
  for (const MeasureRow& row : rows) {
    if (row.measure == Measure::families && row.variable != "total") split.insert(row.variable);
  }
  EXPECT_EQ(split, std::set<std::string_view>(result_groups().begin(), result_groups().end()));
}

TEST(Register, HelpThatGoesOnIsAContact) {
  Village v;
  const ParentId i = v.parent(0);
  World world = v.open(december);
  world.last_contact[relationship][i] = december - 20;
  world.lived[i][relationship].stage = Stage::attending;
  EXPECT_EQ(contact_set(world).contact[relationship].size(), 1);
}

TEST(Register, AFamilyStandsWhereItsLatestJourneyOfTheYearStopped) {
  Village v;
  const ParentId i = v.parent(0);
  World world = v.open(december);
  const auto standing = [&] {
    return standing_code(contact_set(world).standing[parenting][world.spell_of(i).household]);
  };
  EXPECT_EQ(standing(), "no_journey");
  world.stopped[parenting][i] = {december - 12, Gate::know};
  EXPECT_EQ(standing(), "no_journey");  // a year and more ago
  world.stopped[parenting][i] = {december - 11, Gate::know};
  EXPECT_EQ(standing(), "know");
  world.lived[i][parenting].stage = Stage::waiting;
  EXPECT_EQ(standing(), "waiting");
  world.last_contact[parenting][i] = december - 2;
  EXPECT_EQ(standing(), "served");
  EXPECT_EQ(standing_code(contact_set(world).standing[relationship][world.spell_of(i).household]),
            "no_journey");
}

TEST(Register, IsConsistentInACrowd) {
  Village v;
  const World world = village::crowd(v, december, 3000);
  std::vector<MeasureRow> rows;
  count_year(world, rows);
  const ContactSet set = contact_set(world);
  const double families = value(rows, Measure::families, "both", "total", "total");
  for (std::size_t d = 0; d < n_domains; ++d) {
    const std::string_view domain = code(static_cast<Domain>(d));
    EXPECT_NEAR(value(rows, Measure::contact, domain, "total", "total") * families,
                static_cast<double>(set.contact[d].size()), 1e-6);
    EXPECT_NEAR(value(rows, Measure::helped, domain, "total", "total") * families,
                static_cast<double>(set.helped[d].size()), 1e-6);
    double by_age = 0;
    for (const std::string_view age : {"lt35", "35_44", "45_54", "55plus"}) {
      const double n = value(rows, Measure::families, "both", "age", age);
      if (n > 0) by_age += n * value(rows, Measure::contact, domain, "age", age);
    }
    EXPECT_NEAR(by_age / families, value(rows, Measure::contact, domain, "total", "total"), 1e-9);
  }
  for (const MeasureRow& row : rows) {
    if (!measure_registry()[static_cast<std::size_t>(row.measure)].is_share) continue;
    EXPECT_GE(row.value, 0);
    EXPECT_LE(row.value, 1);
    if (row.measure != Measure::unmet_need) continue;
    EXPECT_LE(row.value + value(rows, Measure::contact, row.domain, row.variable, row.category), 1 + 1e-12);
    EXPECT_LE(row.value, value(rows, Measure::need, row.domain, row.variable, row.category) + 1e-12);
  }
}

TEST(Register, APlaceThatALeverPaysForIsNotPaidForTwice) {
  const auto flemish = [](double paid_places) {
    Village v;
    v.parent(0);
    World world = v.open(december);
    YearCounts& year = world.years.back();
    year.started[village::kind_en_gezin] = 8;
    year.places[village::kind_en_gezin] = 16;
    year.paid_places[village::kind_en_gezin] = paid_places;
    std::vector<MeasureRow> rows;
    count_year(world, rows);
    return value(rows, Measure::cost, "both", "payer", "flemish");
  };
  EXPECT_GT(flemish(0), 0);
  EXPECT_DOUBLE_EQ(flemish(4), flemish(0));          // 8 began, on the 12 usual places
  EXPECT_DOUBLE_EQ(flemish(10), 0.75 * flemish(0));  // 6 of them on the usual ones
  EXPECT_DOUBLE_EQ(flemish(16), 0);
  EXPECT_DOUBLE_EQ(flemish(-4), 1.5 * flemish(0));  // a lever that took places away is credited with them
}

TEST(Register, ScalesServicesAndSplitsTheCost) {
  Village v;
  v.parent(0);
  const auto lever = [](LeverKind kind, std::string name) {
    Lever made;
    made.kind = kind;
    made.name = std::move(name);
    made.from = month_of(2027, 1);
    return made;
  };
  Lever fee = lever(LeverKind::fee, "cheap");
  fee.services = bit(village::therapist);
  fee.cost.payer = Payer::federal;
  fee.cost.fixed_per_year = 1000;
  Lever campaign = lever(LeverKind::campaign, "tell");
  campaign.cost.per_unit = 2;
  Lever more = lever(LeverKind::capacity, "more");
  more.cost.per_unit = 2;
  more.cost.payer = Payer::local;
  v.scenario.levers = {fee, campaign, more};
  World world = v.open(december);
  world.real_per_simulated = 10;
  YearCounts& year = world.years.back();
  year.started[village::therapist] = 4;
  year.wait_months[village::therapist] = 6;
  year.waited[0][1] = 3;  // half of four is passed two thirds into the first month
  year.waited[0][4] = 1;
  year.family_fees[village::therapist] = 800;
  year.fee_relief[village::therapist] = 100;
  year.started[village::kind_en_gezin] = 2;
  year.started[village::huis] = 3;
  year.reneged[village::huis] = 5;
  year.places[village::huis] = 1.5;
  year.advice[village::huis] = 2;
  year.lever_years = {1, 0.5, 1};
  year.lever_units = {0, 70, 7};  // real families met, real places
  year.journeys[parenting][static_cast<std::size_t>(Gate::know)] = 8;
  year.journeys[parenting][static_cast<std::size_t>(Gate::served)] = 2;
  world.queues[world.queue_index(village::huis, 0)].tickets.resize(6);
  std::vector<MeasureRow> rows;
  count_year(world, rows);
  EXPECT_DOUBLE_EQ(value(rows, Measure::started, "relationship", "service", "R5"), 40);
  EXPECT_DOUBLE_EQ(value(rows, Measure::mean_wait, "relationship", "service", "R5"), 1.5);
  EXPECT_DOUBLE_EQ(value(rows, Measure::median_wait, "relationship", "total", "total"), 0.5 + 2 / 3.0);
  EXPECT_TRUE(std::ranges::none_of(rows, [](const MeasureRow& r) {  // nobody started
    return r.measure == Measure::median_wait && r.domain == "parenting";
  }));
  EXPECT_DOUBLE_EQ(value(rows, Measure::waiting, "parenting", "service", "P3"), 60);
  EXPECT_DOUBLE_EQ(value(rows, Measure::gave_up, "parenting", "service", "P3"), 50);
  EXPECT_DOUBLE_EQ(value(rows, Measure::places, "parenting", "service", "P3"), 15);
  EXPECT_DOUBLE_EQ(value(rows, Measure::advice, "parenting", "service", "P3"), 20);
  EXPECT_DOUBLE_EQ(value(rows, Measure::journeys, "parenting", "gate", "know"), 80);
  EXPECT_DOUBLE_EQ(value(rows, Measure::cost, "both", "payer", "family"), 8000);
  EXPECT_DOUBLE_EQ(value(rows, Measure::cost, "both", "payer", "federal"),
                   1000 + 1000);  // relief and the lever itself
  EXPECT_DOUBLE_EQ(value(rows, Measure::cost, "both", "payer", "flemish"), 2 * 10 * 300 + 7 * 10 * 2);
  EXPECT_DOUBLE_EQ(value(rows, Measure::cost, "both", "payer", "local"), 3 * 10 * 40 + 7 * 2);
  EXPECT_DOUBLE_EQ(value(rows, Measure::lever_cost, "both", "lever", "tell"), 140);
  EXPECT_DOUBLE_EQ(value(rows, Measure::lever_units, "both", "lever", "tell"),
                   70);  // met families: scaled up
  EXPECT_DOUBLE_EQ(value(rows, Measure::lever_units, "both", "lever", "more"),
                   7);  // places: real ones already

  const auto steps = funnel(year, Domain::parenting);
  EXPECT_EQ(steps[0].came, 10);
  EXPECT_EQ(steps[static_cast<std::size_t>(Gate::know)].came, 10);
  EXPECT_EQ(steps[static_cast<std::size_t>(Gate::know)].stopped, 8);
  EXPECT_EQ(steps[n_gates].came, 2);
  EXPECT_EQ(steps[n_gates].stopped, 0);
}

TEST(ContactSet, ComesBackFromItsBytes) {
  Village v;
  const World world = village::crowd(v, december, 1000);
  const ContactSet set = contact_set(world);
  EXPECT_GT(set.contact[0].size(), 0);
  EXPECT_GE(set.contact[0].size(), set.helped[0].size());
  const auto bytes = set.pack();
  EXPECT_EQ(ContactSet::unpack(bytes), set);
  EXPECT_EQ(bytes.size(), 8 + 4 * 8 * 16 + 1000);  // a head, four sets of a thousand bits, where each stands
  for (const std::size_t shorter :
       {std::size_t{0}, std::size_t{7}, std::size_t{8}, bytes.size() - 8, bytes.size() - 1}) {
    EXPECT_THROW(ContactSet::unpack(std::span(bytes).first(shorter)), BadInput) << shorter;
  }
  EXPECT_EQ(ContactSet::unpack(ContactSet{}.pack()), ContactSet{});
}

TEST(ContactSet, CountsTheReachedAndTheLost) {
  HouseholdSet before(200), after(200);
  for (const HouseholdId h : {1U, 2U, 130U}) before.insert(h);
  for (const HouseholdId h : {2U, 130U, 131U, 199U}) after.insert(h);
  const Reached change = reached(before, after);
  EXPECT_EQ(change.reached, 2);
  EXPECT_EQ(change.lost, 1);
  EXPECT_EQ(before.size() + change.reached - change.lost, after.size());
  EXPECT_THROW(reached(before, HouseholdSet(201)), BadInput);
}

}  // namespace
}  // namespace uptake
