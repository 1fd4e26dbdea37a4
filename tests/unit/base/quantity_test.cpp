// SPDX-License-Identifier: Apache-2.0
// Are numbers read as people mean them, and refused where two people could mean different things?
#include "sim/base/quantity.hpp"

#include <gmock/gmock.h>

#include <regex>

namespace uptake {
namespace {

using testing::HasSubstr;

std::optional<double> value(std::string_view text, Measured counts, std::string_view own = {}) {
  const QuantityRead read = read_quantity(text, counts, own);
  return read.quantity ? std::optional(read.quantity->value) : std::nullopt;
}
std::string problem(std::string_view text, Measured counts, std::string_view own = {}) {
  const QuantityRead read = read_quantity(text, counts, own);
  return read.quantity ? "was read" : read.problem;
}

TEST(Quantity, ABareNumberIsInTheFieldsOwnUnit) {
  for (const Measured counts :
       {Measured::plain, Measured::months, Measured::share, Measured::factor, Measured::euro}) {
    EXPECT_EQ(value("0.15", counts), 0.15);
    EXPECT_EQ(value("-2", counts), -2);
    EXPECT_EQ(value("+2", counts), 2);
    EXPECT_EQ(value("1e6", counts), 1e6);
    EXPECT_EQ(value(".5", counts), 0.5);
    EXPECT_FALSE(read_quantity("0.15", counts).written_out);
  }
}

TEST(Quantity, UnitsAreWrittenOut) {
  EXPECT_EQ(value("15 %", Measured::share), 0.15);
  EXPECT_EQ(value("15%", Measured::share), 0.15);
  EXPECT_EQ(value("58.3 percent", Measured::share), 0.583);  // exact to the bit, as 0.583 would be
  EXPECT_EQ(value("2,5 procent", Measured::share), 0.025);
  EXPECT_EQ(value("150 %", Measured::factor), 1.5);
  EXPECT_EQ(value("1.5", Measured::factor, "factor"), 1.5);
  EXPECT_EQ(value("6 months", Measured::months), 6);
  EXPECT_EQ(value("1 maand", Measured::months), 1);
  EXPECT_EQ(value("2 years", Measured::months), 24);
  EXPECT_EQ(value("1,5 jaar", Measured::months), 18);
  for (const auto* text : {"EUR 11", "11 EUR", "€ 11", "€11", "11 €", "EUR11", "11 euro"})
    EXPECT_EQ(value(text, Measured::euro), 11) << text;
  EXPECT_EQ(value("0.3 logit", Measured::plain, "logit"), 0.3);
  EXPECT_EQ(value("15 share of parents a month", Measured::share, "share of parents a month"), 15);
  EXPECT_TRUE(read_quantity("15 %", Measured::share).written_out);
}

TEST(Quantity, ThousandsAndMillions) {
  for (const auto* text : {"1500000", "1 500 000", "1.500.000", "1,500,000", "1.5 million", "1,5 miljoen",
                           "EUR 1.5 million", "1500 thousand EUR", "1.500.000,0", "1,500,000.0", "1.5e6"}) {
    EXPECT_EQ(value(text, Measured::euro), 1.5e6) << text;
  }
  EXPECT_EQ(value("1.234,56", Measured::euro), 1234.56);
  EXPECT_EQ(value("0,125", Measured::share), 0.125);
  EXPECT_EQ(value("-0,5", Measured::plain), -0.5);
}

TEST(Quantity, WhatCanBeReadInTwoWaysIsRefused) {
  EXPECT_EQ(problem("1,500", Measured::plain),
            "'1,500' can be read as 1500 or as 1.5; expected one of these");
  EXPECT_EQ(problem("EUR 500.000", Measured::euro),
            "'500.000' can be read as 500000 or as 500.0; expected one of these");
  EXPECT_EQ(value("1.125", Measured::plain), 1.125);  // a factor has no thousands
  EXPECT_EQ(value("12.25", Measured::euro), 12.25);
}

TEST(Quantity, AWrongUnitIsTold) {
  EXPECT_EQ(problem("15 %", Measured::months),
            "is written in '%'; expected months, as in 6 months or 2 years");
  EXPECT_EQ(problem("6 months", Measured::share),
            "is written in 'months'; expected a share, as in 0.15 or 15 %");
  EXPECT_EQ(problem("EUR 3", Measured::plain, "logit"),
            "is written in 'EUR'; expected a number without a unit, or with its own: logit");
  EXPECT_EQ(problem("3 weeks", Measured::months),
            "'weeks' is not a unit that is known here; expected months, as in 6 months or 2 years");
}

TEST(Quantity, WhatIsNoNumberHasNoProblemOfItsOwn) {
  for (const auto* text : {"", "much", "%", "EUR", "EUR x", "(1 to 2)", "1 2", "1..2", "--1", "1-2",
                           "12 34 567", "1.50.000", "1,2,3", "1e999", "nan", "5 (", "5 (1 to 2", "5)"}) {
    const QuantityRead read = read_quantity(text, Measured::plain);
    EXPECT_FALSE(read.quantity) << text;
    EXPECT_EQ(read.problem, "") << text;
  }
}

TEST(Quantity, RangesTakeTheUnitThatIsThere) {
  const auto read = [](std::string_view text, Measured counts) {
    const QuantityRead r = read_quantity(text, counts);
    EXPECT_TRUE(r.quantity) << text << ": " << r.problem;
    return r.quantity.value_or(Quantity{});
  };
  for (const auto* text : {"3 % (1 % to 8 %)", "3 % (1 to 8 %)", "3 % (1 % to 8)", "3 % (1 to 8)",
                           "0.03 (0.01 to 0.08)", "0.03 (1 % to 8 %)", "3 % (1 tot 8 %)", "3%(1 to 8%)"}) {
    const Quantity q = read(text, Measured::share);
    EXPECT_EQ(q.value, 0.03) << text;
    EXPECT_EQ(q.bounds, (Bounds{0.01, 0.08})) << text;
    EXPECT_TRUE(q.bounds.given());
  }
  EXPECT_EQ(read("6 months (2 months to 1.5 years)", Measured::months).bounds, (Bounds{2, 18}));
  EXPECT_EQ(read("EUR 1.5 million (1 to 2 million)", Measured::euro).bounds, (Bounds{1e6, 2e6}));
  EXPECT_EQ(read("-0.5 (-1.2 to -0.1)", Measured::plain).bounds, (Bounds{-1.2, -0.1}));
  EXPECT_FALSE(read("3", Measured::plain).bounds.given());
}

TEST(Quantity, ARangeThatIsNoneIsTold) {
  EXPECT_THAT(problem("3 (1-8)", Measured::plain), HasSubstr("'(1-8)' is no range; expected one like"));
  EXPECT_THAT(problem("3 (x to 8)", Measured::plain), HasSubstr("is no range"));
  EXPECT_EQ(problem("3 (8 to 1)", Measured::plain), "its range, 8 to 1, does not rise");
  EXPECT_EQ(problem("3 (4 to 8)", Measured::plain), "3 lies outside its range, 4 to 8");
  EXPECT_EQ(problem("3 % (1 months to 8)", Measured::share),
            "is written in 'months'; expected a share, as in 0.15 or 15 %");
}

TEST(Quantity, ItsTextReadsBack) {
  for (const Measured counts :
       {Measured::plain, Measured::months, Measured::share, Measured::factor, Measured::euro}) {
    for (const double x : {0.0, 0.1, 1.0 / 3, 12.345, -12.345, 500.125, 245365.5, 1e11, 1e-7}) {
      const Quantity bare{x, {}};
      EXPECT_EQ(value(quantity_text(bare, counts), counts), x);
      const Quantity ranged{x, {x - 12.345, x + 500.125}};
      const auto back = read_quantity(quantity_text(ranged, counts), counts).quantity;
      ASSERT_TRUE(back) << quantity_text(ranged, counts);
      EXPECT_EQ(back->value, x);
      EXPECT_EQ(back->bounds, ranged.bounds);
    }
  }
}

TEST(Quantity, ThePatternTakesWhatTheReaderTakes) {
  struct Case {
    Measured counts;
    std::string_view own;
    std::vector<const char*> good, bad;
  };
  for (const Case& c :
       {Case{Measured::share,
             "chance",
             {"15 %", "3 % (1 to 8 %)", "0.03 (0.01 to 0.08)", "2,5 procent", "0.2 chance"},
             {"6 months", "EUR 3", "%", "3 (1-8)"}},
        Case{
            Measured::factor, "factor", {"1.5", "150 % (120 % to 200 %)", "2 factor"}, {"3 months", "EUR 2"}},
        Case{Measured::months, "months", {"6 months", "2 jaar (1 tot 3)", "18"}, {"15 %", "3 weeks"}},
        Case{Measured::euro,
             "EUR a contact",
             {"EUR 11", "11 €", "€ 1.5 million", "EUR 500 000 (200 000 to 1 600 000)", "11 EUR a contact"},
             {"USD 3", "6 months"}},
        Case{Measured::plain,
             "logit",
             {"0.3", "-0.5 (-1.2 to -0.1)", "0.3 logit", "1e6"},
             {"15 %", "much", ""}}}) {
    const std::regex pattern(quantity_pattern(c.counts, c.own));
    for (const char* text : c.good) {
      EXPECT_TRUE(read_quantity(text, c.counts, c.own).quantity) << text;
      EXPECT_TRUE(std::regex_match(text, pattern)) << text;
    }
    for (const char* text : c.bad) {
      EXPECT_FALSE(read_quantity(text, c.counts, c.own).quantity) << text;
      EXPECT_FALSE(std::regex_match(text, pattern)) << text;
    }
  }
}

}  // namespace
}  // namespace uptake
