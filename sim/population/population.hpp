// SPDX-License-Identifier: Apache-2.0
// The synthetic families: parents as columns, their dated life course as spells. Depends on the population's
// seed, never on a scenario's levers.
#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <vector>

#include "sim/base/month.hpp"
#include "sim/evidence/variables.hpp"

namespace uptake {

using ParentId = std::uint32_t;
using HouseholdId = std::uint32_t;
inline constexpr ParentId nobody = UINT32_MAX;
inline constexpr HouseholdId no_household = UINT32_MAX;

/// What holds in a spell, as bits.
enum SpellFlag : std::uint16_t {
  in_flanders = 1,      ///< alive and living in the region: otherwise no agent this month
  respondent = 2,       ///< an own child under 25 officially resident: sample `resident`
  parent_at_large = 4,  ///< an own child under 25, resident or not: sample `all`
  living_apart = 8,     ///< has a partner who lives elsewhere (LAT): union `neither`, form `single_parent`
  no_holiday = 16,      ///< cannot afford a week's holiday
  no_expense = 32,      ///< cannot pay an unexpected expense
  begins_by_separation = 64,  ///< the spell starts with the end of a union
  begins_by_birth = 128,      ///< ... with the birth of a child
  begins_by_union = 256,      ///< ... with a new partner
  had_previous = 512,         ///< has had a partnership before the present one (or before being alone)
};

/// A stretch of a parent's life in which nothing about the family changes. It lasts to the next spell's
/// start.
struct Spell {
  Month start;            ///< first month
  Month youngest_birth;   ///< birth month of the youngest resident child under 25; `never` if there is none
  Month eldest_birth;     ///< of the eldest resident child under 25; `never` if there is none
  Month union_start;      ///< when the present partnership began; `never` without a partner
  HouseholdId household;  ///< where the parent lives; no_household while not in Flanders
  ParentId partner;       ///< co-resident or LAT partner if an agent too, else `nobody`
  Form form : 4;          ///< `none` unless there is a resident child under 25 in the household
  UnionStatus union_status : 4;
  std::uint8_t n_children;  ///< resident children under 25 in the household, the partner's included
  std::uint16_t flags;      ///< SpellFlag
};

/// What lasts of a parent, asked together: one stretch of memory. Those in numbers are standard normal.
struct ParentTraits {
  float digital = 0;                          ///< digital skill
  std::array<float, n_domains> need_trait{};  ///< lasting part of need
  std::array<float, n_domains>
      seek_trait{};           ///< lasting readiness to seek help; correlated .5 between domains
  float partner_support = 0;  ///< high = feels supported; only weakly tied to strain
  float network_support =
      0;  ///< high = feels supported; lower for fathers, lone, older, non-EU+, lower educated
  Month birth = 0;
  Gender gender = Gender::women;
  Origin origin = Origin::belgium;
  Education education = Education::higher;
  std::uint8_t dutch_at_home = 0;  ///< 1 or 0
  std::uint16_t spare = 0;
};

/// Columns over parents; `spells` of parent i are [spell_begin[i], spell_begin[i+1]), by strictly rising
/// start (a parent changes at most once a month), `partner` mutual; the
/// first one starts at first_month (1991-01) or later, and all end at end_month (2036-01).
struct Population {
  std::uint32_t seed = 1;
  double families_2016 = 0;       ///< families (households with a respondent) in April 2016
  double real_families_2016 = 0;  ///< how many real ones they stand for; real per simulated = the ratio

  std::vector<ParentTraits> traits;
  std::vector<std::uint32_t> id;  ///< identity: a hash of lineage and role, the subject of all draws

  std::vector<std::uint32_t> spell_begin;
  std::vector<Spell> spells;

  /// For each month, the parents whose new spell starts then (their first spell included):
  /// changing[change_begin[m] .. change_begin[m+1]), in order of parent.
  std::vector<std::uint32_t> change_begin;  ///< end_month + 1 entries
  std::vector<ParentId> changing;

  // Households
  std::vector<std::uint16_t> municipality;  ///< of each household, an index into the municipalities' list

  [[nodiscard]] std::size_t n_parents() const { return traits.size(); }
  [[nodiscard]] std::size_t n_households() const { return municipality.size(); }
  /// The spell in force in a month, or nullptr before the first one.
  [[nodiscard]] const Spell* spell_at(ParentId parent, Month month) const;
  /// All spells of a parent.
  [[nodiscard]] std::span<const Spell> spells_of(ParentId parent) const {
    return {spells.data() + spell_begin[parent], spells.data() + spell_begin[parent + 1]};
  }
};

/// The survey's classes at a month.
AgeBand age_band(Month birth, Month now);          ///< by year minus birth year, as registers do
Children children_class(std::uint8_t n_children);  ///< n_children >= 1
YoungestAge youngest_class(Month youngest_birth, Month now);

/// What a new population is made from.
struct PopulationPlan {
  std::uint32_t seed = 1;
  double families = 20'000;  ///< wanted in April 2016
};

}  // namespace uptake
