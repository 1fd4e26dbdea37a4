// SPDX-License-Identifier: Apache-2.0
// How is the data of a page told for another region than Flanders (sim/evidence/region.hpp)?
#pragma once

#include <filesystem>
#include <nlohmann/json.hpp>
#include <string>

#include "sim/evidence/region.hpp"
#include "sim/store/labels.hpp"

namespace uptake {

/// What a page and the manifest need of a region, as the database keeps it.
nlohmann::json region_json(const Region& region);
/// The same of the data in a folder that was checked; null for Flanders.
nlohmann::json region_of(const std::filesystem::path& data_folder);
/// " --data DIR" for the command that another region's results come from, else nothing.
std::string data_text(const std::filesystem::path& data_folder);

/// Every text in a document likewise: Dutch below keys `nl` and those that end in `_nl`, else English. No key
/// and no code changes, for none holds a name as texts write it.
template <class Json>
void say_in_words_of(const nlohmann::json& region, Json& document, const char* language = "en") {
  if (region.is_null()) return;
  if (document.is_string()) {
    document = in_words_of(region, document.template get<std::string>(), language);
  } else if (document.is_array()) {
    for (Json& one : document) say_in_words_of(region, one, language);
  } else if (document.is_object()) {
    for (auto& [key, value] : document.items()) {
      const bool dutch = key == "nl" || key.ends_with("_nl"), english = key == "en" || key.ends_with("_en");
      say_in_words_of(region, value, dutch ? "nl" : english ? "en" : language);
    }
  }
}

/// The same for a whole page, which then also tells whose data they are.
template <class Json>
void tell_region(const nlohmann::json& region, Json& page) {
  if (region.is_null()) return;
  say_in_words_of(region, page);
  page["region"] = region;
}

}  // namespace uptake
