// SPDX-License-Identifier: Apache-2.0
// One of the report's tables: its numbers by place, and each as a pair of texts, printed and simulated.
#pragma once

#include <fmt/format.h>

#include <algorithm>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "analysis/tables/grid.hpp"
#include "analysis/tables/tables.hpp"
#include "sim/store/labels.hpp"

namespace uptake {

/// A variable and category of a table, in the order of the lines that print them.
struct Place {
  std::string variable, category;
  bool operator==(const Place&) const = default;
};

class PrintedTable {
 public:
  /// `domain`: only of this one; "": of both.
  PrintedTable(std::string_view code, const ReportTables& all, const std::vector<Target>& targets, bool dutch,
               std::string_view domain = {})
      : all_(all), targets_(targets), style_{dutch} {
    for (const TableNumber& number : all.numbers) {
      const Target& t = of(number);
      if (t.table == code && (domain.empty() || t.domain == domain)) own_.push_back(&number);
    }
    std::ranges::stable_sort(own_, {}, [&](const TableNumber* n) { return of(*n).line; });
  }

  [[nodiscard]] bool dutch() const { return style_.dutch; }
  [[nodiscard]] bool empty() const { return own_.empty(); }
  [[nodiscard]] std::string_view domain() const { return of(*own_.front()).domain; }
  [[nodiscard]] const std::vector<int>& waves() const { return all_.settings.waves; }
  [[nodiscard]] bool both_waves() const { return waves().size() > 1; }
  [[nodiscard]] const Target& of(const TableNumber& number) const { return targets_[number.target]; }
  [[nodiscard]] const std::vector<const TableNumber*>& numbers() const { return own_; }

  [[nodiscard]] std::vector<Place> places() const {
    std::vector<Place> found;
    for (const TableNumber* n : own_) {
      Place place{of(*n).variable, of(*n).category};
      if (std::ranges::find(found, place) == found.end()) found.push_back(std::move(place));
    }
    return found;
  }

  [[nodiscard]] const TableNumber* find(int year, std::string_view sample, std::string_view measure,
                                        const Place& place) const {
    for (const TableNumber* n : own_) {
      const Target& t = of(*n);
      if (t.year == year && t.variable == place.variable && t.category == place.category &&
          (sample.empty() || t.sample == sample) && (measure.empty() || t.measure == measure))
        return n;
    }
    return nullptr;
  }

  [[nodiscard]] std::string label(const Place& place) const {
    const Variable* variable = find_variable(place.variable);
    if (variable == nullptr) {
      if (place.variable == "intercept") return "intercept";
      return place.category == "r2" ? "R²" : "max-rescaled R²";
    }
    const int c = find_category(*variable, place.category);
    const Category& category = variable->categories[static_cast<std::size_t>(std::max(c, 0))];
    return in_words(dutch() ? category.label_nl : category.label_en);
  }
  [[nodiscard]] std::string heading(const std::string& code) const {
    const Variable* variable = find_variable(code);
    return variable == nullptr ? code : in_words(dutch() ? variable->label_nl : variable->label_en);
  }

  /// A simulated number; "–" where the report has one and no run can, "!" before one outside the report's
  /// interval.
  [[nodiscard]] std::string simulated(const TableNumber& n, int decimals) const {
    if (n.runs == 0) return "–";
    const std::optional<bool> inside = n.inside();
    return (inside && !*inside ? "!" : "") + style_.text(n.simulated.value, decimals);
  }
  [[nodiscard]] CellPair value(const TableNumber* n, int decimals) const {
    if (n == nullptr) return {};
    return {style_.text(of(*n).value, decimals), simulated(*n, decimals)};
  }
  /// A percentage of residents and, where the report has it, of all parents in brackets.
  [[nodiscard]] CellPair percent(int year, const Place& place) const {
    const TableNumber* resident = find(year, "resident", {}, place);
    const TableNumber* everybody = find(year, "all", {}, place);
    if (resident == nullptr) return {"/", "/"};  // not asked in this wave
    CellPair cell = value(resident, 1);
    if (everybody == nullptr) return cell;
    const CellPair more = value(everybody, 1);
    return {fmt::format("{} ({})", cell.report, more.report),
            fmt::format("{} ({})", cell.simulated, more.simulated)};
  }
  /// Respondents: in 2021 of all parents, as the report's are.
  [[nodiscard]] CellPair n(int year, const Place& place) const {
    const TableNumber* number = find(year, "all", {}, place);
    if (number == nullptr) number = find(year, {}, {}, place);
    return number == nullptr ? CellPair{} : n(*number);
  }
  [[nodiscard]] CellPair n(const TableNumber& number) const {
    return {style_.text(of(number).n.value_or(no_figure), 0), style_.text(number.simulated.n, 0)};
  }
  /// The mark of the change from 2016 to 2021.
  [[nodiscard]] CellPair change(const Place& place) const {
    const TableNumber* number = find(2021, "resident", {}, place);
    return number == nullptr ? CellPair{} : mark(*number);
  }
  [[nodiscard]] CellPair mark(const TableNumber& number) const {
    return {printed_mark(of(number)), std::string(mark_of(number.simulated.p))};
  }
  [[nodiscard]] std::string text(double x, int decimals) const { return style_.text(x, decimals); }

 private:
  /// A label in the words of the survey's region.
  [[nodiscard]] std::string in_words(std::string_view label) const {
    return in_words_of(all_.region, std::string(label), dutch() ? "nl" : "en");
  }

  const ReportTables& all_;
  const std::vector<Target>& targets_;
  NumberStyle style_;
  std::vector<const TableNumber*> own_;
};

/// A wave a row; n after the last column that it is of.
Grid grid_across(const PrintedTable& table);
/// A category a row, under its variable; n in columns, or as the last row.
Grid grid_down(const PrintedTable& table, bool n_beside);
/// How much it helped: a wave a row, under all and each relationship, whose change is marked.
Grid grid_by_relationship(const PrintedTable& table);
/// The groups that the report lists, and those that only the simulation marks.
Grid grid_of_changes(const PrintedTable& table, const ReportTables& all, const std::vector<Target>& targets);
/// n, beta, its mark, odds ratio and interval, by wave.
Grid grid_of_regression(const PrintedTable& table);
/// The report's footnotes on the regression's variable: the trend, and each level's change.
Grid grid_of_footnotes(const PrintedTable& table, const ReportTables& all,
                       const std::vector<Target>& targets);

}  // namespace uptake
