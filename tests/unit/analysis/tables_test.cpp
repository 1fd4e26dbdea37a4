// SPDX-License-Identifier: Apache-2.0
// The report's tables over runs, laid out as the report has them.
#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <nlohmann/json.hpp>
#include <set>
#include <sstream>

#include "analysis/calibrate/observation.hpp"
#include "analysis/tables/layout.hpp"
#include "sim/base/errors.hpp"
#include "unit/analysis/tables_sample.hpp"

namespace uptake {
namespace {

using testing::HasSubstr;
using testing::Not;

// ------------------------------------------------------------------ marks

TEST(TableMarks, AreTheReports) {
  EXPECT_EQ(mark_of(0.0009), "***");
  EXPECT_EQ(mark_of(0.001), "**");
  EXPECT_EQ(mark_of(0.049), "*");
  EXPECT_EQ(mark_of(0.05), "n.s.°");
  EXPECT_EQ(mark_of(0.0999), "n.s.°");
  EXPECT_EQ(mark_of(0.1), "n.s.");
  EXPECT_EQ(mark_of(std::nan("")), "");
}

TEST(TableMarks, AreReadOffEveryNoteThatHasOne) {
  std::size_t changes = 0, betas = 0;
  for (const Target& t : targets()) {
    if (t.table == "text") continue;
    const bool change = t.note.find("change ") != std::string::npos;
    EXPECT_EQ(change, !printed_mark(t).empty() && t.measure != "beta") << t.table << ' ' << t.note;
    changes += change ? 1 : 0;
    // T13's intercepts are printed without one
    if (t.measure == "beta" && !(t.table == "T13" && t.variable == "intercept")) {
      EXPECT_FALSE(printed_mark(t).empty()) << t.table << ' ' << t.category;
      ++betas;
    }
  }
  EXPECT_GT(changes, 80u);
  EXPECT_GT(betas, 100u);
}

// ------------------------------------------------------------------ over runs

Study study_of_targets() {
  Study study;
  study.targets = targets();
  return study;
}

TEST(ReportTables, AreMediansWithTheMiddleOfTheRuns) {
  std::vector<RunFigures> runs(3);
  const std::size_t t = number_of("T4", "relationship", 2021, "resident", "rate", "gender", "men"),
                    odds = number_of("T5", "relationship", 2021, "resident", "odds_ratio", "partner_support",
                                     "fairly");
  for (std::size_t r = 0; r < 3; ++r) {
    runs[r].by_target.resize(targets().size());
    runs[r].by_target[t] = {10.0 + static_cast<double>(r * r), 1000, 8, 12, 0.04};
    if (r > 0) runs[r].by_target[odds] = {1.0, 500, 0.5, std::numeric_limits<double>::infinity()};
    runs[r].said = r == 2 ? std::vector<std::string>{"T5 2021: separated: x"} : std::vector<std::string>{};
  }
  const ReportTables all = tables_of(study_of_targets(), {}, runs);
  EXPECT_EQ(all.runs, 3);
  EXPECT_EQ(all.said.at("T5 2021: separated: x"), 1);
  const auto find = [&](std::size_t target) {
    return *std::ranges::find(all.numbers, target, &TableNumber::target);
  };
  const TableNumber rate = find(t);
  EXPECT_EQ(rate.simulated.value, 11);
  EXPECT_EQ(rate.simulated.p, 0.04);
  EXPECT_EQ(rate.runs, 3);
  EXPECT_NEAR(rate.spread_low, 10.1, 1e-12);  // of 10, 11, 14 the quantile 0.05
  EXPECT_NEAR(rate.spread_high, 13.7, 1e-12);
  const Interval printed = wilson_interval(0.128, 1225 / design_effect);
  EXPECT_NEAR(rate.published_low, 100 * printed.low, 1e-12);
  ASSERT_TRUE(rate.inside().has_value());
  EXPECT_TRUE(*rate.inside());
  const TableNumber odds_ratio = find(odds);
  EXPECT_EQ(odds_ratio.runs, 2);
  EXPECT_EQ(odds_ratio.simulated.high, std::numeric_limits<double>::infinity());
  EXPECT_EQ(odds_ratio.published_low, 0.841);
  const TableNumber none = find(number_of("T4", "relationship", 2021, "resident", "rate", "gender", "women"));
  EXPECT_EQ(none.runs, 0);
  EXPECT_EQ(none.why, "could not be estimated in any run");
  EXPECT_FALSE(none.inside().has_value());
  const TableNumber hidden =
      find(number_of("T7", "relationship", 2021, "partnered", "beta", "education", "lower_secondary"));
  EXPECT_THAT(hidden.why, HasSubstr("missing answers"));
}

TEST(ReportTables, OfOneWaveLeaveOutWhatComparesThem) {
  const std::vector<Answers> one{both_waves()[1]};
  const std::vector<RunFigures> runs{figures_of(targets(), one, Respondents::survey, IntervalKind::wald, 1)};
  const TableSettings settings{{2021}, Respondents::survey, IntervalKind::wald};
  const ReportTables all = tables_of(study_of_targets(), settings, runs);
  std::set<std::string> tables;
  for (const TableNumber& n : all.numbers) {
    const Target& t = targets()[n.target];
    EXPECT_EQ(t.year, 2021);
    if (t.measure == "chi2") {
      EXPECT_EQ(t.category, "trend");
    }
    tables.insert(t.table);
    EXPECT_TRUE(std::isnan(n.simulated.p) || t.measure == "beta" || t.measure == "chi2" ||
                t.measure == "p_value");
  }
  EXPECT_FALSE(tables.contains("T14"));
  EXPECT_EQ(tables.size(), 14u);  // 1-13 and the footnotes
  const std::string text = tables_text(all, targets(), {}, false);
  EXPECT_THAT(text, Not(HasSubstr("2016")));
  EXPECT_THAT(text, Not(HasSubstr("Table 14. ")));
  EXPECT_THAT(text, HasSubstr("\nTable 14 compares the waves: --wave all.\n"));
  EXPECT_THAT(tables_text(all, targets(), {}, true),
              HasSubstr("\nTabel 14 vergelijkt de golven: --wave all.\n"));
  EXPECT_THAT(tables_text(all, targets(), {4}, false), Not(HasSubstr("--wave all")));
}

TEST(ReportTables, AScenarioThatEndsBeforeAWaveIsRefusedByItsFile) {
  Study study;
  study.scenarios.resize(1);
  study.scenarios[0].file = "short.yaml";
  study.scenarios[0].until = month_of(2018, 1);
  EXPECT_NO_THROW(check_waves(study, {2016}));
  try {
    check_waves(study, {2016, 2021});
    FAIL();
  } catch (const BadInput& bad) {
    EXPECT_THAT(bad.what(), testing::AllOf(HasSubstr("short.yaml"), HasSubstr("2018-01"),
                                           HasSubstr("2021-04"), HasSubstr("--wave 2016")));
  }
}

// ------------------------------------------------------------------ the report's layout

const ReportTables& of_both_waves() {
  static const ReportTables all = tables_of(study_of_targets(), {}, {figures()});
  return all;
}

/// The part of a text that is a table's.
std::string part_of(const std::string& text, const std::string& word, int number) {
  const std::size_t from = text.find(fmt::format("{} {}. ", word, number));
  const std::size_t to = text.find(fmt::format("{} {}. ", word, number + 1));
  return text.substr(from, to == std::string::npos ? to : to - from);
}

TEST(TableLayout, HasEveryPrintedNumberOfEveryTableInBothLanguages) {
  for (const bool dutch : {false, true}) {
    const std::string text = tables_text(of_both_waves(), targets(), {}, dutch);
    const NumberStyle style{dutch};
    std::size_t found = 0;
    for (int number = 1; number <= 14; ++number) {
      const std::string part = part_of(text, dutch ? "Tabel" : "Table", number);
      ASSERT_GT(part.size(), 100u) << number;
      for (const Target& t : targets()) {
        if (t.table != fmt::format("T{}", number)) continue;
        const int decimals = t.measure == "rate" || t.measure == "share" || t.measure == "pp_change" ? 1
                             : t.measure == "n"                                                      ? 0
                                                                                                     : 3;
        EXPECT_THAT(part, HasSubstr(style.text(t.value, decimals)))
            << t.table << ' ' << t.variable << ' ' << t.category;
        if (t.n) {
          EXPECT_THAT(part, HasSubstr(style.text(*t.n, 0))) << t.table << ' ' << t.variable;
        }
        if (t.ci_low) {
          EXPECT_THAT(part, HasSubstr(style.text(*t.ci_low, 3)));
          EXPECT_THAT(part, HasSubstr(style.text(*t.ci_high, 3)));
        }
        ++found;
      }
    }
    EXPECT_GT(found, 600u);
    EXPECT_THAT(text, HasSubstr(dutch ? "Concentratie-index" : "Concentration index"));
    EXPECT_THAT(text, HasSubstr("Mantel-Haenszel"));
    EXPECT_THAT(text, HasSubstr(dutch ? "rapport" : "report"));
  }
}

TEST(TableLayout, ARowHasTheReportsNumberAndTheSimulatedBesideIt) {
  const std::string text = tables_text(of_both_waves(), targets(), {4}, false);
  EXPECT_THAT(text, HasSubstr("Table 4. "));
  EXPECT_THAT(text, Not(HasSubstr("Table 5. ")));
  std::istringstream lines(text);
  std::string line;
  while (std::getline(lines, line) && line.find("fathers") == std::string::npos) {
  }
  const RunFigure f =
      figures().by_target[number_of("T4", "relationship", 2016, "resident", "rate", "gender", "men")];
  EXPECT_THAT(line, testing::ContainsRegex(fmt::format("10\\.8 +!?{:.1f}", f.value)));
  EXPECT_THAT(line, HasSubstr("12.8 (15.7)"));
  EXPECT_THAT(line, testing::ContainsRegex("n\\.s\\. "));
  EXPECT_THAT(line, testing::ContainsRegex(fmt::format("797 +{:.0f}", f.n)));
}

TEST(TableLayout, FootnotesAreOfTheirOwnDomain) {
  const std::string text = tables_text(of_both_waves(), targets(), {11}, false);
  std::istringstream lines(text);
  std::string line;
  while (std::getline(lines, line) && line.find("very much: 2016 against 2021") == std::string::npos) {
  }
  EXPECT_THAT(line, testing::AllOf(HasSubstr("5.025"), HasSubstr("0.025"), Not(HasSubstr("0.111"))));
  EXPECT_THAT(text, HasSubstr("trend 2016 (Mantel-Haenszel)"));
}

TEST(TableLayout, SaysWhatIsProbablyMisprinted) {
  for (const bool dutch : {false, true}) {
    const std::string text = tables_text(of_both_waves(), targets(), {}, dutch);
    std::size_t n = 0;
    for (const Target& t : targets()) {
      if (!t.note.starts_with("suspected misprint: ") || !t.table.starts_with("T")) continue;
      EXPECT_THAT(text, HasSubstr(t.note.substr(20))) << t.table;
      ++n;
    }
    EXPECT_EQ(n, 9u);
    EXPECT_EQ(text.find("in het Engels") != std::string::npos, dutch);
  }
}

TEST(TableLayout, SaysInWordsWhatCouldNotBeEstimated) {
  ReportTables all = of_both_waves();
  all.said = {{"T7 2021: separated: intercept, age=lt35; empty: education=no_answer", 2},
              {"T11 2016: not converged; dependent: partner_support=a_little", 1}};
  EXPECT_THAT(tables_text(all, targets(), {7}, false),
              HasSubstr("Not to be estimated in 2 of 1 runs: 2021: separated (all or none of them used it): "
                        "intercept, parent's age: under 35; nobody there: education: no answer\n"));
  const std::string dutch = tables_text(all, targets(), {7, 11}, true);
  EXPECT_THAT(
      dutch, HasSubstr("2021: separatie (allen of niemand van hen maakte er gebruik van): intercept, "
                       "leeftijd van de ouder: jonger dan 35; niemand aanwezig: opleiding: geen antwoord\n"));
  EXPECT_THAT(dutch,
              HasSubstr("2016: de schatting convergeerde niet; niet van de andere te onderscheiden: steun "
                        "van de partner: een beetje\n"));
  for (const char* english : {"separated", "lt35", "converged", "a_little", "no_answer"})
    EXPECT_THAT(dutch, Not(HasSubstr(english)));
}

TEST(TableLayout, SpeaksOfTheSurveyThatItHas) {
  TableSettings everyone;
  everyone.respondents = Respondents::everyone;
  ReportTables all = tables_of(study_of_targets(), everyone, {figures(Respondents::everyone, 100)});
  EXPECT_THAT(tables_text(all, targets(), {}, false),
              testing::AllOf(HasSubstr("families in Flanders"), HasSubstr("The n of 2021 are of all parents"),
                             HasSubstr("In brackets: all parents of 2021")));
  std::vector<Target> residents = targets();
  std::erase_if(residents, [](const Target& t) { return t.sample == "all"; });
  all.numbers.clear();
  all.region = {
      {"words",
       nlohmann::json::array(
           {{{"en", "Flanders"}, {"nl", "Vlaanderen"}, {"here_en", "Elsewhere"}, {"here_nl", "Elders"}}})}};
  EXPECT_THAT(tables_text(all, residents, {}, false),
              testing::AllOf(HasSubstr("families in Elsewhere"), Not(HasSubstr("all parents of 2021")),
                             Not(HasSubstr("The n of 2021"))));
  EXPECT_THAT(tables_text(all, residents, {}, true),
              testing::AllOf(HasSubstr("gezinnen in Elders"), Not(HasSubstr("De n van 2021")),
                             Not(HasSubstr("Tussen haakjes"))));
}

TEST(ReportTables, TheirFingerprintIsOfWhatIsAskedAndNotOfPaths) {
  Study study = study_of_targets();
  study.key.model = "1.2.3";
  const auto fingerprint = [&](const TableSettings& settings, const char* command) {
    ReportTables all;
    all.settings = settings;
    return tables_provenance(all, study, command).fingerprint;
  };
  const TableSettings both;
  const std::string first = fingerprint(both, "uptake tables --scenario here.yaml");
  EXPECT_EQ(first, fingerprint(both, "uptake tables --scenario there.yaml"));
  EXPECT_NE(first, fingerprint({{2021}, both.respondents, both.intervals}, "uptake tables"));
  EXPECT_NE(first, fingerprint({both.waves, Respondents::everyone, both.intervals}, "uptake tables"));
  EXPECT_NE(first, fingerprint({both.waves, both.respondents, IntervalKind::profile}, "uptake tables"));
  study.key.data = "other data";
  EXPECT_NE(first, fingerprint(both, "uptake tables --scenario here.yaml"));
  Provenance from;
  from.model = "1.2.3";
  from.command = "uptake tables --data here";
  from.fingerprint = "0123456789abcdef0123";
  EXPECT_EQ(
      tables_foot(from, false),
      "The same numbers: uptake tables --data here\nTo cite: Uptake 1.2.3, fingerprint 0123456789abcdef\n");
  EXPECT_EQ(tables_foot(from, true),
            "Dezelfde cijfers: uptake tables --data here\nOm te citeren: Uptake 1.2.3, vingerafdruk "
            "0123456789abcdef\n");
}

TEST(TableLayout, TellsWhatOnlyTheSimulationMarks) {
  const std::string text = tables_text(of_both_waves(), targets(), {14}, false);
  EXPECT_THAT(text, HasSubstr("relationship support: more often"));
  EXPECT_THAT(text, HasSubstr("parenting support: less often"));
  const RunFigures run = figures();
  bool other = false;
  for (std::size_t t = 0; t < targets().size(); ++t) {
    const Target& row = targets()[t];
    const bool of_rates = row.table == "T4" || row.table == "T10";
    other =
        other || (of_rates && row.variable == "age" && row.category == "45_54" && run.by_target[t].p < 0.05);
  }
  EXPECT_EQ(text.find("parent's age: 45-54") != std::string::npos, other);
}

TEST(TableLayout, JsonSaysOfEveryNumberWhereItStandsOrWhyThereIsNone) {
  Study study = study_of_targets();
  study.scenarios.resize(1);
  const nlohmann::ordered_json json = tables_json(of_both_waves(), study, "uptake tables");
  EXPECT_EQ(json.at("numbers").size(), of_both_waves().numbers.size());
  std::size_t without = 0;
  for (const auto& row : json.at("numbers")) {
    EXPECT_EQ(row.at("simulated").is_null(), row.contains("why_not")) << row.dump();
    without += row.contains("why_not") ? 1U : 0U;
  }
  EXPECT_GT(without, 0u);
  EXPECT_EQ(json.at("respondents"), "survey");
}

// ------------------------------------------------------------------ grids

TEST(NumberStyle, WritesNumbersAsALanguageDoes) {
  const NumberStyle en{false}, nl{true};
  EXPECT_EQ(en.text(2134, 0), "2,134");
  EXPECT_EQ(nl.text(2134, 0), "2.134");
  EXPECT_EQ(nl.text(1234567.25, 1), "1.234.567,2");
  EXPECT_EQ(en.text(-0.5, 1), "-0.5");
  EXPECT_EQ(en.text(-0.01, 1), "0.0");
  EXPECT_EQ(en.text(999, 0), "999");
  EXPECT_EQ(en.text(std::nan(""), 1), "");
  EXPECT_EQ(en.text(-std::numeric_limits<double>::infinity(), 1), "-∞");
}

TEST(Grid, StandsSideBySideWhereThereIsRoomAndElseBelow) {
  const Grid grid{{"2016", "sign."}, {{"ouders", false, {{"12,9", "13,1!"}, {"n.s.°", "*"}}}}};
  EXPECT_EQ(grid_text(grid, "rapport", "simul.", 80),
            "             2016              sign.\n"
            "             rapport  simul.   rapport  simul.\n"
            "ouders          12,9   13,1!     n.s.°       *\n");
  EXPECT_EQ(grid_text(grid, "rapport", "simul.", 30),
            "             2016  sign.\n"
            "ouders       12,9  n.s.°\n"
            "    simul.  13,1!      *\n");
  EXPECT_EQ(columns_of_text("n.s.°"), 5u);
}

}  // namespace
}  // namespace uptake
