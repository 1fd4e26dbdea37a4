// SPDX-License-Identifier: Apache-2.0
// Stage 8: help begins and ends. At the start it is recorded and may explain the offer; at the end come
// relief, trust, what there is to tell, and the way to a next service.
#include <algorithm>

#include "sim/pathway/afford.hpp"
#include "sim/pathway/second_type.hpp"
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
    return (world.episode_flags[0][i] & use_at_ending) != 0 ? nobody : partner;
  const double u = uniform(world.in.key, world.in.population->id[i], world.now, Purpose::second_service, k);
  return u < world.plan.pathway.parameters->outcome_partner_attends ? partner : nobody;
}

/// So many contacts at today's fee, and what they would have cost more at the catalogue's.
void count_fees(World& world, const ParentView& person, ServiceId k, double contacts) {
  const ServiceType& type = world.in.evidence->catalogue.types[k];
  const double fee = fee_of(at_door(world.plan.pathway, person, k).fee, person) * contacts;
  const double usual =
      fee_of({static_cast<float>(type.fee_per_contact.value), static_cast<float>(type.fee_low_income.value)},
             person) *
      contacts;
  world.year().family_fees[k] += fee;
  world.year().fee_relief[k] += usual - fee;
}

void count_start(World& world, const ParentView& person, ParentId i, std::size_t d, ServiceId k) {
  YearCounts& year = world.year();
  count_fees(world, person, k, world.policy.services()[k].contacts);
  year.started[k] += 1;
  year.wait_months[k] += world.now - world.since[d][i];
  if ((world.episode_flags[d][i] & use_enriching) == 0)
    year.journeys[d][static_cast<std::size_t>(Gate::served)] += 1;
}

/// One talk with a second sort of help beside the episode that begins: advice on the spot, which takes no
/// place. It shares the episode's outcome; the family pays one contact.
void consult_second(World& world, const ParentView& person, ParentId i, ParentId other, Domain domain,
                    ServiceId first) {
  const auto d = static_cast<std::size_t>(domain);
  const PathwaySettings& s = world.plan.pathway;
  const std::uint8_t flags = world.episode_flags[d][i];
  if (!s.has(Mechanism::second_type) || (flags & use_enriching) != 0) return;
  const ServiceId k = second_type(s, JourneyKey{world.in.key, world.now, domain}, person, first);
  if (k == no_service) return;
  const bool written = (s.self_help & bit(k)) != 0;
  const auto second =
      static_cast<std::uint8_t>((written ? flags & ~unsigned{use_formal} : unsigned{flags}) | use_second);
  const auto helped = static_cast<Helped>(world.episode_helped[d][i]);
  const double perceived = world.policy.services()[k].perceived;
  record_use(world, i, domain, k, helped, second, perceived, first);
  if (other != nobody) record_use(world, other, domain, k, helped, second, perceived, first);
  world.known[i] |= bit(k);
  if (written) return;
  world.year().advice[k] += 1;
  count_fees(world, person, k, 1);
}

/// A lever at the doors whose cost has a unit counts the families that begin at a door of its own, once.
void count_units_at_door(World& world, const ParentView& person, ServiceId k) {
  for (std::size_t c = 0; c < world.plan.doors.size(); ++c) {
    if (((person.doors >> c) & 1U) == 0 || (world.plan.pathway.doors[c].services & bit(k)) == 0) continue;
    const Lever& lever = *world.plan.doors[c].lever;
    if (lever_registry()[static_cast<std::size_t>(lever.kind)].unit_en.empty()) continue;
    world.year().lever_units[world.plan.doors[c].index] += world.real_per_simulated;
  }
}

/// A first contact may explain what else there is: of its domain, or, where a lever has it so, all there is.
void explain_offer(World& world, ParentId i, Domain domain, ServiceId k) {
  const PathwaySettings& s = world.plan.pathway;
  double silent = 1;  // of the levers
  for (const ReachingLever& lever : world.plan.explaining) {
    if ((lever.lever->services & bit(k)) == 0 || !meant_for(world, lever, i)) continue;
    silent *= 1 - lever.learn;
    world.year().lever_units[lever.index] += world.real_per_simulated;
  }
  const ServiceMask own = s.of_domain[static_cast<std::size_t>(domain)];
  const double usual = s.parameters->know_explain;
  const ServiceMask offer = (silent < 1 ? ~ServiceMask{0} : own) & s.existing;
  const ServiceDraws draw({world.in.key, world.now, domain}, world.in.population->id[i], Purpose::explain,
                          offer);
  world.known[i] |= those_that(offer, [&](ServiceId told) {
    if (silent == 1) return draw(told) < usual;
    return draw(told) < 1 - ((own & bit(told)) != 0 ? 1 - usual : 1.0) * silent;
  });
}

void begin(World& world, ParentId i, Domain domain) {
  const auto d = static_cast<std::size_t>(domain);
  const PathwaySettings& s = world.plan.pathway;
  const ServiceId k = world.service[d][i];
  const ServiceNumbers& service = world.policy.services()[k];
  const std::uint32_t id = world.in.population->id[i];
  const Helped helped = foresee_helped(world, i, domain, k, world.episode_flags[d][i]);
  ParentView person = world.person(i, domain);
  count_start(world, person, i, d, k);
  world.stage[d][i] = Stage::attending;
  world.episode_helped[d][i] = static_cast<std::uint8_t>(helped);
  const double u =
      uniform(world.in.key, id, world.now, Purpose::onward, 100U + static_cast<std::uint32_t>(d));
  world.plan_turn(i, domain,
                  static_cast<Month>(world.now + std::max(1, static_cast<int>(service.months + u))));
  record_use(world, i, domain, k, helped, world.episode_flags[d][i], service.perceived);
  const ParentId other = companion(world, i, domain, k);
  if (other != nobody)
    record_use(world, other, domain, k, helped, world.episode_flags[d][i], service.perceived);
  count_units_at_door(world, person, k);
  if (s.has(Mechanism::explain_offer)) explain_offer(world, i, domain, k);
  person.known = world.known[i];  // the second may be one that was just explained
  consult_second(world, person, i, other, domain, k);
}

/// Sends the family on along the referral graph; returns whether it did.
bool refer(World& world, ParentId i, ServiceId from, Helped helped) {
  const PathwaySettings& s = world.plan.pathway;
  const ReferralGraph& graph = world.in.evidence->referrals;
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
    world.known[i] |= bit(to);
    const Domain domain = world.policy.services()[to].domain;
    if (uniform(world.in.key, id, world.now, Purpose::onward, 200U + to) <
        warmth(world, i, from, graph[edge].warm.value)) {
      world.referred[i] |= bit(to);
      world.pending[i] |= onward_bit(domain);  // a joint first meeting: the family is taken along
    }
    sent = true;
  }
  return sent;
}

void end(World& world, ParentId i, Domain domain) {
  const auto d = static_cast<std::size_t>(domain);
  const PathwaySettings& s = world.plan.pathway;
  const Parameters& p = *s.parameters;
  const auto helped = static_cast<Helped>(world.episode_helped[d][i]);
  const ServiceId k = world.service[d][i];
  world.stage[d][i] = Stage::idle;
  world.last_contact[d][i] = world.now;
  if (s.has(Mechanism::need_relief)) world.ar[d][i] -= static_cast<float>(relief(p, helped));
  double trust = trust_change(p, helped);
  const bool sent = s.has(Mechanism::referral) && refer(world, i, k, helped);
  if (helped == Helped::not_at_all && sent)
    trust -= hop_loss(world, i, k, p.outcome_hop_loss);  // a hop that did not help (S4:5683)
  if (s.has(Mechanism::trust)) {
    world.trust[d][i] += static_cast<float>(trust);
    world.stirred[i] = 1;
  }
  world.tellers.push_back({i, k, domain, helped});
}

}  // namespace

void episodes(World& world) {
  world.tellers.clear();
  auto& turns = world.turns[static_cast<std::size_t>(world.now - first_month)];
  std::sort(turns.begin(), turns.end());  // the order of work never depends on who was planned first
  turns.erase(std::unique(turns.begin(), turns.end()), turns.end());
  for (std::size_t t = 0; t < turns.size(); ++t) {
    if (t + 4 < turns.size()) world.fetch(turns[t + 4].parent);
    const World::Turn turn = turns[t];
    const auto d = static_cast<std::size_t>(turn.domain);
    // who left Flanders, or the years of raising children, gave up what was planned
    if (!world.active[turn.parent] || world.until[d][turn.parent] != world.now) continue;
    const Stage stage = world.stage[d][turn.parent];
    if (stage == Stage::admitted) {
      begin(world, turn.parent, turn.domain);
    } else if (stage == Stage::attending) {
      end(world, turn.parent, turn.domain);
    }
  }
  turns = {};
}

}  // namespace uptake
