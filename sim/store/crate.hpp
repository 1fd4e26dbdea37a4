// SPDX-License-Identifier: Apache-2.0
// What is in a folder of results, and is it still what was written? ro-crate-metadata.json: an RO-Crate 1.1
// (a process run crate) that names every file with size and SHA-256, the program, the command and what it was
// given. The same inputs give the same bytes: no time stands in it but the date of the program's version.
#pragma once

#include <filesystem>
#include <nlohmann/json_fwd.hpp>
#include <string>
#include <vector>

#include "sim/store/package.hpp"

namespace uptake {

inline constexpr const char* crate_file = "ro-crate-metadata.json";

/// Writes it, last of all: `files` are what was written, by their paths within the folder
/// ("points-1/design.csv"). Throws std::runtime_error where one cannot be read.
void write_crate(const std::filesystem::path& folder, const Provenance& from, std::vector<std::string> files);

/// All files of a folder and of the folders in it, by their paths within it, but what locks and databases in
/// use leave and the crate itself.
std::vector<std::string> files_within(const std::filesystem::path& folder);

/// What a crate says of itself.
struct CrateSays {
  std::string kind, model, command, fingerprint;
};

struct CrateCheck {
  CrateSays says;
  std::size_t n_files = 0;                           ///< that the crate names
  std::vector<std::string> changed, missing, extra;  ///< by name; locks and empty journals are no extras
  [[nodiscard]] bool good() const { return changed.empty() && missing.empty() && extra.empty(); }
};

/// Hashes every file anew. BadInput where there is no crate, or one that this program did not write.
CrateCheck check_crate(const std::filesystem::path& folder);

}  // namespace uptake
