// SPDX-License-Identifier: Apache-2.0
// What may stand at an axis of a design: which numbers, in which unit, and from where to where if nothing is
// said.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "analysis/sweep/design.hpp"
#include "sim/base/yaml.hpp"

namespace uptake {

struct AxisLimits {
  yaml::Range range;
  Measured counts = Measured::plain;
  std::string unit;
  Bounds usual;  ///< from where to where, if the file does not say
  bool on_log = false;
  std::vector<std::string_view> forms;  ///< of a rule, whose values are words
};

/// Of an axis that has only its path, which is split here. Nothing where it is not one of this study: why is
/// told to `tell`.
std::optional<AxisLimits> limits_of(SweepAxis& axis, const Study& study,
                                    const std::function<void(std::string)>& tell);

}  // namespace uptake
