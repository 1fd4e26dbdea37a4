// SPDX-License-Identifier: Apache-2.0
// Numbered work that may be done side by side. Who has threads hands them down as a function, so that the
// floors below need not know of any.
#pragma once

#include <algorithm>
#include <cstddef>
#include <functional>

namespace uptake {

/// Calls `work(i)` once for each i of 0 to n, in any order, several at once or not.
using SideBySide = std::function<void(std::size_t n, const std::function<void(std::size_t)>& work)>;

inline void one_by_one(std::size_t n, const std::function<void(std::size_t)>& work) {
  for (std::size_t i = 0; i < n; ++i) work(i);
}

/// Calls `work(first, end)` for blocks of so many of 0 to n.
template <class Work>
void in_pieces(const SideBySide& side_by_side, std::size_t n, std::size_t piece, const Work& work) {
  side_by_side((n + piece - 1) / piece,
               [&](std::size_t i) { work(i * piece, std::min(n, (i + 1) * piece)); });
}

}  // namespace uptake
