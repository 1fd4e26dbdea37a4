// SPDX-License-Identifier: Apache-2.0
#include "sim/survey/memory.hpp"

#include <algorithm>
#include <numeric>

#include "sim/world/record_use.hpp"

namespace uptake {
namespace {

/// `relation()`: for which relationship, of a use for one.
template <class RelationOf>
void add(Memory& memory, const UseRecord& use, Ticks box, RelationOf relation, Month now) {
  memory.used = true;
  (now - use.month < 12 ? memory.last_year : memory.earlier) = true;
  memory.boxes |= box;
  const auto keep_latest = [&](std::size_t slot) {
    if (use.month < memory.latest[slot]) return;
    memory.latest[slot] = use.month;
    memory.helped[slot] = tick(use.helped);
  };
  keep_latest(any_relation);
  if (use.domain != Domain::relationship) return;
  const Relation with = relation();
  memory.relations |= tick(with);
  keep_latest(static_cast<std::size_t>(with));
}

/// A respondent to whom a use of somebody else belongs as well, if it was before this one entered.
struct Heir {
  ParentId user;
  std::uint32_t row;
  Month entered;
};

/// By user. The past that a new partner took over may have been taken over in turn.
std::vector<Heir> heirs_of(const World& world, std::span<const ParentId> parents) {
  const Population& all = *world.in.population;
  std::vector<World::TakenOver> pasts = world.taken_over;
  std::ranges::sort(pasts);
  const auto past_of = [&](ParentId parent) {
    const auto found = std::ranges::lower_bound(pasts, parent, {}, &World::TakenOver::by);
    return found == pasts.end() || found->by != parent ? nobody : found->from;
  };
  std::vector<Heir> heirs;
  for (std::size_t row = 0; row < parents.size(); ++row) {
    Month entered = never;
    for (ParentId p = parents[row], past = past_of(p); past != nobody; p = past, past = past_of(p)) {
      entered = std::min(entered, all.spells[all.spell_begin[p]].start);
      heirs.push_back({past, static_cast<std::uint32_t>(row), entered});
    }
  }
  std::stable_sort(heirs.begin(), heirs.end(), [](const Heir& a, const Heir& b) { return a.user < b.user; });
  return heirs;
}

}  // namespace

Recollections recall(const World& world, Wave wave, std::span<const ParentId> parents) {
  constexpr std::uint32_t not_asked = UINT32_MAX;
  std::vector<std::uint32_t> row_of(world.n_parents(), not_asked);
  for (std::size_t row = 0; row < parents.size(); ++row)
    row_of[parents[row]] = static_cast<std::uint32_t>(row);

  Recollections memories;
  for (auto& of_domain : memories) of_domain.resize(parents.size());
  const std::vector<Heir> heirs = heirs_of(world, parents);
  std::vector<std::uint32_t> first_heir(world.n_parents() + 1, 0);
  for (const Heir& heir : heirs) ++first_heir[heir.user + 1];
  std::partial_sum(first_heir.begin(), first_heir.end(), first_heir.begin());
  for (const UseRecord& use : world.uses) {
    if (!is_told(use, world.now)) continue;
    const ServiceNumbers& service = world.policy.services()[use.service];
    const Ticks box = tick(wave == Wave::w2016 ? service.box_2016 : service.box_2021);
    const auto belongs_to = [&](std::uint32_t row) {
      add(
          memories[static_cast<std::size_t>(use.domain)][row], use, box,
          [&] { return relation_of(use, world.spell_of(parents[row])); }, world.now);
    };
    if (row_of[use.parent] != not_asked) belongs_to(row_of[use.parent]);
    for (std::uint32_t i = first_heir[use.parent]; i < first_heir[use.parent + 1]; ++i) {
      if (use.month < heirs[i].entered) belongs_to(heirs[i].row);
    }
  }
  return memories;
}

}  // namespace uptake
