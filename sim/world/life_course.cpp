// SPDX-License-Identifier: Apache-2.0
// Stage 2: the population's dated events. Who enters gets a starting state; who leaves gives up what it
// waited for.
#include <algorithm>
#include <array>
#include <functional>
#include <iterator>
#include <span>

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
    std::array<std::uint32_t, most_services> draws;
    std::array<std::array<std::uint32_t, 4>, most_services> words;
    std::size_t n = 0;
    for_each_service(types, [&](ServiceId k) { draws[n++] = 8U + k; });
    random_words_of_draws(world.in.key, all.id[parent], 0, Purpose::initial, std::span(draws).first(n),
                          words);
    n = 0;
    world.known[parent] |= those_that(types, [&](ServiceId k) {
      const double share = known_in_the_long_run(meets * services[k].visibility, p.know_forget);
      return to_unit(words[n++][0]) < share;
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

/// Whether it is here or not, for its ties too.
void move(World& world, ParentId parent, bool here) {
  world.active[parent] = here;
  world.in.network->for_each_tie(parent, [&](ParentId other, TieData) {
    world.n_ties_here[other] = static_cast<std::uint16_t>(world.n_ties_here[other] + (here ? 1 : -1));
  });
}

/// What a change of spell reads first.
void fetch_soon(const World& world, ParentId parent) {
  const std::uint32_t spell = world.spell[parent];
  __builtin_prefetch(
      &world.in.population->spells[spell == no_spell ? world.in.population->spell_begin[parent] : spell + 1]);
  __builtin_prefetch(&world.in.population->id[parent]);
}

/// The list of present parents after some have arrived (by number) and some have left.
void list_present(World& world, const std::vector<ParentId>& arrived) {
  std::vector<ParentId>& present = world.present;
  const auto here = [&](ParentId i) { return world.active[i] != 0; };
  std::erase_if(present, std::not_fn(here));
  const auto n_before = static_cast<std::ptrdiff_t>(present.size());
  std::copy_if(arrived.begin(), arrived.end(), std::back_inserter(present), here);
  std::inplace_merge(present.begin(), present.begin() + n_before, present.end());
  present.erase(std::unique(present.begin(), present.end()),
                present.end());  // who left and came in one month
}

}  // namespace

void life_course(World& world) {
  const Population& all = *world.in.population;
  world.separating.clear();
  world.entering.clear();
  bool moved = false;
  std::vector<ParentId> arrived;
  const auto m = static_cast<std::size_t>(world.now);
  for (std::uint32_t i = all.change_begin[m]; i < all.change_begin[m + 1]; ++i) {
    const ParentId parent = all.changing[i];
    if (i + 8 < all.change_begin[m + 1]) fetch_soon(world, all.changing[i + 8]);
    const bool first = world.spell[parent] == no_spell;
    world.spell[parent] = first ? all.spell_begin[parent] : world.spell[parent] + 1;
    const Spell& life = all.spells[world.spell[parent]];
    const bool was_active = world.active[parent] != 0;
    const bool is_active = (life.flags & in_flanders) != 0 && life.household != no_household &&
                           (life.form != Form::none || (life.flags & parent_at_large) != 0);
    if (is_active != was_active) {
      move(world, parent, is_active);
      moved = true;
      if (is_active) arrived.push_back(parent);
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
  if (moved) list_present(world, arrived);
}

}  // namespace uptake
