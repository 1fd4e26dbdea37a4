// SPDX-License-Identifier: Apache-2.0
// Whether a lever that reaches particular families is meant for this parent, where it lives this month, and
// which levers at the doors are.
#pragma once

#include "sim/world/world.hpp"

namespace uptake {

/// What a target group may ask of a parent, in that stretch of life.
inline ParentView background(const Population& all, ParentId i, const Spell& life) {
  ParentView x;
  x.gender = all.traits[i].gender;
  x.origin = all.traits[i].origin;
  x.education = all.traits[i].education;
  x.dutch = all.traits[i].dutch_at_home != 0;
  x.no_holiday = (life.flags & no_holiday) != 0;
  x.no_expense = (life.flags & no_expense) != 0;
  x.form = life.form;
  return x;
}

/// Whether the lever was meant for families like this parent's in that month of its life.
inline bool meant_for(const World& world, const ReachingLever& lever, ParentId i, const Spell& life,
                      Month month) {
  const Population& all = *world.in.population;
  if (!(*lever.where)[world.town[i]]) return false;
  if (lever.only_men && all.traits[i].gender != Gender::men) return false;
  if (lever.lever->who.everybody()) return true;
  return matches(lever.lever->who, background(all, i, life), age_band(all.traits[i].birth, month), life,
                 month);
}
inline bool meant_for(const World& world, const ReachingLever& lever, ParentId i) {
  return meant_for(world, lever, i, world.spell_of(i), world.now);
}
/// Of a month before this one; where it lives is taken as it is now.
inline bool was_meant_for(const World& world, const ReachingLever& lever, ParentId i, Month month) {
  const Spell* life = world.in.population->spell_at(i, month);
  return life != nullptr && (life->flags & in_flanders) != 0 && meant_for(world, lever, i, *life, month);
}

/// What budget cuts leave of the outreach to this parent, this month.
inline double outreach_left(const World& world, ParentId i) {
  double left = 1;
  for (const OutreachCut& cut : world.plan.cuts) left *= (*cut.where)[world.town[i]] ? cut.left : 1.0;
  return left;
}

/// Whether it is there for this parent too, when it is there for a share of them: the same ones every month.
inline bool is_there_for(const World& world, const ReachingLever& lever, ParentId i) {
  return meant_for(world, lever, i) &&
         (lever.share >= 1 || uniform(world.in.key, world.in.population->id[i], 0, Purpose::granted,
                                      lever.address) < lever.share);
}

}  // namespace uptake
