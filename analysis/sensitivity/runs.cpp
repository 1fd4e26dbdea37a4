// SPDX-License-Identifier: Apache-2.0
#include "analysis/sensitivity/runs.hpp"
#include "analysis/report/regional.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <atomic>
#include <cmath>
#include <limits>
#include <map>
#include <memory>
#include <mutex>

#include "analysis/experiment/provenance.hpp"
#include "analysis/experiment/stored_study.hpp"
#include "analysis/sweep/design.hpp"
#include "sim/base/hash.hpp"
#include "sim/base/interrupt.hpp"
#include "sim/store/lock.hpp"
#include "sim/store/shard.hpp"
#include "sim/store/views.hpp"
#include "sim/world/ensemble.hpp"

namespace uptake {
namespace {

namespace fs = std::filesystem;

/// The seeds of a point's replicate.
DesignRun seeded(const SensitivityDesign& design, std::size_t p, int replicate) {
  const DesignPoint& point = design.points[p];
  const int populations = design.settings.plan.populations;
  // of a replicate the first numbers, as `compare` has them; seeds that a point sets come after those
  const auto one = [&](int set, int own) { return set == of_replicate ? own : set; };
  DesignRun run;
  run.point = p;
  run.population = one(point.population, replicate % populations);
  run.network = one(point.network, replicate % populations);
  run.chance = one(point.chance, replicate);
  return run;
}

/// What sets a run's past apart: all but the numbers of levers.
std::string past_text(const SensitivityDesign& design, const DesignRun& run) {
  const DesignPoint& point = design.points[run.point];
  std::string text = fmt::format("draw {}\npopulation {}\nnetwork {}\nchance {}\n", point.draw,
                                 run.population, run.network, run.chance);
  for (std::size_t i = 0; i < point.values.size(); ++i) {
    if (design.inputs[i].kind == InputKind::parameter)
      text += fmt::format("{}={:a}\n", design.inputs[i].axis.path, point.values[i]);
  }
  return text;
}

/// The numbers of levers that act on the run's scenario.
std::string sizes_text(const SensitivityDesign& design, const DesignRun& run) {
  const DesignPoint& point = design.points[run.point];
  const Scenario& scenario = design.study.scenarios[static_cast<std::size_t>(run.scenario)];
  std::string text;
  const bool draws = std::ranges::any_of(
      scenario.levers, [](const Lever& lever) { return std::ranges::any_of(lever.bounds, &Bounds::given); });
  if (draws) text += fmt::format("sizes {}\n", point.sizes);
  for (std::size_t i = 0; i < point.values.size(); ++i) {
    const SensitivityInput& input = design.inputs[i];
    if (input.kind == InputKind::lever && has_lever(scenario, input.axis.lever))
      text += fmt::format("{}={:a}\n", input.axis.path, point.values[i]);
  }
  return text;
}

/// What the figures hang on beside the runs' ids, and which are kept.
std::string design_text(const SensitivityDesign& design) {
  const SensitivitySettings& s = design.settings;
  std::string text = fmt::format("sensitivity 1\n{} {}\n{}\n{} {} {}\n", design.study.key.model,
                                 code(s.method), design.study.key.data, s.points, s.plan.replicates, s.year);
  for (const std::string& scenario : design.study.key.scenarios) text += scenario + "\n";
  for (const SensitivityOutput& o : design.outputs)
    text +=
        fmt::format("{} {} {} {}\n", o.series.measure, o.series.domain, o.series.variable, o.series.category);
  return text;
}

/// Families that several units use are made once, when the first asks, and let go after the last.
class FamilyPool {
 public:
  FamilyPool(const SensitivityDesign& design, const DesignRuns& runs,
             const std::vector<std::vector<std::int64_t>>& units)
      : study_(design.study), weights_(weights_of(design.study.population)) {
    for (const auto& unit : units) ++entries_[key(runs.runs[static_cast<std::size_t>(unit.front())])].left;
  }
  [[nodiscard]] std::shared_ptr<const Families> take(const DesignRun& run) {
    Entry& entry = entries_.at(key(run));
    const std::lock_guard lock(entry.making);
    if (!entry.made)
      entry.made =
          std::make_shared<const Families>(make_families(study_, weights_, run.population, run.network));
    std::shared_ptr<const Families> made = entry.made;
    if (--entry.left == 0) entry.made.reset();
    return made;
  }

 private:
  struct Entry {
    std::mutex making;
    std::shared_ptr<const Families> made;
    std::size_t left = 0;  ///< units that will ask
  };
  static std::pair<int, int> key(const DesignRun& run) { return {run.population, run.network}; }

  const Study& study_;
  WeightsSolution weights_;
  std::map<std::pair<int, int>, Entry> entries_;
};

SweepKey key_of(const SensitivityDesign& design, const DesignRuns& runs) {
  return {design.study.key.model, design.study.key.data, runs.hash};
}

std::string name_of(const SensitivityDesign& design, const DesignRun& run) {
  return fmt::format("{} at point {}", design.study.scenarios[static_cast<std::size_t>(run.scenario)].name,
                     run.point);
}

/// Lives the runs of a unit; `done` and `failed` get each with its number.
void live_unit(const SensitivityDesign& design, const Study& study, const DesignRuns& runs,
               const std::vector<std::int64_t>& unit, const Families& families, bool parallel,
               const std::function<void(std::int64_t, RunResult)>& done,
               const std::function<void(std::int64_t, const std::string&)>& failed) {
  std::vector<Scenario> scenarios;
  std::vector<RunId> ids;
  for (const std::int64_t number : unit) {
    const DesignRun& run = runs.runs[static_cast<std::size_t>(number)];
    ids.push_back({number, static_cast<int>(scenarios.size()), 0, run.chance, run.population});
    scenarios.push_back(scenario_of(design, run));
  }
  live_pair(
      study, scenarios, ids, families, parallel,
      [&](RunResult result) {
        std::vector<RunResult::Value> kept;
        for (const SensitivityOutput& output : design.outputs) {
          if (const auto figure = figure_of(output, design.settings.year, result); figure)
            kept.push_back({output.series, design.settings.year, *figure});
        }
        result.values = std::move(kept);
        const std::int64_t number = result.run.id;
        done(number, std::move(result));
      },
      [&](const RunId& run, const std::string& error) { failed(run.id, error); });
}

}  // namespace

DesignRuns plan_runs(const SensitivityDesign& design) {
  DesignRuns out;
  const auto n_scenarios = static_cast<int>(design.study.scenarios.size());
  std::map<std::string, std::int64_t> known;
  std::map<std::string, std::size_t> pasts;
  const std::string all = fmt::format("{}\n{}\n{}\n{}\n", design.study.key.model, design.study.key.data,
                                      design.settings.plan.families, design.settings.plan.seed);
  for (std::size_t p = 0; p < design.points.size(); ++p) {
    for (int r = 0; r < design.settings.plan.replicates; ++r) {
      for (int s = 0; s < n_scenarios; ++s) {
        DesignRun run = seeded(design, p, r);
        run.scenario = s;
        const std::string past = past_text(design, run);
        run.id =
            sha256(fmt::format("{}{}\n{}{}", all, design.study.key.scenarios[static_cast<std::size_t>(s)],
                               past, sizes_text(design, run)))
                .substr(0, 16);
        const auto [at, is_new] = known.try_emplace(run.id, static_cast<std::int64_t>(out.runs.size()));
        out.of.push_back(at->second);
        if (!is_new) continue;
        const auto [unit, is_first] = pasts.try_emplace(past, out.units.size());
        if (is_first) out.units.emplace_back();
        out.units[unit->second].push_back(at->second);
        out.runs.push_back(std::move(run));
      }
    }
  }
  std::string text = design_text(design);
  for (const DesignRun& run : out.runs) text += run.id + "\n";
  for (const std::int64_t run : out.of) text += std::to_string(run) + "\n";
  out.hash = sha256(text);
  return out;
}

Scenario scenario_of(const SensitivityDesign& design, const DesignRun& run) {
  const Study& study = design.study;
  const DesignPoint& point = design.points[run.point];
  Scenario scenario = study.scenarios[static_cast<std::size_t>(run.scenario)];
  for (Lever& lever : scenario.levers) {
    if (point.sizes != as_written) lever = drawn(lever, point.sizes);
    lever.bounds = {};  // whoever draws parameters leaves the sizes alone
    lever.cost.fixed_bounds = lever.cost.unit_bounds = {};
  }
  if (point.draw != as_written) scenario = with_draw(scenario, study.evidence, study.posterior, point.draw);
  std::vector<SweepAxis> axes;
  std::vector<double> values;
  for (std::size_t i = 0; i < point.values.size(); ++i) {
    if (design.inputs[i].is_seed()) continue;
    axes.push_back(design.inputs[i].axis);
    values.push_back(point.values[i]);
  }
  return at_point(scenario, axes, values);
}

StudyEnd compute(const SensitivityDesign& design, const DesignRuns& runs, const fs::path& folder,
                 Progress::Show show) {
  const fs::path file = folder / sensitivity_runs_file;
  fs::path lock_file = file;
  const FileLock lock(lock_file.replace_extension(".lock"));
  Shard shard = Shard::write(file, key_of(design, runs));
  StudyEnd end{Ended::all_done, runs.runs.size(), 0, 0, {}};
  std::vector<bool> is_done(runs.runs.size());
  for (const ShardRun& run : shard.runs()) {
    const auto at = static_cast<std::size_t>(run.run);
    if (run.run < 0 || at >= is_done.size() || run.id != runs.runs[at].id)
      refuse_damaged(file, fmt::format("run {} is not one of the design", run.run));
    is_done[at] = true;
    ++end.n_before;
  }
  std::vector<std::vector<std::int64_t>> missing;
  for (const auto& unit : runs.units) {
    std::vector<std::int64_t> left;
    for (const std::int64_t run : unit) {
      if (!is_done[static_cast<std::size_t>(run)]) left.push_back(run);
    }
    if (!left.empty()) missing.push_back(std::move(left));
  }
  if (missing.empty()) return end;

  Study study = design.study;  // whose scenarios come with all that they draw
  study.posterior = {};
  FamilyPool pool(design, runs, missing);
  Progress progress("runs", end.n_runs - end.n_before, show);
  std::mutex writing;
  std::atomic<bool> cannot_write{false};
  std::size_t n_failed = 0;
  const auto done = [&](std::int64_t number, const RunResult& result) {
    const std::lock_guard guard(writing);
    try {
      shard.add({number,
                 runs.runs[static_cast<std::size_t>(number)].id,
                 result.seed,
                 result.stream,
                 result.real_per_simulated,
                 {},
                 0},
                result.values);
    } catch (...) {
      cannot_write = true;  // a full disk does not mend itself
      throw;
    }
    ++end.n_now;
    progress.step();
  };
  const auto failed = [&](std::int64_t number, const std::string& error) {
    const std::lock_guard guard(writing);
    constexpr std::size_t most_told = 4;
    if (n_failed++ < most_told)
      end.failures += fmt::format("{}{}: {}", end.failures.empty() ? "" : "\n",
                                  name_of(design, runs.runs[static_cast<std::size_t>(number)]), error);
  };
  const bool parallel = parallel_inside(missing.size(), design.settings.plan.threads);
  const EnsembleOutcome outcome = run_ensemble(
      missing.size(), design.settings.plan.threads,
      [&](std::size_t i) {
        const auto families = pool.take(runs.runs[static_cast<std::size_t>(missing[i].front())]);
        live_unit(design, study, runs, missing[i], *families, parallel, done, failed);
      },
      [&] { return interrupted() || cannot_write; });
  progress.finish();
  if (!outcome.failures.empty()) {
    end.ended = Ended::failed;
    end.failures = outcome.failures_text([&](std::size_t i) {
      return name_of(design, runs.runs[static_cast<std::size_t>(missing[i].front())]);
    });
  } else if (n_failed > 0) {
    end.ended = Ended::failed;
  } else if (outcome.stopped) {
    end.ended = Ended::interrupted;
  }
  return end;
}

std::vector<std::int64_t> verify_runs(const SensitivityDesign& design, const DesignRuns& runs,
                                      const fs::path& folder, std::size_t n, std::uint32_t seed,
                                      const std::function<void(const DesignRun&, bool)>& look) {
  const Shard shard = Shard::read(folder / sensitivity_runs_file, key_of(design, runs));
  std::map<std::int64_t, ShardRun> stored;
  std::vector<std::int64_t> numbers;
  for (const ShardRun& run : shard.runs()) {
    stored[run.run] = run;
    numbers.push_back(run.run);
  }
  Study study = design.study;  // whose scenarios come with all that they draw
  study.posterior = {};
  const int threads = design.settings.plan.threads;
  const WeightsSolution weights = weights_of(study.population);
  std::vector<std::int64_t> other;
  for (const std::int64_t number : by_chance(numbers, n, seed)) {
    const DesignRun& run = runs.runs.at(static_cast<std::size_t>(number));
    std::vector<ShardRow> rows;
    shard.rows(number, number + 1, [&](std::int64_t, const ShardRow& row) { rows.push_back(row); });
    bool same = false;
    std::string error;
    const EnsembleOutcome outcome = run_ensemble(
        1, threads,
        [&](std::size_t) {
          const Families families = make_families(study, weights, run.population, run.network);
          live_unit(
              design, study, runs, {number}, families, threads > 1,
              [&](std::int64_t, const RunResult& fresh) {
                const ShardRun named{number, run.id, fresh.seed, fresh.stream, fresh.real_per_simulated,
                                     {},     0};
                same = rows == shard_rows(fresh.values) && shard_hash(named, rows) == stored.at(number).hash;
              },
              [&](std::int64_t, const std::string& what) { error = what; });
        },
        interrupted);
    if (outcome.stopped) throw Interrupted{};
    if (!outcome.failures.empty()) error = outcome.failures.front().message;
    if (!error.empty()) throw std::runtime_error(name_of(design, run) + ": " + error);
    if (!same) other.push_back(number);
    look(run, same);
  }
  return other;
}

void finish_runs(const SensitivityDesign& design, const fs::path& folder) {
  const fs::path file = folder / sensitivity_runs_file;
  const fs::path fresh = file.string() + ".tmp";
  std::error_code ignored;
  fs::remove(fresh, ignored);
  {
    Database database(file, Database::Mode::write);
    if (has_views(database)) return;
    std::vector<Series> series;
    for (const SensitivityOutput& output : design.outputs) series.push_back(output.series);
    add_views(database, DatabaseKind::sensitivity,
              category_labels(own_labels(design.study), series, region_of(design.study.evidence.folder)));
    Statement(database, "VACUUM INTO ?").bind(1, std::string_view(fresh.native())).run();
  }
  fs::rename(fresh, file);
  fs::remove(file.string() + "-journal", ignored);
}

Eigen::MatrixXd read_figures(const SensitivityDesign& design, const DesignRuns& runs,
                             const fs::path& folder) {
  constexpr double nothing = std::numeric_limits<double>::quiet_NaN();
  const Shard shard = Shard::read(folder / sensitivity_runs_file, key_of(design, runs));
  std::map<std::int64_t, Eigen::Index> column;
  for (const ShardSeries& one : shard.series()) {
    const auto at = std::ranges::find(design.outputs, one.series, &SensitivityOutput::series);
    if (at != design.outputs.end()) column[one.id] = at - design.outputs.begin();
  }
  const auto n_outputs = static_cast<Eigen::Index>(design.outputs.size());
  Eigen::MatrixXd by_run =
      Eigen::MatrixXd::Constant(static_cast<Eigen::Index>(runs.runs.size()), n_outputs, nothing);
  shard.rows(0, static_cast<std::int64_t>(runs.runs.size()), [&](std::int64_t run, const ShardRow& row) {
    if (const auto at = column.find(row.series); at != column.end()) by_run(run, at->second) = row.value;
  });
  const auto n_scenarios = static_cast<std::ptrdiff_t>(design.study.scenarios.size());
  const auto replicates = static_cast<std::ptrdiff_t>(design.settings.plan.replicates);
  Eigen::MatrixXd figures = Eigen::MatrixXd::Zero(static_cast<Eigen::Index>(design.points.size()), n_outputs);
  for (Eigen::Index p = 0; p < figures.rows(); ++p) {
    for (std::ptrdiff_t r = 0; r < replicates; ++r) {
      const auto first = runs.of.begin() + (p * replicates + r) * n_scenarios;
      figures.row(p) += by_run.row(*(first + n_scenarios - 1));
      if (n_scenarios > 1) figures.row(p) -= by_run.row(*first);
    }
  }
  return figures / static_cast<double>(replicates);
}

}  // namespace uptake
