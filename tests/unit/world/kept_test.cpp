// SPDX-License-Identifier: Apache-2.0
#include "sim/world/kept.hpp"

#include <gmock/gmock.h>

#include <algorithm>
#include <atomic>
#include <cstdint>
#include <cstdlib>
#include <memory>
#include <new>
#include <vector>

#include "small_world.hpp"

namespace {

std::atomic<std::size_t> n_asked{0};  // how often this program has asked for memory

void* counted(void* memory) {
  ++n_asked;
  if (memory == nullptr) throw std::bad_alloc();
  return memory;
}

}  // namespace

// Not inlined: g++ would see a `free` of what it takes for the library's `new`.
[[gnu::noinline]] void* operator new(std::size_t size) {
  return counted(std::malloc(std::max<std::size_t>(size, 1)));
}
[[gnu::noinline]] void* operator new(std::size_t size, std::align_val_t align) {
  const auto to = static_cast<std::size_t>(align);
  return counted(std::aligned_alloc(to, (std::max<std::size_t>(size, 1) + to - 1) / to * to));
}
[[gnu::noinline]] void* operator new(std::size_t size, const std::nothrow_t& /*none*/) noexcept {
  ++n_asked;
  return std::malloc(std::max<std::size_t>(size, 1));
}
[[gnu::noinline]] void operator delete(void* memory) noexcept { std::free(memory); }
[[gnu::noinline]] void operator delete(void* memory, std::size_t /*size*/) noexcept { std::free(memory); }
[[gnu::noinline]] void operator delete(void* memory, std::align_val_t /*align*/) noexcept {
  std::free(memory);
}
[[gnu::noinline]] void operator delete(void* memory, std::size_t /*size*/,
                                       std::align_val_t /*align*/) noexcept {
  std::free(memory);
}

namespace uptake {
namespace {

using testing::IsEmpty;
using testing::SizeIs;

TEST(Kept, ComesBackEmptyInTheMemoryThatItHad) {
  Kept kept;
  auto& numbers = kept.emptied<std::vector<int>>();
  numbers.assign(1000, 7);
  const int* const there = numbers.data();
  auto& again = kept.emptied<std::vector<int>>();
  EXPECT_THAT(again, IsEmpty());
  again.push_back(1);
  EXPECT_EQ(again.data(), there);
  EXPECT_THAT(kept.emptied<std::vector<double>>(), IsEmpty());  // another type, another place
  EXPECT_THAT(again, SizeIs(1));
}

TEST(Kept, HasBlocksEachAtALineOfItsOwn) {
  Kept kept;
  const auto blocks = kept.blocks<std::vector<int>>(3);
  ASSERT_THAT(blocks, SizeIs(3));
  for (auto& block : blocks) {
    EXPECT_EQ(reinterpret_cast<std::uintptr_t>(&block) % 64, 0U);
    block.found.push_back(1);
  }
  const auto fewer = kept.blocks<std::vector<int>>(2);
  ASSERT_THAT(fewer, SizeIs(2));
  EXPECT_THAT(fewer[1].found, IsEmpty());
}

TEST(Kept, IsNotCopied) {
  Kept kept;
  kept.emptied<std::vector<int>>().push_back(1);
  Kept copy(kept);
  EXPECT_NE(&copy.emptied<std::vector<int>>(), &kept.emptied<std::vector<int>>());
}

// A year's counts, a lever that moves the rates of occasions and lists that grow ask for some; what a month
// finds on its way does not. Before its memory was kept, a month of 20,000 families asked 1,000 times.
TEST(Kept, MonthsAskForNoMemory) {
  World world = small::live(small::families(5000), small::scenario(),
                            {.until = month_of(2015, 1), .whole_record = false});
  std::size_t parent_months = 0, all = 0, months_without = 0;
  for (int m = 0; m < 24; ++m, ++world.now) {
    const std::size_t before = n_asked;
    for (const MonthStage& stage : step_order()) stage.run(world);
    const std::size_t asked = n_asked - before;
    all += asked;
    months_without += asked == 0 ? 1U : 0U;
    parent_months += world.present.size();
  }
  EXPECT_GT(parent_months, 200'000U);
  EXPECT_LT(all, 24U * 5);
  EXPECT_GE(months_without, 6U);
}

}  // namespace
}  // namespace uptake
