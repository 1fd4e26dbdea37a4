// SPDX-License-Identifier: Apache-2.0
// Ties as compressed sparse rows.
#include "sim/network/network.hpp"

#include <algorithm>
#include <iterator>
#include <tuple>
#include <utility>

namespace uptake {

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
  tidy(n_parents, ties);
  std::vector<std::uint32_t> row(n_parents + 1, 0);
  for (const Tie& t : ties) {
    ++row[t.a + 1];
    ++row[t.b + 1];
  }
  for (std::size_t i = 0; i < n_parents; ++i) row[i + 1] += row[i];
  // Ties come by rising (a, b), so a parent's lower neighbours are placed before the higher ones, both in
  // order.
  std::vector<std::pair<ParentId, ParentId>> edges(2 * ties.size());
  std::vector<TieData> data(2 * ties.size());
  for (const Tie& t : ties) {
    const std::uint32_t forth = row[t.a]++;
    const std::uint32_t back = row[t.b]++;
    edges[forth] = {t.a, t.b};
    edges[back] = {t.b, t.a};
    data[forth] = data[back] = t.data;
  }
  graph_ = Graph(boost::edges_are_sorted, edges.begin(), edges.end(), data.begin(),
                 static_cast<std::uint32_t>(n_parents), static_cast<std::uint32_t>(edges.size()));
}

}  // namespace uptake
