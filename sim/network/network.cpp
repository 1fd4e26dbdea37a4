// SPDX-License-Identifier: Apache-2.0
// Ties as compressed sparse rows.
#include "sim/network/network.hpp"

#include <algorithm>
#include <functional>
#include <iterator>
#include <tuple>
#include <utility>

namespace uptake {

namespace {

/// Whether each pair stands there once, in order.
bool is_tidy(std::size_t n_parents, const std::vector<Tie>& ties) {
  const auto pair = [](const Tie& t) { return std::pair(t.a, t.b); };
  return std::ranges::all_of(ties, [&](const Tie& t) { return t.a < t.b && t.b < n_parents; }) &&
         std::ranges::adjacent_find(ties, std::ranges::greater_equal{}, pair) == ties.end();
}

}  // namespace

void tidy(std::size_t n_parents, std::vector<Tie>& ties) {
  std::vector<std::uint32_t> end(n_parents + 1, 0);  // counting sort by the first parent, then few ties each
  for (Tie& t : ties) {
    if (t.a > t.b) std::swap(t.a, t.b);
    if (t.b >= n_parents) refuse("a tie names a parent who does not exist");
    ++end[t.a + 1];
  }
  for (std::size_t i = 0; i < n_parents; ++i) end[i + 1] += end[i];
  std::vector<Tie> sorted(ties.size());
  std::vector<std::uint32_t> next(end.begin(), end.end());
  for (const Tie& t : ties) sorted[next[t.a]++] = t;
  ties.clear();
  for (std::size_t i = 0; i < n_parents; ++i) {
    const auto first = sorted.begin() + end[i];
    const auto last = sorted.begin() + end[i + 1];
    std::sort(first, last, [](const Tie& x, const Tie& y) {
      return std::tie(x.b, x.data.layer, x.data.strength) < std::tie(y.b, y.data.layer, y.data.strength);
    });
    for (auto t = first; t != last; ++t) {
      const bool twice = t != first && std::prev(t)->b == t->b;
      if (t->a != t->b && !twice) ties.push_back(*t);
    }
  }
}

Network::Network(std::size_t n_parents, std::vector<Tie> ties) {
  constexpr std::uint32_t most_parents = 1U << other_bits;
  if (n_parents > most_parents) refuse("more parents than a tie can name");
  if (!is_tidy(n_parents, ties)) tidy(n_parents, ties);
  begin_.assign(n_parents + 1, 0);
  for (const Tie& t : ties) {
    ++begin_[t.a + 1];
    ++begin_[t.b + 1];
  }
  for (std::size_t i = 0; i < n_parents; ++i) begin_[i + 1] += begin_[i];
  // Ties come by rising (a, b), so a parent's lower neighbours are placed before the higher ones, both in
  // order.
  std::vector<std::uint32_t> next(begin_.begin(), begin_.end() - 1);
  ends_.resize(2 * ties.size());
  const auto place = [&](ParentId parent, ParentId other, TieData data) {
    ends_[next[parent]++] = {.other = other & (most_parents - 1),
                             .layer = static_cast<std::uint32_t>(data.layer) & 3U,
                             .strength = static_cast<std::uint32_t>(data.strength) & 3U};
  };
  for (const Tie& t : ties) {
    place(t.a, t.b, t.data);
    place(t.b, t.a, t.data);
  }
}

Network::Graph Network::graph() const {
  std::vector<std::pair<ParentId, ParentId>> edges;
  edges.reserve(ends_.size());
  for (std::size_t i = 0; i < n_parents(); ++i) {
    const auto parent = static_cast<ParentId>(i);
    for_each_tie(parent, [&](ParentId other, TieData) { edges.emplace_back(parent, other); });
  }
  return {boost::edges_are_sorted, edges.begin(), edges.end(), static_cast<std::uint32_t>(n_parents()),
          static_cast<std::uint32_t>(edges.size())};
}

}  // namespace uptake
