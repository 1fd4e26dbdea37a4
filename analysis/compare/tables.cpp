// SPDX-License-Identifier: Apache-2.0
// The tidy CSV tables, each column with its meaning: what an analyst opens.
#include <stdexcept>

#include "analysis/compare/cells.hpp"
#include "analysis/compare/document.hpp"
#include "analysis/compare/label_tables.hpp"
#include "sim/store/package.hpp"
#include "sim/survey/measures.hpp"

namespace uptake {
namespace {

const MeasureInfo& info_of(const std::string& measure) {
  if (const MeasureInfo* info = find_measure(measure)) return *info;
  throw std::logic_error("no measure " + measure);
}

/// As printed in the report: shares as percent.
double factor_of(const Series& series) { return info_of(series.measure).is_share ? 100 : 1; }
std::string unit_of(const Series& series) {
  const MeasureInfo& info = info_of(series.measure);
  return std::string(shown_unit(info.is_share, info.unit));
}

const Column domain{"domain", "text", "", "relationship, parenting, or both"};
const Column year{"year", "integer", "year", "the calendar year; states are those of December"};
const Column unit{"unit", "text", "",
                  "of the values in the row; a difference of percentages is in percentage points"};
const Column n_runs{"n", "integer", "runs", "runs (or pairs of runs) that the row is made of"};

int scenario_of(const StoredRun& x) { return x.run.scenario; }
template <class Item>
int scenario_of(const Item& x) {
  return x.scenario;
}

template <class Item>
Cell<Item> scenario_cell(const Results& r) {
  return {{"scenario", "text", "", "the scenario file's name without .yaml"},
          [&r](const Item& x) { return r.scenarios[static_cast<std::size_t>(scenario_of(x))].name; }};
}

/// Of what a level or an effect tells.
template <class Item>
Cells<Item> series_cells(const Results& r) {
  const auto of = [&r](const Item& x) -> const Series& { return r.series[x.series]; };
  return {scenario_cell<Item>(r),
          {{"measure", "text", "", "what is counted, as measure-labels.csv says"},
           [of](const Item& x) { return of(x).measure; }},
          {domain, [of](const Item& x) { return of(x).domain; }},
          {year, [](const Item& x) { return std::to_string(x.year); }},
          {{"variable", "text", "",
            "by what the families are split (total: not at all), or gate, service, payer, lever"},
           [of](const Item& x) { return of(x).variable; }},
          {{"category", "text", "", "the group, gate, service, payer or lever"},
           [of](const Item& x) { return of(x).category; }},
          {unit, [of](const Item& x) { return unit_of(of(x)); }}};
}

CsvExport measures_table(const Results& r) {
  const auto shown = [&r](const Level& x, double value) {
    return number_text(value * factor_of(r.series[x.series]));
  };
  return table_of<Level>(
      "measures.csv", r.levels,
      joined<Level>(series_cells<Level>(r),
                    {{{"mean", "number", "see unit", "mean over the scenario's runs"},
                      [shown](const Level& x) { return shown(x, x.summary.mean); }},
                     {{"low", "number", "see unit", "2.5 % of the runs lie below; empty with one run"},
                      [shown](const Level& x) { return shown(x, x.summary.low); }},
                     {{"high", "number", "see unit", "2.5 % of the runs lie above; empty with one run"},
                      [shown](const Level& x) { return shown(x, x.summary.high); }},
                     {n_runs, [](const Level& x) { return std::to_string(x.summary.n); }}}));
}

/// Mean, interval of the mean, spread and sign: the same columns wherever a difference is told.
template <class Item>
Cells<Item> difference_cells(const std::function<double(const Item&)>& factor) {
  const auto number = [factor](const Column& column, const auto& value) {
    return Cell<Item>{column, [=](const Item& x) { return number_text(value(x) * factor(x)); }};
  };
  return {
      number({"baseline", "number", "see unit", "mean of the baseline over the pairs"},
             [](const Item& x) { return x.baseline; }),
      number({"value", "number", "see unit", "mean of the scenario over the pairs"},
             [](const Item& x) { return x.value; }),
      number({"difference", "number", "see unit", "mean of the paired differences, scenario minus baseline"},
             [](const Item& x) { return x.effect.mean; }),
      number({"low", "number", "see unit",
              "95 % interval, of the mean or, with several draws, of one draw's effect: from; empty with one "
              "pair"},
             [](const Item& x) { return x.effect.low; }),
      number({"high", "number", "see unit",
              "95 % interval, of the mean or, with several draws, of one draw's effect: to; empty with one "
              "pair"},
             [](const Item& x) { return x.effect.high; }),
      number({"spread_low", "number", "see unit", "5 % of the pairs lie below"},
             [](const Item& x) { return x.effect.spread_low; }),
      number({"spread_high", "number", "see unit", "5 % of the pairs lie above"},
             [](const Item& x) { return x.effect.spread_high; }),
      {{"p_positive", "number", "fraction",
        "share of the pairs with a difference above zero (zero counts half)"},
       [](const Item& x) { return number_text(x.effect.p_positive); }},
      {n_runs, [](const Item& x) { return std::to_string(x.effect.n); }}};
}

CsvExport effects_table(const Results& r) {
  return table_of<Effect>(
      "effects.csv", r.effects,
      joined<Effect>(series_cells<Effect>(r), difference_cells<Effect>([&r](const Effect& x) {
                       return factor_of(r.series[x.series]);
                     })));
}

CsvExport expectations_csv(const Results& r) {
  using Row = ExpectationRow;
  const auto of = [](const Row& x) -> const Series& { return x.series; };
  const auto points = [](const Column& column, double PairedEffect::* member) {
    return Cell<Row>{column, [member](const Row& x) { return number_text(100 * x.effect.*member); }};
  };
  return table_of<Row>(
      "expectations.csv", r.expectations,
      {scenario_cell<Row>(r),
       {{"measure", "text", "", "contact or helped"}, [of](const Row& x) { return of(x).measure; }},
       {domain, [of](const Row& x) { return of(x).domain; }},
       {year, [](const Row& x) { return std::to_string(x.year); }},
       {{"variable", "text", "", "by what the families are split (total: not at all)"},
        [of](const Row& x) { return of(x).variable; }},
       {{"category", "text", "", "the group"}, [of](const Row& x) { return of(x).category; }},
       {{"change", "text", "", "what the source expects: more, fewer, or open (it says nothing, or both)"},
        [](const Row& x) { return x.change; }},
       {{"baseline", "number", "percent", "of the families, mean of the baseline over the pairs"},
        [](const Row& x) { return number_text(100 * x.baseline); }},
       points({"difference", "number", "percentage points", "mean of the paired differences"},
              &PairedEffect::mean),
       points({"spread_low", "number", "percentage points", "5 % of the pairs lie below"},
              &PairedEffect::spread_low),
       points({"spread_high", "number", "percentage points", "5 % of the pairs lie above"},
              &PairedEffect::spread_high),
       {{"agree", "number", "fraction",
         "share of the pairs on the expected side (zero counts half); above zero where it is open"},
        [](const Row& x) { return number_text(x.agree); }},
       {{"found", "text", "",
         "as_expected (nine in ten pairs agree), other_way (one in ten at most), not_shown, open, or "
         "one_run"},
        [](const Row& x) { return std::string(code(x.found)); }},
       {n_runs, [](const Row& x) { return std::to_string(x.effect.n); }}});
}

CsvExport reached_table(const Results& r) {
  using Row = ReachedRow;
  return table_of<Row>(
      "reached.csv", r.reached,
      {scenario_cell<Row>(r),
       {domain, [](const Row& x) { return x.domain; }},
       {year, [](const Row& x) { return std::to_string(x.year); }},
       {{"reached", "number", "families",
         "families with a contact that they do not have in the paired baseline"},
        [](const Row& x) { return number_text(x.reached); }},
       {{"lost", "number", "families", "families without the contact that they have in the paired baseline"},
        [](const Row& x) { return number_text(x.lost); }},
       {{"net", "number", "families", "reached minus lost, mean over the pairs"},
        [](const Row& x) { return number_text(x.net.mean); }},
       {{"low", "number", "families", "95 % interval of net, likewise: from; empty with one pair"},
        [](const Row& x) { return number_text(x.net.low); }},
       {{"high", "number", "families", "95 % interval of net, likewise: to; empty with one pair"},
        [](const Row& x) { return number_text(x.net.high); }},
       {{"helped_before", "number", "families",
         "families of the baseline with a contact of the last 12 months that helped"},
        [](const Row& x) { return number_text(x.helped_before); }},
       {{"helped", "number", "families", "how many more there are, mean over the pairs"},
        [](const Row& x) { return number_text(x.helped.mean); }},
       {{"helped_low", "number", "families", "95 % interval of helped, likewise: from; empty with one pair"},
        [](const Row& x) { return number_text(x.helped.low); }},
       {{"helped_high", "number", "families", "95 % interval of helped, likewise: to; empty with one pair"},
        [](const Row& x) { return number_text(x.helped.high); }},
       {n_runs, [](const Row& x) { return std::to_string(x.net.n); }}});
}

CsvExport costs_table(const Results& r) {
  using Row = CostRow;
  Cells<Row> cells{scenario_cell<Row>(r),
                   {{"payer", "text", "", "flemish, federal, local, family; total: all together"},
                    [](const Row& x) { return x.payer; }},
                   {year, [](const Row& x) { return std::to_string(x.year); }},
                   {unit, [](const Row&) { return std::string("EUR a year"); }}};
  cells = joined<Row>(std::move(cells), difference_cells<Row>([](const Row&) { return 1.0; }));
  cells.push_back(
      {{"grade", "text", "", "the worst grade of the figures that enter: data, literature or assumption"},
       [](const Row& x) { return x.grade; }});
  return table_of<Row>("costs.csv", r.costs, cells);
}

CsvExport fit_table(const Results& r) {
  using Row = FitRow;
  return table_of<Row>(
      "fit.csv", r.fit,
      {{{"table", "text", "", "the survey report's table"}, [](const Row& x) { return x.target.table; }},
       {domain, [](const Row& x) { return x.target.domain; }},
       {{"year", "integer", "year", "the wave, 2016 or 2021"},
        [](const Row& x) { return std::to_string(x.target.year); }},
       {{"sample", "text", "", "resident, all or partnered"}, [](const Row& x) { return x.target.sample; }},
       {{"measure", "text", "", "rate (of parents), share (of users or non-users) or odds_ratio"},
        [](const Row& x) { return x.target.measure; }},
       {{"variable", "text", "", "the background variable or question"},
        [](const Row& x) { return x.target.variable; }},
       {{"category", "text", "", "its category"}, [](const Row& x) { return x.target.category; }},
       {{"published", "number", "percent or odds ratio", "as printed in the survey report"},
        [](const Row& x) { return number_text(x.target.published); }},
       {{"simulated", "number", "percent or odds ratio", "mean over the baseline's runs, everybody asked"},
        [](const Row& x) { return number_text(x.simulated.mean); }},
       {{"low", "number", "percent or odds ratio", "2.5 % of the runs lie below; empty with one run"},
        [](const Row& x) { return number_text(x.simulated.low); }},
       {{"high", "number", "percent or odds ratio", "2.5 % of the runs lie above; empty with one run"},
        [](const Row& x) { return number_text(x.simulated.high); }},
       {{"n", "number", "respondents", "the survey's unweighted number, where it is printed"},
        [](const Row& x) { return x.target.n ? number_text(*x.target.n) : std::string(); }},
       {{"standard_error", "number", "percentage points",
         "of a printed percentage, as if drawn at random; empty for odds ratios"},
        [](const Row& x) { return number_text(x.standard_error); }}});
}

CsvExport runs_table(const Results& r) {
  using Row = StoredRun;
  return table_of<Row>(
      "runs.csv", r.runs,
      {{{"run", "integer", "", "the run's place in the plan, from 0; run_id of results.sqlite"},
        [](const Row& x) { return std::to_string(x.run.id); }},
       scenario_cell<Row>(r),
       {{"draw", "integer", "", "parameter set, from 0"},
        [](const Row& x) { return std::to_string(x.run.draw); }},
       {{"replicate", "integer", "", "seed within the draw, from 0"},
        [](const Row& x) { return std::to_string(x.run.replicate); }},
       {{"population", "integer", "", "which population and network, from 0"},
        [](const Row& x) { return std::to_string(x.run.population); }},
       {{"seed", "integer", "", "the study's seed"}, [](const Row& x) { return std::to_string(x.seed); }},
       {{"stream", "integer", "", "what separates the run's random numbers from others of the seed"},
        [](const Row& x) { return std::to_string(x.stream); }},
       {{"real_per_simulated", "number", "families", "real families that a simulated one stands for"},
        [](const Row& x) { return number_text(x.real_per_simulated); }},
       {{"fingerprint", "text", "", "SHA-256 of all that the run left in results.sqlite"},
        [](const Row& x) { return x.fingerprint; }}});
}

/// What names a row of a figure.
const std::vector<std::string> series_key_columns{"scenario", "measure",  "domain",
                                                  "year",     "variable", "category"};
const std::vector<std::string> target_key_columns{"table",   "domain",   "year",    "sample",
                                                  "measure", "variable", "category"};

}  // namespace

void export_tables(const Store& store, const Results& r, const std::filesystem::path& folder,
                   const std::string& left_out) {
  const CsvExport note("measures.csv, effects.csv, expectations.csv, fit.csv",
                       {{"(rows)", "note", "", left_out}});
  const std::vector<ForeignKey> of_series{refers_to_scenarios(), refers_to_measures(),
                                          refers_to_categories()};
  const std::vector<ForeignKey> of_scenario{refers_to_scenarios()};
  const std::vector<CsvExport> tables{
      described(measures_table(r),
                {"Levels: the mean and spread of each figure over the runs.", series_key_columns, of_series}),
      described(effects_table(r),
                {"Effects: scenario less baseline, run by paired run.", series_key_columns, of_series}),
      described(expectations_csv(r), {"What the sources of scenarios expect, beside what the runs show.",
                                      series_key_columns, of_series}),
      described(
          reached_table(r),
          {"Families reached and lost, counted one by one.", {"scenario", "domain", "year"}, of_scenario}),
      described(costs_table(r), {"Costs by payer.", {"scenario", "payer", "year"}, of_scenario}),
      described(fit_table(r),
                {"The survey's printed numbers beside those of the baseline.", target_key_columns, {}}),
      described(runs_table(r), {"The runs, with their seeds.", {"run"}, of_scenario}),
      scenarios_table(r.scenarios),
      measure_labels_table(true),
      category_labels_table(category_labels(own_labels(store), r.series, region_told(store)))};
  std::vector<const CsvExport*> told, notes;
  if (!left_out.empty()) notes.push_back(&note);
  for (const CsvExport& table : tables) {
    table.write(folder);
    told.push_back(&table);
  }
  write_package(folder, provenance_of(store), told, notes);
}

}  // namespace uptake
