// SPDX-License-Identifier: Apache-2.0
#include "sim/base/month.hpp"

#include <gtest/gtest.h>

namespace uptake {
namespace {

TEST(Month, CountsFromJanuary1991) {
  EXPECT_EQ(month_of(1991, 1), 0);
  EXPECT_EQ(month_of(1991, 12), 11);
  EXPECT_EQ(month_of(2016, 4), 303);
  EXPECT_EQ(month_of(1990, 12), -1);
  EXPECT_EQ(end_month, 45 * 12);
}

TEST(Month, YearAndMonthComeBackAlsoBefore1991) {
  for (int year = 1900; year <= 2060; ++year) {
    for (int month = 1; month <= 12; ++month) {
      const Month m = month_of(year, month);
      ASSERT_EQ(year_of(m), year) << m;
      ASSERT_EQ(calendar_month_of(m), month) << m;
    }
  }
}

TEST(Month, IsWrittenWithTwoDigits) {
  EXPECT_EQ(month_text(wave_2016), "2016-04");
  EXPECT_EQ(month_text(scenario_start), "2027-01");
  EXPECT_EQ(month_text(month_of(1965, 11)), "1965-11");
}

TEST(Month, IsReadAsItIsWrittenInsideTheClock) {
  for (Month m = first_month; m < end_month; ++m) ASSERT_EQ(parse_month(month_text(m)), m);
  for (const auto* text : {"", "2027", "2027-1", "2027-13", "2027-00", "1990-12", "2036-01", "2027/01",
                           "-027-01", "2027-0a", "2027-01 ", "20270-1"}) {
    EXPECT_FALSE(parse_month(text)) << text;
  }
}

}  // namespace
}  // namespace uptake
