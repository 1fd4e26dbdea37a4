// SPDX-License-Identifier: Apache-2.0
// Stage 5: Kind en Gezin, school, GP and childcare see nearly every family, and by a lever hospital, social
// house and whoever calls after age three; some contacts raise the subject.
#include "sim/world/universal_contacts.hpp"

#include <optional>

#include "sim/pathway/know.hpp"
#include "sim/pathway/occasion.hpp"
#include "sim/pathway/reach.hpp"
#include "sim/pathway/recognise.hpp"
#include "sim/pathway/universal.hpp"
#include "sim/world/blocks.hpp"
#include "sim/world/meant_for.hpp"
#include "sim/world/record_use.hpp"
#include "sim/world/referring.hpp"
#include "sim/world/step_order.hpp"

namespace uptake {
namespace {

/// The service type that stands for a contact point in a domain, or no_service.
ServiceId type_of(const World& world, ContactPoint point, Domain domain) {
  constexpr Box boxes[] = {Box::kind_en_gezin, Box::clb_school, Box::gp, Box::other};
  if (point >= ContactPoint::childcare) return no_service;
  const auto& services = world.policy.services();
  // Kind en Gezin and the school are one door for both domains; the GP has a type in each.
  const Domain door = point == ContactPoint::gp ? domain : Domain::parenting;
  for (std::size_t k = 0; k < services.size(); ++k) {
    const auto id = static_cast<ServiceId>(k);
    if (services[k].domain == door && services[k].box_2021 == boxes[static_cast<std::size_t>(point)] &&
        (world.plan.pathway.existing & bit(id)) != 0) {
      return id;
    }
  }
  return no_service;
}

/// How open a service is against usual, with a shift of its reach and a loss, logit.
double share_open(double base, double shift, double loss) {
  return logistic(base + shift - loss) / logistic(base);
}

/// The contact points as they are this month, ready for one parent after another.
struct Points {
  double base;                                  ///< of the reach gate, logit
  std::array<double, n_lead_in_points> open{};  ///< to whom nothing particular is added or taken
  std::array<ServiceId, n_lead_in_points> type{};
  std::array<bool, n_lead_in_points> doors{};  ///< whether levers change its door for some
  const PathwaySettings* settings;

  explicit Points(const World& world)
      : base(world.plan.pathway.parameters->reach_base), settings(&world.plan.pathway) {
    for (std::size_t c = 0; c < n_lead_in_points; ++c) {
      const auto point = static_cast<ContactPoint>(c);
      open[c] = openness(world, point);
      type[c] = type_of(world, point, Domain::parenting);
      if (type[c] == no_service) continue;
      for (const DoorChange& change : settings->doors)
        doors[c] = doors[c] || (change.services & bit(type[c])) != 0;
    }
  }
  /// How open to this parent.
  [[nodiscard]] double open_to(const World& world, std::size_t c, ParentId i) const {
    const ServiceId k = type[c];
    if (k == no_service) return open[c];
    const Population& all = *world.in.population;
    const AtDoor door = doors[c] ? at_door(*settings, world.person(i, Domain::parenting), k) : AtDoor{};
    const double lost = distance_loss((*settings->services)[k], settings->service[k], all.traits[i].digital,
                                      all.traits[i].dutch_at_home != 0, door) -
                        door.reach;
    return lost == 0 ? open[c] : share_open(base, settings->service[k].reach_shift, lost);
  }
  /// The most open that it can be to anybody.
  [[nodiscard]] double most_open(std::size_t c) const {
    const ServiceId k = type[c];
    if (k == no_service) return open[c];
    const ServiceSettings& now = settings->service[k];
    double digital = now.digital_loss, language = now.language_loss, reach = now.reach_shift;
    for (const DoorChange& change : settings->doors) {
      if ((change.services & bit(k)) == 0) continue;
      digital += std::min(0.0F, change.digital_loss);
      language += std::min(0.0F, change.language_loss);
      reach += std::max(0.0F, change.reach);
    }
    return share_open(base, reach, std::min(0.0, 2 * digital) + std::min(0.0, language));
  }
};

struct Raised {
  ParentId parent;
  ContactPoint point;
  Domain domain;
  std::size_t lever;  ///< that made it, or no_lever
};
constexpr std::size_t no_lever = SIZE_MAX;

/// What a contact that raised the subject does: it advises on the spot, or informs and may refer.
struct Met {
  Raised raised;
  std::optional<UseRecord> advice = {};
  ServiceMask told = 0, referred = 0;
};

/// What a contact may tell of: what its lever has it show, else where it can refer to, else the whole offer.
ServiceMask offer_at(const World& world, const Raised& raised, ServiceId type) {
  const PathwaySettings& s = world.plan.pathway;
  const auto d = static_cast<std::size_t>(raised.domain);
  ServiceMask shown = 0;
  if (raised.lever != no_lever)
    shown = world.in.scenario->levers[raised.lever].services & s.of_domain[d] & s.existing;
  if (type != no_service && shown == 0 && s.has(Mechanism::referral)) {
    const ReferralGraph& graph = world.in.evidence->referrals;
    for (const auto edge : boost::make_iterator_range(out_edges(type, graph))) {
      const auto to = static_cast<ServiceId>(target(edge, graph));
      if (world.policy.services()[to].domain == raised.domain && (s.existing & bit(to)) != 0)
        shown |= bit(to);
    }
  }
  return shown != 0 ? shown : s.of_domain[d] & s.existing & ~s.self_help;
}

Met act_on(const World& world, const Raised& raised) {
  const PathwaySettings& s = world.plan.pathway;
  const Parameters& p = *s.parameters;
  const ParentId i = raised.parent;
  const std::uint32_t id = world.in.population->id[i];
  const JourneyKey key{world.in.key, world.now, raised.domain};
  const auto place = static_cast<std::uint32_t>(raised.point);
  const ServiceId type = type_of(world, raised.point, raised.domain);
  Met done{.raised = raised};
  if (type != no_service && world.policy.services()[type].domain == raised.domain &&
      key.draw(id, Purpose::universal_contact, 8 + place) < p.universal_advice) {
    done.advice =
        use_of(world, i, raised.domain, type, foresee_helped(world, i, raised.domain, type, use_formal),
               use_formal, world.policy.services()[type].perceived);
    return done;
  }
  const ServiceMask shown = offer_at(world, raised, type);
  const int n = std::popcount(shown);
  if (n == 0) return done;
  const auto pick = static_cast<int>(key.draw(id, Purpose::universal_contact, 16 + place) * n);
  done.told = bit(nth_service(shown, std::min(pick, n - 1)));
  const Lever* lever = raised.lever == no_lever ? nullptr : &world.in.scenario->levers[raised.lever];
  const double usual = lever != nullptr ? lever->value("warm", p) : p.universal_warm;
  const double warm = warmth(world, i, type, usual);
  if (key.draw(id, Purpose::universal_contact, 24 + place) < warm) done.referred = done.told;
  return done;
}

void commit(World& world, const Met& done) {
  const Raised& raised = done.raised;
  if (raised.lever != no_lever) world.year().lever_units[raised.lever] += world.real_per_simulated;
  if (done.advice) {
    write_down(world, *done.advice);
    world.year().advice[done.advice->service] += 1;
  }
  if (done.told == 0) return;
  world.known[raised.parent] |= done.told;
  world.referred[raised.parent] |= done.referred;
  world.pending[raised.parent] |= raised_bit(raised.domain);
}

/// Which of the contacts that this parent may have had this month raised what, if any.
void meet(const World& world, const Points& points, const World::Seen& drawn, std::vector<Met>& done) {
  const PathwaySettings& s = world.plan.pathway;
  const Parameters& p = *s.parameters;
  const Population& all = *world.in.population;
  const ParentId i = drawn.parent;
  double u = drawn.place;
  const Spell& life = world.spell_of(i);
  if (life.youngest_birth == never) return;
  const double youngest = (world.now - life.youngest_birth) / 12.0;
  const double eldest = (world.now - life.eldest_birth) / 12.0;
  const double here = all.traits[i].gender == Gender::women ? 1.0 : p.universal_father;
  // One word places the event; its place is the first share that covers it. What contacts do anyway
  // comes first, so that a lever moves nothing of that, for whomever it is meant.
  const auto seen_at = [&](ContactPoint point) {
    const double seen = p_contact(p, point, youngest, eldest);
    return seen <= 0 ? 0.0 : here * points.open_to(world, static_cast<std::size_t>(point), i) * seen;
  };
  const auto place = [&](double share, ContactPoint point, Domain domain, std::size_t lever) {
    if (u >= 0 && u < share &&
        u < share * p_recognise(p, domain, world.need[static_cast<std::size_t>(domain)][i])) {
      done.push_back(act_on(world, {i, point, domain, lever}));
    }
    u -= share;
  };
  const bool single = life.union_status == UnionStatus::no_partner;
  const double fluent =
      fluency(all.traits[i].dutch_at_home != 0, all.traits[i].education, all.traits[i].gender);
  const double raise_parenting = p.universal_raise_parenting * exp_fixed(early_offer(s, youngest, fluent));
  for (std::size_t c = 0; c < n_contact_points && u >= 0; ++c) {
    const auto point = static_cast<ContactPoint>(c);
    const double seen = seen_at(point);
    if (seen <= 0) continue;
    place(seen * raise_parenting, point, Domain::parenting, no_lever);
    if (!single) place(seen * p.universal_raise_relationship, point, Domain::relationship, no_lever);
  }
  for (const ReachingLever& lever : world.plan.lead_ins) {
    if (u < 0) break;
    const double asked = seen_at(lever.contact) * lever.ask * outreach_left(world, i);
    if (asked <= 0 || youngest >= lever.until_age) continue;
    if (lever.contact == ContactPoint::social_house && (life.flags & no_expense) == 0) continue;
    if (!meant_for(world, lever, i)) continue;
    for (const Domain domain : {Domain::parenting, Domain::relationship}) {
      if (domain == Domain::relationship && single) continue;
      if ((lever.lever->domains >> static_cast<unsigned>(domain)) & 1U)
        place(asked, lever.contact, domain, lever.index);
    }
  }
}

}  // namespace

double openness(const World& world, ContactPoint point) {
  const ServiceId type = type_of(world, point, Domain::parenting);
  if (type == no_service) return 1;
  return share_open(world.plan.pathway.parameters->reach_base, world.plan.pathway.service[type].reach_shift,
                    0);
}

MostContacts most_contacts(const World& world) {
  constexpr double from[] = {0, 3, 6, 12, 18};  // ages of the classes of World::ages
  constexpr double to[] = {2.99, 5.99, 11.99, 17.99, 24.99};
  const PathwaySettings& s = world.plan.pathway;
  MostContacts most{};
  if (!s.has(Mechanism::universal_contacts)) return most;
  const Parameters& p = *s.parameters;
  const Points points(world);
  for (std::size_t ages = 0; ages < no_child; ++ages) {
    const std::size_t youngest = ages / 5;
    const std::size_t eldest = ages % 5;
    const double offer =
        exp_fixed(std::max(early_offer(s, from[youngest], 0), early_offer(s, from[youngest], 1)));
    for (std::size_t c = 0; c < n_contact_points; ++c) {
      const auto point = static_cast<ContactPoint>(c);
      double asked = p.universal_raise_parenting * std::max(1.0, offer) + p.universal_raise_relationship;
      for (const ReachingLever& lever : world.plan.lead_ins) {
        if (lever.contact == point) asked += 2 * lever.ask;
      }
      // with age it rises or falls, and not both: its most is at an end of the classes
      const double seen = std::max(
          {p_contact(p, point, from[youngest], from[eldest]), p_contact(p, point, from[youngest], to[eldest]),
           p_contact(p, point, to[youngest], from[eldest]), p_contact(p, point, to[youngest], to[eldest])});
      most[ages] += asked * points.most_open(c) * std::max(1.0, p.universal_father) * seen;
    }
    for (const ReachingLever& lever : world.plan.lead_ins) {
      if (static_cast<std::size_t>(lever.contact) < n_contact_points) continue;
      most[ages] += 2 * lever.ask * std::max(1.0, p.universal_father) *
                    std::max(p_contact(p, lever.contact, from[youngest], from[eldest]),
                             p_contact(p, lever.contact, to[youngest], to[eldest]));
    }
  }
  return most;
}

void universal_contacts(World& world) {
  if (world.seen.empty()) return;
  const Points points(world);

  propose_then_commit<Met>(
      world, world.seen.size(), events_at_a_time(world.seen.size()),
      [&](std::size_t first, std::size_t end, std::vector<Met>& done) {
        fetching_ahead(
            first, end, [&](std::size_t n) { world.fetch_place(world.seen[n].parent); },
            [&](std::size_t n) { world.fetch_spell(world.seen[n].parent); },
            [&](std::size_t n) { world.fetch_parent(world.seen[n].parent); },
            [&](std::size_t n) { meet(world, points, world.seen[n], done); });
      },
      [&](const Met& one) { commit(world, one); });
}

}  // namespace uptake
