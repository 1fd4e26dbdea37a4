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
  if (study.posterior.waves.empty()) return;  // draws of one's own: nobody knows what they were made for
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
