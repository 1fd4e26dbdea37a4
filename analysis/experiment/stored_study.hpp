// SPDX-License-Identifier: Apache-2.0
// A study from its own database: scenarios, draws and plan as they stand in it, evidence as it is now. So
// that runs can be lived again wherever the folder was taken.
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <vector>

#include "analysis/experiment/plan.hpp"

namespace uptake {

/// The study whose results a store holds. BadInput when the program or the evidence is another, or when the
/// database lacks what it takes (results of before 0.8.0). Files that are made on the way are removed.
Study stored_study(const Store& store, const std::filesystem::path& data_folder, int threads);

/// `n` numbers out of `all`, chosen by `seed`, in the order of chance: more of them begin with the same ones.
std::vector<std::int64_t> by_chance(const std::vector<std::int64_t>& all, std::size_t n, std::uint32_t seed);

/// Lives `n` of the runs again and compares all that each left, bit by bit. The runs that came out otherwise.
/// `look` is told each run with whether it was the same. Throws Interrupted.
std::vector<std::int64_t> verify_runs(const Study& study, const Store& store, std::size_t n,
                                      std::uint32_t seed,
                                      const std::function<void(const RunId&, bool)>& look);

}  // namespace uptake
