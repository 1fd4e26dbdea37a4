// SPDX-License-Identifier: Apache-2.0
#include "sim/world/ensemble.hpp"

#include <gmock/gmock.h>

#include <atomic>
#include <mutex>
#include <stdexcept>

#include "sim/base/interrupt.hpp"

namespace uptake {
namespace {

TEST(Ensemble, EveryJobIsDoneOnceOnAnyNumberOfThreads) {
  for (const int threads : {1, 2, 4}) {
    std::vector<std::atomic<int>> done(100);
    const EnsembleOutcome outcome = run_ensemble(100, threads, [&](std::size_t i) { ++done[i]; });
    EXPECT_EQ(outcome.n_done, 100U);
    EXPECT_FALSE(outcome.stopped);
    for (const auto& n : done) EXPECT_EQ(n, 1);
  }
}

TEST(Ensemble, OneThreadTakesThemInOrder) {
  std::vector<std::size_t> order;
  run_ensemble(5, 1, [&](std::size_t i) { order.push_back(i); });
  EXPECT_THAT(order, testing::ElementsAre(0, 1, 2, 3, 4));
}

TEST(Ensemble, ErrorsAreKeptByIndexAndTheRestGoesOn) {
  const EnsembleOutcome outcome = run_ensemble(20, 3, [](std::size_t i) {
    if (i % 3 == 0) throw std::runtime_error("no " + std::to_string(i));
  });
  EXPECT_EQ(outcome.n_done, 13U);
  ASSERT_EQ(outcome.failures.size(), 7U);
  EXPECT_EQ(outcome.failures[2].index, 6U);
  EXPECT_EQ(outcome.failures_text([](std::size_t i) { return "job " + std::to_string(i); }),
            "job 0: no 0\njob 3: no 3\njob 6: no 6\njob 9: no 9\nand 3 more");
}

TEST(Ensemble, StopsWhenAskedAndHoldsTheFirstOnes) {
  std::atomic<std::size_t> n{0};
  const EnsembleOutcome outcome = run_ensemble(50, 1, [&](std::size_t) { ++n; }, [&] { return n >= 7; });
  EXPECT_TRUE(outcome.stopped);
  EXPECT_EQ(outcome.n_done, 7U);
}

TEST(Ensemble, AnInterruptedJobIsDroppedAndNoOtherBegins) {
  const EnsembleOutcome outcome = run_ensemble(50, 1, [](std::size_t i) {
    if (i == 3) throw Interrupted{};
  });
  EXPECT_TRUE(outcome.stopped);
  EXPECT_EQ(outcome.n_done, 3U);
  EXPECT_TRUE(outcome.failures.empty());
}

TEST(Ensemble, NoJobsIsDone) {
  EXPECT_EQ(run_ensemble(0, 4, [](std::size_t) {}).n_done, 0U);
}

}  // namespace
}  // namespace uptake
