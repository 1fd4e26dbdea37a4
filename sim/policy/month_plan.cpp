// SPDX-License-Identifier: Apache-2.0
#include "sim/policy/month_plan.hpp"
#include "sim/pathway/afford.hpp"

#include <algorithm>
#include <cmath>
#include <stdexcept>

#include "sim/base/random.hpp"
#include "sim/pathway/doors.hpp"
#include "sim/pathway/know.hpp"

namespace uptake {
namespace {

ServiceNumbers numbers_of(const ServiceType& type) {
  const auto f = [](const Figure& figure) { return static_cast<float>(figure.value); };
  return {.domain = type.domain,
          .form = type.form,
          .door = type.door,
          .entry = type.entry,
          .language = type.language,
          .self_help = type.self_help,
          .couple = type.couple,
          .evening = type.evening,
          .vulnerable_first = type.vulnerable_first,
          .child_from = static_cast<float>(type.child_age_from),
          .child_to = static_cast<float>(type.child_age_to),
          .stigma = f(type.stigma),
          .fit = f(type.fit),
          .visibility = f(type.visibility),
          .quality = f(type.quality),
          .perceived = f(type.perceived),
          .wait_months = f(type.wait_weeks) * 12.0F / 52.0F,
          .months = std::max(1.0F, f(type.months)),
          .contacts = f(type.contacts),
          .box_2016 = type.box_2016,
          .box_2021 = type.box_2021};
}

}  // namespace

Policy::Policy(const Evidence& evidence, const Scenario& scenario)
    : evidence_(&evidence), scenario_(&scenario), n_regions_(evidence.municipalities.centres.size()) {
  for (const ServiceType& type : evidence.catalogue.types) services_.push_back(numbers_of(type));
  for (const Education e : {Education::lower_secondary, Education::upper_secondary, Education::higher}) {
    for (const bool dutch : {false, true})
      first_knowledge_[static_cast<std::size_t>(e)][dutch ? 1 : 0] =
          uptake::first_knowledge(scenario.parameters.values, services_, dutch, e);
  }
  const Municipalities& towns = evidence.municipalities;
  std::vector<double> region_share(n_regions_, 0);
  for (std::size_t m = 0; m < towns.list.size(); ++m)
    region_share[towns.region[m]] += towns.list[m].family_share;
  for (const Lever& lever : scenario.levers) {
    std::vector<std::uint8_t> here(towns.list.size(), 0);
    std::vector<double> share(n_regions_, 0);
    for (std::size_t m = 0; m < towns.list.size(); ++m) {
      here[m] = lever.where.holds(towns, m);
      if (here[m]) share[towns.region[m]] += towns.list[m].family_share;
    }
    for (std::size_t r = 0; r < n_regions_; ++r)
      share[r] = region_share[r] > 0 ? share[r] / region_share[r] : 0;
    where_.push_back(std::move(here));
    where_share_.push_back(std::move(share));
  }
  // Houses come in an order that depends on the municipality alone, so that a larger share contains a smaller
  // one.
  for (std::size_t m = 0; m < towns.list.size(); ++m) {
    house_order_.push_back(to_unit(hash_id(static_cast<std::uint32_t>(m), 0x6875u)));
  }
}

void Policy::month(Month now, MonthPlan& plan) const {
  const Municipalities& towns = evidence_->municipalities;
  const std::size_t n = services_.size();
  PathwaySettings& s = plan.pathway;
  s.month = now;
  s.parameters = &scenario_->parameters.values;
  s.on = scenario_->mechanisms;
  s.structure = scenario_->structure;
  s.services = &services_;
  s.service.assign(n, {});
  plan.places_factor.assign(n * n_regions_, 1.0);
  plan.huis_physical.resize(towns.list.size());
  plan.huis_welcome.assign(towns.list.size(), 0.0F);
  plan.campaigns.clear();
  plan.lead_ins.clear();
  plan.bridging.clear();
  for (auto* list :
       {&plan.company, &plan.doors, &plan.explaining, &plan.warm_referrals, &plan.triage,
        &plan.private_referrals, &plan.reserving, &plan.needs, &plan.occasions, &plan.ended, &plan.stopped})
    list->clear();
  plan.longer_wait.clear();
  s.doors.clear();
  plan.bridging_keep = half_life_keep(scenario_->parameters.values.dare_guilt_half_life);
  s.early_offer = 0;
  for (std::size_t d = 0; d < n_domains; ++d) {
    s.need_shift[d] = s.norm_shift[d] = s.occasion_shift[d] = 0;
    s.of_domain[d] = 0;
  }
  for (std::size_t k = 0; k < n; ++k) {
    const ServiceType& type = evidence_->catalogue.types[k];
    s.service[k].fee = {static_cast<float>(type.fee_per_contact.value),
                        static_cast<float>(type.fee_low_income.value)};
    s.service[k].suits = p_suits(*s.parameters, services_[k]);
  }
  for (std::size_t m = 0; m < towns.list.size(); ++m)
    plan.huis_physical[m] = towns.list[m].huis == HuisForm::physical;

  for (std::size_t i = 0; i < scenario_->levers.size(); ++i) {
    const Lever& lever = scenario_->levers[i];
    const double strength = lever.strength(now);
    if (strength > 0 || lever.kind == LeverKind::supply) apply(lever, i, strength, now, plan);
    if (lever.kind == LeverKind::bridging_figures && now == lever.until &&
        lever.value("lost_at_end", *s.parameters) > 0) {
      plan.ended.push_back(reaching(lever, i, 1));
    }
  }
  plan.cuts.clear();
  for (std::size_t i = 0; i < scenario_->levers.size(); ++i) {
    const Lever& lever = scenario_->levers[i];
    const double strength = lever.kind == LeverKind::budget_cut ? lever.strength(now) : 0;
    if (strength > 0)
      plan.cuts.push_back({1 - lever.value("outreach", *s.parameters) * strength, &where_[i]});
  }

  s.existing = s.universal = s.self_help = 0;
  for (std::size_t k = 0; k < n; ++k) {
    s.service[k].log_price = {log_price(s.service[k].fee.full), log_price(s.service[k].fee.low)};
    const ServiceMask one = bit(static_cast<ServiceId>(k));
    if (s.service[k].presence > 0) s.existing |= one;
    if (services_[k].entry == Entry::universal) s.universal |= one;
    if (services_[k].self_help) s.self_help |= one;
    s.of_domain[static_cast<std::size_t>(services_[k].domain)] |= one;
    if (services_[k].box_2021 == Box::huis_van_het_kind) {
      s.early_offer = std::max(s.early_offer, std::min(1.0, std::max(0.0, s.service[k].presence - 1.0)));
    }
  }
}

/// A lever's address and whom it is meant for, nothing else yet.
ReachingLever Policy::meant(const Lever& lever, std::size_t index) const {
  return {.lever = &lever, .index = index, .address = lever.address(), .where = &where_[index]};
}

void Policy::apply(const Lever& lever, std::size_t index, double strength, Month now, MonthPlan& plan) const {
  PathwaySettings& s = plan.pathway;
  const auto value = [&](std::string_view field) { return lever.value(field, scenario_->parameters.values); };
  const auto each_domain = [&](auto use) {
    for (std::size_t d = 0; d < n_domains; ++d) {
      if ((lever.domains >> d) & 1U) use(d);
    }
  };
  const auto multiply_places = [&](ServiceMask set, double factor) {
    for_each_service(set, [&](ServiceId k) {
      for (std::size_t r = 0; r < n_regions_; ++r) {
        plan.places_factor[k * n_regions_ + r] *= 1 + (factor - 1) * strength * where_share_[index][r];
      }
    });
  };
  const auto at_doors = [&](ReachingLever to, const DoorChange& change) {
    if (s.doors.size() == most_door_changes) throw std::length_error("too many levers at the doors");
    plan.doors.push_back(to);
    s.doors.push_back(change);
  };
  const auto some_families = [&](std::vector<ReachingLever>& list, std::string_view field) {
    ReachingLever some = meant(lever, index);
    each_domain([&](std::size_t d) { some.shift[d] = static_cast<float>(value(field) * strength); });
    list.push_back(some);
  };
  switch (lever.kind) {
    case LeverKind::campaign: {
      const auto every = static_cast<int>(std::lround(value("every")));
      if (every > 0 && (now - lever.from) % every >= value("wave")) break;  // between two waves
      plan.campaigns.push_back(reaching(lever, index, strength));
      break;
    }
    case LeverKind::question_website:
      plan.campaigns.push_back(reaching(lever, index, strength));
      break;
    case LeverKind::multilingual:
      plan.campaigns.push_back(reaching(lever, index, strength));
      at_doors(meant(lever, index), door_change(lever, strength));
      break;
    case LeverKind::lead_in:
    case LeverKind::school_continuity:
      plan.lead_ins.push_back(reaching(lever, index, strength));
      break;
    case LeverKind::bridging_figures:
      plan.bridging.push_back(reaching(lever, index, strength));
      if (value("label") > 0) at_doors(meant(lever, index), door_change(lever, strength));
      break;
    case LeverKind::volunteers:
    case LeverKind::meeting_groups:
      plan.company.push_back(reaching(lever, index, strength));
      break;
    case LeverKind::explain_offer:
      plan.explaining.push_back(reaching(lever, index, strength));
      break;
    case LeverKind::warm_referral:
      plan.warm_referrals.push_back(reaching(lever, index, strength));
      break;
    case LeverKind::triage:
      plan.triage.push_back(reaching(lever, index, strength));
      break;
    case LeverKind::private_referral:
      plan.private_referrals.push_back(reaching(lever, index, strength));
      break;
    case LeverKind::capacity:
      if (lever.who.everybody()) {
        multiply_places(lever.services, value("factor"));
      } else {
        plan.reserving.push_back(reaching(lever, index, strength));
      }
      break;
    case LeverKind::antennas:
    case LeverKind::minimum_offer:
    case LeverKind::opening_hours:
    case LeverKind::quality:
      multiply_places(lever.services, value("places"));
      at_doors(meant(lever, index), door_change(lever, strength));
      break;
    case LeverKind::digital_help:
    case LeverKind::culturally_fitting:
    case LeverKind::age_range:
    case LeverKind::therapy_refund:
      at_doors(meant(lever, index), door_change(lever, strength));
      break;
    case LeverKind::father_minded: {
      ReachingLever fathers = meant(lever, index);
      fathers.only_men = true;
      at_doors(fathers, door_change(lever, strength));
      break;
    }
    case LeverKind::automatic_granting: {
      ReachingLever some = meant(lever, index);
      some.share = value("granted");
      at_doors(some, door_change(lever, strength));
      break;
    }
    case LeverKind::co_location: {
      at_doors(meant(lever, index), door_change(lever, strength));
      ReachingLever together = meant(lever, index);
      together.warm = value("warm") * strength;
      if (together.warm > 0) plan.warm_referrals.push_back(together);
      break;
    }
    case LeverKind::staff: {
      multiply_places(lever.services, value("places"));
      if (value("quality") != 0) at_doors(meant(lever, index), door_change(lever, strength));
      if (value("wait") == 0) break;
      plan.longer_wait.resize(services_.size() * n_regions_);
      for_each_service(lever.services, [&](ServiceId k) {
        for (std::size_t r = 0; r < n_regions_; ++r) {
          plan.longer_wait[k * n_regions_ + r] +=
              static_cast<float>(value("wait") * strength * where_share_[index][r]);
        }
      });
      break;
    }
    case LeverKind::project_money: {
      const auto every = static_cast<int>(std::lround(value("every")));
      const int gap = std::min(static_cast<int>(std::lround(value("gap"))), every - 1);
      const int into_gap = (now - lever.from) % every - (every - gap);
      if (into_gap < 0) break;  // the project runs
      multiply_places(lever.services, 1 - value("share"));
      if (into_gap == 0) plan.stopped.push_back(reaching(lever, index, strength));
      break;
    }
    case LeverKind::budget_cut:
      multiply_places(lever.services, 1 - value("cut"));
      break;  // what it takes of outreach stands in plan.cuts
    case LeverKind::pandemic:
      if (!lever.for_all()) {
        some_families(plan.needs, "need");
        at_doors(meant(lever, index), door_change(lever, strength));
        break;
      }
      each_domain([&](std::size_t d) { s.need_shift[d] += value("need") * strength; });
      for_each_service(lever.services, [&](ServiceId k) {
        if (services_[k].door == Door::online) return;
        s.service[k].reach_shift -= static_cast<float>(value("closed") * strength);
        s.service[k].digital_loss += static_cast<float>(value("digital") * strength);
        s.service[k].language_loss += static_cast<float>(value("language") * strength);
      });
      break;
    case LeverKind::online_help:
      for_each_service(lever.services, [&](ServiceId k) {
        if (services_[k].door != Door::online) return;
        const double factor = 1 + (value("size") - 1) * strength;
        s.service[k].presence *= static_cast<float>(factor);
        s.service[k].reach_shift += static_cast<float>(value("ease") * strength);
        for (std::size_t r = 0; r < n_regions_; ++r) plan.places_factor[k * n_regions_ + r] *= factor;
      });
      break;
    case LeverKind::supply: {
      const double factor = lever.point_value(now);
      for_each_service(lever.services, [&](ServiceId k) {
        s.service[k].presence *= static_cast<float>(factor);
        for (std::size_t r = 0; r < n_regions_; ++r) plan.places_factor[k * n_regions_ + r] *= factor;
      });
      break;
    }
    case LeverKind::access:
      if (!lever.for_all()) return at_doors(meant(lever, index), door_change(lever, strength));
      for_each_service(lever.services, [&](ServiceId k) {
        s.service[k].reach_shift += static_cast<float>(value("shift") * strength);
      });
      break;
    case LeverKind::need:
      if (!lever.for_all()) {
        some_families(plan.needs, "shift");
        break;
      }
      each_domain([&](std::size_t d) { s.need_shift[d] += value("shift") * strength; });
      break;
    case LeverKind::norm:
      if (!lever.for_all()) return at_doors(meant(lever, index), door_change(lever, strength));
      each_domain([&](std::size_t d) { s.norm_shift[d] += value("shift") * strength; });
      break;
    case LeverKind::occasion:
      if (!lever.for_all()) {
        some_families(plan.occasions, "shift");
        break;
      }
      each_domain([&](std::size_t d) { s.occasion_shift[d] += value("shift") * strength; });
      break;
    case LeverKind::remote:
      if (!lever.for_all()) return at_doors(meant(lever, index), door_change(lever, strength));
      for_each_service(lever.services, [&](ServiceId k) {
        s.service[k].digital_loss += static_cast<float>(value("digital") * strength);
        s.service[k].language_loss += static_cast<float>(value("language") * strength);
      });
      break;
    case LeverKind::fee: {
      const FeeChange change = fee_change(lever, static_cast<float>(strength));
      const ServiceMask doors = lever.for_all() ? lever.services & fees_at_doors(now) : lever.services;
      for_each_service(lever.services & ~doors, [&](ServiceId k) {
        s.service[k].fee = changed(s.service[k].fee, change, services_[k].contacts);
      });
      if (doors != 0) {
        DoorChange at_door = door_change(lever, strength);
        at_door.services = doors;
        at_doors(meant(lever, index), at_door);
      }
      const double doubt = change.kind == FeeChange::Kind::free ? value("doubt") * strength : 0;
      if (doubt == 0) break;
      const ServiceMask asked_a_fee = those_that(lever.services, [&](ServiceId k) {
        return evidence_->catalogue.types[k].fee_per_contact.value > 0;
      });
      at_doors(meant(lever, index), {.services = asked_a_fee, .dare = -static_cast<float>(doubt)});
      break;
    }
    case LeverKind::huis_van_het_kind: {
      ServiceMask houses = 0;
      for (std::size_t k = 0; k < services_.size(); ++k) {
        if (services_[k].box_2021 == Box::huis_van_het_kind) houses |= bit(static_cast<ServiceId>(k));
      }
      multiply_places(houses, value("capacity"));
      for (std::size_t m = 0; m < plan.huis_physical.size(); ++m) {
        if (!where_[index][m] || plan.huis_physical[m]) continue;
        if (house_order_[m] >= value("share") * strength) continue;
        plan.huis_physical[m] = 1;
        plan.huis_welcome[m] += static_cast<float>(value("welcome"));
      }
      break;
    }
  }
}

double Policy::outreach_left(std::size_t town, Month month) const {
  double left = 1;
  for (std::size_t i = 0; i < scenario_->levers.size(); ++i) {
    const Lever& lever = scenario_->levers[i];
    if (lever.kind == LeverKind::budget_cut && where_[i][town])
      left *= 1 - lever.value("outreach", scenario_->parameters.values) * lever.strength(month);
  }
  return left;
}

bool matches(const Who& who, const ParentView& person, AgeBand age, const Spell& life, Month now) {
  const auto in = [](std::uint8_t set, auto category) {
    return ((set >> static_cast<unsigned>(category)) & 1U) != 0;
  };
  const bool has_child = life.youngest_birth != never;
  return in(who.gender, person.gender) && in(who.age, age) && in(who.origin, person.origin) &&
         in(who.education, person.education) && in(who.family_form, person.form) &&
         in(who.holiday, person.no_holiday ? YesNo::no : YesNo::yes) &&
         in(who.unexpected_expense, person.no_expense ? YesNo::no : YesNo::yes) &&
         (who.youngest_age == 0xff ||
          (has_child && in(who.youngest_age, youngest_class(life.youngest_birth, now)))) &&
         (who.children == 0xff ||
          (life.n_children > 0 && in(who.children, children_class(life.n_children)))) &&
         in(who.union_status, life.union_status) && in(who.home_language, person.dutch ? 0U : 1U);
}

}  // namespace uptake
