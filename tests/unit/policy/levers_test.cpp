// SPDX-License-Identifier: Apache-2.0
// Is the registry of levers complete, and does a lever's strength over time do what its dates say?
#include "sim/policy/levers.hpp"

#include <gmock/gmock.h>

#include <set>
#include <stdexcept>

#include "sim/policy/lever_reader.hpp"
#include "sim/policy/units.hpp"

namespace uptake {
namespace {

TEST(LeverRegistry, IsCompleteInBothLanguages) {
  std::set<std::string_view> codes;
  ASSERT_EQ(lever_registry().size(), n_lever_kinds);
  for (const LeverInfo& info : lever_registry()) {
    EXPECT_TRUE(codes.insert(info.code).second) << info.code;
    for (const auto text :
         {info.code, info.label_en, info.label_nl, info.help_en, info.help_nl, info.source}) {
      EXPECT_FALSE(text.empty()) << info.code;
    }
    EXPECT_NE(info.help_en, info.help_nl) << info.code;
    EXPECT_LE(info.fields.size(), max_lever_fields) << info.code;
    std::set<std::string_view> fields;
    for (const LeverField& f : info.fields) {
      EXPECT_TRUE(fields.insert(f.code).second) << info.code << "." << f.code;
      EXPECT_FALSE(f.help_en.empty() || f.help_nl.empty()) << f.code;
      EXPECT_NE(f.help_en, f.help_nl) << f.code;
      EXPECT_LE(f.low, f.fallback) << f.code;
      EXPECT_GE(f.high, f.fallback) << f.code;
      if (f.type == FieldType::choice) {
        EXPECT_EQ(f.high, static_cast<double>(f.choices.size()) - 1) << f.code;
      } else {
        EXPECT_FALSE(f.unit.empty()) << f.code;
        EXPECT_FALSE(unit_nl(f.unit).empty()) << f.code << ": " << f.unit;
        EXPECT_TRUE(f.choices.empty()) << f.code;
      }
      if (f.type == FieldType::share) {
        EXPECT_EQ(f.low, 0);
        EXPECT_EQ(f.high, 1);
      }
    }
  }
}

TEST(LeverRegistry, StandsInTheOrderOfTheEnum) {
  const auto code_of = [](LeverKind kind) { return lever_registry()[static_cast<std::size_t>(kind)].code; };
  EXPECT_EQ(code_of(LeverKind::campaign), "campaign");
  EXPECT_EQ(code_of(LeverKind::lead_in), "lead_in");
  EXPECT_EQ(code_of(LeverKind::huis_van_het_kind), "huis_van_het_kind");
  EXPECT_EQ(code_of(LeverKind::fee), "fee");
  EXPECT_EQ(code_of(LeverKind::capacity), "capacity");
  EXPECT_EQ(code_of(LeverKind::bridging_figures), "bridging_figures");
  EXPECT_EQ(code_of(LeverKind::question_website), "question_website");
  EXPECT_EQ(code_of(LeverKind::multilingual), "multilingual");
  EXPECT_EQ(code_of(LeverKind::explain_offer), "explain_offer");
  EXPECT_EQ(code_of(LeverKind::volunteers), "volunteers");
  EXPECT_EQ(code_of(LeverKind::father_minded), "father_minded");
  EXPECT_EQ(code_of(LeverKind::warm_referral), "warm_referral");
  EXPECT_EQ(code_of(LeverKind::co_location), "co_location");
  EXPECT_EQ(code_of(LeverKind::antennas), "antennas");
  EXPECT_EQ(code_of(LeverKind::opening_hours), "opening_hours");
  EXPECT_EQ(code_of(LeverKind::therapy_refund), "therapy_refund");
  EXPECT_EQ(code_of(LeverKind::automatic_granting), "automatic_granting");
  EXPECT_EQ(code_of(LeverKind::triage), "triage");
  EXPECT_EQ(code_of(LeverKind::online_help), "online_help");
  EXPECT_EQ(code_of(LeverKind::digital_help), "digital_help");
  EXPECT_EQ(code_of(LeverKind::culturally_fitting), "culturally_fitting");
  EXPECT_EQ(code_of(LeverKind::quality), "quality");
  EXPECT_EQ(code_of(LeverKind::minimum_offer), "minimum_offer");
  EXPECT_EQ(code_of(LeverKind::age_range), "age_range");
  EXPECT_EQ(code_of(LeverKind::meeting_groups), "meeting_groups");
  EXPECT_EQ(code_of(LeverKind::school_continuity), "school_continuity");
  EXPECT_EQ(code_of(LeverKind::project_money), "project_money");
  EXPECT_EQ(code_of(LeverKind::staff), "staff");
  EXPECT_EQ(code_of(LeverKind::budget_cut), "budget_cut");
  EXPECT_EQ(code_of(LeverKind::pandemic), "pandemic");
  EXPECT_EQ(code_of(LeverKind::supply), "supply");
  EXPECT_EQ(code_of(LeverKind::access), "access");
  EXPECT_EQ(code_of(LeverKind::need), "need");
  EXPECT_EQ(code_of(LeverKind::norm), "norm");
  EXPECT_EQ(code_of(LeverKind::occasion), "occasion");
  EXPECT_EQ(code_of(LeverKind::remote), "remote");
}

TEST(LeverRegistry, WhoCoversTheCategoriesOfTheSurvey) {
  for (const WhoVariable& v : who_variables()) {
    if (v.code == "home_language" || v.code == "union_status") continue;  // wider than the survey's
    const Variable* variable = find_variable(v.code);
    ASSERT_NE(variable, nullptr) << v.code;
    ASSERT_EQ(v.categories.size(), variable->categories.size());
    EXPECT_LT(v.categories.size(), 8U);
  }
  EXPECT_EQ(who_variables().size(), 11U);
}

TEST(Lever, StrengthRisesOverTheRampAndEndsAtUntil) {
  Lever lever;
  lever.from = month_of(2027, 1);
  lever.until = month_of(2030, 1);
  lever.ramp = 4;
  EXPECT_EQ(lever.strength(month_of(2026, 12)), 0);
  EXPECT_EQ(lever.strength(month_of(2027, 1)), 0.25);
  EXPECT_EQ(lever.strength(month_of(2027, 3)), 0.75);
  EXPECT_EQ(lever.strength(month_of(2027, 4)), 1);
  EXPECT_EQ(lever.strength(month_of(2029, 12)), 1);
  EXPECT_EQ(lever.strength(month_of(2030, 1)), 0);
  EXPECT_EQ(lever.strength(month_of(2035, 12)), 0);
}

TEST(Lever, WithoutARampItIsThereAtOnceAndStays) {
  Lever lever;
  EXPECT_EQ(lever.from, scenario_start);
  EXPECT_EQ(lever.strength(static_cast<Month>(scenario_start - 1)), 0);
  EXPECT_EQ(lever.strength(scenario_start), 1);
  EXPECT_EQ(lever.strength(static_cast<Month>(end_month - 1)), 1);
  lever.ramp = 1;
  EXPECT_EQ(lever.strength(scenario_start), 1);
}

TEST(Lever, StrengthNeverFallsWhileItIsInForce) {
  Lever lever;
  lever.ramp = 37;
  double before = 0;
  for (Month m = first_month; m < end_month; ++m) {
    const double now = lever.strength(m);
    ASSERT_GE(now, before);
    ASSERT_LE(now, 1);
    before = now;
  }
  EXPECT_EQ(before, 1);
}

TEST(Lever, PointsAreStraightBetweenAndFlatOutside) {
  Lever lever;
  lever.kind = LeverKind::supply;
  EXPECT_EQ(lever.point_value(100), 1);
  lever.points = {{month_of(2007, 1), 0}, {month_of(2008, 1), 0.6}, {month_of(2010, 1), 1.8}};
  EXPECT_EQ(lever.point_value(month_of(1991, 1)), 0);
  EXPECT_EQ(lever.point_value(month_of(2007, 1)), 0);
  EXPECT_DOUBLE_EQ(lever.point_value(month_of(2007, 7)), 0.3);
  EXPECT_DOUBLE_EQ(lever.point_value(month_of(2008, 1)), 0.6);
  EXPECT_DOUBLE_EQ(lever.point_value(month_of(2009, 1)), 1.2);
  EXPECT_EQ(lever.point_value(month_of(2035, 12)), 1.8);
}

TEST(Lever, ValueIsFoundByItsCode) {
  Lever lever;
  lever.kind = LeverKind::fee;
  lever.values = {2, 60, 11};
  const Parameters parameters;
  EXPECT_EQ(lever.choice("rule"), 2);
  EXPECT_EQ(lever.value("low_income_amount", parameters), 11);
  EXPECT_THROW((void)lever.value("reach", parameters), std::logic_error);
}

TEST(Lever, EverybodyAndEverywhereMeanNoRestriction) {
  Who who;
  EXPECT_TRUE(who.everybody());
  who.age = 1;
  EXPECT_FALSE(who.everybody());
  Where where;
  EXPECT_TRUE(where.everywhere());
  where.province = 2;
  EXPECT_FALSE(where.everywhere());
}

}  // namespace
}  // namespace uptake
