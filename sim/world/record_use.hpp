// SPDX-License-Identifier: Apache-2.0
// Writing down a use: the event in the record, what the survey may hear of it, and the register's count.
#pragma once

#include "sim/pathway/doors.hpp"
#include "sim/pathway/outcome.hpp"
#include "sim/world/world.hpp"

namespace uptake {

/// Records one use by one parent, beginning now. A formal one counts as a contact. What belongs to one
/// episode is seen as help and forgotten by one draw: that of its first service, `episode` (default: the
/// service).
inline void record_use(World& world, ParentId parent, Domain domain, ServiceId service, Helped helped,
                       std::uint8_t flags, double p_perceived, ServiceId episode = no_service) {
  const auto d = static_cast<std::size_t>(domain);
  const std::uint32_t id = world.in.population->id[parent];
  const PathwaySettings& s = world.plan.pathway;
  const auto draw = static_cast<std::uint32_t>(episode == no_service ? service : episode) * 2U +
                    static_cast<std::uint32_t>(d);
  if (uniform(world.in.key, id, world.now, Purpose::report, draw) < p_perceived) flags |= use_perceived;
  const double life = uniform(world.in.key, id, world.now, Purpose::memory, draw);
  world.uses.push_back(
      {.parent = parent,
       .month = world.now,
       .forgotten = forgotten_at(*s.parameters, domain, world.now, life, s.has(Mechanism::forgetting)),
       .union_start = world.spell_of(parent).union_start,
       .service = service,
       .domain = domain,
       .helped = helped,
       .flags = flags});
  if ((flags & use_formal) == 0) return;
  world.last_contact[d][parent] = world.now;
  if (helped <= Helped::fairly) world.last_helped[d][parent] = world.now;
}

/// How helped this parent will say it is, drawn at the start.
inline Helped foresee_helped(const World& world, ParentId parent, Domain domain, ServiceId service,
                             std::uint8_t flags) {
  const auto d = static_cast<std::size_t>(domain);
  const double crisis =
      domain == Domain::relationship
          ? crisis_share(world.next_separation[parent] - world.now, (flags & use_at_ending) != 0)
          : 0.0;
  const double u = uniform(world.in.key, world.in.population->id[parent], world.now, Purpose::outcome,
                           static_cast<std::uint32_t>(service) * 2U + static_cast<std::uint32_t>(d));
  double quality = world.policy.services()[service].quality;
  if (!world.plan.doors.empty())
    quality += at_door(world.plan.pathway, world.person(parent, domain), service).quality;
  return draw_helped(*world.plan.pathway.parameters, domain, world.need[d][parent], crisis, quality, u);
}

}  // namespace uptake
