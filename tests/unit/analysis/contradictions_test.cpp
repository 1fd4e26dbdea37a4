// SPDX-License-Identifier: Apache-2.0
// Are numbers that cannot be of the same families told, with how far they are apart, and no others?
#include "analysis/experiment/contradictions.hpp"

#include <gmock/gmock.h>

namespace uptake {
namespace {

using testing::AllOf;
using testing::HasSubstr;
using testing::IsEmpty;

/// A rate of parents of 2016, in T10.
Target rate(const char* variable, const char* category, double value, std::optional<double> n) {
  Target t;
  t.table = "T10";
  t.domain = "parenting";
  t.year = 2016;
  t.sample = "resident";
  t.measure = "rate";
  t.variable = variable;
  t.category = category;
  t.value = value;
  t.n = n;
  return t;
}

/// Half of the respondents are men, give or take a hundredth (one standard error).
Margins half_men() {
  Margins margins;
  MarginData& gender = margins.margin[0];
  gender.share[0] = {.5, .5};
  gender.low[0] = {.49, .49};
  gender.high[0] = {.51, .51};
  return margins;
}

/// What is told of rows that stand below each other in a file, from line 2.
std::string told(const std::vector<Target>& targets) {
  Problems problems;
  const std::vector<int> lines{2, 3, 4};
  add_contradictions(targets, lines, half_men(), "file", problems);
  std::string all;
  for (const Problem& p : problems.all()) all += p.text() + "\n";
  return all;
}

/// Men 30 %, women 40 %: with shares of .47 to .53 (three standard errors) the total is 34.7 to 35.3 %, and
/// may be printed 0.1 further.
TEST(Contradictions, ATotalThatTheSharesDoNotGive) {
  const auto with_total = [](double total) {
    return told({rate("total", "total", total, 1000), rate("gender", "men", 30, 500),
                 rate("gender", "women", 40, 500)});
  };
  EXPECT_THAT(with_total(35), IsEmpty());
  EXPECT_THAT(with_total(35.39), IsEmpty());
  EXPECT_THAT(with_total(34.61), IsEmpty());
  EXPECT_THAT(with_total(36), AllOf(HasSubstr("file:3:1: T10 parenting 2016: the rates by gender (30 to 40 "
                                              "%) and their total of 36 % (line 2)"),
                                    HasSubstr("with the shares of gender of margins.yaml (0.5, 0.5) they "
                                              "give 34.7 to 35.3 %, 0.7 points off")));
  EXPECT_THAT(with_total(45), HasSubstr("whatever their shares they give 30.0 to 40.0 %, 5.0 points off"));
}

/// Of a tenth the gender is not known, and they may have any rate: 27 % to 46 % for all.
TEST(Contradictions, WhoDidNotAnswerMayHaveAnyRate) {
  const auto with_total = [](double total) {
    return told({rate("total", "total", total, 1000), rate("gender", "men", 30, 450),
                 rate("gender", "women", 40, 450)});
  };
  EXPECT_THAT(with_total(41), IsEmpty());
  EXPECT_THAT(with_total(26), HasSubstr("whatever their shares they give 27.0 to 46.0 %, 1.0 points off"));
}

TEST(Contradictions, MoreRespondentsThanThereAre) {
  EXPECT_THAT(told({rate("total", "total", 35, 1000), rate("gender", "men", 30, 600),
                    rate("gender", "women", 40, 500)}),
              HasSubstr("file:3:1: the respondents by gender add up to 1100, more than the 1000 of the total "
                        "(line 2): 100 too many"));
}

TEST(Contradictions, TwoTablesWithOneTotal) {
  Target other = rate("total", "total", 36, 1000);
  other.table = "T8";
  EXPECT_THAT(
      told({rate("total", "total", 35, 1000), other}),
      HasSubstr(
          "file:3:1: the total of T8 parenting 2016 is 36, that of T10 (line 2) is 35: 1.0 points apart"));
  other.value = 35.1;
  EXPECT_THAT(told({rate("total", "total", 35, 1000), other}), IsEmpty());
}

/// Without the respondents nothing is known of who is missing; without all categories, nothing of the others.
TEST(Contradictions, NothingIsSaidOfWhatIsNotKnown) {
  EXPECT_THAT(told({rate("total", "total", 90, {}), rate("gender", "men", 30, 500),
                    rate("gender", "women", 40, 500)}),
              IsEmpty());
  EXPECT_THAT(told({rate("total", "total", 90, 1000), rate("gender", "men", 30, 500)}), IsEmpty());
}

TEST(Contradictions, TheShippedSurveyAndMarginsHaveNone) {
  const std::filesystem::path data = std::filesystem::path(UPTAKE_SOURCE_DIR) / "scenarios/data";
  Problems problems;
  const Margins margins = read_margins(data / "population/margins.yaml", problems);
  const std::vector<Target> targets = load_targets(data / "survey/targets.csv");
  const std::vector<int> lines(targets.size(), 1);
  add_contradictions(targets, lines, margins, "targets.csv", problems);
  for (const Problem& p : problems.all()) ADD_FAILURE() << p.text();
}

}  // namespace
}  // namespace uptake
