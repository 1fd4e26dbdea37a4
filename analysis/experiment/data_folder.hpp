// SPDX-License-Identifier: Apache-2.0
// Everything that stands in a folder of data, read and checked together.
#pragma once

#include <filesystem>
#include <vector>

#include "sim/evidence/targets.hpp"
#include "sim/network/settings.hpp"
#include "sim/policy/scenario.hpp"
#include "sim/population/margins.hpp"
#include "sim/survey/questionnaire.hpp"

namespace uptake {

struct DataFolder {
  Evidence evidence;
  bool has_evidence = false;  ///< false when a file of it has a problem
  std::vector<Target> targets;
  SurveySettings survey;
  PopulationData population;
  NetworkSettings network;
};

/// Adds every problem of every file, and what contradicts each other between them. What has no problem is
/// there.
DataFolder read_data(const std::filesystem::path& folder, Problems& problems);

/// The same; throws BadInput if there is any problem.
DataFolder load_data(const std::filesystem::path& folder);

}  // namespace uptake
