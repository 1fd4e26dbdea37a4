// SPDX-License-Identifier: Apache-2.0
// Gate 1, recognise: is there something to be helped with, and serious enough? A saturating response to need
// (a log-linear one overshoots the use of very worried parents: S0 Table 10, worries).
#pragma once

#include "sim/pathway/settings.hpp"

namespace uptake {

/// Chance, 0-1, that a parent with this need sees it as something to be helped with.
inline double p_recognise(const Parameters& p, Domain d, double need) {
  const bool parenting = d == Domain::parenting;
  const double slope = parenting ? p.recognise_slope_parenting : p.recognise_slope_relationship;
  const double threshold = parenting ? p.recognise_threshold_parenting : p.recognise_threshold_relationship;
  return logistic(slope * (need - threshold));
}

/// Why it stops here: with few worries no need was felt; else it was not serious enough, or for ourselves to
/// solve.
inline NonuseReason reason_recognise(int need_level) {
  return need_level <= 1   ? NonuseReason::no_need
         : need_level == 2 ? NonuseReason::not_serious
                           : NonuseReason::solve_ourselves;
}

}  // namespace uptake
