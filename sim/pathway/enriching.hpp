// SPDX-License-Identifier: Apache-2.0
// Use without need: support that enriches family life, most in a child's first year (S4:5570).
#pragma once

#include "sim/pathway/occasion.hpp"

namespace uptake {

/// Chance per month.
inline double p_enriching(const Parameters& p, Domain d, double youngest_years) {
  if (d == Domain::relationship) return p.enriching_relationship;
  return p.enriching_parenting * (youngest_years < 1 ? p.enriching_first_year : 1.0);
}

/// The types that enrich rather than treat: groups and walk-in doors.
inline bool enriches(const ServiceNumbers& service) {
  return service.form == ServiceForm::group || service.form == ServiceForm::walk_in;
}

}  // namespace uptake
