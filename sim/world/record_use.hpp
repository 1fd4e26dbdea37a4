// SPDX-License-Identifier: Apache-2.0
// Writing down a use: the event in the record, what the survey may hear of it, and the register's count.
#pragma once

#include <algorithm>

#include "sim/pathway/doors.hpp"
#include "sim/pathway/outcome.hpp"
#include "sim/world/world.hpp"

namespace uptake {

/// One use by one parent, which began in `when` (default: now). What belongs to one episode is seen as help
/// and forgotten by one draw: that of its first service, `episode` (default: the service).
inline UseRecord use_of(const World& world, ParentId parent, Domain domain, ServiceId service, Helped helped,
                        std::uint8_t flags, double p_perceived, ServiceId episode = no_service,
                        Month when = never) {
  const Month month = when == never ? world.now : when;
  const auto d = static_cast<std::size_t>(domain);
  const std::uint32_t id = world.in.population->id[parent];
  const PathwaySettings& s = world.plan.pathway;
  const auto draw = static_cast<std::uint32_t>(episode == no_service ? service : episode) * 2U +
                    static_cast<std::uint32_t>(d);
  std::array words{random_address(id, month, Purpose::report, draw),
                   random_address(id, month, Purpose::memory, draw)};
  draw_random(world.in.key, words);
  if (to_unit(words[0][0]) < p_perceived) flags |= use_perceived;
  const double life = to_unit(words[1][0]);
  return {.parent = parent,
          .month = month,
          .forgotten = forgotten_at(*s.parameters, domain, month, life, s.has(Mechanism::forgetting)),
          .union_start = world.spell_of(parent).union_start,
          .service = service,
          .domain = domain,
          .helped = helped,
          .flags = flags};
}

/// A formal use counts as a contact.
inline void count_contact(World& world, const UseRecord& use) {
  if ((use.flags & use_formal) == 0) return;
  const auto d = static_cast<std::size_t>(use.domain);
  Month& helped = world.lived[use.parent][d].last_helped;
  world.had_contact(use.parent, use.domain, std::max(world.last_contact[d][use.parent], use.month));
  if (use.helped <= Helped::fairly) helped = std::max(helped, use.month);
}

inline void write_down(World& world, const UseRecord& use) {
  world.uses.push_back(use);
  count_contact(world, use);
}

/// Whether a use is told in an interview of that month. The memory's life belongs to the event, so that two
/// waves agree.
inline bool is_told(const UseRecord& use, Month now) {
  return (use.flags & use_perceived) != 0 && use.month <= now &&
         (now - use.month < 12 || use.forgotten > now);
}

/// What is not told now, nobody ever tells again: it leaves the record.
inline void forget_uses(World& world) {
  const auto lapsed = [&](const UseRecord& use) { return !is_told(use, world.now); };
  world.uses.erase(std::remove_if(world.uses.begin(), world.uses.end(), lapsed), world.uses.end());
}

/// How helped this parent will say it is, drawn at the start: in that month, with that need. `lift`: what
/// levers at its door add to a service's quality.
inline Helped helped_by(const World& world, ParentId parent, Domain domain, ServiceId service,
                        std::uint8_t flags, Month month, double need, float lift = 0) {
  const double crisis = domain == Domain::relationship ? crisis_share(world.next_separation[parent] - month,
                                                                      (flags & use_at_ending) != 0)
                                                       : 0.0;
  const double u = uniform(world.in.key, world.in.population->id[parent], month, Purpose::outcome,
                           static_cast<std::uint32_t>(service) * 2U + static_cast<std::uint32_t>(domain));
  return draw_helped(*world.plan.pathway.parameters, domain, need, crisis,
                     world.policy.services()[service].quality + lift, u);
}
inline Helped foresee_helped(const World& world, ParentId parent, Domain domain, ServiceId service,
                             std::uint8_t flags) {
  float lift = 0;
  if (!world.plan.doors.empty())
    lift = at_door(world.plan.pathway, world.person(parent, domain), service).quality;
  return helped_by(world, parent, domain, service, flags, world.now,
                   world.need[static_cast<std::size_t>(domain)][parent], lift);
}

}  // namespace uptake
