// SPDX-License-Identifier: Apache-2.0
// What a parent finds at a service's door this month, after the levers that change something there for
// families like this one: another fee, a welcome, less of a barrier. Without such levers a door is as it was,
// to the bit.
#pragma once

#include <algorithm>
#include <limits>

#include "sim/pathway/settings.hpp"

namespace uptake {

struct AtDoor {
  FeeRule fee = {};
  float dare = 0, reach = 0, quality = 0;  ///< logit
  /// What is left of each barrier, 1: all of it.
  float culture = 1, father = 1, language = 1, hours = 1, digital = 1, travel = 1;
  float within = std::numeric_limits<float>::infinity(), within_part = 0;
  float child_to = 0;                         ///< years, where more than the service's own
  float digital_loss = 0, language_loss = 0;  ///< logit

  /// Minutes to it, one way, of the usual `minutes`.
  [[nodiscard]] double way(double minutes) const {
    const double shorter = minutes * travel;
    return shorter > within ? shorter - within_part * (shorter - within) : shorter;
  }
};

/// A fee after a change. `contacts`: of an episode with the service.
inline FeeRule changed(const FeeRule& fee, const FeeChange& change, float contacts) {
  using Kind = FeeChange::Kind;
  FeeRule wanted = fee;
  switch (change.kind) {
    case Kind::none:
      return fee;
    case Kind::free:
      wanted = {0, 0};
      break;
    case Kind::flat:
      wanted = {change.amount, change.amount};
      break;
    case Kind::income_related:
      wanted = {change.amount, change.low_amount};
      break;
    case Kind::cap:
      wanted = {std::min(fee.full, change.amount), std::min(fee.low, change.amount)};
      break;
    case Kind::refund: {
      const float back = change.amount * std::min(1.0F, change.contacts / std::max(contacts, 1.0F));
      wanted = {std::max(0.0F, fee.full - back), std::max(0.0F, fee.low - back * (1 - change.advance))};
      break;
    }
    case Kind::granted:
      wanted.full = std::min(fee.full, fee.low);
      break;
  }
  return {fee.full + change.part * (wanted.full - fee.full), fee.low + change.part * (wanted.low - fee.low)};
}

/// What levers make of a door. Of two that take a share of one barrier, the second takes it of what the first
/// left.
inline AtDoor changed_door(const PathwaySettings& s, const ParentView& x, ServiceId k, AtDoor door) {
  for (std::uint64_t left = x.doors; left != 0; left &= left - 1) {
    const DoorChange& change = s.doors[static_cast<std::size_t>(std::countr_zero(left))];
    if ((change.services & bit(k)) == 0) continue;
    const ServiceNumbers& service = (*s.services)[k];
    door.dare += change.dare + (x.no_holiday || x.no_expense ? change.dare_vulnerable : 0.0F);
    door.reach += change.reach;
    door.quality += change.quality;
    door.culture *= 1 - change.culture;
    door.father *= 1 - change.father;
    door.language *= 1 - change.language;
    door.hours *= 1 - change.hours;
    door.digital *= 1 - change.digital;
    door.travel *= 1 - change.travel;
    if (change.within_part > door.within_part) {  // of two, the one that has come further
      door.within = change.within;
      door.within_part = change.within_part;
    }
    if (change.child_part > 0) {
      const float to = service.child_to + change.child_part * (change.child_to - service.child_to);
      door.child_to = std::max(door.child_to, to);
    }
    door.digital_loss += change.digital_loss;
    door.language_loss += change.language_loss;
    door.fee = changed(door.fee, change.fee, service.contacts);
  }
  return door;
}

/// What `use` makes of the door of a service for this parent. Where no lever stands, which is most often, the
/// compiler knows all of the door but its fee.
template <class Use>
[[gnu::always_inline]] inline auto through_door(const PathwaySettings& s, const ParentView& x, ServiceId k,
                                                Use use) {
  if (x.doors == 0) return use(AtDoor{.fee = s.service[k].fee});
  return use(changed_door(s, x, k, {.fee = s.service[k].fee}));
}
/// That door.
inline AtDoor at_door(const PathwaySettings& s, const ParentView& x, ServiceId k) {
  return through_door(s, x, k, [](const AtDoor& door) { return door; });
}
/// To which age a lever has it take this family's children, years; 0 without one.
inline float takes_to(const PathwaySettings& s, const ParentView& x, ServiceId k) {
  return through_door(s, x, k, [](const AtDoor& door) { return door.child_to; });
}

}  // namespace uptake
