// SPDX-License-Identifier: Apache-2.0
// Whether a lever that reaches particular families is meant for this parent, where it lives this month.
#pragma once

#include "sim/world/world.hpp"

namespace uptake {

inline bool meant_for(const World& world, const ReachingLever& lever, ParentId i) {
  if (!(*lever.where)[world.town[i]]) return false;
  if (lever.lever->who.everybody()) return true;
  const Spell& life = world.spell_of(i);
  const bool has_child = life.youngest_birth != never;
  return matches(lever.lever->who, world.person(i, Domain::parenting),
                 age_band(world.in.population->birth[i], world.now), has_child,
                 has_child ? youngest_class(life.youngest_birth, world.now) : YoungestAge::y0_2);
}

}  // namespace uptake
