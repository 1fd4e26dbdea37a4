// SPDX-License-Identifier: Apache-2.0
// The data that ship, for tests that read them.
#pragma once

#include <filesystem>
#include <vector>

#include "sim/evidence/targets.hpp"

namespace uptake {

inline const std::filesystem::path flemish_data =
    std::filesystem::path(UPTAKE_SOURCE_DIR) / "scenarios" / "data";

/// The survey's printed numbers, read once.
inline const std::vector<Target>& targets() {
  static const std::vector<Target> all = load_targets(flemish_data / "survey" / "targets.csv");
  return all;
}

}  // namespace uptake
