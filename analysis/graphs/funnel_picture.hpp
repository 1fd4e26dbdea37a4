// SPDX-License-Identifier: Apache-2.0
// Where do searches for help stop? A picture of the funnel of both domains, from a study's levels.
#pragma once

#include <string>
#include <vector>

#include "analysis/compare/compare.hpp"

namespace uptake {

/// Journeys of a year by the gate where they stopped, in the order of the gates, `served` last; real numbers.
struct FunnelCounts {
  std::string domain;
  std::vector<double> stopped;
};
/// Of the first scenario in the last full year; empty where no journeys are recorded.
std::vector<FunnelCounts> funnel_counts(const Results& results);

/// An SVG picture: of 1,000 journeys of families that see a need, how many are left after each gate.
std::string funnel_picture(const std::vector<FunnelCounts>& counts, const std::string& title_en,
                           const std::string& title_nl, int year, bool dutch);

}  // namespace uptake
