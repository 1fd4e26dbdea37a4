// SPDX-License-Identifier: Apache-2.0
// What the keys of a sweep's file mean, in both languages: for an editor's hover text.
#pragma once

#include <array>
#include <span>
#include <string_view>

#include "sim/policy/scenario_keys.hpp"

namespace uptake {

/// How the points of a design come about, as a file names it.
inline constexpr std::array<std::string_view, 4> point_designs{"grid", "latin_hypercube", "sobol", "csv"};
enum PointDesign { grid, latin_hypercube, sobol, csv };
/// How an axis goes from one end to the other.
inline constexpr std::array<std::string_view, 2> axis_scales{"linear", "log"};

/// Of "scenarios", "points.vary", "axis.steps", "keep.measures".
std::span<const KeyInfo> design_keys();
/// The entry of a path. It must exist (programmer's error otherwise).
const KeyInfo& design_key(std::string_view path);

}  // namespace uptake
