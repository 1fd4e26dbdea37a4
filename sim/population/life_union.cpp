// SPDX-License-Identifier: Apache-2.0
#include "sim/population/life.hpp"

namespace uptake::life {

namespace {

/// A change of share near the middle of the normal distribution, as a shift of the latent.
double normal_shift(double share) { return share * 2.5066; }

}  // namespace

void LifeCourse::run(Month first_birth, Draws& draws) {
  found(first_birth, draws);
  for (std::size_t next = 0; next < n_lines_; ++next) live(lines_[next]);
  settle_orphans();
  draw_deprivation();
}

Education LifeCourse::education(double z, Origin origin, int birth_year) const {
  const double lower = std::clamp(h_.lower_educated.at(birth_year) + h_.lower_shift[index(origin)], .01, .9);
  const double higher =
      std::clamp(h_.higher_educated.at(birth_year) + h_.higher_shift[index(origin)], .02, .95);
  if (z < normal_quantile(lower)) return Education::lower_secondary;
  return z > normal_quantile(1 - higher) ? Education::higher : Education::upper_secondary;
}

Month LifeCourse::death_month(const Person& person, Month from, Draws& d) const {
  // Gompertz, given alive at `from`: solve the cumulated hazard for an exponential variate.
  const double rate = h_.death_at_40[index(person.gender)];
  const double g = h_.death_growth;
  const double grown = exp_fixed(g * (age_at(person, from) - 40));
  const double age = 40 + log_fixed(d.exponential() * g / rate + grown) / g;
  return std::max(static_cast<Month>(from + 1), to_month(person.birth + 12 * age));
}

Origin LifeCourse::father_origin(Origin mother, double u) const {
  const double* row = h_.father_origin.data() + 3 * index(mother);
  return u < row[0] ? Origin::belgium : u < row[0] + row[1] ? Origin::eu_plus : Origin::non_eu_plus;
}

void LifeCourse::found(Month first_birth, Draws& d) {
  const int year = year_of(first_birth);
  l_.first_birth = first_birth;
  l_.n_households = 1;
  const double u = d.next();
  const double eu = h_.origin_eu_plus.at(year);
  const double non_eu = h_.origin_non_eu_plus.at(year);
  const Origin origin = u < eu ? Origin::eu_plus : u < eu + non_eu ? Origin::non_eu_plus : Origin::belgium;

  Person& mother = l_.people[0];
  mother.gender = Gender::women;
  mother.origin = origin;
  mother.education_z = static_cast<float>(d.normal());
  mother.education = education(mother.education_z, origin, year - 27);
  const double mean_age = h_.mother_first_age.at(year) +
                          h_.mother_first_age_education[index(mother.education)] +
                          h_.mother_first_age_origin[index(origin)];
  const double age = std::clamp(mean_age + h_.mother_first_age_sd * d.normal(), 16.5, 46.0);
  mother.birth = to_month(first_birth - 12 * age);
  mother.need = static_cast<float>(d.normal());
  mother.earlier_union = d.chance(h_.earlier_union);
  mother.repartner = propensity(mother, d);
  mother.death = death_month(mother, first_birth, d);

  Month arrival = first_birth;
  const double arrives = d.next();
  if (arrives < h_.immigrant[index(origin)] * h_.arrives_after_birth[index(origin)])
    arrival = to_month(first_birth + 1 + 12 * h_.arrival_delay * d.exponential());
  mother.leaves = mother.death;
  l_.n_people = 1;

  const bool lone = d.chance(h_.lone_at_birth.at(year));
  if (lone) {
    add_child(first_birth, 0, no_one, 0);
    if (arrival < end_month && arrival < mother.death) push(0, 0, arrival, 0, mother.earlier_union);
    return;
  }
  Person& father = l_.people[1];
  father.gender = Gender::men;
  father.origin = father_origin(origin, d.next());
  const double r = h_.father_education_correlation;
  father.education_z = static_cast<float>(r * mother.education_z + std::sqrt(1 - r * r) * d.normal());
  const double gap = h_.father_gap[index(origin)] + h_.father_gap_sd * d.normal();
  father.birth = std::min(to_month(mother.birth - 12 * gap), to_month(first_birth - 12 * 17.0));
  father.education = education(father.education_z + normal_shift(h_.father_higher_shift), father.origin,
                               year_of(father.birth));
  const double s = h_.need_between_partners;
  father.need = static_cast<float>(s * mother.need + std::sqrt(1 - s * s) * d.normal());
  father.earlier_union = d.chance(h_.earlier_union);
  father.repartner = propensity(father, d);
  father.death = death_month(father, first_birth, d);
  father.leaves = father.death;
  l_.n_people = 2;
  joint(arrival, d);
}

float LifeCourse::propensity(const Person& person, Draws& d) const {
  const double s = h_.repartner_spread;
  double p = exp_fixed(s * d.normal() - s * s / 2);
  if (person.gender == Gender::men) p *= h_.repartner_man;
  if (person.origin == Origin::non_eu_plus) p *= h_.repartner_non_eu;
  return static_cast<float>(p);
}

void LifeCourse::joint(Month arrival, Draws& d) {
  const Month first_birth = l_.first_birth;
  const Person& mother = l_.people[0];
  const Person& father = l_.people[1];
  Episode e{};
  e.household = 0;
  e.adults = {0, 1};
  const double before = 12 * h_.union_before_birth * exp_fixed(h_.union_before_birth_sd * d.normal());
  e.union_start =
      to_month(first_birth - std::clamp(before, 9.0, std::max(9.0, 12 * (age_at(mother, first_birth) - 17))));
  e.previous = {mother.earlier_union, father.earlier_union};
  const double marries = h_.marriage_origin[index(mother.origin)];
  const double direct = 1 - pow_fixed(1 - h_.direct_marriage.at(year_of(e.union_start)), marries);
  legalise(
      e, direct,
      [&](int year) { return Legal{h_.marriage.at(year) * marries, h_.legal_cohabitation.at(year)}; }, d);

  std::array<Month, 8> births{};
  const int n_births = plan_births(births);
  const Month separation = separation_month(e, births, n_births, arrival);
  const Month emigration = emigrates(mother.origin, arrival, d);
  Month end = std::min({separation, emigration, mother.death, father.death, end_month});

  int n_born = 0;
  while (n_born < n_births && (births[index(n_born)] < end || n_born == 0)) {
    add_child(births[index(n_born)], 0, 1, 0);
    ++n_born;
  }
  const Month retire = static_cast<Month>(births[index(n_born - 1)] + adult_child);
  end = std::min(end, retire);
  e.start = arrival;
  e.end = end;
  if (end <= arrival) {  // nothing of this family is ever seen here as a couple
    if (arrival >= end_month || retire <= arrival || emigration <= arrival || separation <= arrival) return;
  } else {
    add_episode(e);
  }
  end = std::max(end, arrival);
  if (end >= end_month || end == retire) return;
  if (end == emigration) {
    l_.people[0].leaves = std::min(mother.leaves, end);
    l_.people[1].leaves = std::min(father.leaves, end);
  } else if (end == separation) {
    l_.n_households = 2;
    share_children(0, 1, 0, 1, end, d);
    push(0, 0, end, begins_by_separation, true);
    push(1, 1, end, begins_by_separation, true);
  } else if (mother.death <= end) {
    if (father.death > end) push(1, 0, end, 0, true);
  } else {
    push(0, 0, end, 0, true);
  }
}

int LifeCourse::plan_births(Births& births) const {
  Draws d = draws(Purpose::lineage_children);
  const Person& mother = l_.people[0];
  births[0] = l_.first_birth;
  int n = 1;
  while (n < static_cast<int>(births.size())) {
    const double age = age_at(mother, births[index(n - 1)]);
    double p = n == 1 ? h_.second_child.at(year_of(births[0])) : n == 2 ? h_.third_child : h_.fourth_child;
    if (n > 1) p *= h_.larger_family[index(mother.origin)];
    p *= std::max(0.0, 1 - h_.late_mother * std::max(0.0, age - 34));
    if (!d.chance(p)) break;
    const double median = h_.birth_interval[index(std::min(n - 1, 2))];
    const double wait = std::max(10.0, 12 * median * exp_fixed(h_.birth_interval_sd * d.normal()));
    const Month next = to_month(births[index(n - 1)] + wait);
    if (next >= end_month || age_at(mother, next) > 47) break;
    births[index(n++)] = next;
  }
  return n;
}

double LifeCourse::couple_frailty(std::uint8_t a, std::uint8_t b, Draws& d) const {
  const double need = (l_.people[a].need + l_.people[b].need) / std::sqrt(2 + 2 * h_.need_between_partners);
  const double r = h_.separation_frailty_need;
  const double s = h_.separation_frailty;
  return exp_fixed(s * (r * need + std::sqrt(1 - r * r) * d.normal()) - s * s / 2);
}

Month LifeCourse::separation_month(const Episode& e, const Births& births, int n_births, Month from) const {
  Draws d = draws(Purpose::lineage_separation);
  double left = d.exponential();
  const double frailty = couple_frailty(0, 1, d);
  const double base = h_.separation * frailty * h_.separation_cohort.at(year_of(l_.first_birth)) *
                      h_.separation_education[index(l_.people[0].education)] *
                      h_.separation_origin[index(l_.people[0].origin)];
  int last = 0;
  const int start = std::max<int>(from, l_.first_birth + 1);
  for (int t = start; t < end_month; t += 12) {
    const int years = (t - e.union_start) / 12;
    const std::size_t band = years < 2 ? 0 : years < 5 ? 1 : years < 12 ? 2 : years < 20 ? 3 : 4;
    while (last + 1 < n_births && births[index(last + 1)] <= t) ++last;
    double rate = base * h_.separation_duration[band];
    rate *= e.married <= t ? h_.separation_married : h_.separation_cohabiting;
    if (t - births[index(last)] < 30) rate *= h_.separation_young_child;
    if (left < rate) return static_cast<Month>(t + static_cast<int>(12 * left / rate));
    left -= rate;
  }
  return never;
}

Month LifeCourse::emigrates(Origin origin, Month from, Draws& d) const {
  return to_month(from + 1 + 12 * d.exponential() / h_.emigration[index(origin)]);
}

void LifeCourse::add_child(Month birth, std::uint8_t a, std::uint8_t b, std::uint8_t home) {
  if (l_.n_children == Lineage::most_children) return;
  Draws d = draws(Purpose::lineage_children, 1 + index(l_.n_children));
  Child& child = l_.children[l_.n_children++];
  child.birth = birth;
  const double age = h_.leaving_home + h_.leaving_home_sd * d.normal();
  child.leaves_home = static_cast<Month>(birth + static_cast<int>(12 * std::clamp(age, 18.0, 45.0)));
  child.parents = {a, b};
  child.n_homes = 1;
  child.homes[0] = {birth, home};
}

void LifeCourse::move(Child& child, Month month, std::uint8_t home) const {
  if (child.n_homes == child.homes.size()) --child.n_homes;
  child.homes[child.n_homes++] = {month, home};
}

void LifeCourse::share_children(std::uint8_t a, std::uint8_t b, std::uint8_t home_a, std::uint8_t home_b,
                                Month month, Draws& d) {
  const bool a_is_mother = l_.people[a].gender == Gender::women;
  const double u = d.next();
  const bool all_mother = u < h_.child_with_mother;
  const bool all_father = !all_mother && u < h_.child_with_mother + h_.child_with_father;
  for (std::size_t i = 0; i < l_.n_children; ++i) {
    Child& child = l_.children[i];
    if (!((child.parents[0] == a && child.parents[1] == b) ||
          (child.parents[0] == b && child.parents[1] == a)))
      continue;
    const bool mother = all_mother || (!all_father && d.chance(.5));
    if (home_of(child, month) != home_a) continue;
    if (mother != a_is_mother) move(child, month, home_b);
  }
}

}  // namespace uptake::life
