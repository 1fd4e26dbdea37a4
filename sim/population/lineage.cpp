// SPDX-License-Identifier: Apache-2.0
#include "sim/population/lineage.hpp"

#include <cmath>

#include "sim/population/life.hpp"

namespace uptake {

std::uint8_t home_of(const Child& child, Month month) {
  if (month >= child.leaves_home) return elsewhere;
  std::uint8_t home = elsewhere;
  for (std::size_t i = 0; i < child.n_homes && child.homes[i].from <= month; ++i)
    home = child.homes[i].household;
  return home;
}

HouseholdView view_of(const Lineage& lineage, const Episode& episode, Month month) {
  HouseholdView view;
  bool all_common = true;
  for (std::size_t i = 0; i < lineage.n_children; ++i) {
    const Child& child = lineage.children[i];
    if (child.birth > month || month >= child.birth + adult_child) continue;
    const bool of_first = child.parents[0] == episode.adults[0] || child.parents[1] == episode.adults[0];
    const bool of_second = episode.together() &&
                           (child.parents[0] == episode.adults[1] || child.parents[1] == episode.adults[1]);
    if (of_first) view.at_large[0] = true;
    if (of_second) view.at_large[1] = true;
    if (home_of(child, month) != episode.household) continue;
    ++view.n_children;
    view.youngest = view.youngest == never ? child.birth : std::max(view.youngest, child.birth);
    view.eldest = view.eldest == never ? child.birth : std::min(view.eldest, child.birth);
    if (of_first) view.respondent[0] = true;
    if (of_second) view.respondent[1] = true;
    all_common = all_common && of_first && of_second;
  }
  if (view.n_children > 0)
    view.form = !episode.together() ? Form::single_parent : all_common ? Form::intact : Form::stepfamily;
  return view;
}

UnionStatus union_status_of(const Episode& episode, Month month) {
  if (episode.apart) return UnionStatus::neither;
  if (!episode.together()) return UnionStatus::no_partner;
  if (episode.married <= month) return UnionStatus::married;
  return episode.legal <= month ? UnionStatus::legally_cohabiting : UnionStatus::neither;
}

bool deprived(const Lineage& lineage, const Hazards& h, const Episode& episode, Form form, std::size_t item,
              int year, double slow) {
  const auto& by_form = item == 0 ? h.holiday_form : h.expense_form;
  const auto& by_education = item == 0 ? h.holiday_education : h.expense_education;
  const auto& by_origin = item == 0 ? h.holiday_origin : h.expense_origin;
  const auto of = [&](const Person& person) {
    return by_education[static_cast<std::size_t>(person.education)] +
           by_origin[static_cast<std::size_t>(person.origin)];
  };
  double fixed = of(lineage.people[episode.adults[0]]);
  if (episode.together()) fixed = (fixed + of(lineage.people[episode.adults[1]])) / 2;
  fixed += by_form[!episode.together() ? 1 : form == Form::stepfamily ? 2 : 0];
  const auto& own = lineage.deprivation[episode.household];
  const double rest =
      std::sqrt(1 - h.deprivation_lasting * h.deprivation_lasting - h.deprivation_item * h.deprivation_item);
  const double latent =
      fixed + h.deprivation_lasting * own[0] + h.deprivation_item * own[1 + item] + rest * slow;
  return latent > (item == 0 ? h.holiday_threshold : h.expense_threshold).at(year);
}

LineageMaker::LineageMaker(const Hazards& hazards, std::uint32_t seed) : hazards_(hazards), key_{seed, 0} {
  double sum = 0;
  for (int year = first_year; year <= last_year; ++year)
    cumulated_[static_cast<std::size_t>(year - first_year)] = sum += hazards.first_births.at(year);
  for (double& c : cumulated_) c /= sum;
}

void LineageMaker::make(std::uint32_t index, Lineage& lineage) const {
  lineage.index = index;
  lineage.n_people = lineage.n_children = lineage.n_episodes = lineage.n_households = 0;
  Draws draws(key_, index, Purpose::lineage);
  const auto at = std::upper_bound(cumulated_.begin(), cumulated_.end() - 1, draws.next());
  const int year = first_year + static_cast<int>(at - cumulated_.begin());
  const Month first_birth = month_of(year, 1 + static_cast<int>(12 * draws.next()));
  life::LifeCourse(hazards_, key_, lineage).run(first_birth, draws);
}

}  // namespace uptake
