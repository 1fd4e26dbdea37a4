// SPDX-License-Identifier: Apache-2.0
#include "analysis/sweep/work.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <mutex>
#include <optional>
#include <set>

#include "sim/base/errors.hpp"
#include "sim/base/interrupt.hpp"
#include "sim/store/lock.hpp"

namespace uptake {
namespace {

namespace fs = std::filesystem;
using Clock = std::chrono::steady_clock;

constexpr std::chrono::seconds between_copies{60};  ///< with a scratch folder

bool contains(const std::vector<std::string>& list, const std::string& code) {
  return std::ranges::find(list, code) != list.end();
}

const SweepRun& run_at(const Sweep& sweep, std::int64_t run) {
  return sweep.runs[static_cast<std::size_t>(run)];
}

/// A shard file that is being written: in the folder, or in a scratch folder and copied from there.
class Writer {
 public:
  Writer(const Sweep& sweep, const fs::path& file, const fs::path& scratch)
      : lock_(lock_of(file)), file_(file), shard_(open(sweep, scratch)) {}

  void add(const Sweep& sweep, std::int64_t number, const RunResult& result) {
    ShardRun run{number,
                 run_id(sweep, run_at(sweep, number)),
                 result.seed,
                 result.stream,
                 result.real_per_simulated,
                 {},
                 seconds_now()};
    if (sweep.design.is_study()) {
      for (std::size_t t = 0; t < result.fit.size(); ++t) {
        if (const auto& value = result.fit[t]) run.fit.emplace_back(static_cast<std::int64_t>(t), *value);
      }
      run.contacts = result.contacts;
    }
    shard_.add(std::move(run), result.values);
    if (is_scratch() && Clock::now() - copied_ > between_copies) copy();
  }
  void add_failure(const Sweep& sweep, std::int64_t number, const std::string& error) {
    shard_.add_failure({number, run_id(sweep, run_at(sweep, number)), error});
  }
  /// Brings what is committed into the folder.
  void copy() {
    if (is_scratch()) shard_.copy_to(file_);
    copied_ = Clock::now();
  }
  /// The last copy; then nothing is left in the scratch folder.
  void finish() {
    copy();
    if (!is_scratch()) return;
    std::error_code ignored;
    fs::remove(shard_.file(), ignored);
    fs::remove(shard_.file().string() + "-journal", ignored);
  }

 private:
  [[nodiscard]] bool is_scratch() const { return shard_.file() != file_; }

  Shard open(const Sweep& sweep, const fs::path& scratch) {
    const SweepKey key = key_of(sweep);
    if (scratch.empty()) return Shard::write(file_, key);
    const fs::path own = scratch_file(scratch, file_);
    std::error_code error;
    fs::create_directories(scratch, error);
    fs::remove(own, error);
    fs::remove(own.string() + "-journal", error);
    if (!Shard::holds_nothing(file_)) Shard::read(file_, key).copy_to(own);
    return Shard::write(own, key);
  }

  FileLock lock_;
  fs::path file_;
  Shard shard_;
  Clock::time_point copied_ = Clock::now();
};

/// Runs of one unit that are missing.
struct Job {
  std::int64_t unit = 0;
  std::vector<std::int64_t> runs;
};

SweepEnd compute_jobs(const Sweep& sweep, Writer& writer, const std::vector<Job>& jobs, const SweepWork& work,
                      Progress::Show show, SweepEnd end) {
  std::set<FamiliesKey> wanted;
  std::size_t n_missing = 0;
  for (const Job& job : jobs) {
    wanted.insert(families_key(sweep, run_at(sweep, job.runs.front())));
    n_missing += job.runs.size();
  }
  if (jobs.empty()) return end;
  FamiliesOf families(sweep);
  const EnsembleOutcome made = families.make({wanted.begin(), wanted.end()}, work.threads, show);
  if (!made.failures.empty()) {
    end.ended = Ended::failed;
    end.failures = made.failures_text([](std::size_t) { return std::string("making families"); });
    return end;
  }
  if (made.stopped) {
    end.ended = Ended::interrupted;
    return end;
  }
  Progress progress("runs", n_missing, show);
  std::mutex writing;
  std::atomic<bool> cannot_go_on{false};
  std::size_t n_told = 0;
  const auto done = [&](std::int64_t run, const RunResult& result) {
    const std::lock_guard lock(writing);
    try {
      writer.add(sweep, run, result);
    } catch (...) {
      cannot_go_on = true;  // a full disk does not mend itself
      throw;
    }
    ++end.n_now;
    progress.step();
  };
  const auto failed = [&](std::int64_t run, const std::string& error) {
    const std::lock_guard lock(writing);
    if (work.stop_on_failure) cannot_go_on = true;
    try {
      writer.add_failure(sweep, run, error);
    } catch (...) {
      cannot_go_on = true;
      throw;
    }
    ++end.n_failed;
    constexpr std::size_t most_told = 4;
    if (n_told++ < most_told)
      end.failures += fmt::format("{}{}: {}", end.failures.empty() ? "" : "\n", run_text(sweep, run), error);
    progress.step();
  };
  const bool parallel = parallel_inside(jobs.size(), work.threads);
  const EnsembleOutcome outcome = run_ensemble(
      jobs.size(), work.threads,
      [&](std::size_t i) {
        const SweepRun& first = run_at(sweep, jobs[i].runs.front());
        work_unit(sweep, jobs[i].runs, families.at(families_key(sweep, first)), parallel, done, failed);
      },
      [&] { return interrupted() || cannot_go_on; });
  progress.finish();
  if (!outcome.failures.empty()) {
    end.ended = Ended::failed;
    end.failures =
        outcome.failures_text([&](std::size_t i) { return run_text(sweep, jobs[i].runs.front()); });
  } else if (cannot_go_on) {
    end.ended = Ended::failed;
  } else if (outcome.stopped) {
    end.ended = Ended::interrupted;
  }
  return end;
}

void make_shards_folder(const fs::path& folder) {
  std::error_code error;
  fs::create_directories(folder / shards_folder, error);
  if (error)
    refuse(fmt::format("{}: cannot be made: {}", (folder / shards_folder).string(), error.message()));
}

}  // namespace

std::vector<RunResult::Value> kept(const SweepDesign& design, const RunResult& result) {
  if (design.is_study()) return result.values;
  const SweepKeep& keep = design.keep;
  std::vector<RunResult::Value> values;
  for (const RunResult::Value& v : result.values) {
    const bool is_group = find_variable(v.series.variable) != nullptr;
    if (std::ranges::find(keep.years, v.year) != keep.years.end() &&
        contains(keep.measures, v.series.measure) && contains(keep.domains, v.series.domain) &&
        (!is_group || contains(keep.by, v.series.variable)))
      values.push_back(v);
  }
  return values;
}

FamiliesKey families_key(const Sweep& sweep, const SweepRun& run) {
  const SweepCell& cell = sweep.cells[static_cast<std::size_t>(run.cell)];
  const Scenario& scenario = sweep.study.scenarios[static_cast<std::size_t>(cell.scenario)];
  const std::vector<double>& values = sweep.design.points[static_cast<std::size_t>(cell.point)];
  return {run.size, run.population, at_point(scenario.structure, sweep.design.axes, values).network};
}

FamiliesOf::FamiliesOf(const Sweep& sweep) : sweep_(&sweep), weights_(weights_of(sweep.study.population)) {}

EnsembleOutcome FamiliesOf::make(const std::vector<FamiliesKey>& asked, int threads, Progress::Show show) {
  std::vector<FamiliesKey> missing;
  for (const auto& one : asked) {
    if (!made_.contains(one)) missing.push_back(one);
  }
  std::vector<std::optional<Families>> fresh(missing.size());
  Progress progress("making families", missing.size(), show);
  const SideBySide inside = inside_a_job(missing.size(), threads);
  EnsembleOutcome outcome = run_ensemble(
      missing.size(), threads,
      [&](std::size_t i) {
        Study study = sweep_->study;
        study.plan.families = sweep_->design.families[static_cast<std::size_t>(missing[i].size)];
        study.network.kind = missing[i].network;
        fresh[i] = make_families(study, weights_, missing[i].population, inside);
        progress.step();
      },
      interrupted);
  for (std::size_t i = 0; i < missing.size(); ++i) {
    std::optional<Families>& one = fresh[i];
    if (one) made_.emplace(missing[i], std::move(*one));
  }
  return outcome;
}

void work_unit(const Sweep& sweep, const std::vector<std::int64_t>& runs, const Families& families,
               bool parallel, const std::function<void(std::int64_t, RunResult)>& done,
               const std::function<void(std::int64_t, const std::string&)>& failed) {
  const SweepUnit& unit = sweep.units[static_cast<std::size_t>(run_at(sweep, runs.front()).unit)];
  std::vector<Scenario> scenarios;
  std::vector<RunId> ids;
  for (const std::int64_t number : runs) {
    const SweepRun& run = run_at(sweep, number);
    ids.push_back({number, static_cast<int>(scenarios.size()), run.draw, run.replicate, run.population});
    scenarios.push_back(scenario_of(sweep, sweep.cells[static_cast<std::size_t>(run.cell)]));
  }
  std::set<std::int64_t> open(runs.begin(), runs.end());
  try {
    live_pair(
        sweep.study, scenarios, ids, families, parallel,
        [&](RunResult result) {
          const std::int64_t run = result.run.id;
          result.values = kept(sweep.design, result);
          done(run, std::move(result));
          open.erase(run);
        },
        [&](const RunId& run, const std::string& error) {
          failed(run.id, error);
          open.erase(run.id);
        });
  } catch (const StoreError&) {
    throw;
  } catch (const std::exception& error) {  // in the past that they share
    for (const std::int64_t run : open)
      failed(run, fmt::format("in the past of unit {}: {}", unit.first, reason_of(error)));
  }
}

RunResult run_alone(const Sweep& sweep, FamiliesOf& families, std::int64_t number, int threads) {
  const SweepRun& run = run_at(sweep, number);
  const EnsembleOutcome made = families.make({families_key(sweep, run)}, threads, Progress::Show::nothing);
  if (made.stopped) throw Interrupted{};
  if (!made.failures.empty()) throw std::runtime_error(made.failures.front().message);
  std::optional<RunResult> result;
  std::string error = "it was not run";
  const EnsembleOutcome outcome = run_ensemble(1, threads, [&](std::size_t) {
    work_unit(
        sweep, {number}, families.at(families_key(sweep, run)), threads > 1,
        [&](std::int64_t, RunResult one) { result = std::move(one); },
        [&](std::int64_t, const std::string& what) { error = what; });
  });
  if (outcome.stopped) throw Interrupted{};
  if (!result) throw std::runtime_error(error);
  return std::move(*result);
}

SweepEnd work_on(const Sweep& sweep, const fs::path& folder, const SweepWork& work, Progress::Show show) {
  make_shards_folder(folder);
  Writer writer(sweep, shard_file(folder, work.shard, work.of), work.scratch);
  // other shards of the same split have other runs: a thousand workers need not read a thousand files each
  std::vector<fs::path> files = shard_files(folder);
  const std::string same_split = fmt::format("-of-{:05}.sqlite", work.of);
  std::erase_if(files, [&](const fs::path& file) {
    return file.filename().string().ends_with(same_split) && file != shard_file(folder, work.shard, work.of);
  });
  Problems own;  // what cannot be counted cannot be gone on with
  static_cast<void>(state_of(sweep, {shard_file(folder, work.shard, work.of)}, own));
  own.throw_if_any();
  Problems of_others;  // `status` and `merge` tell them; here those runs are missing
  const SweepState state = state_of(sweep, files, of_others);
  SweepEnd end;
  std::vector<Job> jobs;
  for (std::int64_t u = 0; u < static_cast<std::int64_t>(sweep.units.size()); ++u) {
    if (shard_of(u, work.of) != work.shard - 1) continue;
    const SweepUnit& unit = sweep.units[static_cast<std::size_t>(u)];
    const auto n = static_cast<std::int64_t>(sweep.blocks[static_cast<std::size_t>(unit.block)].size());
    Job job{u, {}};
    for (std::int64_t run = unit.first; run < unit.first + n; ++run) {
      ++end.n_runs;
      if (state.is_done[static_cast<std::size_t>(run)] != 0) {
        ++end.n_before;
      } else if (state.failures.contains(run)) {
        ++end.n_failed;  // would fail again: `retry` is for those
      } else {
        job.runs.push_back(run);
      }
    }
    if (!job.runs.empty()) jobs.push_back(std::move(job));
  }
  end = compute_jobs(sweep, writer, jobs, work, show, std::move(end));
  writer.finish();
  return end;
}

SweepEnd retry_failed(const Sweep& sweep, const fs::path& folder, const SweepWork& work,
                      Progress::Show show) {
  Problems problems;
  const SweepState state = state_of(sweep, shard_files(folder), problems);
  problems.throw_if_any();
  SweepEnd end;
  std::vector<Job> jobs;
  for (const auto& [run, error] : state.failures) {
    const std::int64_t unit = run_at(sweep, run).unit;
    if (shard_of(unit, work.of) != work.shard - 1) continue;
    ++end.n_runs;
    if (jobs.empty() || jobs.back().unit != unit) jobs.push_back({unit, {}});
    jobs.back().runs.push_back(run);
  }
  if (jobs.empty()) return end;
  // no name of a split's shard, which workers on the others of that split would not look at
  const std::string name =
      work.of == 1 ? std::string("retry.sqlite") : fmt::format("retry-{}-of-{}.sqlite", work.shard, work.of);
  Writer writer(sweep, folder / shards_folder / name, work.scratch);
  end = compute_jobs(sweep, writer, jobs, work, show, std::move(end));
  writer.finish();
  return end;
}

}  // namespace uptake
