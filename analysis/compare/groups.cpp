// SPDX-License-Identifier: Apache-2.0
#include <algorithm>

#include "analysis/compare/parts.hpp"
#include "sim/evidence/variables.hpp"

namespace uptake {
namespace {

/// A group's primary measure in the last year, by run.
struct LevelValues {
  std::string category;
  ByRun values;
};

void add_gaps(const std::string& domain, const std::string& variable, const std::vector<LevelValues>& groups,
              const Pairing& pairing, Results& out) {
  for (int s = 1; s < static_cast<int>(out.scenarios.size()); ++s) {
    std::vector<Paired> paired;
    for (const LevelValues& g : groups) paired.push_back(pairs_of(g.values, pairing, s));
    const std::size_t n = paired.front().difference.size();
    // a small group may be empty in a run: then the pairs would not stand beside each other
    if (n == 0 ||
        std::any_of(paired.begin(), paired.end(), [&](const Paired& p) { return p.difference.size() != n; }))
      continue;
    const auto by_use = [](const Paired& a, const Paired& b) {
      return summary_of(a.baseline).mean < summary_of(b.baseline).mean;
    };
    const auto least = std::min_element(paired.begin(), paired.end(), by_use);
    const auto most = std::max_element(paired.begin(), paired.end(), by_use);
    if (least == most) continue;
    std::vector<double> change;
    for (std::size_t i = 0; i < n; ++i) change.push_back(most->difference[i] - least->difference[i]);
    const auto name = [&](auto at) { return groups[static_cast<std::size_t>(at - paired.begin())].category; };
    out.gaps.push_back({s, domain, variable, name(most), name(least),
                        summary_of(most->baseline).mean - summary_of(least->baseline).mean,
                        summary_of(most->value).mean - summary_of(least->value).mean,
                        effect_of(change, most->draw)});
  }
}

}  // namespace

void compare_groups(const Store& store, const Pairing& pairing, Results& out) {
  for (const std::string_view domain : domain_codes) {
    for (const Variable& variable : variables()) {
      if (variable.code == "total") continue;
      std::vector<LevelValues> groups;
      for (const Series& series : out.series) {
        if (series.measure != "contact" || series.domain != domain || series.variable != variable.code)
          continue;
        LevelValues group{series.category, {}};
        for (const SeriesValue& v : store.values(series)) {
          if (v.year == out.last_year) group.values[v.run] = v.value;
        }
        groups.push_back(std::move(group));
      }
      if (groups.size() > 1) add_gaps(std::string(domain), std::string(variable.code), groups, pairing, out);
    }
  }
}

}  // namespace uptake
