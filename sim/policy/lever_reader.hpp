// SPDX-License-Identifier: Apache-2.0
// From one entry of a scenario's `levers:` to a Lever: every field checked against the registry.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "sim/base/yaml.hpp"
#include "sim/policy/scenario.hpp"

namespace uptake {

/// The variables that `who:` may name, and their codes: those of the survey, and home_language.
struct WhoVariable {
  std::string_view code;
  std::uint8_t Who::* set;
  std::vector<std::string_view> categories;
};
const std::vector<WhoVariable>& who_variables();

/// What `where:` may name, and the codes: size classes and provinces as the municipalities have them.
struct WhereVariable {
  std::string_view code;
  std::uint32_t Where::* set;
  std::vector<std::string> categories;
};
std::vector<WhereVariable> where_variables(const Municipalities& municipalities);

/// Reads a lever. What does not fit is added to `problems`; the lever is then not to be used.
Lever read_lever(const yaml::Node& node, const std::string& name, const std::string& file,
                 const Evidence& evidence, Problems& problems);

}  // namespace uptake
