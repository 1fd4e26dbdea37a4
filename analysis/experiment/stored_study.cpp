// SPDX-License-Identifier: Apache-2.0
#include "analysis/experiment/stored_study.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdlib>
#include <map>
#include <stdexcept>
#include <system_error>

#include "analysis/experiment/experiment.hpp"
#include "sim/base/errors.hpp"
#include "sim/base/interrupt.hpp"
#include "sim/store/files.hpp"
#include "sim/store/json.hpp"
#include "sim/world/ensemble.hpp"

namespace uptake {
namespace {

namespace fs = std::filesystem;
using nlohmann::json;

/// A folder of this process alone, gone at the end.
class OwnFolder {
 public:
  explicit OwnFolder(std::string_view what) {
    std::string name = (fs::temp_directory_path() / fmt::format("uptake-{}-XXXXXX", what)).string();
    if (::mkdtemp(name.data()) == nullptr)  // new, under a name that nobody foresees
      throw std::runtime_error(
          fmt::format("{}: cannot be made: {}", name, std::generic_category().message(errno)));
    folder_ = name;
  }
  ~OwnFolder() {
    std::error_code ignored;
    fs::remove_all(folder_, ignored);
  }
  OwnFolder(const OwnFolder&) = delete;
  OwnFolder& operator=(const OwnFolder&) = delete;
  OwnFolder(OwnFolder&&) = delete;
  OwnFolder& operator=(OwnFolder&&) = delete;
  [[nodiscard]] const fs::path& path() const { return folder_; }

 private:
  fs::path folder_;
};

Plan plan_of(const json& stored, int threads) {
  Plan plan;
  plan.kind = stored.at("kind");
  plan.families = stored.at("families");
  plan.draws = stored.at("draws");
  plan.replicates = stored.at("replicates");
  plan.populations = stored.at("populations");
  plan.seed = stored.at("seed");
  plan.until_precision = stored.value("until_precision", 0.0);
  if (stored.contains("batch")) {
    plan.batch_draws = stored.at("batch").at("draws");
    plan.batch_replicates = stored.at("batch").at("replicates");
  }
  plan.survey_only = stored.value("survey_only", false);
  plan.threads = threads;
  return plan;
}

Posterior posterior_of(const Store& store, const json& drawn) {
  Posterior posterior;
  posterior.name = store.meta("posterior_name");
  posterior.label = store.meta("posterior");
  posterior.hash = store.meta("posterior_sha256");
  for (const json& parameter : drawn.at("parameters"))
    posterior.keys.push_back(parameter.at("parameter").get<std::string>());
  for (const json& draw : drawn.at("draws")) posterior.draws.push_back(draw.get<std::vector<double>>());
  const auto is_unknown = [](const std::string& key) { return find_slot(key) == nullptr; };
  const auto has_other_length = [&](const auto& draw) { return draw.size() != posterior.keys.size(); };
  if (std::ranges::any_of(posterior.keys, is_unknown) ||
      std::ranges::any_of(posterior.draws, has_other_length))
    refuse("results.sqlite: what it holds as draws are none of this program's parameters");
  return posterior;
}

/// A scenario that is written out names every parameter; those that it did not set itself are the draws'.
void forget_what_was_not_set(Scenario& scenario, const json& own) {
  constexpr std::string_view group = "parameters.";
  std::erase_if(scenario.origins, [&](const auto& origin) {
    return origin.first.starts_with(group) &&
           std::find(own.begin(), own.end(), origin.first.substr(group.size())) == own.end();
  });
}

}  // namespace

Study stored_study(const Store& store, const fs::path& data_folder, int threads) {
  if (store.meta("posterior_name").empty())
    refuse(
        "results.sqlite: was made by a program of before 0.8.0, which did not keep all that its runs hang "
        "on");
  if (store.meta("model") != UPTAKE_VERSION)
    refuse(fmt::format(
        "results.sqlite: was made by version {}, this is {}; expected that version, whose runs alone "
        "have these bytes",
        store.meta("model"), UPTAKE_VERSION));
  const Plan plan = plan_of(json_of(store.meta("plan")), threads);
  const OwnFolder files("scenarios");
  // All but the scenarios, by way of one that says nothing: those of the study were checked when they were
  // written, and what they inherit would be doubted once more now that it is their own.
  Plan first = plan;
  first.kind = "run";
  first.draws = 1;
  first.scenarios = {files.path() / "nothing.yaml"};
  write_whole(first.scenarios.front(), "title: {en: nothing, nl: niets}\n");
  Study study = load_study(first, data_folder);
  study.plan = plan;
  study.plan.scenarios.clear();
  study.scenarios.clear();
  for (const StoredScenario& s : store.scenarios()) {
    const fs::path file = files.path() / (s.name + ".yaml");
    write_whole(file, s.resolved);
    study.plan.scenarios.push_back(file);
    study.scenarios.push_back(load_scenario(file, study.evidence));
    forget_what_was_not_set(study.scenarios.back(), json_of(s.description).at("own_parameters"));
    study.network.kind = study.scenarios.back().structure.network;  // of all scenarios of a study
  }
  study.last_year = json_of(store.meta("last_year"));
  use_posterior(study, posterior_of(store, json_of(store.meta("drawn"))));
  std::string differs;
  const auto compare = [&](const char* what, const std::string& stored, const std::string& now) {
    if (stored != now) differs += fmt::format("{}{}", differs.empty() ? "" : ", ", what);
  };
  compare("the evidence", store.meta("data"), study.key.data);
  compare("the plan", store.meta("plan"), study.key.plan);
  compare("the scenarios", store.meta("scenario_hashes"),
          fmt::format("{}", fmt::join(study.key.scenarios, " ")));
  if (!differs.empty())
    refuse(fmt::format("{}: {} not as the results were made with; expected that folder of data (--data)",
                       data_folder.string(),
                       differs + (differs.find(',') == std::string::npos ? " is" : " are")));
  return study;
}

std::vector<std::int64_t> by_chance(const std::vector<std::int64_t>& all, std::size_t n, std::uint32_t seed) {
  std::vector<std::pair<std::uint32_t, std::int64_t>> drawn;
  for (const std::int64_t one : all)
    drawn.emplace_back(hash_id(seed, 0x76657269, static_cast<std::uint32_t>(one)), one);
  std::ranges::sort(drawn);
  drawn.resize(std::min(drawn.size(), n));
  std::vector<std::int64_t> chosen;
  for (const auto& [chance, one] : drawn) chosen.push_back(one);
  return chosen;
}

std::vector<std::int64_t> verify_runs(const Study& study, const Store& store, std::size_t n,
                                      std::uint32_t seed,
                                      const std::function<void(const RunId&, bool)>& look) {
  std::map<std::int64_t, StoredRun> stored;
  std::vector<std::int64_t> numbers;
  for (const StoredRun& run : store.runs()) {
    stored[run.run.id] = run;
    numbers.push_back(run.run.id);
  }
  const std::vector<std::int64_t> chosen = by_chance(numbers, n, seed);
  std::vector<std::int64_t> other;
  if (chosen.empty()) return other;
  // what is lived is put into a database of its own, which hashes it as the first one was
  const OwnFolder folder("verify");
  Store fresh = Store::create(folder.path(), study.key, stored_scenarios(study), stored_targets(study), {});
  const WeightsSolution weights = weights_of(study.population);
  std::map<int, Families> families;
  for (const std::int64_t number : chosen) {
    const RunId& run = stored.at(number).run;
    const std::size_t n_draws = study.posterior.draws.size();
    if (run.draw < 0 || (n_draws > 0 && static_cast<std::size_t>(run.draw) >= n_draws))
      refuse(fmt::format("results.sqlite: run {} is of draw {}, which is not there", number, run.draw));
    const EnsembleOutcome outcome = run_ensemble(
        1, study.plan.threads,
        [&](std::size_t) {
          if (!families.contains(run.population))
            families.emplace(run.population, make_families(study, weights, run.population));
          fresh.add(run_one(study, run, families.at(run.population), study.plan.threads > 1));
        },
        interrupted);
    if (outcome.stopped) throw Interrupted{};
    if (!outcome.failures.empty()) throw std::runtime_error(outcome.failures.front().message);
    const std::vector<StoredRun> lived = fresh.runs();
    const auto at = std::ranges::find(lived, number, [](const StoredRun& r) { return r.run.id; });
    const bool same = at != lived.end() && at->fingerprint == stored.at(number).fingerprint;
    if (!same) other.push_back(number);
    look(run, same);
  }
  return other;
}

}  // namespace uptake
