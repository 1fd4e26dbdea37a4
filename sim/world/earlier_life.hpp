// SPDX-License-Identifier: Apache-2.0
// What did a parent live through before the model first saw it? Only parents are agents, so two stretches of
// life would be missing from what they have to tell: a couple's years before the first child, and the years
// that a new partner with children spent elsewhere.
#pragma once

#include "sim/world/world.hpp"

namespace uptake {

/// Gives the parents who enter this month their past, when all spells have changed. Newcomers from abroad,
/// and those who are parents when the simulation starts, have none.
void earlier_lives(World& world);

}  // namespace uptake
