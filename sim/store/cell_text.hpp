// SPDX-License-Identifier: Apache-2.0
// Texts that a spreadsheet must not take for formulas.
#pragma once

#include <string>
#include <string_view>

#include "sim/base/text.hpp"

namespace uptake {

/// A text of a table; one that a spreadsheet would reckon with (it begins with = + - @, a tab or a line end,
/// and is no number) gets an apostrophe in front, as a person would type it.
inline std::string cell_text(std::string_view text) {
  const bool formula =
      !text.empty() && std::string_view("=+-@\t\r\n").find(text.front()) != std::string_view::npos;
  return (formula && !parse_number(text) ? "'" : "") + std::string(text);
}

}  // namespace uptake
