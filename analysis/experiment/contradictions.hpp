// SPDX-License-Identifier: Apache-2.0
// Can the survey's rates and the population's margins be of the same families?
#pragma once

#include <span>
#include <string>

#include "sim/evidence/targets.hpp"
#include "sim/population/margins.hpp"

namespace uptake {

/// Adds a problem for each pair of numbers that contradict each other, with both and by how much: respondents
/// by category that are more than all; a total that no shares of its groups could give; one that the shares
/// of margins.yaml do not, within three of their standard errors; a total that two tables print differently.
/// What was rounded, and who left a question open (told by the n), is allowed for. `lines`: of `file`, where
/// each target stands.
void add_contradictions(std::span<const Target> targets, std::span<const int> lines, const Margins& margins,
                        const std::string& file, Problems& problems);

}  // namespace uptake
