// SPDX-License-Identifier: Apache-2.0
#include "analysis/compare/suppress.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>
#include <tuple>

#include "sim/survey/measures.hpp"

namespace uptake {
namespace {

/// Scenario, year, variable, category.
using Group = std::tuple<int, int, std::string, std::string>;

Dimension dimension_of(const std::string& measure) {
  for (const MeasureInfo& info : measure_registry()) {
    if (info.code == measure) return info.dimension;
  }
  return Dimension::group;
}

/// What counts families at a gate or service, in simulated ones.
bool counts_families(const std::string& measure) {
  return measure == "journeys" || measure == "started" || measure == "waiting" || measure == "gave_up" ||
         measure == "advice";
}

double real_per_simulated(const Results& r) {
  double sum = 0;
  for (const StoredRun& run : r.runs) sum += run.real_per_simulated;
  return r.runs.empty() ? 1 : sum / static_cast<double>(r.runs.size());
}

std::set<Group> small_groups(const Results& r, int below) {
  const double real = real_per_simulated(r);
  std::map<std::tuple<int, int, std::string>, std::vector<std::pair<double, std::string>>> groups;
  std::set<Group> small;
  for (const Level& level : r.levels) {
    const Series& s = r.series[level.series];
    if (s.measure == "families" && s.variable != "total")
      groups[{level.scenario, level.year, s.variable}].emplace_back(level.summary.mean / real, s.category);
    // a place where few pass: what hangs on them goes with them
    if (counts_families(s.measure) && !(level.summary.mean / real >= below))
      small.insert({level.scenario, level.year, s.variable, s.category});
  }
  for (auto& [of, sizes] : groups) {
    std::ranges::sort(sizes);
    auto n = std::ranges::count_if(sizes, [&](const auto& one) { return one.first < below; });
    if (n == 1) n = std::min<std::ptrdiff_t>(2, std::ssize(sizes));
    for (std::ptrdiff_t i = 0; i < n; ++i)
      small.insert(
          {std::get<0>(of), std::get<1>(of), std::get<2>(of), sizes[static_cast<std::size_t>(i)].second});
  }
  return small;
}

}  // namespace

Results suppressed(Results r, int below) {
  const std::set<Group> small = small_groups(r, below);
  int baseline = 0;
  for (std::size_t s = 0; s < r.scenarios.size(); ++s) {
    if (r.scenarios[s].baseline) baseline = static_cast<int>(s);
  }
  const auto is_small = [&](int scenario, int year, const std::string& variable,
                            const std::string& category) {
    return small.contains({scenario, year, variable, category}) ||
           small.contains({baseline, year, variable, category});
  };
  const auto of_series = [&](const auto& x) {
    const Series& s = r.series[x.series];
    const Dimension dimension = dimension_of(s.measure);
    const bool of_families =
        dimension == Dimension::group || counts_families(s.measure) || s.measure == "mean_wait";
    return of_families && s.variable != "total" && is_small(x.scenario, x.year, s.variable, s.category);
  };
  std::erase_if(r.effects, of_series);
  std::erase_if(r.levels, of_series);
  std::erase_if(r.expectations, [&](const ExpectationRow& x) {
    return is_small(x.scenario, x.year, x.series.variable, x.series.category);
  });
  std::erase_if(r.gaps, [&](const GapRow& x) {
    return is_small(x.scenario, r.last_year, x.variable, x.most) ||
           is_small(x.scenario, r.last_year, x.variable, x.least);
  });
  std::erase_if(r.fit, [&](const FitRow& x) {
    return is_small(baseline, x.target.year, x.target.variable, x.target.category);
  });
  const double real = real_per_simulated(r);
  std::erase_if(r.standing, [&](const StandingRow& x) { return !(x.families / real >= below); });
  return r;
}

std::string suppression_text(int below) {
  return fmt::format(
      "rows of groups of fewer than {} simulated families, and counts of fewer at a gate or service, are "
      "left out; where only one "
      "group of a variable would be, the next smallest is too. This does not keep apart what several tables "
      "or runs tell together",
      below);
}

}  // namespace uptake
