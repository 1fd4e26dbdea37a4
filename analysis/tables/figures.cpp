// SPDX-License-Identifier: Apache-2.0
#include "analysis/tables/figures.hpp"

#include <algorithm>
#include <cmath>

#include "analysis/estimate/contingency.hpp"
#include "sim/base/text.hpp"

namespace uptake {
namespace {

bool tells_change(const Target& t) { return t.year == 2021 && t.sample == "resident"; }

std::string_view table_of_rates(std::string_view domain) {
  return domain == code(Domain::relationship) ? "T4" : "T10";
}

/// Rates of use by level of support (S0 Figures 2 and 5, which print no values), as if they were printed.
std::vector<Target> rates_by_support() {
  std::vector<Target> rows;
  for (const std::string_view domain : domain_codes) {
    for (const int year : {2016, 2021}) {
      for (const char* variable : {"partner_support", "network_support"}) {
        for (const Category& level : find_variable(variable)->categories) {
          Target t;
          t.table = "F2";
          t.domain = domain;
          t.year = year;
          t.sample = "resident";
          t.measure = "rate";
          t.variable = variable;
          t.category = level.code;
          rows.push_back(std::move(t));
        }
      }
    }
  }
  return rows;
}

/// Counts made again of percentages, and the tests that the report marks.
class Tests {
 public:
  Tests(std::span<const Target> targets, std::span<const RunFigure> figures)
      : targets_(targets), figures_(figures) {}

  /// Pearson's of 2016 against 2021: of a category against all else.
  [[nodiscard]] TestResult of_change(const Target& later) const {
    Crosstab table{"wave", later.variable, {"2016", "2021"}, {later.category, "other"}, {}};
    table.count = Eigen::MatrixXd::Zero(2, 2);
    for (Eigen::Index w = 0; w < 2; ++w) {
      const RunFigure* f = find(later, w == 0 ? 2016 : 2021, later.category);
      if (f == nullptr || std::isnan(f->value)) return nothing();
      table.count(w, 0) = yes(*f);
      table.count(w, 1) = f->n - yes(*f);
    }
    return pearson_chi_square(table);
  }

  /// Of all answers at once, which exclude each other.
  [[nodiscard]] TestResult of_all_answers(const Target& later) const {
    const auto categories = find_variable(later.variable)->categories;
    Crosstab table{"wave", later.variable, {"2016", "2021"}, {}, {}};
    table.count = Eigen::MatrixXd::Zero(2, static_cast<Eigen::Index>(categories.size()));
    for (std::size_t c = 0; c < categories.size(); ++c) {
      table.columns.emplace_back(categories[c].code);
      for (Eigen::Index w = 0; w < 2; ++w) {
        const RunFigure* f = find(later, w == 0 ? 2016 : 2021, categories[c].code);
        if (f == nullptr || std::isnan(f->value)) return nothing();
        table.count(w, static_cast<Eigen::Index>(c)) = yes(*f);
      }
    }
    return pearson_chi_square(table);
  }

  /// Mantel-Haenszel's of use over the levels of `row`'s variable, in its year.
  [[nodiscard]] TestResult of_trend(const Target& row) const {
    const auto categories = find_variable(row.variable)->categories;
    Crosstab table{row.variable, "use", {}, {"yes", "no"}, {}};
    table.count = Eigen::MatrixXd::Zero(static_cast<Eigen::Index>(categories.size()), 2);
    for (std::size_t c = 0; c < categories.size(); ++c) {
      table.rows.emplace_back(categories[c].code);
      const RunFigure* f = find(row, row.year, categories[c].code);
      if (f == nullptr) return nothing();
      if (std::isnan(f->value)) continue;  // nobody at this level
      table.count(static_cast<Eigen::Index>(c), 0) = yes(*f);
      table.count(static_cast<Eigen::Index>(c), 1) = f->n - yes(*f);
    }
    return mantel_haenszel_trend(table);
  }

  /// The same percentage in a wave, of residents: in the row's own table or, for what has no percentage of
  /// its own, in that of rates by support.
  [[nodiscard]] const RunFigure* find(const Target& like, int year, std::string_view category) const {
    const bool own = is_percentage(like);
    for (std::size_t t = 0; t < targets_.size(); ++t) {
      const Target& at = targets_[t];
      if (at.year == year && at.table == (own ? std::string_view(like.table) : "F2") &&
          at.domain == like.domain && at.sample == "resident" && is_percentage(at) &&
          at.variable == like.variable && at.category == category)
        return &figures_[t];
    }
    return nullptr;
  }

 private:
  static TestResult nothing() { return {no_figure, 0, no_figure, no_figure, "a wave is not there"}; }
  /// Weights are whole in a survey: what a percentage was made of.
  static double yes(const RunFigure& f) { return std::round(f.value / 100 * f.n); }

  std::span<const Target> targets_;
  std::span<const RunFigure> figures_;
};

/// Whether a row is a test of use by support (S0 footnotes 17, 18, 29-32).
bool is_support_test(const Target& t) {
  return (t.measure == "chi2" || t.measure == "p_value") &&
         (t.variable == "partner_support" || t.variable == "network_support");
}

void add_tests(std::span<const Target> targets, std::vector<RunFigure>& figures) {
  const Tests tests(targets, figures);
  std::vector<double> p(targets.size(), no_figure), statistic(targets.size(), no_figure);
  for (std::size_t t = 0; t < targets.size(); ++t) {
    const Target& row = targets[t];
    if (is_percentage(row) && tells_change(row) && row.table != "F2" && row.table != "text") {
      const bool exclusive = row.variable.starts_with("helped");
      p[t] = exclusive ? tests.of_all_answers(row).p : tests.of_change(row).p;
    } else if (is_support_test(row)) {
      const TestResult test = row.category == "trend" ? tests.of_trend(row) : tests.of_change(row);
      p[t] = test.p;
      statistic[t] = row.measure == "chi2" ? test.statistic : test.p;
    }
  }
  for (std::size_t t = 0; t < targets.size(); ++t) {
    figures[t].p = std::isnan(p[t]) ? figures[t].p : p[t];
    if (is_support_test(targets[t])) figures[t].value = statistic[t];
  }
}

/// Table 14: the change of a rate of Table 4 or 10, in points, with its mark.
void add_changes(std::span<const Target> targets, std::vector<RunFigure>& figures) {
  for (std::size_t t = 0; t < targets.size(); ++t) {
    const Target& row = targets[t];
    if (row.table != "T14") continue;
    const auto rate = [&](int year) {
      const Target* at = find_target(targets, table_of_rates(row.domain), row.domain, year, "resident",
                                     "rate", row.variable, row.category);
      return at == nullptr ? RunFigure{} : figures[static_cast<std::size_t>(at - targets.data())];
    };
    figures[t].value = rate(2021).value - rate(2016).value;
    figures[t].p = rate(2021).p;
  }
}

}  // namespace

std::vector<Inequality> inequalities(std::span<const Target> targets, std::span<const double> percent,
                                     std::span<const double> n) {
  std::vector<Inequality> all;
  for (std::size_t r = 0; r < rankings.size(); ++r) {
    const auto categories = find_variable(rankings[r].variable)->categories;
    for (const Domain domain : both_domains) {
      for (const int year : {2016, 2021}) {
        Eigen::VectorXd share(static_cast<Eigen::Index>(categories.size())), weight = share;
        bool whole = true;
        for (std::size_t c = 0; c < categories.size() && whole; ++c) {
          const auto to = static_cast<Eigen::Index>(rankings[r].falls ? categories.size() - 1 - c : c);
          const Target* at = find_target(targets, table_of_rates(code(domain)), code(domain), year,
                                         "resident", "rate", rankings[r].variable, categories[c].code);
          whole = at != nullptr;
          if (!whole) break;
          const auto t = static_cast<std::size_t>(at - targets.data());
          share[to] = percent[t] / 100;
          weight[to] = std::isnan(share[to]) || std::isnan(n[t]) ? 0 : n[t];
        }
        if (whole && weight.sum() > 0) all.push_back({r, domain, year, concentration_index(share, weight)});
      }
    }
  }
  return all;
}

RunFigures figures_of(std::span<const Target> targets, std::span<const Answers> waves,
                      Respondents respondents, IntervalKind kind, double real_per_simulated) {
  const bool sampled = respondents == Respondents::survey;
  std::vector<Target> all(targets.begin(), targets.end());
  const std::vector<Target> by_support = rates_by_support();
  all.insert(all.end(), by_support.begin(), by_support.end());
  std::vector<RunFigure> figures(all.size());
  const double per_n = sampled ? 1 : real_per_simulated;
  for (const TargetEstimate& e : tabulate(all, waves)) {
    RunFigure& f = figures[e.target];
    f.value = e.value;
    f.n = e.n;
    if (!sampled || std::isnan(e.value)) continue;
    const Interval interval = wilson_interval(std::clamp(e.value / 100, 0.0, 1.0), e.n);
    f.low = 100 * interval.low;
    f.high = 100 * interval.high;
  }
  RegressionReport regressed = regress_in_full(targets, waves, kind);
  for (const RegressionEstimate& e : regressed.estimates) {
    RunFigure& f = figures[e.estimate.target];
    f.value = e.estimate.value;
    f.n = e.estimate.n;
    if (!sampled) continue;
    f.low = e.interval.low;
    f.high = e.interval.high;
    if (targets[e.estimate.target].measure == "beta") {
      const double wald = e.estimate.value / e.standard_error;
      f.p = chi_square_upper(wald * wald, 1);
    }
  }
  if (sampled) add_tests(all, figures);
  figures.resize(targets.size());
  add_changes(targets, figures);
  RunFigures run{std::move(figures), std::move(regressed.said), {}};
  std::vector<double> percent, n;
  for (std::size_t t = 0; t < targets.size(); ++t) {
    RunFigure& f = run.by_target[t];
    percent.push_back(f.value);
    n.push_back(f.n);
    f.n *= per_n;
    if (targets[t].measure == "n") f.value *= per_n;
  }
  run.inequality = inequalities(targets, percent, n);
  return run;
}

std::string_view mark_of(double p) {
  if (std::isnan(p)) return "";
  return p < 0.001 ? "***" : p < 0.01 ? "**" : p < 0.05 ? "*" : p < 0.10 ? "n.s.°" : "n.s.";
}

std::string printed_mark(const Target& target) {
  constexpr std::array<std::string_view, 5> marks{"***", "**", "*", "n.s.°", "n.s."};
  const bool beta = target.measure == "beta";
  if (!is_percentage(target) && !beta) return {};
  for (std::string_view part : split(target.note, ';')) {
    part = trim(part);
    for (const std::string_view before : {"change ", "suspected misprint: printed ", ""}) {
      if (!part.starts_with(before) || beta == (before == "change ")) continue;
      const std::string_view word = part.substr(before.size(), part.find(' ', before.size()) - before.size());
      if (std::ranges::find(marks, word) != marks.end()) return std::string(word);
    }
  }
  return {};
}

}  // namespace uptake
