// SPDX-License-Identifier: Apache-2.0
#include "sim/base/text.hpp"

#include <gmock/gmock.h>

#include <array>
#include <clocale>

namespace uptake {
namespace {

using testing::ElementsAre;

TEST(Text, EditDistanceCountsSingleLetterEdits) {
  EXPECT_EQ(edit_distance("", ""), 0);
  EXPECT_EQ(edit_distance("", "abc"), 3);
  EXPECT_EQ(edit_distance("abc", ""), 3);
  EXPECT_EQ(edit_distance("reach", "reach"), 0);
  EXPECT_EQ(edit_distance("reach", "rech"), 1);
  EXPECT_EQ(edit_distance("reach", "recah"), 1);  // neighbours swapped
  EXPECT_EQ(edit_distance("kitten", "sitting"), 3);
  EXPECT_EQ(edit_distance("ab", "ba"), 1);
}

TEST(Text, SuggestsTheNearestAndNothingFar) {
  constexpr std::array<std::string_view, 3> known{"capacity", "campaign", "fee"};
  EXPECT_EQ(did_you_mean("campain", known), " (did you mean 'campaign'?)");
  EXPECT_EQ(did_you_mean("fees", known), " (did you mean 'fee'?)");
  EXPECT_EQ(did_you_mean("helicopter", known), "");
  EXPECT_EQ(did_you_mean("CAMPAIGN", known), " (did you mean 'campaign'?)");
  EXPECT_EQ(did_you_mean(std::string(100, 'x'), known), "");
  const std::vector<std::string> short_ones{"1", "2", "4plus", "no", "yes"};
  EXPECT_EQ(did_you_mean("4", short_ones), " (did you mean '4plus'?)");
  EXPECT_EQ(did_you_mean("nee", short_ones), "") << "not 'yes'";
  EXPECT_EQ(did_you_mean("yess", short_ones), " (did you mean 'yes'?)");
  EXPECT_EQ(did_you_mean("", short_ones), "");
}

TEST(Text, ListsChoices) {
  EXPECT_EQ(one_of({}), "");
  EXPECT_EQ(one_of(std::array<std::string_view, 1>{"a"}), "a");
  EXPECT_EQ(one_of(std::array<std::string_view, 3>{"a", "b", "c"}), "a, b or c");
}

TEST(Text, ReadsNumbersWholeOrNotAtAll) {
  EXPECT_EQ(parse_number("3.6"), 3.6);
  EXPECT_EQ(parse_number("-2e-3"), -0.002);
  EXPECT_EQ(parse_number("+4"), 4.0);
  for (const auto* text :
       {"", "+", "abc", "3,6", "1 ", " 1", "1x", "nan", "inf", "1e999", "0x10", "--1", "1_000"}) {
    EXPECT_FALSE(parse_number(text)) << text;
  }
}

TEST(Text, PlusThenMinusIsNoNumber) { EXPECT_FALSE(parse_number("+-5")); }

TEST(Text, NumbersDoNotDependOnTheLocale) {
  const char* set = std::setlocale(LC_ALL, "nl_BE.UTF-8");  // may not be installed: then nothing is shown
  EXPECT_EQ(parse_number("3.6"), 3.6);
  if (set != nullptr) std::setlocale(LC_ALL, "C");
}

TEST(Text, SplitsAndTrims) {
  EXPECT_THAT(split("a,b,,c", ','), ElementsAre("a", "b", "", "c"));
  EXPECT_THAT(split("", ','), ElementsAre(""));
  EXPECT_EQ(trim("\t a b \r\n"), "a b");
  EXPECT_EQ(trim("  "), "");
}

}  // namespace
}  // namespace uptake
