// SPDX-License-Identifier: Apache-2.0
// Which candidates become families? A self-balancing walk over a stream of fresh candidates (Bansal, Jiang,
// Singla & Sinha 2020): each is taken with about its weight, nudged so that the tables keep to the soft
// solution. No clones, any size, constant memory.
#pragma once

#include <cstdint>
#include <vector>

#include "sim/population/weights.hpp"

namespace uptake {

class Walk {
 public:
  /// For a population of `families` (2016) from `n_candidates()` candidates.
  Walk(const WeightsSolution& solution, double families);
  [[nodiscard]] std::uint32_t n_candidates() const { return n_candidates_; }
  /// Whether the next candidate is taken; `u` uniform.
  bool take(const std::vector<Feature>& features, double u);

 private:
  const WeightsSolution& solution_;
  std::uint32_t n_candidates_ = 0;
  double n_seen_ = 0;
  std::vector<double> drift_;  ///< what a candidate should add on average, by row, scaled
  std::vector<double> taken_;  ///< what has been added, by row, scaled
};

}  // namespace uptake
