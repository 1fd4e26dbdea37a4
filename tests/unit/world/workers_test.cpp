// SPDX-License-Identifier: Apache-2.0
#include "sim/world/workers.hpp"

#include <gmock/gmock.h>
#include <tbb/global_control.h>

#include <algorithm>
#include <array>
#include <atomic>
#include <stdexcept>
#include <vector>

namespace uptake {
namespace {

using testing::Each;

/// Calls `work()` in an arena of so many threads, which TBB starts even on a machine with fewer processors.
template <class Work>
void with_threads(int threads, Work work) {
  const tbb::global_control limit(tbb::global_control::max_allowed_parallelism,
                                  static_cast<std::size_t>(threads));
  tbb::task_arena arena(threads);
  arena.execute(work);
}

/// How often each number is called, whatever the shares.
std::vector<int> calls(int threads, std::size_t n, std::size_t n_shares) {
  std::vector<std::atomic<int>> called(n);
  with_threads(threads, [&] {
    share_out(n, n_shares, [&](std::size_t i) {
      ++called[i];
      return true;
    });
  });
  return {called.begin(), called.end()};
}

TEST(Workers, EachNumberIsCalledOnceWithAnyShares) {
  for (const int threads : {1, 2, 4}) {
    for (const std::size_t n_shares : {1U, 2U, 3U, 64U, 1000U}) {
      for (const std::size_t n : {1U, 2U, 5U, 63U, 64U, 65U, 10'000U})
        EXPECT_THAT(calls(threads, n, n_shares), Each(1)) << threads << ' ' << n_shares << ' ' << n;
    }
  }
}

TEST(Workers, NothingIsNothing) {
  with_threads(2, [] {
    share_out(0, 4, [](std::size_t) {
      ADD_FAILURE();
      return true;
    });
  });
}

TEST(Workers, OneThreadGoesInOrder) {
  std::vector<std::size_t> order;
  with_threads(1, [&] { on_workers_by_place(100, [&](std::size_t i) { order.push_back(i); }); });
  ASSERT_EQ(order.size(), 100U);
  EXPECT_TRUE(std::is_sorted(order.begin(), order.end()));
}

TEST(Workers, InOrderNobodyBeginsAfterTheStopButAllBeforeHaveBegun) {
  for (const int threads : {1, 4}) {
    std::vector<std::atomic<bool>> begun(1000);
    with_threads(threads, [&] {
      on_workers(begun.size(), [&](std::size_t i) {
        begun[i] = true;
        return i < 300;
      });
    });
    for (std::size_t i = 0; i <= 300; ++i) EXPECT_TRUE(begun[i]) << i;
    for (std::size_t i = 300 + static_cast<std::size_t>(threads); i < 1000; ++i) EXPECT_FALSE(begun[i]) << i;
  }
}

TEST(Workers, AStopEndsAllShares) {
  std::atomic<int> begun = 0;
  with_threads(1, [&] { share_out(1000, 10, [&](std::size_t) { return ++begun < 3; }); });
  EXPECT_EQ(begun, 3);
}

TEST(Workers, AThreadBeginsWithTheShareOfItsPlace) {
  std::array<std::atomic<int>, 2> by{-1, -1};
  with_threads(2, [&] {
    on_workers_by_place(2, [&](std::size_t i) {
      by[i] = tbb::this_task_arena::current_thread_index();
      while (by[1 - i] < 0) {  // so that none does both
      }
    });
  });
  EXPECT_EQ(by[0], 0);
  EXPECT_EQ(by[1], 1);
}

TEST(Workers, WhatIsThrownIsThrownOn) {
  for (const int threads : {1, 2}) {
    with_threads(threads, [] {
      EXPECT_THROW(on_workers_by_place(100,
                                       [](std::size_t i) {
                                         if (i == 70) throw std::runtime_error("seventy");
                                       }),
                   std::runtime_error);
    });
  }
}

}  // namespace
}  // namespace uptake
