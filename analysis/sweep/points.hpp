// SPDX-License-Identifier: Apache-2.0
// At which points is a sweep's space looked at?
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace uptake {

/// What the points vary: a parameter ("parameters.KEY"), a number of a lever ("levers.NAME.FIELD") or a rule
/// of the structure ("structure.RULE"), whose values are the numbers of its forms.
struct SweepAxis {
  std::string path;
  std::string parameter;      ///< its key, or empty
  std::string lever, field;   ///< or these
  std::string rule;           ///< or this
  std::vector<double> steps;  ///< of a grid
  double low = 0, high = 0;   ///< else from here to there,
  bool on_log = false;        ///< evenly on a log scale, or as it is

  /// From low to high at a share of the way, from 0 to 1.
  [[nodiscard]] double at(double share) const;
};

/// A value for every axis, a point a row.
using SweepPoints = std::vector<std::vector<double>>;

/// Every step of every axis with every other, the last axis fastest. std::invalid_argument over `most`.
SweepPoints grid_points(const std::vector<SweepAxis>& axes, std::size_t most);

/// n points; of each axis one in every n-th part, by chance within it and in an order of its own (McKay,
/// Beckman and Conover 1979).
SweepPoints latin_hypercube_points(const std::vector<SweepAxis>& axes, int n, std::uint32_t seed);

/// n points of a scrambled Sobol sequence (analysis/calibrate/sobol).
SweepPoints sobol_points(const std::vector<SweepAxis>& axes, int n, std::uint32_t seed);

}  // namespace uptake
