// SPDX-License-Identifier: Apache-2.0
#include "sim/policy/difference.hpp"

#include <algorithm>
#include <stdexcept>
#include <string>
#include <string_view>
#include <tuple>

namespace uptake {
namespace {

auto parts(const Who& w) {
  return std::tie(w.gender, w.age, w.origin, w.education, w.family_form, w.holiday, w.unexpected_expense,
                  w.youngest_age, w.home_language, w.children, w.union_status);
}
auto parts(const Where& w) { return std::tie(w.size_class, w.urbanity, w.province, w.region); }
auto parts(const LeverCost& c) {
  return std::tie(c.fixed_per_year, c.per_unit, c.fixed_bounds, c.unit_bounds, c.payer, c.price_year,
                  c.grade);
}
auto parts(const Lever& l) {
  return std::tie(l.kind, l.name, l.from, l.until, l.ramp, l.values, l.bounds, l.named, l.services, l.domains,
                  l.points);
}

/// When a lever could first do anything. One that follows points in time does so always.
Month first_act(const Lever& lever) {
  return lever.points.empty() ? std::max(lever.from, first_month) : first_month;
}

/// Whether draws leave a parameter alone, since the scenario sets it by itself.
bool is_own(const Scenario& scenario, std::string_view key) {
  return scenario.origins.contains("parameters." + std::string(key));
}

bool same_parameters(const Scenario& a, const Scenario& b) {
  const auto slots = parameter_slots();
  return std::all_of(slots.begin(), slots.end(), [&](const ParameterSlot& slot) {
    return a.parameters.values.*(slot.member) == b.parameters.values.*(slot.member) &&
           is_own(a, slot.key) == is_own(b, slot.key);
  });
}

}  // namespace

bool same_effect(const Lever& a, const Lever& b) {
  return parts(a) == parts(b) && parts(a.who) == parts(b.who) && parts(a.where) == parts(b.where) &&
         parts(a.cost) == parts(b.cost);
}

Month shared_until(const Scenario& a, const Scenario& b) {
  if (a.mechanisms != b.mechanisms || a.structure != b.structure || !same_parameters(a, b))
    return first_month;
  Month until = std::min(a.until, b.until);
  const std::size_t n = std::max(a.levers.size(), b.levers.size());
  for (std::size_t i = 0; i < n; ++i) {  // by place: lead-ins share one draw, in the order of the file
    const Lever* in_a = i < a.levers.size() ? &a.levers[i] : nullptr;
    const Lever* in_b = i < b.levers.size() ? &b.levers[i] : nullptr;
    if (in_a != nullptr && in_b != nullptr && same_effect(*in_a, *in_b)) continue;
    for (const Lever* lever : {in_a, in_b}) {
      if (lever != nullptr) until = std::min(until, first_act(*lever));
    }
  }
  return until;
}

const Setting& Difference::setting() const {
  if (after) return *after;
  if (before) return *before;
  throw std::logic_error("a difference without sides");
}

std::vector<Difference> differences(const Scenario& before, const Scenario& after, const Evidence& evidence) {
  const auto counts = [](const Setting& s) { return s.of != Setting::Of::scenario || s.key == "until"; };
  const auto same_place = [](const Setting& a, const Setting& b) {
    return a.of == b.of && a.lever == b.lever && a.key == b.key;
  };
  const std::vector<Setting> old = settings_in_force(before, evidence);
  const std::vector<Setting> now = settings_in_force(after, evidence);
  const auto find = [&](const std::vector<Setting>& in, const Setting& wanted) {
    return std::find_if(in.begin(), in.end(), [&](const Setting& s) { return same_place(s, wanted); });
  };
  std::vector<Difference> found;
  for (const Setting& setting : now) {
    if (!counts(setting)) continue;
    const auto was = find(old, setting);
    if (was == old.end()) {
      found.push_back({{}, setting});
    } else if (was->value != setting.value) {
      found.push_back({*was, setting});
    }
  }
  for (const Setting& setting : old) {
    if (counts(setting) && find(now, setting) == now.end()) found.push_back({setting, {}});
  }
  return found;
}

}  // namespace uptake
