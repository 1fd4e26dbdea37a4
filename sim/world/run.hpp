// SPDX-License-Identifier: Apache-2.0
// One run: the model's months from January 1991 to the scenario's end.
#pragma once

#include <functional>

#include "sim/world/world.hpp"

namespace uptake {

/// Lives through the months. `look` is called after each month's last stage (may be empty): a survey may be
/// taken there. Returns the world as it stands at the end.
World run(const RunInputs& inputs, const std::function<void(const World&)>& look = {});

/// Goes on from `world.now` to (not including) `until`.
void live_on(World& world, Month until, const std::function<void(const World&)>& look = {});

/// The same past with another future: a copy of `past` that goes on under `scenario`, which must outlive it.
/// What comes out is that of a whole run under `scenario` only if nothing of it differed before `past.now`
/// (policy/difference).
World branch(const World& past, const Scenario& scenario);

}  // namespace uptake
