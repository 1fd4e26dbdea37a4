// SPDX-License-Identifier: Apache-2.0
// Where a month puts what it finds on its way. The memory is kept from one month to the next, so that a month
// need not ask the system for any.
#pragma once

#include <any>
#include <cstddef>
#include <span>
#include <typeindex>
#include <unordered_map>
#include <vector>

namespace uptake {

/// What one block of parents finds. Each begins at a line of the cache: neighbours are written by different
/// threads.
template <class Found>
struct alignas(64) BlockOf {
  Found found;
};

/// One place for each type. A copy of a world has none of it: it begins a life of its own.
class Kept {
 public:
  Kept() = default;
  Kept(const Kept& /*other*/) {}
  Kept(Kept&&) = default;
  Kept& operator=(const Kept& /*other*/) { return *this; }
  Kept& operator=(Kept&&) = default;
  ~Kept() = default;

  /// The place of this type, emptied by its `clear()`: its user's until the next call for the type.
  template <class Found>
  Found& emptied() {
    Found& one = place<Found>();
    one.clear();
    return one;
  }
  /// The same for so many blocks.
  template <class Found>
  std::span<BlockOf<Found>> blocks(std::size_t n) {
    auto& all = place<std::vector<BlockOf<Found>>>();
    if (all.size() < n) all.resize(n);
    const std::span<BlockOf<Found>> some(all.data(), n);
    for (BlockOf<Found>& block : some) block.found.clear();
    return some;
  }

 private:
  template <class Found>
  Found& place() {
    std::any& any = by_type_[typeid(Found)];
    if (!any.has_value()) any.emplace<Found>();
    return *std::any_cast<Found>(&any);
  }

  std::unordered_map<std::type_index, std::any> by_type_;
};

}  // namespace uptake
