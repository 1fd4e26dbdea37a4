// SPDX-License-Identifier: Apache-2.0
// The choice among the services that passed: multinomial logit over fit, distance, fee, expected wait and a
// referral in hand, by the largest utility + Gumbel, so that raising a utility can only move families towards
// it.
#pragma once

#include "sim/pathway/afford.hpp"
#include "sim/pathway/reach.hpp"

namespace uptake {

inline double utility(const PathwaySettings& s, const ParentView& x, ServiceId k) {
  const Parameters& p = *s.parameters;
  const ServiceNumbers& service = (*s.services)[k];
  const double wait_months = x.expected_wait[k];
  const bool referred = (x.referred & bit(k)) != 0;
  return through_door(s, x, k, [&](const AtDoor& door) {
    return service.fit - p.choose_price * log_price(s, x, k, door.fee) -
           p.choose_wait * wait_months * 52 / 12 - p.choose_travel * door.way(minutes_to(service, x)) / 15.0 +
           (referred ? p.choose_referral : 0);
  });
}

/// The chosen type of a set that is not empty.
inline ServiceId choose(const PathwaySettings& s, const JourneyKey& key, const ParentView& x,
                        ServiceMask passed, Purpose purpose = Purpose::choose) {
  if (std::has_single_bit(passed)) return static_cast<ServiceId>(std::countr_zero(passed));
  const ServiceDraws draw(key, x.id, purpose, passed);
  ServiceId best = no_service;
  double best_value = 0;
  for_each_service(passed, [&](ServiceId k) {
    const double value = utility(s, x, k) + gumbel(draw(k));
    if (best == no_service || value > best_value) {
      best = k;
      best_value = value;
    }
  });
  return best;
}

}  // namespace uptake
