// SPDX-License-Identifier: Apache-2.0
// A lineage as spells: what changes when, for everybody in it who is a parent or lives with one.
#pragma once

#include <array>
#include <vector>

#include "sim/population/lineage.hpp"

namespace uptake {

/// The spells of one person. `partner` and `household` are still the lineage's own numbers (0..7), `nobody`
/// and no_household where there is none. Empty: never an agent between first_month and end_month.
using PersonSpells = std::array<std::vector<Spell>, Lineage::most_people>;

/// Replaces `out` by the spells of a lineage. The death of a partner ends a union without
/// begins_by_separation; a closing spell with no flags stands where somebody stops being an agent (the last
/// child 25, death, emigration). `key` is the population's: it fills in deprivation between its nodes.
void make_spells(const Lineage& lineage, const Hazards& hazards, RandomKey key, PersonSpells& out);

}  // namespace uptake
