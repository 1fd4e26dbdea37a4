// SPDX-License-Identifier: Apache-2.0
// A sensitivity analysis for those who read it: JSON, tidy tables, a page with pictures, a few lines.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <nlohmann/json.hpp>

#include "analysis/compare/cells.hpp"
#include "analysis/compare/document.hpp"
#include "analysis/compare/label_tables.hpp"
#include "analysis/experiment/provenance.hpp"
#include "analysis/report/regional.hpp"
#include "analysis/report/report.hpp"
#include "analysis/sensitivity/sensitivity.hpp"
#include "sim/store/crate.hpp"
#include "sim/store/result_files.hpp"

namespace uptake {
namespace {

using nlohmann::ordered_json;
using Why = OutputSensitivity::Why;

std::string_view code(Why why) {
  constexpr std::array<std::string_view, 4> codes{"told", "constant", "not_defined", "not_emulated"};
  return codes[static_cast<std::size_t>(why)];
}

ordered_json statistic_json(const Statistic& statistic) {
  return {{"value", number_json(statistic.value)},
          {"low", number_json(statistic.interval.low)},
          {"high", number_json(statistic.interval.high)}};
}

ordered_json input_json(const SensitivityInput& input, SensitivityMethod method) {
  ordered_json out{{"input", input.axis.path}, {"meaning_en", input.meaning_en}};
  if (!input.meaning_nl.empty()) out["meaning_nl"] = input.meaning_nl;
  if (method == SensitivityMethod::budget || input.is_seed()) return out;
  constexpr std::array<std::string_view, 3> scales{"linear", "log", "logit"};
  out["unit"] = input.unit;
  out["low"] = input.spread.low;
  out["high"] = input.spread.high;
  out["scale"] = scales[static_cast<std::size_t>(input.spread.scale)];
  out["status"] = input.status;
  out["source"] = input.source;
  return out;
}

/// Tables have percent, as the report prints it.
std::string percent_text(double value, bool is_share) { return number_text(is_share ? 100 * value : value); }

/// One row of the long table.
struct StatisticRow {
  const SensitivityOutput* output;
  const SensitivityInput* input;
  std::size_t rank;
  const StatisticInfo* info;
  const Statistic* statistic;
  [[nodiscard]] bool is_share() const { return !info->in_unit || output->is_share; }
  [[nodiscard]] std::string unit() const {
    if (!info->in_unit) return "percent of the variance";
    return output->is_share ? "percentage points" : output->unit;
  }
};

std::vector<StatisticRow> rows_of(const SensitivityDesign& design,
                                  const std::vector<OutputSensitivity>& results) {
  std::vector<StatisticRow> rows;
  const auto infos = statistics_of(design.settings.method);
  for (const OutputSensitivity& result : results) {
    for (std::size_t rank = 0; rank < result.inputs.size(); ++rank) {
      const InputSensitivity& input = result.inputs[rank];
      for (std::size_t s = 0; s < infos.size(); ++s)
        rows.push_back({&design.outputs[result.output], &design.inputs[input.input], rank + 1, &infos[s],
                        &input.statistics[s]});
    }
  }
  return rows;
}

CsvExport table_of_indices(const SensitivityDesign& design, const std::vector<OutputSensitivity>& results) {
  const auto text = [](std::string_view name, std::string_view meaning, auto value) -> Cell<StatisticRow> {
    return {{name, "text", "", meaning}, value};
  };
  return table_of(
      "sensitivity.csv", rows_of(design, results),
      Cells<StatisticRow>{
          text("measure", "code of the measure",
               [](const StatisticRow& r) { return r.output->series.measure; }),
          text("domain", "relationship, parenting or both",
               [](const StatisticRow& r) { return r.output->series.domain; }),
          text("variable", "what the category is one of",
               [](const StatisticRow& r) { return r.output->series.variable; }),
          text("category", "group, gate, service, payer or lever",
               [](const StatisticRow& r) { return r.output->series.category; }),
          text("input", "parameter, number of a lever, seed or source of variance",
               [](const StatisticRow& r) { return r.input->axis.path; }),
          {{"rank", "integer", "", "of the input, by the method's first statistic"},
           [](const StatisticRow& r) { return std::to_string(r.rank); }},
          text("statistic", "what the value is",
               [](const StatisticRow& r) { return std::string(r.info->code); }),
          text("unit", "of the value and its interval", [](const StatisticRow& r) { return r.unit(); }),
          {{"value", "number", "unit of the row", "the estimate"},
           [](const StatisticRow& r) { return percent_text(r.statistic->value, r.is_share()); }},
          {{"low", "number", "unit of the row", "95 % bootstrap interval: from"},
           [](const StatisticRow& r) { return percent_text(r.statistic->interval.low, r.is_share()); }},
          {{"high", "number", "unit of the row", "95 % bootstrap interval: to"},
           [](const StatisticRow& r) { return percent_text(r.statistic->interval.high, r.is_share()); }}});
}

/// What was run and what came of it, long: one row a point and output. The inputs' values have columns.
CsvExport table_of_points(const SensitivityDesign& design, const Eigen::MatrixXd& figures) {
  std::vector<Column> columns{
      {"point", "integer", "", "place in the design"},
      {"draw", "integer", "", "of the posterior; empty where it is not varied"},
      {"sizes", "integer", "", "draw of the levers' ranges; empty likewise"},
      {"population", "integer", "", "seed of the families; empty: the replicates' own"},
      {"network", "integer", "", "seed of the ties; empty: the replicates' own"},
      {"chance", "integer", "", "seed of what happens; empty: the replicates' own"}};
  const bool has_values = !design.points.empty() && !design.points.front().values.empty();
  if (has_values) {
    for (const SensitivityInput& input : design.inputs)
      columns.push_back({input.axis.path, "number", input.unit, input.meaning_en});
  }
  for (const Column& column : {Column{"measure", "text", "", "code of the measure"},
                               Column{"domain", "text", "", "relationship, parenting or both"},
                               Column{"variable", "text", "", "what the category is one of"},
                               Column{"category", "text", "", "group, gate, service, payer or lever"},
                               Column{"value", "number", "the measure's; shares in percent",
                                      "mean over the replicates; of an effect, scenario less baseline"}})
    columns.push_back(column);
  CsvExport table("sensitivity-points.csv", columns);
  const auto seed = [](int set) { return set < 0 ? std::string() : std::to_string(set); };
  for (std::size_t p = 0; p < design.points.size(); ++p) {
    const DesignPoint& point = design.points[p];
    std::vector<std::string> start{std::to_string(p),      seed(point.draw),    seed(point.sizes),
                                   seed(point.population), seed(point.network), seed(point.chance)};
    for (const double value : point.values) start.push_back(number_text(value));
    for (std::size_t o = 0; o < design.outputs.size(); ++o) {
      const Series& series = design.outputs[o].series;
      std::vector<std::string> row = start;
      row.insert(row.end(), {series.measure, series.domain, series.variable, series.category,
                             percent_text(figures(static_cast<Eigen::Index>(p), static_cast<Eigen::Index>(o)),
                                          design.outputs[o].is_share)});
      table.row(row);
    }
  }
  return table;
}

std::string output_name(const SensitivityOutput& output) {
  const Series& s = output.series;
  const bool is_all = s.variable == "total";
  return s.measure + (s.domain == "both" ? "" : ", " + s.domain) +
         (is_all ? "" : fmt::format(", {} {}", s.variable, s.category));
}

/// Points of shares as percentage points; nothing is "-0.000".
std::string value_text(double value, bool as_points) {
  if (!std::isfinite(value)) return "?";
  const double shown = as_points ? 100 * value : value;
  const std::string text =
      std::fabs(shown) >= 1000 ? fmt::format("{:.0f}", shown) : fmt::format("{:.3f}", shown);
  return text == "-0.000" ? text.substr(1) : text;
}

std::string why_text(const OutputSensitivity& result) {
  switch (result.why) {
    case Why::told:
      return {};
    case Why::constant:
      return fmt::format("  It does not vary: {:g} at every point. There is no variance to take apart.\n",
                         result.mean);
    case Why::not_defined:
      return fmt::format(
          "  At {} points a run has no such figure (nobody whom it is of). More families, or another "
          "measure.\n",
          result.n_undefined);
    case Why::not_emulated:
      return fmt::format(
          "  The emulator foresees only {:.0f} % of the variance between runs, expected {:.0f} % or more: "
          "nothing is told. More --points, --replicates or --families.\n",
          100 * std::max(0.0, result.emulator_q2), 100 * least_emulator_q2);
  }
  return {};
}

std::string table_text(const SensitivityDesign& design, const OutputSensitivity& result, std::size_t most) {
  const auto infos = statistics_of(design.settings.method);
  const bool as_points = design.outputs[result.output].is_share;
  std::string text;
  std::size_t width = 8;
  const std::size_t n = std::min(most, result.inputs.size());
  for (std::size_t i = 0; i < n; ++i)
    width = std::max(width, design.inputs[result.inputs[i].input].axis.path.size());
  text += fmt::format("  {:{}}", "", width);
  const auto end_line = [&] { text.erase(text.find_last_not_of(' ') + 1) += "\n"; };
  for (const StatisticInfo& info : infos) text += fmt::format("  {:>9}  {:19}", info.head, "95 % interval");
  end_line();
  for (std::size_t i = 0; i < n; ++i) {
    text += fmt::format("  {:{}}", design.inputs[result.inputs[i].input].axis.path, width);
    for (std::size_t s = 0; s < infos.size(); ++s) {
      const Statistic& one = result.inputs[i].statistics[s];
      const auto shown = [&](double x) { return value_text(x, infos[s].in_unit && as_points); };
      text += fmt::format("  {:>9}  {:19}", shown(one.value),
                          fmt::format("[{}; {}]", shown(one.interval.low), shown(one.interval.high)));
    }
    end_line();
  }
  if (n < result.inputs.size())
    text += fmt::format("  and {} more inputs, in sensitivity.csv\n", result.inputs.size() - n);
  return text;
}

ordered_json page_of(const SensitivityDesign& design, const DesignRuns& runs,
                     const std::vector<OutputSensitivity>& results) {
  ordered_json page = sensitivity_json(design, runs, results);
  nlohmann::json registries = nlohmann::json::object();
  const nlohmann::json region = region_of(design.study.evidence.folder);
  add_registries(registries, region);
  for (const auto& [key, value] : registries.items()) page[key] = value;
  tell_region(region, page);
  return page;
}

}  // namespace

ordered_json sensitivity_json(const SensitivityDesign& design, const DesignRuns& runs,
                              const std::vector<OutputSensitivity>& results) {
  const SensitivitySettings& s = design.settings;
  const Study& study = design.study;
  ordered_json out{{"kind", "sensitivity"},
                   {"version", study.key.model},
                   {"fingerprint", runs.hash},
                   {"command", sensitivity_provenance(design, runs).command},
                   {"method", code(s.method)},
                   {"of", design.is_effect() ? "effect" : "level"},
                   {"baseline", study.scenarios.front().name}};
  if (design.is_effect()) {
    const Scenario& scenario = study.scenarios.back();
    out["scenario"] = scenario.name;
    out["scenario_title_en"] = scenario.title_en;
    out["scenario_title_nl"] = scenario.title_nl;
  }
  out["year"] = s.year;
  out["families"] = s.plan.families;
  out["design_points"] = s.points;
  out["replicates"] = s.plan.replicates;
  out["runs"] = runs.runs.size();
  out["seed"] = s.plan.seed;
  out["posterior"] = study.posterior.label;
  out["notes"] = ordered_json::array();
  for (const DesignNote& note : design.notes)
    out["notes"].push_back({{"text_en", note.en}, {"text_nl", note.nl}});
  out["inputs"] = ordered_json::array();
  for (const SensitivityInput& input : design.inputs) out["inputs"].push_back(input_json(input, s.method));
  out["outputs"] = ordered_json::array();
  const auto infos = statistics_of(s.method);
  for (const OutputSensitivity& result : results) {
    const SensitivityOutput& output = design.outputs[result.output];
    ordered_json one{{"measure", output.series.measure},
                     {"domain", output.series.domain},
                     {"variable", output.series.variable},
                     {"category", output.series.category},
                     {"unit", output.unit},
                     {"is_share", output.is_share},
                     {"why", code(result.why)},
                     {"mean", number_json(result.mean)},
                     {"sd", number_json(result.sd)}};
    if (s.method == SensitivityMethod::budget && result.why == Why::told) {
      one["sd_low"] = number_json(result.sd_interval.low);
      one["sd_high"] = number_json(result.sd_interval.high);
    }
    if (s.method == SensitivityMethod::shapley) one["emulator_q2"] = number_json(result.emulator_q2);
    if (result.why == Why::not_defined) one["undefined_points"] = result.n_undefined;
    one["rows"] = ordered_json::array();
    for (const InputSensitivity& input : result.inputs) {
      ordered_json row{{"input", design.inputs[input.input].axis.path}};
      for (std::size_t k = 0; k < infos.size(); ++k)
        row[std::string(infos[k].code)] = statistic_json(input.statistics[k]);
      one["rows"].push_back(std::move(row));
    }
    out["outputs"].push_back(std::move(one));
  }
  return out;
}

std::string sensitivity_text(const SensitivityDesign& design, const std::vector<OutputSensitivity>& results,
                             std::size_t most) {
  const SensitivitySettings& s = design.settings;
  std::string text =
      design.is_effect()
          ? fmt::format("What the effect of {} in {} hangs on", design.study.scenarios.back().name, s.year)
          : fmt::format("What {} in {} hangs on", design.study.scenarios.back().name, s.year);
  constexpr std::array<std::string_view, 4> says{
      "Morris: change of the output over the whole range of an input",
      "Sobol: shares of the variance, inputs independent within their ranges",
      "Shapley: shares of the variance that the posterior makes",
      "variance budget: shares of the variance by source"};
  text += fmt::format(" ({})\n", says[static_cast<std::size_t>(s.method)]);
  for (const DesignNote& note : design.notes) text += fmt::format("Note: {}.\n", note.en);
  for (const OutputSensitivity& result : results) {
    const SensitivityOutput& output = design.outputs[result.output];
    text += fmt::format("\n{}", output_name(output));
    if (result.why == Why::told)
      text += fmt::format(": {} on average, standard deviation {}{}",
                          value_text(result.mean, output.is_share), value_text(result.sd, output.is_share),
                          output.is_share ? " (percentage points)" : fmt::format(" ({})", output.unit));
    if (s.method == SensitivityMethod::shapley && result.why == Why::told)
      text += fmt::format("; the emulator foresees {:.0f} % of the variance", 100 * result.emulator_q2);
    text += "\n" + (result.why == Why::told ? table_text(design, result, most) : why_text(result));
  }
  return text;
}

Provenance sensitivity_provenance(const SensitivityDesign& design, const DesignRuns& runs) {
  std::string title =
      fmt::format("{} of {}", code(design.settings.method), design.study.scenarios.back().name);
  if (design.is_effect()) title += " against " + design.study.scenarios.front().name;
  return provenance_of(design.study, "sensitivity", title, command_text(design.settings), runs.hash);
}

void write_sensitivity(const SensitivityDesign& design, const DesignRuns& runs,
                       const Eigen::MatrixXd& figures, const std::vector<OutputSensitivity>& results,
                       const std::filesystem::path& folder) {
  std::vector<Series> series;
  for (const SensitivityOutput& output : design.outputs) series.push_back(output.series);
  const std::vector<ForeignKey> of_series{refers_to_measures(), refers_to_categories()};
  const std::vector<CsvExport> tables{
      described(table_of_indices(design, results),
                {"What each figure hangs on: a row an input and statistic.",
                 {"measure", "domain", "variable", "category", "input", "statistic"},
                 of_series}),
      described(table_of_points(design, figures),
                {"What was run and what came of it: a row a point and figure.",
                 {"point", "measure", "domain", "variable", "category"},
                 of_series}),
      measure_labels_table(true),
      category_labels_table(
          category_labels(own_labels(design.study), series, region_of(design.study.evidence.folder)))};
  std::vector<const CsvExport*> told;
  for (const CsvExport& table : tables) {
    table.write(folder);
    told.push_back(&table);
  }
  const Provenance from = sensitivity_provenance(design, runs);
  write_package(folder, from, told);
  write_whole(folder / "sensitivity.json", sensitivity_json(design, runs, results).dump(1) + "\n");
  write_whole(folder / "sensitivity.html", render_report(page_of(design, runs, results)));
  write_crate(folder, from, results_in(folder));
}

}  // namespace uptake
