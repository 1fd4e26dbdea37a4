// SPDX-License-Identifier: Apache-2.0
// Computes a study: run by run, on several threads, each finished run committed; goes on where it was
// stopped.
#pragma once

#include <filesystem>
#include <functional>
#include <string>

#include "analysis/experiment/plan.hpp"
#include "sim/base/progress.hpp"
#include "sim/network/network.hpp"
#include "sim/population/weights.hpp"

namespace uptake {

/// Where results go, and what to do with those that are there.
struct Output {
  std::filesystem::path folder;
  bool resume = false;  ///< go on (or begin, where there is nothing yet)
  bool force = false;   ///< remove what is there and begin again
};

/// The folder of a command that cannot go on where it was stopped, made when it is not there. Refuses
/// (BadInput) one that holds results, unless `force`; these stay until the command removes them.
void make_results_folder(const Output& output);
/// Refuses (BadInput) what `open_results` (or `make_results_folder`, which cannot resume) would refuse before
/// it reads a database; changes nothing.
void check_results_folder(const Output& output, bool can_resume);

/// The folder's database, new or gone on with. Refuses (BadInput) before it touches anything.
Store open_results(const Study& study, const Output& output);

enum class Ended { all_done, interrupted, failed };
struct StudyEnd {
  Ended ended = Ended::all_done;
  std::size_t n_runs = 0, n_before = 0, n_now = 0;  ///< planned; in the database already; added now
  std::string failures;                             ///< one line a failed run
};

/// Computes what is missing. After all runs the store is finished.
StudyEnd compute(const Study& study, Store& store, Progress::Show show);

/// The families and ties of one population: built once, shared by every run that uses it.
struct Families {
  Population population;
  Network network;
};
Families make_families(const Study& study, const WeightsSolution& weights, int population,
                       const SideBySide& side_by_side = one_by_one);
/// The same families with another network's ties; runs of a study have the two alike.
Families make_families(const Study& study, const WeightsSolution& weights, int population, int network,
                       const SideBySide& side_by_side = one_by_one);

/// One run of a study, lived from its first month.
RunResult run_one(const Study& study, const RunId& run, const Families& families, bool parallel);

/// Runs of one (draw, replicate) pair. The past that scenarios share with the baseline is lived once, and
/// each goes on from where it leaves it: the bytes are those of run_one (tested), in a third of the time for
/// seven scenarios. `done` gets each result as it comes; an error in one run does not stop the others, and
/// all are told in one exception.
void run_pair(const Study& study, const std::vector<RunId>& runs, const Families& families, bool parallel,
              const std::function<void(RunResult)>& done);

/// The same for scenarios of one's own, not those of the study: a run's `scenario` is an index into them, and
/// the first is the one whose past the others share. `failed` gets each run that failed with its error, and
/// the others go on; only a StoreError of `done` ends all.
void live_pair(const Study& study, const std::vector<Scenario>& scenarios, const std::vector<RunId>& runs,
               const Families& families, bool parallel, const std::function<void(RunResult)>& done,
               const std::function<void(const RunId&, const std::string&)>& failed);

}  // namespace uptake
