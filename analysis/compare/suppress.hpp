// SPDX-License-Identifier: Apache-2.0
// Results as they may be given away where small groups must not be told.
#pragma once

#include "analysis/compare/compare.hpp"

namespace uptake {

/// Without levels, effects, expectations, gaps and fit that tell of fewer than `below` simulated families by
/// the rule of small_cells.hpp, on means over the runs, in that scenario or in the baseline. Totals of all
/// families stay.
Results suppressed(Results results, int below);

}  // namespace uptake
