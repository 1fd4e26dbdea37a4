// SPDX-License-Identifier: Apache-2.0
#include "sim/world/blocks.hpp"

#include <gmock/gmock.h>

#include <vector>

#include "small_world.hpp"

namespace uptake {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

TEST(Some, ArePickedInOrderAndOfOthersAgain) {
  Some some, of_these;
  some.of(9, [](std::size_t n) { return n % 3 == 1; });
  EXPECT_THAT(some.all(), ElementsAre(1, 4, 7));
  of_these.of(some, [](std::size_t n) { return n > 1; });
  EXPECT_THAT(of_these.all(), ElementsAre(4, 7));
  some.of(0, [](std::size_t) { return true; });
  EXPECT_THAT(some.all(), IsEmpty());
}

TEST(Some, CanBeAWholeBatch) {
  Some all;
  all.of(batch_size, [](std::size_t) { return true; });
  ASSERT_EQ(all.all().size(), batch_size);
  EXPECT_EQ(all.all().back(), batch_size - 1);
}

TEST(Blocks, AreCommittedInOrderWhoeverWasReadyFirst) {
  for (const bool parallel : {false, true}) {
    World world = small::live(small::families(300), small::scenario(), {.until = month_of(1991, 3)});
    world.in.parallel = parallel;
    std::vector<std::size_t> firsts;
    propose_then_commit<std::size_t>(
        world, 1000, 7,
        [](std::size_t first, std::size_t end, std::vector<std::size_t>& found) {
          EXPECT_LE(end, 1000U);
          found.push_back(first);
        },
        [&](std::size_t first) { firsts.push_back(first); });
    ASSERT_EQ(firsts.size(), 143U);
    for (std::size_t b = 0; b < firsts.size(); ++b) EXPECT_EQ(firsts[b], 7 * b);
  }
}

}  // namespace
}  // namespace uptake
