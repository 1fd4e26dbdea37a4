// SPDX-License-Identifier: Apache-2.0
#include "sim/survey/tabulate.hpp"

#include <algorithm>
#include <array>
#include <limits>
#include <optional>

namespace uptake {
namespace {

struct Place {
  Item item;
  std::uint8_t category;
};

/// Where a variable's category stands in the questionnaire; nothing for a variable that is none of its items.
std::optional<Place> place_of(std::string_view variable, std::string_view category) {
  const auto all = variables();
  for (std::size_t v = 0; v < n_items; ++v) {
    if (all[v].code != variable) continue;
    const int c = find_category(all[v], category);
    if (c < 0) return std::nullopt;
    return Place{static_cast<Item>(v), static_cast<std::uint8_t>(c)};
  }
  return std::nullopt;
}

std::optional<Sample> sample_of(std::string_view code) {
  if (code == "resident") return Sample::resident;
  if (code == "all") return Sample::all;
  if (code == "partnered") return Sample::partnered;
  return std::nullopt;
}

/// Nothing if the row is no rate or share of the questionnaire.
std::optional<TableRow> plan(const Target& target, std::size_t number) {
  const bool rate = target.measure == "rate", share = target.measure == "share";
  if (!rate && !share) return std::nullopt;
  const auto sample = sample_of(target.sample);
  const auto cross = target.variable.find(':'), split = target.category.find(':');
  const std::string_view variable = target.variable, category = target.category;
  const auto first = place_of(variable.substr(0, cross), category.substr(0, split));
  if (!sample || !first) return std::nullopt;

  TableRow row;
  row.target = number;
  row.wave = target.year == 2016 ? Wave::w2016 : Wave::w2021;
  row.domain = target.domain == code(Domain::relationship) ? Domain::relationship : Domain::parenting;
  row.sample = *sample;
  if (rate && first->item != Item::relation) {  // ever used, of everybody or among a class
    if (cross != std::string_view::npos || first->item >= Item::support_type) return std::nullopt;
    row.among = first->item;
    row.category_among = first->category;
    return row;
  }
  row.counts_use = false;
  row.item = first->item;
  row.category = first->category;
  const bool of_use = first->item >= Item::support_type && first->item <= Item::when;
  row.base = rate ? Base::everybody : of_use ? Base::users : Base::answered;
  if (cross == std::string_view::npos) return row;
  const auto second = place_of(variable.substr(cross + 1), category.substr(split + 1));
  if (!second || !is_background(second->item)) return std::nullopt;
  row.among = second->item;
  row.category_among = second->category;
  return row;
}

constexpr std::size_t n_samples = 3;
constexpr std::size_t n_categories = 16;

/// Weights by an item's category.
using Tally = std::array<double, n_categories>;

/// What one pass over the respondents leaves, of one domain and sample.
struct Counts {
  std::array<Tally, n_items> everybody{}, users{};
  std::array<double, n_items> answered{};
};

/// Two items crossed, of one domain and sample: users who answered `item`, by the class `among`.
struct Cross {
  Domain domain;
  Sample sample;
  Item item, among;
  std::array<double, n_categories> answered{};
  std::array<Tally, n_categories> ticked{};  ///< by the class, then by the item's category
};

void add_ticks(Tally& tally, Ticks ticks, double weight) {
  for (; ticks != 0; ticks = static_cast<Ticks>(ticks & (ticks - 1))) {
    tally[static_cast<std::size_t>(std::countr_zero(ticks))] += weight;
  }
}

/// Of a row, which crossing counts it; crosses.size() if none does.
std::size_t find_cross(const std::vector<Cross>& crosses, const TableRow& row) {
  const auto same = [&](const Cross& c) {
    return c.domain == row.domain && c.sample == row.sample && c.item == row.item && c.among == row.among;
  };
  return static_cast<std::size_t>(std::find_if(crosses.begin(), crosses.end(), same) - crosses.begin());
}

bool is_crossed(const TableRow& row) { return !row.counts_use && row.among != Item::total; }

std::vector<Cross> crosses_of(std::span<const TableRow> rows, Wave wave) {
  std::vector<Cross> crosses;
  for (const TableRow& row : rows) {
    if (row.wave != wave || !is_crossed(row) || find_cross(crosses, row) < crosses.size()) continue;
    crosses.push_back({row.domain, row.sample, row.item, row.among});
  }
  return crosses;
}

TargetEstimate estimate(std::size_t target, double part, double whole) {
  return {target, whole > 0 ? 100.0 * part / whole : std::numeric_limits<double>::quiet_NaN(), whole};
}

std::string_view why_not(const Target& target) {
  const std::string_view m = target.measure;
  if (m == "odds_ratio" && target.variable != "total")
    return "comes from a logistic regression over the answers, not from a table";
  if (m == "beta" || m == "r2") return "describes the report's own logistic regression";
  if (m == "n") return "is a number of respondents: a property of the sample, not of families";
  if (m == "chi2" || m == "p_value") return "is a test on the report's own sampling noise";
  if (m == "pp_change" || m == "ratio" || m == "odds_ratio") return "follows from the rates of both waves";
  if (m == "mean") return "is a mean score on a scale that is not simulated";
  return "is of a variable or sample that is not asked";
}

}  // namespace

std::vector<TableRow> plan_tables(std::span<const Target> targets) {
  std::vector<TableRow> rows;
  for (std::size_t t = 0; t < targets.size(); ++t) {
    if (const auto row = plan(targets[t], t)) rows.push_back(*row);
  }
  return rows;
}

std::vector<Untabulated> untabulated(std::span<const Target> targets) {
  std::vector<Untabulated> rows;
  for (std::size_t t = 0; t < targets.size(); ++t) {
    if (!plan(targets[t], t)) rows.push_back({t, why_not(targets[t])});
  }
  return rows;
}

std::vector<TargetEstimate> tabulate(std::span<const TableRow> rows, const Answers& answers) {
  std::array<std::array<Counts, n_samples>, n_domains> counts{};
  std::vector<Cross> crosses = crosses_of(rows, answers.wave);
  for (std::size_t i = 0; i < answers.size(); ++i) {
    for (std::size_t s = 0; s < n_samples; ++s) {
      const double weight = answers.weight[s][i];
      if (weight == 0) continue;
      for (std::size_t d = 0; d < n_domains; ++d) {
        Counts& c = counts[d][s];
        const bool used = answers.ever[d][i] != 0;
        for (std::size_t v = 0; v < n_items; ++v) {
          const Ticks ticks = answers.ticks(static_cast<Domain>(d), static_cast<Item>(v))[i];
          if (ticks == 0) continue;
          c.answered[v] += weight;
          add_ticks(c.everybody[v], ticks, weight);
          if (used) add_ticks(c.users[v], ticks, weight);
        }
      }
    }
    for (Cross& cross : crosses) {
      const double weight = answers.weight[static_cast<std::size_t>(cross.sample)][i];
      const Ticks ticks = answers.ticks(cross.domain, cross.item)[i];
      const Ticks among = answers.ticks(cross.domain, cross.among)[i];
      if (weight == 0 || ticks == 0 || among == 0) continue;
      const auto group = static_cast<std::size_t>(std::countr_zero(among));
      cross.answered[group] += weight;
      add_ticks(cross.ticked[group], ticks, weight);
    }
  }

  std::vector<TargetEstimate> estimates;
  for (const TableRow& row : rows) {
    if (row.wave != answers.wave) continue;
    const Counts& c = counts[static_cast<std::size_t>(row.domain)][static_cast<std::size_t>(row.sample)];
    if (is_crossed(row)) {
      const Cross& cross = crosses[find_cross(crosses, row)];
      estimates.push_back(estimate(row.target, cross.ticked[row.category_among][row.category],
                                   cross.answered[row.category_among]));
    } else if (row.counts_use) {
      const std::size_t among = index(row.among);
      estimates.push_back(
          estimate(row.target, c.users[among][row.category_among], c.everybody[among][row.category_among]));
    } else {
      // an item about use is asked of users alone, one about non-use of the others, so whoever answered is
      // the base
      const double whole =
          row.base == Base::everybody ? c.answered[index(Item::total)] : c.answered[index(row.item)];
      estimates.push_back(estimate(row.target, c.everybody[index(row.item)][row.category], whole));
    }
  }
  return estimates;
}

std::vector<TargetEstimate> tabulate(std::span<const Target> targets, std::span<const Answers> waves) {
  const std::vector<TableRow> rows = plan_tables(targets);
  std::vector<TargetEstimate> all;
  for (const Answers& answers : waves) {
    const auto some = tabulate(rows, answers);
    all.insert(all.end(), some.begin(), some.end());
  }
  std::stable_sort(all.begin(), all.end(),
                   [](const TargetEstimate& a, const TargetEstimate& b) { return a.target < b.target; });
  return all;
}

}  // namespace uptake
