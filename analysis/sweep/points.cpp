// SPDX-License-Identifier: Apache-2.0
#include "analysis/sweep/points.hpp"

#include <algorithm>
#include <stdexcept>
#include <utility>

#include "analysis/calibrate/sobol.hpp"
#include "sim/base/math.hpp"
#include "sim/base/random.hpp"

namespace uptake {

double SweepAxis::at(double share) const {
  if (!on_log) return std::clamp(low + share * (high - low), low, high);
  const double from = log_fixed(low);
  return std::clamp(exp_fixed(from + share * (log_fixed(high) - from)), low, high);
}

SweepPoints grid_points(const std::vector<SweepAxis>& axes, std::size_t most) {
  std::size_t n = 1;
  for (const SweepAxis& axis : axes) {
    if (axis.steps.empty() || n > most / axis.steps.size())
      throw std::invalid_argument("a grid that is empty or larger than allowed");
    n *= axis.steps.size();
  }
  SweepPoints points;
  for (std::size_t i = 0; i < n; ++i) {
    std::vector<double> point(axes.size());
    std::size_t rest = i;
    for (std::size_t a = axes.size(); a-- > 0;) {
      point[a] = axes[a].steps[rest % axes[a].steps.size()];
      rest /= axes[a].steps.size();
    }
    points.push_back(std::move(point));
  }
  return points;
}

SweepPoints latin_hypercube_points(const std::vector<SweepAxis>& axes, int n, std::uint32_t seed) {
  if (n < 1) throw std::invalid_argument("a design needs at least one point");
  SweepPoints points(static_cast<std::size_t>(n), std::vector<double>(axes.size()));
  for (std::size_t a = 0; a < axes.size(); ++a) {
    const auto number = static_cast<std::uint32_t>(a);
    std::vector<std::pair<std::uint32_t, std::uint32_t>> strata;  // in an order by chance
    for (std::uint32_t i = 0; i < points.size(); ++i)
      strata.emplace_back(hash_id(hash_id(seed, 0x6c686f72, number), i), i);
    std::ranges::sort(strata);
    for (std::uint32_t i = 0; i < points.size(); ++i) {
      const double inside = to_unit(hash_id(hash_id(seed, 0x6c68696e, number), i));
      points[i][a] = axes[a].at((strata[i].second + inside) / n);
    }
  }
  return points;
}

SweepPoints sobol_points(const std::vector<SweepAxis>& axes, int n, std::uint32_t seed) {
  const Eigen::MatrixXd unit = scrambled_sobol(n, static_cast<int>(axes.size()), seed);
  SweepPoints points(static_cast<std::size_t>(n), std::vector<double>(axes.size()));
  for (std::size_t i = 0; i < points.size(); ++i) {
    for (std::size_t a = 0; a < axes.size(); ++a)
      points[i][a] = axes[a].at(unit(static_cast<Eigen::Index>(i), static_cast<Eigen::Index>(a)));
  }
  return points;
}

}  // namespace uptake
