// SPDX-License-Identifier: Apache-2.0
#include "sim/evidence/targets.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <map>
#include <utility>

#include "sim/base/csv.hpp"
#include "sim/base/errors.hpp"
#include "sim/base/text.hpp"
#include "sim/evidence/variables.hpp"

namespace uptake {
namespace {

using Words = std::span<const std::string_view>;

enum Column : std::size_t {
  c_table,
  c_domain,
  c_year,
  c_sample,
  c_measure,
  c_variable,
  c_category,
  c_value,
  c_n,
  c_ci_low,
  c_ci_high,
  c_line,
  c_note,
  n_columns
};
constexpr std::array<std::string_view, n_columns> header{"table",    "domain",   "year",  "sample", "measure",
                                                         "variable", "category", "value", "n",      "ci_low",
                                                         "ci_high",  "line",     "note"};

constexpr std::array<std::string_view, 16> tables{"T1", "T2",  "T3",  "T4",  "T5",  "T6",  "T7", "T8",
                                                  "T9", "T10", "T11", "T12", "T13", "T14", "F3", "text"};
constexpr std::array<std::string_view, 2> years{"2016", "2021"};
constexpr std::array<std::string_view, 3> samples{"resident", "all", "partnered"};

/// A measure and the range of its value; `open`: the low end is not in it.
struct Measure {
  std::string_view code;
  double low, high;
  bool open = false, whole = false;
};
constexpr double inf = std::numeric_limits<double>::infinity();
constexpr std::array<Measure, 11> measures{{{"rate", 0, 100},
                                            {"share", 0, 100},
                                            {"odds_ratio", 0, inf, true},
                                            {"beta", -inf, inf},
                                            {"n", 0, inf, false, true},
                                            {"r2", 0, 1},
                                            {"chi2", 0, inf},
                                            {"p_value", 0, 1},
                                            {"pp_change", -100, 100},
                                            {"mean", -inf, inf},
                                            {"ratio", 0, inf, true}}};

/// Variables that only a report has, beside those of the registry.
struct ReportVariable {
  std::string_view code;
  std::array<std::string_view, 2> categories;
};
constexpr std::array<ReportVariable, 3> report_variables{
    {{"intercept", {"intercept", "intercept"}},
     {"model", {"r2", "max_rescaled_r2"}},
     {"score", {"parenting_satisfaction", "parenting_strain"}}}};

/// Categories that stand for a whole variable, with the measure that they go with.
constexpr std::array<std::pair<std::string_view, std::string_view>, 6> whole_variable{
    {{"total", "n"},
     {"any", "pp_change"},
     {"trend", "chi2"},
     {"trend", "p_value"},
     {"change", "chi2"},
     {"change", "p_value"}}};

std::vector<std::string_view> variable_codes() {
  std::vector<std::string_view> codes;
  for (const Variable& v : variables()) codes.push_back(v.code);
  for (const ReportVariable& v : report_variables) codes.push_back(v.code);
  return codes;
}

/// One row under the eye: where its fields stand, and where its problems go.
class Row {
 public:
  Row(std::string file, int line, const std::vector<std::string>& fields, Problems& problems)
      : file_(std::move(file)), line_(line), fields_(fields), problems_(problems) {}

  const std::string& operator[](Column c) const { return fields_[c]; }

  /// The column counts bytes from 1, if fields are quoted only where they must be.
  void problem(Column c, std::string message) const {
    std::size_t column = 1;
    for (std::size_t i = 0; i < c; ++i) column += csv_field(fields_[i]).size() + 1;
    problems_.add(file_, line_, static_cast<int>(column),
                  fmt::format("{} {}", header[c], std::move(message)));
  }

  bool known(Column c, Words words) const {
    if (std::find(words.begin(), words.end(), fields_[c]) != words.end()) return true;
    problem(c, fmt::format("'{}' is unknown{}, expected {}", fields_[c], did_you_mean(fields_[c], words),
                           one_of(words)));
    return false;
  }

  [[nodiscard]] std::optional<double> number(Column c) const {
    const auto value = parse_number(fields_[c]);
    if (!value) problem(c, fmt::format("'{}' is not a number", fields_[c]));
    return value;
  }

  /// A number, or nothing if the field is blank.
  [[nodiscard]] std::optional<double> number_or_blank(Column c) const {
    return fields_[c].empty() ? std::nullopt : number(c);
  }

 private:
  std::string file_;
  int line_;
  const std::vector<std::string>& fields_;
  Problems& problems_;
};

/// What is wrong with a variable and with its category; both empty if nothing is.
struct CodeCheck {
  std::string variable, category;
};

CodeCheck check_code(std::string_view variable, std::string_view category, std::string_view measure) {
  std::vector<std::string_view> known;
  if (const Variable* v = find_variable(variable)) {
    if (find_category(*v, category) >= 0) return {};
    for (const auto& [code, of] : whole_variable) {
      if (code == category && of == measure) return {};
    }
    for (const Category& c : v->categories) known.push_back(c.code);
  } else {
    for (const ReportVariable& r : report_variables) {
      if (r.code == variable) known.assign(r.categories.begin(), r.categories.end());
    }
    if (known.empty()) {
      const auto codes = variable_codes();
      return {fmt::format("'{}' is unknown{}", variable, did_you_mean(variable, Words(codes))), {}};
    }
    if (std::find(known.begin(), known.end(), category) != known.end()) return {};
  }
  return {{},
          fmt::format("'{}' is not one of {}{}, expected {}", category, variable,
                      did_you_mean(category, Words(known)), one_of(known))};
}

void check_codes(const Row& row) {
  const auto vs = split(row[c_variable], ':');
  const auto cs = split(row[c_category], ':');
  if (vs.size() > 2) row.problem(c_variable, fmt::format("'{}' crosses more than two", row[c_variable]));
  const std::string_view measure = vs.size() == 1 ? std::string_view(row[c_measure]) : std::string_view{};
  for (std::size_t i = 0; i < vs.size(); ++i) {
    const CodeCheck wrong = check_code(vs[i], i < cs.size() ? cs[i] : std::string{}, measure);
    if (!wrong.variable.empty()) row.problem(c_variable, wrong.variable);
    if (!wrong.category.empty() && vs.size() == cs.size()) row.problem(c_category, wrong.category);
  }
  if (vs.size() != cs.size()) {
    row.problem(c_category, fmt::format("'{}' has {} parts, expected {} as in '{}'", row[c_category],
                                        cs.size(), vs.size(), row[c_variable]));
  }
}

void check_value(const Row& row, double value) {
  for (const Measure& m : measures) {
    if (m.code != row[c_measure]) continue;
    const bool low_enough = m.open ? value > m.low : value >= m.low;
    if (!low_enough || value > m.high) {
      const std::string bound = m.high < inf ? fmt::format("{}..{}", m.low, m.high)
                                             : fmt::format("{} {}", m.open ? "more than" : "at least", m.low);
      row.problem(c_value,
                  fmt::format("{} is out of range for a {}, expected {}", row[c_value], m.code, bound));
    } else if (m.whole && value != std::floor(value)) {
      row.problem(c_value, fmt::format("{} is not a whole number", row[c_value]));
    }
  }
}

/// Half a unit of the last digit that a number has, and what binary numbers lose.
double rounding(std::string_view digits) {
  const std::size_t point = digits.find('.');
  const std::size_t decimals = point == std::string_view::npos ? 0 : digits.size() - point - 1;
  double unit = 1;
  for (std::size_t i = 0; i < decimals; ++i) unit /= 10;
  return 0.5 * unit + 1e-9;
}

constexpr std::string_view suspected = "suspected misprint:";
bool tells_of_a_misprinted_limit(std::string_view note) {
  return note.starts_with(suspected) && note.find("limit") != std::string_view::npos;
}

/// An interval lies above 0, is not empty, and has the odds ratio in it, as far as the printed digits tell.
void check_interval(const Row& row, const Target& t) {
  if (t.measure != "odds_ratio" && !(row[c_ci_low].empty() && row[c_ci_high].empty())) {
    row.problem(c_ci_low, "and ci_high go with an odds_ratio only");
  }
  if (row[c_ci_low].empty() != row[c_ci_high].empty()) row.problem(c_ci_low, "and ci_high need each other");
  for (const Column limit : {c_ci_low, c_ci_high}) {
    const std::optional<double>& at = limit == c_ci_low ? t.ci_low : t.ci_high;
    if (at && !(*at > 0))
      row.problem(limit, fmt::format("{} is out of range for a limit of an odds_ratio, expected more than 0",
                                     row[limit]));
  }
  if (!t.ci_low || !t.ci_high || tells_of_a_misprinted_limit(t.note)) return;
  if (*t.ci_low >= *t.ci_high) {
    row.problem(c_ci_low, fmt::format("{} is not below ci_high {}", row[c_ci_low], row[c_ci_high]));
  } else if (t.value > 0 && (t.value < *t.ci_low - rounding(row[c_value]) - rounding(row[c_ci_low]) ||
                             t.value > *t.ci_high + rounding(row[c_value]) + rounding(row[c_ci_high]))) {
    row.problem(c_value,
                fmt::format("{} is outside its interval {}..{}; where a limit is misprinted, expected "
                            "a note like '{} the lower limit is wrong'",
                            row[c_value], row[c_ci_low], row[c_ci_high], suspected));
  }
}

std::vector<std::string_view> measure_codes() {
  std::vector<std::string_view> codes;
  for (const Measure& m : measures) codes.push_back(m.code);
  return codes;
}

Target read_row(const Row& row) {
  Target t;
  row.known(c_table, tables);
  row.known(c_domain, domain_codes);
  if (row.known(c_year, years)) t.year = row[c_year] == years[0] ? 2016 : 2021;
  row.known(c_sample, samples);
  const auto codes = measure_codes();
  row.known(c_measure, Words(codes));
  check_codes(row);
  t.table = row[c_table];
  t.domain = row[c_domain];
  t.sample = row[c_sample];
  t.measure = row[c_measure];
  t.variable = row[c_variable];
  t.category = row[c_category];
  t.note = row[c_note];
  if (const auto value = row.number(c_value)) {
    t.value = *value;
    check_value(row, *value);
  }
  t.n = row.number_or_blank(c_n);
  if (t.n && (*t.n < 1 || *t.n != std::floor(*t.n))) {
    row.problem(c_n, fmt::format("{} is not a whole number of respondents", row[c_n]));
  }
  t.ci_low = row.number_or_blank(c_ci_low);
  t.ci_high = row.number_or_blank(c_ci_high);
  check_interval(row, t);
  if (const auto line = row.number(c_line)) {
    if (*line < 1 || *line > 1e6 || *line != std::floor(*line)) {
      row.problem(c_line, fmt::format("{} is not a line number", row[c_line]));
    } else {
      t.line = static_cast<int>(*line);
    }
  }
  return t;
}

bool header_fits(const CsvTable& csv, const std::string& file, Problems& problems) {
  if (std::equal(csv.header.begin(), csv.header.end(), header.begin(), header.end())) return true;
  std::size_t at = 0, column = 1;
  while (at < csv.header.size() && at < header.size() && csv.header[at] == header[at]) {
    column += csv_field(csv.header[at++]).size() + 1;
  }
  const std::string found = at < csv.header.size() ? fmt::format("'{}'", csv.header[at]) : "nothing";
  const std::string wanted = at < header.size() ? fmt::format("'{}'", header[at]) : "nothing";
  problems.add(file, 1, static_cast<int>(column),
               fmt::format("the header has {}, expected {}; the whole header is {}", found, wanted,
                           fmt::join(header, ",")));
  return false;
}

}  // namespace

std::vector<Target> load_targets(const std::filesystem::path& file) {
  Problems problems;
  std::vector<Target> targets;
  const CsvTable csv = read_csv(file, problems);
  if (csv.header.empty()) {
    problems.throw_if_any();
    refuse(fmt::format("{}: is empty, expected a header line and rows", file.string()));
  }
  if (header_fits(csv, file.string(), problems)) {
    if (csv.rows.empty()) problems.add(file.string(), 1, 1, "has no rows below its header");
    std::map<std::vector<std::string>, int> first;
    targets.reserve(csv.rows.size());
    for (std::size_t i = 0; i < csv.rows.size(); ++i) {
      const Row row(file.string(), csv.lines[i], csv.rows[i], problems);
      targets.push_back(read_row(row));
      const auto end_of_key = csv.rows[i].begin() + static_cast<std::ptrdiff_t>(c_value);
      const auto [at, is_new] =
          first.emplace(std::vector<std::string>(csv.rows[i].begin(), end_of_key), csv.lines[i]);
      if (!is_new) {
        row.problem(c_table, fmt::format("to category ({}) stand on line {} too", fmt::join(at->first, ","),
                                         at->second));
      }
    }
  }
  problems.throw_if_any();
  return targets;
}

const Target* find_target(std::span<const Target> targets, std::string_view table, std::string_view domain,
                          int year, std::string_view sample, std::string_view measure,
                          std::string_view variable, std::string_view category) {
  for (const Target& t : targets) {
    if (t.year == year && t.table == table && t.variable == variable && t.category == category &&
        t.measure == measure && t.sample == sample && t.domain == domain) {
      return &t;
    }
  }
  return nullptr;
}

}  // namespace uptake
