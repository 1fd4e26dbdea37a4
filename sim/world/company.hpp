// SPDX-License-Identifier: Apache-2.0
// Company that a lever gives to a parent for so many months: a volunteer who visits at home, a group that
// meets. Who has it follows from the parent and the month alone, so nothing is kept; when the lever stops, so
// does the company.
#pragma once

#include "sim/world/meant_for.hpp"

namespace uptake {

/// In which stretch of its months of company a parent is, since the lever began; parents change in different
/// months.
struct Stretch {
  Month number;
  bool first_month;  ///< of the stretch, or of the lever
};

inline Stretch stretch_of(const World& world, const ReachingLever& lever, ParentId i) {
  const int since = world.now - lever.lever->from;
  const int shifted =
      since + static_cast<int>(world.in.population->id[i] % static_cast<unsigned>(lever.months));
  return {static_cast<Month>(shifted / lever.months), since == 0 || shifted % lever.months == 0};
}

/// Whether a parent has this company this month.
inline bool in_company(const World& world, const ReachingLever& lever, ParentId i) {
  const double u = uniform(world.in.key, world.in.population->id[i], stretch_of(world, lever, i).number,
                           Purpose::company, lever.address);
  return u < lever.reach && meant_for(world, lever, i);
}

}  // namespace uptake
