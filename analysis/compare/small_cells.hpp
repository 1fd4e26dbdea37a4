// SPDX-License-Identifier: Apache-2.0
// Which figures of a year tell of few families: the threshold rule for tables of counts (Hundepool et al.
// 2012, Statistical Disclosure Control), in simulated families.
#pragma once

#include <span>
#include <string_view>
#include <vector>

#include "sim/store/store.hpp"

namespace uptake {

struct ToldFigure {
  const Series* series = nullptr;
  double value = 0;  ///< as stored: counts are real ones
};

/// Whether these are fewer simulated families than `below`, or nobody knows how many (NaN). Shares are
/// fractions, so that the families who have something come out with a rounding error.
bool fewer_families(double families, int below);

/// One flag a figure; `of_a_year`: all that are kept of one run, or their means over runs. Small is
/// - a group of fewer than `below` simulated families, in every figure of families; a group whose size is not
///   there;
/// - a share that fewer than `below` of the group's families have, or all but fewer;
/// - a count of fewer at a gate or service, and a mean wait of so few that started, or of nobody knows how
/// many. Where one category of a variable would be the only one, the next smallest goes with it: else the
/// total would tell it. Totals of all families are never small; places, euros and levers' units tell of no
/// family.
std::vector<bool> small_figures(std::span<const ToldFigure> of_a_year, double real_per_simulated, int below);

/// The rule in words, for who reads the tables.
std::string suppression_text(int below);

}  // namespace uptake
