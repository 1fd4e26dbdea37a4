// SPDX-License-Identifier: Apache-2.0
#include "sim/store/labels.hpp"

#include <array>
#include <map>
#include <utility>

#include "sim/evidence/variables.hpp"
#include "sim/pathway/gates.hpp"
#include "sim/services/payers.hpp"
#include "sim/store/json.hpp"

namespace uptake {
namespace {

/// Variables that are none of the survey.
constexpr std::array<std::array<std::string_view, 3>, 4> dimension_words{{{"gate", "gate", "drempel"},
                                                                          {"service", "service", "dienst"},
                                                                          {"payer", "payer", "betaler"},
                                                                          {"lever", "lever", "maatregel"}}};

std::pair<std::string, std::string> variable_words(const std::string& code) {
  for (const auto& [own, en, nl] : dimension_words) {
    if (own == code) return {std::string(en), std::string(nl)};
  }
  const Variable* variable = find_variable(code);
  if (variable == nullptr) return {code, code};
  return {std::string(variable->label_en), std::string(variable->label_nl)};
}

}  // namespace

std::string in_words_of(const nlohmann::json& region, std::string text, const char* language) {
  if (region.is_null()) return text;
  for (const nlohmann::json& word : region.at("words")) {
    const auto& from = word.at(language).get_ref<const std::string&>();
    const auto& to = word.at(std::string("here_") + language).get_ref<const std::string&>();
    for (std::size_t at = text.find(from); at != std::string::npos; at = text.find(from, at + to.size()))
      text.replace(at, from.size(), to);
  }
  return text;
}

std::vector<Label> category_labels(const std::vector<OwnLabel>& own, const std::vector<Series>& series,
                                   const nlohmann::json& region) {
  std::map<std::pair<std::string, std::string>, std::pair<std::string, std::string>> words;
  const auto add = [&](std::string_view variable, std::string_view category, std::string_view en,
                       std::string_view nl) {
    words.try_emplace({std::string(variable), std::string(category)}, std::string(en), std::string(nl));
  };
  for (const Variable& v : variables()) {
    for (const Category& c : v.categories) add(v.code, c.code, c.label_en, c.label_nl);
  }
  for (const GateInfo& g : gate_registry) add("gate", g.code, g.label_en, g.label_nl);
  for (const PayerInfo& p : payer_registry) add("payer", p.code, p.label_en, p.label_nl);
  for (const OwnLabel& o : own) add(o.variable, o.category, o.label_en, o.label_nl);
  for (const Series& s : series) add(s.variable, s.category, s.category, s.category);
  std::vector<Label> all;
  for (const auto& [key, label] : words) {
    const auto [variable_en, variable_nl] = variable_words(key.first);
    all.push_back({key.first, in_words_of(region, variable_en, "en"), in_words_of(region, variable_nl, "nl"),
                   key.second, in_words_of(region, label.first, "en"),
                   in_words_of(region, label.second, "nl")});
  }
  return all;
}

nlohmann::json region_told(const Store& store) {
  const std::string text = store.meta("region");
  return text.empty() ? nlohmann::json() : json_of(text);
}

std::vector<OwnLabel> own_labels(const Store& store) {
  std::vector<OwnLabel> own;
  const std::string services = store.meta("services");
  if (!services.empty()) {
    for (const auto& s : json_of(services))
      own.push_back({"service", s.at("code"), s.at("name_en"), s.at("name_nl")});
  }
  for (const StoredScenario& scenario : store.scenarios()) {
    const auto told = parse_json(scenario.description);
    if (!told.is_object() || !told.contains("levers")) continue;
    for (const auto& l : told.at("levers")) {
      const std::string name = l.at("name");
      own.push_back({"lever", name, l.value("label_en", name), l.value("label_nl", name)});
    }
  }
  return own;
}

std::string_view shown_unit(bool is_share, std::string_view unit) { return is_share ? "percent" : unit; }

}  // namespace uptake
