// SPDX-License-Identifier: Apache-2.0
// The shard files of a plan's folder, and what they hold together.
#include <fmt/format.h>

#include <algorithm>
#include <chrono>

#include "analysis/sweep/work.hpp"
#include "sim/base/hash.hpp"

namespace uptake {

namespace fs = std::filesystem;

std::int64_t seconds_now() {
  return std::chrono::duration_cast<std::chrono::seconds>(std::chrono::system_clock::now().time_since_epoch())
      .count();
}

SweepKey key_of(const Sweep& sweep) { return {sweep.study.key.model, sweep.study.key.data, sweep.hash}; }

fs::path shard_file(const fs::path& folder, int shard, int of) {
  return folder / shards_folder / fmt::format("shard-{:05}-of-{:05}.sqlite", shard, of);
}

fs::path lock_of(const fs::path& file) {
  fs::path lock = file;
  return lock.replace_extension(".lock");
}

fs::path scratch_file(const fs::path& scratch, const fs::path& shard_file) {
  std::error_code error;
  fs::path place = fs::weakly_canonical(fs::absolute(shard_file, error), error);
  if (error) place = shard_file;
  return scratch /
         fmt::format("uptake-{}-{}", sha256(place.string()).substr(0, 16), shard_file.filename().string());
}

std::vector<fs::path> shard_files(const fs::path& folder) {
  std::vector<fs::path> files;
  std::error_code error;
  for (fs::directory_iterator it(folder / shards_folder, error), end; !error && it != end;
       it.increment(error)) {
    if (it->path().extension() == ".sqlite") files.push_back(it->path());
  }
  std::ranges::sort(files);
  return files;
}

void gather_shard(Problems& problems, const fs::path& file, const std::function<void()>& read) {
  try {
    gather(problems, [&] { read(); });
  } catch (const StoreError& error) {
    problems.add(
        "", 0, 0,
        fmt::format("{}; nothing was changed, and the runs of {} are not counted. Mend what is in its "
                    "way, or move it away",
                    error.what(), file.filename().string()));
  }
}

void check_planned(const Sweep& sweep, const fs::path& file, std::int64_t run, const std::string& id) {
  if (!is_planned(sweep, run, id)) refuse_damaged(file, fmt::format("run {} is not one of the plan", run));
}

SweepState state_of(const Sweep& sweep, const std::vector<fs::path>& files, Problems& problems) {
  SweepState state;
  state.is_done.resize(sweep.n_runs());
  for (const fs::path& file : files) {
    if (Shard::holds_nothing(file)) continue;
    gather_shard(problems, file, [&] {
      const Shard shard = Shard::read(file, key_of(sweep));
      const std::vector<ShardRun> runs = shard.runs();
      const std::vector<ShardFailure> failures = shard.failures();
      for (const ShardRun& run : runs) check_planned(sweep, file, run.run, run.id);
      for (const ShardFailure& failure : failures) check_planned(sweep, file, failure.run, failure.id);
      for (const ShardRun& run : runs) {
        std::uint8_t& is_done = state.is_done[static_cast<std::size_t>(run.run)];
        if (is_done == 0) state.ended.push_back(run.ended);
        if (is_done == 0) ++state.n_done;
        is_done = 1;
      }
      for (const ShardFailure& failure : failures) state.failures[failure.run] = failure.error;
    });
  }
  std::erase_if(state.failures, [&](const auto& failure) {
    return state.is_done[static_cast<std::size_t>(failure.first)] != 0;
  });
  return state;
}

}  // namespace uptake
