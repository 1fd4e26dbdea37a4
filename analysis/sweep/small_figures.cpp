// SPDX-License-Identifier: Apache-2.0
#include "analysis/sweep/small_figures.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "analysis/compare/small_cells.hpp"
#include "sim/base/errors.hpp"
#include "sim/base/interrupt.hpp"
#include "sim/survey/measures.hpp"

namespace uptake {
namespace {

void refuse_unknown_sizes(const SweepKeep& keep) {
  const auto keeps = [&](std::string_view code) { return std::ranges::count(keep.measures, code) > 0; };
  const bool by_group = std::ranges::any_of(keep.by, [](const std::string& by) { return by != "total"; });
  const bool shares = std::ranges::any_of(
      measure_registry(), [&](const MeasureInfo& info) { return info.is_share && keeps(info.code); });
  if (by_group && shares && !(keeps("families") && std::ranges::count(keep.domains, "both") > 0))
    refuse(
        "--suppress-below: the plan keeps shares by group, but not how large the groups are; expected "
        "'families' "
        "among the measures that it keeps, and 'both' among the domains");
  if (keeps("mean_wait") && !keeps("started"))
    refuse(
        "--suppress-below: the plan keeps mean waits, but not of how many; expected 'started' among the "
        "measures "
        "that it keeps");
}

}  // namespace

SmallFigures::SmallFigures(const Sweep& sweep, const Database& merged, int below)
    : n_runs_(sweep.runs.size()) {
  const SweepKeep& keep = sweep.design.keep;
  refuse_unknown_sizes(keep);
  const auto [first, last] = std::ranges::minmax_element(keep.years);
  first_year_ = *first;
  const std::size_t n_places = static_cast<std::size_t>(*last - *first + 1) * n_runs_;
  std::unordered_map<std::int64_t, Series> all;
  Statement series(merged, "SELECT series_id, measure, domain, variable, category FROM series");
  while (series.step()) {
    all[series.integer(0)] = {series.text(1), series.text(2), series.text(3), series.text(4)};
    small_[series.integer(0)].resize(n_places);
  }
  Statement runs(merged, "SELECT run, real_per_simulated FROM runs");
  Statement figures(merged, "SELECT year, series_id, value FROM figures WHERE run=?");
  while (runs.step()) {
    if (interrupted()) throw Interrupted{};
    std::map<int, std::vector<ToldFigure>> by_year;
    std::map<int, std::vector<std::int64_t>> ids;
    figures.bind(1, runs.integer(0));
    while (figures.step()) {
      const int year = static_cast<int>(figures.integer(0));
      by_year[year].push_back({&all.at(figures.integer(1)), figures.number(2)});
      ids[year].push_back(figures.integer(1));
    }
    figures.reset();
    for (const auto& [year, of_year] : by_year) {
      const std::vector<bool> flags = small_figures(of_year, runs.number(1), below);
      for (std::size_t f = 0; f < flags.size(); ++f) {
        if (flags[f]) small_.at(ids[year][f])[place(year, runs.integer(0))] = true;
      }
    }
  }
}

}  // namespace uptake
