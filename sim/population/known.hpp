// SPDX-License-Identifier: Apache-2.0
// What the margins do not fix: ages, gaps, flows, births, who is apart, beside what is known of them.
#pragma once

#include <vector>

#include "sim/population/report.hpp"

namespace uptake {

std::vector<KnownFit> known_quantities(const Population& population);

}  // namespace uptake
