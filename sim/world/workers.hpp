// SPDX-License-Identifier: Apache-2.0
// Numbered work on TBB's threads: whoever is free takes the next number.
#pragma once

#include <tbb/task_arena.h>
#include <tbb/task_group.h>

#include <algorithm>
#include <atomic>
#include <cstddef>
#include <functional>

namespace uptake {

/// Calls `work(i)` once for every i in 0..n, on as many threads as the arena has. `work` returns false when
/// nobody need begin another number. Ends when all that was begun has ended; what was thrown is thrown on.
/// The one atomic also orders memory: who takes a number sees all that was written before the call, and the
/// caller sees afterwards all that was written for a number. TBB does as much, but in a library where the
/// thread sanitizer can't look (tests/tsan.supp).
template <class Work>
void on_workers(std::size_t n, const Work& work) {
  std::atomic<std::size_t> next{0};
  const auto worker = [&next, &work, n] {
    next.load();  // the sanitizer takes the order from a load, but not from the first addition
    for (std::size_t i = next.fetch_add(1); i < n; i = next.fetch_add(1)) {
      if (!work(i)) next = n;
    }
  };
  const auto threads = static_cast<std::size_t>(tbb::this_task_arena::max_concurrency());
  tbb::task_group group;
  next = 0;
  for (std::size_t t = 1; t < std::min(threads, n); ++t) group.run(worker);
  group.run_and_wait(worker);
  next.load();
}

/// The same as a `SideBySide`, for the floors that know of no threads.
inline void on_all_workers(std::size_t n, const std::function<void(std::size_t)>& work) {
  on_workers(n, [&work](std::size_t i) {
    work(i);
    return true;
  });
}

}  // namespace uptake
