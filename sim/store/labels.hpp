// SPDX-License-Identifier: Apache-2.0
// What do the codes in results mean, in words? From the registries, for label tables of databases and CSV.
#pragma once

#include <nlohmann/json.hpp>
#include <string>
#include <string_view>
#include <vector>

#include "sim/store/store.hpp"

namespace uptake {

/// A category of a variable: a group of families, a gate, a service, a payer, a lever, or everybody.
struct Label {
  std::string variable, variable_en, variable_nl, category, label_en, label_nl;
};

/// What cannot be looked up in a registry: a service or a lever of the scenarios.
struct OwnLabel {
  std::string variable, category, label_en, label_nl;
};

/// A text of the program in the region's words; `language` is en or nl. As it is when `region` is null.
std::string in_words_of(const nlohmann::json& region, std::string text, const char* language);

/// Of all that the registries know, then `own`, then what only `series` have, by its code; each once, sorted.
/// In the words of `region` (region_json; null: Flanders).
std::vector<Label> category_labels(const std::vector<OwnLabel>& own, const std::vector<Series>& series,
                                   const nlohmann::json& region);

/// The region that a study's database tells of; null: Flanders.
nlohmann::json region_told(const Store& store);
/// The services and levers that a study's database tells of.
std::vector<OwnLabel> own_labels(const Store& store);

/// The units that tables have: percent where a share is meant.
std::string_view shown_unit(bool is_share, std::string_view unit);

}  // namespace uptake
