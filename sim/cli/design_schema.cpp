// SPDX-License-Identifier: Apache-2.0
// The JSON Schema of a sweep's file.
#include <set>

#include "analysis/sweep/design.hpp"
#include "analysis/sweep/design_keys.hpp"
#include "sim/cli/schema.hpp"
#include "sim/cli/schema_parts.hpp"
#include "sim/policy/mechanisms.hpp"
#include "sim/policy/structures.hpp"
#include "sim/survey/measures.hpp"

namespace uptake::cli {
namespace {

std::string design_help(std::string_view path) {
  const KeyInfo& info = design_key(path);
  return both(info.help_en, info.help_nl);
}

ordered_json number(std::string_view path, double low, double high, ordered_json usual = nullptr) {
  ordered_json out{
      {"description", design_help(path)}, {"type", "integer"}, {"minimum", low}, {"maximum", high}};
  if (!usual.is_null()) out["default"] = std::move(usual);
  return out;
}
ordered_json text(std::string_view path) {
  return {{"description", design_help(path)}, {"type", "string"}, {"pattern", "\\S"}};
}
ordered_json list_of(std::string_view path, ordered_json items) {
  return {{"description", design_help(path)},
          {"type", "array"},
          {"minItems", 1},
          {"uniqueItems", true},
          {"items", std::move(items)}};
}

/// One thing that is varied. A number of a lever may have a unit, which a schema cannot know: the lever's
/// name is free.
ordered_json axis_schema(ordered_json value) {
  ordered_json from = value, to = value;
  from["description"] = design_help("axis.from");
  to["description"] = design_help("axis.to");
  return object({{"values", list_of("axis.values", std::move(value))},
                 {"from", std::move(from)},
                 {"to", std::move(to)},
                 {"scale", choice({axis_scales.begin(), axis_scales.end()}, design_help("axis.scale"))},
                 {"steps", number("axis.steps", 2, 10'000)}});
}

ordered_json vary_schema(const Evidence& evidence) {
  ordered_json properties;
  for (const ParameterInfo& p : evidence.parameters.info) {
    ordered_json axis =
        axis_schema({{"type", {"number", "string"}}, {"minimum", p.low}, {"maximum", p.high}});
    axis["description"] = fmt::format("{}\n\n{} – {} {}", p.meaning, p.low, p.high, p.unit);
    properties["parameters." + p.key] = std::move(axis);
  }
  for (const StructureAxis& rule : structure_registry()) {
    properties[fmt::format("structure.{}", rule.code)] = object(
        {{"values", list_of("axis.values", choice(codes_of(rule), both(rule.label_en, rule.label_nl)))}},
        {"values"});
  }
  std::set<std::string_view> fields;
  for (const LeverInfo& info : lever_registry()) {
    for (const LeverField& field : info.fields) {
      if (field.type != FieldType::choice) fields.insert(field.code);
    }
  }
  ordered_json out = object(std::move(properties));
  out["description"] = design_help("points.vary");
  out["minProperties"] = 1;
  out["patternProperties"][fmt::format("^levers\\.[A-Za-z0-9_-]{{1,64}}\\.({})$", fmt::join(fields, "|"))] =
      axis_schema({{"type", {"number", "string"}}});
  return out;
}

/// Which keys a kind of design needs, and that it has no others.
ordered_json needs_of(PointDesign design) {
  const bool drawn = design == latin_hypercube || design == sobol;
  ordered_json needed = ordered_json::array(), useless = ordered_json::array();
  const auto key = [&](const char* name, bool wanted) { (wanted ? needed : useless).push_back(name); };
  key("number", drawn);
  key("file", design == csv);
  key("vary", design != csv);
  if (!drawn) useless.push_back("seed");
  ordered_json one{{"if", {{"properties", {{"design", constant(point_designs[design])}}}}},
                   {"then", {{"required", std::move(needed)}}}};
  for (const auto& name : useless) one["then"]["properties"][name.get<std::string>()] = false;
  ordered_json& axis = one["then"]["properties"]["vary"];
  if (design == grid) {
    axis["additionalProperties"]["oneOf"] = list({needs({"values"}), needs({"steps"})});
  } else if (drawn) {
    axis["additionalProperties"]["properties"] = {{"values", false}, {"steps", false}};
  }
  return one;
}

ordered_json points_schema(const Evidence& evidence) {
  ordered_json out =
      object({{"design", choice({point_designs.begin(), point_designs.end()}, design_help("points.design"))},
              {"number", number("points.number", 1, static_cast<double>(most_points))},
              {"seed", number("points.seed", 0, 1e9, 1)},
              {"file", text("points.file")},
              {"vary", vary_schema(evidence)}},
             {"design"});
  out["description"] = design_help("points");
  for (const PointDesign design : {grid, latin_hypercube, sobol, csv})
    out["allOf"].push_back(needs_of(design));
  return out;
}

ordered_json keep_schema() {
  ordered_json measures = ordered_json::array(), groups = ordered_json::array({constant("total")});
  for (const MeasureInfo& m : measure_registry())
    measures.push_back({{"const", m.code}, {"description", both(m.definition_en, m.definition_nl)}});
  for (const std::string_view code : result_groups()) {
    const Variable& v = *find_variable(code);
    groups.push_back({{"const", v.code}, {"description", both(v.label_en, v.label_nl)}});
  }
  ordered_json out = object({{"measures", list_of("keep.measures", {{"oneOf", std::move(measures)}})},
                             {"domains", list_of("keep.domains", {{"enum", domain_or_both_codes}})},
                             {"by", list_of("keep.by", {{"oneOf", std::move(groups)}})},
                             {"years", list_of("keep.years", {{"type", "integer"},
                                                              {"minimum", first_recorded_year},
                                                              {"maximum", year_of(end_month) - 1}})},
                             {"rows", number("keep.rows", 1, 100'000, SweepKeep{}.most_rows)}},
                            {"measures"});
  out["description"] = design_help("keep");
  return out;
}

}  // namespace

std::string design_schema(const Evidence& evidence) {
  const ordered_json words{{"type", "string"}, {"pattern", "\\S"}};
  ordered_json title = object({{"en", words}, {"nl", words}}, {"en", "nl"});
  title["description"] = design_help("title");
  const ordered_json size{{"type", "number"}, {"minimum", 100}, {"maximum", 2'000'000}};
  ordered_json structures = ordered_json::array();
  for (const StructureAxis& rule : structure_registry()) {
    for (const StructureOption& form : rule.options)
      structures.push_back(fmt::format("{}={}", rule.code, form.code));
  }
  ordered_json mechanisms = ordered_json::array();
  for (const MechanismInfo& m : mechanism_registry())
    mechanisms.push_back({{"const", m.code}, {"description", both(m.label_en, m.label_nl)}});
  ordered_json scenarios = list_of("scenarios", words);
  ordered_json schema{
      {"$schema", "http://json-schema.org/draft-07/schema#"},
      {"$comment", "Made by `uptake describe --sweep-schema` from the registries; do not change it by hand."},
      {"title", "A sweep of uptake"},
      {"description", both("Many runs: scenarios, sizes, draws, replicates and points.",
                           "Veel simulaties: scenario's, groottes, trekkingen, herhalingen en punten.")}};
  schema.update(object(
      {{"title", std::move(title)},
       {"scenarios", std::move(scenarios)},
       {"families",
        {{"description", design_help("families")},
         {"default", 20'000},
         {"anyOf",
          list({size, {{"type", "array"}, {"minItems", 1}, {"uniqueItems", true}, {"items", size}}})}}},
       {"draws", number("draws", 1, 65'535, 1)},
       {"replicates", number("replicates", 1, 65'535, 1)},
       {"populations", number("populations", 1, 1000, 5)},
       {"seed", number("seed", 0, 1e9, 1)},
       {"posterior",
        {{"description", design_help("posterior")}, {"type", {"string", "integer"}}, {"default", "both"}}},
       {"until", {{"description", design_help("until")}, {"type", "string"}, {"pattern", month_pattern}}},
       {"without", list_of("without", {{"oneOf", std::move(mechanisms)}})},
       {"structure", list_of("structure", {{"enum", std::move(structures)}})},
       {"points", points_schema(evidence)},
       {"keep", keep_schema()}},
      {"title", "scenarios", "keep"}));
  return schema.dump(2) + "\n";
}

}  // namespace uptake::cli
