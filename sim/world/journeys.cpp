// SPDX-License-Identifier: Apache-2.0
// Stage 6: whoever has an occasion walks the gates; a couple's relationship journey is one, whoever starts
// it.
#include "sim/world/journeys.hpp"

#include <array>
#include <optional>
#include <vector>

#include "sim/pathway/need.hpp"
#include "sim/world/blocks.hpp"
#include "sim/world/meant_for.hpp"
#include "sim/world/record_use.hpp"
#include "sim/world/step_order.hpp"

namespace uptake {
namespace {

/// A journey that was walked, and what follows from it.
struct Done {
  ParentId parent;
  Domain domain;
  Start start;
  std::uint8_t flags;  ///< UseFlag of what follows
  Journey journey;
  ParentId partner = nobody;  ///< at home, who may have started one too; of relationship support alone
  bool joins = false;         ///< a queue
  const ReachingLever* sent_on = nullptr;  ///< by what lever it goes to private help in place of that
  std::size_t queue = 0;
  Ticket ticket = {};
  std::optional<UseRecord> written_help = {};
};

/// Whether this ticket is one of the share that a triage lever puts in its order.
bool in_its_order(const World& world, const ReachingLever& lever, const Done& done) {
  const ParentId i = done.parent;
  if ((lever.lever->services & bit(done.journey.service)) == 0 || !(*lever.where)[world.town[i]])
    return false;
  return uniform(world.in.key, world.in.population->id[i], world.now, Purpose::triage, lever.address) <
         lever.share;
}

/// Whether that order puts it before others. Who the lever is not meant for never goes first.
bool goes_first(const World& world, const ReachingLever& lever, const Done& done, bool vulnerable) {
  using Order = ReachingLever::Order;
  if (lever.order == Order::first_come) return true;  // all are: nobody goes before another
  if (!meant_for(world, lever, done.parent)) return false;
  if (lever.order == Order::vulnerable) return vulnerable;
  const auto d = static_cast<std::size_t>(done.domain);
  return lever.order == Order::target_group ||
         need_level(*world.plan.pathway.parameters, done.domain, world.need[d][done.parent]) >= 2;
}

/// Its place in the queue of the service that it chose.
Ticket ticket_of(const World& world, const Done& done) {
  const ParentId i = done.parent;
  const bool vulnerable = (world.spell_of(i).flags & (no_holiday | no_expense)) != 0;
  const bool triage = world.plan.pathway.has(Mechanism::triage);
  bool behind = triage && world.policy.services()[done.journey.service].vulnerable_first && !vulnerable;
  for (const ReachingLever& lever : world.plan.triage) {
    if (triage && in_its_order(world, lever, done)) behind = !goes_first(world, lever, done, vulnerable);
  }
  return {i, world.now, static_cast<std::uint8_t>(behind ? 1 : 0),
          random_words(world.in.key, world.in.population->id[i], world.now, Purpose::place_tie,
                       static_cast<std::uint32_t>(done.domain))[0]};
}

/// Help of a domain that families pay themselves.
ServiceMask private_help(const World& world, Domain domain) {
  const PathwaySettings& s = world.plan.pathway;
  const std::vector<ServiceType>& types = world.in.evidence->catalogue.types;
  return those_that(s.of_domain[static_cast<std::size_t>(domain)] & s.existing & ~s.self_help,
                    [&](ServiceId k) { return types[k].payer == Payer::family; });
}

/// The lever that sends a family which would join a queue on to private help, if one does.
const ReachingLever* sent_on_by(const World& world, const Done& done) {
  const ParentId i = done.parent;
  if (world.plan.private_referrals.empty() || done.start == Start::enriching ||
      (world.spell_of(i).flags & no_expense) != 0 ||
      (private_help(world, done.domain) & bit(done.journey.service)) != 0) {
    return nullptr;
  }
  for (const ReachingLever& lever : world.plan.private_referrals) {
    if ((lever.lever->services & bit(done.journey.service)) == 0 || !meant_for(world, lever, i)) continue;
    const std::uint32_t id = world.in.population->id[i];
    const auto d = static_cast<std::uint32_t>(done.domain);
    const double u =
        to_unit(random_words(world.in.key, id, world.now, Purpose::private_referral, lever.address)[d]);
    if (u < lever.share) return &lever;
  }
  return nullptr;
}

/// What this parent reads, where it does.
std::optional<UseRecord> written_help(const World& world, const Done& done) {
  const PathwaySettings& s = world.plan.pathway;
  const ServiceMask types = s.self_help & s.existing & s.of_domain[static_cast<std::size_t>(done.domain)];
  if (!done.journey.looked_self_help || types == 0) return {};
  return use_of(world, done.parent, done.domain, nth_service(types, 0),
                done.journey.stopped == Gate::self_help ? Helped::fairly : Helped::a_little, 0,
                s.parameters->survey_report_self_help);
}

Done go(const World& world, ParentId i, Domain domain, Start start, std::uint8_t flags) {
  Done done{i, domain, start, flags, walk_now(world, i, domain, start)};
  done.written_help = written_help(world, done);
  done.joins = done.journey.stopped == Gate::served && done.journey.service != no_service;
  if (!done.joins) return done;
  if (domain == Domain::relationship) done.partner = world.partner_at_home(i);
  done.sent_on = sent_on_by(world, done);
  done.queue = world.queue_index(done.journey.service, world.region_of(i));
  done.ticket = ticket_of(world, done);
  return done;
}

/// Turned away, with an address in hand: next month it weighs private help, and that alone.
void send_on(World& world, Done& done) {
  done.joins = false;
  done.journey.stopped = Gate::wait;
  done.journey.reasons |= static_cast<std::uint16_t>(1U << static_cast<unsigned>(NonuseReason::other));
  const ServiceMask there = private_help(world, done.domain);
  world.known[done.parent] |= there;
  world.referred[done.parent] |= there;
  if (there != 0) world.pending[done.parent] |= onward_bit(done.domain);
}

/// What follows for the parent alone. `busy`: its partner is since it set out.
void take_home(World& world, Done& done, bool busy) {
  const auto d = static_cast<std::size_t>(done.domain);
  const PathwaySettings& s = world.plan.pathway;
  const ParentId i = done.parent;
  Lived& lived = world.lived[i][d];
  if (busy) {
    done.joins = false;
    done.sent_on = nullptr;
  }
  if (done.sent_on != nullptr) send_on(world, done);
  if (done.start != Start::enriching) {
    if (done.journey.stopped != Gate::served) {
      world.stop(i, done.domain, done.journey.stopped);
      lived.last_reasons = done.journey.reasons;
    }
    if (done.journey.eased && s.has(Mechanism::need_relief))
      world.ar[d][i] -= static_cast<float>(s.parameters->need_relief_informal);
  }
  if (!done.joins) return;
  lived.stage = Stage::waiting;
  lived.service = done.journey.service;
  lived.since = world.now;
  lived.episode_flags = done.flags;
}

/// Journeys of the year by where they stopped. A served one is counted when help begins: the last gate is the
/// wait.
template <class Counts>
void count_stop(Counts& counts, const Done& done) {
  if (done.start != Start::enriching && done.journey.stopped != Gate::served)
    counts[static_cast<std::size_t>(done.domain)][static_cast<std::size_t>(done.journey.stopped)] += 1;
}

/// Journeys of a block of parents.
struct Walks {
  std::vector<Done> done;
  std::vector<std::uint32_t> for_all;  ///< those, by place, of which something follows for others
  std::array<std::array<std::uint32_t, n_gates + 1>, n_domains> stopped{};  ///< those of its parents alone
  void clear() {
    done.clear();
    for_all.clear();
    stopped = {};
  }
};

/// What follows for the block's own parents, and which journeys are more than that.
void take_home(World& world, Walks& walks) {
  for (std::size_t n = 0; n < walks.done.size(); ++n) {
    Done& done = walks.done[n];
    if (done.partner == nobody) {
      take_home(world, done, false);
      count_stop(walks.stopped, done);
      if (!done.joins && done.sent_on == nullptr && !done.written_help) continue;
    }
    walks.for_all.push_back(static_cast<std::uint32_t>(n));
  }
}

/// What follows for all: the line, the record, the year's counts.
void commit(World& world, Done& done) {
  if (done.partner != nobody) {  // two partners may start in one month: the first in order goes
    const auto rel = static_cast<std::size_t>(Domain::relationship);
    take_home(world, done, world.lived[done.partner][rel].stage != Stage::idle);
    count_stop(world.year().journeys, done);
  }
  if (done.sent_on != nullptr) world.year().lever_units[done.sent_on->index] += world.real_per_simulated;
  if (done.written_help) write_down(world, *done.written_help);
  if (!done.joins) return;
  world.queues[done.queue].tickets.push_back(done.ticket);
  world.year().queued[done.journey.service] += 1;
}

void commit(World& world, Walks& walks) {
  for (const std::uint32_t n : walks.for_all) commit(world, walks.done[n]);
  for (std::size_t d = 0; d < n_domains; ++d) {
    for (std::size_t gate = 0; gate < walks.stopped[d].size(); ++gate)
      world.year().journeys[d][gate] += walks.stopped[d][gate];
  }
}

/// Those of a block of present parents who have an occasion, or something pending.
struct MayGo {
  std::array<ParentId, parents_at_a_time> parent;
  std::size_t size = 0;

  MayGo(const World& world, std::size_t first, std::size_t end) {
    const ParentId* const present = world.present.data();
    const std::uint8_t* const occasion = world.occasion.data();
    const std::uint8_t* const pending = world.pending.data();
    for (std::size_t n = first; n < end; ++n) {
      const ParentId i = present[n];
      parent[size] = i;
      size += (occasion[i] | pending[i]) != 0 ? 1U : 0U;
    }
  }
};

/// Who has an occasion, or something pending.
void set_out(World& world) {
  by_blocks<Walks>(
      world, world.present.size(), parents_at_a_time,
      [&](std::size_t first, std::size_t end, Walks& walks) {
        const MayGo due(world, first, end);
        const auto who = [&](std::size_t n) { return due.parent[n]; };
        fetching_parents(world, 0, due.size, who, [&](std::size_t n) {
          const ParentId i = due.parent[n];
          for (const Domain domain : both_domains) {
            const std::optional<Start> start = journey_due(world, i, domain);
            if (!start) continue;
            const auto flags =
                static_cast<std::uint8_t>(use_formal | (*start == Start::enriching ? use_enriching : 0));
            walks.done.push_back(go(world, i, domain, *start, flags));
          }
          world.occasion[i] = world.pending[i] = 0;
        });
      },
      [&](Walks& walks) {
        for (const Done& done : walks.done)  // a referral is used or lapses
          world.referred[done.parent] &= ~world.plan.pathway.of_domain[static_cast<std::size_t>(done.domain)];
        take_home(world, walks);
      },
      [&](Walks& walks) { commit(world, walks); });
}

/// Whose union ends, and who is not on the way yet.
void set_out_at_ending(World& world) {
  by_blocks<Walks>(
      world, world.separating.size(), events_at_a_time(world.separating.size()),
      [&](std::size_t first, std::size_t end, Walks& walks) {
        const auto who = [&](std::size_t n) { return world.separating[n]; };
        fetching_parents(world, first, end, who, [&](std::size_t n) {
          const ParentId i = who(n);
          if (busy(world, i, Domain::relationship) || !seeks_at_ending(world, i)) return;
          walks.done.push_back(go(world, i, Domain::relationship, Start::ending, use_formal | use_at_ending));
        });
      },
      [&](Walks& walks) { take_home(world, walks); }, [&](Walks& walks) { commit(world, walks); });
}

}  // namespace

bool busy(const World& world, ParentId i, Domain domain) {
  const auto d = static_cast<std::size_t>(domain);
  if (world.lived[i][d].stage != Stage::idle) return true;
  if (domain == Domain::parenting) return false;
  const ParentId partner = world.partner_at_home(i);
  return partner != nobody && world.lived[partner][d].stage != Stage::idle;
}

std::optional<Start> journey_due(const World& world, ParentId i, Domain domain) {
  const bool onward = (world.pending[i] & onward_bit(domain)) != 0;
  const bool raised = (world.pending[i] & raised_bit(domain)) != 0;
  const bool own = (world.occasion[i] & occasion_bit(domain)) != 0;
  const bool enriching = (world.occasion[i] & enriching_bit(domain)) != 0;
  if (!(onward || raised || own || enriching) || busy(world, i, domain)) return {};
  return onward   ? Start::onward
         : raised ? Start::raised_by_contact
         : own    ? Start::occasion
                  : Start::enriching;
}

bool seeks_at_ending(const World& world, ParentId i) {
  const PathwaySettings& s = world.plan.pathway;
  return s.has(Mechanism::ending) && uniform(world.in.key, world.in.population->id[i], world.now,
                                             Purpose::ending) < logistic(s.parameters->occasion_ending);
}

Journey walk_now(const World& world, ParentId i, Domain domain, Start start) {
  const ParentView person = world.person(i, domain);
  const JourneyKey key{world.in.key, world.now, domain};
  const ParentId home = domain == Domain::relationship ? world.partner_at_home(i) : nobody;
  if (home == nobody) return walk(world.plan.pathway, key, person, nullptr, start);
  const ParentView partner = world.person(home, domain);
  return walk(world.plan.pathway, key, person, &partner, start);
}

void journeys(World& world) {
  set_out(world);
  set_out_at_ending(world);
}

}  // namespace uptake
