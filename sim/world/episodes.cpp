// SPDX-License-Identifier: Apache-2.0
// Stage 8: help begins and ends. At the start it is recorded and may explain the offer; at the end come
// relief, trust, what there is to tell, and the way to a next service.
#include <algorithm>
#include <array>
#include <bit>
#include <cstdint>
#include <span>
#include <utility>

#include "sim/pathway/afford.hpp"
#include "sim/pathway/second_type.hpp"
#include "sim/world/blocks.hpp"
#include "sim/world/record_use.hpp"
#include "sim/world/referring.hpp"
#include "sim/world/step_order.hpp"

namespace uptake {
namespace {

/// Who attends beside the one who came: the partner at home for couples' help; for parenting sometimes.
ParentId companion(const World& world, ParentId i, Domain domain, ServiceId k) {
  const ParentId partner = world.partner_at_home(i);
  if (partner == nobody) return nobody;
  if (domain == Domain::relationship)
    return (world.lived[i][0].episode_flags & use_at_ending) != 0 ? nobody : partner;
  const double u = uniform(world.in.key, world.in.population->id[i], world.now, Purpose::second_service, k);
  return u < world.plan.pathway.parameters->outcome_partner_attends ? partner : nobody;
}

/// What a family pays, and what it would have paid more at the catalogue's fees, EUR.
struct Fees {
  ServiceId service = no_service;
  double paid = 0, relief = 0;
};

/// Of so many contacts at today's fee.
Fees fees_of(const World& world, const ParentView& person, ServiceId k, double contacts) {
  const ServiceType& type = world.in.evidence->catalogue.types[k];
  const double fee = fee_of(at_door(world.plan.pathway, person, k).fee, person) * contacts;
  const double usual =
      fee_of({static_cast<float>(type.fee_per_contact.value), static_cast<float>(type.fee_low_income.value)},
             person) *
      contacts;
  return {k, fee, usual - fee};
}

void count(World& world, const Fees& fees) {
  world.year().family_fees[fees.service] += fees.paid;
  world.year().fee_relief[fees.service] += fees.relief;
}

/// What a turn makes of help, before anything in the world is changed.
struct Begun {
  ParentId parent;
  Domain domain;
  Month ends;
  Helped helped;
  int waited;  ///< months
  bool enriching;
  ServiceMask learnt = 0;
  ServiceId advice = no_service;  ///< a second sort that is no written help
  Fees fees = {}, fees_of_advice = {};
  std::array<UseRecord, 4> uses = {};  ///< of both who attend, of both sorts
  std::size_t n_uses = 0;
};
struct Ended {
  ParentId parent;
  Domain domain;
  ServiceMask learnt = 0, referred = 0;
  std::uint8_t pending = 0;
  float trust = 0;
  World::Teller tells;
};
struct Turned {
  std::vector<Begun> begun;
  std::vector<Ended> ended;
  std::vector<std::size_t> lever_units;  ///< a lever's number for each of its units
  void clear() {
    begun.clear();
    ended.clear();
    lever_units.clear();
  }
};

/// Adds the use of one sort of help by the one who came and by who attends beside it.
void attend(const World& world, Begun& begun, ParentId other, ServiceId k, std::uint8_t flags,
            ServiceId episode) {
  const double perceived = world.policy.services()[k].perceived;
  for (const ParentId who : {begun.parent, other}) {
    if (who == nobody) continue;
    begun.uses[begun.n_uses++] = use_of(world, who, begun.domain, k, begun.helped, flags, perceived, episode);
  }
}

/// One talk with a second sort of help beside the episode that begins: advice on the spot, which takes no
/// place. It shares the episode's outcome; the family pays one contact.
void consult_second(const World& world, Begun& begun, const ParentView& person, ParentId other,
                    ServiceId first, std::uint8_t flags) {
  const PathwaySettings& s = world.plan.pathway;
  if (!s.has(Mechanism::second_type) || (flags & use_enriching) != 0) return;
  const ServiceId k = second_type(s, JourneyKey{world.in.key, world.now, begun.domain}, person, first);
  if (k == no_service) return;
  const bool written = (s.self_help & bit(k)) != 0;
  const auto second =
      static_cast<std::uint8_t>((written ? flags & ~unsigned{use_formal} : unsigned{flags}) | use_second);
  attend(world, begun, other, k, second, first);
  begun.learnt |= bit(k);
  if (written) return;
  begun.advice = k;
  begun.fees_of_advice = fees_of(world, person, k, 1);
}

/// A lever at the doors whose cost has a unit counts the families that begin at a door of its own, once.
void count_units_at_door(const World& world, const ParentView& person, ServiceId k,
                         std::vector<std::size_t>& lever_units) {
  for (std::size_t c = 0; c < world.plan.doors.size(); ++c) {
    if (((person.doors >> c) & 1U) == 0 || (world.plan.pathway.doors[c].services & bit(k)) == 0) continue;
    const Lever& lever = *world.plan.doors[c].lever;
    if (lever_registry()[static_cast<std::size_t>(lever.kind)].unit_en.empty()) continue;
    lever_units.push_back(world.plan.doors[c].index);
  }
}

/// A first contact may explain what else there is: of its domain, or, where a lever has it so, all there is.
ServiceMask explained_offer(const World& world, ParentId i, Domain domain, ServiceId k,
                            std::vector<std::size_t>& lever_units) {
  const PathwaySettings& s = world.plan.pathway;
  double silent = 1;  // of the levers
  for (const ReachingLever& lever : world.plan.explaining) {
    if ((lever.lever->services & bit(k)) == 0 || !meant_for(world, lever, i)) continue;
    silent *= 1 - lever.learn;
    lever_units.push_back(lever.index);
  }
  const ServiceMask own = s.of_domain[static_cast<std::size_t>(domain)];
  const double usual = s.parameters->know_explain;
  const ServiceMask offer = (silent < 1 ? ~ServiceMask{0} : own) & s.existing;
  const ServiceDraws draw({world.in.key, world.now, domain}, world.in.population->id[i], Purpose::explain,
                          offer);
  return those_that(offer, [&](ServiceId told) {
    if (silent == 1) return draw(told) < usual;
    return draw(told) < 1 - ((own & bit(told)) != 0 ? 1 - usual : 1.0) * silent;
  });
}

Begun begin(const World& world, ParentId i, Domain domain, std::vector<std::size_t>& lever_units) {
  const auto d = static_cast<std::size_t>(domain);
  const PathwaySettings& s = world.plan.pathway;
  const ServiceId k = world.lived[i][d].service;
  const std::uint8_t flags = world.lived[i][d].episode_flags;
  const ServiceNumbers& service = world.policy.services()[k];
  ParentView person = world.person(i, domain);
  const double u = uniform(world.in.key, world.in.population->id[i], world.now, Purpose::onward,
                           100U + static_cast<std::uint32_t>(d));
  Begun begun{.parent = i,
              .domain = domain,
              .ends = static_cast<Month>(world.now + std::max(1, static_cast<int>(service.months + u))),
              .helped = foresee_helped(world, i, domain, k, flags),
              .waited = world.now - world.lived[i][d].since,
              .enriching = (flags & use_enriching) != 0,
              .fees = fees_of(world, person, k, service.contacts)};
  const ParentId other = companion(world, i, domain, k);
  attend(world, begun, other, k, flags, no_service);
  count_units_at_door(world, person, k, lever_units);
  if (s.has(Mechanism::explain_offer)) begun.learnt = explained_offer(world, i, domain, k, lever_units);
  person.known |= begun.learnt;  // the second may be one that was just explained
  consult_second(world, begun, person, other, k, flags);
  return begun;
}

/// What the beginning changes of the one who came.
void take_home(World& world, const Begun& begun) {
  Lived& lived = world.lived[begun.parent][static_cast<std::size_t>(begun.domain)];
  lived.stage = Stage::attending;
  lived.episode_helped = static_cast<std::uint8_t>(begun.helped);
  lived.until = begun.ends;
  world.known[begun.parent] |= begun.learnt;
  for (std::size_t u = 0; u < begun.n_uses; ++u) {
    if (begun.uses[u].parent == begun.parent) count_contact(world, begun.uses[u]);
  }
}

/// And of all else: who attended beside, the record, the year's counts.
void commit(World& world, const Begun& begun) {
  const auto d = static_cast<std::size_t>(begun.domain);
  const ServiceId k = begun.fees.service;
  YearCounts& year = world.year();
  count(world, begun.fees);
  year.started[k] += 1;
  year.wait_months[k] += begun.waited;
  year.waited[d][static_cast<std::size_t>(std::min(begun.waited, YearCounts::longest_wait))] += 1;
  if (!begun.enriching) year.journeys[d][static_cast<std::size_t>(Gate::served)] += 1;
  world.plan_turn(begun.parent, begun.domain, begun.ends);
  for (std::size_t u = 0; u < begun.n_uses; ++u) {
    world.uses.push_back(begun.uses[u]);
    if (begun.uses[u].parent != begun.parent) count_contact(world, begun.uses[u]);
  }
  if (begun.advice == no_service) return;
  year.advice[begun.advice] += 1;
  count(world, begun.fees_of_advice);
}

/// Sends the family on along the referral graph; returns whether it did.
bool refer(const World& world, Ended& ended, ServiceId from, Helped helped) {
  const PathwaySettings& s = world.plan.pathway;
  const ReferralGraph& graph = world.in.evidence->referrals;
  const ParentId i = ended.parent;
  const std::uint32_t id = world.in.population->id[i];
  bool sent = false;
  const auto edges = boost::make_iterator_range(out_edges(from, graph));
  const auto there = [&](const auto& edge) {
    return (s.existing & bit(static_cast<ServiceId>(target(edge, graph)))) != 0;
  };
  const auto n = static_cast<int>(std::count_if(edges.begin(), edges.end(), there));
  for (const auto edge : edges) {
    const auto to = static_cast<ServiceId>(target(edge, graph));
    if (!there(edge)) continue;
    // who was helped very much needs no next service
    const double chance =
        helped == Helped::very_much ? 0.0 : sending(world, i, from, graph[edge].probability.value, n);
    if (uniform(world.in.key, id, world.now, Purpose::onward, to) >= chance) continue;
    ended.learnt |= bit(to);
    if (uniform(world.in.key, id, world.now, Purpose::onward, 200U + to) <
        warmth(world, i, from, graph[edge].warm.value)) {
      ended.referred |= bit(to);  // a joint first meeting: the family is taken along
      ended.pending |= onward_bit(world.policy.services()[to].domain);
    }
    sent = true;
  }
  return sent;
}

Ended end(const World& world, ParentId i, Domain domain) {
  const auto d = static_cast<std::size_t>(domain);
  const PathwaySettings& s = world.plan.pathway;
  const Parameters& p = *s.parameters;
  const auto helped = static_cast<Helped>(world.lived[i][d].episode_helped);
  const ServiceId k = world.lived[i][d].service;
  Ended ended{.parent = i, .domain = domain, .tells = {i, k, domain, helped}};
  double trust = trust_change(p, helped);
  const bool sent = s.has(Mechanism::referral) && refer(world, ended, k, helped);
  if (helped == Helped::not_at_all && sent)
    trust -= hop_loss(world, i, k, p.outcome_hop_loss);  // a hop that did not help (S4:5683)
  ended.trust = static_cast<float>(trust);
  return ended;
}

/// All that the end changes, beyond who tells of it.
void take_home(World& world, const Ended& ended) {
  const auto d = static_cast<std::size_t>(ended.domain);
  const ParentId i = ended.parent;
  const PathwaySettings& s = world.plan.pathway;
  world.lived[i][d].stage = Stage::idle;
  world.had_contact(i, ended.domain, world.now);
  if (s.has(Mechanism::need_relief))
    world.ar[d][i] -= static_cast<float>(relief(*s.parameters, ended.tells.helped));
  world.known[i] |= ended.learnt;
  world.referred[i] |= ended.referred;
  world.pending[i] |= ended.pending;
  if (s.has(Mechanism::trust)) {
    world.felt[i][d].trust += ended.trust;
    world.marks[i] |= has_news;
  }
}

/// A bit for each parent whose turn it is, by domain; none between two calls.
struct Marked {
  std::array<std::vector<std::uint64_t>, n_domains> parents;
  void clear() {}
};

/// By domain and number, each once, so that the order of work never depends on who was planned first. They
/// are many where the world is large: to mark and list them costs less than to sort them.
void list_in_order(World& world, std::vector<World::Turn>& turns) {
  auto& marked = world.kept.emptied<Marked>().parents;
  for (std::vector<std::uint64_t>& bits : marked) bits.resize(world.n_parents() / 64 + 1);
  for (const World::Turn& turn : turns)
    marked[static_cast<std::size_t>(turn.domain)][turn.parent / 64] |= std::uint64_t{1} << (turn.parent % 64);
  std::size_t n = 0;
  for (std::size_t d = 0; d < n_domains; ++d) {
    for (std::size_t w = 0; w < marked[d].size(); ++w) {
      for (auto bits = std::exchange(marked[d][w], 0); bits != 0; bits &= bits - 1)
        turns[n++] = {static_cast<Domain>(d),
                      static_cast<ParentId>(64 * w + static_cast<unsigned>(std::countr_zero(bits)))};
    }
  }
  turns.resize(n);
}

/// The turns of one domain: of each parent one at most, so that none sees what another does.
void take_turns(World& world, std::span<const World::Turn> turns) {
  by_blocks<Turned>(
      world, turns.size(), events_at_a_time(turns.size()),
      [&](std::size_t first, std::size_t last, Turned& turned) {
        const auto whose = [&](std::size_t t) { return turns[t].parent; };
        fetching_parents(world, first, last, whose, [&](std::size_t t) {
          const auto [domain, parent] = turns[t];
          const auto d = static_cast<std::size_t>(domain);
          // who left Flanders, or the years of raising children, gave up what was planned
          if (!world.active[parent] || world.lived[parent][d].until != world.now) return;
          const Stage stage = world.lived[parent][d].stage;
          if (stage == Stage::admitted)
            turned.begun.push_back(begin(world, parent, domain, turned.lever_units));
          if (stage == Stage::attending) turned.ended.push_back(end(world, parent, domain));
        });
      },
      [&](const Turned& turned) {
        for (const Begun& begun : turned.begun) take_home(world, begun);
        for (const Ended& ended : turned.ended) take_home(world, ended);
      },
      [&](const Turned& turned) {
        for (const Begun& begun : turned.begun) commit(world, begun);
        for (const Ended& ended : turned.ended) world.tellers.push_back(ended.tells);
        for (const std::size_t lever : turned.lever_units)
          world.year().lever_units[lever] += world.real_per_simulated;
      });
}

}  // namespace

void episodes(World& world) {
  world.tellers.clear();
  auto& turns = world.turns[static_cast<std::size_t>(world.now - first_month)];
  list_in_order(world, turns);
  const auto parenting = std::find_if(
      turns.begin(), turns.end(), [](const World::Turn& turn) { return turn.domain == Domain::parenting; });
  take_turns(world, {turns.begin(), parenting});
  take_turns(world, {parenting, turns.end()});
  turns.clear();
  world.past_turns.push_back(std::move(turns));
  turns = {};
}

}  // namespace uptake
