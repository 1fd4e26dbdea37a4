// SPDX-License-Identifier: Apache-2.0
// One journey: the gates in the family's own order, from a recognised need to a service's waiting list. The
// first gate, recognise, shares its draw with the occasion (world/needs): without a need seen, nothing later
// is weighed.
#pragma once

#include "sim/pathway/choose.hpp"
#include "sim/pathway/dare.hpp"
#include "sim/pathway/enriching.hpp"
#include "sim/pathway/informal.hpp"
#include "sim/pathway/know.hpp"
#include "sim/pathway/outweigh.hpp"
#include "sim/pathway/self_help.hpp"
#include "sim/pathway/wait.hpp"

namespace uptake {

enum class Start : std::uint8_t { occasion, raised_by_contact, ending, onward, enriching };

struct Journey {
  Gate stopped = Gate::served;  ///< the gate where it stopped, or served
  std::uint16_t reasons =
      0;  ///< a bit per NonuseReason: of that gate and of every later one that would also stop it
  ServiceId service = no_service;  ///< chosen, if served
  bool looked_self_help = false;   ///< looked at a book, folder or website
  bool eased = false;              ///< informal help was enough
};

/// A draw a gate, the same for every service behind it; and a draw for each service that the family knows,
/// whether it suits.
struct GateDraws {
  double informal, look, written, partner, dare, afford, reach, reason;
  ServiceDraws suits;
  GateDraws(const JourneyKey& key, std::uint32_t subject, ServiceMask known)
      : suits(key, subject, Purpose::know, known,
              std::array{key.address(subject, Purpose::gates, 0), key.address(subject, Purpose::gates, 1)}) {
    const auto first = JourneyKey::four_of(suits.other(0)), second = JourneyKey::four_of(suits.other(1));
    informal = first[0], look = first[1], written = first[2], partner = first[3];
    dare = second[0], afford = second[1], reach = second[2], reason = second[3];
  }
};

/// Walks the gates. A gate that stops it ends the journey; the later ones are asked too, for the reasons
/// alone. `partner`: the partner at home, or nullptr. A contact that raised the subject starts at `know`, an
/// onward referral at `dare`; use without need looks only at what enriches, and leaves no reasons.
inline Journey walk(const PathwaySettings& s, const JourneyKey& key, const ParentView& x,
                    const ParentView* partner, Start start) {
  const Parameters& p = *s.parameters;
  const Domain d = key.domain;
  Journey result;
  const auto stop = [&result](Gate gate, NonuseReason reason) {
    if (result.stopped == Gate::served) result.stopped = gate;
    result.reasons = static_cast<std::uint16_t>(result.reasons | (1U << static_cast<unsigned>(reason)));
  };

  const auto& services = *s.services;
  const ServiceMask offer = s.of_domain[static_cast<std::size_t>(d)] & s.existing & ~s.self_help;
  const auto takes_them = [&](ServiceId k) {
    return d == Domain::relationship ||
           takes_ages(services[k], x.youngest_years, x.eldest_years, takes_to(s, x, k));
  };
  const auto open_among = [&](ServiceMask set) {
    return those_that(set, [&](ServiceId k) {
      return services[k].entry != Entry::referred && (start != Start::enriching || enriches(services[k])) &&
             takes_them(k);
    });
  };
  const ServiceMask heard_of = s.has(Mechanism::know) ? x.known | s.universal : ~ServiceMask{0};
  const ServiceMask known = start == Start::onward ? 0 : open_among(offer & heard_of);
  const GateDraws u(key, x.id, known);

  if (start == Start::occasion || start == Start::ending) {
    if (s.has(Mechanism::informal) && s.structure.informal != InformalRole::bridge &&
        u.informal < p_informal_enough(p, d, x)) {
      result.eased = true;
      stop(Gate::informal, NonuseReason::enough_informal);
    }
    const ServiceMask written = s.self_help & s.existing & s.of_domain[static_cast<std::size_t>(d)];
    if (s.has(Mechanism::self_help) && written != 0) {
      const ServiceId k = nth_service(written, 0);
      result.looked_self_help = u.look < p_self_help_looks(p, s.service[k], x, at_door(s, x, k).reach);
      if (result.looked_self_help && u.written < p_self_help_enough(p, x)) {
        stop(Gate::self_help, NonuseReason::enough_self_help);
      }
    }
  }

  ServiceMask candidates = start == Start::enriching ? 0 : those_that(x.referred & offer, takes_them);
  candidates |= suiting(s, u.suits, known);
  if (candidates == 0) {
    stop(Gate::know, NonuseReason::unknown);
    candidates = open_among(offer);  // what would have stopped it, had it known the offer
  }

  /// Keeps those of `candidates` that pass; where none does, the journey stops and the later gates see them
  /// all.
  const auto gate = [&](Gate which, auto passes, auto reason) {
    const ServiceMask kept = those_that(candidates, passes);
    if (kept == 0) {
      stop(which, reason());
    } else {
      candidates = kept;
    }
  };

  const bool dares = s.has(Mechanism::dare), affords = s.has(Mechanism::afford),
             reaches = s.has(Mechanism::reach);
  const double daring_logit = dares ? daring(s, d, x) : 0;
  const auto daring_of = [&](ServiceId k) {
    const double welcome = services[k].box_2021 == Box::huis_van_het_kind ? x.huis_welcome : 0.0;
    const double lift = x.doors == 0 ? 0.0 : daring_lift(s, d, x, at_door(s, x, k));
    return daring_at(daring_logit, services[k], welcome + lift);
  };
  const auto reaching_of = [&](ServiceId k) { return reaching(s, x, k); };
  const auto ask_partner = [&] {
    if (dares && d == Domain::relationship && partner != nullptr && s.has(Mechanism::couple_rule) &&
        u.partner >= p_partner_willing(s, *partner, best_lift(s, d, *partner, candidates))) {
      stop(Gate::dare, NonuseReason::partner_unwilling);
    }
  };
  const double at_dare = dares ? logit(u.dare) : 0;
  const double at_afford = affords ? logit(u.afford) : 0;
  const double at_reach = reaches ? logit(u.reach) : 0;
  if (s.structure.gates == GateRule::compensatory) {
    const auto margins = [&](ServiceId k) {
      return GateMargins{{dares ? daring_of(k) - at_dare : 0, affords ? affording(s, x, k) - at_afford : 0,
                          reaches ? reaching_of(k) - at_reach : 0}};
    };
    const ServiceMask kept = those_that(candidates, [&](ServiceId k) { return margins(k).outweigh(); });
    if (kept == 0) {
      const GateMargins nearest = nearest_margins(candidates, margins);
      const std::array reasons{reason_dare(p, d, x, u.reason), NonuseReason::too_expensive,
                               NonuseReason::no_offer_nearby};
      for (const std::size_t g : nearest.heaviest_first()) {
        if (nearest.missed(g)) stop(GateMargins::gates[g], reasons[g]);
      }
    } else {
      candidates = kept;
    }
    ask_partner();
  } else {
    if (dares) {
      gate(
          Gate::dare, [&](ServiceId k) { return at_dare < daring_of(k); },
          [&] { return reason_dare(p, d, x, u.reason); });
    }
    ask_partner();
    if (affords) {
      gate(
          Gate::afford, [&](ServiceId k) { return at_afford < affording(s, x, k); },
          [] { return NonuseReason::too_expensive; });
    }
    if (reaches) {
      gate(
          Gate::reach, [&](ServiceId k) { return at_reach < reaching_of(k); },
          [] { return NonuseReason::no_offer_nearby; });
    }
  }
  if (s.has(Mechanism::wait)) {
    gate(
        Gate::wait, [&](ServiceId k) { return takes_names(p, x.expected_wait[k]); },
        [] { return NonuseReason::other; });
  }
  if (result.stopped == Gate::served) result.service = choose(s, key, x, candidates);
  return result;
}

}  // namespace uptake
