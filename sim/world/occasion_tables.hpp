// SPDX-License-Identifier: Apache-2.0
// Rates of occasions by class, so that the month's pass over everybody looks up and multiplies. They change
// only when a lever or the early-years offer moves them, so a world keeps them from month to month.
#pragma once

#include <algorithm>
#include <array>
#include <memory>
#include <utility>

#include "sim/pathway/need.hpp"
#include "sim/pathway/settings.hpp"
#include "sim/world/classes.hpp"

namespace uptake {

struct OccasionTables {
  /// What they were made from.
  struct Key {
    Parameters parameters;
    MechanismSet on;
    double early_offer = 0;
    std::array<double, n_domains> shift{};
  };
  Key key;

  using ByReader = std::array<float, n_readers>;
  std::array<ByReader, no_child + 1> parenting{};  ///< rate by ages and reader
  std::array<float, 481> relationship{};           ///< rate by months in the union, at most 40 years
  std::array<float, 2> kin{};                      ///< factor on it: kin near, kin far
  std::array<float, crisis_horizon + 1> crisis{};  ///< strain by months to the separation
  std::array<double, 602> experience{};            ///< factor by months since the last contact
  /// Chance that a need is seen, by domain, at the ends of steps of need.
  static constexpr double lowest_need = -8, steps_of_one = 16;
  std::array<std::array<double, 257>, n_domains> seen{};
  double enriching_most = 0;  ///< the highest chance of a parenting one
  double most = 1;            ///< the highest factor by experience

  explicit OccasionTables(const PathwaySettings& s);

  /// The least and the most that the chance to see this need can be.
  [[nodiscard]] std::pair<double, double> seen_between(Domain domain, double need) const {
    const auto& at = seen[static_cast<std::size_t>(domain)];
    const double step = (need - lowest_need) * steps_of_one;
    if (!(step >= 0 && step < static_cast<double>(at.size() - 1))) return {0, 1};
    const auto below = static_cast<std::size_t>(step);
    return std::minmax(at[below], at[below + 1]);
  }
  static constexpr std::size_t never_before = 601;
  /// The factor by the month of the last contact, or `long_ago`.
  [[nodiscard]] double by_experience(Month now, Month last_contact) const {
    return experience[std::min(static_cast<std::size_t>(now - last_contact), never_before)];
  }
};

/// `kept` if it holds for these settings, else new ones.
std::shared_ptr<const OccasionTables> occasion_tables(const PathwaySettings& s,
                                                      std::shared_ptr<const OccasionTables> kept);

}  // namespace uptake
