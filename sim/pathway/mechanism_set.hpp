// SPDX-License-Identifier: Apache-2.0
// The mechanisms that a scenario can switch off. Labels stand in policy/mechanisms.
#pragma once

#include <bitset>
#include <cstdint>

namespace uptake {

enum class Mechanism : std::uint8_t {
  recognise,
  informal,
  self_help,
  know,
  dare,
  afford,
  reach,
  wait,  // the gates
  word_of_mouth,
  norms,
  universal_contacts,
  referral,
  couple_rule,
  enriching,
  ending,
  crisis,
  forgetting,
  trust,
  need_relief,
  triage,
  explain_offer,
  second_type,
  earlier_life,
  count_
};
inline constexpr std::size_t n_mechanisms = static_cast<std::size_t>(Mechanism::count_);
using MechanismSet = std::bitset<n_mechanisms>;  ///< bit set: switched on

}  // namespace uptake
