// SPDX-License-Identifier: Apache-2.0
// Which families had a formal contact in the last twelve months, one by one, and where the others stand: what
// "reached", and why not before, is counted from, by comparing a run with its paired baseline. Also the state
// of families that the register's shares are made of.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include "sim/pathway/gates.hpp"
#include "sim/world/world.hpp"

namespace uptake {

/// A family's year, as bits by domain.
constexpr std::uint8_t contact_bit(Domain d) {
  return static_cast<std::uint8_t>(1U << static_cast<unsigned>(d));
}
constexpr std::uint8_t helped_bit(Domain d) {
  return static_cast<std::uint8_t>(4U << static_cast<unsigned>(d));
}
constexpr std::uint8_t need_bit(Domain d) {
  return static_cast<std::uint8_t>(16U << static_cast<unsigned>(d));
}
inline constexpr std::size_t n_family_states = 64;

/// What holds for one adult. contact: a formal one in the last twelve months, or going on; helped: one of
/// them at least fairly; need: at level 3 of 4 or higher for three months or more.
std::uint8_t state_of(const World& world, ParentId i);
/// By household: what holds for any adult in it.
std::vector<std::uint8_t> family_states(const World& world);

/// A set of households.
class HouseholdSet {
 public:
  HouseholdSet() = default;
  explicit HouseholdSet(std::size_t n_households)
      : words_((n_households + 63) / 64, 0), n_households_(n_households) {}
  void insert(HouseholdId h) { words_[h / 64] |= std::uint64_t{1} << (h % 64); }
  [[nodiscard]] bool contains(HouseholdId h) const { return ((words_[h / 64] >> (h % 64)) & 1U) != 0; }
  [[nodiscard]] std::size_t size() const;
  [[nodiscard]] std::size_t n_households() const { return n_households_; }
  /// How many are in this set and not in `other`, which must be over as many households.
  [[nodiscard]] std::size_t count_without(const HouseholdSet& other) const;
  bool operator==(const HouseholdSet&) const = default;

 private:
  friend struct ContactSet;
  std::vector<std::uint64_t> words_;
  std::size_t n_households_ = 0;
};

/// Where a family stands in a domain: a contact (`served`), waiting for one, the gate at which the latest of
/// its journeys of the last twelve months stopped, or no journey in these. Below n_gates a Gate.
using Standing = std::uint8_t;
inline constexpr Standing standing_served = n_gates, standing_waiting = n_gates + 1,
                          standing_no_journey = n_gates + 2;
inline constexpr std::size_t n_standings = n_gates + 3;
static_assert(n_standings <= 16, "packed in half a byte");
/// A gate's code, or served, waiting, no_journey.
std::string_view standing_code(Standing standing);

/// The families (those with a child under 25 living in) with a contact, and those that it helped, by domain;
/// and where each household stands.
struct ContactSet {
  std::array<HouseholdSet, n_domains> contact, helped;
  std::array<std::vector<Standing>, n_domains> standing;  ///< by household; empty: not told

  /// The same bytes on every machine.
  [[nodiscard]] std::vector<std::uint8_t> pack() const;
  /// Throws BadInput if the bytes are not of a packed set.
  static ContactSet unpack(std::span<const std::uint8_t> bytes);
  bool operator==(const ContactSet&) const = default;
};
ContactSet contact_set(const World& world);

/// Families with a contact in one run and none in the other, simulated ones.
struct Reached {
  std::size_t reached = 0;  ///< in the scenario, not in the baseline
  std::size_t lost = 0;     ///< the other way round
};
/// Both runs must have the same population. Throws BadInput otherwise.
Reached reached(const HouseholdSet& baseline, const HouseholdSet& scenario);

}  // namespace uptake
