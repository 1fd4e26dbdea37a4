// SPDX-License-Identifier: Apache-2.0
#include "sim/world/ensemble.hpp"

#include <fmt/format.h>
#include <tbb/global_control.h>
#include <tbb/task_arena.h>
#include <tbb/task_group.h>

#include <algorithm>
#include <atomic>
#include <exception>
#include <mutex>

#include "sim/base/interrupt.hpp"

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
  std::atomic<std::size_t> next{0}, n_done{0};
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
      outcome.failures.push_back({i, error.what()});
    }
  };
  const auto worker = [&] {
    while (!stopped) {
      const std::size_t i = next.fetch_add(1);
      if (i >= n_jobs) return;
      if (stop && stop()) {
        stopped = true;
        return;
      }
      one(i);
    }
  };
  tbb::task_arena arena(n_threads);
  arena.execute([&] {
    tbb::task_group group;
    stopped = false;  // a worker looks at it first, and so sees what was written before: the sanitizer too
    const auto n_workers = std::min<std::size_t>(static_cast<std::size_t>(n_threads), n_jobs);
    for (std::size_t t = 1; t < n_workers; ++t) group.run(worker);
    worker();
    group.wait();
  });
  outcome.n_done = n_done;
  outcome.stopped = stopped;
  std::sort(outcome.failures.begin(), outcome.failures.end(),
            [](const JobFailure& a, const JobFailure& b) { return a.index < b.index; });
  return outcome;
}

}  // namespace uptake
