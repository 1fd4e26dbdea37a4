// SPDX-License-Identifier: Apache-2.0
// Stage 2: the population's dated events. Who enters gets a starting state; who leaves gives up what it
// waited for.
#include <algorithm>
#include <array>
#include <atomic>
#include <span>
#include <utility>
#include <vector>

#include "sim/pathway/know.hpp"
#include "sim/world/blocks.hpp"
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
  world.marks[parent] |= was_here;
  for (const Domain d : both_domains) {
    const auto di = static_cast<std::size_t>(d);
    world.ar[di][parent] = static_cast<float>(
        normal(world.in.key, all.id[parent], 0, Purpose::initial, static_cast<std::uint32_t>(di)));
  }
  const std::vector<double>& share =
      world.policy.first_knowledge(all.traits[parent].dutch_at_home != 0, all.traits[parent].education);
  std::array<RandomBlock, most_services> words;
  for (std::size_t k = 0; k < share.size(); ++k)
    words[k] = random_address(all.id[parent], 0, Purpose::initial, 8U + static_cast<std::uint32_t>(k));
  draw_random(world.in.key, std::span(words).first(share.size()));
  for (std::size_t k = 0; k < share.size(); ++k) {
    if (to_unit(words[k][0]) < share[k]) world.known[parent] |= bit(static_cast<ServiceId>(k));
  }
}

void leave(World& world, ParentId parent) {
  for (std::size_t d = 0; d < n_domains; ++d) {
    world.lived[parent][d].stage = Stage::idle;
    world.months_in_need[d][parent] = 0;
  }
  world.occasion[parent] = world.pending[parent] = 0;
  world.referred[parent] = 0;
}

/// What changes of spell make of parents, beyond their own columns; each by number.
struct Moves {
  std::vector<ParentId> arrived, left, entering, separating;
  void clear() {
    for (std::vector<ParentId>* const parents : {&arrived, &left, &entering, &separating}) parents->clear();
  }
};

void append(std::vector<ParentId>& all, const std::vector<ParentId>& more) {
  all.insert(all.end(), more.begin(), more.end());
}

/// They are here (1) or not any more (-1): one more or less of their ties' ties.
void count_for_ties(World& world, const std::vector<ParentId>& parents, int change) {
  const auto more = static_cast<std::uint16_t>(change);  // addition wraps around
  in_blocks(world.in.parallel, parents.size(), events_at_a_time(parents.size()),
            [&](std::size_t first, std::size_t end) {
              const Network& network = *world.in.network;
              const auto each_tie = [&](std::size_t n, auto use) {
                network.for_each_tie(parents[n],
                                     [&](ParentId other, TieData) { use(world.n_ties_here[other]); });
              };
              fetching_ahead(
                  first, end, [&](std::size_t n) { network.fetch_place(parents[n]); },
                  [&](std::size_t n) { network.fetch_ties(parents[n]); },
                  [&](std::size_t n) { each_tie(n, [](const std::uint16_t& here) { fetch(&here); }); },
                  [&](std::size_t n) {
                    each_tie(n, [more](std::uint16_t& here) {
                      std::atomic_ref(here).fetch_add(more, std::memory_order_relaxed);
                    });
                  });
            });
}

/// The spell that begins.
std::uint32_t next_spell(const World& world, ParentId parent) {
  return world.spell[parent] == no_spell ? world.in.population->spell_begin[parent] : world.spell[parent] + 1;
}

// Fetching what a change of spell reads of a parent who comes up soon, in three steps.
void fetch_place(const World& world, ParentId parent) {
  fetch(&world.spell[parent]);
  fetch(&world.in.population->spell_begin[parent]);
}
void fetch_next_spell(const World& world, ParentId parent) {
  fetch(&world.in.population->spells[next_spell(world, parent)]);
  fetch(&world.in.population->traits[parent]);
}
void fetch_home(const World& world, ParentId parent) {
  const HouseholdId home = world.in.population->spells[next_spell(world, parent)].household;
  if (home != no_household) fetch(&world.in.population->municipality[home]);
}

/// Who was present a month before: memory for the next such list, which is written over.
struct Listed {
  std::vector<ParentId> parents;
  void clear() {}
};

/// The list of present parents after some have arrived and some have left (both by number).
void list_present(World& world, const std::vector<ParentId>& arrived, const std::vector<ParentId>& left) {
  std::vector<ParentId>& listed = world.kept.emptied<Listed>().parents;
  const std::vector<ParentId>& present = world.present;
  listed.resize(present.size() + arrived.size() - left.size());
  // of the present ones from `first` to `end`, and of who arrives between them
  const auto list = [&](std::size_t first, std::size_t end) {
    const auto below = [&](const std::vector<ParentId>& some, std::size_t place) {
      if (place == 0) return some.begin();
      return place == present.size() ? some.end()
                                     : std::lower_bound(some.begin(), some.end(), present[place]);
    };
    auto comes = below(arrived, first), goes = below(left, first);
    const auto last_comes = below(arrived, end), last_goes = below(left, end);
    auto at = present.begin() + static_cast<std::ptrdiff_t>(first);
    const auto last = present.begin() + static_cast<std::ptrdiff_t>(end);
    auto out = listed.begin() + static_cast<std::ptrdiff_t>(first) + (comes - arrived.begin()) -
               (goes - left.begin());
    while (comes != last_comes || goes != last_goes) {
      const bool one_comes = goes == last_goes || (comes != last_comes && *comes < *goes);
      const auto there = std::lower_bound(at, last, one_comes ? *comes : *goes);
      out = std::copy(at, there, out);
      at = there;
      if (one_comes) {
        *out++ = *comes++;
      } else {
        ++at;
        ++goes;
      }
    }
    std::copy(at, last, out);
  };
  if (present.empty()) {
    listed = arrived;
  } else {
    in_blocks(world.in.parallel, present.size(), parents_at_a_time, list);
  }
  std::swap(world.present, listed);
}

/// The next spell of a parent.
void change_spell(World& world, ParentId parent, Moves& moves) {
  const Population& all = *world.in.population;
  world.spell[parent] = next_spell(world, parent);
  const Spell& life = all.spells[world.spell[parent]];
  const bool was_active = world.active[parent] != 0;
  const bool is_active = (life.flags & in_flanders) != 0 && life.household != no_household &&
                         (life.form != Form::none || (life.flags & parent_at_large) != 0);
  world.active[parent] = is_active;
  if (is_active && !was_active) moves.arrived.push_back(parent);
  if (is_active && (world.marks[parent] & was_here) == 0) {
    enter(world, parent);
    moves.entering.push_back(parent);
  }
  if (was_active && !is_active) {
    leave(world, parent);
    moves.left.push_back(parent);
  }
  if (is_active && was_active && (life.flags & begins_by_separation) != 0) moves.separating.push_back(parent);
  if (!is_active) return;
  world.settle(parent);
  world.next_separation[parent] = separation_of(all, parent, world.spell[parent]);
}

}  // namespace

void life_course(World& world) {
  const Population& all = *world.in.population;
  world.separating.clear();
  world.entering.clear();
  Moves& all_moves = world.kept.emptied<Moves>();
  const auto m = static_cast<std::size_t>(world.now);
  const std::span<const ParentId> changing(all.changing.data() + all.change_begin[m],
                                           all.changing.data() + all.change_begin[m + 1]);
  by_blocks<Moves>(
      world, changing.size(), events_at_a_time(changing.size()),
      [&](std::size_t begin, std::size_t end, Moves& moves) {
        fetching_ahead(
            begin, end, [&](std::size_t n) { fetch_place(world, changing[n]); },
            [&](std::size_t n) { fetch_next_spell(world, changing[n]); },
            [&](std::size_t n) { fetch_home(world, changing[n]); },
            [&](std::size_t n) { change_spell(world, changing[n], moves); });
      },
      [&](const Moves& moves) {
        append(all_moves.arrived, moves.arrived);
        append(all_moves.left, moves.left);
        append(world.entering, moves.entering);
        append(world.separating, moves.separating);
      });
  count_for_ties(world, all_moves.arrived, 1);
  count_for_ties(world, all_moves.left, -1);
  // when all have changed, so that both partners are there
  if (world.plan.pathway.has(Mechanism::earlier_life)) earlier_lives(world);
  if (!all_moves.arrived.empty() || !all_moves.left.empty())
    list_present(world, all_moves.arrived, all_moves.left);
}

}  // namespace uptake
