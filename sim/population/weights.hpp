// SPDX-License-Identifier: Apache-2.0
// How much does each candidate lineage count? Maximum-entropy weights within bounds under which the pool's
// tables meet what is asked, softly (Deville & Saerndal 1992, the logit distance; ridge as in science.md 1).
#pragma once

#include <vector>

#include "sim/population/features.hpp"
#include "sim/population/margins.hpp"

namespace uptake {

/// The bounded distance: a weight between low and high, 1 and slope 1 at 0.
struct LogitWeight {
  double low = .2, high = 3.5;
  [[nodiscard]] double at(double u) const;
  [[nodiscard]] double slope(double weight) const;
  [[nodiscard]] double integral(double u) const;  ///< of at(), from 0
};

struct WeightsSolution {
  std::vector<double> lambda;  ///< by row; 0 where a row is only watched
  std::vector<double>
      attained;  ///< by row, families of 2016 = 1: the soft solution, the population's `asked`
  std::vector<double> unweighted;  ///< by row: what the hazards alone give
  std::vector<double> scale;       ///< by row: 1 / root mean square over the pool
  LogitWeight distance;
  double take_rate = 0;               ///< chance of a candidate of weight 1 to be taken into a population
  double families_per_candidate = 0;  ///< of 2016, taken at that rate
  int iterations = 0;
  bool converged = false;
  std::size_t pool = 0;
  double effective_share = 0;             ///< (sum w)^2 / (n sum w^2), of the candidates seen in 2016 or 2021
  double largest = 0, percentile_99 = 0;  ///< weight over the mean
  double divergence = 0;                  ///< KL of the weights from 1, a candidate seen
  std::vector<int> birth_period;          ///< first birth: start year of a five-year period
  std::vector<double> period_weight;      ///< mean weight of the candidates seen

  /// The weight of a candidate.
  [[nodiscard]] double weight(const std::vector<Feature>& features) const;
};

WeightsSolution solve_weights(const PopulationData& data);
/// The solution that the data's folder keeps (kept_weights.hpp), else solved. What changes the data calls
/// `solve_weights`.
WeightsSolution weights_of(const PopulationData& data);

/// A row's sum as the share of its base (families, the partnered, a category); of a size row the sum itself.
double share_of_row(const RowBook& book, const std::vector<double>& sums, std::size_t row);

}  // namespace uptake
