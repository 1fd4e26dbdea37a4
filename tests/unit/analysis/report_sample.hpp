// SPDX-License-Identifier: Apache-2.0
// A made-up comparison and a made-up run, as the report gets them.
#pragma once

#include <array>
#include <nlohmann/json.hpp>
#include <string>

#include "sim/evidence/variables.hpp"
#include "sim/pathway/gates.hpp"
#include "sim/survey/measures.hpp"

namespace uptake::report_sample {

using nlohmann::json;

/// Made-up numbers that look like a comparison's: a small generator of its own, so that a sample is always
/// the same.
struct Luck {
  std::uint64_t state = 7;
  double operator()() {  // in 0..1
    state = state * 6364136223846793005ULL + 1442695040888963407ULL;
    return static_cast<double>(state >> 11) / 9007199254740992.0;
  }
};

struct SamplePolicy {
  const char *name, *title_en, *title_nl, *question_en, *question_nl, *grade;
  double relationship, parenting, cost;  ///< points in the last year, million euros
};
inline constexpr std::array policies{
    SamplePolicy{"campaign", "A campaign about relationship support and parenting support",
                 "Een campagne over relatie- en opvoedingsondersteuning",
                 "Does a broad campaign in 2027-2029 bring more families to support?",
                 "Brengt een brede campagne in 2027-2029 meer gezinnen bij ondersteuning?", "literature", 0.1,
                 0.4, 1.9},
    SamplePolicy{"lead-in", "Leading families in from Kind en Gezin and school",
                 "Gezinnen toeleiden vanuit Kind en Gezin en de school",
                 "What if nurses and schools lead families to support themselves?",
                 "Wat als verpleegkundigen en scholen gezinnen zelf naar ondersteuning leiden?", "assumption",
                 0.3, 2.1, 6.4},
    SamplePolicy{"huis-van-het-kind", "A physical Huis van het Kind everywhere",
                 "Overal een fysiek Huis van het Kind", "What if every municipality has one open door?",
                 "Wat als elke gemeente één open deur heeft?", "literature", 0.2, 1.3, 21.0},
    SamplePolicy{"fees", "Fees that follow income", "Tarieven naar inkomen", "What if low incomes pay less?",
                 "Wat als lage inkomens minder betalen?", "data", 0.5, 0.05, 9.5},
    SamplePolicy{"therapist-places", "More therapist places", "Meer plaatsen bij therapeuten",
                 "What if centres had a fifth more staff?",
                 "Wat als centra een vijfde meer personeel hadden?", "data", 0.9, -0.1, 14.2},
    SamplePolicy{"bridging-figures", "Bridging figures for families in poverty",
                 "Brugfiguren voor gezinnen in armoede", "What if somebody walks along?",
                 "Wat als er iemand meegaat?", "assumption", -0.02, 0.2, 3.1}};

inline constexpr std::array traits{
    "gender", "age", "origin", "education", "holiday", "unexpected_expense", "family_form", "youngest_age"};

inline json registries() {
  json variables_list = json::array();
  for (const Variable& v : variables()) {
    json categories = json::array();
    for (const Category& c : v.categories) {
      categories.push_back({{"code", c.code}, {"label_en", c.label_en}, {"label_nl", c.label_nl}});
    }
    variables_list.push_back(
        {{"code", v.code}, {"label_en", v.label_en}, {"label_nl", v.label_nl}, {"categories", categories}});
  }
  json gates = json::array();
  for (const GateInfo& g : gate_registry) {
    gates.push_back({{"code", g.code}, {"label_en", g.label_en}, {"label_nl", g.label_nl}});
  }
  json measures = json::array();
  for (const auto& [code, en, nl] : std::vector<std::array<const char*, 3>>{
           {"contact", "formal contact in 12 months", "formeel contact in 12 maanden"},
           {"unmet_need", "unmet need", "onvervulde nood"},
           {"helped", "felt helped", "voelde zich geholpen"},
           {"journeys", "journeys by gate", "zoektochten per drempel"},
           {"mean_wait", "mean wait", "gemiddelde wachttijd"}}) {
    measures.push_back(
        {{"code", code}, {"unit", "share"}, {"is_share", true}, {"label_en", en}, {"label_nl", nl}});
  }
  json services = json::array();
  for (int i = 1; i <= 10; ++i) {
    services.push_back(
        {{"code", std::string("R").append(std::to_string(i))},
         {"name_en", "Phone or chat: Tele-Onthaal 106, CAW and JAC chat " + std::to_string(i)},
         {"name_nl", "Telefoon of chat: Tele-Onthaal 106, CAW- en JAC-chat " + std::to_string(i)},
         {"domain", "relationship"}});
    services.push_back({{"code", std::string("P").append(std::to_string(i))},
                        {"name_en", "Parenting shop " + std::to_string(i)},
                        {"name_nl", "Opvoedingswinkel " + std::to_string(i)},
                        {"domain", "parenting"}});
  }
  return {{"variables", variables_list}, {"gates", gates}, {"measures", measures}, {"services", services}};
}

inline json effect(const SamplePolicy& s, const char* measure, const char* domain, int year,
                   std::string_view variable, std::string_view category, double before, double difference,
                   double half) {
  return {{"scenario", s.name},
          {"measure", measure},
          {"domain", domain},
          {"year", year},
          {"variable", variable},
          {"category", category},
          {"baseline", before},
          {"value", before + difference},
          {"difference", difference},
          {"low", difference - half},
          {"high", difference + half},
          {"p_positive", difference > half ? 0.998
                         : difference > 0  ? 0.8
                                           : 0.2},
          {"n", 40}};
}

inline void add_group_effects(json& effects, const SamplePolicy& s, Luck& luck) {
  for (const char* domain : {"relationship", "parenting"}) {
    const bool first = std::string_view(domain) == "relationship";
    const double size = (first ? s.relationship : s.parenting) / 100, level = first ? 0.055 : 0.19;
    for (int year = 2026; year <= 2035; ++year) {
      const double grown = size * std::min(1.0, (year - 2026) / 5.0);
      effects.push_back(effect(s, "contact", domain, year, "total", "total", level, grown, 0.0025));
      effects.push_back(effect(s, "unmet_need", domain, year, "total", "total", 0.04, -grown / 3, 0.0015));
      for (const char* trait : traits) {
        for (const Category& c : find_variable(trait)->categories) {
          for (const char* measure : {"contact", "unmet_need", "helped"}) {
            effects.push_back(effect(s, measure, domain, year, trait, c.code, level * (0.6 + luck()),
                                     grown * (0.3 + 1.4 * luck()), 0.003 + 0.006 * luck()));
          }
        }
      }
    }
    const std::array stops{820000.0, 90000.0, 60000.0, 42000.0, 31000.0, 12000.0, 9000.0, 7000.0, 48000.0};
    for (std::size_t g = 0; g < gate_registry.size(); ++g) {
      const double change = g == 8 ? 3e5 * size : g == 7 ? 1e5 * size : -2e5 * size * luck();
      effects.push_back(
          effect(s, "journeys", domain, 2035, "gate", gate_registry[g].code, stops[g], change, 300));
    }
    for (int i = 1; i <= 10; ++i) {
      const std::string code = std::string(1, first ? 'R' : 'P').append(std::to_string(i));
      const double wait = i > 7 ? 0 : 6 * luck();
      effects.push_back(effect(s, "mean_wait", domain, 2035, "service", code, wait, 20 * size * luck(), 0.1));
      effects.push_back(effect(s, "waiting", domain, 2035, "service", code, 500 * wait, 900 * size, 30));
      effects.push_back(effect(s, "started", domain, 2035, "service", code, 5000, 9000 * size, 60));
      effects.push_back(effect(s, "places", domain, 2035, "service", code, 5100, 0, 0));
    }
  }
}

inline json sample() {
  Luck luck;
  json data = registries();
  data.update(json{{"kind", "compare"},
                   {"version", "0.1.0"},
                   {"fingerprint", "3f9a1c0d77e2"},
                   {"families", 20000},
                   {"runs", 40},
                   {"draws", 1},
                   {"replicates", 40},
                   {"populations", 1},
                   {"seed", 1},
                   {"posterior", "none (parameters set by hand)"},
                   {"last_year", 2035},
                   {"first_policy_year", 2027},
                   {"command", "uptake compare scenarios/baseline.yaml scenarios/campaign.yaml --out out"}});
  data["scenarios"] = {{{"name", "baseline"},
                        {"title_en", "Frozen 2025 policy"},
                        {"title_nl", "Ongewijzigd beleid"},
                        {"baseline", true},
                        {"levers", json::array()}}};
  for (const char* part : {"effects", "levels", "reached", "cost_per", "costs", "fit", "limits"})
    data[part] = json::array();
  for (const SamplePolicy& s : policies) {
    data["scenarios"].push_back({{"name", s.name},
                                 {"title_en", s.title_en},
                                 {"title_nl", s.title_nl},
                                 {"question_en", s.question_en},
                                 {"question_nl", s.question_nl},
                                 {"expects_en", "More families find the way (S4:1)."},
                                 {"expects_nl", "Meer gezinnen vinden de weg (S4:1)."},
                                 {"source", "S0:2310-2360"},
                                 {"baseline", false},
                                 {"levers",
                                  {{{"name", s.name},
                                    {"kind", "campaign"},
                                    {"label_en", s.title_en},
                                    {"label_nl", s.title_nl},
                                    {"from", "2027-01"},
                                    {"until", "2030-01"},
                                    {"grade", s.grade},
                                    {"source", "S0:2310"}}}}});
    add_group_effects(data["effects"], s, luck);
    for (const auto& [measure, mean] :
         {std::pair("lever_cost", s.cost * 7e5), std::pair("lever_units", 1e4)}) {
      data["levels"].push_back({{"scenario", s.name},
                                {"measure", measure},
                                {"domain", "both"},
                                {"year", 2035},
                                {"variable", "lever"},
                                {"category", s.name},
                                {"mean", mean},
                                {"low", mean},
                                {"high", mean}});
    }
    data["levels"].push_back({{"scenario", s.name},
                              {"measure", "contact"},
                              {"domain", "parenting"},
                              {"year", 2030},
                              {"variable", "total"},
                              {"category", "total"},
                              {"mean", 0.2}});
    for (const std::string domain : {"relationship", "parenting", "both"}) {
      const double points = domain == "relationship" ? s.relationship
                            : domain == "parenting"  ? s.parenting
                                                     : 1.0;
      const double net = 9000 * points;
      data["reached"].push_back({{"scenario", s.name},
                                 {"domain", domain},
                                 {"year", 2035},
                                 {"reached", net + 1200},
                                 {"lost", 1200},
                                 {"net", net},
                                 {"low", net - 900},
                                 {"high", net + 900}});
    }
    const double extra = 9000 * (s.relationship + s.parenting), cost = s.cost * 1e6;
    data["cost_per"].push_back({{"scenario", s.name},
                                {"year", 2035},
                                {"extra_cost", cost},
                                {"low", 0.8 * cost},
                                {"high", 1.2 * cost},
                                {"extra_families", extra},
                                {"per_family", cost / extra},
                                {"grade", "assumption"}});
    for (const std::string payer : {"flemish", "federal", "local", "family", "total"}) {
      const double change = payer == "total" ? cost : cost * (payer == "flemish" ? 0.7 : 0.2 * luck() - 0.05);
      data["costs"].push_back({{"scenario", s.name},
                               {"payer", payer},
                               {"year", 2035},
                               {"baseline", 8e7},
                               {"value", 8e7 + change},
                               {"difference", change},
                               {"low", change - 2e5},
                               {"high", change + 2e5},
                               {"grade", "assumption"}});
    }
  }
  for (const char* domain : {"relationship", "parenting"}) {
    for (const int year : {2016, 2021}) {
      for (const char* trait :
           {"total", "gender", "age", "origin", "education", "family_form", "youngest_age"}) {
        for (const Category& c : find_variable(trait)->categories) {
          const double published = (domain[0] == 'r' ? 0.14 : 0.4) * (0.6 + 0.8 * luck());
          const double simulated = published + 0.08 * (luck() - 0.5);
          data["fit"].push_back({{"table", "T4"},
                                 {"domain", domain},
                                 {"year", year},
                                 {"sample", "resident"},
                                 {"measure", "rate"},
                                 {"variable", trait},
                                 {"category", c.code},
                                 {"published", published},
                                 {"simulated", simulated},
                                 {"low", simulated - 0.01},
                                 {"high", simulated + 0.01},
                                 {"n", 800},
                                 {"standard_error", 0.015}});
        }
      }
    }
  }
  data["limits"].push_back({{"code", "hand_set"},
                            {"text_en", "Parameters are set by hand, not calibrated."},
                            {"text_nl", "De parameters zijn met de hand ingesteld, niet gekalibreerd."}});
  return data;
}

inline json sample_run() {
  json data = sample();
  data["kind"] = "run";
  data["posterior"] = "none (parameters set by hand)";
  data["scenarios"] = {data["scenarios"][0]};
  data["levels"] = json::array();
  for (const json& row : data["effects"]) {
    if (row["scenario"] != policies[0].name) continue;
    json level = row;
    level.update(json{{"scenario", "baseline"},
                      {"mean", row["baseline"]},
                      {"low", row["baseline"]},
                      {"high", row["baseline"]}});
    data["levels"].push_back(level);
  }
  data["effects"] = json::array();
  return data;
}

}  // namespace uptake::report_sample
