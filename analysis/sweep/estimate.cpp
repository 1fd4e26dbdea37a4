// SPDX-License-Identifier: Apache-2.0
#include "analysis/sweep/estimate.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <cmath>
#include <fstream>
#include <stdexcept>

#include "sim/base/interrupt.hpp"

namespace uptake {
namespace {

using Clock = std::chrono::steady_clock;

// measured (docs/guides/cluster.md): with a hundred figures a run 33 bytes each in the shards, 60 merged,
// indices included
constexpr double shard_row_bytes = 33, merged_row_bytes = 60;
constexpr double run_bytes = 400;  ///< of a run's own rows, in shard and merged database
constexpr double rows_a_second = 50'000;

double seconds_since(Clock::time_point begin) {
  return std::chrono::duration<double>(Clock::now() - begin).count();
}

/// Memory of this process now, bytes.
double memory_now() {
  std::ifstream in("/proc/self/statm");
  double all = 0, resident = 0;
  in >> all >> resident;
  return resident * static_cast<double>(::sysconf(_SC_PAGESIZE));
}

}  // namespace

Pilot make_pilot(const Sweep& sweep) {
  Pilot pilot;
  FamiliesOf families(sweep);
  const std::size_t n_units = sweep.design.families.size();  // the plan's first units are one of every size
  std::vector<FamiliesKey> wanted;
  for (std::size_t u = 0; u < n_units; ++u) {
    const SweepRun& run = sweep.runs[static_cast<std::size_t>(sweep.units[u].first)];
    wanted.push_back(families_key(sweep, run));
  }
  const double before = memory_now();
  auto begin = Clock::now();
  const EnsembleOutcome made = families.make(wanted, 1, Progress::Show::nothing);
  if (made.stopped) throw Interrupted{};
  if (!made.failures.empty()) throw std::runtime_error("the pilot failed: " + made.failures.front().message);
  pilot.families_seconds = seconds_since(begin);
  pilot.base_bytes = before;
  pilot.families_bytes = std::max(0.0, memory_now() - before);
  const double with_families = memory_now();
  begin = Clock::now();
  std::size_t n_rows = 0, n_bytes = 0;
  std::string error;
  const EnsembleOutcome outcome = run_ensemble(
      n_units, 1,
      [&](std::size_t u) {
        const auto start = Clock::now();
        bool is_first = true;
        const SweepUnit& unit = sweep.units[u];
        std::vector<std::int64_t> runs;
        for (std::size_t i = 0; i < sweep.blocks[static_cast<std::size_t>(unit.block)].size(); ++i)
          runs.push_back(unit.first + static_cast<std::int64_t>(i));
        work_unit(
            sweep, runs, families.at(wanted[u]), false,
            [&](std::int64_t, const RunResult& result) {
              ++pilot.n_runs;
              if (is_first) pilot.first_seconds = std::max(pilot.first_seconds, seconds_since(start));
              is_first = false;
              n_rows += result.values.size() + result.fit.size();
              n_bytes += result.contacts.size();
              pilot.world_bytes = std::max(pilot.world_bytes, memory_now() - with_families);
            },
            [&](std::int64_t run, const std::string& what) {
              error += fmt::format("\n{}: {}", run_text(sweep, run), what);
            });
      },
      interrupted);
  if (outcome.stopped) throw Interrupted{};
  if (!error.empty()) throw std::runtime_error("the pilot failed:" + error);
  pilot.run_seconds = seconds_since(begin) / static_cast<double>(pilot.n_runs);
  pilot.rows = static_cast<double>(n_rows) / static_cast<double>(pilot.n_runs);
  pilot.contact_bytes = static_cast<double>(n_bytes) / static_cast<double>(pilot.n_runs);
  return pilot;
}

Estimate reckon(const Sweep& sweep, const Pilot& pilot, const Split& split) {
  Estimate e;
  e.n_runs = static_cast<std::int64_t>(sweep.n_runs());
  e.n_rows = std::llround(pilot.rows * static_cast<double>(e.n_runs));
  const auto n_units = static_cast<double>(sweep.units.size());
  const double units_a_shard = std::ceil(n_units / split.shards);
  const double runs_a_unit = static_cast<double>(e.n_runs) / n_units;
  const auto sizes = static_cast<double>(sweep.design.families.size());
  const double populations = std::min(static_cast<double>(sweep.design.populations), units_a_shard);
  const double making = pilot.families_seconds * populations;
  // threads take units: what is left at the end fills only some of them
  const double turns = std::ceil(units_a_shard / split.threads);
  const double before_runs = pilot.families_seconds / sizes * std::ceil(populations * sizes / split.threads);
  e.shard_hours = (turns * runs_a_unit * pilot.run_seconds + before_runs) / 3600;
  e.first_seconds = before_runs + pilot.first_seconds;
  e.core_hours = (static_cast<double>(e.n_runs) * pilot.run_seconds + making * split.shards) / 3600;
  e.worker_bytes =
      pilot.base_bytes + populations * pilot.families_bytes + split.threads * 2 * pilot.world_bytes;
  e.disk_bytes = static_cast<double>(e.n_rows) * (shard_row_bytes + merged_row_bytes) +
                 static_cast<double>(e.n_runs) * (run_bytes + 2 * pilot.contact_bytes) +
                 split.shards * 40'000.0;
  e.merge_seconds = static_cast<double>(e.n_rows) / rows_a_second;
  return e;
}

int usual_shards(const Sweep& sweep, const Pilot& pilot, int threads) {
  const double hours = static_cast<double>(sweep.n_runs()) * pilot.run_seconds / 3600 / threads;
  return static_cast<int>(std::clamp(std::ceil(hours), 1.0, static_cast<double>(sweep.units.size())));
}

std::string estimate_text(const Estimate& e, const Split& split) {
  const auto bytes = [](double n) {
    return n < 1e9 ? fmt::format("{:.0f} MB", std::ceil(n / 1e6)) : fmt::format("{:.1f} GB", n / 1e9);
  };
  return fmt::format(
      "runs        {}\n"
      "figures     {}\n"
      "core-hours  {:.2f}\n"
      "shards      {} of {} thread{}, {:.2f} hours each\n"
      "memory      {} a worker\n"
      "disk        {}\n"
      "merging     about {}\n",
      e.n_runs, e.n_rows, e.core_hours, split.shards, split.threads, split.threads == 1 ? "" : "s",
      e.shard_hours, bytes(e.worker_bytes), bytes(e.disk_bytes), Progress::duration_text(e.merge_seconds));
}

}  // namespace uptake
