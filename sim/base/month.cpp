// SPDX-License-Identifier: Apache-2.0
#include "sim/base/month.hpp"

#include <fmt/format.h>

namespace uptake {

std::string month_text(Month m) { return fmt::format("{:04}-{:02}", year_of(m), calendar_month_of(m)); }

std::optional<Month> parse_month(std::string_view text) {
  if (text.size() != 7 || text[4] != '-') return {};
  const auto number = [](std::string_view digits) {
    int value = 0;
    for (const char c : digits) value = c >= '0' && c <= '9' && value >= 0 ? value * 10 + (c - '0') : -1;
    return value;
  };
  const int year = number(text.substr(0, 4));
  const int month = number(text.substr(5));
  if (year < year_of(first_month) || year >= year_of(end_month) || month < 1 || month > 12) return {};
  return month_of(year, month);
}

}  // namespace uptake
