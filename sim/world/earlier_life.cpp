// SPDX-License-Identifier: Apache-2.0
#include "sim/world/earlier_life.hpp"

#include <algorithm>
#include <climits>
#include <cstdlib>

#include "sim/pathway/journey.hpp"
#include "sim/pathway/need.hpp"
#include "sim/pathway/occasion.hpp"
#include "sim/pathway/recognise.hpp"
#include "sim/world/blocks.hpp"
#include "sim/world/record_use.hpp"

namespace uptake {
namespace {

constexpr std::size_t couples_at_a_time = 16;

/// Whether a new partner comes with children of a union elsewhere.
bool comes_with_children(const Spell& life) {
  return (life.flags & begins_by_union) != 0 && (life.flags & had_previous) != 0 &&
         (life.flags & (respondent | parent_at_large)) != 0;
}

/// The lone parent most like this one among some who are drawn by lot, or `nobody`. Another gender, origin or
/// education weighs as five years of age; how many are drawn is a matter of precision.
ParentId lone_parent_like(const World& world, ParentId parent) {
  const Population& all = *world.in.population;
  constexpr std::uint32_t n_drawn = 64;
  ParentId best = nobody;
  int least = 0;
  std::array<RandomBlock, n_drawn> words;
  for (std::uint32_t i = 0; i < n_drawn; ++i)
    words[i] = random_address(all.id[parent], world.now, Purpose::earlier_life, i);
  draw_random(world.in.key, words);
  for (std::size_t i = 0; i < n_drawn && !world.present.empty(); ++i) {
    const double u = to_unit(words[i][0]);
    const auto at = static_cast<std::size_t>(u * static_cast<double>(world.present.size()));
    const ParentId other = world.present[std::min(at, world.present.size() - 1)];
    const Spell& life = world.spell_of(other);
    if (!world.active[other] || life.union_status != UnionStatus::no_partner ||
        (life.flags & had_previous) == 0)
      continue;
    const int apart = std::abs(all.traits[other].birth - all.traits[parent].birth) +
                      60 * ((all.traits[other].gender != all.traits[parent].gender ? 1 : 0) +
                            (all.traits[other].origin != all.traits[parent].origin ? 1 : 0) +
                            (all.traits[other].education != all.traits[parent].education ? 1 : 0));
    if (best != nobody && apart >= least) continue;
    best = other;
    least = apart;
  }
  return best;
}

/// A new partner with children was a lone parent until now: what a parent alike has used, knows and thinks of
/// it comes along. Returns whose that is, or `nobody`.
ParentId take_over_past(World& world, ParentId parent) {
  const ParentId other = lone_parent_like(world, parent);
  if (other == nobody) return nobody;
  world.known[parent] = world.known[other];
  for (std::size_t d = 0; d < n_domains; ++d) {
    world.felt[parent][d].trust = world.felt[other][d].trust;
    world.had_contact(parent, static_cast<Domain>(d), world.last_contact[d][other]);
    world.lived[parent][d].last_helped = world.lived[other][d].last_helped;
    world.stopped[d][parent] = world.stopped[d][other];
    world.lived[parent][d].last_reasons = world.lived[other][d].last_reasons;
  }
  world.marks[parent] = static_cast<std::uint8_t>(world.marks[parent] | (world.marks[other] & has_news));
  return other;
}

/// Both attended, in that month, before they had a child; the need is that of the one who started it.
void remember(World& world, ParentId parent, ParentId partner, ServiceId k, Month month, double need,
              std::vector<UseRecord>& uses) {
  const auto d = static_cast<std::size_t>(Domain::relationship);
  const PathwaySettings& s = world.plan.pathway;
  const double perceived = world.policy.services()[k].perceived;
  const Helped helped = helped_by(world, parent, Domain::relationship, k, use_formal, month, need);
  for (const ParentId who : {parent, partner}) {
    if (who == nobody) continue;
    uses.push_back(
        use_of(world, who, Domain::relationship, k, helped, use_formal, perceived, no_service, month));
    count_contact(world, uses.back());
    world.known[who] |= bit(k);
    if (!s.has(Mechanism::trust)) continue;
    world.felt[who][d].trust += static_cast<float>(trust_change(*s.parameters, helped));
    world.marks[who] |= has_news;
  }
}

/// A couple's years before its first child, by the same occasions and gates, as they are now: whoever starts
/// it, the other can stop it. No place was waited for.
void live_as_couple(World& world, ParentId parent, std::vector<UseRecord>& uses) {
  constexpr auto d = Domain::relationship;
  constexpr int longest = 240;  // months
  const PathwaySettings& s = world.plan.pathway;
  const Parameters& p = *s.parameters;
  const Population& all = *world.in.population;
  const std::uint32_t id = all.id[parent];
  const ParentId home = world.partner_at_home(parent);
  Spell childless = world.spell_of(parent);
  childless.youngest_birth = never;
  const double lasting = strain_situation(p, childless, world.now) +
                         p.need_trait_weight * all.traits[parent].need_trait[static_cast<std::size_t>(d)];
  const bool kin_far = (world.reader[parent] & 1U) != 0;
  ParentView person = world.view(parent, d);
  const ParentView partner = home == nobody ? person : world.view(home, d);
  const double most = relationship_rate(s, INT_MAX, kin_far);  // a chance is below its rate, which only grows
  int month = std::max<int>(childless.union_start, world.now - longest);
  std::array<RandomBlock, longest> words;  // of the months from the first on
  const int first = month;
  for (int m = first; m < world.now; ++m)
    words[static_cast<std::size_t>(m - first)] =
        JourneyKey{world.in.key, static_cast<Month>(m), d}.address(id, Purpose::earlier_life);
  draw_random(world.in.key, std::span(words).first(static_cast<std::size_t>(std::max(0, world.now - first))));
  while (month < world.now) {
    const JourneyKey key{world.in.key, static_cast<Month>(month), d};
    const auto u = JourneyKey::four_of(words[static_cast<std::size_t>(month - first)]);
    const int together = month - childless.union_start;
    ++month;
    if (u[0] >= most || u[0] >= chance_of(relationship_rate(s, together, kin_far))) continue;
    const double crisis =
        s.has(Mechanism::crisis) ? crisis_strain(p, world.next_separation[parent] - key.month) : 0.0;
    person.need = static_cast<float>(lasting + crisis + p.need_ar_weight * normal_quantile(u[1]));
    if (s.has(Mechanism::recognise) && u[2] >= p_recognise(p, d, person.need)) continue;
    const Journey journey = walk(s, key, person, home == nobody ? nullptr : &partner, Start::occasion);
    if (journey.stopped != Gate::served || journey.service == no_service) continue;
    remember(world, parent, home, journey.service, key.month, person.need, uses);
    month += static_cast<int>(world.policy.services()[journey.service].months);
  }
}

/// What one who enters, by its place among them, has used, and whose past it took over.
struct Past {
  std::size_t place;
  std::size_t first_use = 0, n_uses = 0;  ///< among all uses
  ParentId from = nobody;
};

/// Of some who enter.
struct Pasts {
  std::vector<Past> all;
  std::vector<UseRecord> uses;
  void clear() {
    all.clear();
    uses.clear();
  }
};

void earlier_life(World& world, std::size_t place, Pasts& pasts) {
  const ParentId parent = world.entering[place];
  const Spell& life = world.spell_of(parent);
  Past past{place, pasts.uses.size()};
  if (comes_with_children(life)) {
    past.from = take_over_past(world, parent);
  } else if ((life.flags & begins_by_birth) != 0 && life.union_status != UnionStatus::no_partner) {
    live_as_couple(world, parent, pasts.uses);
    past.n_uses = pasts.uses.size() - past.first_use;
  }
  if (past.n_uses > 0 || past.from != nobody) pasts.all.push_back(past);
}

}  // namespace

void earlier_lives(World& world) {
  const std::vector<ParentId>& entering = world.entering;
  auto& [all, uses] = world.kept.emptied<Pasts>();
  by_blocks<Pasts>(
      world, entering.size(), couples_at_a_time,
      [&](std::size_t first, std::size_t end, Pasts& found) {
        for (std::size_t n = first; n < end; ++n) {
          // What one of a couple lives through belongs to both, so the first of them does the second's too.
          // Beyond the couple, only lone parents are looked at, whom nobody changes here.
          const ParentId partner = world.partner_at_home(entering[n]);
          const auto place = std::lower_bound(entering.begin(), entering.end(), partner);
          const bool both = partner != nobody && place != entering.end() && *place == partner &&
                            world.partner_at_home(partner) == entering[n];
          if (both && partner < entering[n]) continue;
          earlier_life(world, n, found);
          if (both) earlier_life(world, static_cast<std::size_t>(place - entering.begin()), found);
        }
      },
      [&](const Pasts& found) {
        for (Past past : found.all) {
          past.first_use += uses.size();
          all.push_back(past);
        }
        uses.insert(uses.end(), found.uses.begin(), found.uses.end());
      });
  std::sort(all.begin(), all.end(), [](const Past& a, const Past& b) { return a.place < b.place; });
  for (const Past& one : all) {
    const auto its_first = uses.begin() + static_cast<std::ptrdiff_t>(one.first_use);
    world.uses.insert(world.uses.end(), its_first, its_first + static_cast<std::ptrdiff_t>(one.n_uses));
    if (one.from != nobody) world.taken_over.push_back({entering[one.place], one.from});
  }
}

}  // namespace uptake
