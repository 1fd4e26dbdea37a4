// SPDX-License-Identifier: Apache-2.0
#include "sim/services/municipalities.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <map>
#include <optional>
#include <span>

#include "sim/base/csv.hpp"
#include "sim/base/errors.hpp"
#include "sim/base/text.hpp"

namespace uptake {
namespace {

enum Column : std::size_t {
  c_code,
  c_name,
  c_province,
  c_size_class,
  c_inhabitants,
  c_family_share,
  c_urbanity,
  c_huis_form,
  c_integration,
  c_centre,
  c_minutes,
  n_columns
};
constexpr std::array<std::string_view, n_columns> header{
    "code",     "name",      "province",    "size_class", "inhabitants",      "family_share",
    "urbanity", "huis_form", "integration", "centre",     "minutes_to_centre"};
constexpr std::array<std::string_view, 3> urbanities{"rural", "urban", "centre"};
constexpr std::array<std::string_view, 4> huis_forms{"physical", "embedded", "antenna", "virtual"};

/// One row under the eye: its fields, and where its problems go.
class Row {
 public:
  Row(const std::string& file, int line, const std::vector<std::string>& fields, Problems& problems)
      : file_(file), line_(line), fields_(fields), problems_(problems) {}

  [[nodiscard]] const std::string& operator[](Column c) const { return fields_[c]; }

  /// The column counts bytes from 1, if fields are quoted only where they must be.
  void problem(Column c, const std::string& message) const {
    std::size_t column = 1;
    for (std::size_t i = 0; i < c; ++i) column += csv_field(fields_[i]).size() + 1;
    problems_.add(file_, line_, static_cast<int>(column), fmt::format("{}: {}", header[c], message));
  }
  [[nodiscard]] std::string text(Column c) const {
    if (trim(fields_[c]).empty()) problem(c, "is empty, expected a text");
    return fields_[c];
  }
  [[nodiscard]] double number(Column c, double low, double high) const {
    const auto value = parse_number(fields_[c]);
    if (value && *value >= low && *value <= high) return *value;
    problem(c, fmt::format("expected a number from {} to {}, found '{}'", low, high, fields_[c]));
    return low;
  }
  [[nodiscard]] std::size_t choice(Column c, std::span<const std::string_view> names) const {
    const auto at = std::find(names.begin(), names.end(), fields_[c]);
    if (at != names.end()) return static_cast<std::size_t>(at - names.begin());
    problem(c, fmt::format("expected {}, found '{}'{}", one_of(names), fields_[c],
                           did_you_mean(fields_[c], names)));
    return 0;
  }

 private:
  const std::string& file_;
  int line_;
  const std::vector<std::string>& fields_;
  Problems& problems_;
};

/// Each column of `header` once, in that order.
bool check_header(const CsvTable& table, const std::string& file, Problems& problems) {
  const std::vector<std::string_view> known(header.begin(), header.end());
  const std::size_t before = problems.size();
  for (const std::string& found : table.header) {
    if (std::find(known.begin(), known.end(), found) == known.end()) {
      problems.add(file, 1, 1, fmt::format("there is no column '{}'{}", found, did_you_mean(found, known)));
    }
  }
  for (const std::string_view wanted : header) {
    if (table.column(wanted) == table.header.size()) {
      problems.add(file, 1, 1, fmt::format("the column '{}' is missing", wanted));
    }
  }
  if (problems.size() == before &&
      !std::equal(header.begin(), header.end(), table.header.begin(), table.header.end())) {
    problems.add(file, 1, 1,
                 fmt::format("expected the columns {}, once and in this order", fmt::join(header, ",")));
  }
  return problems.size() == before;
}

/// The place of a name in a list, to which it is added where it is new.
std::uint16_t number_of(const std::string& name, std::vector<std::string>& names) {
  const auto at = std::find(names.begin(), names.end(), name);
  const auto number = static_cast<std::uint16_t>(at - names.begin());
  if (at == names.end()) names.push_back(name);
  return number;
}

/// Size classes in order of size; each row's index into them. A class of other sizes than its label is not
/// noticed, but classes that overlap are.
void order_size_classes(Municipalities& all, const std::vector<Row>& rows) {
  std::map<std::string, std::pair<double, double>> span_of;
  for (std::size_t i = 0; i < rows.size(); ++i) {
    const double n = all.list[i].inhabitants;
    const auto [it, is_new] = span_of.try_emplace(rows[i][c_size_class], n, n);
    it->second = {std::min(it->second.first, n), std::max(it->second.second, n)};
  }
  for (const auto& [label, span] : span_of) all.size_classes.push_back(label);
  std::sort(all.size_classes.begin(), all.size_classes.end(),
            [&](const std::string& a, const std::string& b) { return span_of[a] < span_of[b]; });
  for (std::size_t i = 0; i < rows.size(); ++i) {
    const auto at = std::find(all.size_classes.begin(), all.size_classes.end(), rows[i][c_size_class]);
    const auto k = static_cast<std::size_t>(at - all.size_classes.begin());
    all.list[i].size_class = static_cast<int>(k);
    if (k > 0 && all.list[i].inhabitants <= span_of[all.size_classes[k - 1]].second) {
      rows[i].problem(c_size_class,
                      fmt::format("{} has {} inhabitants, no more than the largest of the class {}",
                                  all.list[i].code, all.list[i].inhabitants, all.size_classes[k - 1]));
    }
  }
}

/// Finds each row's centre town; numbers the centre towns and with them the regions.
void find_centres(Municipalities& all, const std::vector<Row>& rows) {
  std::map<std::string, std::size_t> row_of;
  std::vector<std::string> codes;
  std::vector<std::uint8_t> region_of_centre(all.list.size(), 0);
  for (std::size_t i = 0; i < all.list.size(); ++i) {
    if (!row_of.try_emplace(all.list[i].code, i).second) {
      rows[i].problem(c_code, fmt::format("the code '{}' stands twice", all.list[i].code));
    }
    codes.push_back(all.list[i].code);
    if (all.list[i].urbanity == Urbanity::centre) {
      if (all.centres.size() == 255) rows[i].problem(c_urbanity, "expected at most 255 centre towns");
      region_of_centre[i] = static_cast<std::uint8_t>(all.centres.size());
      all.centres.push_back(static_cast<std::uint16_t>(i));
    }
  }
  for (std::size_t i = 0; i < all.list.size(); ++i) {
    Municipality& town = all.list[i];
    const std::string& wanted = rows[i][c_centre];
    const auto found = row_of.find(wanted);
    all.region.push_back(0);
    if (found == row_of.end()) {
      rows[i].problem(c_centre,
                      fmt::format("there is no municipality '{}'{}", wanted, did_you_mean(wanted, codes)));
      continue;
    }
    town.centre = static_cast<std::uint16_t>(found->second);
    const Municipality& centre = all.list[town.centre];
    const bool own = found->second == i;
    if (centre.urbanity != Urbanity::centre) {
      rows[i].problem(c_centre, fmt::format("'{}' is {}, expected a municipality whose urbanity is centre",
                                            wanted, urbanities[static_cast<std::size_t>(centre.urbanity)]));
      continue;
    }
    all.region.back() = region_of_centre[town.centre];
    if (town.urbanity == Urbanity::centre && !own) {
      rows[i].problem(c_centre, fmt::format("a centre town is its own centre, expected '{}', found '{}'",
                                            town.code, wanted));
    }
    if (own && town.minutes_to_centre > 0) rows[i].problem(c_minutes, "expected 0 for a centre town");
    if (!own && town.minutes_to_centre <= 0)
      rows[i].problem(c_minutes, "expected more than 0 outside the centre town");
  }
}

}  // namespace

Municipalities load_municipalities(const std::filesystem::path& file) {
  Problems problems;
  const std::string name = file.string();
  const CsvTable table = read_csv(file, problems);
  problems.throw_if_any();
  check_header(table, name, problems);
  problems.throw_if_any();
  if (table.rows.size() > 60'000) problems.add(name, 0, 0, "expected at most 60000 municipalities");
  if (table.rows.empty()) problems.add(name, 1, 1, "has no rows, expected municipalities");
  problems.throw_if_any();

  Municipalities all;
  std::vector<Row> rows;
  double shares = 0;
  for (std::size_t i = 0; i < table.rows.size(); ++i) {
    const Row& row = rows.emplace_back(name, table.lines[i], table.rows[i], problems);
    Municipality town;
    town.code = row.text(c_code);
    town.name = row.text(c_name);
    town.province = number_of(row.text(c_province), all.provinces);
    static_cast<void>(row.text(c_size_class));
    town.inhabitants = row.number(c_inhabitants, 1, 1e8);
    town.family_share = row.number(c_family_share, 0, 1);
    town.urbanity = static_cast<Urbanity>(row.choice(c_urbanity, urbanities));
    town.huis = static_cast<HuisForm>(row.choice(c_huis_form, huis_forms));
    town.integration = row.number(c_integration, 0, 1);
    town.minutes_to_centre = row.number(c_minutes, 0, 600);
    shares += town.family_share;
    all.list.push_back(std::move(town));
  }
  if (problems.empty()) {  // what holds between rows is judged only where each row can be read
    order_size_classes(all, rows);
    find_centres(all, rows);
    if (std::abs(shares - 1) > 1e-6) {
      problems.add(name, 1, 1,
                   fmt::format("family_share sums to {:.7f}, expected 1 (within 0.000001)", shares));
    }
  }
  problems.throw_if_any();
  return all;
}

}  // namespace uptake
