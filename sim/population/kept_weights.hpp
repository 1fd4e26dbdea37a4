// SPDX-License-Identifier: Apache-2.0
// The weights of a folder of data, kept beside it: else each program that starts would solve them, which
// takes about a second.
#pragma once

#include <filesystem>
#include <memory>
#include <string>

#include "sim/base/errors.hpp"
#include "sim/population/weights.hpp"

namespace uptake {

inline constexpr const char* kept_weights_file = "weights.csv";

/// The solution of the margins and hazards in `folder`, to the bit, as that file of the folder: with the hash
/// of what it is of (both files, and the version of the program) and a checksum of itself.
std::string kept_weights_text(const WeightsSolution& solution, const std::filesystem::path& folder);

/// The solution that `folder` keeps; nullptr where there is none, or one of other margins, hazards or another
/// version. One that is damaged is a problem.
std::shared_ptr<const WeightsSolution> kept_weights(const std::filesystem::path& folder,
                                                    const Margins& margins, Problems& problems);

}  // namespace uptake
