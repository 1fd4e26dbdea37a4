// SPDX-License-Identifier: Apache-2.0
// Computes the runs of a sweep, or of a shard of it: run by run, each finished one committed. What is done is
// never done again, whatever the split in which it was done.
#pragma once

#include <filesystem>
#include <functional>
#include <map>
#include <string>
#include <vector>

#include "analysis/experiment/experiment.hpp"
#include "analysis/sweep/plan.hpp"
#include "sim/store/shard.hpp"
#include "sim/world/ensemble.hpp"

namespace uptake {

struct SweepWork {
  int shard = 1, of = 1;  ///< the units that `shard_of` deals to it
  int threads = 1;
  bool stop_on_failure = false;
  std::filesystem::path scratch{};  ///< where not empty: write here, and copy to the folder now and then
};

struct SweepEnd {
  Ended ended = Ended::all_done;
  std::size_t n_runs = 0, n_before = 0, n_now = 0;  ///< of this shard; done before; done now
  std::size_t n_failed = 0;                         ///< recorded failures of this shard
  std::string failures;                             ///< what stopped it, or the first failures
};

SweepKey key_of(const Sweep& sweep);
/// Since 1970, as a shard notes when a run ended.
std::int64_t seconds_now();

inline constexpr const char* shards_folder = "shards";

/// The shard files of a plan's folder, by name.
std::vector<std::filesystem::path> shard_files(const std::filesystem::path& folder);
std::filesystem::path shard_file(const std::filesystem::path& folder, int shard, int of);
std::filesystem::path lock_of(const std::filesystem::path& shard_file);

/// The file's name in a scratch folder: its own for each plan's folder and shard, since a node may work on
/// several at once.
std::filesystem::path scratch_file(const std::filesystem::path& scratch,
                                   const std::filesystem::path& shard_file);

/// Reads of a shard what `read` reads; what is wrong with the file is told to `problems`, a file that cannot
/// be opened or read now too, so that the others are still looked at.
void gather_shard(Problems& problems, const std::filesystem::path& file, const std::function<void()>& read);
/// BadInput when a row of a shard names no run of the plan.
void check_planned(const Sweep& sweep, const std::filesystem::path& file, std::int64_t run,
                   const std::string& id);

/// What shard files together hold.
struct SweepState {
  std::vector<std::uint8_t> is_done;             ///< by run
  std::map<std::int64_t, std::string> failures;  ///< of runs that are done nowhere: the last error
  std::size_t n_done = 0;
  std::vector<std::int64_t> ended;  ///< when: seconds since 1970, in no order
};
/// Those files that are damaged or of another plan are told to `problems` and left out.
SweepState state_of(const Sweep& sweep, const std::vector<std::filesystem::path>& files, Problems& problems);

/// Those of a run's figures that the design keeps.
std::vector<RunResult::Value> kept(const SweepDesign& design, const RunResult& result);

/// Which families a run lives in.
struct FamiliesKey {
  int size = 0, population = 0;
  NetworkKind network{};
  auto operator<=>(const FamiliesKey&) const = default;
};
FamiliesKey families_key(const Sweep& sweep, const SweepRun& run);

/// Makes families as they are asked for, and keeps them.
class FamiliesOf {
 public:
  explicit FamiliesOf(const Sweep& sweep);
  /// Makes those that are missing. The outcome tells of an interruption or a failure.
  EnsembleOutcome make(const std::vector<FamiliesKey>& asked, int threads, Progress::Show show);
  [[nodiscard]] const Families& at(const FamiliesKey& key) const { return made_.at(key); }

 private:
  const Sweep* sweep_;
  WeightsSolution weights_;
  std::map<FamiliesKey, Families> made_;
};

/// One run by itself, with the figures that are kept. Throws Interrupted; std::runtime_error with its error.
RunResult run_alone(const Sweep& sweep, FamiliesOf& families, std::int64_t run, int threads);

/// Computes runs of one unit. `done` gets each result with what is kept; `failed` each error.
void work_unit(const Sweep& sweep, const std::vector<std::int64_t>& runs, const Families& families,
               bool parallel, const std::function<void(std::int64_t, RunResult)>& done,
               const std::function<void(std::int64_t, const std::string&)>& failed);

/// Computes what is missing of a shard. BadInput when another worker has it, or when its file cannot be gone
/// on with.
SweepEnd work_on(const Sweep& sweep, const std::filesystem::path& folder, const SweepWork& work,
                 Progress::Show show);

/// Computes again the runs of a shard that have failed and are done nowhere, into a file of their own.
SweepEnd retry_failed(const Sweep& sweep, const std::filesystem::path& folder, const SweepWork& work,
                      Progress::Show show);

}  // namespace uptake
