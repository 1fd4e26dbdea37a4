// SPDX-License-Identifier: Apache-2.0
// The same comparison in each structure, for those who read it: JSON, tidy tables, a page, a few lines.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <nlohmann/json.hpp>

#include "analysis/compare/cells.hpp"
#include "analysis/compare/document.hpp"
#include "analysis/experiment/plan.hpp"
#include "analysis/report/regional.hpp"
#include "analysis/report/report.hpp"
#include "analysis/structures/structures.hpp"
#include "sim/store/crate.hpp"
#include "sim/store/files.hpp"

namespace uptake {
namespace {

using nlohmann::ordered_json;

/// How a structure is named where it stands beside the own one.
std::string name_of(const Structure& structure, const Structure& own) {
  std::string folder = structure_folder(structure, own);
  if (folder != "own") return folder;
  const std::string chosen = code(own);
  return chosen.empty() ? "the model's own" : "own: " + chosen;
}

ordered_json structure_json(const Structure& structure, const Structure& own) {
  return {{"code", structure_folder(structure, own)},
          {"forms", forms_json(structure, structure == own ? Structure{} : own)}};
}

template <class Row>
Cells<Row> cells_of_structure(const Structure& own) {
  Cells<Row> cells;
  for (const StructureAxis& axis : structure_registry()) {
    cells.push_back({{axis.code, "text", "", "form of this rule"},
                     [&axis](const Row& r) { return std::string(axis.options[axis.of(r.structure)].code); }});
  }
  cells.push_back(
      {{"structure", "text", "", "own, or the rule that differs and its form; the folder beside this file"},
       [own](const Row& r) { return structure_folder(r.structure, own); }});
  cells.push_back(
      {{"scenario", "text", "", "name of the scenario"}, [](const Row& r) { return r.scenario; }});
  return cells;
}

CsvExport table_of_effects(const StructureComparison& c) {
  using Row = StructureEffect;
  const auto percent = [](std::string_view name, std::string_view meaning, auto value) -> Cell<Row> {
    return {{name, "number", "percent of families", meaning},
            [value](const Row& r) { return number_text(100 * value(r)); }};
  };
  return table_of(
      "structures.csv", c.effects,
      joined(
          cells_of_structure<Row>(c.structures.front()),
          Cells<Row>{
              {{"domain", "text", "", "relationship or parenting"}, [](const Row& r) { return r.domain; }},
              percent("baseline", "families with a contact in a year, without the policy",
                      [](const Row& r) { return r.baseline; }),
              percent("effect", "change by the policy, mean over the pairs of runs",
                      [](const Row& r) { return r.effect.mean; }),
              percent("low", "95 % interval of the effect: from", [](const Row& r) { return r.effect.low; }),
              percent("high", "95 % interval of the effect: to", [](const Row& r) { return r.effect.high; }),
              {{"pairs", "integer", "", "pairs of runs"},
               [](const Row& r) { return std::to_string(r.effect.n); }},
              {{"word", "text", "",
                "up, down, likely_up, likely_down, small, unknown, none, once: by fixed rules"},
               [](const Row& r) { return std::string(code(r.word)); }}}));
}

CsvExport table_of_expectations(const StructureComparison& c) {
  using Row = StructureExpectation;
  const auto text = [](std::string_view name, std::string_view meaning, auto value) -> Cell<Row> {
    return {{name, "text", "", meaning}, value};
  };
  return table_of(
      "structures-expectations.csv", c.expectations,
      joined(
          cells_of_structure<Row>(c.structures.front()),
          Cells<Row>{
              text("measure", "contact or helped", [](const Row& r) { return r.row.series.measure; }),
              text("domain", "relationship or parenting", [](const Row& r) { return r.row.series.domain; }),
              text("variable", "what the category is of; total: all",
                   [](const Row& r) { return r.row.series.variable; }),
              text("category", "the group", [](const Row& r) { return r.row.series.category; }),
              text("expected", "more, fewer or open, by the source",
                   [](const Row& r) { return r.row.change; }),
              text("found", "as_expected, not_shown, other_way, open or one_run",
                   [](const Row& r) { return std::string(code(r.row.found)); })}));
}

/// The word for an effect; of none also how many pairs that rests on, for few pairs of a few families show
/// none.
std::string word_of(const StructureEffect& e) {
  const std::string word(code(e.word));
  return e.word == EffectWord::none ? fmt::format("{}: all {} pairs are zero", word, e.effect.n) : word;
}

/// In words for the terminal.
std::string verdict_text(const StructureVerdict& v, const StructureComparison& c) {
  std::vector<std::string> names;
  for (const Structure& s : v.against) names.push_back(name_of(s, c.structures.front()));
  switch (v.stands) {
    case Stands::stands:
      return fmt::format("stands in all {} structures", c.structures.size());
    case Stands::not_everywhere:
      return fmt::format("is not shown with {}", fmt::join(names, ", "));
    case Stands::turns:
      return fmt::format("turns round with {}", fmt::join(names, ", "));
    case Stands::open:
      return "is not shown in the model's own structure, so nothing can stand; more runs may show it";
  }
  return {};
}

}  // namespace

ordered_json structures_json(const StructureComparison& c) {
  const Structure& own = c.structures.front();
  ordered_json out{{"kind", "structures"},
                   {"version", c.from.model},
                   {"fingerprint", c.from.fingerprint},
                   {"command", c.from.command},
                   {"year", c.year},
                   {"families", c.families},
                   {"runs", c.n_runs},
                   {"seed", c.seed},
                   {"posterior", c.posterior},
                   {"baseline", c.baseline},
                   {"structures", ordered_json::array()},
                   {"titles", ordered_json::object()},
                   {"effects", ordered_json::array()},
                   {"verdicts", ordered_json::array()},
                   {"expectations", ordered_json::array()}};
  for (const Structure& structure : c.structures) out["structures"].push_back(structure_json(structure, own));
  for (const auto& [name, title] : c.titles)
    out["titles"][name] = {{"title_en", title[0]}, {"title_nl", title[1]}};
  for (const StructureEffect& e : c.effects) {
    out["effects"].push_back({{"structure", structure_folder(e.structure, own)},
                              {"scenario", e.scenario},
                              {"domain", e.domain},
                              {"baseline", number_json(e.baseline)},
                              {"mean", number_json(e.effect.mean)},
                              {"low", number_json(e.effect.low)},
                              {"high", number_json(e.effect.high)},
                              {"pairs", e.effect.n},
                              {"word", code(e.word)}});
  }
  for (const StructureVerdict& v : verdicts(c.effects)) {
    ordered_json against = ordered_json::array();
    for (const Structure& s : v.against) against.push_back(structure_folder(s, own));
    out["verdicts"].push_back({{"scenario", v.scenario},
                               {"domain", v.domain},
                               {"stands", code(v.stands)},
                               {"against", std::move(against)}});
  }
  for (const StructureExpectation& e : c.expectations) {
    out["expectations"].push_back({{"structure", structure_folder(e.structure, own)},
                                   {"scenario", e.scenario},
                                   {"measure", e.row.series.measure},
                                   {"domain", e.row.series.domain},
                                   {"variable", e.row.series.variable},
                                   {"category", e.row.series.category},
                                   {"expected", e.row.change},
                                   {"found", code(e.row.found)}});
  }
  return out;
}

std::string structures_text(const StructureComparison& c) {
  std::string text;
  std::size_t width = 0;
  for (const Structure& s : c.structures) width = std::max(width, name_of(s, c.structures.front()).size());
  for (const StructureVerdict& v : verdicts(c.effects)) {
    text +=
        fmt::format("{}{}, {} ({}): {}\n  {:{}}  baseline  effect  95 % interval\n", text.empty() ? "" : "\n",
                    v.scenario, v.domain, c.year, verdict_text(v, c), "", width);
    for (const StructureEffect& e : c.effects) {
      if (e.scenario != v.scenario || e.domain != v.domain) continue;
      const std::string interval =
          std::isfinite(e.effect.low)
              ? fmt::format("[{:+.2f}; {:+.2f}]", 100 * e.effect.low, 100 * e.effect.high)
              : "";
      text +=
          fmt::format("  {:{}}  {:6.2f} %  {:+6.2f}  {:16}  {}\n", name_of(e.structure, c.structures.front()),
                      width, 100 * e.baseline, 100 * e.effect.mean, interval, word_of(e));
    }
  }
  return text;
}

void write_structures(const StructureComparison& c, const std::filesystem::path& folder) {
  std::vector<std::string> rules;
  for (const StructureAxis& axis : structure_registry()) rules.emplace_back(axis.code);
  std::vector<std::string> row = rules;
  row.insert(row.end(), {"scenario", "domain"});
  const CsvExport effects = described(
      table_of_effects(c),
      {"The effect on families with a contact in a year, in each structure of the model.", row, {}});
  row.insert(row.end(), {"measure", "variable", "category"});
  const CsvExport expectations = described(
      table_of_expectations(c), {"What the sources expect, beside what each structure shows.", row, {}});
  effects.write(folder);
  expectations.write(folder);
  write_package(folder, c.from, {&effects, &expectations});
  ordered_json page = structures_json(c);
  write_whole(folder / "structures.json", page.dump(1) + "\n");
  nlohmann::json registries = nlohmann::json::object();
  const nlohmann::json region = region_of(c.data);
  add_registries(registries, region);
  for (const auto& [key, value] : registries.items()) page[key] = value;
  tell_region(region, page);
  write_whole(folder / "structures.html", render_report(page));
  write_crate(folder, c.from, files_within(folder));
}

}  // namespace uptake
