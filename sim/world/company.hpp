// SPDX-License-Identifier: Apache-2.0
// Company that a lever gives to a parent for so many months: a volunteer who visits at home, a group that
// meets. Who has it follows from the parent and the month alone, so nothing is kept; when the lever stops, so
// does the company.
#pragma once

#include "sim/world/meant_for.hpp"

namespace uptake {

/// In which stretch of its months of company a parent is, since the lever began; parents change in different
/// months.
inline Month stretch_of(const World& world, const ReachingLever& lever, ParentId i, Month month) {
  const int since = month - lever.lever->from;
  const int shifted =
      since + static_cast<int>(world.in.population->id[i] % static_cast<unsigned>(lever.months));
  return static_cast<Month>(shifted / lever.months);
}

/// The draw of a parent's stretch: below the lever's reach it has company.
inline double company_draw(const World& world, const ReachingLever& lever, ParentId i, Month month) {
  return uniform(world.in.key, world.in.population->id[i], stretch_of(world, lever, i, month),
                 Purpose::company, lever.address);
}

/// Whether a parent has this company this month.
inline bool in_company(const World& world, const ReachingLever& lever, ParentId i) {
  return company_draw(world, lever, i, world.now) < lever.reach * outreach_left(world, i) &&
         meant_for(world, lever, i);
}

/// Whether the company that it has this month is new: another stretch, or not there the month before.
inline bool joins_company(const World& world, const ReachingLever& lever, ParentId i) {
  const auto before = static_cast<Month>(world.now - 1);
  if (before < lever.lever->from) return true;
  if (stretch_of(world, lever, i, before) != stretch_of(world, lever, i, world.now)) return true;
  const double in_full = lever.reach / lever.lever->strength(world.now);
  const double reach =
      in_full * lever.lever->strength(before) * world.policy.outreach_left(world.town[i], before);
  return company_draw(world, lever, i, before) >= reach || !was_meant_for(world, lever, i, before);
}

}  // namespace uptake
