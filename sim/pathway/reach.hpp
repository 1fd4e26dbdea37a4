// SPDX-License-Identifier: Apache-2.0
// Gate 7, reach: distance, hours, digital door, language and cultural fit. Ages served are checked with
// `know`.
#pragma once

#include "sim/pathway/doors.hpp"

namespace uptake {

/// Minutes to a service's door, one way: nothing for what comes home, is online or stands in every
/// municipality.
inline double minutes_to(const ServiceNumbers& service, const ParentView& x) {
  return service.door == Door::centre ? x.minutes : 0.0;
}

/// What contact at a distance takes off, logit, where there was a door: smoothly more for the digitally weak
/// (form of the design study, on its `know` gate there), and for those who do not speak Dutch.
inline double distance_loss(const ServiceNumbers& service, const ServiceSettings& now, double digital,
                            bool dutch, const AtDoor& door = {}) {
  if (service.door == Door::online) return 0;
  const float by_digital = (now.digital_loss + door.digital_loss) * door.digital;
  return (by_digital == 0 ? 0.0 : by_digital * 2 * logistic(-1.5 * digital)) +
         (dutch ? 0.0 : (now.language_loss + door.language_loss) * door.language);
}

/// Being able to reach this service, logit.
inline double reaching(const Parameters& p, const ServiceNumbers& service, const ServiceSettings& now,
                       const ParentView& x, const AtDoor& door = {}) {
  double logit_reach =
      p.reach_base + now.reach_shift + x.lever_reach - distance_loss(service, now, x.digital, x.dutch, door);
  logit_reach -= p.reach_travel * door.way(minutes_to(service, x)) /
                 15.0;  // Kainuu 2022: about -.2 log per quarter of an hour
  if (!x.dutch) {
    if (service.language == Language::dutch_only) logit_reach -= p.reach_language * door.language;
    if (service.language == Language::interpreter) logit_reach -= 0.5 * p.reach_language * door.language;
  }
  if (service.door == Door::online) logit_reach += p.reach_digital * std::min(0.0F, x.digital) * door.digital;
  const bool office_only = !service.evening && service.door != Door::online && service.door != Door::home;
  if (office_only && x.together)
    logit_reach -= p.reach_office_hours * door.hours;  // two earners: fewer free office hours
  const bool huis = service.form == ServiceForm::walk_in && service.box_2021 == Box::huis_van_het_kind;
  if (huis && !x.huis_physical) logit_reach -= p.reach_no_huis;
  return logit_reach + door.reach;
}

/// The same at this parent's door of it.
inline double reaching(const PathwaySettings& s, const ParentView& x, ServiceId k) {
  return through_door(s, x, k, [&](const AtDoor& door) {
    return reaching(*s.parameters, (*s.services)[k], s.service[k], x, door);
  });
}

/// Chance to reach this service.
inline double p_reach(const Parameters& p, const ServiceNumbers& service, const ServiceSettings& now,
                      const ParentView& x) {
  return logistic(reaching(p, service, now, x));
}

}  // namespace uptake
