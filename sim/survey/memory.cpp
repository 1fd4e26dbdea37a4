// SPDX-License-Identifier: Apache-2.0
#include "sim/survey/memory.hpp"

namespace uptake {
namespace {

void add(Memory& memory, const UseRecord& use, Ticks box, Relation relation, Month now) {
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
  memory.relations |= tick(relation);
  keep_latest(static_cast<std::size_t>(relation));
}

}  // namespace

Recollections recall(const World& world, Wave wave, std::span<const ParentId> parents) {
  constexpr std::uint32_t not_asked = UINT32_MAX;
  std::vector<std::uint32_t> row_of(world.n_parents(), not_asked);
  for (std::size_t row = 0; row < parents.size(); ++row)
    row_of[parents[row]] = static_cast<std::uint32_t>(row);

  Recollections memories;
  for (auto& of_domain : memories) of_domain.resize(parents.size());
  for (const UseRecord& use : world.uses) {
    const std::uint32_t row = row_of[use.parent];
    if (row == not_asked || !is_told(use, world.now)) continue;
    const ServiceNumbers& service = world.policy.services()[use.service];
    const Ticks box = tick(wave == Wave::w2016 ? service.box_2016 : service.box_2021);
    add(memories[static_cast<std::size_t>(use.domain)][row], use, box,
        relation_of(use, world.spell_of(use.parent)), world.now);
  }
  return memories;
}

}  // namespace uptake
