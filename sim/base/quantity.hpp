// SPDX-License-Identifier: Apache-2.0
// Numbers as people write them: with a unit, with the range in which they may lie. "6 months", "15 %", "EUR
// 11", "1.5 million", "3 % (1 % to 8 %)".
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace uptake {

/// What a number counts, and so which units it may be written in. A share of 0.15 is also 15 %, a factor of
/// 1.5 also 150 %; 24 months are also 2 years; euros are also EUR, € or euro, before or after. A number
/// without a unit is always taken.
enum class Measured : std::uint8_t { plain, months, share, factor, euro };

/// The central 95 % of what a number may be; none when both ends are the same.
struct Bounds {
  double low = 0, high = 0;
  [[nodiscard]] bool given() const { return low < high; }
  bool operator==(const Bounds&) const = default;
};

struct Quantity {
  double value = 0;
  Bounds bounds;
};

/// What came of reading: a quantity, or what is wrong. No `problem` either: it is not like a number at all.
struct QuantityRead {
  std::optional<Quantity> quantity;
  std::string problem;
  bool written_out = false;  ///< with a unit, a word or a range: more than a bare number
};

/// `own_unit`: the field's unit as the registry words it, which may be written too ("0.3 logit").
/// Thousands may be set apart by spaces, or by two or more dots or commas; a comma may be the decimal sign.
/// What could be read in two ways (1,500; EUR 1.500) is a problem. `thousand` (duizend) and `million`
/// (miljoen) are read, `to` (tot) in a range. A unit that is missing in a range is that of its other end,
/// else of the number.
QuantityRead read_quantity(std::string_view text, Measured counts, std::string_view own_unit = {});

/// As a file would have it, in the field's own unit; it reads back to the same quantity.
std::string quantity_text(const Quantity& quantity, Measured counts);

/// What such a text looks like, as a regular expression (ECMA 262) for an editor's schema. It lets pass some
/// that the reader refuses, and none that it takes is left out.
std::string quantity_pattern(Measured counts, std::string_view own_unit = {});

}  // namespace uptake
