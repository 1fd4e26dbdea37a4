// SPDX-License-Identifier: Apache-2.0
// Gate 2, informal: did partner or network help enough? Two opposite effects: support can replace a service,
// and a network can push towards one (S0 4.6 and 5.6; S0 Tables 5, 6, 11, 12).
#pragma once

#include "sim/pathway/settings.hpp"

namespace uptake {

/// Chance that informal help is enough. The partner counts only when there is one at home.
inline double p_informal_enough(const Parameters& p, Domain d, const ParentView& x) {
  const double base = d == Domain::parenting ? p.informal_enough_parenting : p.informal_enough_relationship;
  const double partner = x.together ? p.informal_partner * x.partner_support : 0;
  return logistic(base + partner + p.informal_network * x.network_support - p.informal_need * x.need);
}

/// The push: what a supportive network adds to daring, logit.
inline double informal_push(const Parameters& p, const ParentView& x) {
  return p.informal_push * x.network_support;
}

}  // namespace uptake
