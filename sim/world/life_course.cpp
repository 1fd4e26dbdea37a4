// SPDX-License-Identifier: Apache-2.0
// Stage 2: the population's dated events. Who enters gets a starting state; who leaves gives up what it
// waited for.
#include "sim/pathway/know.hpp"
#include "sim/world/earlier_life.hpp"
#include "sim/world/step_order.hpp"

namespace uptake {
namespace {

/// When the union in force ends by separation; `never` without a partner or when it lasts.
Month separation_of(const Population& all, ParentId parent, std::uint32_t spell) {
  if (all.spells[spell].union_status == UnionStatus::no_partner) return never;
  for (std::uint32_t next = spell + 1; next < all.spell_begin[parent + 1]; ++next) {
    if ((all.spells[next].flags & begins_by_separation) != 0) return all.spells[next].start;
    if (all.spells[next].union_start != all.spells[spell].union_start) return never;
  }
  return never;
}

/// A new agent: need at its long-run spread, and what an average exposure would have taught it.
void enter(World& world, ParentId parent) {
  const Population& all = *world.in.population;
  const Parameters& p = world.in.scenario->parameters.values;
  world.entered[parent] = 1;
  for (const Domain d : {Domain::relationship, Domain::parenting}) {
    const auto di = static_cast<std::size_t>(d);
    world.ar[di][parent] = static_cast<float>(
        normal(world.in.key, all.id[parent], 0, Purpose::initial, static_cast<std::uint32_t>(di)));
    const ServiceMask types = world.plan.pathway.of_domain[di];
    const double factor = learning_factor(p, d, all.dutch_at_home[parent] != 0, all.education[parent]);
    const auto& services = world.policy.services();
    const double meets = p_learn(p, d, factor) / std::max(visibility_of(services, types), 1e-9);
    world.known[parent] |= those_that(types, [&](ServiceId k) {
      const double share = known_in_the_long_run(meets * services[k].visibility, p.know_forget);
      return uniform(world.in.key, all.id[parent], 0, Purpose::initial, 8U + k) < share;
    });
  }
}

void leave(World& world, ParentId parent) {
  for (std::size_t d = 0; d < n_domains; ++d) {
    world.stage[d][parent] = Stage::idle;
    world.months_in_need[d][parent] = 0;
  }
  world.occasion[parent] = world.pending[parent] = 0;
  world.referred[parent] = 0;
}

/// Enters or leaves the list of present parents and the counts of its ties.
void move(World& world, ParentId parent, bool here) {
  world.active[parent] = here;
  world.in.network->for_each_tie(parent, [&](ParentId other, TieData) {
    world.n_ties_here[other] = static_cast<std::uint16_t>(world.n_ties_here[other] + (here ? 1 : -1));
  });
}

}  // namespace

void life_course(World& world) {
  const Population& all = *world.in.population;
  world.separating.clear();
  world.entering.clear();
  bool moved = false;
  const auto m = static_cast<std::size_t>(world.now);
  for (std::uint32_t i = all.change_begin[m]; i < all.change_begin[m + 1]; ++i) {
    const ParentId parent = all.changing[i];
    const bool first = world.spell[parent] == no_spell;
    world.spell[parent] = first ? all.spell_begin[parent] : world.spell[parent] + 1;
    const Spell& life = all.spells[world.spell[parent]];
    const bool was_active = world.active[parent] != 0;
    const bool is_active = (life.flags & in_flanders) != 0 && life.household != no_household &&
                           (life.form != Form::none || (life.flags & parent_at_large) != 0);
    if (is_active != was_active) {
      move(world, parent, is_active);
      moved = true;
    }
    if (is_active && !world.entered[parent]) {
      enter(world, parent);
      world.entering.push_back(parent);
    }
    if (was_active && !is_active) leave(world, parent);
    if (is_active && was_active && (life.flags & begins_by_separation) != 0)
      world.separating.push_back(parent);
    if (!is_active) continue;
    world.settle(parent);
    world.next_separation[parent] = separation_of(all, parent, world.spell[parent]);
  }
  // when all have changed, so that both partners are there
  if (world.plan.pathway.has(Mechanism::earlier_life)) {
    for (const ParentId parent : world.entering) earlier_life(world, parent);
  }
  if (!moved) return;
  world.present.resize(world.n_parents());
  std::size_t n_present = 0;
  for (ParentId i = 0; i < world.n_parents(); ++i) {
    world.present[n_present] = i;
    n_present += world.active[i];
  }
  world.present.resize(n_present);
}

}  // namespace uptake
