// SPDX-License-Identifier: Apache-2.0
#include "analysis/compare/compare.hpp"

#include <gmock/gmock.h>

#include <cmath>
#include <filesystem>
#include <nlohmann/json.hpp>

#include "analysis/compare/document.hpp"
#include "sim/base/csv.hpp"
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

  static std::string description(const std::string& flemish) {
    return nlohmann::json{{"title_en", "t"},
                          {"title_nl", "t"},
                          {"question_en", ""},
                          {"question_nl", ""},
                          {"source", ""},
                          {"levers", nlohmann::json::array()},
                          {"payer_grades", {{"flemish", flemish}, {"total", "assumption"}}}}
        .dump();
  }

  Store study(int replicates, bool last_pair_whole = true) {
    const StudyKey key{
        "0.1.0", "d", R"({"families":300,"draws":1,"replicates":3,"populations":5,"seed":1})", {"a", "b"}};
    Store store = Store::create(
        folder_, key,
        {{"baseline", true, description("data"), "a"}, {"more", false, description("literature"), "b"}},
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
    if (s == 1) result.values.push_back({{"lever_cost", "both", "lever", "a"}, 2028, 100});
    result.fit = {38.0 + r, std::nullopt};
    ContactSet contacts;
    for (auto& set : contacts.contact) set = HouseholdSet(100);
    for (auto& set : contacts.helped) set = HouseholdSet(100);
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
  EXPECT_DOUBLE_EQ(r.cost_per[0].per_family, 10);
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

  export_tables(r, folder_);
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
  for (const char* file :
       {"measures.csv", "effects.csv", "reached.csv", "costs.csv", "fit.csv", "runs.csv"}) {
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
