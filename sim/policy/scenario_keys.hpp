// SPDX-License-Identifier: Apache-2.0
// What the keys of a scenario file mean that are not a lever's own fields: for an editor's hover text, for
// `uptake new`, for a difference in words.
#pragma once

#include <span>
#include <string_view>

namespace uptake {

struct KeyInfo {
  std::string_view path;  ///< "title", "lever.from", "cost.per_unit"
  std::string_view help_en, help_nl;
};
std::span<const KeyInfo> scenario_keys();
/// The entry of a path. It must exist (programmer's error otherwise).
const KeyInfo& key_info(std::string_view path);

}  // namespace uptake
