// SPDX-License-Identifier: Apache-2.0
// What a database keeps of a study beside its runs: scenarios with their levers, targets, what was drawn.
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <nlohmann/json.hpp>

#include "analysis/experiment/plan.hpp"
#include "analysis/report/regional.hpp"
#include "sim/policy/structures.hpp"
#include "sim/services/payers.hpp"

namespace uptake {
namespace {

/// The worst grade of the figures that enter what a payer pays in a scenario: services, and levers of its
/// own.
nlohmann::ordered_json payer_grades(const Study& study, std::size_t scenario) {
  std::array<Grade, 4> worst{};
  const auto enter = [&](Payer payer, Grade grade) {
    Grade& now = worst[static_cast<std::size_t>(payer)];
    now = std::max(now, grade);
  };
  for (const ServiceType& type : study.evidence.catalogue.types) {
    if (type.cost_per_family.value > 0) enter(type.payer, type.cost_per_family.grade);
    if (type.fee_per_contact.value > 0) {
      enter(Payer::family, std::max(type.fee_per_contact.grade, type.contacts.grade));
    }
  }
  for (const Lever& lever : study.scenarios[scenario].levers) {
    if (lever.cost.fixed_per_year != 0 || lever.cost.per_unit != 0) enter(lever.cost.payer, lever.cost.grade);
  }
  nlohmann::ordered_json out;
  for (std::size_t p = 0; p < worst.size(); ++p) out[payer_codes[p]] = code(worst[p]);
  out["total"] = code(*std::max_element(worst.begin(), worst.end()));
  return out;
}

/// What a lever's numbers are: as written, with the range that the draws of the posterior are taken from.
nlohmann::ordered_json numbers_json(const Lever& lever, const Study& study) {
  nlohmann::ordered_json out = nlohmann::ordered_json::object();
  const auto add = [&](const std::string& key, double value, std::string_view unit, const Bounds& bounds) {
    nlohmann::ordered_json& number = out[key] = {{"value", value}, {"unit", unit}};
    if (!bounds.given()) return;
    number["low"] = bounds.low;
    number["high"] = bounds.high;
    number["drawn"] = !study.posterior.draws.empty();
  };
  const auto fields = lever_registry()[static_cast<std::size_t>(lever.kind)].fields;
  for (std::size_t i = 0; i < fields.size(); ++i) {
    const std::string key(fields[i].code);
    if (fields[i].type == FieldType::choice) {
      out[key] = {{"value", fields[i].choices[static_cast<std::size_t>(lever.values[i])]}};
    } else if (lever.named[i] != nullptr) {
      out[key] = {{"parameter", lever.named[i]->key}, {"unit", fields[i].unit}};
    } else {
      add(key, lever.values[i], fields[i].unit, lever.bounds[i]);
    }
  }
  const LeverCost& cost = lever.cost;
  if (!cost.source.empty()) {
    add("cost.fixed_per_year", cost.fixed_per_year, "EUR a year", cost.fixed_bounds);
    add("cost.per_unit", cost.per_unit, "EUR a unit", cost.unit_bounds);
  }
  return out;
}

nlohmann::ordered_json lever_json(const Lever& lever, const Study& study) {
  const LeverInfo& info = lever_registry()[static_cast<std::size_t>(lever.kind)];
  return {{"name", lever.name},
          {"measure", lever.measure},
          {"kind", info.code},
          {"label_en", info.label_en},
          {"label_nl", info.label_nl},
          {"unit_en", info.unit_en},
          {"unit_nl", info.unit_nl},
          {"from", month_text(lever.from)},
          {"until", lever.until == never ? std::string() : month_text(lever.until)},
          {"grade", code(lever.grade)},
          {"source", lever.source},
          {"numbers", numbers_json(lever, study)},
          {"cost",
           {{"fixed_per_year", lever.cost.fixed_per_year},
            {"per_unit", lever.cost.per_unit},
            {"payer", payer_codes[static_cast<std::size_t>(lever.cost.payer)]},
            {"price_year", lever.cost.price_year},
            {"price_factor", study.evidence.catalogue.prices.factor(lever.cost.price_year)},
            {"grade", code(lever.cost.grade)},
            {"source", lever.cost.source}}}};
}

/// Up to its first full stop.
std::string_view first_sentence(std::string_view text) { return text.substr(0, text.find(". ")); }

/// The numbers of a scenario's own levers that have a range: names, meanings, values by draw.
void add_drawn_sizes(const Study& study, std::size_t scenario, std::size_t n_draws,
                     nlohmann::ordered_json& sizes) {
  for (const Lever* lever : study.own_levers(scenario)) {
    const auto fields = lever_registry()[static_cast<std::size_t>(lever->kind)].fields;
    for (std::size_t i = 0; i < fields.size(); ++i) {
      if (!lever->bounds[i].given()) continue;
      nlohmann::ordered_json values = nlohmann::ordered_json::array();
      for (std::size_t d = 0; d < n_draws; ++d)
        values.push_back(drawn(*lever, static_cast<int>(d)).values[i]);
      sizes.push_back({{"scenario", study.scenarios[scenario].name},
                       {"parameter", fmt::format("{}.{}", lever->name, fields[i].code)},
                       {"meaning_en", first_sentence(fields[i].help_en)},
                       {"meaning_nl", first_sentence(fields[i].help_nl)},
                       {"values", std::move(values)}});
    }
  }
}

/// What the draws of the plan drew: names, meanings, values by draw.
nlohmann::ordered_json drawn_json(const Study& study) {
  nlohmann::ordered_json out{{"parameters", nlohmann::ordered_json::array()},
                             {"draws", nlohmann::ordered_json::array()},
                             {"sizes", nlohmann::ordered_json::array()}};
  for (const std::string& key : study.posterior.keys) {
    const ParameterInfo* info = study.evidence.parameters.find(key);
    out["parameters"].push_back(
        {{"parameter", key},
         {"meaning", info == nullptr ? std::string() : info->meaning},
         {"status", info == nullptr ? std::string() : std::string(code(info->status))}});
  }
  const std::size_t n =
      std::min(study.posterior.draws.size(), static_cast<std::size_t>(std::max(0, study.plan.draws)));
  for (std::size_t d = 0; d < n; ++d) out["draws"].push_back(study.posterior.draws[d]);
  for (std::size_t s = 1; s < study.scenarios.size() - study.parts.size(); ++s)
    add_drawn_sizes(study, s, n, out["sizes"]);
  return out;
}

nlohmann::ordered_json expected_json(const Scenario& scenario) {
  nlohmann::ordered_json all = nlohmann::ordered_json::array();
  for (const Expectation& e : scenario.expected) {
    all.push_back({{"measure", e.measure},
                   {"domain", e.domain},
                   {"variable", e.variable},
                   {"category", e.category},
                   {"change", change_codes[static_cast<std::size_t>(e.change)]}});
  }
  return all;
}

/// Those that the scenario sets by itself, whatever the posterior draws.
nlohmann::ordered_json own_parameters(const Scenario& scenario) {
  constexpr std::string_view group = "parameters.";
  nlohmann::ordered_json keys = nlohmann::ordered_json::array();
  for (const auto& [key, place] : scenario.origins) {
    if (key.starts_with(group)) keys.push_back(key.substr(group.size()));
  }
  return keys;
}

}  // namespace

nlohmann::ordered_json forms_json(const Structure& structure, const Structure& other) {
  nlohmann::ordered_json out = nlohmann::ordered_json::array();
  for (const StructureAxis& axis : structure_registry()) {
    if (axis.of(structure) == axis.of(other)) continue;
    const StructureOption& form = axis.options[axis.of(structure)];
    out.push_back({{"rule", axis.code},
                   {"form", form.code},
                   {"rule_en", axis.label_en},
                   {"rule_nl", axis.label_nl},
                   {"form_en", form.label_en},
                   {"form_nl", form.label_nl},
                   {"does_en", form.does_en},
                   {"does_nl", form.does_nl},
                   {"source", form.source}});
  }
  return out;
}

std::vector<StoredScenario> stored_scenarios(const Study& study) {
  std::vector<StoredScenario> all;
  for (std::size_t s = 0; s < study.scenarios.size(); ++s) {
    const Scenario& scenario = study.scenarios[s];
    nlohmann::ordered_json description{{"title_en", scenario.title_en},
                                       {"title_nl", scenario.title_nl},
                                       {"question_en", scenario.question_en},
                                       {"question_nl", scenario.question_nl},
                                       {"expects_en", scenario.expects_en},
                                       {"expects_nl", scenario.expects_nl},
                                       {"expected", expected_json(scenario)},
                                       {"source", scenario.source},
                                       {"own_parameters", own_parameters(scenario)},
                                       {"levers", nlohmann::ordered_json::array()},
                                       {"payer_grades", payer_grades(study, s)}};
    for (const Lever* lever : study.own_levers(s)) description["levers"].push_back(lever_json(*lever, study));
    if (const std::size_t n_whole = study.scenarios.size() - study.parts.size(); s >= n_whole) {
      const Study::Part& part = study.parts[s - n_whole];
      description["part_of"] = study.scenarios[part.of].name;
      description["without"] = part.lever;
    }
    if (scenario.structure != Structure{}) description["structure"] = forms_json(scenario.structure, {});
    all.push_back({scenario.name, s == 0, description.dump(), resolved_text(scenario, study.evidence)});
  }
  return all;
}

std::vector<StoredTarget> stored_targets(const Study& study) {
  std::vector<StoredTarget> all;
  for (const Target& t : study.targets) {
    all.push_back({t.table, t.domain, t.year, t.sample, t.measure, t.variable, t.category, t.value, t.n});
  }
  return all;
}

std::map<std::string, std::string> stored_meta(const Study& study) {
  nlohmann::ordered_json services = nlohmann::ordered_json::array();
  for (const ServiceType& type : study.evidence.catalogue.types) {
    services.push_back({{"code", type.code},
                        {"name_en", type.name_en},
                        {"name_nl", type.name_nl},
                        {"domain", code(type.domain)}});
  }
  nlohmann::ordered_json weak = nlohmann::ordered_json::array();
  for (const WeakParameter& w : weakly_informed(study.posterior, study.evidence.parameters))
    weak.push_back({{"parameter", w.key}, {"unit", w.unit}, {"low", w.low}, {"high", w.high}});
  std::map<std::string, std::string> meta{
      {"kind", study.plan.kind},
      {"command", command_text(study.plan) + data_text(study.evidence.folder)},
      {"posterior", study.posterior.label},
      {"posterior_name", study.posterior.name},
      {"posterior_sha256", study.posterior.hash},
      {"evidence_sha256", study.data},
      {"last_year", std::to_string(study.last_year)},
      {"first_policy_year", std::to_string(study.first_policy_year)},
      {"n_runs", std::to_string(planned_runs(study.plan).size())},
      {"services", services.dump()},
      {"prices_of", std::to_string(study.evidence.catalogue.prices.told_in)},
      {"weakly_informed", weak.dump()},
      {"drawn", drawn_json(study).dump()}};
  if (const nlohmann::json region = region_of(study.evidence.folder); !region.is_null())
    meta["region"] = region.dump();
  return meta;
}

}  // namespace uptake
