// SPDX-License-Identifier: Apache-2.0
#include "analysis/compare/suppress.hpp"

#include <algorithm>
#include <map>
#include <set>
#include <tuple>

#include "analysis/compare/parts.hpp"
#include "analysis/compare/small_cells.hpp"

namespace uptake {
namespace {

/// Scenario, year and what is told.
using Cell = std::tuple<int, int, Series>;

double real_per_simulated(const Results& r) {
  double sum = 0;
  for (const StoredRun& run : r.runs) sum += run.real_per_simulated;
  return r.runs.empty() ? 1 : sum / static_cast<double>(r.runs.size());
}

std::set<Cell> small_cells(const Results& r, double real, int below) {
  std::map<std::pair<int, int>, std::vector<ToldFigure>> years;
  for (const Level& level : r.levels)
    years[{level.scenario, level.year}].push_back({&r.series[level.series], level.summary.mean});
  std::set<Cell> small;
  for (const auto& [which, figures] : years) {
    const std::vector<bool> flags = small_figures(figures, real, below);
    for (std::size_t f = 0; f < figures.size(); ++f) {
      if (flags[f]) small.insert({which.first, which.second, *figures[f].series});
    }
  }
  return small;
}

/// Mean over the runs; 0 where it is not there.
double mean_of(const Results& r, int scenario, int year, const Series& series) {
  for (const Level& level : r.levels) {
    if (level.scenario == scenario && level.year == year && r.series[level.series] == series)
      return level.summary.mean;
  }
  return 0;
}

/// A share of users, or of those who are none, is held to be of users: they are the fewer.
bool few_answer(const Results& r, const FitRow& x, int baseline, double real, int below) {
  if (x.target.measure != "share") return false;
  const double users = mean_of(r, baseline, x.target.year, primary(x.target.domain)) *
                       mean_of(r, baseline, x.target.year, {"families", "both", "total", "total"}) / real;
  return !(std::min(x.simulated.mean, 100 - x.simulated.mean) / 100 * users >= below);
}

}  // namespace

Results suppressed(Results r, int below) {
  const double real = real_per_simulated(r);
  const std::set<Cell> small = small_cells(r, real, below);
  const auto found = std::ranges::find(r.scenarios, true, [](const auto& s) { return bool{s.baseline}; });
  const int baseline = found == r.scenarios.end() ? 0 : static_cast<int>(found - r.scenarios.begin());
  const auto is_small = [&](int scenario, int year, const Series& series) {
    return small.contains({scenario, year, series}) || small.contains({baseline, year, series});
  };
  const auto of_series = [&](const auto& x) { return is_small(x.scenario, x.year, r.series[x.series]); };
  const auto contact = [](const std::string& domain, const std::string& variable,
                          const std::string& category) {
    return Series{"contact", domain, variable, category};
  };
  // while the levels are all there
  std::erase_if(r.fit, [&](const FitRow& x) {
    const StoredTarget& of = x.target;
    return few_answer(r, x, baseline, real, below) ||
           is_small(baseline, of.year, contact(of.domain, of.variable, of.category));
  });
  std::erase_if(r.effects, of_series);
  std::erase_if(r.levels, of_series);
  std::erase_if(r.expectations,
                [&](const ExpectationRow& x) { return is_small(x.scenario, x.year, x.series); });
  std::erase_if(r.gaps, [&](const GapRow& x) {
    return is_small(x.scenario, r.last_year, contact(x.domain, x.variable, x.most)) ||
           is_small(x.scenario, r.last_year, contact(x.domain, x.variable, x.least));
  });
  std::erase_if(r.standing, [&](const StandingRow& x) { return !(x.families / real >= below); });
  return r;
}

}  // namespace uptake
