// SPDX-License-Identifier: Apache-2.0
// The tidy CSV tables, each column with its meaning: what an analyst opens.
#include <cmath>

#include "analysis/compare/document.hpp"
#include "sim/store/files.hpp"
#include "sim/survey/measures.hpp"

namespace uptake {
namespace {

const MeasureInfo& info_of(const std::string& measure) {
  for (const MeasureInfo& info : measure_registry()) {
    if (info.code == measure) return info;
  }
  throw std::logic_error("no measure " + measure);
}

/// As printed in the report: shares as percent.
struct Shown {
  double factor;
  std::string unit;
};
Shown shown(const std::string& measure) {
  const MeasureInfo& info = info_of(measure);
  return info.is_share ? Shown{100, "percent"} : Shown{1, std::string(info.unit)};
}

const Column scenario{"scenario", "text", "", "the scenario file's name without .yaml"};
const Column measure{"measure", "text", "", "what is counted; the rows below say it of each code"};
const Column domain{"domain", "text", "", "relationship, parenting, or both"};
const Column year{"year", "integer", "year", "the calendar year; states are those of December"};
const Column variable{"variable", "text", "",
                      "by what the families are split (total: not at all), or gate, service, payer, lever"};
const Column category{"category", "text", "", "the group, gate, service, payer or lever"};
const Column unit{"unit", "text", "",
                  "of the values in the row; a difference of percentages is in percentage points"};
const Column n_runs{"n", "integer", "runs", "runs (or pairs of runs) that the row is made of"};

std::string percent_or_empty(double value, double factor) { return number_text(value * factor); }
std::string count(std::size_t n) { return std::to_string(n); }

CsvExport measures_table(const Results& r) {
  CsvExport table("measures.csv",
                  {scenario,
                   measure,
                   domain,
                   year,
                   variable,
                   category,
                   unit,
                   {"mean", "number", "see unit", "mean over the scenario's runs"},
                   {"low", "number", "see unit", "2.5 % of the runs lie below; empty with one run"},
                   {"high", "number", "see unit", "2.5 % of the runs lie above; empty with one run"},
                   n_runs});
  for (const Level& l : r.levels) {
    const Series& s = r.series[l.series];
    const Shown how = shown(s.measure);
    table.row({r.scenarios[static_cast<std::size_t>(l.scenario)].name, s.measure, s.domain,
               std::to_string(l.year), s.variable, s.category, how.unit,
               percent_or_empty(l.summary.mean, how.factor), percent_or_empty(l.summary.low, how.factor),
               percent_or_empty(l.summary.high, how.factor), count(l.summary.n)});
  }
  return table;
}

/// Mean, interval of the mean, spread and sign: the same columns wherever a difference is told.
std::vector<Column> with_difference(std::vector<Column> columns) {
  for (const Column& c : std::initializer_list<Column>{
           {"baseline", "number", "see unit", "mean of the baseline over the pairs"},
           {"value", "number", "see unit", "mean of the scenario over the pairs"},
           {"difference", "number", "see unit", "mean of the paired differences, scenario minus baseline"},
           {"low", "number", "see unit", "95 % t-interval of that mean: from; empty with one pair"},
           {"high", "number", "see unit", "95 % t-interval of that mean: to; empty with one pair"},
           {"spread_low", "number", "see unit", "5 % of the pairs lie below"},
           {"spread_high", "number", "see unit", "5 % of the pairs lie above"},
           {"p_positive", "number", "fraction",
            "share of the pairs with a difference above zero (zero counts half)"},
           n_runs}) {
    columns.push_back(c);
  }
  return columns;
}

void add_difference(std::vector<std::string>& row, double baseline, double value, const PairedEffect& e,
                    double factor) {
  for (const double x : {baseline, value, e.mean, e.low, e.high, e.spread_low, e.spread_high}) {
    row.push_back(percent_or_empty(x, factor));
  }
  row.push_back(number_text(e.p_positive));
  row.push_back(count(e.n));
}

CsvExport effects_table(const Results& r) {
  CsvExport table("effects.csv",
                  with_difference({scenario, measure, domain, year, variable, category, unit}));
  for (const Effect& e : r.effects) {
    const Series& s = r.series[e.series];
    const Shown how = shown(s.measure);
    std::vector<std::string> row{r.scenarios[static_cast<std::size_t>(e.scenario)].name,
                                 s.measure,
                                 s.domain,
                                 std::to_string(e.year),
                                 s.variable,
                                 s.category,
                                 how.unit};
    add_difference(row, e.baseline, e.value, e.effect, how.factor);
    table.row(row);
  }
  return table;
}

CsvExport reached_table(const Results& r) {
  CsvExport table(
      "reached.csv",
      {scenario,
       domain,
       year,
       {"reached", "number", "families",
        "families with a contact that they do not have in the paired baseline"},
       {"lost", "number", "families", "families without the contact that they have in the paired baseline"},
       {"net", "number", "families", "reached minus lost, mean over the pairs"},
       {"low", "number", "families", "95 % t-interval of net: from; empty with one pair"},
       {"high", "number", "families", "95 % t-interval of net: to; empty with one pair"},
       n_runs});
  for (const ReachedRow& x : r.reached) {
    table.row({r.scenarios[static_cast<std::size_t>(x.scenario)].name, x.domain, std::to_string(x.year),
               number_text(x.reached), number_text(x.lost), number_text(x.net.mean), number_text(x.net.low),
               number_text(x.net.high), count(x.net.n)});
  }
  return table;
}

CsvExport costs_table(const Results& r) {
  std::vector<Column> columns = with_difference(
      {scenario, {"payer", "text", "", "flemish, federal, local, family; total: all together"}, year, unit});
  columns.push_back(
      {"grade", "text", "", "the worst grade of the figures that enter: data, literature or assumption"});
  CsvExport table("costs.csv", columns);
  for (const CostRow& c : r.costs) {
    std::vector<std::string> row{r.scenarios[static_cast<std::size_t>(c.scenario)].name, c.payer,
                                 std::to_string(c.year), "EUR a year"};
    add_difference(row, c.baseline, c.value, c.effect, 1);
    row.push_back(c.grade);
    table.row(row);
  }
  return table;
}

CsvExport fit_table(const Results& r) {
  CsvExport table(
      "fit.csv",
      {{"table", "text", "", "the survey report's table"},
       domain,
       {"year", "integer", "year", "the wave, 2016 or 2021"},
       {"sample", "text", "", "resident, all or partnered"},
       {"measure", "text", "", "rate (of parents), share (of users or non-users) or odds_ratio"},
       {"variable", "text", "", "the background variable or question"},
       {"category", "text", "", "its category"},
       {"published", "number", "percent or odds ratio", "as printed in the survey report"},
       {"simulated", "number", "percent or odds ratio", "mean over the baseline's runs, everybody asked"},
       {"low", "number", "percent or odds ratio", "2.5 % of the runs lie below; empty with one run"},
       {"high", "number", "percent or odds ratio", "2.5 % of the runs lie above; empty with one run"},
       {"n", "number", "respondents", "the survey's unweighted number, where it is printed"},
       {"standard_error", "number", "percentage points",
        "of a printed percentage, as if drawn at random; empty for odds ratios"}});
  for (const FitRow& f : r.fit) {
    const StoredTarget& t = f.target;
    table.row({t.table, t.domain, std::to_string(t.year), t.sample, t.measure, t.variable, t.category,
               number_text(t.published), number_text(f.simulated.mean), number_text(f.simulated.low),
               number_text(f.simulated.high), t.n ? number_text(*t.n) : std::string(),
               number_text(f.standard_error)});
  }
  return table;
}

CsvExport runs_table(const Results& r) {
  CsvExport table(
      "runs.csv",
      {{"run", "integer", "", "the run's place in the plan, from 0; run_id of results.sqlite"},
       scenario,
       {"draw", "integer", "", "parameter set, from 0"},
       {"replicate", "integer", "", "seed within the draw, from 0"},
       {"population", "integer", "", "which population and network, from 0"},
       {"seed", "integer", "", "the study's seed"},
       {"stream", "integer", "", "what separates the run's random numbers from others of the seed"},
       {"real_per_simulated", "number", "families", "real families that a simulated one stands for"},
       {"fingerprint", "text", "", "SHA-256 of all that the run left in results.sqlite"}});
  for (const StoredRun& x : r.runs) {
    table.row({std::to_string(x.run.id), r.scenarios[static_cast<std::size_t>(x.run.scenario)].name,
               std::to_string(x.run.draw), std::to_string(x.run.replicate), std::to_string(x.run.population),
               std::to_string(x.seed), std::to_string(x.stream), number_text(x.real_per_simulated),
               x.fingerprint});
  }
  return table;
}

/// The codes of `measure`, told as the registry tells them.
std::vector<Column> measure_columns() {
  std::vector<Column> all;
  for (const MeasureInfo& m : measure_registry()) {
    all.push_back({m.code, "code of measure", m.is_share ? "percent" : m.unit, m.definition_en});
  }
  return all;
}

}  // namespace

void export_tables(const Results& r, const std::filesystem::path& folder) {
  const std::vector<CsvExport> tables{measures_table(r), effects_table(r), reached_table(r),
                                      costs_table(r),    fit_table(r),     runs_table(r)};
  const CsvExport codes("measures.csv", measure_columns());
  std::vector<const CsvExport*> told;
  for (const CsvExport& table : tables) {
    table.write(folder);
    told.push_back(&table);
    if (table.name() == "measures.csv") told.push_back(&codes);
  }
  write_dictionary(folder, told);
}

}  // namespace uptake
