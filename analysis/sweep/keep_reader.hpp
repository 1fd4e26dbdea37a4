// SPDX-License-Identifier: Apache-2.0
// Which figures does a design keep? Its key `keep`.
#pragma once

#include <string>

#include "analysis/sweep/design.hpp"
#include "sim/base/yaml.hpp"

namespace uptake {

/// All but the years, which need the scenarios; false when something is wrong.
bool read_keep(const yaml::Node& node, const std::string& file, Problems& problems, SweepKeep& keep);

/// The years into `design.keep`; then whether anything would be kept, and not too much (`rest_is_good`: of
/// what is right in all else).
void read_years_to_keep(const yaml::Node& node, const std::string& file, Problems& problems,
                        bool rest_is_good, const Study& study, SweepDesign& design);

}  // namespace uptake
