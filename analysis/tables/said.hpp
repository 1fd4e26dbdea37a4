// SPDX-License-Identifier: Apache-2.0
// What no regression of a table could give, in words: the estimators say it in codes.
#pragma once

#include <nlohmann/json_fwd.hpp>
#include <string>
#include <string_view>

namespace uptake {

/// "T7 2021: separated: intercept, age=lt35; empty: origin=eu_plus" as "2021: separated (all or none of them
/// used it): intercept, age: under 35; ..." in a region's words (region_json; null: Flanders). What is no
/// variable stands as it is.
std::string said_in_words(std::string_view said, const nlohmann::json& region, bool dutch);

}  // namespace uptake
