// SPDX-License-Identifier: Apache-2.0
#include "sim/policy/checks.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "sim/base/text.hpp"
#include "sim/policy/lever_reader.hpp"
#include "sim/policy/month_plan.hpp"

namespace uptake {
namespace {

const LeverInfo& info_of(const Lever& lever) {
  return lever_registry()[static_cast<std::size_t>(lever.kind)];
}

std::string place_of(const Lever& lever) { return fmt::format("{}:{}", lever.file, lever.line); }

class Checker {
 public:
  Checker(const Scenario& scenario, const Evidence& evidence) : scenario_(scenario), evidence_(evidence) {
    for (const Lever& lever : scenario.levers) {
      if (lever.file == scenario.file.string() || !lever.measure.empty()) own_.push_back(&lever);
    }
  }

  Checks all() {
    for (const Lever* lever : own_) {
      if (!info_of(*lever).wants_points) period(*lever);
      somewhere(*lever);
      somebody(*lever);
      meets_somebody(*lever);
      staff_for(*lever);
      services_exist(*lever);
      finds_something_to_change(*lever);
      costs_something(*lever);
    }
    fees_set_twice();
    places();
    return std::move(checks_);
  }

 private:
  /// At a key of the lever, or at its name where the key is a default.
  static void tell(Problems& to, const Lever& lever, std::string_view key, const std::string& message) {
    const auto found = lever.places.find(key);
    const WrittenAt at = found == lever.places.end() ? WrittenAt{lever.file, lever.line, 3} : found->second;
    to.add(at.file, at.line, at.column, fmt::format("lever '{}': {}", lever.name, message));
  }

  void period(const Lever& lever) {
    if (lever.from >= scenario_.until) {
      tell(checks_.problems, lever, "from",
           fmt::format("begins in {}, but the run stops before {}: it would never act",
                       month_text(lever.from), month_text(scenario_.until)));
    } else if (lever.ramp > scenario_.until - lever.from) {
      tell(checks_.warnings, lever, "ramp",
           fmt::format("never comes to full strength: that takes {} months, and the run ends after {}",
                       lever.ramp, scenario_.until - lever.from));
    }
  }

  void somewhere(const Lever& lever) {
    const Municipalities& towns = evidence_.municipalities;
    if (lever.where.everywhere()) return;
    for (std::size_t m = 0; m < towns.list.size(); ++m) {
      if (lever.where.holds(towns, m)) return;
    }
    tell(checks_.problems, lever, "where",
         "no municipality is all of what 'where' asks for: it would never act");
  }

  /// Two combinations of groups are empty in the population, since a single parent is one without a partner
  /// in the house; another nearly is, since no mother there is younger than 16 and a half at a birth.
  void somebody(const Lever& lever) {
    const auto only = [](std::uint8_t set, auto category) { return set == set_of(category); };
    const Who& who = lever.who;
    const bool alone = only(who.union_status, UnionStatus::no_partner);
    const bool can_be_alone = (who.union_status & set_of(UnionStatus::no_partner)) != 0;
    const bool single_can = (who.family_form & set_of(Form::single_parent)) != 0;
    if ((alone && !single_can) || (only(who.family_form, Form::single_parent) && !can_be_alone))
      tell(checks_.problems, lever, "who",
           "nobody is meant: family_form single_parent and union_status no_partner are the same families");
    if (!only(lever.who.age, AgeBand::lt35) || !only(lever.who.youngest_age, YoungestAge::y18_24)) return;
    tell(checks_.warnings, lever, "who",
         "hardly anybody is meant: a parent under 35 whose youngest child is 18 or older is a stepparent, or "
         "had "
         "it before 17");
  }

  void meets_somebody(const Lever& lever) {
    const Who can = within_reach(lever, scenario_.parameters.values);
    for (const WhoVariable& v : who_variables()) {
      if ((lever.who.*v.set & can.*v.set) != 0) continue;
      std::vector<std::string_view> met;
      for (std::size_t i = 0; i < v.categories.size(); ++i) {
        if ((can.*v.set >> i & 1U) != 0) met.push_back(v.categories[i]);
      }
      tell(checks_.problems, lever, "who",
           fmt::format("it would meet nobody: a lever of kind {} acts on {} {} alone", info_of(lever).code,
                       v.code, one_of(met)));
    }
  }

  /// More people at work than there are likely to be; both limits are assumptions.
  void staff_for(const Lever& lever) {
    constexpr double most_visited = 0.2;
    const auto too_much = [&](std::string_view field, double most, std::string_view what) {
      const double value = lever.value(field, scenario_.parameters.values);
      if (value <= most) return;
      tell(checks_.warnings, lever, field,
           fmt::format("{} {:.3g} is more than there is likely to be staff for (up to {:g}: an assumption)",
                       what, value, most));
    };
    if (lever.kind == LeverKind::staff) too_much("places", most_places, "places, times");
    if (lever.kind == LeverKind::huis_van_het_kind) too_much("capacity", most_places, "places, times");
    if (lever.kind == LeverKind::online_help) too_much("size", most_places, "places, times");
    if (lever.kind == LeverKind::bridging_figures)
      too_much("reach", most_visited, "visits in a month to a share of");
    if (lever.kind == LeverKind::volunteers)
      too_much("reach", most_visited, "visits at any time to a share of");
  }

  /// A lever that takes away what none of its services has does nothing.
  void finds_something_to_change(const Lever& lever) {
    const auto none = [&](const auto& has) {
      bool found = false;
      for_each_service(lever.services,
                       [&](ServiceId k) { found = found || has(evidence_.catalogue.types[k]); });
      return !found;
    };
    const auto in_centre = [](const ServiceType& t) { return t.door == Door::centre; };
    if (lever.kind == LeverKind::online_help &&
        none([](const ServiceType& t) { return t.door == Door::online; }))
      tell(checks_.problems, lever, "services", "none of these services is online or by phone");
    if ((lever.kind == LeverKind::antennas || lever.kind == LeverKind::minimum_offer) && none(in_centre))
      tell(checks_.problems, lever, "services",
           "none of these services is in a centre town: nobody travels to them");
    if (lever.kind == LeverKind::therapy_refund && !fees_are_set() &&
        none([](const ServiceType& t) { return t.fee_per_contact.value > 0; }))
      tell(checks_.problems, lever, "services", "none of these services asks a fee");
    if (lever.kind == LeverKind::private_referral &&
        none([](const ServiceType& t) { return t.payer != Payer::family; }))
      tell(checks_.problems, lever, "services", "all of these services are private help already");
    if (lever.kind == LeverKind::opening_hours && lever.value("walk_in", scenario_.parameters.values) == 0 &&
        none([](const ServiceType& t) {
          return !t.evening && t.door != Door::online && t.door != Door::home;
        }))
      tell(checks_.problems, lever, "services",
           "none of these services keeps office hours: they are open in the evening, by phone or at home");
    const double to = lever.kind == LeverKind::age_range ? lever.value("to", scenario_.parameters.values) : 0;
    if (lever.kind == LeverKind::age_range &&
        none([to](const ServiceType& t) { return t.child_age_to < to; }))
      tell(checks_.problems, lever, "to", "all of these services take children of that age already");
  }

  [[nodiscard]] bool fees_are_set() const {
    return std::any_of(scenario_.levers.begin(), scenario_.levers.end(),
                       [](const Lever& l) { return l.kind == LeverKind::fee; });
  }

  /// Nothing in all of Flanders costs so little: a million was left out.
  static constexpr double least_a_year = 1000;
  void costs_something(const Lever& lever) {
    const double a_year = lever.cost.fixed_per_year;
    if (a_year <= 0 || a_year >= least_a_year) return;
    tell(checks_.warnings, lever, "cost",
         fmt::format("costs EUR {:g} a year in all of Flanders; a sum in millions is written 'EUR 2 million'",
                     a_year));
  }

  /// Whether a service is there in a month: the product of what history and policy say of its supply.
  [[nodiscard]] bool exists(ServiceId service, Month month) const {
    return std::all_of(scenario_.levers.begin(), scenario_.levers.end(), [&](const Lever& l) {
      return l.kind != LeverKind::supply || (l.services & bit(service)) == 0 || l.point_value(month) > 0;
    });
  }

  void services_exist(const Lever& lever) {
    if (info_of(lever).wants_points || lever.places.find("services") == lever.places.end()) return;
    const Month end = std::min(lever.until, scenario_.until);
    if (lever.from >= end) return;  // told
    for_each_service(lever.services, [&](ServiceId service) {
      const std::string& code = evidence_.catalogue.types[service].code;
      Month first = lever.from;
      while (first < end && !exists(service, first)) ++first;
      if (first == end) {
        tell(checks_.problems, lever, "services",
             fmt::format("service {} does not exist from {} to {}: nothing would change for it", code,
                         month_text(lever.from), month_text(static_cast<Month>(end - 1))));
      } else if (first > lever.from) {
        tell(checks_.warnings, lever, "services",
             fmt::format("service {} does not exist before {}, but the lever begins in {}", code,
                         month_text(first), month_text(lever.from)));
      }
    });
  }

  /// Whether two levers may be meant for one family: no variable keeps them apart.
  [[nodiscard]] bool share_families(const Lever& a, const Lever& b) const {
    for (const WhoVariable& v : who_variables()) {
      if ((a.who.*v.set & b.who.*v.set) == 0) return false;
    }
    for (const WhereVariable& v : where_variables(evidence_.municipalities)) {
      if ((a.where.*v.set & b.where.*v.set) == 0) return false;
    }
    return true;
  }

  void fees_set_twice() {
    constexpr int cap = 3;  // a cap on top of another rule is no contradiction
    for (std::size_t i = 0; i < own_.size(); ++i) {
      for (std::size_t k = 0; k < i; ++k) {
        const Lever& later = *own_[i];
        const Lever& earlier = *own_[k];
        if (later.kind != LeverKind::fee || earlier.kind != LeverKind::fee) continue;
        const ServiceMask both = later.services & earlier.services;
        const bool at_once = std::max(later.from, earlier.from) < std::min(later.until, earlier.until);
        if (both == 0 || !at_once || later.choice("rule") == cap || !share_families(later, earlier)) continue;
        std::string codes;
        for_each_service(both, [&](ServiceId s) {
          codes += (codes.empty() ? "" : ", ") + evidence_.catalogue.types[s].code;
        });
        tell(checks_.problems, later, "services",
             fmt::format("sets the fee of {}, which '{}' ({}) sets at the same time; expected one of them",
                         codes, earlier.name, place_of(earlier)));
      }
    }
  }

  void places() {
    std::vector<bool> told(evidence_.catalogue.types.size(), false);
    for (const Lever* last : own_) {
      if (last->kind != LeverKind::capacity) continue;
      for_each_service(last->services, [&](ServiceId service) {
        double most = 0;
        for (Month m = std::max(last->from, first_month); m < std::min(last->until, scenario_.until); ++m) {
          double factor = 1;
          for (const Lever* lever : own_) {
            if (lever->kind != LeverKind::capacity || (lever->services & bit(service)) == 0) continue;
            factor *= 1 + (lever->value("factor", scenario_.parameters.values) - 1) * lever->strength(m);
          }
          most = std::max(most, factor);
        }
        if (most <= most_places || told[service]) return;
        told[service] = true;
        tell(checks_.warnings, *last, "factor",
             fmt::format(
                 "{:.3g} times the places of {} are more than there is likely to be staff for (up to {} "
                 "times: an assumption)",
                 most, evidence_.catalogue.types[service].code, most_places));
      });
    }
  }

  const Scenario& scenario_;
  const Evidence& evidence_;
  std::vector<const Lever*> own_;
  Checks checks_;
};

}  // namespace

Checks check(const Scenario& scenario, const Evidence& evidence) { return Checker(scenario, evidence).all(); }

}  // namespace uptake
