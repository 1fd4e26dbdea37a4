// SPDX-License-Identifier: Apache-2.0
// targets.csv as its tests see it, and the survey report from which it was taken.
#pragma once

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <filesystem>
#include <fstream>
#include <regex>
#include <set>
#include <string>
#include <string_view>
#include <tuple>
#include <vector>

#include "sim/base/csv.hpp"
#include "sim/base/errors.hpp"
#include "sim/evidence/targets.hpp"

namespace uptake::target_tests {

using testing::HasSubstr;
namespace fs = std::filesystem;

inline const fs::path data_file = fs::path(UPTAKE_SOURCE_DIR) / "scenarios/data/survey/targets.csv";
inline const fs::path seed_file = fs::path(UPTAKE_SOURCE_DIR) / "../shared/seeds/000_a24cd4a3979af0c9.txt";

inline const std::vector<Target>& data() {
  static const std::vector<Target> targets = load_targets(data_file);
  return targets;
}

/// The rows of the file as text, in the order of data().
inline const CsvTable& raw() {
  static const CsvTable table = [] {
    Problems problems;
    CsvTable csv = read_csv(data_file, problems);
    problems.throw_if_any();
    return csv;
  }();
  return table;
}

inline std::string field(std::size_t row, std::string_view column) {
  return raw().rows[row][raw().column(column)];
}

inline std::string name(const Target& t) {
  return fmt::format("{} {} {} {} {} {} {} (L{})", t.table, t.domain, t.year, t.sample, t.measure, t.variable,
                     t.category, t.line);
}

inline bool starts(const std::string& text, std::string_view with) { return text.rfind(with, 0) == 0; }

inline double value(std::string_view table, std::string_view domain, int year, std::string_view sample,
                    std::string_view measure, std::string_view variable, std::string_view category) {
  const Target* t = find_target(data(), table, domain, year, sample, measure, variable, category);
  if (t == nullptr) {
    ADD_FAILURE() << "no target " << table << ' ' << year << ' ' << sample << ' ' << measure << ' '
                  << variable << ' ' << category;
    return std::nan("");
  }
  return t->value;
}

using Block = std::tuple<std::string, int, std::string>;  // table, year, variable

/// The report's lines, [0] empty so that line 1 is [1]. Without the report these tests fail: they cannot be
/// skipped.
class SurveyReport : public testing::Test {
 protected:
  void SetUp() override {
    std::ifstream in(seed_file);
    ASSERT_TRUE(in) << "the report is not at " << seed_file;
    lines_.emplace_back();
    for (std::string line; std::getline(in, line);) lines_.push_back(squeezed(line));
    ASSERT_EQ(lines_.size(), 2585u) << "another version of the report: all line numbers are in doubt";
  }

  static std::string squeezed(const std::string& line) {
    static const std::regex blanks("[ \t\r]+");
    return std::regex_replace(line, blanks, " ");
  }

  /// As the report prints it: decimal comma, point between thousands.
  static std::string dutch(std::string number) {
    const auto point = number.find('.');
    if (point != std::string::npos) {
      number[point] = ',';
    } else if (number.size() == 4) {
      number.insert(1, ".");
    }
    return number;
  }

  /// Whether `number` stands on the line by itself, and not as a part of another number.
  static bool stands_on(const std::string& line, const std::string& number) {
    const auto digit = [](char c) { return c >= '0' && c <= '9'; };
    for (auto at = line.find(number); at != std::string::npos; at = line.find(number, at + 1)) {
      const std::size_t end = at + number.size();
      const bool before = at > 0 && (digit(line[at - 1]) || ((line[at - 1] == ',' || line[at - 1] == '.') &&
                                                             at > 1 && digit(line[at - 2])));
      const bool after =
          end < line.size() && (digit(line[end]) || ((line[end] == ',' || line[end] == '.') &&
                                                     end + 1 < line.size() && digit(line[end + 1])));
      // a footnote's number clings to what it belongs to: "28,7%10", "Gezin27"; a value never does
      if (!before && !after) return true;
    }
    return false;
  }

  std::vector<std::string> lines_;
};

/// The raw text of a field of the row with this key ("" if there is none).
inline std::string printed(const Target& like, int year, std::string_view sample, std::string_view measure,
                           std::string_view column) {
  for (std::size_t i = 0; i < data().size(); ++i) {
    const Target& t = data()[i];
    if (t.table == like.table && t.domain == like.domain && t.variable == like.variable &&
        t.category == like.category && t.year == year && t.sample == sample && t.measure == measure) {
      return field(i, column);
    }
  }
  return {};
}

}  // namespace uptake::target_tests
