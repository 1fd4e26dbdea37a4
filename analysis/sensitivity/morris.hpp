// SPDX-License-Identifier: Apache-2.0
// Which inputs matter at all? Morris' screening: trajectories that move one input at a time by two thirds of
// its range, on a grid of four levels (Morris 1991, doi 10.1080/00401706.1991.10484804; mu* of Campolongo,
// Cariboni and Saltelli 2007, doi 10.1016/j.envsoft.2006.10.004).
#pragma once

#include <Eigen/Dense>
#include <cstdint>
#include <vector>

#include "analysis/sensitivity/bootstrap.hpp"

namespace uptake {

struct MorrisDesign {
  int n_inputs = 0, n_trajectories = 0;
  Eigen::MatrixXd
      points;  ///< n_trajectories (n_inputs + 1) x n_inputs in [0, 1]; a trajectory's stand together
  std::vector<int> moved;  ///< [trajectory * n_inputs + step]: the input that the step changes
};

/// Starts, directions and orders by chance: each of the four levels equally often. std::invalid_argument for
/// no inputs or fewer than two trajectories.
MorrisDesign morris_design(int n_inputs, int n_trajectories, std::uint32_t seed);

/// Of one input, in units of the output over the input's whole range.
struct ElementaryEffects {
  double mean = 0;       ///< mu: with its sign; effects up and down cancel
  double mean_size = 0;  ///< mu*: of the absolute effects, by which inputs are ranked
  double sd = 0;         ///< sigma, divisor n - 1: how far the effect hangs on where the other inputs stand
  Interval95 mean_interval, mean_size_interval, sd_interval;
};

/// y: the output at each of the design's points. Intervals over trajectories. std::invalid_argument when the
/// sizes differ.
std::vector<ElementaryEffects> morris_effects(const MorrisDesign& design, const Eigen::VectorXd& y,
                                              const Bootstrap& bootstrap);

}  // namespace uptake
