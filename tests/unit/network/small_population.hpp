// SPDX-License-Identifier: Apache-2.0
// A simple population made by hand, for tests of what is built upon one: couples with two children, some of
// whom part.
#pragma once

#include <algorithm>
#include <cstdint>

#include "sim/base/random.hpp"
#include "sim/population/population.hpp"

namespace uptake::small {

inline constexpr std::uint16_t n_municipalities = 40;

/// The region of each municipality: four regions of ten.
inline std::vector<std::uint8_t> regions() {
  std::vector<std::uint8_t> region;
  for (std::uint16_t m = 0; m < n_municipalities; ++m) region.push_back(static_cast<std::uint8_t>(m / 10));
  return region;
}

/// First births are spread evenly over 1967-2034; every family lives in Flanders from 1991 or its first birth
/// until its second child is 25, or the end.
inline Population population(std::uint32_t n_families, std::uint32_t seed = 1) {
  constexpr Month until_age = 25 * 12;
  Population p;
  p.seed = seed;
  const RandomKey key{seed, 77};
  p.spell_begin.push_back(0);
  for (std::uint32_t f = 0; f < n_families; ++f) {
    const auto draw = [&](std::uint32_t k) { return uniform(key, f, 0, Purpose::lineage, k); };
    const auto first = static_cast<Month>(month_of(1967, 1) + static_cast<int>(draw(0) * 68 * 12));
    const auto second = static_cast<Month>(first + 24 + static_cast<int>(draw(1) * 24));
    const auto start = std::max(first, first_month);
    const Month end = std::min<Month>(static_cast<Month>(second + until_age), end_month);
    const auto origin = draw(2) < 0.78   ? Origin::belgium
                        : draw(2) < 0.86 ? Origin::eu_plus
                                         : Origin::non_eu_plus;
    const auto parted = static_cast<Month>(first + 60 + static_cast<int>(draw(3) * 800));
    const auto home = static_cast<HouseholdId>(p.municipality.size());
    const auto place = static_cast<std::uint16_t>(draw(4) * n_municipalities);
    p.municipality.push_back(place);
    p.municipality.push_back(place);  // where the father goes
    for (std::uint32_t role = 0; role < 2; ++role) {
      const auto self = static_cast<ParentId>(p.n_parents());
      const auto partner = static_cast<ParentId>(role == 0 ? self + 1 : self - 1);
      ParentTraits traits;
      traits.network_support = static_cast<float>(normal_quantile(draw(20 + role)));
      traits.birth = static_cast<Month>(first - (28 + 2 * static_cast<int>(role)) * 12);
      traits.gender = role == 0 ? Gender::women : Gender::men;
      traits.origin = origin;
      traits.education = static_cast<Education>(std::min(2, static_cast<int>(draw(10 + role) * 4)));
      traits.dutch_at_home = origin == Origin::belgium ? 1 : 0;
      p.traits.push_back(traits);
      p.id.push_back(hash_id(seed, f, role));
      const auto spell = [&](Month from, Month youngest, bool together, std::uint16_t flags) {
        const Form form = together ? Form::intact : role == 0 ? Form::single_parent : Form::none;
        const auto kind =
            static_cast<std::uint16_t>(form == Form::none ? parent_at_large : respondent | parent_at_large);
        p.spells.push_back(Spell{
            from, form == Form::none ? never : youngest, form == Form::none ? never : first,
            together ? first : never, together || role == 0 ? home : home + 1, together ? partner : nobody,
            Form::none, UnionStatus::no_partner, static_cast<std::uint8_t>(form == Form::none ? 0 : 2),
            static_cast<std::uint16_t>(in_flanders | kind | flags)});
        p.spells.back().form = form;
        if (together) p.spells.back().union_status = UnionStatus::married;
      };
      if (end > start) {
        if (start < second) spell(start, first, true, first >= first_month ? begins_by_birth : 0);
        if (second > start && second < end) spell(second, second, true, begins_by_birth);
        if (second <= start) spell(start, second, true, 0);
        if (parted > std::max(start, second) && parted < end)
          spell(parted, second, false, begins_by_separation);
        if (end < end_month)
          p.spells.push_back(Spell{end, never, never, never, no_household, nobody, Form::none,
                                   UnionStatus::no_partner, 0, 0});
      }
      p.spell_begin.push_back(static_cast<std::uint32_t>(p.spells.size()));
    }
  }
  return p;
}

}  // namespace uptake::small
