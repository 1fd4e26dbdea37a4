// SPDX-License-Identifier: Apache-2.0
#include "sim/population/spells.hpp"

#include <cmath>

#include "sim/population/draws.hpp"

namespace uptake {
namespace {

constexpr int first_april = 1990, last_april = 2035;  ///< the month before 1991-04 looks back to 1990
using SlowPath = std::array<float, last_april - first_april + 1>;

/// The mean-reverting part of deprivation, a year: an AR(1) tied to its nodes, each year drawn given the one
/// before and the next node.
SlowPath slow_path(const Lineage& lineage, std::size_t household, const Hazards& hazards, RandomKey key) {
  SlowPath path{};
  Draws draws(key, lineage.index, Purpose::lineage_deprivation, static_cast<Month>(100 + household));
  const auto& nodes = lineage.nodes[household];
  const double m = hazards.deprivation_memory;
  std::array<double, Lineage::node_years + 1> power{1};
  for (std::size_t k = 1; k < power.size(); ++k) power[k] = power[k - 1] * m;
  path[0] = nodes[0];
  for (int year = Lineage::first_node; year <= last_april; ++year) {
    const int step = (year - Lineage::first_node) % Lineage::node_years;
    const auto node = static_cast<std::size_t>((year - Lineage::first_node) / Lineage::node_years);
    const auto at = static_cast<std::size_t>(year - first_april);
    if (step == 0) {
      path[at] = nodes[node];
      continue;
    }
    // x(t) given x(t-1) and the node in k years: both are linear in x(t) with normal errors.
    const double r = power[static_cast<std::size_t>(Lineage::node_years - step)];
    const double precision = 1 / (1 - m * m) + r * r / (1 - r * r);
    const double mean = (m * static_cast<double>(path[at - 1]) / (1 - m * m) +
                         r * static_cast<double>(nodes[node + 1]) / (1 - r * r)) /
                        precision;
    path[at] = static_cast<float>(mean + draws.normal() / std::sqrt(precision));
  }
  return path;
}

/// The year of the last April at or before a month.
int april_year(Month month) { return calendar_month_of(month) >= 4 ? year_of(month) : year_of(month) - 1; }

bool same_state(const Spell& a, const Spell& b) {
  return a.youngest_birth == b.youngest_birth && a.eldest_birth == b.eldest_birth &&
         a.union_start == b.union_start && a.household == b.household && a.partner == b.partner &&
         a.form == b.form && a.union_status == b.union_status && a.n_children == b.n_children &&
         a.flags == b.flags;
}

Spell absent(Month start) {
  Spell spell{};
  spell.start = start;
  spell.youngest_birth = spell.eldest_birth = spell.union_start = never;
  spell.household = no_household;
  spell.partner = nobody;
  spell.form = Form::none;
  spell.union_status = UnionStatus::no_partner;
  return spell;
}

/// Writes the spells of one lineage.
class SpellMaker {
 public:
  SpellMaker(const Lineage& lineage, const Hazards& hazards, RandomKey key, PersonSpells& out)
      : l_(lineage), h_(hazards), key_(key), out_(out) {
    until_.fill(long_ago);
    have_path_.fill(false);
  }

  void run() {
    for (auto& spells : out_) spells.clear();
    for (std::size_t i = 0; i < l_.n_episodes; ++i) episode(l_.episodes[i]);
    for (std::size_t p = 0; p < l_.n_people; ++p)
      if (!out_[p].empty() && until_[p] < end_month) out_[p].push_back(absent(until_[p]));
  }

 private:
  void episode(const Episode& e) {
    const Month from = std::max(e.start, first_month);
    const Month to = std::min(e.end, end_month);
    if (from >= to) return;
    n_cuts_ = 0;
    cut(from, from, to);
    cut(e.married, from, to);
    cut(e.legal, from, to);
    for (std::size_t i = 0; i < l_.n_children; ++i) {
      const Child& child = l_.children[i];
      cut(child.birth, from, to);
      cut(child.leaves_home, from, to);
      cut(static_cast<Month>(child.birth + adult_child), from, to);
      for (std::size_t k = 1; k < child.n_homes; ++k) cut(child.homes[k].from, from, to);
    }
    for (int year = april_year(from) + 1; year <= last_april; ++year) cut(month_of(year, 4), from, to);
    std::sort(cuts_.begin(), cuts_.begin() + static_cast<std::ptrdiff_t>(n_cuts_));
    const auto end = std::unique(cuts_.begin(), cuts_.begin() + static_cast<std::ptrdiff_t>(n_cuts_));
    for (auto at = cuts_.begin(); at != end; ++at) stretch(e, *at, at + 1 == end ? to : *(at + 1));
  }

  void cut(Month month, Month from, Month to) {
    if (month >= from && month < to && n_cuts_ < cuts_.size()) cuts_[n_cuts_++] = month;
  }

  void stretch(const Episode& e, Month start, Month end) {
    const HouseholdView view = view_of(l_, e, start);
    if (!view.at_large[0] && !view.at_large[1]) return;  // no parent: no agents
    if (!have_path_[e.household]) {
      path_[e.household] = slow_path(l_, e.household, h_, key_);
      have_path_[e.household] = true;
    }
    const int year = april_year(start);
    const double slow = static_cast<double>(path_[e.household][static_cast<std::size_t>(year - first_april)]);
    int flags = in_flanders;
    if (e.apart) flags |= living_apart;
    if (deprived(l_, h_, e, view.form, 0, year, slow)) flags |= no_holiday;
    if (deprived(l_, h_, e, view.form, 1, year, slow)) flags |= no_expense;

    Spell spell = absent(start);
    spell.youngest_birth = view.youngest;
    spell.eldest_birth = view.eldest;
    spell.union_start = e.union_start;
    spell.household = e.household;
    spell.form = view.form;
    spell.union_status = union_status_of(e, start);
    spell.n_children = view.n_children;
    int begins = start == e.start ? e.begins : 0;
    if (view.youngest == start) begins |= begins_by_birth;
    for (std::size_t a = 0; a < (e.together() ? 2U : 1U); ++a) {
      int own = flags;
      if (view.respondent[a]) own |= respondent;
      if (view.at_large[a]) own |= parent_at_large;
      if (e.previous[a]) own |= had_previous;
      spell.flags = static_cast<std::uint16_t>(own);
      spell.partner = e.together() ? ParentId{e.adults[1 - a]} : nobody;
      append(e.adults[a], spell, begins, end);
    }
  }

  void append(std::uint8_t person, Spell spell, int begins, Month end) {
    auto& spells = out_[person];
    const bool gap = !spells.empty() && until_[person] < spell.start;
    if (gap) spells.push_back(absent(until_[person]));
    bool same = false;
    if (!spells.empty() && !gap && begins == 0) {
      Spell last = spells.back();
      last.flags = static_cast<std::uint16_t>(last.flags &
                                              ~(begins_by_separation | begins_by_birth | begins_by_union));
      same = same_state(last, spell);
    }
    if (!same) {
      spell.flags = static_cast<std::uint16_t>(spell.flags | begins);
      spells.push_back(spell);
    }
    until_[person] = end;
  }

  const Lineage& l_;
  const Hazards& h_;
  RandomKey key_;
  PersonSpells& out_;
  std::array<Month, Lineage::most_people> until_{};
  std::array<SlowPath, Lineage::most_households> path_{};
  std::array<bool, Lineage::most_households> have_path_{};
  std::array<Month, 200> cuts_{};
  std::size_t n_cuts_ = 0;
};

}  // namespace

void make_spells(const Lineage& lineage, const Hazards& hazards, RandomKey key, PersonSpells& out) {
  SpellMaker(lineage, hazards, key, out).run();
}

}  // namespace uptake
