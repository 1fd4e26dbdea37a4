// SPDX-License-Identifier: Apache-2.0
// Whether a lever that reaches particular families is meant for this parent, where it lives this month, and
// which levers at the doors are.
#pragma once

#include "sim/world/world.hpp"

namespace uptake {

/// Whether the lever is meant for families like this parent's.
inline bool meant_for(const World& world, const ReachingLever& lever, ParentId i) {
  if (!(*lever.where)[world.town[i]]) return false;
  if (lever.only_men && world.in.population->gender[i] != Gender::men) return false;
  if (lever.lever->who.everybody()) return true;
  return matches(lever.lever->who, world.view(i, Domain::parenting),
                 age_band(world.in.population->birth[i], world.now), world.spell_of(i), world.now);
}

/// Whether it is there for this parent too, when it is there for a share of them: the same ones every month.
inline bool is_there_for(const World& world, const ReachingLever& lever, ParentId i) {
  return meant_for(world, lever, i) &&
         (lever.share >= 1 || uniform(world.in.key, world.in.population->id[i], 0, Purpose::granted,
                                      lever.address) < lever.share);
}

}  // namespace uptake
