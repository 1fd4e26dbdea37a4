// SPDX-License-Identifier: Apache-2.0
// The model's clock: calendar months, counted from January 1991.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace uptake {

/// A calendar month as the number of months since 1991-01 (which is 0). Births before 1991 are negative.
using Month = std::int16_t;

inline constexpr int months_a_year = 12;

constexpr Month month_of(int year, int month_1_to_12) {
  return static_cast<Month>((year - 1991) * 12 + month_1_to_12 - 1);
}
constexpr int year_of(Month m) { return 1991 + (m >= 0 ? m / 12 : (m - 11) / 12); }
constexpr int calendar_month_of(Month m) { return m - (year_of(m) - 1991) * 12 + 1; }  // 1..12

constexpr Month first_month = month_of(1991, 1);
constexpr Month end_month =
    month_of(2036, 1);  ///< the first month after the clock stops (2035-12 is the last)
constexpr Month wave_2016 = month_of(2016, 4);
constexpr Month wave_2021 = month_of(2021, 4);
constexpr Month scenario_start =
    month_of(2027, 1);                 ///< from when policy levers act unless they say otherwise
constexpr Month never = INT16_MAX;     ///< later than any month
constexpr Month long_ago = INT16_MIN;  ///< earlier than any month

/// "2016-04".
std::string month_text(Month m);
/// The reverse; nothing if it is not written so, or not inside the model's clock (1991-01 .. 2035-12).
std::optional<Month> parse_month(std::string_view text);

}  // namespace uptake
