// SPDX-License-Identifier: Apache-2.0
// Many independent jobs on so many threads: taken in order, stopped when asked, every error kept with its
// index.
#pragma once

#include <cstddef>
#include <functional>
#include <string>
#include <vector>

#include "sim/base/side_by_side.hpp"
#include "sim/world/workers.hpp"

namespace uptake {

struct JobFailure {
  std::size_t index = 0;
  std::string message;
};

struct EnsembleOutcome {
  std::size_t n_done = 0;  ///< jobs that ended well
  bool stopped = false;    ///< `stop` was true before all jobs had been taken, or a job was interrupted
  std::vector<JobFailure> failures;  ///< by rising index
  /// All failures in one text: the first four, then how many more.
  [[nodiscard]] std::string failures_text(const std::function<std::string(std::size_t)>& name) const;
};

/// Calls job(0) .. job(n_jobs - 1) on `threads` threads. A free thread takes the lowest job that is left, so
/// that a study which is cut short holds the first ones. A job that throws Interrupted is dropped; any other
/// exception is kept, and the other jobs go on. Work in parallel inside a job shares the same threads.
EnsembleOutcome run_ensemble(std::size_t n_jobs, int threads, const std::function<void(std::size_t)>& job,
                             const std::function<bool()>& stop = {});

/// Whether a run should use several threads inside: only where there are fewer jobs than threads.
constexpr bool parallel_inside(std::size_t n_jobs, int threads) {
  return threads > 1 && n_jobs < static_cast<std::size_t>(threads);
}

/// How each of so many jobs does what can be done side by side.
inline SideBySide inside_a_job(std::size_t n_jobs, int threads) {
  return parallel_inside(n_jobs, threads) ? SideBySide(on_all_workers) : SideBySide(one_by_one);
}

}  // namespace uptake
