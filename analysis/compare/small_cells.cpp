// SPDX-License-Identifier: Apache-2.0
#include "analysis/compare/small_cells.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <tuple>

#include "sim/survey/measures.hpp"

namespace uptake {
namespace {

/// What counts families at a gate or service.
bool counts_families(std::string_view measure) {
  return measure == "journeys" || measure == "started" || measure == "waiting" || measure == "gave_up" ||
         measure == "advice";
}

/// A figure of a category, with the families that decide.
struct Counted {
  double families = 0;
  std::size_t figure = 0;
  bool is_small = false;
};

void let_none_stand_alone(std::vector<Counted>& categories) {
  if (std::ranges::count(categories, true, &Counted::is_small) != 1) return;
  Counted* next = nullptr;
  for (Counted& one : categories) {
    if (!one.is_small && (next == nullptr || one.families < next->families)) next = &one;
  }
  if (next != nullptr) next->is_small = true;
}

struct Group {
  double size = 0;
  bool is_small = false;
};
/// By variable and category.
using Groups = std::map<std::pair<std::string_view, std::string_view>, Group>;

Groups groups_of(std::span<const ToldFigure> figures, double real, int below) {
  std::map<std::string_view, std::vector<Counted>> sizes;
  for (std::size_t f = 0; f < figures.size(); ++f) {
    const auto& [series, value] = figures[f];
    if (series->measure == "families" && series->domain == "both" && series->variable != "total")
      sizes[series->variable].push_back({value / real, f, fewer_families(value / real, below)});
  }
  Groups groups;
  for (auto& [variable, categories] : sizes) {
    let_none_stand_alone(categories);
    for (const Counted& one : categories)
      groups[{variable, figures[one.figure].series->category}] = {one.families, one.is_small};
  }
  return groups;
}

}  // namespace

bool fewer_families(double families, int below) { return !(families >= below - 1e-6); }

std::vector<bool> small_figures(std::span<const ToldFigure> of_a_year, double real_per_simulated, int below) {
  const double real = real_per_simulated;
  const Groups groups = groups_of(of_a_year, real, below);
  std::vector<bool> small(of_a_year.size());
  std::map<std::tuple<std::string_view, std::string_view, std::string_view>, std::vector<Counted>> shares;
  std::map<std::pair<std::string_view, std::string_view>, double> started;  // by domain and service
  for (std::size_t f = 0; f < of_a_year.size(); ++f) {
    const auto& [series, value] = of_a_year[f];
    const MeasureInfo* info = find_measure(series->measure);
    if (series->measure == "started") started[{series->domain, series->category}] = value / real;
    if (counts_families(series->measure)) small[f] = fewer_families(value / real, below);
    if (series->variable == "total" || info == nullptr || info->dimension != Dimension::group) continue;
    const auto group = groups.find({series->variable, series->category});
    small[f] = group == groups.end() || group->second.is_small;
    if (group == groups.end() || !info->is_share) continue;
    const double have = value * group->second.size;
    const double fewest = std::min(have, group->second.size - have);
    shares[{series->measure, series->domain, series->variable}].push_back(
        {fewest, f, small[f] || fewer_families(fewest, below)});
  }
  for (auto& [which, categories] : shares) {
    let_none_stand_alone(categories);
    for (const Counted& one : categories) small[one.figure] = one.is_small;
  }
  for (std::size_t f = 0; f < of_a_year.size(); ++f) {
    const Series& series = *of_a_year[f].series;
    if (series.measure != "mean_wait") continue;
    const auto found = started.find({series.domain, series.category});
    small[f] = found == started.end() || fewer_families(found->second, below);
  }
  return small;
}

std::string suppression_text(int below) {
  return fmt::format(
      "figures of fewer than {0} simulated families are left out: of groups of fewer, shares that fewer of a "
      "group have or do not have, counts of fewer at a gate or service; where only one category of a "
      "variable "
      "would be, the next smallest is too. This does not keep apart what several tables or runs tell "
      "together",
      below);
}

}  // namespace uptake
