// SPDX-License-Identifier: Apache-2.0
// The runs of a study (run, compare, fit, a design of calibrate) farmed out as a sweep: a plan and shards
// like any other's, which hold all that a run of a study leaves. The study takes them back, and goes on as if
// it had made them itself: to the same bytes.
#pragma once

#include <filesystem>
#include <functional>

#include "analysis/sweep/plan.hpp"

namespace uptake {

/// The study as a sweep. Not of a plan that goes on until a precision: how many runs that needs is known from
/// its runs alone.
SweepInput as_sweep(const Study& study);

/// Calls take(result) for every run that the shards in the folder hold, with its id of the study; in no
/// promised order. BadInput: shards that cannot be trusted. Throws Interrupted.
void take_runs(const Sweep& sweep, const std::filesystem::path& folder,
               const std::function<void(RunResult)>& take);

/// Adds those that a study's database does not have yet.
void take_into(Store& store, const Sweep& sweep, const std::filesystem::path& folder);

}  // namespace uptake
