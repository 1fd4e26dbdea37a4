// SPDX-License-Identifier: Apache-2.0
// The JSON Schemas (draft-07) of scenario files and of sweeps' files, from the registries: completion and
// hover text for an editor.
#pragma once

#include <string>

#include "sim/policy/scenario.hpp"

namespace uptake::cli {

std::string scenario_schema(const Evidence& evidence);
std::string design_schema(const Evidence& evidence);

}  // namespace uptake::cli
