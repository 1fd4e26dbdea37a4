// SPDX-License-Identifier: Apache-2.0
// Gate 5, dare: shame, what others think, doubt that it helps, an unwilling partner or child, guilt after
// blaming campaigns; against them readiness, trust, norms and a network that pushes.
#pragma once

#include "sim/pathway/doors.hpp"
#include "sim/pathway/informal.hpp"
#include "sim/pathway/settings.hpp"

namespace uptake {

/// The distance to the norm of families from outside the EU, logit: for the relationship it shrinks from 2014
/// on (design study: weakly informed, contraction .19).
inline double norm_distance(const PathwaySettings& s, Domain d) {
  const Parameters& p = *s.parameters;
  if (d == Domain::parenting) return p.dare_non_eu_parenting;
  const double years = std::max(0.0, (s.month - month_of(2014, 1)) / 12.0);
  return p.dare_non_eu_relationship * exp_fixed(-p.dare_norm_catch_up * years / 3.0);
}

/// How daring a parent is, logit, before the service's own door is seen.
inline double daring(const PathwaySettings& s, Domain d, const ParentView& x) {
  const Parameters& p = *s.parameters;
  const bool parenting = d == Domain::parenting;
  double logit_dare = (parenting ? p.dare_base_parenting : p.dare_base_relationship) +
                      (parenting ? p.dare_seek_parenting : p.dare_seek_relationship) * x.seek_trait;
  if (x.origin == Origin::non_eu_plus) logit_dare -= norm_distance(s, d);
  if (!parenting && x.education == Education::lower_secondary)
    logit_dare -= p.dare_low_education_relationship;
  if (x.no_expense) logit_dare -= p.dare_deprived;
  if (x.gender == Gender::men) logit_dare -= p.dare_father;
  if (s.has(Mechanism::informal) && s.structure.informal != InformalRole::substitute)
    logit_dare += informal_push(p, x);
  return logit_dare + x.trust + x.norm - x.guilt + x.lever_dare + s.norm_shift[static_cast<std::size_t>(d)];
}

/// Daring to go in at this service's door, logit.
inline double daring_at(double daring_logit, const ServiceNumbers& service, double welcome) {
  return daring_logit - service.stigma + welcome;
}

/// What levers at this door add to daring, logit.
inline double daring_lift(const PathwaySettings& s, Domain d, const ParentView& x, const AtDoor& door) {
  double lift = door.dare;
  if (x.origin == Origin::non_eu_plus) lift += (1 - door.culture) * norm_distance(s, d);
  if (x.gender == Gender::men) lift += (1 - door.father) * s.parameters->dare_father;
  return lift;
}

/// The most that levers add at one of these doors; nothing where none does.
inline double best_lift(const PathwaySettings& s, Domain d, const ParentView& x, ServiceMask doors) {
  if (x.doors == 0 || doors == 0) return 0;
  double best = -std::numeric_limits<double>::infinity();
  for_each_service(doors,
                   [&](ServiceId k) { best = std::max(best, daring_lift(s, d, x, at_door(s, x, k))); });
  return best;
}

/// Chance that the partner goes along with relationship support; both must (Doss and others: women start more
/// often, a partner's unwillingness is among the top barriers, Williamson 2019). `lift`: what levers add at
/// the doors in sight.
inline double p_partner_willing(const PathwaySettings& s, const ParentView& partner, double lift = 0) {
  return logistic(daring(s, Domain::relationship, partner) + s.parameters->dare_partner_bonus + lift);
}

/// Which answer stands for a stop here, by a draw: with children over 12 the child may be the one who does
/// not want to.
inline NonuseReason reason_dare(const Parameters& p, Domain d, const ParentView& x, double u) {
  if (d == Domain::parenting && x.eldest_years >= 12 && u < 0.15) return NonuseReason::child_unwilling;
  if (u < 0.15 + p.dare_belief) return NonuseReason::not_believe;
  return u < 0.15 + p.dare_belief + 0.5 * (0.85 - p.dare_belief) ? NonuseReason::not_dare
                                                                 : NonuseReason::others_opinion;
}

}  // namespace uptake
