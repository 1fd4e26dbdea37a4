// SPDX-License-Identifier: Apache-2.0
// How far is a sweep, and is it reproducible?
#include <fmt/format.h>

#include <algorithm>

#include "analysis/sweep/found.hpp"
#include "analysis/sweep/merge.hpp"
#include "sim/store/lock.hpp"

namespace uptake {

namespace fs = std::filesystem;

SweepStatus status_of(const Sweep& sweep, const fs::path& folder) {
  SweepStatus status;
  Problems problems;
  const std::vector<fs::path> files = shard_files(folder);
  const SweepState state = state_of(sweep, files, problems);
  status.n_runs = sweep.n_runs();
  status.n_done = state.n_done;
  status.n_failed = state.failures.size();
  status.n_missing = status.n_runs - status.n_done - status.n_failed;
  for (const Problem& problem : problems.all()) status.problems.push_back(problem.text());
  for (const fs::path& file : files) {
    if (FileLock::is_held(lock_of(file))) status.running.push_back(file.stem().string());
  }
  constexpr std::size_t most = 10;
  for (const auto& [run, error] : state.failures) {
    if (status.failures.size() == most) break;
    status.failures.push_back(
        fmt::format("{}: {}\n    again: {}", run_text(sweep, run), error, repeat_text(sweep, folder, run)));
  }
  if (state.ended.empty()) return status;
  constexpr std::int64_t apart = 300;  // clocks of nodes that are kept differ by less
  const std::int64_t ahead = *std::ranges::max_element(state.ended) - seconds_now();
  if (ahead > apart) {
    status.clocks = fmt::format("a node's clock is {} ahead of this one's, so that no end is foreseen",
                                Progress::duration_text(static_cast<double>(ahead)));
    return status;
  }
  if (status.running.empty()) return status;
  const std::int64_t last = *std::ranges::max_element(state.ended);
  constexpr std::int64_t window = 3600;
  std::int64_t first = last;
  double n = 0;
  for (const std::int64_t ended : state.ended) {
    if (ended < last - window) continue;
    first = std::min(first, ended);
    n += 1;
  }
  const std::int64_t until = std::max(last, seconds_now());  // workers that hang finish nothing since
  if (until > first)
    status.seconds_left = static_cast<double>(status.n_missing) * static_cast<double>(until - first) / n;
  return status;
}

std::vector<std::int64_t> verify(const Sweep& sweep, const fs::path& folder, int n, std::uint32_t seed,
                                 int threads, const std::function<void(std::int64_t, bool)>& look) {
  const Database db = open_merged(sweep, folder);
  std::vector<std::pair<std::uint32_t, std::int64_t>> by_chance;
  Statement all(db, "SELECT run FROM runs ORDER BY run");
  while (all.step()) {
    const std::int64_t run = all.integer(0);
    by_chance.emplace_back(hash_id(seed, 0x76657269, static_cast<std::uint32_t>(run)), run);
  }
  std::ranges::sort(by_chance);
  by_chance.resize(std::min(by_chance.size(), static_cast<std::size_t>(n)));
  std::vector<std::int64_t> other;
  Statement stored(db, "SELECT hash FROM runs WHERE run=?");
  Statement figures(db, "SELECT series_id, year, value FROM figures WHERE run=? ORDER BY series_id, year");
  FamiliesOf families(sweep);
  for (const auto& [chance, run] : by_chance) {
    const RunResult fresh = run_alone(sweep, families, run, threads);
    ShardRun named{run,
                   run_id(sweep, sweep.runs[static_cast<std::size_t>(run)]),
                   fresh.seed,
                   fresh.stream,
                   fresh.real_per_simulated,
                   {},
                   0};
    std::vector<ShardRow> rows;
    figures.bind(1, run);
    while (figures.step())
      rows.push_back({figures.integer(0), static_cast<int>(figures.integer(1)), figures.number(2)});
    figures.reset();
    stored.bind(1, run);
    stored.step();
    const bool same = rows == shard_rows(fresh.values) && stored.text(0) == shard_hash(named, rows);
    stored.reset();
    if (!same) other.push_back(run);
    look(run, same);
  }
  return other;
}

}  // namespace uptake
