// SPDX-License-Identifier: Apache-2.0
// What a lever for warm referral makes of a referral: more of them are made, and more of them warmly.
#pragma once

#include "sim/world/meant_for.hpp"

namespace uptake {

/// What is left, after the levers for this parent at the service that refers, of what `share_of` takes away.
template <class ShareOf>
double left_by_referral_levers(const World& world, ParentId i, ServiceId from, ShareOf share_of) {
  double left = 1;
  for (const ReachingLever& lever : world.plan.warm_referrals) {
    if (from == no_service || (lever.lever->services & bit(from)) == 0) continue;
    if (meant_for(world, lever, i)) left *= 1 - share_of(lever);
  }
  return left;
}

/// The chance that a referral by `from` is warm. `no_service`: a contact that is no service, so no lever's.
inline double warmth(const World& world, ParentId i, ServiceId from, double usual) {
  if (world.plan.warm_referrals.empty()) return usual;
  return 1 -
         (1 - usual) * left_by_referral_levers(world, i, from, [](const ReachingLever& l) { return l.warm; });
}

/// The chance that `from` refers to one of the `n` services to which it can: of the families that it would
/// not have referred to any, the levers' share is.
inline double sending(const World& world, ParentId i, ServiceId from, double usual, int n) {
  if (world.plan.warm_referrals.empty()) return usual;
  const double none = left_by_referral_levers(world, i, from, [](const ReachingLever& l) { return l.ask; });
  return none < 1 ? 1 - (1 - usual) * pow_fixed(none, 1.0 / n) : usual;
}

/// What a referral that did not help costs in trust, of `usual`.
inline double hop_loss(const World& world, ParentId i, ServiceId from, double usual) {
  if (world.plan.warm_referrals.empty()) return usual;
  return usual * left_by_referral_levers(world, i, from, [](const ReachingLever& l) { return l.hop; });
}

}  // namespace uptake
