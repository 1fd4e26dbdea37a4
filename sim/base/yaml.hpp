// SPDX-License-Identifier: Apache-2.0
// YAML with places: every value knows its line and column, and a reader of a mapping collects all problems at
// once. Refused here: duplicate keys, nesting over 100, aliases that expand to over 100,000 nodes, files over
// 10 MB, several documents in one file, an empty file, a directory.
#pragma once

#include <filesystem>
#include <limits>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "sim/base/errors.hpp"
#include "sim/base/month.hpp"
#include "sim/base/quantity.hpp"

namespace uptake::yaml {

enum class Kind : std::uint8_t { null, scalar, sequence, map };

struct Place {
  int line = 0, column = 0;
};

/// A value and where it stands. A map's `keys[i]`, at `key_places[i]`, belongs to `children[i]`; a sequence
/// has children only.
struct Node {
  Kind kind = Kind::null;
  bool quoted = false;  ///< a scalar in quotes: text, never a number
  int line = 0, column = 0;
  std::string text;
  std::vector<std::string> keys;
  std::vector<Place> key_places;
  std::vector<Node> children;

  /// The value of a key, or nullptr.
  [[nodiscard]] const Node* find(std::string_view key) const;
};

/// A file as a tree. Problems are added; what could not be read is a null node.
Node parse_file(const std::filesystem::path& file, Problems& problems);
Node parse_text(std::string_view text, const std::string& file_name, Problems& problems);

struct Range {
  double low = -std::numeric_limits<double>::infinity();
  double high = std::numeric_limits<double>::infinity();
};

/// Reads one mapping: asks for keys by name and type; whatever does not fit becomes a problem with its place.
/// `finish()` reports the keys that nobody asked for, with a suggestion.
class Fields {
 public:
  /// `what` names the thing for messages ("a lever", "the scenario").
  Fields(const Node& map, std::string file, std::string what, Problems& problems);

  [[nodiscard]] bool has(std::string_view key) const;
  /// The child, or nullptr; counts as asked for.
  const Node* node(std::string_view key, bool required = false);
  std::string text(std::string_view key, std::string fallback = {}, bool required = false);
  double number(std::string_view key, double fallback, Range range = {}, bool required = false);
  int integer(std::string_view key, int fallback, Range range = {}, bool required = false);
  /// A number that may be written with its unit and its range (base/quantity.hpp); all within `limits`.
  Quantity quantity(std::string_view key, double fallback, Range limits, Measured counts,
                    std::string_view own_unit = {}, bool required = false);
  bool boolean(std::string_view key, bool fallback, bool required = false);
  /// "2027-01"; also "1991-01" .. "2035-12" only.
  Month month(std::string_view key, Month fallback, bool required = false);
  /// The index of the value in `names`; `fallback` if absent or wrong.
  int choice(std::string_view key, std::span<const std::string_view> names, int fallback,
             bool required = false);
  std::vector<std::string> texts(std::string_view key);
  std::vector<double> numbers(std::string_view key, Range range = {});
  /// Each child of a sequence of mappings (or an empty list).
  std::vector<const Node*> maps(std::string_view key);
  void finish();

  /// Adds a problem at a key's value, or at the mapping if there is no such key.
  void problem(std::string_view key, std::string message);
  void problem_at(const Node& node, std::string message);

 private:
  const Node& map_;
  std::string file_, what_;
  Problems& problems_;
  std::set<std::string, std::less<>> asked_;
};

/// A scalar as a bare number.
std::optional<double> as_number(const Node& node);

}  // namespace uptake::yaml
