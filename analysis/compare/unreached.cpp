// SPDX-License-Identifier: Apache-2.0
#include <set>

#include "analysis/compare/parts.hpp"
#include "sim/store/json.hpp"

namespace uptake {
namespace {

using nlohmann::json;

/// The scenario's levers that the baseline lacks and that have a unit; those of results of before 0.6.0 have
/// none.
std::vector<std::string> counted_levers(const json& baseline, const json& scenario) {
  std::set<std::string> shared;
  for (const json& lever : baseline.at("levers")) shared.insert(lever.at("name").get<std::string>());
  std::vector<std::string> names;
  for (const json& lever : scenario.at("levers")) {
    const std::string name = lever.at("name");
    if (!lever.value("unit_en", std::string()).empty() && !shared.contains(name)) names.push_back(name);
  }
  return names;
}

}  // namespace

void compare_unreached(const Store& store, const Pairing& pairing, Results& out) {
  const json baseline = json_of(out.scenarios.front().description);
  for (int s = 1; s < static_cast<int>(out.scenarios.size()); ++s) {
    const json scenario = json_of(out.scenarios[static_cast<std::size_t>(s)].description);
    for (const std::string& lever : counted_levers(baseline, scenario)) {
      std::set<std::int64_t> runs;
      bool reached = false;
      for (const SeriesValue& v : store.values({"lever_units", "both", "lever", lever})) {
        if (pairing.scenario(v.run) != s) continue;
        runs.insert(v.run);
        reached = reached || v.value != 0;
      }
      if (!runs.empty() && !reached) out.unreached.push_back({s, lever, runs.size()});
    }
  }
}

}  // namespace uptake
