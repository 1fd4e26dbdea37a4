// SPDX-License-Identifier: Apache-2.0
#include "analysis/compare/compare.hpp"

#include <gmock/gmock.h>

#include <cmath>
#include <filesystem>
#include <nlohmann/json.hpp>

#include "analysis/compare/document.hpp"
#include "sim/base/csv.hpp"
#include "sim/pathway/gates.hpp"
#include "sim/survey/contact_set.hpp"

namespace uptake {
namespace {

namespace fs = std::filesystem;

TEST(Interval, StudentsTIsThatOfTheTables) {
  EXPECT_NEAR(t_975(4), 2.776445, 1e-5);
  EXPECT_NEAR(t_975(30), 2.042272, 1e-5);
  EXPECT_NEAR(t_975(31), 2.039513, 1e-4);
  EXPECT_NEAR(t_975(100), 1.983972, 1e-4);
  EXPECT_NEAR(t_975(1000000), 1.959966, 1e-5);
}

TEST(Interval, AMeanOfDifferencesHasItsTInterval) {
  const PairedEffect e = effect_of({1, 2, 3, 4, 0});
  EXPECT_DOUBLE_EQ(e.mean, 2);
  // sd = sqrt(2.5), t(4) = 2.776445
  EXPECT_NEAR(e.high, 2 + 2.776445 * std::sqrt(2.5 / 5), 1e-5);
  EXPECT_NEAR(e.low, 4 - e.high, 1e-12);
  EXPECT_DOUBLE_EQ(e.p_positive, 0.9);
  EXPECT_DOUBLE_EQ(e.spread_low, 0.2);
  EXPECT_DOUBLE_EQ(e.spread_high, 3.8);
}

TEST(Interval, OneRunHasNoInterval) {
  EXPECT_TRUE(std::isnan(effect_of({1}).low));
  EXPECT_TRUE(std::isnan(summary_of({1}).high));
  EXPECT_DOUBLE_EQ(summary_of({1}).mean, 1);
  EXPECT_EQ(effect_of({}).n, 0U);
}

TEST(Interval, ManyDrawsTellTheirIntervalByTheirOrder) {
  std::vector<double> skewed, few;
  std::vector<int> draws, few_draws;
  for (int i = 1; i <= 79; ++i) {  // 2.5 % of 80 are 2: the second lowest, the second highest
    skewed.push_back(i < 70 ? 1 + 0.01 * i : i);
    draws.push_back(i);
    if (i > 38) continue;
    few.push_back(i);
    few_draws.push_back(i);
  }
  const PairedEffect e = effect_of(skewed, draws);
  EXPECT_DOUBLE_EQ(e.low, 1.02);
  EXPECT_DOUBLE_EQ(e.high, 78);
  EXPECT_EQ(verdict_of(e), EffectWord::up);  // by t the interval would begin below zero
  const PairedEffect by_t = effect_of(few, few_draws);
  EXPECT_DOUBLE_EQ(by_t.high - by_t.mean, by_t.mean - by_t.low);
}

TEST(Interval, MoreRunsNarrowTheMeanOnly) {
  // two draws of two pairs: the draws' means are 1 and 3
  const PairedEffect e = effect_of({0, 2, 2, 4}, {0, 0, 1, 1});
  EXPECT_NEAR(e.mean_high, 2 + 12.7062 * std::sqrt(2.0 / 2), 1e-4);
  EXPECT_NEAR(e.high, 2 + 12.7062 * std::sqrt(2.0 * 1.5), 1e-4);
  const PairedEffect one_set = effect_of({0, 2, 2, 4});
  EXPECT_DOUBLE_EQ(one_set.mean_high, one_set.high);
}

TEST(Interval, ARatioHasFiellersInterval) {
  // Where the interval's end r is right, the mean of x - r y lies t standard errors from zero: checked by the
  // t-interval itself.
  const std::vector<double> x{10, 14, 9, 13, 12}, y{4, 7, 5, 6, 5};
  const Ratio ratio = ratio_of(x, y);
  EXPECT_DOUBLE_EQ(ratio.value, 58.0 / 27);
  EXPECT_LT(ratio.low, ratio.value);
  EXPECT_GT(ratio.high, ratio.value);
  for (const auto& [r, above] : {std::pair(ratio.low, true), {ratio.high, false}}) {
    std::vector<double> rest;
    for (std::size_t i = 0; i < x.size(); ++i) rest.push_back(x[i] - r * y[i]);
    const PairedEffect e = effect_of(rest);
    EXPECT_NEAR(above ? e.mean_low : e.mean_high, 0, 1e-9);
  }
  const Ratio by_draw = ratio_of({9, 11, 13, 15, 8, 10}, {4, 4, 7, 7, 5, 5}, {0, 0, 1, 1, 2, 2});
  EXPECT_DOUBLE_EQ(by_draw.low, ratio_of({10, 14, 9}, {4, 7, 5}).low) << "a draw counts once";
  EXPECT_DOUBLE_EQ(ratio_of({10}, {4}).value, 2.5);
  EXPECT_TRUE(std::isnan(ratio_of({10}, {4}).low));
  EXPECT_TRUE(std::isnan(ratio_of(x, {4, -7, 5, 6, -5}).value)) << "nobody knows whether there are more";
  EXPECT_TRUE(std::isnan(ratio_of({}, {}).value));
}

TEST(Interval, SaysWhatTheNumberOfRunsCannotSeeAndHowManyMoreDecide) {
  const PairedEffect e = effect_of({1, 2, 3, 4, 0});  // sd = sqrt(2.5)
  EXPECT_NEAR(e.detectable, (2.776445 + 0.841621) * std::sqrt(2.5 / 5), 1e-5);
  EXPECT_EQ(e.pairs_to_decide, 0);
  // mean 0.5, sd 2.0817: m = 69 is the first with t(m - 1) * sd / sqrt(m) < 0.5
  const PairedEffect open = effect_of({-2, 0, 1, 3});
  const auto half = [&](std::size_t m) {
    return t_975(m - 1) * std::sqrt(13.0 / 3 / static_cast<double>(m));
  };
  const auto m = static_cast<std::size_t>(4 + open.pairs_to_decide);
  EXPECT_LT(half(m), 0.5);
  EXPECT_GE(half(m - 1), 0.5);
  // of two pairs a draw, twice as many
  const PairedEffect drawn = effect_of({-2, -2, 0, 0, 1, 1, 3, 3}, {0, 0, 1, 1, 2, 2, 3, 3});
  EXPECT_EQ(drawn.pairs_to_decide, 2 * open.pairs_to_decide);
  EXPECT_TRUE(std::isnan(effect_of({-1, 1}).pairs_to_decide));  // a mean of zero is never told from it
}

TEST(Interval, AVerdictFollowsItsRules) {
  EXPECT_EQ(verdict_of(effect_of({0.01})), EffectWord::once);
  EXPECT_EQ(verdict_of(effect_of({0, 0, 0})), EffectWord::none);
  EXPECT_EQ(verdict_of(effect_of({0.01, 0.011, 0.012})), EffectWord::up);
  EXPECT_EQ(verdict_of(effect_of({-0.01, -0.011, -0.012})), EffectWord::down);
  // ten draws, all above zero, of which one draw's effect may still lie below
  const std::vector<double> spread{.001, .002, .003, .004, .005, .006, .007, .012, .018, .03};
  const std::vector<int> draws{0, 1, 2, 3, 4, 5, 6, 7, 8, 9};
  EXPECT_EQ(verdict_of(effect_of(spread, draws)), EffectWord::likely_up);
  std::vector<double> fall;
  for (const double x : spread) fall.push_back(-x);
  EXPECT_EQ(verdict_of(effect_of(fall, draws)), EffectWord::likely_down);
  EXPECT_EQ(verdict_of(effect_of({.0001, -.0001, .0002, -.0002})), EffectWord::small);
  EXPECT_EQ(verdict_of(effect_of({.01, -.01, .02, -.02})), EffectWord::unknown);
}

TEST(Interval, NineInTenAreNineInTenFromEitherSide) {
  for (const double n : {10.0, 20.0, 50.0, 70.0, 110.0}) {
    EXPECT_TRUE(is_likely(0.9 * n / n)) << n;
    EXPECT_TRUE(is_likely(1 - (0.1 * n) / n)) << n;
    EXPECT_FALSE(is_likely((0.9 * n - 1) / n)) << n;
  }
  EXPECT_TRUE(is_likely(1 - 0.1));
}

TEST(Interval, ALevelHasTheMiddleOfTheRuns) {
  std::vector<double> runs;
  for (int i = 0; i <= 1000; ++i) runs.push_back((i * 3) % 1001);
  EXPECT_DOUBLE_EQ(summary_of(runs).low, 25);
  EXPECT_DOUBLE_EQ(summary_of(runs).high, 975);
}

/// A study by hand: two scenarios, three replicates, two years. The scenario adds 0.02, 0.03, 0.04 to
/// contact, 100 EUR to what the Flemish pay, and reaches families 5 and 6 while it loses family 1.
class CompareTest : public testing::Test {
 protected:
  fs::path folder_ =
      fs::temp_directory_path() /
      (std::string("uptake_compare_") + testing::UnitTest::GetInstance()->current_test_info()->name());
  void SetUp() override {
    fs::remove_all(folder_);
    fs::create_directories(folder_);
  }
  void TearDown() override { fs::remove_all(folder_); }

  static nlohmann::json expectation(const char* variable, const char* category, const char* change) {
    return {{"measure", "contact"},
            {"domain", "parenting"},
            {"variable", variable},
            {"category", category},
            {"change", change}};
  }
  /// `own`: levers that only this scenario has.
  static std::string description(const std::string& flemish, const nlohmann::json& own = {}) {
    nlohmann::json all{{"title_en", "t"},
                       {"title_nl", "t"},
                       {"question_en", ""},
                       {"question_nl", ""},
                       {"source", ""},
                       {"expected",
                        {expectation("total", "total", "more"), expectation("gender", "women", "fewer"),
                         expectation("gender", "men", "more"), expectation("gender", "women", "open"),
                         expectation("age", "55plus", "more")}},
                       {"levers",
                        {{{"name", "a"},
                          {"kind", "lead_in"},
                          {"grade", "assumption"},
                          {"cost",
                           {{"fixed_per_year", 0},
                            {"per_unit", 25},
                            {"payer", "flemish"},
                            {"price_year", 2025},
                            {"grade", "assumption"}}}}}},
                       {"payer_grades", {{"flemish", flemish}, {"total", "assumption"}}}};
    for (const nlohmann::json& lever : own) all["levers"].push_back(lever);
    return all.dump();
  }

  static nlohmann::json lever(const char* name, const char* unit) {
    return {{"name", name}, {"kind", "lead_in"}, {"grade", "assumption"}, {"unit_en", unit}};
  }

  Store study(int replicates, bool last_pair_whole = true) {
    const StudyKey key{
        "0.1.0", "d", R"({"families":300,"draws":1,"replicates":3,"populations":5,"seed":1})", {"a", "b"}};
    Store store = Store::create(
        folder_, key,
        {{"baseline", true, description("data"), "a"},
         {"more", false,
          description("literature", {lever("some", "referral"), lever("none", "referral"), lever("fee", ""),
                                     lever("once", "referral"), lever("later", "referral")}),
          "b"}},
        {{"T1", "parenting", 2016, "resident", "rate", "total", "total", 39.0, 2165.0},
         {"T1", "parenting", 2016, "resident", "n", "total", "total", 2165.0, {}}},
        {{"kind", "compare"},
         {"last_year", "2028"},
         {"first_policy_year", "2027"},
         {"posterior", "none"},
         {"command", "uptake compare"},
         {"services", "[]"}});
    for (int r = 0; r < replicates; ++r) {
      for (int s = 0; s < 2; ++s) {
        if (!last_pair_whole && r == replicates - 1 && s == 1) continue;
        store.add(run(r, s));
      }
    }
    store.finish();
    return store;
  }

  static RunResult run(int r, int s) {
    RunResult result;
    result.run = {2 * r + s, s, 0, r, r};
    result.real_per_simulated = 10;
    for (const int year : {2026, 2027, 2028}) {
      const double extra = s == 1 && year > 2026 ? 0.02 + 0.01 * r : 0;
      result.values.push_back({{"contact", "parenting", "total", "total"}, year, 0.2 + 0.05 * r + extra});
      result.values.push_back({{"contact", "parenting", "gender", "men"}, year, 0.1});
      result.values.push_back({{"cost", "both", "payer", "flemish"}, year, 1000.0 + 100.0 * s});
      result.values.push_back({{"cost", "both", "payer", "local"}, year, 500.0});
    }
    if (s == 1) {
      result.values.push_back({{"lever_cost", "both", "lever", "a"}, 2028, 100});
      result.values.push_back({{"lever_units", "both", "lever", "a"}, 2028, 4});
      const auto units = [&](const char* lever, int year, double n) {
        result.values.push_back({{"lever_units", "both", "lever", lever}, year, n});
      };
      units("some", 2028, 7);
      for (const int year : {2027, 2028}) units("none", year, 0);
      units("fee", 2028, 0);                 // has nothing to count
      units("once", 2027, r == 1 ? 10 : 0);  // one family in one run is not nobody
      units("once", 2028, 0);                // and "later" is not in force yet
    }
    result.values.push_back(
        {{"contact", "parenting", "gender", "women"}, 2028, s == 1 ? 0.25 + 0.01 * r : 0.2});
    result.fit = {38.0 + r, std::nullopt};
    ContactSet contacts;
    for (auto& set : contacts.contact) set = HouseholdSet(100);
    for (auto& set : contacts.helped) set = HouseholdSet(100);
    for (auto& standing : contacts.standing) standing.assign(100, standing_no_journey);
    contacts.helped[1].insert(2);
    if (s == 0) contacts.standing[1][5] = static_cast<Standing>(Gate::know);
    if (s == 1) {
      contacts.standing[1][1] = standing_waiting;
      contacts.helped[1].insert(5);
    }
    for (const HouseholdId h : {2U, 3U}) contacts.contact[1].insert(h);
    if (s == 0) contacts.contact[1].insert(1);
    if (s == 1) {
      contacts.contact[1].insert(5);
      contacts.contact[1].insert(6);
      contacts.contact[0].insert(2);  // relationship: reached there, but not in "both"
    }
    const auto packed = contacts.pack();
    result.contacts.assign(packed.begin(), packed.end());
    return result;
  }
};

const Series contact{"contact", "parenting", "total", "total"};

TEST_F(CompareTest, EffectsArePairedSoThatSharedChanceCancels) {
  const Results r = compare_runs(study(3));
  const Effect* e = r.effect(1, contact, 2028);
  ASSERT_NE(e, nullptr);
  EXPECT_NEAR(e->effect.mean, 0.03, 1e-12);
  EXPECT_NEAR(e->effect.high, 0.03 + 4.30265 * 0.01 / std::sqrt(3.0), 1e-6);
  EXPECT_DOUBLE_EQ(e->effect.p_positive, 1);
  EXPECT_NEAR(e->baseline, 0.25, 1e-12);
  EXPECT_NEAR(e->value, 0.28, 1e-12);
  const Effect* before = r.effect(1, contact, 2026);
  ASSERT_NE(before, nullptr);
  EXPECT_EQ(before->effect.mean, 0);
  EXPECT_EQ(before->effect.high, 0);
  EXPECT_DOUBLE_EQ(before->effect.p_positive, 0.5);
  EXPECT_EQ(r.effect(0, contact, 2028), nullptr);
}

TEST_F(CompareTest, ARunWithoutItsPairIsLeftOutOfEffectsOnly) {
  const Results r = compare_runs(study(3, false));
  EXPECT_EQ(r.effect(1, contact, 2028)->effect.n, 2U);
  EXPECT_NEAR(r.effect(1, contact, 2028)->effect.mean, 0.025, 1e-12);
  EXPECT_EQ(r.level(0, contact, 2028)->summary.n, 3U);
}

TEST_F(CompareTest, ASeriesOfOneScenarioOnlyHasNoEffect) {
  const Results r = compare_runs(study(2));
  const Series lever{"lever_cost", "both", "lever", "a"};
  EXPECT_EQ(r.effect(1, lever, 2028), nullptr);
  ASSERT_NE(r.level(1, lever, 2028), nullptr);
  EXPECT_EQ(r.level(0, lever, 2028), nullptr);
}

TEST_F(CompareTest, WhatTheSourceExpectsStandsBesideWhatTheRunsShow) {
  // contact rises by 0.02, 0.03 and 0.04, that of men not at all; of women by 0.05, 0.06 and 0.07
  const Results r = compare_runs(study(3));
  using Found = ExpectationRow::Found;
  ASSERT_EQ(r.expectations.size(), 4U) << "a group that nobody is in is left out";
  EXPECT_EQ(r.expectations[0].found, Found::as_expected);
  EXPECT_NEAR(r.expectations[0].effect.mean, 0.03, 1e-12);
  EXPECT_NEAR(r.expectations[0].baseline, 0.25, 1e-12);
  EXPECT_EQ(r.expectations[1].found, Found::other_way);
  EXPECT_DOUBLE_EQ(r.expectations[1].agree, 0);
  EXPECT_EQ(r.expectations[2].found, Found::not_shown) << "zero counts half on either side";
  EXPECT_DOUBLE_EQ(r.expectations[2].agree, 0.5);
  EXPECT_EQ(r.expectations[3].found, Found::open);
  const std::string table = expectations_table(r);
  EXPECT_NE(
      table.find(
          "| `more` | parenting, all families | more | 25.0 | +3.00 (+2.10 to +3.90) | 100 | as expected |"),
      std::string::npos)
      << table;
  EXPECT_NE(table.find("|  | parenting, parent: mothers | fewer | 20.0 |"), std::string::npos) << table;
}

TEST_F(CompareTest, OneRunSaysNothingOfAnExpectation) {
  for (const ExpectationRow& row : compare_runs(study(1)).expectations)
    EXPECT_EQ(row.found, ExpectationRow::Found::one_run);
}

TEST_F(CompareTest, FamiliesAreCountedOneByOneAndNetted) {
  const Results r = compare_runs(study(3));
  ASSERT_EQ(r.reached.size(), 3U);
  EXPECT_EQ(r.reached[1].domain, "parenting");
  EXPECT_DOUBLE_EQ(r.reached[1].reached, 20);
  EXPECT_DOUBLE_EQ(r.reached[1].lost, 10);
  EXPECT_DOUBLE_EQ(r.reached[1].net.mean, 10);
  EXPECT_DOUBLE_EQ(r.reached[0].net.mean, 10);
  EXPECT_EQ(r.reached[2].domain, "both");
  EXPECT_DOUBLE_EQ(r.reached[2].reached, 20);
  EXPECT_DOUBLE_EQ(r.reached[2].net.mean, 10);
}

TEST_F(CompareTest, TellsWhereTheReachedStoodBeforeAndTheLostStandNow) {
  const Results r = compare_runs(study(3));
  const auto families = [&](const std::string& domain, bool reached, const std::string& standing) {
    double n = 0;
    for (const StandingRow& row : r.standing) {
      if (row.domain == domain && row.reached == reached && row.standing == standing) n += row.families;
    }
    return n;
  };
  EXPECT_DOUBLE_EQ(families("parenting", true, "know"), 10);        // family 5
  EXPECT_DOUBLE_EQ(families("parenting", true, "no_journey"), 10);  // family 6
  EXPECT_DOUBLE_EQ(families("parenting", false, "waiting"), 10);    // family 1
  EXPECT_DOUBLE_EQ(families("relationship", true, "no_journey"), 10);
  EXPECT_EQ(r.standing.size(), 4U);
}

TEST_F(CompareTest, CountsTheHelpedAndWhatTheMeasureMayCost) {
  const Results r = compare_runs(study(3));
  EXPECT_DOUBLE_EQ(r.reached[2].helped_before, 10);
  EXPECT_DOUBLE_EQ(r.reached[2].helped.mean, 10);
  EXPECT_DOUBLE_EQ(r.cost_per[0].per_helped.value, 10);
  // The baseline pays 1500 for 10 families helped: 150 each. The 10 more may cost 1500 in all, and nothing
  // but the measure costs more: 1500 a year, or 375 for each of 4 units.
  ASSERT_EQ(r.break_even.size(), 2U);
  EXPECT_EQ(r.break_even[0].lever, "");
  EXPECT_DOUBLE_EQ(r.break_even[0].assumed, 100);
  EXPECT_DOUBLE_EQ(r.break_even[0].value, 1500);
  EXPECT_DOUBLE_EQ(r.break_even[0].yardstick, 150);
  EXPECT_EQ(r.break_even[1].lever, "a");
  EXPECT_TRUE(r.break_even[1].per_unit);
  EXPECT_DOUBLE_EQ(r.break_even[1].assumed, 25);
  EXPECT_DOUBLE_EQ(r.break_even[1].value, 375);
}

TEST_F(CompareTest, TellsWhichMeasuresReachedNobody) {
  const Store store = study(3);
  const Results r = compare_runs(store);
  ASSERT_EQ(r.unreached.size(), 1U);
  EXPECT_EQ(r.unreached[0].lever, "none");
  EXPECT_EQ(r.unreached[0].scenario, 1);
  EXPECT_EQ(r.unreached[0].n_runs, 3U);
  const nlohmann::json rows = document(store, r).at("unreached");
  EXPECT_EQ(rows, nlohmann::json({{{"scenario", "more"}, {"lever", "none"}, {"n_runs", 3}}}));
}

TEST_F(CompareTest, AGapHasItsPairedInterval) {
  const Results r = compare_runs(study(3));
  ASSERT_EQ(r.gaps.size(), 1U);
  EXPECT_EQ(r.gaps[0].most, "women");
  EXPECT_EQ(r.gaps[0].least, "men");
  EXPECT_NEAR(r.gaps[0].before, 0.1, 1e-12);
  EXPECT_NEAR(r.gaps[0].after, 0.16, 1e-12);
  EXPECT_NEAR(r.gaps[0].change.mean, 0.06, 1e-12);
  EXPECT_NEAR(r.gaps[0].change.high, 0.06 + 4.30265 * 0.01 / std::sqrt(3.0), 1e-6);
}

/// Twenty draws of two parameters. The effect of `even` follows the first, that of `other` is the same in all
/// but the last five draws, where it is above.
class DrawsTest : public CompareTest {
 protected:
  Store study(int n_draws) {
    nlohmann::json drawn{{"parameters",
                          {{{"parameter", "know.x"}, {"meaning", "What it means."}},
                           {{"parameter", "dare.y"}, {"meaning", ""}}}}};
    nlohmann::json reach{{"scenario", "even"},
                         {"parameter", "a.reach"},
                         {"meaning_en", "How many."},
                         {"meaning_nl", "Hoeveel."}};
    for (int d = 0; d < n_draws; ++d) {
      drawn["draws"].push_back({-0.1 * d, d % 2});
      reach["values"].push_back(0.01 * d);
    }
    drawn["sizes"] = {reach};
    Store store = Store::create(folder_,
                                {"0.1.0",
                                 "d",
                                 R"({"families":300,"draws":1,"replicates":1,"populations":5,"seed":1})",
                                 {"a", "b", "c"}},
                                {{"baseline", true, description("data"), "a"},
                                 {"even", false, description("data"), "b"},
                                 {"other", false, description("data"), "c"}},
                                {},
                                {{"kind", "compare"},
                                 {"last_year", "2028"},
                                 {"first_policy_year", "2027"},
                                 {"posterior", "mine"},
                                 {"command", "uptake compare"},
                                 {"services", "[]"},
                                 {"drawn", drawn.dump()}});
    for (int d = 0; d < n_draws; ++d) {
      for (int s = 0; s < 3; ++s) {
        RunResult result = run(0, 0);
        result.run = {3 * d + s, s, d, 0, 0};
        const double effect = s == 1 ? 0.001 * (d + 1) : s == 2 ? (d < 15 ? 0.0005 : 0.1) : 0;
        result.values = {{{"contact", "parenting", "total", "total"}, 2028, 0.2 + effect}};
        result.fit.clear();
        store.add(result);
      }
    }
    store.finish();
    return store;
  }
};

TEST_F(DrawsTest, PlacesAreCountedDrawByDraw) {
  const Results r = compare_runs(study(20));
  ASSERT_EQ(r.ranks.size(), 2U);
  EXPECT_EQ(r.ranks[0].scenario, 1);
  EXPECT_DOUBLE_EQ(r.ranks[0].best, 0.75);
  EXPECT_DOUBLE_EQ(r.ranks[1].best, 0.25);
  EXPECT_DOUBLE_EQ(r.ranks[0].low, 1);
  EXPECT_DOUBLE_EQ(r.ranks[0].high, 2);
  EXPECT_DOUBLE_EQ(r.ranks[0].middle, 1);
}

TEST_F(DrawsTest, TellsWhatAnEffectHangsOnWhenThereAreEnoughDraws) {
  const Store store = study(20);
  const Results r = compare_runs(store);
  ASSERT_FALSE(r.hangs_on.rows.empty());
  EXPECT_EQ(r.hangs_on.rows[0].scenario, 1);
  EXPECT_EQ(r.hangs_on.rows[0].parameter, "know.x");
  EXPECT_NEAR(r.hangs_on.rows[0].rho, -1, 1e-12);
  EXPECT_EQ(r.hangs_on.rows[1].scenario, 1) << "the numbers of its own levers count, and of no other";
  EXPECT_EQ(r.hangs_on.rows[1].parameter, "a.reach");
  EXPECT_NEAR(r.hangs_on.rows[1].rho, 1, 1e-12);
  EXPECT_EQ(document(store, r).at("hangs_on").at("rows")[1].at("meaning_nl"), "Hoeveel.");
  for (const HangsOnRow& row : r.hangs_on.rows) {
    EXPECT_NE(row.parameter, "dare.y");
    if (row.scenario == 2) {
      EXPECT_EQ(row.parameter, "know.x");
    }
  }
  // tanh(z(1 - 0.05 / 6) sqrt(1.06 / 17)), z = 2.39398
  EXPECT_NEAR(r.hangs_on.threshold, std::tanh(2.393980 * std::sqrt(1.06 / 17)), 1e-6);
  EXPECT_EQ(document(store, r).at("hangs_on").at("rows")[0].at("meaning"), "What it means.");
}

TEST_F(DrawsTest, SaysNothingOfThatFromFewDraws) {
  const Results r = compare_runs(study(19));
  EXPECT_TRUE(r.hangs_on.rows.empty());
  EXPECT_TRUE(std::isnan(r.hangs_on.threshold));
  EXPECT_EQ(r.hangs_on.n_draws, 19U);
}

TEST_F(CompareTest, CostsAreByPayerInTotalAndForEachExtraFamily) {
  const Results r = compare_runs(study(3));
  ASSERT_EQ(r.costs.size(), 6U);  // flemish, local, total in 2027 and 2028
  EXPECT_EQ(r.costs[0].payer, "flemish");
  EXPECT_EQ(r.costs[0].year, 2027);
  EXPECT_DOUBLE_EQ(r.costs[0].effect.mean, 100);
  EXPECT_EQ(r.costs[0].grade, "literature");
  EXPECT_EQ(r.costs[5].payer, "total");
  EXPECT_DOUBLE_EQ(r.costs[5].baseline, 1500);
  EXPECT_DOUBLE_EQ(r.costs[5].value, 1600);
  EXPECT_EQ(r.costs[5].grade, "assumption");
  ASSERT_EQ(r.cost_per.size(), 1U);
  EXPECT_DOUBLE_EQ(r.cost_per[0].families, 10);
  EXPECT_DOUBLE_EQ(r.cost_per[0].per_family.value, 10);
}

TEST_F(CompareTest, TheFitIsThatOfTheBaseline) {
  const Results r = compare_runs(study(3));
  ASSERT_EQ(r.fit.size(), 1U);
  EXPECT_DOUBLE_EQ(r.fit[0].simulated.mean, 39);
  EXPECT_NEAR(r.fit[0].standard_error, 100 * std::sqrt(.39 * .61 / 2165), 1e-9);
}

TEST_F(CompareTest, TheDocumentHasFractionsAndTheTablesPercent) {
  const Store store = study(3);
  const Results r = compare_runs(store);
  const nlohmann::json data = document(store, r);
  EXPECT_EQ(data.at("kind"), "compare");
  EXPECT_EQ(data.at("families"), 300);
  EXPECT_EQ(data.at("scenarios").size(), 2U);
  EXPECT_TRUE(data.at("scenarios")[0].at("baseline"));
  for (const char* key : {"effects", "levels", "reached", "costs", "cost_per", "fit", "limits", "measures",
                          "gates", "variables"}) {
    EXPECT_FALSE(data.at(key).empty()) << key;
  }
  bool found = false;
  for (const auto& e : data.at("effects")) {
    EXPECT_TRUE(e.at("variable") == "total" || e.at("year") == 2028);
    if (e.at("variable") == "total" && e.at("measure") == "contact" && e.at("year") == 2028) {
      found = true;
      EXPECT_NEAR(e.at("difference").get<double>(), 0.03, 1e-12);
    }
  }
  EXPECT_TRUE(found);
  EXPECT_NEAR(data.at("fit")[0].at("published").get<double>(), 0.39, 1e-12);

  export_tables(store, r, folder_);
  Problems problems;
  const CsvTable effects = read_csv(folder_ / "effects.csv", problems);
  problems.throw_if_any();
  found = false;
  for (const auto& row : effects.rows) {
    if (row[effects.column("measure")] != "contact" || row[effects.column("category")] != "total") continue;
    if (row[effects.column("year")] != "2028") continue;
    found = true;
    EXPECT_EQ(row[effects.column("difference")], "3");
    EXPECT_EQ(row[effects.column("unit")], "percent");
  }
  EXPECT_TRUE(found);
  // Every column of every table is told in the dictionary, and each has a meaning.
  const CsvTable dictionary = read_csv(folder_ / "data-dictionary.csv", problems);
  for (const char* file : {"measures.csv", "effects.csv", "reached.csv", "costs.csv", "fit.csv", "runs.csv",
                           "scenarios.csv", "measure-labels.csv", "category-labels.csv"}) {
    for (const std::string& column : read_csv(folder_ / file, problems).header) {
      const bool told = std::any_of(dictionary.rows.begin(), dictionary.rows.end(), [&](const auto& row) {
        return row[0] == file && row[1] == column && !row[4].empty();
      });
      EXPECT_TRUE(told) << file << " " << column;
    }
  }
  problems.throw_if_any();
}

TEST_F(CompareTest, OneRunGivesNumbersWithoutIntervals) {
  const Store store = study(1);
  const Results r = compare_runs(store);
  EXPECT_THAT(short_table(r), testing::HasSubstr("there is no interval"));
  EXPECT_THAT(short_table(r), testing::HasSubstr("+2.00 points"));
  const nlohmann::json told = document(store, r);
  ASSERT_FALSE(told.at("effects").empty());
  for (const auto& e : told.at("effects")) EXPECT_TRUE(e.at("low").is_null());
}

TEST_F(CompareTest, TheShortTableShowsLevelsDifferencesFamiliesAndCost) {
  const std::string text = short_table(compare_runs(study(3)));
  EXPECT_THAT(text, testing::HasSubstr("December 2028, 3 runs a scenario"));
  EXPECT_THAT(text, testing::HasSubstr("25.00 %"));
  EXPECT_THAT(text, testing::HasSubstr("+3.00 [+0.52; +5.48] points"));
  EXPECT_THAT(text, testing::HasSubstr("+100 (assumption)"));
  EXPECT_THAT(text, testing::HasSubstr("10 EUR"));
}

}  // namespace
}  // namespace uptake
