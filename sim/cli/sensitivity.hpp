// SPDX-License-Identifier: Apache-2.0
// What was a sensitivity analysis asked for, by the command that its results keep?
#pragma once

#include <string>

#include "analysis/sensitivity/design.hpp"

namespace uptake::cli {

/// Reads the command as the program did. Throws BadInput where it cannot.
SensitivitySettings sensitivity_settings(const std::string& command, int threads);

}  // namespace uptake::cli
