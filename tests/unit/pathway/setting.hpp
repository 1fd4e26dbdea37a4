// SPDX-License-Identifier: Apache-2.0
// A pathway without a world: what the tests of gates and of the second sort of help walk through.
#pragma once

#include <vector>

#include "sim/pathway/journey.hpp"

namespace uptake {

/// The shipped parameters, a handful of invented services, one willing parent.
struct Setting {
  ParameterSet set = load_parameters(UPTAKE_SOURCE_DIR "/scenarios/data/parameters");
  std::vector<ServiceNumbers> services;
  PathwaySettings s;
  std::vector<float> waits = std::vector<float>(64, 0.0F);
  ParentView x;

  Setting() {
    s.self_help = 0b1000;
    const auto add = [&](Door door, Entry entry, ServiceForm form) {
      services.push_back({.domain = Domain::parenting,
                          .form = form,
                          .door = door,
                          .entry = entry,
                          .language = Language::dutch_only,
                          .self_help = false,
                          .couple = false,
                          .evening = true,
                          .vulnerable_first = false,
                          .child_from = 0,
                          .child_to = 24,
                          .stigma = 0,
                          .fit = 0,
                          .visibility = 1,
                          .quality = 0,
                          .perceived = 1,
                          .wait_months = 0,
                          .months = 3,
                          .contacts = 5,
                          .box_2016 = Box::psych,
                          .box_2021 = Box::psych});
    };
    add(Door::centre, Entry::open, ServiceForm::individual);
    add(Door::municipality, Entry::open, ServiceForm::group);
    add(Door::centre, Entry::referred, ServiceForm::individual);
    add(Door::online, Entry::open, ServiceForm::website);
    s.parameters = &set.values;
    s.on.set();
    s.services = &services;
    s.service.resize(services.size());
    for (std::size_t k = 0; k < services.size(); ++k) s.service[k].suits = p_suits(set.values, services[k]);
    s.existing = s.of_domain[static_cast<std::size_t>(Domain::parenting)] = 0b1111;
    x.id = 7;
    x.known = 0b111;
    x.need = 2;
    x.youngest_years = x.eldest_years = 8;
    x.expected_wait = waits.data();
  }
  Journey walk_once(std::uint32_t id, Start start = Start::occasion) {
    x.id = id;
    return walk(s, JourneyKey{{1, 0}, 300, Domain::parenting}, x, nullptr, start);
  }
  void every_type_suits() {
    for (ServiceSettings& service : s.service) service.suits = 1;
  }
  /// How many of 4,000 parents end at a gate (or are served).
  int count(Gate gate, Start start = Start::occasion) {
    int n = 0;
    for (std::uint32_t id = 0; id < 4000; ++id) n += walk_once(id, start).stopped == gate;
    return n;
  }
  void only(Mechanism mechanism) {
    s.on.reset();
    s.on.set(static_cast<std::size_t>(mechanism));
  }
};

}  // namespace uptake
