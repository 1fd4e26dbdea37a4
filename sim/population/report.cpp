// SPDX-License-Identifier: Apache-2.0
#include "sim/population/report.hpp"

#include <fmt/format.h>

#include <cmath>

#include "sim/population/known.hpp"

namespace uptake {
namespace {

std::string category_code(std::size_t margin, std::size_t category) {
  const Variable* variable = find_variable(code(static_cast<Margin>(margin)));
  return std::string(variable->categories[category].code);
}

void fit_margins(const Population& population, const PopulationData& data, const WeightsSolution& solution,
                 PopulationReport& report) {
  const RowBook book(data.margins);
  const std::array<Table, n_waves> tables{table_at(population, wave_2016), table_at(population, wave_2021)};
  double squares = 0, asked = 0;
  for (std::size_t row = 0; row < book.rows().size(); ++row) {
    const Row& r = book.rows()[row];
    if (r.look >= n_waves || (r.kind != RowKind::category && r.kind != RowKind::union_share)) continue;
    const auto v = static_cast<std::size_t>(r.margin);
    const MarginData& m = data.margins.margin[v];
    MarginFit fit;
    fit.variable = code(r.margin);
    fit.category = category_code(v, r.category);
    fit.year = book.looks()[r.look].year;
    fit.asked = share_of_row(book, solution.attained, row);
    fit.got = tables[r.look].share[v][r.category];
    fit.recovered = r.share;
    fit.low = m.low[r.look][r.category];
    fit.high = m.high[r.look][r.category];
    const double miss = std::abs(fit.asked - fit.got);
    report.tae += miss;
    squares += miss * miss;
    asked += fit.asked;
    if (miss > std::max(report.worst_2016, report.worst_2021))
      report.worst = fmt::format("{} {} {}", fit.variable, fit.category, fit.year);
    double& worst = r.look == 0 ? report.worst_2016 : report.worst_2021;
    worst = std::max(worst, miss);
    report.margins.push_back(std::move(fit));
  }
  const auto n = static_cast<double>(report.margins.size());
  report.srmse = std::sqrt(squares / n) / (asked / n);
}

void follow_years(const Population& population, PopulationReport& report) {
  const double base = population.families_2016 > 0 ? population.families_2016 : 1;
  std::vector<Table> yearly;
  constexpr int first = 2011, last = 2035;
  for (int year = first; year <= last; ++year) yearly.push_back(table_at(population, month_of(year, 4)));
  for (const int year : {1991, 1996, 2001, 2006, 2011, 2016, 2021, 2026, 2031, 2035}) {
    YearRow row;
    row.year = year;
    row.table = year < first ? table_at(population, month_of(year, 4))
                             : yearly[static_cast<std::size_t>(year - first)];
    row.size = row.table.families / base;
    report.years.push_back(row);
  }
  const auto look = [&](const std::string& name, auto value_of) {
    for (int year = first; year < last; ++year) {
      const auto i = static_cast<std::size_t>(year - first);
      const double change = value_of(yearly[i + 1]) - value_of(yearly[i]);
      if (std::abs(change) > report.largest_yearly_change) {
        report.largest_yearly_change = std::abs(change);
        report.largest_yearly_change_at = fmt::format("{} {}-{}", name, year, year + 1);
      }
      if (year != 2016 && year != 2021) continue;
      const double kink = change - (value_of(yearly[i]) - value_of(yearly[i - 1]));
      if (std::abs(kink) > report.largest_kink) {
        report.largest_kink = std::abs(kink);
        report.largest_kink_at = fmt::format("{} {}", name, year);
      }
    }
  };
  look("size", [&](const Table& t) { return t.families / base; });
  for (std::size_t v = 0; v < n_margins; ++v)
    for (std::size_t c = 0; c < n_categories[v]; ++c)
      look(fmt::format("{} {}", code(static_cast<Margin>(v)), category_code(v, c)),
           [&](const Table& t) { return t.share[v][c]; });
}

}  // namespace

PopulationReport report_population(const Population& population, const PopulationData& data,
                                   const WeightsSolution& solution) {
  PopulationReport report;
  report.families = population.families_2016;
  report.parents = static_cast<double>(population.n_parents());
  report.households = static_cast<double>(population.n_households());
  fit_margins(population, data, solution, report);
  report.effective_share = solution.effective_share;
  report.largest_weight = solution.largest;
  report.percentile_99 = solution.percentile_99;
  report.divergence = solution.divergence;
  report.iterations = solution.iterations;
  report.birth_period = solution.birth_period;
  report.period_weight = solution.period_weight;
  follow_years(population, report);
  report.known = known_quantities(population);
  return report;
}

std::string text_of(const PopulationReport& report) {
  std::string out =
      fmt::format("{:.0f} families in April 2016, {:.0f} parents, {:.0f} households over 1991-2035\n",
                  report.families, report.parents, report.households);
  out += fmt::format(
      "weights: effective share {:.2f}, largest {:.1f} times the mean, 99 % below {:.1f}, KL {:.3f}, "
      "{} iterations\n",
      report.effective_share, report.largest_weight, report.percentile_99, report.divergence,
      report.iterations);
  out +=
      fmt::format("fit: worst {:.2f} pp in 2016, {:.2f} pp in 2021 ({}); TAE {:.4f}, SRMSE {:.5f}\n",
                  100 * report.worst_2016, 100 * report.worst_2021, report.worst, report.tae, report.srmse);
  out += "mean weight by first birth:";
  for (std::size_t i = 0; i < report.birth_period.size(); ++i)
    out += fmt::format(" {}: {:.2f}", report.birth_period[i], report.period_weight[i]);
  out += fmt::format(
      "\nover time: largest yearly change {:.2f} pp ({}), largest kink at a wave {:.2f} pp ({})\n",
      100 * report.largest_yearly_change, report.largest_yearly_change_at, 100 * report.largest_kink,
      report.largest_kink_at);
  out += "\nmargin                                  year   asked     got   recovered (range)\n";
  for (const MarginFit& m : report.margins)
    out += fmt::format("{:<38} {:>5} {:>7.2f} {:>7.2f} {:>7.1f} ({:.1f}-{:.1f})\n",
                       m.variable + " " + m.category, m.year, 100 * m.asked, 100 * m.got, 100 * m.recovered,
                       100 * m.low, 100 * m.high);
  out += "\nevery five years                      ";
  for (const YearRow& y : report.years) out += fmt::format("{:>7}", y.year);
  out += fmt::format("\n{:<38}", "size, 2016 = 100");
  for (const YearRow& y : report.years) out += fmt::format("{:>7.1f}", 100 * y.size);
  for (std::size_t v = 0; v < n_margins; ++v)
    for (std::size_t c = 0; c < n_categories[v]; ++c) {
      out += fmt::format("\n{:<38}", std::string(code(static_cast<Margin>(v))) + " " + category_code(v, c));
      for (const YearRow& y : report.years) out += fmt::format("{:>7.1f}", 100 * y.table.share[v][c]);
    }
  out += fmt::format("\n{:<38}", "living apart together");
  for (const YearRow& y : report.years) out += fmt::format("{:>7.1f}", 100 * y.table.living_apart);
  out += "\n\nnot fixed by the margins                                                got   known\n";
  for (const KnownFit& k : report.known) {
    if (k.low > k.high) {
      out += fmt::format("{:<72} {:>9.4g}   {} [{}]\n", k.name, k.got, k.unit, k.source);
      continue;
    }
    out += fmt::format("{:<72} {:>9.4g}   {:.4g}-{:.4g} {} [{}]\n", k.name, k.got, k.low, k.high, k.unit,
                       k.source);
  }
  return out;
}

}  // namespace uptake
