// SPDX-License-Identifier: Apache-2.0
// How a figure with its range, grade and source is read: `{value: 11, low: 11, high: 11, grade: data, source:
// "..."}`.
#pragma once

#include <string>
#include <string_view>

#include "sim/base/yaml.hpp"
#include "sim/services/catalogue.hpp"

namespace uptake {

/// The figure under a key of `parent`; all five parts are required, value, low and high lie in `range`.
Figure read_figure(yaml::Fields& parent, std::string_view key, const std::string& file, yaml::Range range,
                   Problems& problems);

/// A grade under `grade` of `parent`; required.
Grade read_grade(yaml::Fields& parent);

}  // namespace uptake
