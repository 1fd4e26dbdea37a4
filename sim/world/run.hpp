// SPDX-License-Identifier: Apache-2.0
// One run: the model's months from January 1991 to the scenario's end.
#pragma once

#include <functional>

#include "sim/world/world.hpp"

namespace uptake {

/// Lives through the months. `look` is called after each month's last stage (may be empty): a survey may be
/// taken there. Returns the world as it stands at the end.
World run(const RunInputs& inputs, const std::function<void(const World&)>& look = {});

}  // namespace uptake
