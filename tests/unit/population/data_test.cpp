// SPDX-License-Identifier: Apache-2.0
// Are the margins and hazards read as they stand, and is a mistake told with its place?
#include <gmock/gmock.h>

#include <fstream>
#include <sstream>

#include "unit/population/fixture.hpp"

namespace uptake {
namespace {

std::string file_text(const std::filesystem::path& file) {
  std::ifstream in(file);
  std::stringstream text;
  text << in.rdbuf();
  return text.str();
}

/// Problems of a margins file in which one piece of text was replaced.
std::string problems_after(const std::string& name, const std::string& from, const std::string& to) {
  std::string text = file_text(population_folder() / name);
  const std::size_t at = text.find(from);
  EXPECT_NE(at, std::string::npos) << from;
  if (at == std::string::npos) return {};
  text.replace(at, from.size(), to);
  const auto file = std::filesystem::path(testing::TempDir()) / ("changed_" + name);
  std::ofstream(file) << text;
  Problems problems;
  if (name == "margins.yaml")
    read_margins(file, problems);
  else
    read_hazards(file, problems);
  std::string all;
  for (const Problem& p : problems.all()) all += p.text() + "\n";
  return all;
}

TEST(PopulationData, ShippedFilesHaveNoProblem) {
  const PopulationData& data = shipped_data();
  EXPECT_DOUBLE_EQ(data.margins.margin[0].share[0][1], .556);
  EXPECT_EQ(data.margins.pseudo.size(), 4U);
  EXPECT_GT(data.hazards.info.size(), 70U);
}

TEST(PopulationData, EverySharesListAddsUpAndLiesInItsRange) {
  for (std::size_t v = 0; v < n_margins; ++v)
    for (std::size_t wave = 0; wave < n_waves; ++wave) {
      const MarginData& m = shipped_data().margins.margin[v];
      double sum = 0;
      for (std::size_t c = 0; c < n_categories[v]; ++c) {
        sum += m.share[wave][c];
        EXPECT_LE(m.low[wave][c], m.share[wave][c] + 1e-9) << code(static_cast<Margin>(v)) << c;
        EXPECT_GE(m.high[wave][c], m.share[wave][c] - 1e-9) << code(static_cast<Margin>(v)) << c;
      }
      EXPECT_NEAR(sum, 1, .0015);
    }
}

/// Numbers that no population could have together are told with both and by how much.
TEST(PopulationData, MarginsThatContradictEachOtherAreNamedWithHowFar) {
  using testing::AllOf;
  using testing::HasSubstr;
  EXPECT_THAT(problems_after("margins.yaml", "high_2016: [0.448, 0.56]", "high_2016: [0.442, 0.56]"),
              AllOf(HasSubstr("changed_margins.yaml:"),
                    HasSubstr("share 1 of 2016 is 0.444, 0.002 outside its own")));
  EXPECT_THAT(problems_after("margins.yaml", "share_2021: [0.205, 0.363, 0.322, 0.11]",
                             "share_2021: [0.9, 0.05, 0.04, 0.01]"),
              HasSubstr("outside its own low_2021 to high_2021"));
  // 3.4 % live apart; single parents are 16.3 % (12.7 to 19.9 within three standard errors)
  EXPECT_THAT(
      problems_after("margins.yaml", "share_2016: 0.034, share_2021: 0.034",
                     "share_2016: 0.22, share_2021: 0.034"),
      HasSubstr(
          "2016: living_apart (0.22) and family_form single_parent (0.163) contradict each other: who lives "
          "apart from a partner is a single parent, so that it is at most that share, and is 0.021 too "
          "much"));
  // at least .544 * .6 = .326 women without a partner, where at most .199 - .034 = .165 families have none
  EXPECT_THAT(problems_after("margins.yaml", "category: \"women\", share_2016: 0.79",
                             "category: \"women\", share_2016: 0.4"),
              AllOf(HasSubstr("2016: gender women (0.556), of whom 0.4 have a partner"),
                    HasSubstr("at least 0.326"), HasSubstr("at most 0.165 are: 0.161 too much")));
}

TEST(PopulationData, EveryHazardHasUnitSourceAndStatus) {
  for (const HazardInfo& info : shipped_data().hazards.info) {
    EXPECT_FALSE(info.unit.empty()) << info.name;
    EXPECT_FALSE(info.source.empty()) << info.name;
    EXPECT_FALSE(info.status.empty()) << info.name;
    EXPECT_LE(info.low, info.high) << info.name;
  }
}

TEST(PopulationData, CurvesGoStraightBetweenTheirYears) {
  const Curve& c = shipped_data().hazards.values.legal_cohabitation;
  EXPECT_DOUBLE_EQ(c.at(1980), 0);
  EXPECT_DOUBLE_EQ(c.at(1999), 0);
  EXPECT_NEAR(c.at(2006) - c.at(2005), c.at(2005) - c.at(2004), 1e-12);
}

TEST(PopulationData, SharesThatDoNotAddUpAreRefused) {
  EXPECT_NE(problems_after("margins.yaml", "[0.444, 0.556]", "[0.444, 0.656]").find("add up"),
            std::string::npos);
}

TEST(PopulationData, UnknownKeysAndWrongLengthsAreRefusedTogether) {
  const std::string one = problems_after("margins.yaml", "    share_2016: [0.444, 0.556]",
                                         "    shares_2016: [0.444]\n    share_2016: [0.444]");
  EXPECT_NE(one.find("shares_2016"), std::string::npos) << one;
  EXPECT_NE(one.find("expected 2"), std::string::npos) << one;
}

TEST(PopulationData, AHazardWithoutASourceIsRefused) {
  const std::string one = problems_after("hazards.yaml", "first_births: {", "first_birth: {");
  EXPECT_NE(one.find("first_births"), std::string::npos) << one;
}

TEST(PopulationData, AValueOutsideItsRangeIsRefused) {
  const std::string one =
      problems_after("hazards.yaml", "death_growth: {value: 0.095", "death_growth: {value: 0.3");
  EXPECT_NE(one.find("lies outside"), std::string::npos) << one;
}

}  // namespace
}  // namespace uptake
