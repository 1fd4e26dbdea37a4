// SPDX-License-Identifier: Apache-2.0
// The tables of regressions (5-7, 11-13): among themselves, and against the report.
#include <algorithm>
#include <map>
#include <utility>

#include "unit/evidence/targets_fixture.hpp"

namespace uptake::target_tests {
namespace {

TEST(Targets, KeepEveryOddsRatioInTheMiddleOfItsInterval) {
  int seen = 0;
  std::set<std::string> off;
  for (const Target& t : data()) {
    if (t.measure != "odds_ratio" || t.table == "text") continue;
    ++seen;
    ASSERT_TRUE(t.ci_low && t.ci_high && t.n) << name(t);
    EXPECT_LT(*t.ci_low, t.value) << name(t);
    EXPECT_GT(*t.ci_high, t.value) << name(t);
    const double half = 0.0005;  // all three are rounded to 0.001
    const double rounding = 0.5 * (half / *t.ci_low + half / *t.ci_high) + half / t.value + 1e-5;
    if (std::abs(std::log(t.value) - 0.5 * std::log(*t.ci_low * *t.ci_high)) > rounding) off.insert(name(t));
  }
  EXPECT_EQ(seen, 106);
  EXPECT_EQ(off,
            (std::set<std::string>{"T13 parenting 2016 resident odds_ratio unexpected_expense no (L2144)"}));
}

/// The betas of a block with their odds ratios, in the order of the table.
std::map<Block, std::vector<std::pair<double, double>>> blocks() {
  std::map<Block, std::vector<std::pair<double, double>>> found;
  for (const Target& t : data()) {
    if (t.measure != "beta" || t.variable == "intercept") continue;
    found[{t.table, t.year, t.variable}].emplace_back(
        t.value, value(t.table, t.domain, t.year, t.sample, "odds_ratio", t.variable, t.category));
  }
  return found;
}

const std::set<Block> hidden_level{
    {"T7", 2016, "education"},    {"T7", 2021, "education"},        {"T7", 2021, "family_form"},
    {"T13", 2016, "education"},   {"T13", 2016, "partner_support"}, {"T13", 2021, "education"},
    {"T13", 2021, "family_form"}, {"T13", 2021, "partner_support"}, {"T13", 2021, "network_support"}};

TEST(Targets, GiveOddsRatiosFromEffectCodedBetas) {
  std::set<Block> off;
  double worst = 0;
  for (const auto& [block, pairs] : blocks()) {
    double reference = 0;
    for (const auto& [beta, odds_ratio] : pairs) reference -= beta;
    for (const auto& [beta, odds_ratio] : pairs) {
      const double rounding = 0.0005 * static_cast<double>(pairs.size() + 1) + 0.0005 / odds_ratio + 1e-5;
      const double gap = std::abs(beta - reference - std::log(odds_ratio)) - rounding;
      if (gap > 0) off.insert(block);
      if (!hidden_level.contains(block)) worst = std::max(worst, gap);
    }
  }
  std::set<Block> expected = hidden_level;
  expected.insert({"T7", 2021, "relationship_satisfaction"});  // beta 0.288 where 0.289 fits OR 1.782
  EXPECT_EQ(off, expected);
  EXPECT_LT(worst, 0.0006);  // that one is hardly beyond rounding
}

TEST(Targets, HideALevelInSomeBlocks) {
  const std::map<Block, double> hidden{
      {{"T7", 2016, "education"}, 0.486},        {{"T7", 2021, "education"}, -0.357},
      {{"T7", 2021, "family_form"}, -9.928},     {{"T13", 2016, "education"}, 0.642},
      {{"T13", 2016, "partner_support"}, 0.648}, {{"T13", 2021, "family_form"}, -0.434},
      {{"T13", 2021, "network_support"}, -0.120}};
  const auto all = blocks();
  std::set<Block> inconsistent;
  for (const Block& block : hidden_level) {
    ASSERT_TRUE(all.contains(block)) << std::get<0>(block) << std::get<2>(block);
    double low = 1e9, high = -1e9, rounding = 0, sum = 0, mean = 0;
    for (const auto& [beta, odds_ratio] : all.at(block)) {
      const double reference = beta - std::log(odds_ratio);
      low = std::min(low, reference);
      high = std::max(high, reference);
      rounding = std::max(rounding, 0.0005 + 0.0005 / odds_ratio);
      sum += beta;
      mean += reference / static_cast<double>(all.at(block).size());
    }
    if (high - low > 2 * rounding) {
      inconsistent.insert(block);
    } else {
      ASSERT_TRUE(hidden.contains(block)) << std::get<0>(block) << std::get<2>(block);
      EXPECT_NEAR(-(sum + mean), hidden.at(block), 0.001) << std::get<0>(block) << std::get<2>(block);
    }
  }
  EXPECT_EQ(inconsistent, (std::set<Block>{{"T13", 2021, "education"}, {"T13", 2021, "partner_support"}}));
}

const std::set<std::string> regressions{"T5", "T6", "T7", "T11", "T12", "T13"};

TEST_F(SurveyReport, PrintsTheModelsOfARowInThisOrder) {
  int seen = 0;
  for (std::size_t i = 0; i < data().size(); ++i) {
    const Target& t = data()[i];
    if (t.measure != "odds_ratio" || !regressions.contains(t.table)) continue;
    const std::string note = printed(t, t.year, t.sample, "beta", "note");
    const std::string stars = note.substr(0, note.find(';'));
    const std::string row = fmt::format(
        "{} {} {} {} {} {}", dutch(field(i, "n")), dutch(printed(t, t.year, t.sample, "beta", "value")),
        stars, dutch(field(i, "value")), dutch(field(i, "ci_low")), dutch(field(i, "ci_high")));
    const std::string& line = lines_[static_cast<std::size_t>(t.line)];
    const auto at = line.find(row);
    ASSERT_NE(at, std::string::npos) << name(t) << ": " << row << "\n" << line;
    if (t.year == 2021) {  // the second half of the row
      EXPECT_GT(at, line.size() / 3) << name(t);
      EXPECT_EQ(line.find_first_of("0123456789", at + row.size()), std::string::npos) << name(t);
    }
    ++seen;
  }
  EXPECT_EQ(seen, 106);
}

}  // namespace
}  // namespace uptake::target_tests
