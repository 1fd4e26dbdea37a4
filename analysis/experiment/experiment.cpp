// SPDX-License-Identifier: Apache-2.0
#include "analysis/experiment/experiment.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <atomic>
#include <cmath>
#include <mutex>
#include <optional>
#include <set>
#include <stdexcept>

#include "analysis/compare/compare.hpp"
#include "analysis/estimate/regressions.hpp"
#include "analysis/experiment/run_inputs.hpp"
#include "sim/base/errors.hpp"
#include "sim/base/interrupt.hpp"
#include "sim/policy/difference.hpp"
#include "sim/population/build.hpp"
#include "sim/store/lock.hpp"
#include "sim/store/result_files.hpp"
#include "sim/survey/contact_set.hpp"
#include "sim/survey/register.hpp"
#include "sim/survey/tabulate.hpp"
#include "sim/world/ensemble.hpp"
#include "sim/world/run.hpp"

namespace uptake {
namespace {

namespace fs = std::filesystem;

void make_folder(const fs::path& folder) {
  std::error_code error;
  fs::create_directories(folder, error);
  if (error) refuse(fmt::format("--out {}: cannot be made: {}", folder.string(), error.message()));
}

/// What is looked at during a run. A copy goes on looking at a branch.
class Observer {
 public:
  explicit Observer(const Study& study) : study_(&study) {}

  void look(const World& world) {
    if (interrupted()) throw Interrupted{};
    const Plan& plan = study_->plan;
    if (!plan.measures_only) {
      if (world.now == wave_2016) answers_.push_back(ask(world, Wave::w2016, study_->survey));
      if (world.now == wave_2021) answers_.push_back(ask(world, Wave::w2021, study_->survey));
    }
    if (plan.survey_only) return;
    if (calendar_month_of(world.now) != 12 || year_of(world.now) < first_recorded_year) return;
    count_year(world, rows_);
    if (year_of(world.now) == study_->last_year && !plan.measures_only) {
      const std::vector<std::uint8_t> packed = contact_set(world).pack();
      contacts_.assign(packed.begin(), packed.end());
    }
  }

  [[nodiscard]] RunResult result(const RunId& run, const World& world) const {
    RunResult result;
    result.run = run;
    result.seed = world.in.key.seed;
    result.stream = world.in.key.stream;
    result.real_per_simulated = world.real_per_simulated;
    result.contacts = contacts_;
    for (const MeasureRow& row : rows_) {
      if (!std::isfinite(row.value)) continue;
      const std::string_view measure = measure_registry()[static_cast<std::size_t>(row.measure)].code;
      result.values.push_back(
          {{std::string(measure), row.domain, row.variable, row.category}, row.year, row.value});
    }
    if (study_->plan.measures_only) return result;
    result.fit.resize(study_->targets.size());
    for (const TargetEstimate& e : tabulate(study_->targets, answers_)) {
      if (std::isfinite(e.value)) result.fit[e.target] = e.value;
    }
    for (const TargetEstimate& e : regress(study_->targets, answers_)) {
      // its rows `n` count families here, which no printed n does; betas and r2 say the same as the odds
      // ratios
      const bool odds = study_->targets[e.target].measure == "odds_ratio";
      if (odds && std::isfinite(e.value)) result.fit[e.target] = e.value;
    }
    return result;
  }

 private:
  const Study* study_;
  std::vector<Answers> answers_;
  std::vector<MeasureRow> rows_;
  std::string contacts_;
};

const Scenario& scenario_of(const Study& study, const RunId& run) {
  return study.scenarios[static_cast<std::size_t>(run.scenario)];
}

std::string run_name(const Study& study, const RunId& run) {
  return fmt::format("run {} ({}, draw {}, replicate {})", run.id, scenario_of(study, run).name, run.draw,
                     run.replicate);
}

}  // namespace

RunInputs inputs_of(const Study& study, const RunId& run, const Scenario& drawn, const Families& families,
                    bool parallel) {
  RunInputs inputs;
  inputs.evidence = &study.evidence;
  inputs.scenario = &drawn;
  inputs.population = &families.population;
  inputs.network = &families.network;
  inputs.key = run_key(study.plan, run);
  inputs.until = drawn.until;
  inputs.parallel = parallel;
  return inputs;
}

namespace {

Month leaves_past(const Scenario& baseline, const Scenario& scenario) {
  return month_of(year_of(shared_until(baseline, scenario)), 1);
}

/// A run from its first month.
RunResult live_whole(const Study& study, const RunId& run, const Scenario& drawn, const Families& families,
                     bool parallel) {
  Observer observer(study);
  const World world = uptake::run(inputs_of(study, run, drawn, families, parallel),
                                  [&](const World& now) { observer.look(now); });
  return observer.result(run, world);
}

}  // namespace

Month leaves_baseline(const Study& study, int scenario) {
  return leaves_past(study.scenarios.front(), study.scenarios[static_cast<std::size_t>(scenario)]);
}

void check_results_folder(const Output& output, bool can_resume) {
  const fs::path& folder = output.folder;
  std::error_code error;
  const fs::file_status status = fs::status(folder, error);
  if (fs::exists(status) && !fs::is_directory(status)) {
    refuse(fmt::format("--out {}: is a file, expected a folder", folder.string()));
  }
  if (output.resume && output.force) refuse("--resume and --force: expected one of the two");
  const std::vector<std::string> found = results_in(folder);
  if (!found.empty() && !output.resume && !output.force) {
    refuse(fmt::format(
        "--out {}: already holds results ({}); expected another folder, {}or --force to replace them",
        folder.string(), found.front(), can_resume ? "--resume to go on, " : ""));
  }
}

void make_results_folder(const Output& output) {
  check_results_folder(output, false);
  make_folder(output.folder);
}

Store open_results(const Study& study, const Output& output) {
  check_results_folder(output, true);
  if (output.resume) {
    if (!Store::holds_nothing(output.folder)) return Store::resume(output.folder, study.key);
    for (const std::string& name : results_in(output.folder)) {
      if (name == store_file) continue;
      refuse(fmt::format("--out {}: holds {} but no {} to go on with; expected another folder, or --force",
                         output.folder.string(), name, store_file));
    }
  }
  make_folder(output.folder);
  const FolderLock alone(output.folder);  // whoever is at work there keeps his files
  remove_results(output.folder);
  return Store::create(output.folder, study.key, stored_scenarios(study), stored_targets(study),
                       stored_meta(study));
}

Families make_families(const Study& study, const WeightsSolution& weights, int population,
                       const SideBySide& side_by_side) {
  return make_families(study, weights, population, population, side_by_side);
}

Families make_families(const Study& study, const WeightsSolution& weights, int population, int network,
                       const SideBySide& side_by_side) {
  const Municipalities& towns = study.evidence.municipalities;
  std::vector<double> share;
  for (const Municipality& town : towns.list) share.push_back(town.family_share);
  const PopulationPlan plan{population_seed(study.plan.seed, population), study.plan.families};
  Families families;
  families.population = build_population(plan, study.population, share, weights, side_by_side);
  families.network = build_network(families.population, towns.region, study.network,
                                   network_key(study.plan.seed, network), side_by_side);
  return families;
}

RunResult run_one(const Study& study, const RunId& run, const Families& families, bool parallel) {
  const Scenario drawn = with_draw(scenario_of(study, run), study.evidence, study.posterior, run.draw);
  return live_whole(study, run, drawn, families, parallel);
}

void live_pair(const Study& study, const std::vector<Scenario>& scenarios, const std::vector<RunId>& runs,
               const Families& families, bool parallel, const std::function<void(RunResult)>& done,
               const std::function<void(const RunId&, const std::string&)>& failed) {
  // in the order in which they leave the baseline, whose past is lived from fork to fork
  std::vector<RunId> order = runs;
  const auto own = [&](const RunId& run) -> const Scenario& {
    return scenarios[static_cast<std::size_t>(run.scenario)];
  };
  const auto leaves = [&](const RunId& run) { return leaves_past(scenarios.front(), own(run)); };
  std::stable_sort(order.begin(), order.end(),
                   [&](const RunId& a, const RunId& b) { return leaves(a) < leaves(b); });
  const auto n_sharing =
      std::count_if(order.begin(), order.end(), [&](const RunId& run) { return leaves(run) > first_month; });
  const auto guarded = [&](const RunId& run, const auto& work) {
    try {
      done(work());
    } catch (const StoreError&) {
      throw;  // the next result could not be kept either
    } catch (const std::exception& error) {
      failed(run, reason_of(error));
    }
  };
  RunId first = runs.front();
  first.scenario = 0;
  const Scenario baseline = with_draw(scenarios.front(), study.evidence, study.posterior, first.draw);
  std::optional<World> past;
  Observer seen(study);
  if (n_sharing > 1) past.emplace(inputs_of(study, first, baseline, families, parallel));
  for (const RunId& run : order) {
    const bool shares = past && leaves(run) > first_month;
    if (shares) live_on(*past, leaves(run), [&](const World& now) { seen.look(now); });
    guarded(run, [&] {
      const Scenario drawn = with_draw(own(run), study.evidence, study.posterior, run.draw);
      if (!shares) return live_whole(study, run, drawn, families, parallel);
      World world = branch(*past, drawn);
      Observer observer = seen;
      live_on(world, drawn.until, [&](const World& now) { observer.look(now); });
      return observer.result(run, world);
    });
  }
}

void run_pair(const Study& study, const std::vector<RunId>& runs, const Families& families, bool parallel,
              const std::function<void(RunResult)>& done) {
  std::string errors;
  live_pair(study, study.scenarios, runs, families, parallel, done,
            [&](const RunId& run, const std::string& error) {
              errors += fmt::format("{}{}: {}", errors.empty() ? "" : "\n", run_name(study, run), error);
            });
  if (!errors.empty()) throw std::runtime_error(errors);
}

namespace {

/// The families of each population, empty until a run asks for them.
using AllFamilies = std::vector<std::optional<Families>>;

/// Those of `runs` that are missing; adds to `end`.
void compute_runs(const Study& study, Store& store, const std::vector<RunId>& missing, AllFamilies& families,
                  Progress::Show show, StudyEnd& end) {
  std::set<int> wanted;
  for (const RunId& run : missing) {
    if (!families[static_cast<std::size_t>(run.population)]) wanted.insert(run.population);
  }
  const std::vector<int> populations(wanted.begin(), wanted.end());
  if (!populations.empty()) {
    const WeightsSolution weights = weights_of(study.population);
    Progress progress("making families", populations.size(), show);
    const SideBySide inside = inside_a_job(populations.size(), study.plan.threads);
    const EnsembleOutcome made = run_ensemble(
        populations.size(), study.plan.threads,
        [&](std::size_t i) {
          families[static_cast<std::size_t>(populations[i])] =
              make_families(study, weights, populations[i], inside);
          progress.step();
        },
        interrupted);
    if (!made.failures.empty()) {
      end.ended = Ended::failed;
      end.failures =
          made.failures_text([&](std::size_t i) { return fmt::format("population {}", populations[i]); });
      return;
    }
    if (made.stopped) {
      end.ended = Ended::interrupted;
      return;
    }
  }

  std::vector<std::vector<RunId>> pairs;  // the plan keeps a pair's runs together
  for (const RunId& run : missing) {
    const bool same = !pairs.empty() && pairs.back().front().draw == run.draw &&
                      pairs.back().front().replicate == run.replicate;
    if (!same) pairs.emplace_back();
    pairs.back().push_back(run);
  }
  Progress progress("runs", missing.size(), show);
  std::mutex writing;
  std::atomic<bool> cannot_write{false};
  const bool parallel = parallel_inside(pairs.size(), study.plan.threads);
  const auto keep = [&](const RunResult& result) {
    const std::lock_guard lock(writing);
    try {
      store.add(result);
    } catch (...) {
      cannot_write = true;  // a full disk does not mend itself: the other runs would be lost as well
      throw;
    }
    ++end.n_now;
    progress.step();
  };
  const EnsembleOutcome outcome = run_ensemble(
      pairs.size(), study.plan.threads,
      [&](std::size_t i) {
        run_pair(study, pairs[i], *families[static_cast<std::size_t>(pairs[i].front().population)], parallel,
                 keep);
      },
      [&] { return interrupted() || cannot_write; });
  progress.finish();
  if (!outcome.failures.empty()) {
    end.ended = Ended::failed;
    end.failures = outcome.failures_text([&](std::size_t i) {
      return fmt::format("draw {}, replicate {}", pairs[i].front().draw, pairs[i].front().replicate);
    });
  } else if (outcome.stopped) {
    end.ended = Ended::interrupted;
  }
}

/// Whether the first `n` runs tell every scenario's average effect as narrowly as the plan asks.
bool precise_enough(const Study& study, const Store& store, std::size_t n) {
  std::vector<StoredRun> runs = store.runs();
  std::erase_if(runs, [&](const StoredRun& r) { return r.run.id >= static_cast<std::int64_t>(n); });
  return precision_of(store, runs, study.last_year) <= study.plan.until_precision;
}

}  // namespace

StudyEnd compute(const Study& study, Store& store, Progress::Show show) {
  const std::vector<RunId> all = planned_runs(study.plan);
  std::set<std::int64_t> done;
  for (const StoredRun& run : store.runs()) done.insert(run.run.id);
  StudyEnd end{Ended::all_done, all.size(), done.size(), 0, {}};
  AllFamilies families(static_cast<std::size_t>(study.plan.populations));
  const std::size_t batch = runs_in_batch(study.plan);
  for (std::size_t first = 0; first < all.size(); first += batch) {
    const std::size_t last = std::min(first + batch, all.size());
    std::vector<RunId> missing;
    for (std::size_t i = first; i < last; ++i) {
      if (!done.contains(all[i].id)) missing.push_back(all[i]);
    }
    if (!missing.empty()) compute_runs(study, store, missing, families, show, end);
    if (end.ended != Ended::all_done) return end;
    if (study.plan.until_precision > 0 && precise_enough(study, store, last)) {
      end.n_runs = last;
      break;
    }
  }
  store.finish();
  return end;
}

}  // namespace uptake
