// SPDX-License-Identifier: Apache-2.0
// What a study leaves in its folder.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

namespace uptake {

/// The names of all of it.
const std::vector<std::string>& result_files();
/// Those of them that a folder holds.
std::vector<std::string> results_in(const std::filesystem::path& folder);
/// Removes them, and nothing else.
void remove_results(const std::filesystem::path& folder);

}  // namespace uptake
