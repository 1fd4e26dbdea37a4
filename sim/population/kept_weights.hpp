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

/// What the solution of a folder hangs on, as a hash: its margins and hazards, the program's version, and an
/// edition of the solver within that.
std::string weights_key(const std::filesystem::path& folder, Problems& problems);

/// A solution, to the bit, as a file: with the key of what it is of, and a checksum of itself.
std::string kept_weights_text(const WeightsSolution& solution, const std::string& key);

/// The solution that `folder` keeps; nullptr where there is none, or one of another key. A file that is
/// damaged, or no solution of these margins, is a problem.
std::shared_ptr<const WeightsSolution> kept_weights(const std::filesystem::path& folder,
                                                    const Margins& margins, Problems& problems);

}  // namespace uptake
