// SPDX-License-Identifier: Apache-2.0
#include "analysis/compare/label_tables.hpp"

#include <span>

#include "analysis/compare/cells.hpp"
#include "sim/store/json.hpp"
#include "sim/survey/measures.hpp"

namespace uptake {
namespace {

Cell<Label> label_cell(std::string_view name, std::string_view meaning, std::string Label::* member) {
  return {{name, "text", "", meaning}, [member](const Label& l) { return l.*member; }};
}

/// A text of a scenario's description; empty where it has none.
std::string told(const StoredScenario& scenario, const char* key) {
  const auto description = parse_json(scenario.description);
  return description.is_object() ? description.value(key, std::string()) : std::string();
}

}  // namespace

CsvExport scenarios_table(const std::vector<StoredScenario>& scenarios) {
  using S = StoredScenario;
  const auto text = [](std::string_view name, std::string_view meaning, const char* key) {
    return Cell<S>{{name, "text", "", meaning}, [key](const S& s) { return told(s, key); }};
  };
  return described(
      table_of<S>("scenarios.csv", scenarios,
                  {{{"scenario", "text", "", "the scenario file's name without .yaml"},
                    [](const S& s) { return s.name; }},
                   {{"baseline", "boolean", "", "whether the others are compared with it"},
                    [](const S& s) { return std::string(s.baseline ? "true" : "false"); }},
                   text("title_en", "title, English", "title_en"),
                   text("title_nl", "title, Dutch", "title_nl"),
                   text("question_en", "the question that it answers, English", "question_en"),
                   text("question_nl", "the question that it answers, Dutch", "question_nl"),
                   text("part_of", "of a package taken apart: the package", "part_of"),
                   text("without", "of a package taken apart: the lever that is left out", "without")}),
      {.about = "The scenarios by name.", .primary = {"scenario"}, .foreign = {}});
}

CsvExport measure_labels_table(bool as_percent) {
  using M = MeasureInfo;
  const auto registry = measure_registry();
  const auto text = [](std::string_view name, std::string_view meaning, std::string_view M::* member) {
    return Cell<M>{{name, "text", "", meaning}, [member](const M& m) { return std::string(m.*member); }};
  };
  return described(
      table_of<M>(
          "measure-labels.csv", std::vector<M>(registry.begin(), registry.end()),
          {text("measure", "code of the measure", &M::code),
           {{"unit", "text", "", "of its values in the tables beside this one"},
            [as_percent](const M& m) { return std::string(shown_unit(as_percent && m.is_share, m.unit)); }},
           text("label_en", "name, English", &M::label_en),
           text("label_nl", "name, Dutch", &M::label_nl),
           text("definition_en", "what is counted, English", &M::definition_en),
           text("definition_nl", "what is counted, Dutch", &M::definition_nl)}),
      {.about = "What is measured, in words.", .primary = {"measure"}, .foreign = {}});
}

CsvExport category_labels_table(const std::vector<Label>& labels) {
  return described(
      table_of<Label>(
          "category-labels.csv", labels,
          {label_cell("variable", "code of the variable, or gate, service, payer, lever", &Label::variable),
           label_cell("category", "code of the category", &Label::category),
           label_cell("variable_en", "the variable, English", &Label::variable_en),
           label_cell("variable_nl", "the variable, Dutch", &Label::variable_nl),
           label_cell("label_en", "the category, English", &Label::label_en),
           label_cell("label_nl", "the category, Dutch", &Label::label_nl)}),
      {.about = "Groups of families, gates, services, payers and levers in words.",
       .primary = {"variable", "category"},
       .foreign = {}});
}

ForeignKey refers_to_scenarios() { return {{"scenario"}, "scenarios.csv", {"scenario"}}; }
ForeignKey refers_to_measures() { return {{"measure"}, "measure-labels.csv", {"measure"}}; }
ForeignKey refers_to_categories() {
  return {{"variable", "category"}, "category-labels.csv", {"variable", "category"}};
}

}  // namespace uptake
