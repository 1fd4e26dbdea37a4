// SPDX-License-Identifier: Apache-2.0
// The stories that a comparison's report carries: of each scenario one family that it newly reaches.
#pragma once

#include <nlohmann/json_fwd.hpp>

#include "analysis/experiment/plan.hpp"
#include "sim/base/progress.hpp"
#include "sim/store/store.hpp"

namespace uptake::story {

inline constexpr const char* stories_file = "stories.json";  ///< in the folder of a comparison
inline constexpr int stories_schema = 1;  ///< of {schema, stories}; before 0.8.0: the list alone

/// From a finished store, by scenario of the plan (not its parts): in the first pair of runs the family with
/// the lowest number that has a contact with the scenario in the last full year and none without, in the
/// domain where there are more such families. Each as `story_document` has it, without the codes of every
/// month and with `scenario_name`; only that name where no family is newly reached. Throws Interrupted.
nlohmann::ordered_json tell_stories(const Study& study, const Store& store, Progress::Show show);

}  // namespace uptake::story
