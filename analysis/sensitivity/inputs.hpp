// SPDX-License-Identifier: Apache-2.0
// What may be varied, from where to where? A parameter within its prior, a number of a lever within the range
// that its file gives, or a seed. A range is everywhere the central 95 % of a normal on the input's scale.
#pragma once

#include <string>
#include <vector>

#include "analysis/experiment/plan.hpp"
#include "analysis/sweep/points.hpp"

namespace uptake {

enum class InputKind : std::uint8_t { parameter, lever, population, network, chance };

struct SensitivityInput {
  InputKind kind = InputKind::parameter;
  SweepAxis axis;              ///< which: its path, and the parameter or the lever's number
  ParameterInfo spread;        ///< low, high and scale; of a seed none
  double least = 0, most = 0;  ///< a value beyond counts as the end
  std::string unit, meaning_en, meaning_nl, source;  ///< meaning_nl may be empty
  std::string status;                                ///< of a parameter its status, of a lever its grade

  [[nodiscard]] bool is_seed() const { return kind >= InputKind::population; }
  /// The value for a standard normal u.
  [[nodiscard]] double at(double u) const;
};

/// The path of an input that is drawn with a seed: population, network and chance.
inline constexpr std::array<std::string_view, 3> seed_inputs{"population", "network", "chance"};

/// Each asked for is a path, PATH=LOW..HIGH, or the beginning of paths: `parameters` (all that are
/// calibrated), `parameters.know`, `levers` (all numbers with a range of levers that the baseline does not
/// have; of the baseline alone, all), `levers.NAME`. None asked for: `parameters` and, where there are any,
/// `levers`. Everything wrong is added to `problems`.
std::vector<SensitivityInput> read_inputs(const std::vector<std::string>& asked, const Study& study,
                                          Problems& problems);

/// Every parameter of the study's posterior, then every number with a range of any lever.
std::vector<SensitivityInput> drawn_inputs(const Study& study);

}  // namespace uptake
