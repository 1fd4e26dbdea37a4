// SPDX-License-Identifier: Apache-2.0
#include "sim/world/ensemble.hpp"
#include "sim/base/errors.hpp"

#include <fmt/format.h>
#include <tbb/global_control.h>
#include <tbb/task_arena.h>

#include <algorithm>
#include <atomic>
#include <exception>
#include <mutex>

#include "sim/base/interrupt.hpp"
#include "sim/world/workers.hpp"

namespace uptake {

std::string EnsembleOutcome::failures_text(const std::function<std::string(std::size_t)>& name) const {
  constexpr std::size_t most = 4;
  std::string text;
  for (std::size_t i = 0; i < std::min(most, failures.size()); ++i) {
    text += fmt::format("{}{}: {}", i > 0 ? "\n" : "", name(failures[i].index), failures[i].message);
  }
  if (failures.size() > most) text += fmt::format("\nand {} more", failures.size() - most);
  return text;
}

EnsembleOutcome run_ensemble(std::size_t n_jobs, int threads, const std::function<void(std::size_t)>& job,
                             const std::function<bool()>& stop) {
  const int n_threads = std::max(1, threads);
  const tbb::global_control limit(tbb::global_control::max_allowed_parallelism,
                                  static_cast<std::size_t>(n_threads));
  std::atomic<std::size_t> n_done{0};
  std::atomic<bool> stopped{false};
  std::mutex mutex;
  EnsembleOutcome outcome;

  const auto one = [&](std::size_t i) {
    try {
      // Isolated: a thread that waits for its own job's inner work must not begin another whole job
      // meanwhile.
      tbb::this_task_arena::isolate([&] { job(i); });
      ++n_done;
    } catch (const Interrupted&) {
      stopped = true;
    } catch (const std::exception& error) {
      const std::lock_guard lock(mutex);
      outcome.failures.push_back({i, reason_of(error)});
    }
  };
  tbb::task_arena arena(n_threads);
  arena.execute([&] {
    on_workers(n_jobs, [&](std::size_t i) {
      if (stop && stop()) stopped = true;
      if (!stopped) one(i);
      return !stopped;
    });
  });
  outcome.n_done = n_done;
  outcome.stopped = stopped;
  std::sort(outcome.failures.begin(), outcome.failures.end(),
            [](const JobFailure& a, const JobFailure& b) { return a.index < b.index; });
  return outcome;
}

}  // namespace uptake
