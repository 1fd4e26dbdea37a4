// SPDX-License-Identifier: Apache-2.0
#include "sim/base/quantity.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <vector>

#include "sim/base/text.hpp"

namespace uptake {
namespace {

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool starts_with(std::string_view text, std::string_view with) { return text.substr(0, with.size()) == with; }

/// Groups of three digits after a first one of one to three.
bool are_thousands(std::string_view digits, char separator) {
  const auto groups = split(digits, separator);
  for (std::size_t i = 0; i < groups.size(); ++i) {
    const bool good = std::all_of(groups[i].begin(), groups[i].end(), is_digit) &&
                      (i == 0 ? !groups[i].empty() && groups[i].size() <= 3 : groups[i].size() == 3);
    if (!good) return false;
  }
  return true;
}

std::string without(std::string_view text, char c) {
  std::string rest(text);
  rest.erase(std::remove(rest.begin(), rest.end(), c), rest.end());
  return rest;
}

/// 1 to 3 digits that do not begin with 0, a separator, three digits: thousands to one reader, decimals to
/// another.
bool is_ambiguous(std::string_view digits, char separator) {
  const auto at = digits.find(separator);
  return at != std::string_view::npos && digits[0] != '0' && are_thousands(digits, separator) &&
         digits.find(separator, at + 1) == std::string_view::npos;
}

/// A number with its signs for thousands taken out and '.' for decimals; empty if it is none.
std::string plain_number(std::string_view text, Measured counts, std::string& problem) {
  std::string sign;
  if (!text.empty() && (text[0] == '-' || text[0] == '+')) {
    sign = text[0] == '-' ? "-" : "";
    text.remove_prefix(1);
  }
  std::string digits(text);
  if (digits.find(' ') != std::string::npos) {  // 1 500 000
    const auto end = std::min(digits.find_first_of(".,"), digits.size());
    if (!are_thousands(digits.substr(0, end), ' ')) return {};
    digits = without(digits, ' ');
  }
  const auto n_dots = std::count(digits.begin(), digits.end(), '.');
  const auto n_commas = std::count(digits.begin(), digits.end(), ',');
  const auto tell_ambiguous = [&](char separator) {
    const std::string whole = without(digits, separator);
    std::string decimal = digits;
    std::replace(decimal.begin(), decimal.end(), ',', '.');
    while (decimal.back() == '0') decimal.pop_back();
    problem = fmt::format("'{}' can be read as {} or as {}; expected one of these", digits, whole,
                          decimal.back() == '.' ? decimal + "0" : decimal);
    return std::string{};
  };
  if (n_dots > 0 && n_commas > 0) {  // 1.234,5 or 1,234.5: the last sign is the decimal one
    const char decimal = digits.rfind('.') > digits.rfind(',') ? '.' : ',';
    const char thousand = decimal == '.' ? ',' : '.';
    const auto at = digits.find(decimal);
    if (digits.find(decimal, at + 1) != std::string::npos || !are_thousands(digits.substr(0, at), thousand)) {
      return {};
    }
    digits = without(digits, thousand);
    std::replace(digits.begin(), digits.end(), ',', '.');
  } else if (n_commas > 1 || n_dots > 1) {
    const char thousand = n_commas > 1 ? ',' : '.';
    if (!are_thousands(digits, thousand)) return {};
    digits = without(digits, thousand);
  } else if (n_commas == 1) {
    if (is_ambiguous(digits, ',')) return tell_ambiguous(',');
    std::replace(digits.begin(), digits.end(), ',', '.');
  } else if (n_dots == 1 && counts == Measured::euro && is_ambiguous(digits, '.')) {
    return tell_ambiguous('.');
  }
  return sign + digits;
}

struct UnitWord {
  std::string_view word;
  Measured counts;
  std::string_view exponent;  ///< what the number is shifted by, exactly: "e-2" for a per cent
  double factor;
};
constexpr std::array unit_words{
    UnitWord{"%", Measured::share, "e-2", 1},        UnitWord{"percent", Measured::share, "e-2", 1},
    UnitWord{"per cent", Measured::share, "e-2", 1}, UnitWord{"procent", Measured::share, "e-2", 1},
    UnitWord{"month", Measured::months, "", 1},      UnitWord{"months", Measured::months, "", 1},
    UnitWord{"maand", Measured::months, "", 1},      UnitWord{"maanden", Measured::months, "", 1},
    UnitWord{"year", Measured::months, "", 12},      UnitWord{"years", Measured::months, "", 12},
    UnitWord{"jaar", Measured::months, "", 12},      UnitWord{"jaren", Measured::months, "", 12},
    UnitWord{"EUR", Measured::euro, "", 1},          UnitWord{"€", Measured::euro, "", 1},
    UnitWord{"euro", Measured::euro, "", 1},         UnitWord{"euros", Measured::euro, "", 1}};

constexpr std::array<std::pair<std::string_view, std::string_view>, 4> multipliers{
    {{"thousand", "e3"}, {"duizend", "e3"}, {"million", "e6"}, {"miljoen", "e6"}}};

/// Whether a field of this sort takes the unit: a factor is written in per cent too.
bool fits(const UnitWord& unit, Measured counts) {
  return unit.counts == counts || (unit.counts == Measured::share && counts == Measured::factor);
}

/// What a field expects, said with examples.
std::string expected(Measured counts, std::string_view own_unit) {
  switch (counts) {
    case Measured::months:
      return "months, as in 6 months or 2 years";
    case Measured::share:
      return "a share, as in 0.15 or 15 %";
    case Measured::factor:
      return "a factor, as in 1.5 or 150 %";
    case Measured::euro:
      return "euros, as in EUR 11 or 1.5 million";
    case Measured::plain:
      break;
  }
  return own_unit.empty() ? "a number without a unit"
                          : fmt::format("a number without a unit, or with its own: {}", own_unit);
}

/// One number, cut into what it is made of.
struct Pieces {
  std::string number, unit;     ///< `unit`: one of unit_words, or the field's own
  std::string_view multiplier;  ///< an exponent
};

/// Takes the unit off the end, if it is that.
bool take_suffix(std::string_view& text, std::string_view suffix) {
  if (text.size() <= suffix.size() || text.substr(text.size() - suffix.size()) != suffix) return false;
  const std::string_view rest = trim(text.substr(0, text.size() - suffix.size()));
  if (rest.empty() || (rest.size() + suffix.size() == text.size() && !is_digit(rest.back()))) return false;
  text = rest;
  return true;
}

std::optional<Pieces> cut(std::string_view text, Measured counts, std::string_view own_unit,
                          std::string& problem) {
  Pieces pieces;
  for (const std::string_view euro : {"EUR", "€"}) {
    if (starts_with(text, euro)) {
      pieces.unit = "EUR";
      text = trim(text.substr(euro.size()));
      break;
    }
  }
  if (text.empty() || (!is_digit(text[0]) && text[0] != '-' && text[0] != '+' && text[0] != '.')) return {};
  if (pieces.unit.empty()) {
    if (!own_unit.empty() && take_suffix(text, own_unit)) {
      pieces.unit = own_unit;
    } else {
      std::string_view best;
      for (const UnitWord& unit : unit_words) {
        std::string_view probe = text;
        if (take_suffix(probe, unit.word) && unit.word.size() > best.size()) best = unit.word;
      }
      if (!best.empty()) take_suffix(text, best);
      pieces.unit = best;
    }
  }
  for (const auto& [word, exponent] : multipliers) {
    if (take_suffix(text, word)) {
      pieces.multiplier = exponent;
      break;
    }
  }
  if (parse_number(text) && text.find_first_of("eE") != std::string_view::npos && pieces.multiplier.empty() &&
      pieces.unit.empty()) {  // 1e6
    pieces.number = text;
    return pieces;
  }
  const auto end = text.find_first_not_of("0123456789.,+- ");
  if (end != std::string_view::npos) {
    const std::string_view found = trim(text.substr(end));
    const char first = found.empty() ? ' ' : found[0];
    const bool is_word =
        (first | 0x20) >= 'a' ? (first | 0x20) <= 'z' : static_cast<unsigned char>(first) >= 0x80;
    const bool exponent =  // of a number that is too large
        (first | 0x20) == 'e' && found.size() > 1 &&
        (is_digit(found[1]) || found[1] == '-' || found[1] == '+');
    if (pieces.unit.empty() && is_word && !exponent)
      problem = fmt::format("'{}' is not a unit that is known here; expected {}", found,
                            expected(counts, own_unit));
    return {};
  }
  pieces.number = plain_number(text, counts, problem);
  if (pieces.number.empty()) return {};
  return pieces;
}

std::optional<double> value_of(const Pieces& pieces, Measured counts, std::string_view own_unit,
                               std::string& problem) {
  std::string digits = pieces.number + std::string(pieces.multiplier);
  double factor = 1;
  if (!pieces.unit.empty() && pieces.unit != own_unit) {
    const auto* unit = std::find_if(unit_words.begin(), unit_words.end(),
                                    [&](const UnitWord& u) { return u.word == pieces.unit; });
    if (!fits(*unit, counts)) {
      problem = fmt::format("is written in '{}'; expected {}", pieces.unit, expected(counts, own_unit));
      return {};
    }
    if (!unit->exponent.empty()) digits = pieces.number + std::string(unit->exponent);
    factor = unit->factor;
  }
  const auto value = parse_number(digits);
  if (!value) return {};
  return *value * factor;
}

}  // namespace

QuantityRead read_quantity(std::string_view text, Measured counts, std::string_view own_unit) {
  QuantityRead read;
  text = trim(text);
  std::string_view range;
  const auto open = text.find('(');
  if (open != std::string_view::npos) {
    if (text.back() != ')' || open == 0) return read;
    range = trim(text.substr(open + 1, text.size() - open - 2));
    text = trim(text.substr(0, open));
  }
  const auto middle = cut(text, counts, own_unit, read.problem);
  if (!middle) return read;
  const auto value = value_of(*middle, counts, own_unit, read.problem);
  if (!value) return read;
  Quantity quantity{*value, {}};
  if (open != std::string_view::npos) {
    std::string_view word = " to ";
    auto at = range.find(word);
    if (at == std::string_view::npos) at = range.find(word = " tot ");
    if (at == std::string_view::npos) {
      read.problem = fmt::format("'({})' is no range; expected one like (1 % to 8 %) or (2 to 18)", range);
      return read;
    }
    auto low = cut(trim(range.substr(0, at)), counts, own_unit, read.problem);
    auto high = cut(trim(range.substr(at + word.size())), counts, own_unit, read.problem);
    if (!low || !high) {
      if (read.problem.empty())
        read.problem = fmt::format("'({})' is no range; expected one like (1 % to 8 %) or (2 to 18)", range);
      return read;
    }
    const auto inherit = [](Pieces& to, const Pieces& from) {
      if (!to.unit.empty() || !to.multiplier.empty()) return;
      to.unit = from.unit;
      to.multiplier = from.multiplier;
    };
    inherit(*low, *high);
    inherit(*high, *low);
    inherit(*low, *middle);
    inherit(*high, *middle);
    const auto from = value_of(*low, counts, own_unit, read.problem);
    const auto to = value_of(*high, counts, own_unit, read.problem);
    if (!from || !to) return read;
    if (*from >= *to) {
      read.problem = fmt::format("its range, {} to {}, does not rise", *from, *to);
      return read;
    }
    if (*value < *from || *value > *to) {
      read.problem = fmt::format("{} lies outside its range, {} to {}", *value, *from, *to);
      return read;
    }
    quantity.bounds = {*from, *to};
  }
  read.quantity = quantity;
  read.written_out = open != std::string_view::npos || !middle->unit.empty() || !middle->multiplier.empty();
  return read;
}

std::string quantity_text(const Quantity& quantity, Measured counts) {
  const auto one = [&](double x) {
    std::string text = fmt::format("{}", x);
    const std::string_view digits = std::string_view(text).substr(x < 0 ? 1 : 0);
    if (counts == Measured::euro && is_ambiguous(digits, '.')) text += '0';
    return text;
  };
  if (!quantity.bounds.given()) return one(quantity.value);
  return fmt::format("{} ({} to {})", one(quantity.value), one(quantity.bounds.low),
                     one(quantity.bounds.high));
}

std::string quantity_pattern(Measured counts, std::string_view own_unit) {
  const auto any = [](const std::vector<std::string_view>& words) {
    std::string all;
    for (const std::string_view word : words) {
      all += all.empty() ? "" : "|";
      for (const char c : word) {
        if (std::string_view("\\^$.|?*+()[]{}").find(c) != std::string_view::npos) all += '\\';
        all += c;
      }
    }
    return all;
  };
  std::vector<std::string_view> units, words;
  for (const UnitWord& unit : unit_words) {
    if (fits(unit, counts)) units.push_back(unit.word);
  }
  if (!own_unit.empty()) units.push_back(own_unit);
  for (const auto& [word, exponent] : multipliers) words.push_back(word);
  std::string one = "[-+]?[0-9.][0-9., ]*([eE][-+]?[0-9]+)?( ?(" + any(words) + "))?";
  if (counts == Measured::euro) one = "((EUR|€) ?)?" + one;
  if (!units.empty()) one += "( ?(" + any(units) + "))?";
  return "^" + one + "( ?\\(" + one + " (to|tot) " + one + "\\))?$";
}

}  // namespace uptake
