// SPDX-License-Identifier: Apache-2.0
// The shipped population data and one solution of the weights, once a test program.
#pragma once

#include <gtest/gtest.h>

#include <filesystem>

#include "sim/population/build.hpp"

namespace uptake {

inline std::filesystem::path population_folder() {
  return std::filesystem::path(UPTAKE_SOURCE_DIR) / "scenarios/data/population";
}

inline const PopulationData& shipped_data() {
  static const PopulationData data = [] {
    Problems problems;
    PopulationData read = read_population_data(population_folder(), problems);
    problems.throw_if_any();
    return read;
  }();
  return data;
}

inline const WeightsSolution& shipped_solution() {
  static const WeightsSolution solution = solve_weights(shipped_data());
  return solution;
}

inline Population small_population(std::uint32_t seed, double families,
                                   const SideBySide& side_by_side = one_by_one) {
  const std::vector<double> shares{1, 2, 3};
  return build_population({seed, families}, shipped_data(), shares, shipped_solution(), side_by_side);
}

}  // namespace uptake
