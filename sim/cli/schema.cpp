// SPDX-License-Identifier: Apache-2.0
#include "sim/cli/schema.hpp"

#include <set>

#include "sim/cli/schema_parts.hpp"
#include "sim/policy/lever_reader.hpp"
#include "sim/policy/scenario_keys.hpp"
#include "sim/policy/units.hpp"
#include "sim/services/payers.hpp"

namespace uptake::cli {
namespace {

std::string help(std::string_view path) {
  const KeyInfo& info = key_info(path);
  return both(info.help_en, info.help_nl);
}
ordered_json reference(std::string_view definition) {
  return {{"$ref", fmt::format("#/definitions/{}", definition)}};
}
ordered_json reference(std::string_view definition, std::string description) {
  // beside a $ref a draft-07 reader sees nothing, so that it stands in an allOf
  return {{"description", std::move(description)}, {"allOf", list({reference(definition)})}};
}
ordered_json one_or_list(ordered_json one) {
  ordered_json several{{"type", "array"}, {"minItems", 1}, {"items", one}};
  return {{"anyOf", list({std::move(one), std::move(several)})}};
}
/// A number in its own unit, or written with a unit and a range.
ordered_json quantity(double low, double high, Measured counts, std::string_view unit) {
  return list({{{"type", "number"}, {"minimum", low}, {"maximum", high}},
               {{"type", "string"}, {"pattern", quantity_pattern(counts, unit)}}});
}

/// In both languages, once where they are the same word.
std::string units(std::string_view en) {
  const std::string_view nl = unit_nl(en);
  return en == nl ? std::string(en) : fmt::format("{} / {}", en, nl);
}

ordered_json field_schema(const LeverField& field) {
  const std::string description = both(field.help_en, field.help_nl);
  if (field.type == FieldType::choice) {
    return {{"description", description},
            {"enum", std::vector<std::string_view>(field.choices.begin(), field.choices.end())}};
  }
  ordered_json any = quantity(field.low, field.high, counts_of(field), field.unit);
  any.push_back(reference("parameter_name"));
  ordered_json out{{"description",
                    fmt::format("{}\n\n{} – {} ({})", description, field.low, field.high, units(field.unit))},
                   {"anyOf", std::move(any)}};
  if (!field.required) out["default"] = field.fallback;
  return out;
}

ordered_json who_schema() {
  ordered_json properties;
  for (const WhoVariable& v : who_variables()) {
    properties[std::string(v.code)] = one_or_list({{"enum", v.categories}});
    if (const Variable* variable = find_variable(v.code)) {
      std::string meaning = both(variable->label_en, variable->label_nl);
      for (const Category& c : variable->categories)
        meaning += fmt::format("\n\n{}: {} / {}", c.code, c.label_en, c.label_nl);
      properties[std::string(v.code)]["description"] = std::move(meaning);
    }
  }
  ordered_json group = object(std::move(properties));
  group["minProperties"] = 1;
  return {{"anyOf", list({constant("everybody"), std::move(group)})}};
}

ordered_json where_schema(const Evidence& evidence) {
  ordered_json properties;
  for (const WhereVariable& v : where_variables(evidence.municipalities))
    properties[std::string(v.code)] = one_or_list({{"enum", v.categories}});
  ordered_json group = object(std::move(properties));
  group["minProperties"] = 1;
  return {{"anyOf", list({constant("everywhere"), std::move(group)})}};
}

ordered_json services_schema(const Evidence& evidence) {
  ordered_json codes = ordered_json::array();
  for (const ServiceType& type : evidence.catalogue.types)
    codes.push_back({{"const", type.code}, {"description", both(type.name_en, type.name_nl)}});
  return {{"oneOf", std::move(codes)}};
}

/// One variable, one category.
ordered_json expected_schema() {
  ordered_json groups;
  for (const std::string_view code : result_groups()) {
    const Variable& variable = *find_variable(code);
    std::vector<std::string_view> codes;
    for (const Category& c : variable.categories) codes.push_back(c.code);
    groups[std::string(code)] = choice(std::move(codes), both(variable.label_en, variable.label_nl));
  }
  ordered_json who = object(std::move(groups));
  who["description"] = help("expected.who");
  who["maxProperties"] = 1;
  ordered_json properties{
      {"domain", choice({domain_codes.begin(), domain_codes.end()}, help("lever.domain"))},
      {"who", std::move(who)}};
  ordered_json one_of = ordered_json::array();
  for (const std::string_view measure : expected_measures) {
    properties[std::string(measure)] =
        choice({change_codes.begin(), change_codes.end()}, help("expected.change"));
    one_of.push_back({{"required", {measure}}});
  }
  ordered_json one = object(std::move(properties), {"domain"});
  one["oneOf"] = std::move(one_of);
  return {{"description", help("expected")}, {"type", "array"}, {"items", std::move(one)}};
}

ordered_json cost_schema(const Prices& prices) {
  const auto amount = [](std::string_view path, double most) {
    return ordered_json{{"description", help(path)}, {"anyOf", quantity(0, most, Measured::euro, {})}};
  };
  return object({{"fixed_per_year", amount("cost.fixed_per_year", most_fixed_cost)},
                 {"per_unit", amount("cost.per_unit", most_unit_cost)},
                 {"payer", choice({payer_codes.begin(), payer_codes.end()}, help("cost.payer"))},
                 {"price_year",
                  {{"description", help("cost.price_year")},
                   {"type", "integer"},
                   {"minimum", prices.first_year},
                   {"maximum", prices.last_year()}}},
                 {"grade", choice({"data", "literature", "assumption"}, help("cost.grade"))},
                 {"source", {{"description", help("cost.source")}, {"type", "string"}, {"pattern", "\\S"}}}},
                {"grade", "source"});
}

ordered_json lever_schema(const LeverInfo& info) {
  ordered_json properties;
  properties["lever"] = {{"description", both(info.help_en, info.help_nl)}, {"const", info.code}};
  std::vector<std::string> required{"lever", "source"};
  const bool of_both_domains =
      info.code == lever_registry()[static_cast<std::size_t>(LeverKind::huis_van_het_kind)].code;
  if (!of_both_domains) {
    properties["domain"] =
        choice({domain_or_both_codes.begin(), domain_or_both_codes.end()}, help("lever.domain"));
    if (!info.wants_services) required.emplace_back("domain");
  }
  if (info.wants_services) {
    properties["services"] = one_or_list(reference("service"));
    properties["services"]["description"] = help("lever.services");
  }
  if (info.takes_who) properties["who"] = reference("who", help("lever.who"));
  if (info.takes_where) properties["where"] = reference("where", help("lever.where"));
  if (info.wants_points) {
    ordered_json& points = properties["points"] = {{"description", help("lever.points")},
                                                   {"type", "object"},
                                                   {"minProperties", 1},
                                                   {"additionalProperties", false}};
    points["patternProperties"][month_pattern] = {{"anyOf", quantity(0, 1000, Measured::factor, "factor")}};
    required.emplace_back("points");
  } else {
    properties["from"] = reference("month", help("lever.from"));
    properties["until"] = {{"description", help("lever.until")},
                           {"anyOf", list({reference("month"), constant("never")})}};
    properties["ramp"] = {{"description", help("lever.ramp")},
                          {"anyOf", quantity(0, 540, Measured::months, "months")}};
  }
  for (const LeverField& field : info.fields) {
    properties[std::string(field.code)] = field_schema(field);
    if (field.required) required.emplace_back(field.code);
  }
  properties["cost"] =
      reference("cost", info.unit_en.empty() ? help("lever.cost")
                                             : fmt::format("{}\n\n{}", help("lever.cost"),
                                                           both(fmt::format("Unit: {}", info.unit_en),
                                                                fmt::format("Eenheid: {}", info.unit_nl))));
  properties["source"] = {{"description", help("lever.source")}, {"type", "string"}, {"pattern", "\\S"}};
  properties["grade"] = choice({"data", "literature", "assumption"}, help("lever.grade"));
  ordered_json out = object(std::move(properties), required);
  if (info.wants_services && !of_both_domains) out["anyOf"] = list({needs({"services"}), needs({"domain"})});
  return out;
}

/// Every key that some kind of lever takes.
ordered_json keys_of_levers() {
  ordered_json keys = ordered_json::array();
  for (const char* key :
       {"domain", "services", "who", "where", "points", "from", "until", "ramp", "cost", "source", "grade"})
    keys.push_back(key);
  std::set<std::string_view> fields;
  for (const LeverInfo& info : lever_registry()) {
    for (const LeverField& field : info.fields) fields.insert(field.code);
  }
  for (const std::string_view field : fields) keys.push_back(field);
  return keys;
}

/// Which kind it is decides what else it takes. Without a kind it changes some keys of an inherited one.
ordered_json any_lever() {
  ordered_json kinds = ordered_json::array();
  ordered_json branches = ordered_json::array();
  for (const LeverInfo& info : lever_registry()) {
    kinds.push_back(
        {{"const", info.code},
         {"description", both(info.label_en, info.label_nl) + "\n\n" + both(info.help_en, info.help_nl)}});
    ordered_json is = needs({"lever"});
    is["properties"]["lever"] = constant(info.code);
    ordered_json branch;
    branch["if"] = std::move(is);
    branch["then"] = reference(fmt::format("lever_{}", info.code));
    branches.push_back(std::move(branch));
  }
  ordered_json change;
  change["if"] = needs({"lever"});
  change["else"]["propertyNames"]["enum"] = keys_of_levers();
  branches.push_back(std::move(change));
  ordered_json out{{"type", "object"}};
  out["properties"]["lever"] = {{"description", help("lever.lever")}, {"oneOf", std::move(kinds)}};
  out["allOf"] = std::move(branches);
  return out;
}

ordered_json parameters_schema(const Evidence& evidence) {
  ordered_json properties;
  for (const ParameterInfo& p : evidence.parameters.info) {
    properties[p.key] = {{"description", fmt::format("{}\n\n{} – {} {}", p.meaning, p.low, p.high, p.unit)},
                         {"type", "number"},
                         {"minimum", p.low},
                         {"maximum", p.high},
                         {"default", evidence.parameters.values.*(find_slot(p.key)->member)}};
  }
  ordered_json out = object(std::move(properties));
  out["description"] = help("parameters");
  return out;
}

ordered_json switches_schema() {
  ordered_json properties;
  for (const MechanismInfo& m : mechanism_registry()) {
    properties[std::string(m.code)] =
        choice({"on", "off"}, fmt::format("{}\n\n{}", both(m.label_en, m.label_nl), m.does));
  }
  ordered_json out = object(std::move(properties));
  out["description"] = help("switches");
  return out;
}

ordered_json structure_schema() {
  ordered_json properties;
  for (const StructureAxis& axis : structure_registry()) {
    ordered_json forms = ordered_json::array();
    for (const StructureOption& form : axis.options)
      forms.push_back({{"const", form.code}, {"description", both(form.does_en, form.does_nl)}});
    properties[std::string(axis.code)] = {{"description", both(axis.label_en, axis.label_nl)},
                                          {"default", axis.options.front().code},
                                          {"oneOf", std::move(forms)}};
  }
  ordered_json out = object(std::move(properties));
  out["description"] = help("structure");
  return out;
}

}  // namespace

std::string scenario_schema(const Evidence& evidence) {
  const ordered_json text{{"type", "string"}, {"pattern", "\\S"}};
  const ordered_json words = object({{"en", text}, {"nl", text}}, {"en", "nl"});
  ordered_json properties{
      {"extends", {{"description", help("extends")}, {"type", "string"}, {"pattern", "\\S"}}},
      {"measures",
       {{"description", help("measures")}, {"type", "array"}, {"items", text}, {"uniqueItems", true}}},
      {"title", reference("words", help("title"))},
      {"question", reference("words", help("question"))},
      {"expects", reference("words", help("expects"))},
      {"expected", expected_schema()},
      {"source", {{"description", help("source")}, {"type", "string"}}},
      {"until", reference("month", help("until"))},
      {"remove", {{"description", help("remove")}, {"type", "array"}, {"items", text}}},
      {"levers",
       {{"description", help("levers")},
        {"type", "object"},
        {"propertyNames", {{"pattern", name_pattern}}},
        {"additionalProperties", reference("lever")}}},
      {"parameters", parameters_schema(evidence)},
      {"switches", switches_schema()},
      {"structure", structure_schema()}};
  ordered_json names = ordered_json::array();
  for (const ParameterInfo& p : evidence.parameters.info) names.push_back(p.key);
  ordered_json definitions{{"words", words},
                           {"month", {{"type", "string"}, {"pattern", month_pattern}}},
                           {"parameter_name", {{"enum", std::move(names)}}},
                           {"service", services_schema(evidence)},
                           {"who", who_schema()},
                           {"where", where_schema(evidence)},
                           {"cost", cost_schema(evidence.catalogue.prices)},
                           {"lever", any_lever()}};
  for (const LeverInfo& info : lever_registry())
    definitions[fmt::format("lever_{}", info.code)] = lever_schema(info);
  ordered_json schema{
      {"$schema", "http://json-schema.org/draft-07/schema#"},
      {"$comment", "Made by `uptake describe --schema` from the registries; do not change it by hand."},
      {"title", "A scenario of uptake"},
      {"description",
       both("A policy, or a measure that policies put together.",
            "Een beleidsscenario, of een maatregel waarmee beleidsscenario's worden samengesteld.")}};
  schema.update(object(std::move(properties), {"title"}));
  schema["definitions"] = std::move(definitions);
  return schema.dump(2) + "\n";
}

}  // namespace uptake::cli
