// SPDX-License-Identifier: Apache-2.0
// Gate 8, wait: is there a place before the family gives up? A full service turns away; who waits may give
// up.
#pragma once

#include "sim/pathway/settings.hpp"

namespace uptake {

/// Whether a service with this expected wait still takes names.
inline bool takes_names(const Parameters& p, double expected_wait_months) {
  return expected_wait_months <= p.wait_full_months;
}

/// Chance per month of giving up while waiting (about 6 %, 2-15; services-in-flanders 2).
inline double p_renege(const Parameters& p) { return p.wait_renege; }

}  // namespace uptake
