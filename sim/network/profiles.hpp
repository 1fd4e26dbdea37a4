// SPDX-License-Identifier: Apache-2.0
// What stays the same of a parent, for drawing ties that last while families change.
#pragma once

#include <algorithm>
#include <cstdint>
#include <span>
#include <vector>

#include "sim/network/settings.hpp"
#include "sim/population/population.hpp"

namespace uptake {

/// Months in which presence is looked at: April, every three years from 1992 on; 2016 is one of them.
inline constexpr int n_census = 15;
inline constexpr int census_2016 = 8;
constexpr Month census_month(int k) { return month_of(1992 + 3 * k, 4); }

struct Profile {
  std::uint32_t id = 0;
  float wanted = 0;                ///< ties, against the mean of the parents of April 2016
  Month anchor = 0;                ///< birth of the first child
  Month from = 0, until = 0;       ///< parenthood in Flanders, first month and the one after the last
  std::uint16_t present = 0;       ///< a parent in Flanders at the k-th census: bit k
  std::uint16_t municipality = 0;  ///< where most of its parenthood is lived
  std::uint8_t region = 0;
  Origin origin = Origin::belgium;
  Education education = Education::higher;

  [[nodiscard]] bool takes_part() const { return until > from; }
};

/// Months both live their parenthood at once.
inline int shared_months(const Profile& a, const Profile& b) {
  return std::max(0, std::min(a.until, b.until) - std::max(a.from, b.from));
}

/// The profiles of all parents. `region`: of each municipality; an empty list is one region.
std::vector<Profile> profiles_of(const Population& population, std::span<const std::uint8_t> region,
                                 const NetworkSettings& settings);

}  // namespace uptake
