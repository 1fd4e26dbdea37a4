// SPDX-License-Identifier: Apache-2.0
// What the rows of a fit say together: coverage by table, a verdict on each pattern of the model's purpose,
// and the forecast of a wave that was not fitted. Pure functions of the rows.
#pragma once

#include <vector>

#include "analysis/fit/fit.hpp"

namespace uptake {

/// The same row in a wave, or nullptr.
const TargetFit* row_of(const std::vector<TargetFit>& rows, const std::vector<Target>& targets,
                        const Target& like, int year);

std::vector<Coverage> coverage_of(const std::vector<TargetFit>& rows, const std::vector<Target>& targets);
std::vector<Pattern> patterns_of(const std::vector<TargetFit>& rows, const std::vector<Target>& targets);
/// Of a posterior that was fitted to one wave, for each domain of which both waves are there.
std::vector<Forecast> forecasts_of(const std::vector<TargetFit>& rows, const std::vector<Target>& targets,
                                   const Posterior& posterior);

}  // namespace uptake
