// SPDX-License-Identifier: Apache-2.0
// Results as they may be given away where small groups must not be told.
#pragma once

#include <string>

#include "analysis/compare/compare.hpp"

namespace uptake {

/// Without levels, effects, expectations, gaps and fit of groups of fewer than `below` simulated families (a
/// run's mean, in that scenario or in the baseline), and without counts of fewer at a gate or service. Where
/// one group of a variable would be the only one that is left out, the next smallest goes with it: else the
/// total would tell it. Totals of all families stay.
Results suppressed(Results results, int below);

/// What the data dictionary says of it.
std::string suppression_text(int below);

}  // namespace uptake
