// SPDX-License-Identifier: Apache-2.0
// A second sort of help beside the first: when help begins, does the family also consult another profession
// or door, and which? Users of the survey name 1.5 sorts for the relationship and more than 2 for parenting
// (S0 Tables 2 and 9), more than a row of episodes with one sort each explains.
#pragma once

#include "sim/pathway/choose.hpp"
#include "sim/pathway/know.hpp"
#include "sim/pathway/self_help.hpp"
#include "sim/pathway/wait.hpp"

namespace uptake {

/// Chance that an episode has a second sort of help beside it, where there is one to choose.
inline double p_second(const Parameters& p, Domain d) {
  return d == Domain::parenting ? p.choose_second_parenting : p.choose_second_relationship;
}

/// The types that can be the second beside `first`: of the domain, of another sort (types that go by one name
/// in the questionnaire are one sort), for children of these ages, known, open without being sent or with a
/// referral in hand, and not full. Written help needs no knowing.
inline ServiceMask second_candidates(const PathwaySettings& s, Domain d, const ParentView& x,
                                     ServiceId first) {
  const auto& services = *s.services;
  const ServiceMask known = s.has(Mechanism::know) ? x.known | s.universal | s.self_help : ~ServiceMask{0};
  return those_that(s.of_domain[static_cast<std::size_t>(d)] & s.existing, [&](ServiceId k) {
    if (services[k].box_2021 == services[first].box_2021) return false;
    const bool sent = (x.referred & bit(k)) != 0;
    const bool open = sent || (services[k].entry != Entry::referred && (known & bit(k)) != 0);
    if (!open) return false;
    const bool room = !s.has(Mechanism::wait) || takes_names(*s.parameters, x.expected_wait[k]);
    return room && (d == Domain::relationship ||
                    takes_ages(services[k], x.youngest_years, x.eldest_years, takes_to(s, x, k)));
  });
}

/// The type that a family consults beside `first`, or no_service. Who dared one door dares the next; the fee,
/// the way and the reading stand in between as ever; the choice is that of a journey.
inline ServiceId second_type(const PathwaySettings& s, const JourneyKey& key, const ParentView& x,
                             ServiceId first) {
  const Parameters& p = *s.parameters;
  constexpr std::uint32_t beyond_types = 64;
  const auto [u_second, u_afford, u_reach, u_look] = key.four(x.id, Purpose::second_type, beyond_types);
  if (u_second >= p_second(p, key.domain)) return no_service;
  const double afford = logit(u_afford), reach = logit(u_reach), look = u_look;
  const ServiceMask passed = those_that(second_candidates(s, key.domain, x, first), [&](ServiceId k) {
    if ((s.self_help & bit(k)) != 0) {
      return s.has(Mechanism::self_help) &&
             look < p_self_help_looks(p, s.service[k], x, at_door(s, x, k).reach);
    }
    if (s.has(Mechanism::afford) && afford >= affording(s, x, k)) return false;
    return !s.has(Mechanism::reach) || reach < reaching(s, x, k);
  });
  return passed == 0 ? no_service : choose(s, key, x, passed, Purpose::second_type);
}

}  // namespace uptake
