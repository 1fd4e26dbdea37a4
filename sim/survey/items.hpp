// SPDX-License-Identifier: Apache-2.0
// The questionnaire's items and what an answer looks like: the set of categories that were ticked.
#pragma once

#include <bit>
#include <cstddef>
#include <cstdint>

#include "sim/world/world.hpp"

namespace uptake {

/// In the order of variables(), so that an item's number is its variable's.
enum class Item : std::uint8_t {
  total,
  gender,
  age,
  origin,
  education,
  holiday,
  unexpected_expense,
  family_form,
  children,
  youngest_age,
  union_status,
  relationship_satisfaction,
  relationship_quality,
  parenting_satisfaction,
  worries,  // the same for both domains
  partner_support,
  network_support,
  support_type,
  relation,
  helped,
  helped_current,
  helped_previous,
  helped_ending,
  when,
  nonuse_reason
};
inline constexpr std::size_t n_items = 25;
constexpr std::size_t index(Item item) { return static_cast<std::size_t>(item); }
/// Whether an item is asked once, not once a domain.
constexpr bool is_background(Item item) { return item <= Item::worries; }

/// A bit per category that was ticked; 0: not asked, does not apply.
using Ticks = std::uint16_t;
template <class Category>
constexpr Ticks tick(Category category) {
  return static_cast<Ticks>(1U << static_cast<unsigned>(category));
}

/// The class of a parent in an item from `gender` to `union_status`, this month; 0 where it has none. In
/// place, so that items asked in a row read the parent once.
[[gnu::always_inline]] inline Ticks situation(const World& world, ParentId i, Item item) {
  const Population& all = *world.in.population;
  const Spell& life = world.spell_of(i);
  const bool child = life.form != Form::none && life.n_children > 0 && life.youngest_birth != never;
  const auto can_afford = [&](SpellFlag lack) {
    return tick((life.flags & lack) != 0 ? YesNo::no : YesNo::yes);
  };
  switch (item) {
    case Item::total:
      return 1;
    case Item::gender:
      return tick(all.traits[i].gender);
    case Item::age:
      return tick(age_band(all.traits[i].birth, world.now));
    case Item::origin:
      return tick(all.traits[i].origin);
    case Item::education:
      return tick(all.traits[i].education);
    case Item::holiday:
      return can_afford(no_holiday);
    case Item::unexpected_expense:
      return can_afford(no_expense);
    case Item::family_form:
      return child ? tick(life.form) : Ticks{0};
    case Item::children:
      return child ? tick(children_class(life.n_children)) : Ticks{0};
    case Item::youngest_age:
      return child ? tick(youngest_class(life.youngest_birth, world.now)) : Ticks{0};
    case Item::union_status:
      return life.union_status == UnionStatus::no_partner ? Ticks{0} : tick(life.union_status);
    default:
      return 0;
  }
}

}  // namespace uptake
