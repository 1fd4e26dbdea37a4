// SPDX-License-Identifier: Apache-2.0
// Reading one YAML mapping by key and type; whatever does not fit is told with its place.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "sim/base/text.hpp"
#include "sim/base/yaml.hpp"

namespace uptake::yaml {
namespace {

/// What a person sees at a node.
std::string found(const Node& node) {
  constexpr std::size_t longest = 40;
  switch (node.kind) {
    case Kind::null:
      return "nothing";
    case Kind::sequence:
      return "a list";
    case Kind::map:
      return "a mapping";
    case Kind::scalar:
      break;
  }
  const char* what = node.quoted ? "the quoted text " : "";
  if (node.text.size() <= longest) return fmt::format("{}'{}'", what, node.text);
  std::size_t end = longest;
  while (end > 0 && (static_cast<unsigned char>(node.text[end]) & 0xc0U) == 0x80)
    --end;  // no half UTF-8 letters
  return fmt::format("{}'{}...'", what, node.text.substr(0, end));
}

std::string wanted(std::string_view what, Range range) {
  const bool low = std::isfinite(range.low);
  const bool high = std::isfinite(range.high);
  if (low && high) return fmt::format("{} from {} to {}", what, range.low, range.high);
  if (low) return fmt::format("{} of at least {}", what, range.low);
  if (high) return fmt::format("{} of at most {}", what, range.high);
  return std::string(what);
}

}  // namespace

std::optional<double> as_number(const Node& node) {
  if (node.kind != Kind::scalar || node.quoted) return {};
  return parse_number(node.text);
}

Fields::Fields(const Node& map, std::string file, std::string what, Problems& problems)
    : map_(map), file_(std::move(file)), what_(std::move(what)), problems_(problems) {
  const bool unread = map_.kind == Kind::null && map_.line == 0;  // the parser has told why
  if (map_.kind != Kind::map && !unread) {
    problem_at(map_, fmt::format("expected a mapping (key: value) for {}, found {}", what_, found(map_)));
  }
}

bool Fields::has(std::string_view key) const { return map_.find(key) != nullptr; }

const Node* Fields::node(std::string_view key, bool required) {
  asked_.emplace(key);
  if (map_.kind != Kind::map) return nullptr;
  const Node* child = map_.find(key);
  if (child == nullptr && required)
    problem_at(map_, fmt::format("{} has no '{}', which it needs", what_, key));
  return child;
}

std::string Fields::text(std::string_view key, std::string fallback, bool required) {
  const Node* child = node(key, required);
  if (child == nullptr) return fallback;
  if (child->kind == Kind::scalar && !(required && trim(child->text).empty())) return child->text;
  problem_at(*child, fmt::format("'{}': expected a text, found {}", key, found(*child)));
  return fallback;
}

double Fields::number(std::string_view key, double fallback, Range range, bool required) {
  const Node* child = node(key, required);
  if (child == nullptr) return fallback;
  const auto value = as_number(*child);
  if (value && *value >= range.low && *value <= range.high) return *value;
  problem_at(*child,
             fmt::format("'{}': expected {}, found {}", key, wanted("a number", range), found(*child)));
  return fallback;
}

int Fields::integer(std::string_view key, int fallback, Range range, bool required) {
  const Node* child = node(key, required);
  if (child == nullptr) return fallback;
  range.low = std::max(range.low, -1e9);
  range.high = std::min(range.high, 1e9);
  const auto value = as_number(*child);
  if (value && *value >= range.low && *value <= range.high && *value == std::floor(*value)) {
    return static_cast<int>(*value);
  }
  problem_at(*child,
             fmt::format("'{}': expected {}, found {}", key, wanted("a whole number", range), found(*child)));
  return fallback;
}

Quantity Fields::quantity(std::string_view key, double fallback, Range limits, Measured counts,
                          std::string_view own_unit, bool required) {
  const Node* child = node(key, required);
  if (child == nullptr) return {fallback, {}};
  QuantityRead read;
  if (child->kind == Kind::scalar) read = read_quantity(child->text, counts, own_unit);
  if (child->quoted && !read.written_out) read = {};
  const auto inside = [&](double x) { return x >= limits.low && x <= limits.high; };
  if (!read.problem.empty()) {
    problem_at(*child, fmt::format("'{}': {}", key, read.problem));
  } else if (!read.quantity || !inside(read.quantity->value)) {
    const bool percent = read.quantity && !read.written_out && counts == Measured::share &&
                         limits.high <= 1 && read.quantity->value >= 2 && read.quantity->value <= 100;
    problem_at(*child,
               fmt::format("'{}': expected {}, found {}{}", key, wanted("a number", limits), found(*child),
                           percent ? fmt::format("; {0} in a hundred is written '{0} %'", child->text)
                                   : std::string()));
  } else if (const Bounds& b = read.quantity->bounds; b.given() && (!inside(b.low) || !inside(b.high))) {
    problem_at(*child, fmt::format("'{}': expected {}, also in its range, found {} to {}", key,
                                   wanted("a number", limits), b.low, b.high));
  } else {
    return *read.quantity;
  }
  return {fallback, {}};
}

bool Fields::boolean(std::string_view key, bool fallback, bool required) {
  const Node* child = node(key, required);
  if (child == nullptr) return fallback;
  if (child->kind == Kind::scalar && !child->quoted && (child->text == "true" || child->text == "false")) {
    return child->text == "true";
  }
  problem_at(*child, fmt::format("'{}': expected true or false, found {}", key, found(*child)));
  return fallback;
}

Month Fields::month(std::string_view key, Month fallback, bool required) {
  const Node* child = node(key, required);
  if (child == nullptr) return fallback;
  const auto value = child->kind == Kind::scalar ? parse_month(child->text) : std::nullopt;
  if (value) return *value;
  problem_at(*child, fmt::format("'{}': expected a month from {} to {}, written like 2027-01, found {}", key,
                                 month_text(first_month), month_text(static_cast<Month>(end_month - 1)),
                                 found(*child)));
  return fallback;
}

int Fields::choice(std::string_view key, std::span<const std::string_view> names, int fallback,
                   bool required) {
  const Node* child = node(key, required);
  if (child == nullptr) return fallback;
  if (child->kind == Kind::scalar) {
    for (std::size_t i = 0; i < names.size(); ++i) {
      if (names[i] == child->text) return static_cast<int>(i);
    }
  }
  const std::string guess = child->kind == Kind::scalar ? did_you_mean(child->text, names) : std::string{};
  problem_at(*child, fmt::format("'{}': expected {}, found {}{}", key, one_of(names), found(*child), guess));
  return fallback;
}

std::vector<std::string> Fields::texts(std::string_view key) {
  std::vector<std::string> values;
  const Node* child = node(key);
  if (child == nullptr) return values;
  if (child->kind != Kind::sequence) {
    problem_at(*child, fmt::format("'{}': expected a list of texts, found {}", key, found(*child)));
    return values;
  }
  for (const Node& item : child->children) {
    if (item.kind == Kind::scalar) {
      values.push_back(item.text);
    } else {
      problem_at(item, fmt::format("'{}': expected a text in the list, found {}", key, found(item)));
    }
  }
  return values;
}

std::vector<double> Fields::numbers(std::string_view key, Range range) {
  std::vector<double> values;
  const Node* child = node(key);
  if (child == nullptr) return values;
  if (child->kind != Kind::sequence) {
    problem_at(*child, fmt::format("'{}': expected a list of numbers, found {}", key, found(*child)));
    return values;
  }
  for (const Node& item : child->children) {
    const auto value = as_number(item);
    if (value && *value >= range.low && *value <= range.high) {
      values.push_back(*value);
    } else {
      problem_at(item, fmt::format("'{}': expected {} in the list, found {}", key, wanted("a number", range),
                                   found(item)));
    }
  }
  return values;
}

std::vector<const Node*> Fields::maps(std::string_view key) {
  std::vector<const Node*> values;
  const Node* child = node(key);
  if (child == nullptr) return values;
  if (child->kind != Kind::sequence) {
    problem_at(*child, fmt::format("'{}': expected a list, found {}", key, found(*child)));
    return values;
  }
  for (const Node& item : child->children) {
    if (item.kind == Kind::map) {
      values.push_back(&item);
    } else {
      problem_at(
          item, fmt::format("'{}': expected a mapping (key: value) in the list, found {}", key, found(item)));
    }
  }
  return values;
}

void Fields::finish() {
  const std::vector<std::string> known(asked_.begin(), asked_.end());
  for (std::size_t i = 0; i < map_.keys.size(); ++i) {
    const std::string& key = map_.keys[i];
    if (asked_.contains(key)) continue;
    std::string help = did_you_mean(key, known);
    if (help.empty() && !known.empty()) {
      const std::vector<std::string_view> all(known.begin(), known.end());
      help = fmt::format("; expected {}", one_of(all));
    }
    problems_.add(file_, map_.key_places[i].line, map_.key_places[i].column,
                  fmt::format("{} has no key '{}'{}", what_, key, help));
  }
}

void Fields::problem(std::string_view key, std::string message) {
  const Node* child = map_.find(key);
  problem_at(child != nullptr ? *child : map_, std::move(message));
}

void Fields::problem_at(const Node& node, std::string message) {
  problems_.add(file_, node.line, node.column, std::move(message));
}

}  // namespace uptake::yaml
