// SPDX-License-Identifier: Apache-2.0
// Stage 7: each service gives out its places in a fixed order (priority, entry month, addressed tie-break).
// Capacity is real-valued with carried credit, so that small catchments and small simulations are treated
// alike.
#include <algorithm>
#include <array>
#include <tuple>
#include <utility>

#include "sim/base/fetch.hpp"
#include "sim/pathway/wait.hpp"
#include "sim/world/blocks.hpp"
#include "sim/world/meant_for.hpp"
#include "sim/world/step_order.hpp"

namespace uptake {
namespace {

Domain domain_of(const World& world, ServiceId k) { return world.policy.services()[k].domain; }

/// Months between a place and the first real contact.
float usual_wait(const World& world, ServiceId k, std::size_t region) {
  const float usual = world.policy.services()[k].wait_months;
  const std::vector<float>& longer = world.plan.longer_wait;
  return longer.empty() ? usual : std::max(0.0F, usual + longer[k * world.n_regions() + region]);
}

bool still_waits(const World& world, const Ticket& ticket, ServiceId k) {
  const auto d = static_cast<std::size_t>(domain_of(world, k));
  const Lived& now = world.lived[ticket.parent][d];
  return now.service == k && now.since == ticket.entry &&  // else another service may be moving it
         now.stage == Stage::waiting && world.active[ticket.parent];
}

/// What the giving out of a service's places makes of the world beyond those who wait for it.
struct Given {
  std::array<std::size_t, n_domains> n_stopped{};    ///< journeys that ended at the wait
  std::vector<std::pair<Month, World::Turn>> turns;  ///< whose help begins when
  void clear() {
    n_stopped = {};
    turns.clear();
  }
};

void give_up(World& world, const Ticket& ticket, ServiceId k, Given& given) {
  const auto d = static_cast<std::size_t>(domain_of(world, k));
  const ParentId i = ticket.parent;
  world.lived[i][d].stage = Stage::idle;
  if ((world.lived[i][d].episode_flags & use_enriching) == 0) {
    ++given.n_stopped[d];
    world.stop(i, domain_of(world, k), Gate::wait);
    world.lived[i][d].last_reasons =
        static_cast<std::uint16_t>(1U << static_cast<unsigned>(NonuseReason::other));
  }
  world.year().reneged[k] += 1;
}

/// A place is given: the first real contact follows after the usual wait, rounded at random to whole months.
void admit(World& world, const Ticket& ticket, ServiceId k, Given& given) {
  const auto d = static_cast<std::size_t>(domain_of(world, k));
  const ParentId i = ticket.parent;
  const double wait =
      world.plan.pathway.has(Mechanism::wait) ? usual_wait(world, k, world.region_of(i)) : 0.0F;
  const double u = uniform(world.in.key, world.in.population->id[i], world.now, Purpose::wait,
                           static_cast<std::uint32_t>(d));
  world.lived[i][d].stage = Stage::admitted;
  world.lived[i][d].until = static_cast<Month>(world.now + static_cast<int>(wait + u));
  given.turns.push_back({world.lived[i][d].until, {domain_of(world, k), i}});
}

/// Places kept for some families go to these, in the order of the line; one that none of them takes lapses.
void serve_kept(World& world, std::size_t q, ServiceId k, Given& given) {
  for (const ReachingLever& lever : world.plan.reserving) {
    if ((lever.lever->services & bit(k)) == 0) continue;
    KeptPlaces& kept = world.kept_by(lever);
    double& credit = kept.credit[q];
    credit += kept.places[q];
    bool one_waits = false;
    std::erase_if(world.queues[q].tickets, [&](const Ticket& ticket) {
      if (!meant_for(world, lever, ticket.parent)) return false;
      one_waits = credit < 1;
      if (one_waits) return false;
      credit -= 1;
      admit(world, ticket, k, given);
      return true;
    });
    if (!one_waits) credit = std::clamp(credit, 0.0, 1.0);
  }
}

/// Who waits no more, and who gives up this month, leaves the line.
void let_go(World& world, std::vector<Ticket>& line, ServiceId k, bool limited, Given& given) {
  const double gives_up = p_renege(*world.plan.pathway.parameters);
  const auto leaves = [&](const Ticket& ticket) {
    if (!still_waits(world, ticket, k)) return true;
    if (!limited || ticket.entry == world.now) return false;  // nobody gives up in the month of joining
    const double u =
        uniform(world.in.key, world.in.population->id[ticket.parent], world.now, Purpose::renege, k);
    if (u >= gives_up) return false;
    give_up(world, ticket, k, given);
    return true;
  };
  std::size_t n_kept = 0;
  fetching_ahead(
      0, line.size(),
      [&](std::size_t t) {
        fetch(&world.lived[line[t].parent]);
        fetch(&world.active[line[t].parent]);
        fetch(&world.in.population->id[line[t].parent]);
      },
      nothing_ahead, nothing_ahead,
      [&](std::size_t t) {
        const Ticket ticket = line[t];
        if (!leaves(ticket)) line[n_kept++] = ticket;
      });
  line.resize(n_kept);
}

/// By priority, month of entry and tie-break. Who waited before stands in order and, within a priority,
/// before who joined this month.
void put_in_order(std::vector<Ticket>& line, Month now) {
  const auto in_order = [](const Ticket& a, const Ticket& b) {
    return std::tie(a.priority, a.entry, a.tie, a.parent) < std::tie(b.priority, b.entry, b.tie, b.parent);
  };
  const auto joined = std::find_if(line.begin(), line.end(), [&](const Ticket& t) { return t.entry == now; });
  std::sort(joined, line.end(), in_order);
  const auto before_others = [](const Ticket& t) { return t.priority == 0; };
  std::rotate(std::partition_point(line.begin(), joined, before_others), joined,
              std::partition_point(joined, line.end(), before_others));
}

void serve(World& world, std::size_t q, ServiceId k, bool limited, Given& given) {
  Queue& queue = world.queues[q];
  std::vector<Ticket>& line = queue.tickets;
  let_go(world, line, k, limited, given);
  put_in_order(line, world.now);
  if (limited) serve_kept(world, q, k, given);
  queue.credit += queue.places;
  std::size_t n = line.size();
  if (limited) n = std::min(n, static_cast<std::size_t>(queue.credit));
  fetching_ahead(
      0, n, [&](std::size_t t) { fetch(&world.town[line[t].parent]); }, nothing_ahead, nothing_ahead,
      [&](std::size_t t) { admit(world, line[t], k, given); });
  line.erase(line.begin(), line.begin() + static_cast<std::ptrdiff_t>(n));
  queue.credit -= static_cast<double>(n);
  if (line.empty()) queue.credit = std::clamp(queue.credit, 0.0, most_kept(queue.places));
}

}  // namespace

void allocation(World& world) {
  const auto& services = world.policy.services();
  const bool waits = world.plan.pathway.has(Mechanism::wait);
  // Nobody waits for two services of a domain, so that each gives out its places for itself. What levers keep
  // is there since `calendar`: `kept_by` makes nothing here.
  const auto give_out = [&](std::size_t k, Given& given) {
    const auto id = static_cast<ServiceId>(k);
    const bool unlimited = world.in.evidence->catalogue.types[k].families_per_year.value <= 0;
    for (std::size_t r = 0; r < world.n_regions(); ++r) {
      serve(world, k * world.n_regions() + r, id, waits && !unlimited, given);
    }
    for (std::size_t r = 0; r < world.n_regions(); ++r) {
      const Queue& queue = world.queues[world.queue_index(id, r)];
      const double months = queue.tickets.empty()
                                ? 0.0
                                : static_cast<double>(queue.tickets.size()) / std::max(queue.places, 1e-9);
      world.expected_wait[r * world.n_services() + k] =
          waits ? usual_wait(world, id, r) + static_cast<float>(std::min(months, 999.0)) : 0.0F;
    }
  };
  by_blocks<Given>(
      world, services.size(), 1,
      [&](std::size_t first, std::size_t /*end*/, Given& given) { give_out(first, given); },
      [&](const Given& given) {
        for (std::size_t d = 0; d < n_domains; ++d)
          world.year().journeys[d][static_cast<std::size_t>(Gate::wait)] +=
              static_cast<double>(given.n_stopped[d]);
        for (const auto& [month, turn] : given.turns) world.plan_turn(turn.parent, turn.domain, month);
      });
}

}  // namespace uptake
