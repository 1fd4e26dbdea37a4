// SPDX-License-Identifier: Apache-2.0
#include "sim/population/walk.hpp"

#include <algorithm>
#include <cmath>

namespace uptake {

Walk::Walk(const WeightsSolution& solution, double families) : solution_(solution) {
  n_candidates_ =
      static_cast<std::uint32_t>(std::max(1.0, std::round(families / solution.families_per_candidate)));
  drift_.resize(solution.attained.size());
  for (std::size_t row = 0; row < drift_.size(); ++row)
    drift_[row] = solution.attained[row] * families / n_candidates_ * solution.scale[row];
  taken_.assign(drift_.size(), 0);
}

bool Walk::take(const std::vector<Feature>& features, double u) {
  constexpr double c = 30;  // how softly the discrepancy steers: with 30 the chance rarely leaves (0, 1)
  double along = 0;         // the discrepancy's component along this candidate
  for (const Feature& f : features) {
    const double discrepancy = taken_[f.row] - n_seen_ * drift_[f.row];
    along += discrepancy * static_cast<double>(f.value) * solution_.scale[f.row];
  }
  n_seen_ += 1;
  const double fraction = solution_.take_rate * solution_.weight(features);
  if (u >= std::clamp(fraction - along / c, 0.0, 1.0)) return false;
  for (const Feature& f : features) taken_[f.row] += static_cast<double>(f.value) * solution_.scale[f.row];
  return true;
}

}  // namespace uptake
