// SPDX-License-Identifier: Apache-2.0
#include "analysis/experiment/plan.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>
#include <set>

#include "analysis/experiment/data_folder.hpp"
#include "analysis/report/regional.hpp"
#include "sim/base/csv.hpp"
#include "sim/base/errors.hpp"
#include "sim/base/hash.hpp"
#include "sim/base/text.hpp"
#include "sim/policy/checks.hpp"
#include "sim/policy/difference.hpp"

namespace uptake {
namespace {

void load_scenarios(Study& study, Problems& problems) {
  std::set<std::string> names;
  for (const std::filesystem::path& file : study.plan.scenarios) {
    gather(problems, [&] {
      Scenario scenario = load_scenario(file, study.evidence);
      if (!names.insert(scenario.name).second) {
        problems.add(file.string(), 0, 0,
                     fmt::format("a scenario called '{}' is given twice, expected each once", scenario.name));
      }
      const Checks checks = check(scenario, study.evidence);
      for (const Problem& w : checks.warnings.all())
        study.warnings.add(w.file, w.line, w.column, "warning: " + w.message);
      for (const Problem& p : checks.problems.all()) problems.add(p.file, p.line, p.column, p.message);
      scenario.until = std::min(scenario.until, study.plan.until);
      study.scenarios.push_back(std::move(scenario));
    });
  }
}

void check_years(Study& study, Problems& problems) {
  if (study.scenarios.empty()) return;
  const Scenario& baseline = study.scenarios.front();
  study.last_year = year_of(baseline.until) - 1;
  for (const Scenario& s : study.scenarios) {
    if (s.until != baseline.until) {
      problems.add(
          s.file.string(), 0, 0,
          fmt::format("runs until {}, but {} until {}; expected the same end for all that are compared",
                      month_text(s.until), baseline.file.string(), month_text(baseline.until)));
    }
  }
  if (study.last_year < first_recorded_year) {
    problems.add(baseline.file.string(), 0, 0,
                 fmt::format("'until': {} leaves no full year from {} on to look at",
                             month_text(baseline.until), first_recorded_year));
  }
  int first = 9999;
  for (std::size_t s = 1; s < study.scenarios.size(); ++s) {
    for (const Lever* lever : study.own_levers(s)) first = std::min(first, year_of(lever->from));
    for (const Lever& lever : baseline.levers) {  // and what it does without
      const auto& own = study.scenarios[s].levers;
      if (std::none_of(own.begin(), own.end(), [&](const Lever& l) { return l.name == lever.name; }))
        first = std::min(first, year_of(lever.from));
    }
  }
  if (first != 9999) study.first_policy_year = first;
}

/// What would be compared, but hardly as its writer means.
void warn_of_comparisons(Study& study) {
  const std::vector<std::string>& shared = study.scenarios.front().files;
  for (std::size_t s = 1; s < study.scenarios.size(); ++s) {
    const Scenario& scenario = study.scenarios[s];
    const auto warn = [&](const std::string& message) {
      study.warnings.add(scenario.file.string(), 0, 0, "warning: " + message);
    };
    const auto in_baseline = [&](const std::string& file) {
      return std::find(shared.begin(), shared.end(), file) != shared.end();
    };
    if (std::none_of(scenario.files.begin(), scenario.files.end(), in_baseline)) {
      warn(fmt::format("extends nothing that {} does, so that history is left out; expected 'extends: {}'",
                       study.scenarios.front().file.filename().string(),
                       study.scenarios.front().file.filename().string()));
      continue;
    }
    const std::vector<const Lever*> own = study.own_levers(s);
    const Month last = month_of(study.last_year, 1);
    if (!own.empty() && std::all_of(own.begin(), own.end(), [&](const Lever* l) { return l->until <= last; }))
      warn(fmt::format(
          "all that it changes ends before {}, the year that is summed up; `--until YYYY-01` looks "
          "at the year before",
          study.last_year));
  }
}

/// A package is worth what its levers are worth together: the loss without one tells what that one adds.
void take_apart(Study& study) {
  if (!study.plan.take_apart) return;
  for (std::size_t s = 1, n = study.scenarios.size(); s < n; ++s) {
    const std::vector<const Lever*> own = study.own_levers(s);
    if (own.size() < 2) continue;
    std::vector<std::string> names;
    for (const Lever* lever : own) names.push_back(lever->name);
    for (const std::string& name : names) {
      Scenario part = study.scenarios[s];
      std::erase_if(part.levers, [&](const Lever& l) { return l.name == name; });
      part.name += "-without-" + name;
      study.scenarios.push_back(std::move(part));
      study.parts.push_back({s, name});
    }
  }
  study.plan.parts = static_cast<int>(study.parts.size());
}

/// Of the evidence and of everything that its own hash does not hold.
std::string data_hash(const Study& study, Problems& problems) {
  const std::filesystem::path& folder = study.evidence.folder;
  std::string lines = study.evidence.hash + "\n";
  for (const char* file :
       {"population/margins.yaml", "population/hazards.yaml", "network.yaml", "survey/targets.csv"}) {
    lines += fmt::format("{} {}\n", file, sha256(read_text_file(folder / file, 64'000'000, problems)));
  }
  if (std::filesystem::exists(folder / region_file)) {
    lines += fmt::format("{} {}\n", region_file,
                         sha256(read_text_file(folder / region_file, 64'000'000, problems)));
  }
  return sha256(lines);
}

nlohmann::ordered_json plan_json(const Plan& plan, const std::vector<Scenario>& scenarios) {
  nlohmann::ordered_json out;
  out["kind"] = plan.kind;
  for (const Scenario& s : scenarios) out["scenarios"].push_back(s.name);
  out["families"] = plan.families;
  out["draws"] = plan.draws;
  out["replicates"] = plan.replicates;
  out["populations"] = plan.populations;
  out["seed"] = plan.seed;
  out["posterior"] = plan.posterior;
  if (plan.until_precision > 0) {
    out["until_precision"] = plan.until_precision;
    out["batch"] = {{"draws", plan.batch_draws}, {"replicates", plan.batch_replicates}};
  }
  if (plan.survey_only) out["survey_only"] = true;
  return out;
}

constexpr std::array payer_codes{"flemish", "federal", "local", "family"};  ///< in the order of Payer

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

/// What results hang on a mechanism: every scenario without it.
void switch_off(Study& study, Problems& problems) {
  const auto registry = mechanism_registry();
  std::vector<std::string_view> known;
  for (const MechanismInfo& m : registry) known.push_back(m.code);
  for (const std::string& code : study.plan.without) {
    const auto at = std::find(known.begin(), known.end(), code);
    if (at == known.end()) {
      problems.add(
          {}, 0, 0,
          fmt::format("--without: there is no mechanism '{}'{}; `uptake describe --mechanisms` lists them",
                      code, did_you_mean(code, known)));
      continue;
    }
    for (Scenario& s : study.scenarios) s.mechanisms.reset(static_cast<std::size_t>(at - known.begin()));
  }
}

/// The structure of every scenario as asked for; it must be the same in all, or a difference between two
/// would be one of structure too.
void choose_structures(Study& study, Problems& problems) {
  for (Scenario& s : study.scenarios) {
    Problems here;
    for (const std::string& wanted : study.plan.structure)
      choose_structure(wanted, "--structure", s.structure, here);
    if (&s == &study.scenarios.front()) {  // what is wrong with the flag is told once
      for (const Problem& p : here.all()) problems.add(p.file, p.line, p.column, p.message);
    }
    const Scenario& baseline = study.scenarios.front();
    if (s.structure == baseline.structure) continue;
    problems.add(
        s.file.string(), 0, 0,
        fmt::format("has the structure '{}', but {} has '{}'; expected the same in all that are compared",
                    code(s.structure), baseline.file.filename().string(), code(baseline.structure)));
  }
  if (!study.scenarios.empty()) study.network.kind = study.scenarios.front().structure.network;
}

/// Draws are fitted to the model in one structure; in another they are not.
void warn_of_structure(Study& study) {
  if (study.scenarios.empty() || study.posterior.draws.empty()) return;
  const std::string wanted = code(study.scenarios.front().structure);
  if (wanted == study.posterior.structure) return;
  const auto named = [](const std::string& s) {
    return s.empty() ? std::string("the model's own structure") : s;
  };
  study.warnings.add(
      {}, 0, 0,
      fmt::format("warning: the posterior '{}' was fitted with {}, and these runs are with {}: what "
                  "they give was not fitted to the survey",
                  study.posterior.name, named(study.posterior.structure), named(wanted)));
}

}  // namespace

std::vector<const Lever*> Study::own_levers(std::size_t scenario) const {
  std::vector<const Lever*> own;
  for (const Lever& lever : scenarios[scenario].levers) {
    const auto& base = scenarios.front().levers;
    const bool shared = scenario > 0 && std::any_of(base.begin(), base.end(),
                                                    [&](const Lever& b) { return same_effect(b, lever); });
    if (!shared) own.push_back(&lever);
  }
  return own;
}

Study load_study(const Plan& plan, const std::filesystem::path& data_folder) {
  Study study;
  study.plan = plan;
  Problems problems;
  DataFolder data = read_data(data_folder, problems);
  if (!data.has_evidence) problems.throw_if_any();  // without it no scenario can be judged
  study.evidence = std::move(data.evidence);
  study.targets = std::move(data.targets);
  study.survey = data.survey;
  study.population = std::move(data.population);
  study.network = data.network;
  load_scenarios(study, problems);
  switch_off(study, problems);
  choose_structures(study, problems);
  if (study.scenarios.size() == plan.scenarios.size()) {
    check_years(study, problems);
    warn_of_comparisons(study);
    take_apart(study);
  }
  if (plan.kind == "compare" && plan.scenarios.size() < 2) {
    problems.add({}, 0, 0, "compare needs a baseline and at least one other scenario");
  }
  study.data = data_hash(study, problems);
  study.posterior = load_posterior(plan.posterior, plan.draws, study.evidence, study.data, problems);
  problems.throw_if_any();
  use_posterior(study, study.posterior);
  warn_of_structure(study);
  return study;
}

void use_posterior(Study& study, Posterior posterior) {
  study.posterior = std::move(posterior);
  study.plan.posterior = study.posterior.name;
  study.key = {};
  study.key.model = UPTAKE_VERSION;
  study.key.data = sha256(study.data + "\n" + study.posterior.hash + "\n");
  study.key.plan = plan_json(study.plan, study.scenarios).dump();
  for (const Scenario& s : study.scenarios)
    study.key.scenarios.push_back(sha256(resolved_text(s, study.evidence)));
}

std::vector<RunId> planned_runs(const Plan& plan) {
  std::vector<RunId> runs;
  const int block = plan.batch_draws > 0 ? plan.batch_draws : plan.draws;
  for (int first = 0; first < plan.draws; first += block) {
    for (int r = 0; r < plan.replicates; ++r) {
      for (int d = first; d < std::min(first + block, plan.draws); ++d) {
        for (int s = 0; s < static_cast<int>(plan.scenarios.size()) + plan.parts; ++s) {
          runs.push_back({static_cast<std::int64_t>(runs.size()), s, d, r, (d + r) % plan.populations});
        }
      }
    }
  }
  return runs;
}

std::size_t runs_in_batch(const Plan& plan) {
  const bool batched = plan.until_precision > 0;
  const int draws = batched ? plan.batch_draws : plan.draws;
  const int replicates = batched ? plan.batch_replicates : plan.replicates;
  return static_cast<std::size_t>(draws) * static_cast<std::size_t>(replicates) *
         (plan.scenarios.size() + static_cast<std::size_t>(plan.parts));
}

Plan until_precision(Plan plan, double precision, int most_pairs) {
  plan.until_precision = precision;
  plan.batch_draws = plan.draws;
  plan.batch_replicates = plan.replicates;
  const int n_batches = std::max(1, most_pairs / (plan.draws * plan.replicates));
  (plan.posterior == "none" ? plan.replicates : plan.draws) *= n_batches;
  return plan;
}

RandomKey run_key(const Plan& plan, const RunId& run) {
  return {plan.seed, static_cast<std::uint32_t>(run.draw) << 16U | static_cast<std::uint32_t>(run.replicate)};
}
std::uint32_t population_seed(std::uint32_t seed, int population) {
  return hash_id(seed, 0x706f7075, static_cast<std::uint32_t>(population));
}
RandomKey network_key(std::uint32_t seed, int population) {
  return {hash_id(seed, 0x6e657477, static_cast<std::uint32_t>(population)),
          static_cast<std::uint32_t>(population)};
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

/// The rules in another form than the model's own.
nlohmann::ordered_json structure_json(const Structure& structure) {
  nlohmann::ordered_json out = nlohmann::ordered_json::array();
  for (const StructureAxis& axis : structure_registry()) {
    const StructureOption& chosen = axis.options[axis.of(structure)];
    if (&chosen == &axis.options.front()) continue;
    out.push_back({{"rule", axis.code},
                   {"form", chosen.code},
                   {"rule_en", axis.label_en},
                   {"rule_nl", axis.label_nl},
                   {"form_en", chosen.label_en},
                   {"form_nl", chosen.label_nl}});
  }
  return out;
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
    if (scenario.structure != Structure{}) description["structure"] = structure_json(scenario.structure);
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

std::string command_text(const Plan& plan) {
  const bool batched = plan.until_precision > 0;
  std::string text = "uptake " + plan.kind;
  for (const auto& file : plan.scenarios) text += " " + file.generic_string();
  text += fmt::format(" --families {} --draws {} --replicates {} --populations {} --seed {}", plan.families,
                      batched ? plan.batch_draws : plan.draws,
                      batched ? plan.batch_replicates : plan.replicates, plan.populations, plan.seed);
  if (plan.until != never) text += " --until " + month_text(plan.until);
  text += " --posterior " + plan.posterior;
  if (batched)
    text += fmt::format(" --until-precision {}pp --at-most {}", 100 * plan.until_precision,
                        plan.draws * plan.replicates);
  if (plan.take_apart) text += " --take-apart";
  for (const std::string& mechanism : plan.without) text += " --without " + mechanism;
  for (const std::string& rule : plan.structure) text += " --structure " + rule;
  return text;
}

}  // namespace uptake
