// SPDX-License-Identifier: Apache-2.0
// How does a population of families come about? Fresh lineages, taken by the walk, written as parents and
// spells.
#pragma once

#include <span>

#include "sim/base/side_by_side.hpp"
#include "sim/population/margins.hpp"
#include "sim/population/population.hpp"
#include "sim/population/weights.hpp"

namespace uptake {

/// `municipality_share`: the families of each municipality, in the list's order; need not add up to 1. The
/// same plan, data and solution give the same bytes. `solution` comes from weights_of(data), once a
/// process. `side_by_side`: how its pieces are worked at; the bytes are the same.
Population build_population(const PopulationPlan& plan, const PopulationData& data,
                            std::span<const double> municipality_share, const WeightsSolution& solution,
                            const SideBySide& side_by_side = one_by_one);

}  // namespace uptake
