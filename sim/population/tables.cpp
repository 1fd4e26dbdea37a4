// SPDX-License-Identifier: Apache-2.0
#include "sim/population/tables.hpp"

#include <algorithm>
#include <cmath>

namespace uptake {
namespace {

/// Weighted mid-ranks of small whole numbers.
std::vector<double> ranks(const std::vector<int>& values, const std::vector<double>& weights) {
  const auto [low, high] = std::minmax_element(values.begin(), values.end());
  std::vector<double> mass(static_cast<std::size_t>(*high - *low) + 1, 0);
  for (std::size_t i = 0; i < values.size(); ++i)
    mass[static_cast<std::size_t>(values[i] - *low)] += weights[i];
  std::vector<double> middle(mass.size());
  double below = 0;
  for (std::size_t v = 0; v < mass.size(); ++v) {
    middle[v] = below + mass[v] / 2;
    below += mass[v];
  }
  std::vector<double> out(values.size());
  for (std::size_t i = 0; i < values.size(); ++i) out[i] = middle[static_cast<std::size_t>(values[i] - *low)];
  return out;
}

double correlation(const std::vector<double>& x, const std::vector<double>& y, const std::vector<double>& w) {
  double sum = 0, mean_x = 0, mean_y = 0;
  for (std::size_t i = 0; i < w.size(); ++i) {
    sum += w[i];
    mean_x += w[i] * x[i];
    mean_y += w[i] * y[i];
  }
  mean_x /= sum;
  mean_y /= sum;
  double xx = 0, yy = 0, xy = 0;
  for (std::size_t i = 0; i < w.size(); ++i) {
    xx += w[i] * (x[i] - mean_x) * (x[i] - mean_x);
    yy += w[i] * (y[i] - mean_y) * (y[i] - mean_y);
    xy += w[i] * (x[i] - mean_x) * (y[i] - mean_y);
  }
  return xx > 0 && yy > 0 ? xy / std::sqrt(xx * yy) : 0;
}

}  // namespace

std::vector<Respondent> respondents_at(const Population& population, Month month) {
  std::vector<Respondent> out;
  std::vector<std::uint8_t> eligible(population.n_households(), 0);
  for (ParentId parent = 0; parent < population.n_parents(); ++parent) {
    const Spell* spell = population.spell_at(parent, month);
    if (spell == nullptr || (spell->flags & respondent) == 0) continue;
    ++eligible[spell->household];
    out.push_back({parent, spell, 1});
  }
  for (Respondent& r : out) r.weight = 1.0 / eligible[r.spell->household];
  return out;
}

Table table_at(const Population& population, Month month) {
  Table table;
  std::array<std::array<double, most_categories + 1>, n_margins> sum{};
  for (const Respondent& r : respondents_at(population, month)) {
    const Spell& s = *r.spell;
    const auto count = [&](Margin m, auto category) {
      sum[at(m)][static_cast<std::size_t>(category)] += r.weight;
    };
    table.families += r.weight;
    table.eligible += 1;
    count(Margin::gender, population.traits[r.parent].gender);
    count(Margin::age, age_band(population.traits[r.parent].birth, month));
    count(Margin::origin, population.traits[r.parent].origin);
    count(Margin::education, population.traits[r.parent].education);
    count(Margin::holiday, (s.flags & no_holiday) != 0 ? 1 : 0);
    count(Margin::unexpected_expense, (s.flags & no_expense) != 0 ? 1 : 0);
    count(Margin::family_form, s.form);
    count(Margin::children, children_class(s.n_children));
    count(Margin::youngest_age, youngest_class(s.youngest_birth, month));
    count(Margin::union_status, s.union_status);
    if (s.union_status != UnionStatus::no_partner) table.partnered += r.weight;
    if ((s.flags & living_apart) != 0) table.living_apart += r.weight;
  }
  for (ParentId parent = 0; parent < population.n_parents(); ++parent) {
    const Spell* spell = population.spell_at(parent, month);
    if (spell != nullptr && (spell->flags & parent_at_large) != 0 && (spell->flags & respondent) == 0)
      table.non_eligible_parents += 1;
  }
  if (table.families <= 0) return table;
  for (std::size_t v = 0; v < n_margins; ++v) {
    const double base = v == at(Margin::union_status) ? table.partnered : table.families;
    for (std::size_t c = 0; c < n_categories[v]; ++c) table.share[v][c] = base > 0 ? sum[v][c] / base : 0;
  }
  table.partnered /= table.families;
  table.living_apart /= table.families;
  table.non_eligible_parents /= table.families;
  return table;
}

double age_youngest_spearman(const Population& population, Month month) {
  std::vector<int> ages, youngest;
  std::vector<double> weights;
  for (const Respondent& r : respondents_at(population, month)) {
    ages.push_back(year_of(month) - year_of(population.traits[r.parent].birth));
    youngest.push_back((month - r.spell->youngest_birth) / 12);
    weights.push_back(r.weight);
  }
  if (ages.empty()) return 0;
  return correlation(ranks(ages, weights), ranks(youngest, weights), weights);
}

}  // namespace uptake
