// SPDX-License-Identifier: Apache-2.0
#include "sim/base/fetch.hpp"

#include <gtest/gtest.h>

#include <numeric>
#include <vector>

namespace uptake {
namespace {

TEST(Fetch, MemoryIsAskedForInThreeStepsBeforeEachIsUsed) {
  for (const std::size_t size : {0U, 1U, 4U, 5U, 8U, 16U, 17U, 50U}) {
    const std::size_t first = 3, end = first + size;
    std::vector<int> step(end, 0);  // how far each has come
    std::vector<std::size_t> used;
    const auto comes_to = [&](int here) {
      return [&step, here](std::size_t n) {
        EXPECT_EQ(step.at(n), here - 1) << n;
        step.at(n) = here;
      };
    };
    fetching_ahead(first, end, comes_to(1), comes_to(2), comes_to(3), [&](std::size_t n) {
      comes_to(4)(n);
      used.push_back(n);
    });
    std::vector<std::size_t> in_order(size);
    std::iota(in_order.begin(), in_order.end(), first);
    EXPECT_EQ(used, in_order);
  }
}

}  // namespace
}  // namespace uptake
