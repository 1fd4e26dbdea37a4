// SPDX-License-Identifier: Apache-2.0
#include "analysis/compare/suppress.hpp"

#include <algorithm>
#include <array>
#include <map>
#include <set>
#include <utility>
#include <vector>

#include "analysis/compare/parts.hpp"
#include "analysis/compare/small_cells.hpp"

namespace uptake {
namespace {

/// Scenario and year.
using Where = std::pair<int, int>;
/// The means over the runs of what is told of each.
using Means = std::map<Where, std::map<Series, double>>;

double real_per_simulated(const Results& r) {
  double sum = 0;
  for (const StoredRun& run : r.runs) sum += run.real_per_simulated;
  return r.runs.empty() ? 1 : sum / static_cast<double>(r.runs.size());
}

Means means_of(const Results& r) {
  Means means;
  for (const Level& level : r.levels)
    means[{level.scenario, level.year}][r.series[level.series]] = level.summary.mean;
  return means;
}

std::map<Where, std::set<Series>> small_series(const Means& means, double real, int below) {
  std::map<Where, std::set<Series>> small;
  for (const auto& [where, told] : means) {
    std::vector<ToldFigure> figures;
    for (const auto& [series, mean] : told) figures.push_back({&series, mean});
    const std::vector<bool> flags = small_figures(figures, real, below);
    for (std::size_t f = 0; f < figures.size(); ++f) {
      if (flags[f]) small[where].insert(*figures[f].series);
    }
  }
  return small;
}

/// A share of users, or of those who are none, is held to be of users: they are the fewer. Where nothing is
/// told of them, nobody knows how many they are.
bool few_answer(const StoredTarget& of, double percent, const std::map<Series, double>& told, double real,
                int below) {
  if (of.measure != "share") return false;
  const auto mean = [&](const Series& series) {
    const auto found = told.find(series);
    return found == told.end() ? not_known : found->second;
  };
  const double users = mean(primary(of.domain)) * mean({"families", "both", "total", "total"}) / real;
  return fewer_families(std::min(percent, 100 - percent) / 100 * users, below);
}

}  // namespace

Results suppressed(Results r, int below) {
  const double real = real_per_simulated(r);
  const Means means = means_of(r);
  const auto small = small_series(means, real, below);
  const auto found = std::ranges::find(r.scenarios, true, [](const auto& s) { return bool{s.baseline}; });
  const int baseline = found == r.scenarios.end() ? 0 : static_cast<int>(found - r.scenarios.begin());
  const auto is_small = [&](int scenario, int year, const Series& series) {
    return std::ranges::any_of(std::array{scenario, baseline}, [&](int s) {
      const auto of_year = small.find({s, year});
      return of_year != small.end() && of_year->second.contains(series);
    });
  };
  const auto of_series = [&](const auto& x) { return is_small(x.scenario, x.year, r.series[x.series]); };
  const auto contact = [](const std::string& domain, const std::string& variable,
                          const std::string& category) {
    return Series{"contact", domain, variable, category};
  };
  const std::map<Series, double> nothing;
  std::erase_if(r.fit, [&](const FitRow& x) {
    const StoredTarget& of = x.target;
    const auto told = means.find({baseline, of.year});
    return few_answer(of, x.simulated.mean, told == means.end() ? nothing : told->second, real, below) ||
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
  std::erase_if(r.standing, [&](const StandingRow& x) { return fewer_families(x.families / real, below); });
  return r;
}

}  // namespace uptake
