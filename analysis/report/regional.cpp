// SPDX-License-Identifier: Apache-2.0
#include "analysis/report/regional.hpp"

namespace uptake {

nlohmann::json region_json(const Region& region) {
  nlohmann::json out{{"name_en", region.name_en},        {"name_nl", region.name_nl},
                     {"invented", region.invented},      {"source", region.source},
                     {"words", nlohmann::json::array()}, {"limits", nlohmann::json::array()}};
  for (const RegionalWord& w : region.words)
    out["words"].push_back({{"en", w.en}, {"nl", w.nl}, {"here_en", w.here_en}, {"here_nl", w.here_nl}});
  for (const RegionalLimit& l : region.limits)
    out["limits"].push_back({{"code", l.code}, {"text_en", l.text_en}, {"text_nl", l.text_nl}});
  return out;
}

nlohmann::json region_of(const std::filesystem::path& data_folder) {
  Problems problems;
  const auto region = load_region(data_folder, problems);
  problems.throw_if_any();
  return region ? region_json(*region) : nlohmann::json();
}

std::string data_text(const std::filesystem::path& data_folder) {
  return region_of(data_folder).is_null() ? "" : " --data " + data_folder.generic_string();
}

}  // namespace uptake
