// SPDX-License-Identifier: Apache-2.0
// In which order do parents stand? By the month in which they enter, so that those who are parents at the
// same time stand together and a month's pass over them reads memory in one stretch.
#pragma once

#include "sim/population/population.hpp"

namespace uptake {

/// Reorders all columns over parents, their spells and the partners named in them. Identities do not change.
void order_by_entry(Population& population);

}  // namespace uptake
