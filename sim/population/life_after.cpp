// SPDX-License-Identifier: Apache-2.0
#include "sim/population/life.hpp"

namespace uptake::life {

void LifeCourse::push(std::uint8_t person, std::uint8_t household, Month start, std::uint16_t begins,
                      bool previous) {
  if (n_lines_ < lines_.size() && start < end_month)
    lines_[n_lines_++] = {person, household, start, begins, previous};
}

void LifeCourse::add_episode(const Episode& e) {
  if (l_.n_episodes < Lineage::most_episodes && e.end > e.start) l_.episodes[l_.n_episodes++] = e;
}

Month LifeCourse::parent_until(std::uint8_t person) const {
  Month until = long_ago;
  for (std::size_t i = 0; i < l_.n_children; ++i)
    if (l_.children[i].parents[0] == person || l_.children[i].parents[1] == person)
      until = std::max(until, static_cast<Month>(l_.children[i].birth + adult_child));
  return until;
}

Episode LifeCourse::alone(const Line& line, Month start, Month end, std::uint16_t begins, bool previous) {
  Episode e{};
  e.start = start;
  e.end = end;
  e.union_start = e.legal = e.married = never;
  e.household = line.household;
  e.adults = {line.person, no_one};
  e.begins = begins;
  e.previous = {previous, false};
  return e;
}

void LifeCourse::live(const Line line) {
  const std::uint8_t p = line.person;
  const Purpose purpose = p == 0 ? Purpose::lineage_mother_line : Purpose::lineage_father_line;
  Draws d = draws(purpose, p);
  const Month emigration = emigrates(l_.people[p].origin, line.start, d);
  Month t = line.start;
  std::uint16_t begins = line.begins;
  bool previous = line.previous;
  while (true) {
    const Month stop = std::min({l_.people[p].death, emigration, end_month, parent_until(p)});
    if (t >= stop) break;
    // Alone until a partner comes, near or living together.
    Month meets = stop;
    bool near = false;
    const bool room = l_.n_people < Lineage::most_people;
    for (int from = t; room && from < stop; from += 24) {
      const double factor = repartner_factor(l_.people[p], static_cast<Month>(from));
      const double wait = 12 * d.exponential() / ((h_.lat + h_.cohabit) * factor);
      if (wait < 24) {
        meets = std::min(stop, static_cast<Month>(from + std::max(1, static_cast<int>(wait))));
        near = d.chance(h_.lat / (h_.lat + h_.cohabit));
        break;
      }
    }
    add_episode(alone(line, t, meets, begins, previous));
    t = meets;
    if (t >= stop) break;
    const Month union_start = t;
    Month moves_in = t;
    if (near) {
      const Month ends = later(t, h_.lat_end, d);
      moves_in = later(t, h_.lat_to_cohabit, d);
      Episode e = alone(line, t, std::min({ends, moves_in, stop}), begins_by_union, previous);
      e.apart = true;
      e.union_start = t;
      add_episode(e);
      t = e.end;
      if (t >= stop) break;
      if (ends <= moves_in) {
        t = ends;
        begins = begins_by_separation;
        previous = true;
        continue;
      }
    }
    t = cohabit(line, moves_in, union_start, emigration, previous, begins, d);
    if (t == never) return;
    previous = true;
  }
  if (emigration <= t) l_.people[p].leaves = std::min(l_.people[p].leaves, emigration);
}

Month LifeCourse::later(Month from, double rate, Draws& d) {
  return to_month(std::max(from + 1.0, from + 12 * d.exponential() / rate));
}

double LifeCourse::repartner_factor(const Person& person, Month month) const {
  const double age = age_at(person, month);
  return person.repartner * exp_fixed(-h_.repartner_age * std::max(0.0, age - 35));
}

Month LifeCourse::cohabit(const Line& line, Month start, Month union_start, Month emigration, bool previous,
                          std::uint16_t& begins, Draws& d) {
  const std::uint8_t p = line.person;
  const std::uint8_t q = add_partner(p, start, line.household);
  Episode e{};
  e.start = start;
  e.union_start = union_start;
  e.household = line.household;
  e.adults = {p, q};
  e.begins = static_cast<std::uint16_t>(union_start == start ? static_cast<int>(begins_by_union) : 0);
  e.previous = {previous, true};
  legalise(e, 0, [&](int year) { return Legal{h_.step_marriage, year >= 2000 ? h_.step_legal : 0.0}; }, d);

  const Month separation = later(start, h_.step_end * couple_frailty(p, q, d), d);
  Month end = std::min({separation, emigration, l_.people[p].death, l_.people[q].death, end_month});
  common_children(p, q, start, end, line.household, d);
  end = std::min(end, std::max(parent_until(p), parent_until(q)));
  e.end = std::max(end, static_cast<Month>(start + 1));
  add_episode(e);
  if (end >= end_month) return never;
  if (end == emigration) {
    for (const std::uint8_t who : {p, q}) l_.people[who].leaves = std::min(l_.people[who].leaves, end);
    return never;
  }
  const bool q_is_parent = parent_until(q) > end;
  if (end == l_.people[p].death) {
    if (q_is_parent) push(q, line.household, end, 0, true);
    return never;
  }
  if (end == l_.people[q].death) {
    begins = 0;
    return end;
  }
  if (end != separation) return never;  // the last child turned 25
  begins = begins_by_separation;
  if (q_is_parent && l_.n_households < Lineage::most_households) {
    const std::uint8_t home = l_.n_households++;
    share_children(p, q, line.household, home, end, d);
    for (std::size_t i = 0; i < l_.n_children; ++i) {
      Child& child = l_.children[i];
      if (child.parents[0] == q && child.parents[1] == no_one && home_of(child, end) == line.household)
        move(child, end, home);
    }
    push(q, home, end, begins_by_separation, true);
  } else {
    l_.people[q].leaves = std::min(l_.people[q].leaves, end);  // no parent: no longer one of us
  }
  return end;
}

std::uint8_t LifeCourse::add_partner(std::uint8_t p, Month month, std::uint8_t household) {
  const std::uint8_t q = l_.n_people++;
  Draws d = draws(Purpose::lineage_partner, q);
  const Person& one = l_.people[p];
  Person& other = l_.people[q];
  const bool woman = one.gender == Gender::men;
  other.gender = woman ? Gender::women : Gender::men;
  other.origin = d.chance(h_.partner_same_origin) ? one.origin : father_origin(Origin::belgium, d.next());
  const double younger = (woman ? 2 : -2) + h_.partner_age_sd * d.normal();
  other.birth = std::min(to_month(one.birth + 12 * younger), static_cast<Month>(month - 20 * 12));
  const double r = h_.father_education_correlation;
  other.education_z = static_cast<float>(r * one.education_z + std::sqrt(1 - r * r) * d.normal());
  other.education = education(other.education_z, other.origin, year_of(other.birth));
  const double s = h_.need_between_partners;
  other.need = static_cast<float>(s * one.need + std::sqrt(1 - s * s) * d.normal());
  other.earlier_union = true;
  other.repartner = propensity(other, d);
  other.death = death_month(other, month, d);
  other.leaves = other.death;
  const bool brings = d.chance(woman ? h_.partner_brings_woman : h_.partner_brings_man);
  const bool has_elsewhere = !brings && d.chance(h_.partner_child_elsewhere * (woman ? .25 : 1));
  if (brings || has_elsewhere) past_children(q, month, brings ? household : elsewhere, d);
  return q;
}

void LifeCourse::past_children(std::uint8_t q, Month now, std::uint8_t home, Draws& d) {
  const Person& person = l_.people[q];
  const bool woman = person.gender == Gender::women;
  const int around = year_of(person.birth) + 27;
  const double age = h_.mother_first_age.at(around) + (woman ? 0 : h_.father_gap[index(person.origin)]) +
                     h_.mother_first_age_sd * d.normal();
  Month birth = to_month(person.birth + 12 * std::max(17.0, age));
  for (int n = 0; n < 3; ++n) {
    if (birth >= now - 12) break;
    if (birth + adult_child > now) {
      const std::size_t before = l_.n_children;
      add_child(birth, q, no_one, home);
      if (l_.n_children > before && l_.children[before].leaves_home <= now && home != elsewhere)
        --l_.n_children;
    }
    if (!d.chance(n == 0 ? .7 : h_.third_child)) break;
    birth = to_month(birth + 12 * h_.birth_interval[0] * exp_fixed(h_.birth_interval_sd * d.normal()));
  }
}

void LifeCourse::common_children(std::uint8_t p, std::uint8_t q, Month start, Month end, std::uint8_t home,
                                 Draws& d) {
  const Person& woman = l_.people[l_.people[p].gender == Gender::women ? p : q];
  Month from = static_cast<Month>(start + 9);
  double left = d.exponential();
  for (int t = from; t < end; t += 12) {
    const double age = age_at(woman, static_cast<Month>(t));
    const double rate = h_.common_child * std::clamp((42 - age) / 9, 0.0, 1.0);
    if (left < rate) {
      const Month birth = static_cast<Month>(t + static_cast<int>(12 * left / rate));
      if (birth >= end) return;
      add_child(birth, p, q, home);
      if (d.chance(h_.second_common_child * std::clamp((42 - age) / 9, 0.0, 1.0))) {
        const Month next =
            to_month(birth + 12 * h_.birth_interval[0] * exp_fixed(h_.birth_interval_sd * d.normal()));
        if (next < end) add_child(next, p, q, home);
      }
      return;
    }
    left -= rate;
  }
}

void LifeCourse::settle_orphans() {
  for (std::size_t i = 0; i < l_.n_children; ++i) {
    Child& child = l_.children[i];
    for (std::size_t side = 0; side < 2; ++side) {
      const std::uint8_t gone = child.parents[side];
      if (gone == no_one || l_.people[gone].leaves != l_.people[gone].death) continue;
      const Month month = l_.people[gone].death;
      if (month >= end_month || month <= child.birth) continue;
      const std::uint8_t home = home_of(child, month);
      if (home == elsewhere || household_of(gone, static_cast<Month>(month - 1)) != home) continue;
      const std::uint8_t other = child.parents[1 - side];
      const std::uint8_t to = other == no_one ? elsewhere : household_of(other, month);
      if (to != home) move(child, month, to);
    }
  }
}

std::uint8_t LifeCourse::household_of(std::uint8_t person, Month month) const {
  for (std::size_t i = 0; i < l_.n_episodes; ++i) {
    const Episode& e = l_.episodes[i];
    if (e.start <= month && month < e.end && (e.adults[0] == person || e.adults[1] == person))
      return e.household;
  }
  return elsewhere;
}

void LifeCourse::draw_deprivation() {
  const double memory = h_.deprivation_memory;
  const double r = memory * memory * memory * memory * memory;
  const double rest = std::sqrt(1 - r * r);
  for (std::size_t home = 0; home < l_.n_households; ++home) {
    Draws d = draws(Purpose::lineage_deprivation, home);
    for (float& part : l_.deprivation[home]) part = static_cast<float>(d.normal());
    if (home > 0)  // half of what lasts comes along from the first household
      l_.deprivation[home][0] =
          static_cast<float>(std::sqrt(.5) * (l_.deprivation[0][0] + l_.deprivation[home][0]));
    auto& nodes = l_.nodes[home];
    nodes[0] = static_cast<float>(d.normal());
    for (std::size_t k = 1; k < nodes.size(); ++k)
      nodes[k] = static_cast<float>(r * nodes[k - 1] + rest * d.normal());
  }
}

}  // namespace uptake::life
