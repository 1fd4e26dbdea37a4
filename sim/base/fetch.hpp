// SPDX-License-Identifier: Apache-2.0
// Asks for memory that is read soon, so that nobody need wait for it then.
#pragma once

#include <algorithm>
#include <cstddef>

namespace uptake {

/// Has the processor fetch what lies at `at`; nothing changes by it. The empty instruction is why it stays: a
/// function that does nothing else has no effect as g++ sees it (pure), and calls of it are left out.
inline void fetch(const void* at) {
  __builtin_prefetch(at);
  asm volatile("");
}

/// The same for `size` of a column.
template <class T>
void fetch_some(const T* column, std::size_t size) {
  constexpr std::size_t line = 64;
  const char* const bytes = reinterpret_cast<const char*>(column);
  for (std::size_t at = 0; at < size * sizeof(T); at += line) fetch(bytes + at);
}

/// Calls `use(n)` for n from `first` to `end`, each some time after `far(n)`, `middle(n)` and `near(n)` have
/// asked for its memory: each may read what the one before asked for.
template <class Far, class Middle, class Near, class Use>
void fetching_ahead(std::size_t first, std::size_t end, Far far, Middle middle, Near near, Use use) {
  constexpr std::size_t far_ahead = 16, middle_ahead = 8, near_ahead = 4;
  for (std::size_t n = first; n < std::min(first + far_ahead, end); ++n) far(n);
  for (std::size_t n = first; n < std::min(first + middle_ahead, end); ++n) middle(n);
  for (std::size_t n = first; n < std::min(first + near_ahead, end); ++n) near(n);
  for (std::size_t n = first; n < end; ++n) {
    if (n + far_ahead < end) far(n + far_ahead);
    if (n + middle_ahead < end) middle(n + middle_ahead);
    if (n + near_ahead < end) near(n + near_ahead);
    use(n);
  }
}

/// A step that asks for nothing.
inline constexpr auto nothing_ahead = [](std::size_t /*n*/) {};

}  // namespace uptake
