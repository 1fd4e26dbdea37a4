// SPDX-License-Identifier: Apache-2.0
#include "sim/world/world.hpp"

#include <algorithm>

#include "sim/pathway/need.hpp"
#include "sim/pathway/recognise.hpp"
#include "sim/world/company.hpp"

namespace uptake {
namespace {

/// The next month in which a child born then comes into another age class of the survey; `never` past 18.
Month next_class(Month birth, Month now) {
  if (birth == never) return never;
  for (const int years : {3, 6, 12, 18}) {
    if (birth + 12 * years > now) return static_cast<Month>(birth + 12 * years);
  }
  return never;
}

}  // namespace

World::World(const RunInputs& inputs) : in(inputs), policy(*inputs.evidence, *inputs.scenario) {
  const std::size_t n = in.population->n_parents();
  if (in.population->families_2016 > 0)
    real_per_simulated = in.population->real_families_2016 / in.population->families_2016;
  const Parameters& p = in.scenario->parameters.values;
  norms = {.size = p.word_of_mouth_norm,
           .slope = p.word_of_mouth_norm_slope,
           .threshold = p.word_of_mouth_norm_threshold,
           .each_counts = inputs.scenario->structure.contagion == Contagion::simple};
  spell.assign(n, no_spell);
  active.assign(n, 0);
  n_ties_here.assign(n, 0);
  next_separation.assign(n, never);
  occasion.assign(n, 0);
  pending.assign(n, 0);
  ages.assign(n, no_child);
  union_since.assign(n, never);
  settled_until.assign(n, never);
  bounded_until.assign(n, first_month);
  for (auto& column : may_mean) column.assign(n, 0);
  town.assign(n, 0);
  marks.assign(n, 0);
  for (std::size_t i = 0; i < n; ++i) {
    const Population& all = *in.population;
    reader.push_back(reader_of(all.traits[i].education, all.traits[i].gender,
                               all.traits[i].dutch_at_home != 0, all.traits[i].origin != Origin::belgium));
  }
  known.assign(n, 0);
  referred.assign(n, 0);
  felt.assign(n, {});
  lived.assign(n, {});
  for (std::size_t d = 0; d < n_domains; ++d) {
    ar[d].assign(n, 0);
    base[d].assign(n, 0);
    need[d].assign(n, 0);
    months_in_need[d].assign(n, 0);
    last_contact[d].assign(n, long_ago);
    stopped[d].assign(n, {});
  }
  turns.resize(static_cast<std::size_t>(end_month - first_month));  // a branch may live longer than its past
  queues.resize(n_services() * n_regions());
  for (std::size_t k = 0; k < n_services(); ++k) {
    const double in_a_region = usual_places(static_cast<ServiceId>(k)) / static_cast<double>(n_regions());
    one_queue.push_back(policy.services()[k].door == Door::online || in_a_region < fewest_places ? 1 : 0);
  }
  expected_wait.assign(n_regions() * n_services(), 0);
  for (std::size_t r = 0; r < n_regions(); ++r) {
    for (std::size_t k = 0; k < n_services(); ++k)
      expected_wait[r * n_services() + k] = policy.services()[k].wait_months;
  }
  const Municipalities& towns = in.evidence->municipalities;
  region_share.assign(n_regions(), 0);
  for (std::size_t m = 0; m < towns.list.size(); ++m)
    region_share[towns.region[m]] += towns.list[m].family_share;
}

KeptPlaces& World::kept_by(const ReachingLever& lever) {
  for (KeptPlaces& of_lever : kept_places) {
    if (of_lever.lever == lever.address) return of_lever;
  }
  const std::vector<double> none(queues.size(), 0);
  return kept_places.emplace_back(KeptPlaces{lever.address, none, none});
}

void World::settle(ParentId p) {
  constexpr auto rel = static_cast<std::size_t>(Domain::relationship);
  constexpr auto par = static_cast<std::size_t>(Domain::parenting);
  const Population& all = *in.population;
  const Parameters& values = in.scenario->parameters.values;
  const Spell& life = spell_of(p);
  const auto lasting = [&](double situation, std::size_t d) {
    return static_cast<float>(situation + values.need_trait_weight * all.traits[p].need_trait[d]);
  };
  base[par][p] = lasting(worry_situation(values, all.traits[p].gender, life, now), par);
  base[rel][p] = lasting(strain_situation(values, life, now), rel);
  union_since[p] = life.union_status == UnionStatus::no_partner ? never : life.union_start;
  town[p] = life.household == no_household ? std::uint16_t{0} : all.municipality[life.household];
  ages[p] = no_child;
  if (life.youngest_birth != never) {
    ages[p] = static_cast<std::uint8_t>(static_cast<unsigned>(youngest_class(life.youngest_birth, now)) * 5 +
                                        static_cast<unsigned>(youngest_class(life.eldest_birth, now)));
  }
  bounded_until[p] = first_month;
  settled_until[p] = std::min(next_class(life.youngest_birth, now), next_class(life.eldest_birth, now));
}

std::uint16_t World::reasons_of(ParentId p, Domain d) const {
  const Stopped& last = stopped[static_cast<std::size_t>(d)][p];
  if (last.at() != Gate::recognise) return lived[p][static_cast<std::size_t>(d)].last_reasons;
  return static_cast<std::uint16_t>(1U << static_cast<unsigned>(reason_recognise(last.need_level())));
}

TiesNews World::news_of(ParentId p, Domain d) const {
  const Felt& told = felt_of(p, d);
  const int n_ties = n_ties_here[p];
  return {.n_good = std::min<double>(told.good, n_ties),
          .n_bad = std::min<double>(told.bad, n_ties),
          .n_ties = n_ties};
}

ParentView World::view(ParentId p, Domain d) const {
  const Population& all = *in.population;
  const Spell& life = spell_of(p);
  const auto di = static_cast<std::size_t>(d);
  const auto years_since = [this](Month birth) {
    return birth == never ? 0.0F : static_cast<float>(now - birth) / 12.0F;
  };
  ParentView x;
  x.id = all.id[p];
  x.gender = all.traits[p].gender;
  x.origin = all.traits[p].origin;
  x.education = all.traits[p].education;
  x.dutch = all.traits[p].dutch_at_home != 0;
  x.no_holiday = (life.flags & uptake::no_holiday) != 0;
  x.no_expense = (life.flags & uptake::no_expense) != 0;
  x.together = life.union_status != UnionStatus::no_partner && (life.flags & living_apart) == 0;
  x.form = life.form;
  x.digital = all.traits[p].digital;
  x.seek_trait = all.traits[p].seek_trait[di];
  x.partner_support = all.traits[p].partner_support;
  x.network_support = all.traits[p].network_support;
  const Felt& felt_now = felt_of(p, d);
  x.trust = felt_now.trust;
  const bool heard = felt_now.good + felt_now.bad > 0 && plan.pathway.has(Mechanism::norms);
  x.norm = heard ? static_cast<float>(norm_of(norms, news_of(p, d))) : 0.0F;
  const Boosts& boost = boosts_of(p);
  x.guilt = boost.of[di].guilt;
  x.lever_dare = boost.of[di].dare;
  x.lever_reach = boost.reach;
  x.need = need[di][p];
  x.youngest_years = years_since(life.youngest_birth);
  x.eldest_years = years_since(life.eldest_birth);
  x.minutes = static_cast<float>(in.evidence->municipalities.list[town[p]].minutes_to_centre);
  x.huis_physical = plan.huis_physical[town[p]] != 0;
  x.huis_welcome = plan.huis_welcome[town[p]];
  x.known = known[p];
  x.referred = referred[p];
  x.expected_wait = &expected_wait[region_of(p) * n_services()];
  return x;
}

ParentView World::person(ParentId p, Domain d) const {
  ParentView x = view(p, d);
  x.doors = doors_of(p);
  for (const ReachingLever& lever : plan.company) {
    if (((lever.lever->domains >> static_cast<unsigned>(d)) & 1U) == 0 || !in_company(*this, lever, p))
      continue;
    x.network_support += static_cast<float>(lever.support);
    x.lever_dare += lever.dare;
  }
  return x;
}

std::uint64_t World::doors_of(ParentId p) const {
  std::uint64_t doors = 0;
  for (std::size_t i = 0; i < plan.doors.size(); ++i) {
    if (is_there_for(*this, plan.doors[i], p)) doors |= std::uint64_t{1} << i;
  }
  return doors;
}

}  // namespace uptake
