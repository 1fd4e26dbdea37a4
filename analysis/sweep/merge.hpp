// SPDX-License-Identifier: Apache-2.0
// From shards to one database: the same bytes whatever the split, the order and the interruptions. Then: how
// far is a sweep, is it reproducible, and its tables for others.
#pragma once

#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "analysis/sweep/work.hpp"

namespace uptake {

struct Provenance;  // sim/store/package.hpp

inline constexpr const char* merged_file = "merged.sqlite";
inline constexpr int merged_schema = 1;

struct MergeEnd {
  std::size_t n_runs = 0, n_missing = 0, n_failed = 0;
  std::int64_t n_rows = 0;
};

/// Writes `merged.sqlite` into the folder, whole or not at all; again gives the same bytes. Memory: some tens
/// of MB and 20 bytes a run of the plan. BadInput, with every problem: a shard that is damaged or of another
/// plan, model or data; a run that two shards have with other figures; runs that are missing or failed,
/// unless `partial`.
MergeEnd merge(const Sweep& sweep, const std::filesystem::path& folder, bool partial, Progress::Show show);

/// What a merged database holds of its plan.
struct MergedState {
  bool is_complete = true;
  std::size_t n_runs = 0, n_failed = 0;
  bool is_older = false;  ///< a shard was written to since
};
/// BadInput as of `open_merged`.
MergedState merged_state(const Sweep& sweep, const std::filesystem::path& folder);
/// "17 of 18 runs, 1 failed"
std::string merged_text(const Sweep& sweep, const MergedState& state);

struct SweepStatus {
  std::size_t n_runs = 0, n_done = 0, n_failed = 0, n_missing = 0;
  std::vector<std::string> running;    ///< shards with a worker
  std::optional<double> seconds_left;  ///< as fast as in the hour before the last run's end and since; none
                                       ///< when nobody is at work
  std::string clocks;  ///< what is wrong with them: only the end that is foreseen hangs on them
  std::vector<std::string> failures;  ///< the first of them, with the command that repeats them
  std::vector<std::string> problems;  ///< files that cannot be read or do not belong here
};
SweepStatus status_of(const Sweep& sweep, const std::filesystem::path& folder);

/// Computes `n` of the merged runs again, chosen by `seed`, and compares every figure. The runs that came out
/// otherwise. `look` is told each run with whether it was the same.
std::vector<std::int64_t> verify(const Sweep& sweep, const std::filesystem::path& folder, int n,
                                 std::uint32_t seed, int threads,
                                 const std::function<void(std::int64_t, bool)>& look);

/// The merged database, to read. BadInput where there is none, or it is damaged or of another plan.
Database open_merged(const Sweep& sweep, const std::filesystem::path& folder);
/// Every figure against the checksum of its run. BadInput where one does not fit.
void check_merged(const Database& db, const std::filesystem::path& folder);

/// What exported tables are made from: the plan, and how much of it.
Provenance export_provenance(const Sweep& sweep, const MergedState& state);
struct ExportSettings {
  bool compressed = false;  ///< by zstd
  int suppress_below = 0;   ///< without what tells of fewer simulated families (small_figures.hpp); 0: all
};
/// A tidy CSV file a measure from merged.sqlite, with the labels of their codes, data package, dictionary and
/// crate. The files' names. Throws Interrupted.
std::vector<std::string> export_sweep(const Sweep& sweep, const std::filesystem::path& folder,
                                      const std::filesystem::path& out, const ExportSettings& how = {});

}  // namespace uptake
