// SPDX-License-Identifier: Apache-2.0
// What will a sweep cost? A few of its runs are made and measured, the rest is reckoned from them.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>

#include "analysis/sweep/work.hpp"

namespace uptake {

/// What a pilot measured.
struct Pilot {
  std::size_t n_runs = 0;
  double run_seconds = 0;       ///< of one thread a run, the past that runs share included
  double first_seconds = 0;     ///< until the first run of a unit is there; of the slowest size
  double families_seconds = 0;  ///< to make one population of every size
  double rows = 0;              ///< figures kept a run
  double contact_bytes = 0;     ///< of a study's run: who had a contact
  double base_bytes = 0;        ///< of the program with its data and plan
  double families_bytes = 0;    ///< of one population of every size
  double world_bytes = 0;       ///< of a run in hand
};

/// Makes the first units of the plan, one of every size, on one thread; nothing is kept. Throws Interrupted;
/// std::runtime_error when a run fails.
Pilot make_pilot(const Sweep& sweep);

/// In how many parts a sweep is to be done.
struct Split {
  int shards = 1, threads = 1;  ///< threads of a shard
};

struct Estimate {
  std::int64_t n_runs = 0, n_rows = 0;
  double core_hours = 0;
  double shard_hours = 0;    ///< of the longest shard
  double first_seconds = 0;  ///< until a worker that begins has its first run
  double worker_bytes = 0;   ///< of one worker
  double disk_bytes = 0;     ///< of shards and merged database
  double merge_seconds = 0;  ///< at 50,000 rows a second
};
Estimate reckon(const Sweep& sweep, const Pilot& pilot, const Split& split);

/// As few shards as keep each of them under an hour, at most as many as there are units.
int usual_shards(const Sweep& sweep, const Pilot& pilot, int threads);

/// For people, a line a figure.
std::string estimate_text(const Estimate& estimate, const Split& split);

}  // namespace uptake
