// SPDX-License-Identifier: Apache-2.0
#include "sim/population/population.hpp"

#include <algorithm>

namespace uptake {

const Spell* Population::spell_at(ParentId parent, Month month) const {
  const auto all = spells_of(parent);
  const auto after = std::upper_bound(all.begin(), all.end(), month,
                                      [](Month m, const Spell& spell) { return m < spell.start; });
  return after == all.begin() ? nullptr : &*(after - 1);
}

AgeBand age_band(Month birth, Month now) {
  const int age = year_of(now) - year_of(birth);
  if (age < 35) return AgeBand::lt35;
  if (age < 45) return AgeBand::a35_44;
  return age < 55 ? AgeBand::a45_54 : AgeBand::a55plus;
}

Children children_class(std::uint8_t n_children) {
  return static_cast<Children>(std::clamp<int>(n_children, 1, 4) - 1);
}

YoungestAge youngest_class(Month youngest_birth, Month now) {
  const int age = (now - youngest_birth) / 12;
  if (age < 3) return YoungestAge::y0_2;
  if (age < 6) return YoungestAge::y3_5;
  if (age < 12) return YoungestAge::y6_11;
  return age < 18 ? YoungestAge::y12_17 : YoungestAge::y18_24;
}

}  // namespace uptake
