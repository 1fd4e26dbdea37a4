// SPDX-License-Identifier: Apache-2.0
// What a parent has to tell of its uses: the record, less what was not perceived as help and what is
// forgotten.
#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <vector>

#include "sim/pathway/gates.hpp"
#include "sim/survey/items.hpp"

namespace uptake {

inline constexpr std::size_t any_relation = 3;  ///< index after the three of Relation

/// What a respondent remembers of one domain.
struct Memory {
  bool used = false;
  bool last_year = false, earlier = false;  ///< the twelve months before the interview; before these
  Ticks boxes = 0;                ///< as the wave's questionnaire would name the services; not all were asked
  Ticks relations = 0;            ///< for which relationship
  std::array<Ticks, 4> helped{};  ///< by the latest use: for each relation, and of all
  std::array<Month, 4> latest{long_ago, long_ago, long_ago, long_ago};
};
using Recollections = std::array<std::vector<Memory>, n_domains>;

/// For which relationship a use was, seen from the partnership of today.
inline Relation relation_of(const UseRecord& use, const Spell& today) {
  if ((use.flags & use_at_ending) != 0) return Relation::ending;
  const bool same = today.union_status != UnionStatus::no_partner && today.union_start == use.union_start;
  return same ? Relation::current : Relation::previous;
}

/// What each of `parents` (rising) remembers.
Recollections recall(const World& world, Wave wave, std::span<const ParentId> parents);

/// The gate at which an answer to "why not?" says that a journey stopped.
constexpr Gate gate_of(NonuseReason reason) {
  switch (reason) {
    case NonuseReason::no_need:
    case NonuseReason::not_serious:
    case NonuseReason::solve_ourselves:
      return Gate::recognise;
    case NonuseReason::enough_informal:
      return Gate::informal;
    case NonuseReason::enough_self_help:
      return Gate::self_help;
    case NonuseReason::unknown:
      return Gate::know;
    case NonuseReason::not_dare:
    case NonuseReason::others_opinion:
    case NonuseReason::not_believe:
    case NonuseReason::partner_unwilling:
    case NonuseReason::child_unwilling:
      return Gate::dare;
    case NonuseReason::too_expensive:
      return Gate::afford;
    case NonuseReason::no_offer_nearby:
      return Gate::reach;
    case NonuseReason::other:
      return Gate::wait;
  }
  return Gate::wait;
}

}  // namespace uptake
