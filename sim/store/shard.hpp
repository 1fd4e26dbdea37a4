// SPDX-License-Identifier: Apache-2.0
// What has one worker of a sweep computed? One SQLite file a shard, to which each finished run is committed
// whole, with a hash of its figures. Others may read while it writes (journal TRUNCATE, never WAL); that one
// alone writes is seen to by a lock (lock.hpp).
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <string>
#include <utility>
#include <vector>

#include "sim/store/store.hpp"

namespace uptake {

inline constexpr int shard_schema = 2;  ///< 2: also what a study's runs leave

/// What a shard's runs belong to. Those of another plan are never mixed in.
struct SweepKey {
  std::string model, data, plan;
  bool operator==(const SweepKey&) const = default;
};

/// A finished run. `run` is its number in the plan, `id` the hash of what it was made from.
struct ShardRun {
  std::int64_t run = 0;
  std::string id;
  std::uint32_t seed = 0, stream = 0;
  double real_per_simulated = 1;
  std::string hash;        ///< of all the rest and the figures
  std::int64_t ended = 0;  ///< seconds since 1970: only to foresee an end
  // Of a study's run, which leaves more than figures; filled in by `whole`.
  std::vector<std::pair<std::int64_t, double>> fit{};  ///< by target
  std::string contacts{};                              ///< as RunResult has it
};
struct ShardRow {
  std::int64_t series = 0;
  int year = 0;
  double value = 0;
  auto operator<=>(const ShardRow&) const = default;
};
struct ShardFailure {
  std::int64_t run = 0;
  std::string id, error;
};
struct ShardSeries {
  std::int64_t id = 0;
  Series series;
};

/// Figures in the order in which they are stored and hashed.
std::vector<ShardRow> shard_rows(const std::vector<RunResult::Value>& values);
/// Of a run and its figures; what stands in `run.hash` does not matter.
std::string shard_hash(const ShardRun& run, const std::vector<ShardRow>& rows);

class Shard {
 public:
  /// To write: goes on, or begins where there is no file, or one to which nothing was committed. BadInput
  /// when it is damaged or of another plan.
  static Shard write(const std::filesystem::path& file, const SweepKey& key);
  /// To read. BadInput as above.
  static Shard read(const std::filesystem::path& file, const SweepKey& key);
  /// Whether nothing was ever committed to it.
  static bool holds_nothing(const std::filesystem::path& file);

  /// One transaction. A failure of the same run is forgotten.
  void add(ShardRun run, const std::vector<RunResult::Value>& values);
  void add_failure(const ShardFailure& failure);

  /// By number; of those from `first` to before `last`.
  [[nodiscard]] std::vector<ShardRun> runs(std::int64_t first = 0, std::int64_t last = INT64_MAX) const;
  /// With what a study's run leaves beside its figures.
  [[nodiscard]] ShardRun whole(ShardRun run) const;
  [[nodiscard]] std::vector<ShardFailure> failures() const;
  [[nodiscard]] std::vector<ShardSeries> series() const;
  /// Of the runs from `first` to before `last`, in order; calls look(run, row).
  void rows(std::int64_t first, std::int64_t last,
            const std::function<void(std::int64_t, const ShardRow&)>& look) const;
  /// Looks at every page and every run's hash. BadInput with the file, the reason and what to do.
  void check() const;
  /// A copy of what is committed, under another name, then renamed.
  void copy_to(const std::filesystem::path& file) const;
  [[nodiscard]] const std::filesystem::path& file() const { return file_; }

 private:
  Shard(std::filesystem::path file, Database database);
  void check_key(const SweepKey& key) const;

  std::filesystem::path file_;
  Database database_;
};

/// Refuses a file that cannot be trusted any more, and says how its runs come back.
[[noreturn]] void refuse_damaged(const std::filesystem::path& file, const std::string& reason);

}  // namespace uptake
