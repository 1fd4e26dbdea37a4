// SPDX-License-Identifier: Apache-2.0
#include "sim/population/order.hpp"

#include <algorithm>
#include <numeric>
#include <utility>

#include "sim/base/fetch.hpp"

namespace uptake {
namespace {

template <class Value>
void reorder(std::vector<Value>& column, const std::vector<ParentId>& order) {
  std::vector<Value> sorted;
  sorted.reserve(column.size());
  for (const ParentId old : order) sorted.push_back(column[old]);
  column = std::move(sorted);
}

}  // namespace

void order_by_entry(Population& population) {
  const auto entry = [&](ParentId parent) {
    const auto spells = population.spells_of(parent);
    return spells.empty() ? never : spells.front().start;
  };
  std::vector<ParentId> order(population.n_parents());
  std::iota(order.begin(), order.end(), ParentId{0});
  std::stable_sort(order.begin(), order.end(), [&](ParentId a, ParentId b) { return entry(a) < entry(b); });
  std::vector<ParentId> place(order.size());
  for (ParentId now = 0; now < order.size(); ++now) place[order[now]] = now;

  std::vector<Spell> spells;
  std::vector<std::uint32_t> begin{0};
  spells.reserve(population.spells.size());
  fetching_ahead(
      0, order.size(), [&](std::size_t n) { fetch(&population.spell_begin[order[n]]); },
      [&](std::size_t n) { fetch(population.spells.data() + population.spell_begin[order[n]]); },
      nothing_ahead,
      [&](std::size_t n) {
        for (Spell spell : population.spells_of(order[n])) {
          if (spell.partner != nobody) spell.partner = place[spell.partner];
          spells.push_back(spell);
        }
        begin.push_back(static_cast<std::uint32_t>(spells.size()));
      });
  population.spells = std::move(spells);
  population.spell_begin = std::move(begin);
  reorder(population.traits, order);
  reorder(population.id, order);
}

}  // namespace uptake
