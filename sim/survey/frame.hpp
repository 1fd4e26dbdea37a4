// SPDX-License-Identifier: Apache-2.0
// Who can be asked this month: the eligible parents, family by family, and the weight of each answer. The
// survey's unit is a family with one responding parent (S0:103-106): families weigh equally, whoever in them
// answers.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "sim/world/world.hpp"

namespace uptake {

/// Whose answers a table counts. resident: a child under 25 officially lives with the parent; all: or
/// elsewhere; partnered: of the residents, those with a partner (S0 Table 7).
enum class Sample : std::uint8_t { resident, all, partnered };
inline constexpr std::size_t n_frames = 2;  ///< families are drawn for `resident` and for `all`

/// Columns over eligible parents, by rising parent. A weight of 0: not in that sample.
struct Frame {
  std::vector<ParentId> parent;
  std::vector<HouseholdId> household;
  std::array<std::vector<double>, n_frames> weight;  ///< by Sample; sums to the number of families

  [[nodiscard]] std::size_t size() const { return parent.size(); }
  [[nodiscard]] double families(Sample sample) const;
};

/// Everybody: each family's eligible parents share its weight of 1.
Frame everybody(const World& world);

/// A survey of `families` draws per sample: each draws a family, all alike, then one of its eligible parents,
/// all alike. Drawn with replacement, since a simulated family stands for many real ones; the weight counts
/// the draws. Draws are addressed by their number alone, so that two scenarios question the same families.
Frame draw_families(const Frame& frame, RandomKey key, Month now,
                    const std::array<std::size_t, n_frames>& families);

}  // namespace uptake
