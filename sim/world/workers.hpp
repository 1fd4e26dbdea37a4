// SPDX-License-Identifier: Apache-2.0
// Numbered work on TBB's threads.
#pragma once

#include <tbb/task_arena.h>
#include <tbb/task_group.h>

#include <algorithm>
#include <array>
#include <atomic>
#include <cstddef>
#include <functional>

namespace uptake {

/// Calls `work(i)` once for every i in 0..n, on as many threads as the arena has; the numbers are laid out in
/// so many shares (64 at most), each in one piece. A thread begins with the share of its place in the arena
/// and then helps with the others; within a share whoever is free takes the next number. `work` returns false
/// when nobody need begin another number. Ends when all that was begun has ended; what was thrown is thrown
/// on. The atomics also order memory: who takes a number sees all that was written before the call, and the
/// caller sees afterwards all that was written for a number. TBB does as much, but in a library where the
/// thread sanitizer can't look (tests/tsan.supp).
template <class Work>
void share_out(std::size_t n, std::size_t n_shares, const Work& work) {
  struct alignas(64) Share {
    std::atomic<std::size_t> next{0};
    std::size_t end = 0;
  };
  std::array<Share, 64> shares;
  n_shares = std::min({n_shares, n, shares.size()});
  tbb::task_group group;
  // the first is set last: who has loaded it sees all that was before
  for (std::size_t s = n_shares; s-- > 0;) {
    shares[s].end = n * (s + 1) / n_shares;
    shares[s].next = n * s / n_shares;
  }
  const auto worker = [&shares, &work, n, n_shares] {
    shares[0].next.load();  // the sanitizer takes the order from a load, but not from the first addition
    const auto own = static_cast<std::size_t>(std::max(0, tbb::this_task_arena::current_thread_index()));
    for (std::size_t s = 0; s < n_shares; ++s) {
      Share& share = shares[(own + s) % n_shares];
      for (std::size_t i = share.next.fetch_add(1); i < share.end; i = share.next.fetch_add(1)) {
        if (work(i)) continue;
        for (Share& other : shares) other.next = n;
      }
    }
  };
  const auto threads = static_cast<std::size_t>(tbb::this_task_arena::max_concurrency());
  for (std::size_t t = 1; t < std::min(threads, n); ++t) group.run(worker);
  group.run_and_wait(worker);
  for (const Share& share : shares) share.next.load();
}

/// The same, in order: where a number is begun, all before it were.
template <class Work>
void on_workers(std::size_t n, const Work& work) {
  share_out(n, 1, work);
}

/// The same where a number is a place in memory, again and again: most of what a thread reads it wrote
/// itself, a moment before, and need not come from another's cache.
template <class Work>
void on_workers_by_place(std::size_t n, const Work& work) {
  share_out(n, static_cast<std::size_t>(tbb::this_task_arena::max_concurrency()), [&work](std::size_t i) {
    work(i);
    return true;
  });
}

/// `on_workers` as a `SideBySide`, for the floors that know of no threads.
inline void on_all_workers(std::size_t n, const std::function<void(std::size_t)>& work) {
  on_workers(n, [&work](std::size_t i) {
    work(i);
    return true;
  });
}

}  // namespace uptake
