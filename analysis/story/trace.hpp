// SPDX-License-Identifier: Apache-2.0
// What happens to a few chosen parents, month by month? Read from a world between its stages; a journey is
// asked again of the same pure gates with the same addressed draws. A traced run has the bytes of an untraced
// one (tested).
#pragma once

#include <array>
#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "sim/pathway/journey.hpp"
#include "sim/world/world.hpp"

namespace uptake::story {

enum class Happens : std::uint8_t {
  // the family's own course: the same in every scenario
  birth,
  separation,
  new_partner,
  poorer,      ///< can no longer pay an unexpected expense
  better_off,  ///< can again
  // what it needs, knows and hears
  need_lasts,  ///< at level 3 of 4 or higher for three months now
  need_over,
  lever_reaches,  ///< `levers`
  learns,         ///< `services`, `via`
  forgets,        ///< `services`
  hears_good,
  hears_bad,
  // journeys and help
  unseen,      ///< weighed whether to look for help, and saw no need: the gate `recognise`
  raised,      ///< a contact point raised the subject; `services`: to what it pointed, when that was new
  advised,     ///< ... and advised on the spot: a formal contact; `service`, `helped`
  journey,     ///< `walk`: the place in Trace::walks
  place,       ///< was given a place; `months`: until help begins
  gives_up,    ///< left the queue of `service` after `months`: the gate `wait`
  begins,      ///< help by `service` begins, `months` after the asking; a formal contact; `fee`
  came_along,  ///< with the partner whose help begins: a formal contact
  second,      ///< a second sort of help beside it; a formal contact unless `written`
  ends,        ///< of help by `service`; `helped`
  sent_on,     ///< to `services` at the end of help, all of them known from now on; `warm`
  breaks_off,  ///< left the region, or the years of raising children, while waiting or being helped
};

enum class Via : std::uint8_t { surroundings, contact, help, ties };

struct Happening {
  Month month = 0;
  std::uint16_t adult = 0;  ///< place in Trace::adults
  Happens what = Happens::birth;
  Domain domain = Domain::parenting;
  ServiceId service = no_service;
  ServiceMask services = 0;
  Via via = Via::surroundings;
  Helped helped = Helped::fairly;
  bool warm = false, written = false;
  bool enriching = false;  ///< of help and its place: sought without a need
  int months = 0;
  float fee = 0;  ///< EUR a contact
  std::size_t walk = 0;
  std::vector<std::string> levers;  ///< names; several when more than one can have left this mark
};

/// What the gates saw of a parent when a journey was walked.
struct Sight {
  float need = 0, trust = 0, norm = 0, guilt = 0, lever_dare = 0, lever_reach = 0, huis_welcome = 0;
  float norm_shift = 0;       ///< of everybody's daring, logit
  float support = 0;          ///< of the network, company that a lever gives included, sd
  double daring = 0;          ///< logit, before a door
  double partner_daring = 0;  ///< of the partner at home, logit; 0 without one or for parenting
  bool partner_at_home = false, huis_physical = false;
  ServiceMask known = 0;         ///< of the domain, what everybody knows included
  ServiceMask referred = 0;      ///< of the domain
  ServiceMask fits = 0;          ///< exist, take these ages and suit the problem of this month
  ServiceMask candidates = 0;    ///< what came past the gate `know`
  std::vector<float> fee, wait;  ///< by service: EUR a contact, months
  /// By service, logit: what levers add to how well it can be reached, and to daring to go in.
  std::vector<float> reach_shift, door_dare;
};

struct Walk {
  Start start = Start::occasion;
  Journey journey;
  bool joined = false;  ///< entered the queue; a partner may have gone first
  Sight sight;
};

/// A parent at a month's end.
struct AdultMonth {
  bool present = false;
  std::array<float, n_domains> need{};
  std::array<std::uint8_t, n_domains> level{};  ///< 0-3
  std::array<std::uint8_t, n_domains> months_in_need{};
  std::array<double, n_domains> daring{};  ///< logit
  std::array<Stage, n_domains> stage{};
  std::array<ServiceId, n_domains> service{};    ///< waiting for or attending
  std::array<float, n_domains> expected_wait{};  ///< months, of the service that it waits for; else 0
  ServiceMask known = 0;
  bool operator==(const AdultMonth&) const = default;
};

struct Trace {
  std::vector<ParentId> adults;
  Month from = first_month;
  std::vector<Happening> events;  ///< by month, in the order in which they happened
  std::vector<Walk> walks;
  std::vector<std::vector<AdultMonth>> months;  ///< [month - from][adult]

  [[nodiscard]] Month until() const { return static_cast<Month>(from + static_cast<int>(months.size())); }
};

/// Goes on from `world.now` to (not including) `until`; from `trace.from` on what happens to `trace.adults`
/// is written down. `look` as in `live_on`.
void live_on_traced(World& world, Month until, Trace& trace,
                    const std::function<void(const World&)>& look = {});

/// Whether the family of these adults had a formal contact of the domain in the twelve months to the end of a
/// month, or is in one: from the events alone. What came before `trace.from` is not known.
bool contact_told(const Trace& trace, Domain domain, Month month);

}  // namespace uptake::story
