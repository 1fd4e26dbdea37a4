// SPDX-License-Identifier: Apache-2.0
// The tables of rates and shares (1-4, 8-10, 14, Figure 3): among themselves, and against the report.
#include <algorithm>
#include <map>
#include <utility>

#include "unit/evidence/targets_fixture.hpp"

namespace uptake::target_tests {
namespace {

TEST(Targets, LetSharesOfOneAnswerSumToAHundred) {
  std::map<std::string, std::pair<double, int>> sums;
  for (const Target& t : data()) {
    if (t.table == "T3") {
      auto& [sum, count] = sums[fmt::format("{} {} {}", t.year, t.sample, t.variable)];
      sum += t.value;
      ++count;
    }
  }
  EXPECT_EQ(sums.size(), 12u);  // four questions; 2016, 2021 and 2021 of all parents
  for (const auto& [question, of] : sums) {
    EXPECT_EQ(of.second, 4) << question;
    EXPECT_NEAR(of.first, 100.0, 4 * 0.05 + 1e-9) << question;
  }
}

TEST(Targets, LeaveTheFourthShareOfFigure3ToBeDerived) {
  const std::map<int, double> derived{{2016, 5.4}, {2021, 4.0}};
  for (const auto& [year, expected] : derived) {
    double rest = 100;
    for (const auto* c : {"very_much", "fairly", "a_little"}) {
      rest -= value("F3", "parenting", year, "resident", "share", "helped", c);
    }
    EXPECT_NEAR(rest, expected, 1e-9) << year;
    EXPECT_EQ(find_target(data(), "F3", "parenting", year, "resident", "share", "helped", "not_at_all"),
              nullptr);
  }
}

TEST(Targets, LetMultipleAnswersOverlap) {
  const auto sum = [](std::string_view table, int year, std::string_view variable, std::string_view sample) {
    double s = 0;
    for (const Target& t : data()) {
      if (t.table == table && t.year == year && t.variable == variable && t.sample == sample) s += t.value;
    }
    return s;
  };
  EXPECT_NEAR(sum("T8", 2016, "when", "resident"), 109.7, 1e-9);
  EXPECT_NEAR(sum("T8", 2021, "when", "resident"), 109.5, 1e-9);
  EXPECT_NEAR(sum("T8", 2021, "when", "all"), 109.4, 1e-9);
  for (const auto& [year, sample] : {std::pair{2016, "resident"}, {2021, "resident"}, {2021, "all"}}) {
    const double total = value("T1", "relationship", year, sample, "rate", "total", "total");
    EXPECT_GT(sum("T1", year, "relation", sample), total) << year << sample;
    EXPECT_GT(sum("T2", year, "support_type", sample), 100.0) << year << sample;
    EXPECT_GT(sum("T9", year, "support_type", sample), 100.0) << year << sample;
    for (const auto* c : {"current", "previous", "ending"}) {
      EXPECT_LT(value("T1", "relationship", year, sample, "rate", "relation", c), total);
    }
  }
}

TEST(Targets, RepeatTheTotalsOfTheirTables) {
  for (const auto& [year, sample] : {std::pair{2016, "resident"}, {2021, "resident"}, {2021, "all"}}) {
    for (const auto& [one, other, domain] :
         {std::tuple{"T1", "T4", "relationship"}, std::tuple{"T8", "T10", "parenting"}}) {
      const Target* a = find_target(data(), one, domain, year, sample, "rate", "total", "total");
      const Target* b = find_target(data(), other, domain, year, sample, "rate", "total", "total");
      ASSERT_TRUE(a != nullptr && b != nullptr);
      EXPECT_EQ(a->value, b->value) << name(*a);
      EXPECT_EQ(a->n, b->n) << name(*a);
    }
  }
}

TEST(Targets, KeepTheTotalBetweenTheRatesOfItsParts) {
  std::set<Block> outside;
  for (const Target& total : data()) {
    if (total.variable != "total" || (total.table != "T4" && total.table != "T10")) continue;
    std::map<std::string, std::pair<double, double>> range;
    for (const Target& t : data()) {
      if (t.table != total.table || t.year != total.year || t.sample != total.sample) continue;
      auto& [low, high] = range.try_emplace(t.variable, t.value, t.value).first->second;
      low = std::min(low, t.value);
      high = std::max(high, t.value);
    }
    for (const auto& [variable, ends] : range) {
      const bool in = ends.first <= total.value && total.value <= ends.second;
      if (!in) outside.insert({total.table + " " + total.sample, total.year, variable});
    }
  }
  // 207 parents without a family form pull the total of all parents below all three forms; parents without a
  // partner, who have no union_status and use more, lift the total of 2016 above all three
  EXPECT_EQ(outside,
            (std::set<Block>{{"T10 all", 2021, "family_form"}, {"T10 resident", 2016, "union_status"}}));
}

TEST(Targets, LetTable14BeTheDifferencesOfTables4And10) {
  std::set<std::string> off;
  for (const Target& t : data()) {
    if (t.table != "T14") continue;
    const auto* table = t.domain == "relationship" ? "T4" : "T10";
    const double before = value(table, t.domain, 2016, "resident", "rate", t.variable, t.category);
    const double after = value(table, t.domain, 2021, "resident", "rate", t.variable, t.category);
    if (std::abs(t.value - (after - before)) > 0.1 + 1e-9) off.insert(name(t));
  }
  // printed once for step-families and for those who are neither married nor legally cohabiting; the latter
  // have 9.3
  EXPECT_EQ(off,
            (std::set<std::string>{"T14 relationship 2021 resident pp_change union_status neither (L2364)"}));
}

TEST_F(SurveyReport, PrintsTheRatesOfARowInThisOrder) {
  int seen = 0;
  for (std::size_t i = 0; i < data().size(); ++i) {
    const Target& t = data()[i];
    const bool crossed = t.table == "T4" || t.table == "T10";
    const bool both_asked =
        t.table == "T2" || (t.table == "T9" && !printed(t, 2016, "resident", "share", "value").empty());
    if ((!crossed && !both_asked) || t.year != 2021 || t.sample != "resident") continue;
    const std::string mark =
        std::regex_replace(t.note, std::regex("^(suspected misprint:[^;]*;[^;]*; )?change ([^;]*);.*"), "$2");
    std::string row =
        fmt::format("{} {} ({}) {}", dutch(printed(t, 2016, "resident", t.measure, "value")),
                    dutch(field(i, "value")), dutch(printed(t, 2021, "all", t.measure, "value")), mark);
    if (crossed) {
      row += fmt::format(" {} {}", dutch(printed(t, 2016, "resident", t.measure, "n")), dutch(field(i, "n")));
    }
    EXPECT_THAT(lines_[static_cast<std::size_t>(t.line)] + " ", HasSubstr(row + " ")) << name(t);
    ++seen;
  }
  EXPECT_EQ(seen, 36 + 38 + 8 + 5);
}

TEST_F(SurveyReport, SaysWhichBoxesOneWaveDidNotHave) {
  std::map<std::string, std::set<int>> years;
  for (const Target& t : data()) {
    if (t.table == "T9") years[t.category].insert(t.year);
  }
  int seen = 0;
  for (std::size_t i = 0; i < data().size(); ++i) {
    const Target& t = data()[i];
    if (t.table != "T9" || years[t.category].size() == 2 || t.sample == "all") continue;
    const std::string row = t.year == 2016 ? dutch(field(i, "value")) + " / "
                                           : fmt::format("/ {} ({})", dutch(field(i, "value")),
                                                         dutch(printed(t, 2021, "all", "share", "value")));
    EXPECT_THAT(lines_[static_cast<std::size_t>(t.line)] + " ", HasSubstr(row)) << name(t);
    EXPECT_EQ(t.year == 2016, t.category == "parenting_shop") << name(t);
    ++seen;
  }
  EXPECT_EQ(seen, 5);
}

TEST_F(SurveyReport, HeadsTheHelpfulnessQuestionsInThisOrder) {
  const std::map<std::string, std::size_t> heading{
      {"helped", 498}, {"helped_current", 520}, {"helped_previous", 542}, {"helped_ending", 564}};
  const std::map<std::string, std::string> words{{"helped", "Totaal"},
                                                 {"helped_current", "de huidige relatie"},
                                                 {"helped_previous", "In het kader van de vorige relatie"},
                                                 {"helped_ending", "Bij het beëindigen"}};
  const std::map<std::string, int> place{
      {"very_much", 0}, {"fairly", 4}, {"a_little", 8}, {"not_at_all", 12}};
  for (const auto& [question, line] : heading) EXPECT_THAT(lines_[line], HasSubstr(words.at(question)));
  for (const Target& t : data()) {
    if (t.table != "T3") continue;
    const int first = static_cast<int>(heading.at(t.variable));
    if (t.year == 2016) {
      EXPECT_EQ(t.line, first + 2) << name(t);
      const std::string& line = lines_[static_cast<std::size_t>(t.line)];
      static const std::regex decimal("([0-9]+),([0-9])");
      std::vector<double> row;
      for (std::sregex_iterator at(line.begin(), line.end(), decimal), end; at != end; ++at) {
        row.push_back(std::stod(at->str(1) + "." + at->str(2)));
      }
      ASSERT_EQ(row.size(), 4u);
      EXPECT_EQ(t.value, row[static_cast<std::size_t>(place.at(t.category) / 4)]) << name(t);
    } else {
      EXPECT_EQ(t.line, first + 4 + place.at(t.category) + (t.sample == "all" ? 2 : 0)) << name(t);
    }
  }
}

}  // namespace
}  // namespace uptake::target_tests
