// SPDX-License-Identifier: Apache-2.0
// Large stretches of memory in large pages, where the system gives them to who asks (transparent huge pages,
// "madvise"): what is known of a parent lies far apart, and with pages of 4 kB the processor looks for the
// page as long as for the parent. Only for the program: who builds on the libraries keeps his own `new`.
#include <malloc.h>
#include <sys/mman.h>

#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <new>

namespace {

constexpr std::size_t page = std::size_t{2} << 20U;    ///< bytes of a large one
constexpr std::size_t large = std::size_t{64} << 10U;  ///< from so many bytes on it is worth a call

/// A stretch smaller than two pages comes from the heap, beside others, and the heap grows by several pages:
/// then a column of a small population lies in a large page too.
const bool columns_together = [] {
  // NOLINTNEXTLINE(concurrency-mt-unsafe): there are no threads yet
  return mallopt(M_MMAP_THRESHOLD, 2 * page) != 0 && mallopt(M_TOP_PAD, 8 * page) != 0;
}();

void ask_for_large_pages(void* memory, std::size_t size) {
  const std::size_t before = reinterpret_cast<std::uintptr_t>(memory) % page;  // bytes to where a page begins
  const std::size_t pages = (before + size + page - 1) / page;
  // what is beside it may come in large pages too; where the system won't, nothing is lost
  (void)madvise(static_cast<char*>(memory) - before, pages * page, MADV_HUGEPAGE);
}

/// What `get` gets, in large pages where it is much; asks again as long as somebody makes room for it.
template <class Get>
void* memory_of(std::size_t size, Get get) {
  void* memory = get();
  while (memory == nullptr) {
    const std::new_handler make_room = std::get_new_handler();
    if (make_room == nullptr) throw std::bad_alloc();
    make_room();
    memory = get();
  }
  if (size >= large) ask_for_large_pages(memory, size);
  return memory;
}

}  // namespace

void* operator new(std::size_t size) {
  return memory_of(size, [&] { return std::malloc(std::max<std::size_t>(size, 1)); });
}
void* operator new(std::size_t size, std::align_val_t align) {
  const auto to = static_cast<std::size_t>(align);
  return memory_of(
      size, [&] { return std::aligned_alloc(to, (std::max<std::size_t>(size, 1) + to - 1) / to * to); });
}
void operator delete(void* memory) noexcept { std::free(memory); }
void operator delete(void* memory, std::size_t /*size*/) noexcept { std::free(memory); }
void operator delete(void* memory, std::align_val_t /*align*/) noexcept { std::free(memory); }
void operator delete(void* memory, std::size_t /*size*/, std::align_val_t /*align*/) noexcept {
  std::free(memory);
}
