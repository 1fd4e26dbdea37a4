// SPDX-License-Identifier: Apache-2.0
#include "analysis/compare/parts.hpp"

namespace uptake {

void compare_parts(const Store& store, const Pairing& pairing, Results& out) {
  const auto in_last_year = [&](const Series& series, ByRun& sums) {
    for (const SeriesValue& v : store.values(series)) {
      if (v.year == out.last_year) sums[v.run] += v.value;
    }
  };
  ByRun paid;
  for (const Series& series : out.series) {
    if (series.measure == "cost") in_last_year(series, paid);
  }
  for (std::size_t s = 0; s < out.scenarios.size(); ++s) {
    const PartOf& part = out.part_of[s];
    if (part.whole < 0) continue;
    const auto adds = [&](const ByRun& values) {
      const Paired p = pairs_of(values, pairing, part.whole, static_cast<int>(s));
      return effect_of(p.difference, p.draw);
    };
    for (const std::string_view domain : domain_codes) {
      ByRun values;
      in_last_year(primary(domain), values);
      out.parts.push_back({part.whole, part.lever, std::string(domain), adds(values), adds(paid)});
    }
  }
}

}  // namespace uptake
