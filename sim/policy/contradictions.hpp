// SPDX-License-Identifier: Apache-2.0
// Do a lever's numbers go together? Each may be in its range and the whole make no sense. Asked of what a
// file says, and of what a sweep makes of it.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "sim/policy/levers.hpp"

namespace uptake {

struct FieldProblem {
  std::string field;    ///< its code
  std::string message;  ///< what is wrong, what was expected
};

/// All of them; none for a lever that makes sense.
std::vector<FieldProblem> contradictions(const Lever& lever, const Parameters& parameters);

/// "'wave' has no meaning without 'every'"
std::string no_meaning(std::string_view field, std::string_view when);

}  // namespace uptake
