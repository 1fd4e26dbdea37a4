// SPDX-License-Identifier: Apache-2.0
// What do levers change at the doors of services, and which of them need a place there?
#include <algorithm>

#include "sim/pathway/doors.hpp"
#include "sim/policy/month_plan.hpp"

namespace uptake {

/// Every service of the domains that a lever acts on.
ServiceMask Policy::of_domains(const Lever& lever) const {
  return those_that(~ServiceMask{}, [&](ServiceId k) {
    return k < services_.size() && ((lever.domains >> static_cast<unsigned>(services_[k].domain)) & 1U) != 0;
  });
}

/// What a lever changes at the doors of its services. Sizes hold the ramp.
DoorChange Policy::door_change(const Lever& lever, double strength) const {
  const auto size = [&](std::string_view field) {
    return static_cast<float>(lever.value(field, scenario_->parameters.values) * strength);
  };
  const auto number = [&](std::string_view field) {
    return static_cast<float>(lever.value(field, scenario_->parameters.values));
  };
  const auto part = static_cast<float>(strength);
  DoorChange change{.services = lever.services};
  switch (lever.kind) {
    case LeverKind::access:
      change.reach = size("shift");
      break;
    case LeverKind::pandemic:
      change.services =
          those_that(lever.services, [&](ServiceId k) { return services_[k].door != Door::online; });
      change.reach = -size("closed");
      change.digital_loss = size("digital");
      change.language_loss = size("language");
      break;
    case LeverKind::norm:
      change.services = of_domains(lever);
      change.dare = size("shift");
      break;
    case LeverKind::bridging_figures:
      change.services = of_domains(lever);
      change.dare = -size("label");
      break;
    case LeverKind::remote:
      change.digital_loss = size("digital");
      change.language_loss = size("language");
      break;
    case LeverKind::multilingual:
      change.language = size("language");
      break;
    case LeverKind::father_minded:
      change.father = size("welcome");
      change.dare_vulnerable = -size("blame");
      break;
    case LeverKind::co_location:
      change.dare = size("others");
      change.dare_vulnerable = size("vulnerable") - size("others");
      break;
    case LeverKind::antennas:
      change.travel = size("nearer");
      break;
    case LeverKind::minimum_offer:
      change.within = number("within");
      change.within_part = part;
      break;
    case LeverKind::opening_hours:
      change.hours = size("hours");
      change.dare = size("walk_in");
      break;
    case LeverKind::digital_help:
      change.digital = size("helped");
      break;
    case LeverKind::culturally_fitting:
      change.culture = size("fit");
      change.dare = -size("label");
      break;
    case LeverKind::quality:
      change.quality = size("quality");
      change.dare_vulnerable = size("attitude");
      break;
    case LeverKind::staff:
      change.quality = size("quality");
      break;
    case LeverKind::age_range:
      change.child_to = number("to");
      change.child_part = part;
      break;
    case LeverKind::fee:
      change.fee = fee_change(lever, part);
      break;
    case LeverKind::therapy_refund:
      change.fee = {.kind = FeeChange::Kind::refund,
                    .amount = number("amount"),
                    .contacts = number("contacts"),
                    .advance = number("advance"),
                    .part = part};
      break;
    case LeverKind::automatic_granting:
      change.fee = {.kind = FeeChange::Kind::granted, .part = part};
      break;
    default:
      break;
  }
  return change;
}

FeeChange Policy::fee_change(const Lever& lever, float part) const {
  using Kind = FeeChange::Kind;
  constexpr Kind kinds[] = {Kind::free, Kind::flat, Kind::income_related, Kind::cap};
  const auto number = [&](std::string_view field) {
    return static_cast<float>(lever.value(field, scenario_->parameters.values));
  };
  return {.kind = kinds[lever.choice("rule")],
          .amount = number("amount"),
          .low_amount = number("low_income_amount"),
          .part = part};
}

/// The services whose fee some lever in force changes for some families: there all rules stand in the order
/// of the file, also those for all.
ServiceMask Policy::fees_at_doors(Month now) const {
  ServiceMask services = 0;
  for (const Lever& lever : scenario_->levers) {
    const bool some = lever.kind == LeverKind::therapy_refund ||
                      lever.kind == LeverKind::automatic_granting ||
                      (lever.kind == LeverKind::fee && !lever.for_all());
    if (some && lever.strength(now) > 0) services |= lever.services;
  }
  return services;
}

std::size_t door_changes_of(const Lever& lever) {
  switch (lever.kind) {
    case LeverKind::multilingual:
    case LeverKind::father_minded:
    case LeverKind::co_location:
    case LeverKind::antennas:
    case LeverKind::opening_hours:
    case LeverKind::therapy_refund:
    case LeverKind::automatic_granting:
    case LeverKind::digital_help:
    case LeverKind::culturally_fitting:
    case LeverKind::quality:
    case LeverKind::minimum_offer:
    case LeverKind::age_range:
    case LeverKind::staff:
    case LeverKind::bridging_figures:
      return 1;
    case LeverKind::fee:
      return 2;
    case LeverKind::access:
    case LeverKind::norm:
    case LeverKind::pandemic:
    case LeverKind::remote:
      return lever.for_all() ? 0 : 1;
    default:
      return 0;
  }
}

}  // namespace uptake
