// SPDX-License-Identifier: Apache-2.0
// How does a run of a study begin, for whoever lives it by hand?
#pragma once

#include "analysis/experiment/experiment.hpp"
#include "sim/world/world.hpp"

namespace uptake {

/// What a run of a study is made from; `drawn` (its scenario with its draw's parameters) and `families` must
/// outlive it.
RunInputs inputs_of(const Study& study, const RunId& run, const Scenario& drawn, const Families& families,
                    bool parallel);

/// When a scenario leaves the baseline's past: a January, since a year's counts are laid out by its
/// scenario's levers. first_month: never on the same way.
Month leaves_baseline(const Study& study, int scenario);

}  // namespace uptake
