// SPDX-License-Identifier: Apache-2.0
// The merged figures as tables: one a measure, a row a run, year, domain and category.
#include <fmt/format.h>

#include <algorithm>
#include <optional>
#include <system_error>

#include "analysis/compare/label_tables.hpp"
#include "analysis/compare/small_cells.hpp"
#include "analysis/experiment/provenance.hpp"
#include "analysis/report/regional.hpp"
#include "analysis/sweep/merge.hpp"
#include "analysis/sweep/small_figures.hpp"
#include "sim/base/csv.hpp"
#include "sim/base/interrupt.hpp"
#include "sim/store/cell_text.hpp"
#include "sim/store/crate.hpp"
#include "sim/store/files.hpp"
#include "sim/store/lock.hpp"
#include "sim/store/long_file.hpp"
#include "sim/survey/measures.hpp"

namespace uptake {
namespace {

namespace fs = std::filesystem;

/// What says of a cell which it is: scenario, point and the values there.
std::string cell_fields(const Sweep& sweep, const SweepCell& cell) {
  const Scenario& scenario = sweep.study.scenarios[static_cast<std::size_t>(cell.scenario)];
  std::string text = fmt::format("{},{}", csv_field(cell_text(scenario.name)),
                                 cell.is_moved ? std::to_string(cell.point) : std::string());
  for (std::size_t a = 0; a < sweep.design.axes.size(); ++a) {
    const SweepAxis& axis = sweep.design.axes[a];
    const bool acts = axis.lever.empty() || has_lever(scenario, axis.lever);
    text += ',';
    const double value = sweep.design.points[static_cast<std::size_t>(cell.point)][a];
    if (acts) text += axis.rule.empty() ? number_text(value) : value_text(axis, value);
  }
  return text;
}

/// What says which run it is, up to the comma before the year. Made once a run: there are many figures to
/// each.
std::vector<std::string> all_run_fields(const Sweep& sweep) {
  std::vector<std::string> cells, all;
  for (const SweepCell& cell : sweep.cells) cells.push_back(cell_fields(sweep, cell));
  all.reserve(sweep.runs.size());
  for (const SweepRun& run : sweep.runs)
    all.push_back(fmt::format("{},{},{},{},{},", all.size(), cells[static_cast<std::size_t>(run.cell)],
                              number_text(sweep.design.families[static_cast<std::size_t>(run.size)]),
                              run.draw, run.replicate));
  return all;
}

std::vector<Column> columns_of(const Sweep& sweep, std::string_view unit) {
  std::vector<Column> columns{{"run", "integer", "", "number of the run in the plan"},
                              {"scenario", "text", "", "name of the scenario"},
                              {"point", "integer", "", "number of the point; empty where none acts"}};
  for (const SweepAxis& axis : sweep.design.axes)
    columns.push_back({axis.path, axis.rule.empty() ? "number" : "text", "",
                       "value at the point; empty where it does not act"});
  for (const Column& column :
       {Column{"families", "number", "families", "simulated families in April 2016"},
        Column{"draw", "integer", "", "parameter set of the posterior"},
        Column{"replicate", "integer", "", "seed of the draw"}, Column{"year", "integer", "", "year"},
        Column{"domain", "text", "", "relationship, parenting or both"},
        Column{"variable", "text", "", "what the category is of; total: all"},
        Column{"category", "text", "", "code of the group, gate, service, payer or lever"},
        Column{"value", "number", unit, "the figure; a share is a fraction"}})
    columns.push_back(column);
  return columns;
}

std::vector<Series> all_series(const Database& db) {
  std::vector<Series> all;
  Statement get(db, "SELECT measure, domain, variable, category FROM series ORDER BY 1, 2, 3, 4");
  while (get.step()) all.push_back({get.text(0), get.text(1), get.text(2), get.text(3)});
  return all;
}

}  // namespace

Provenance export_provenance(const Sweep& sweep, const MergedState& state) {
  const std::string part =
      state.is_complete ? std::string() : fmt::format(" --partial ({})", merged_text(sweep, state));
  Provenance from = provenance_of(
      sweep.study, "sweep-export", sweep.design.name + (state.is_complete ? "" : ", not all runs"),
      fmt::format("uptake sweep plan {}.yaml, then run, merge{} and export", sweep.design.name, part),
      sweep.hash);
  from.settings.front().second = fmt::format("{}", fmt::join(sweep.design.families, ", "));
  from.settings.emplace_back("points", std::to_string(sweep.design.points.size()));
  return from;
}

std::vector<std::string> export_sweep(const Sweep& sweep, const fs::path& folder, const fs::path& out,
                                      const ExportSettings& how) {
  const Database db = open_merged(sweep, folder);
  check_merged(db, folder);
  std::optional<SmallFigures> small;
  if (how.suppress_below > 0) small.emplace(sweep, db, how.suppress_below);
  std::error_code error;
  if (small && fs::exists(out, error) && !(fs::is_directory(out, error) && fs::is_empty(out, error)))
    refuse(fmt::format("--out {}: is there already, expected an empty or new folder", out.string()));
  fs::create_directories(out, error);
  if (error) refuse(fmt::format("--out {}: cannot be made: {}", out.string(), error.message()));
  const FolderLock writing(out);
  std::vector<CsvExport> tables;  // without rows: for the dictionary
  std::vector<std::string> names;
  const std::vector<std::string> runs = all_run_fields(sweep);
  Statement series(
      db,
      "SELECT series_id, domain, variable, category FROM series WHERE measure=? ORDER BY domain, "
      "variable, category");
  Statement values(db, "SELECT run, year, value FROM figures WHERE series_id=? ORDER BY year, run");
  for (const MeasureInfo& info : measure_registry()) {
    if (std::ranges::find(sweep.design.keep.measures, info.code) == sweep.design.keep.measures.end())
      continue;
    const std::string name = std::string(info.code) + (how.compressed ? ".csv.zst" : ".csv");
    tables.push_back(described(CsvExport(name, columns_of(sweep, info.unit)),
                               {.about = std::string(info.definition_en),
                                .primary = {"run", "year", "domain", "variable", "category"},
                                .foreign = {refers_to_scenarios(), refers_to_categories()}}));
    names.push_back(name);
    LongFile table(out / name, how.compressed);
    std::string header;
    for (const Column& column : tables.back().columns())
      header += (header.empty() ? "" : ",") + csv_field(column.name);
    table.write(header + "\n");
    series.bind(1, info.code);
    while (series.step()) {
      if (interrupted()) throw Interrupted{};
      const std::string which =
          fmt::format("{},{},{},", csv_field(series.text(1)), csv_field(cell_text(series.text(2))),
                      csv_field(cell_text(series.text(3))));
      const std::int64_t id = series.integer(0);
      values.bind(1, id);
      while (values.step()) {
        const std::int64_t run = values.integer(0);
        const int year = static_cast<int>(values.integer(1));
        if (small && small->contain(id, year, run)) continue;
        table.write(fmt::format("{}{},{}{}\n", runs.at(static_cast<std::size_t>(run)), year, which,
                                number_text(values.number(2))));
      }
      values.reset();
    }
    series.reset();
    table.finish();
  }
  std::vector<StoredScenario> scenarios;
  for (StoredScenario& scenario : stored_scenarios(sweep.study)) scenarios.push_back(std::move(scenario));
  for (const CsvExport& labels :
       {scenarios_table(scenarios), measure_labels_table(false),
        category_labels_table(category_labels(own_labels(sweep.study), all_series(db),
                                              region_of(sweep.study.evidence.folder)))}) {
    labels.write(out);
    tables.push_back(labels);
    names.push_back(labels.name());
  }
  std::vector<const CsvExport*> all;
  for (const CsvExport& table : tables) all.push_back(&table);
  Provenance from = export_provenance(sweep, merged_state(sweep, folder));
  std::vector<const CsvExport*> notes;
  const std::string rule =
      suppression_text(how.suppress_below);  // columns look at their words, and keep none
  const CsvExport left_out("(tables of figures)", {{"(rows)", "note", "", rule}});
  if (small) {
    notes.push_back(&left_out);
    from.command += fmt::format(" --suppress-below {}", how.suppress_below);
    from.settings.emplace_back("suppress-below", std::to_string(how.suppress_below));
  }
  write_package(out, from, all, notes);
  names.emplace_back("data-dictionary.csv");
  names.emplace_back(package_file);
  write_crate(out, from, names);
  names.emplace_back(crate_file);
  return names;
}

}  // namespace uptake
