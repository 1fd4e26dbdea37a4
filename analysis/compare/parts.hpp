// SPDX-License-Identifier: Apache-2.0
// The parts of a comparison, each of which adds its rows. Levels and effects come first: others read them.
#pragma once

#include <algorithm>
#include <array>
#include <string_view>

#include "analysis/compare/compare.hpp"
#include "analysis/compare/pairing.hpp"
#include "sim/evidence/variables.hpp"
#include "sim/services/payers.hpp"

namespace uptake {

/// The payers, then all together.
inline constexpr auto payer_order = [] {
  std::array<std::string_view, payer_codes.size() + 1> order;
  std::copy(payer_codes.begin(), payer_codes.end(), order.begin());
  order.back() = "total";
  return order;
}();
/// The primary measure of a domain (model.md 1).
inline Series primary(std::string_view domain) { return {"contact", std::string(domain), "total", "total"}; }

/// Families one by one: reached, lost, helped, and where they stand without their contact.
void compare_families(const Store& store, const Pairing& pairing, Results& out);
/// By payer, for each extra family (needs the families), and what the measures may cost.
void compare_costs(const Store& store, const Pairing& pairing, Results& out);
/// Measures that reached nobody.
void compare_unreached(const Store& store, const Pairing& pairing, Results& out);
/// The gap between groups.
void compare_groups(const Store& store, const Pairing& pairing, Results& out);
/// Places among the scenarios and what the effects hang on, draw by draw.
void compare_draws(const Store& store, const Pairing& pairing, Results& out);
/// What the sources expect, beside the effects.
void compare_expectations(Results& out);
/// What each lever adds to its package.
void compare_parts(const Store& store, const Pairing& pairing, Results& out);

}  // namespace uptake
