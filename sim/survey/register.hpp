// SPDX-License-Identifier: Apache-2.0
// What would a register of all families and services show of a year? Events, not answers: what policies are
// judged by.
#pragma once

#include <array>
#include <vector>

#include "sim/pathway/gates.hpp"
#include "sim/survey/measures.hpp"
#include "sim/world/world.hpp"

namespace uptake {

/// Appends the year's figures; call it after December's last stage. Families are counted as the survey counts
/// them: one family weighs 1, shared by its eligible parents where a group is of parents (a family of a
/// father and a mother counts half under each).
void count_year(const World& world, std::vector<MeasureRow>& rows);

/// How many journeys of a year came to a gate, and how many stopped there. Simulated ones.
struct FunnelStep {
  Gate gate = Gate::recognise;
  double came = 0, stopped = 0;
};
/// From the first gate to `served`, where none stops. A journey that a contact began is counted from the
/// first gate on, although it skipped some.
std::array<FunnelStep, n_gates + 1> funnel(const YearCounts& year, Domain domain);

}  // namespace uptake
