// SPDX-License-Identifier: Apache-2.0
// What made these results? manifest.json: program, plan, data, scenarios with every default written out,
// hashes of files.
#pragma once

#include <filesystem>
#include <nlohmann/json.hpp>

#include "sim/store/store.hpp"

namespace uptake {

/// From the store alone; `with_files`: also the SHA-256 of every other result file in the folder, once all
/// are there.
nlohmann::ordered_json manifest_of(const Store& store, const std::filesystem::path& folder, bool with_files);

/// Writes manifest.json, whole or not at all.
void write_manifest(const Store& store, const std::filesystem::path& folder, bool with_files);

/// The compiler that built this program, as in "GCC 12.2.0".
std::string compiler_text();

}  // namespace uptake
