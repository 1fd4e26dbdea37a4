// SPDX-License-Identifier: Apache-2.0
// The units of a scenario's numbers in Dutch. In English they stand in the registry of levers.
#pragma once

#include <string_view>

namespace uptake {

/// The Dutch text of a unit of levers. Empty where it has none: a parameter's unit stands in its file, in
/// English alone.
std::string_view unit_nl(std::string_view unit_en);

}  // namespace uptake
