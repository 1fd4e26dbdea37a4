// SPDX-License-Identifier: Apache-2.0
#include "sim/policy/month_plan.hpp"

#include <algorithm>

#include "sim/base/random.hpp"
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

/// What a month leaves of an effect that halves in so many months.
float half_life_keep(double months) { return static_cast<float>(pow_fixed(0.5, 1.0 / months)); }

bool in_set(std::uint32_t set, std::size_t index) { return index >= 32 || ((set >> index) & 1U) != 0; }

/// The index of a province in order of first appearance, as the scenario reader counts them.
std::size_t province_index(const Municipalities& all, const std::string& province) {
  std::vector<std::string> seen;
  for (const Municipality& m : all.list) {
    if (std::find(seen.begin(), seen.end(), m.province) == seen.end()) seen.push_back(m.province);
    if (m.province == province) break;
  }
  return static_cast<std::size_t>(std::find(seen.begin(), seen.end(), province) - seen.begin());
}

}  // namespace

Policy::Policy(const Evidence& evidence, const Scenario& scenario)
    : evidence_(&evidence), scenario_(&scenario), n_regions_(evidence.municipalities.centres.size()) {
  for (const ServiceType& type : evidence.catalogue.types) services_.push_back(numbers_of(type));
  const Municipalities& towns = evidence.municipalities;
  std::vector<double> region_share(n_regions_, 0);
  for (std::size_t m = 0; m < towns.list.size(); ++m)
    region_share[towns.region[m]] += towns.list[m].family_share;
  for (const Lever& lever : scenario.levers) {
    std::vector<std::uint8_t> here(towns.list.size(), 0);
    std::vector<double> share(n_regions_, 0);
    for (std::size_t m = 0; m < towns.list.size(); ++m) {
      const Municipality& town = towns.list[m];
      here[m] = in_set(lever.where.size_class, static_cast<std::size_t>(town.size_class)) &&
                in_set(lever.where.urbanity, static_cast<std::size_t>(town.urbanity)) &&
                in_set(lever.where.province, province_index(towns, town.province));
      if (here[m]) share[towns.region[m]] += town.family_share;
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
  s.services = &services_;
  s.service.assign(n, {});
  plan.places_factor.assign(n * n_regions_, 1.0);
  plan.huis_physical.resize(towns.list.size());
  plan.huis_welcome.assign(towns.list.size(), 0.0F);
  plan.campaigns.clear();
  plan.lead_ins.clear();
  plan.bridging.clear();
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
  }

  s.existing = s.universal = s.self_help = 0;
  for (std::size_t k = 0; k < n; ++k) {
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

ReachingLever Policy::reaching(const Lever& lever, std::size_t index, double strength) const {
  ReachingLever r{.lever = &lever, .index = index, .address = lever.address(), .where = &where_[index]};
  const auto value = [&](std::string_view field) { return lever.value(field, scenario_->parameters.values); };
  if (lever.kind == LeverKind::lead_in) {
    r.ask = value("ask") * strength;
    r.warm = value("warm");
    r.contact = static_cast<ContactPoint>(lever.choice("contact"));
    return r;
  }
  r.reach = value("reach") * strength;
  r.learn = value("learn");
  if (lever.kind == LeverKind::campaign) {
    r.lean = value("fluency_bias");
    r.dare = static_cast<float>(value("taboo"));
    r.guilt = static_cast<float>(value("guilt"));
    r.keep = half_life_keep(std::max(value("half_life"), 0.1));
  } else {
    r.dare = static_cast<float>(value("trust"));
    r.accompany = static_cast<float>(value("accompany"));
    r.keep = half_life_keep(scenario_->parameters.values.dare_guilt_half_life);
  }
  return r;
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
  switch (lever.kind) {
    case LeverKind::campaign:
      plan.campaigns.push_back(reaching(lever, index, strength));
      break;
    case LeverKind::lead_in:
      plan.lead_ins.push_back(reaching(lever, index, strength));
      break;
    case LeverKind::bridging_figures:
      plan.bridging.push_back(reaching(lever, index, strength));
      break;
    case LeverKind::capacity:
      multiply_places(lever.services, value("factor"));
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
      for_each_service(lever.services, [&](ServiceId k) {
        s.service[k].reach_shift += static_cast<float>(value("shift") * strength);
      });
      break;
    case LeverKind::need:
      each_domain([&](std::size_t d) { s.need_shift[d] += value("shift") * strength; });
      break;
    case LeverKind::norm:
      each_domain([&](std::size_t d) { s.norm_shift[d] += value("shift") * strength; });
      break;
    case LeverKind::occasion:
      each_domain([&](std::size_t d) { s.occasion_shift[d] += value("shift") * strength; });
      break;
    case LeverKind::remote:
      for_each_service(lever.services, [&](ServiceId k) {
        s.service[k].digital_loss += static_cast<float>(value("digital") * strength);
        s.service[k].language_loss += static_cast<float>(value("language") * strength);
      });
      break;
    case LeverKind::fee: {
      enum { free, flat, income_related, cap };
      const auto amount = static_cast<float>(value("amount"));
      const auto low_amount = static_cast<float>(value("low_income_amount"));
      for_each_service(lever.services, [&](ServiceId k) {
        FeeRule& fee = s.service[k].fee;
        FeeRule wanted = fee;
        switch (lever.choice("rule")) {
          case free:
            wanted = {0, 0};
            break;
          case flat:
            wanted = {amount, amount};
            break;
          case income_related:
            wanted = {amount, low_amount};
            break;
          case cap:
            wanted = {std::min(fee.full, amount), std::min(fee.low, amount)};
            break;
          default:
            break;
        }
        const auto part = static_cast<float>(strength);
        fee = {fee.full + part * (wanted.full - fee.full), fee.low + part * (wanted.low - fee.low)};
      });
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

bool matches(const Who& who, const ParentView& person, AgeBand age, bool has_child, YoungestAge youngest) {
  const auto in = [](std::uint8_t set, auto category) {
    return ((set >> static_cast<unsigned>(category)) & 1U) != 0;
  };
  return in(who.gender, person.gender) && in(who.age, age) && in(who.origin, person.origin) &&
         in(who.education, person.education) && in(who.family_form, person.form) &&
         in(who.holiday, person.no_holiday ? YesNo::no : YesNo::yes) &&
         in(who.unexpected_expense, person.no_expense ? YesNo::no : YesNo::yes) &&
         (who.youngest_age == 0xff || (has_child && in(who.youngest_age, youngest))) &&
         in(who.home_language, person.dutch ? 0U : 1U);
}

}  // namespace uptake
