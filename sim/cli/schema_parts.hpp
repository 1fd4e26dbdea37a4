// SPDX-License-Identifier: Apache-2.0
// The pieces that JSON Schemas are put together from.
#pragma once

#include <fmt/format.h>

#include <nlohmann/json.hpp>
#include <string>
#include <string_view>
#include <vector>

namespace uptake::cli {

using nlohmann::ordered_json;

inline constexpr auto month_pattern = "^(199[1-9]|20[0-2][0-9]|203[0-5])-(0[1-9]|1[0-2])$";
inline constexpr auto name_pattern = "^[A-Za-z0-9_-]{1,64}$";

/// Both languages, one under the other: an editor shows it where the pointer rests.
inline std::string both(std::string_view en, std::string_view nl) { return fmt::format("{}\n\n{}", en, nl); }
inline ordered_json list(std::vector<ordered_json> items) { return items; }
inline ordered_json needs(const std::vector<std::string>& keys) { return {{"required", keys}}; }
inline ordered_json constant(std::string_view value) { return {{"const", value}}; }
inline ordered_json object(ordered_json properties, const std::vector<std::string>& required = {}) {
  ordered_json out{
      {"type", "object"}, {"additionalProperties", false}, {"properties", std::move(properties)}};
  if (!required.empty()) out["required"] = required;
  return out;
}
inline ordered_json choice(std::vector<std::string_view> codes, std::string description) {
  return {{"description", std::move(description)}, {"enum", std::move(codes)}};
}

}  // namespace uptake::cli
