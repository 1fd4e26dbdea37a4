// SPDX-License-Identifier: Apache-2.0
// A village made by hand: two municipalities, six services, families as a test wants them, and a world in
// which the test itself writes what happened. Nothing is simulated.
#pragma once

#include <array>
#include <memory>
#include <string>

#include "sim/base/random.hpp"
#include "sim/world/world.hpp"

namespace uptake::village {

inline constexpr auto relationship = static_cast<std::size_t>(Domain::relationship);
inline constexpr auto parenting = static_cast<std::size_t>(Domain::parenting);

enum Service : ServiceId { therapist, couple_site, kind_en_gezin, huis, shop, parenting_site };

inline Evidence evidence() {
  Evidence e;
  const auto add = [&](std::string code, Domain domain, Box box_2016, Box box_2021) -> ServiceType& {
    ServiceType type;
    type.code = std::move(code);
    type.domain = domain;
    type.box_2016 = box_2016;
    type.box_2021 = box_2021;
    e.catalogue.types.push_back(type);
    return e.catalogue.types.back();
  };
  add("R5", Domain::relationship, Box::psych, Box::psych).payer = Payer::family;
  add("R2", Domain::relationship, Box::info_online_print, Box::info_online_print).self_help = true;
  add("P1", Domain::parenting, Box::kind_en_gezin, Box::kind_en_gezin).cost_per_family.value = 300;
  add("P3", Domain::parenting, Box::huis_van_het_kind, Box::huis_van_het_kind).payer = Payer::local;
  add("P4", Domain::parenting, Box::parenting_shop, Box::parenting_shop);
  add("P9", Domain::parenting, Box::info_online_print, Box::info_online_print).self_help = true;
  e.catalogue.types[huis].cost_per_family.value = 40;
  e.catalogue.types[therapist].cost_per_family.value = 600;  // the families' own cost: it is in their fees
  e.municipalities.list.resize(2);
  e.municipalities.list[0].family_share = e.municipalities.list[1].family_share = 0.5;
  e.municipalities.list[1].urbanity = Urbanity::centre;
  e.municipalities.list[1].size_class = 4;
  e.municipalities.size_classes = {"lt10000"};
  e.municipalities.centres = {1};
  e.municipalities.region = {0, 0};
  return e;
}

inline Parameters parameters() {
  Parameters p;
  p.need_worry_a_little = p.need_strain_a_little = 0;
  p.need_worry_fairly = p.need_strain_fairly = 1;
  p.need_worry_very = p.need_strain_very = 2;
  p.survey_worry_noise = 0.15;
  p.survey_satisfaction_noise = 0.5;
  p.survey_support_noise = 0.5;
  p.survey_cut_satisfaction = 1.7;
  p.survey_cut_quality = 0.7;
  p.survey_cut_parenting = 1.7;
  p.survey_also_earlier = 0.33;
  p.survey_salience = 0.6;
  p.dare_guilt_half_life = 6;
  return p;
}

/// Add families first, then open the world, then write into it.
class Village {
 public:
  Village() : evidence_(evidence()) {
    scenario.parameters.values = parameters();
    population.spell_begin.push_back(0);
  }

  /// A parent in a household; its one spell runs from 1991 on. The caller may change the spell before `open`.
  ParentId parent(HouseholdId household, Gender gender = Gender::women) {
    Population& p = population;
    const auto self = static_cast<ParentId>(p.n_parents());
    const RandomKey key{7, 7};
    ParentTraits traits;
    traits.partner_support = static_cast<float>(normal(key, self, 0, Purpose::lineage_traits, 0));
    traits.network_support = static_cast<float>(normal(key, self, 0, Purpose::lineage_traits, 1));
    traits.birth = static_cast<Month>(month_of(1960, 1) + static_cast<int>(self * 37 % 360));
    traits.gender = gender;
    traits.origin = static_cast<Origin>(self % 3);
    traits.education = static_cast<Education>((self / 2) % 3);
    traits.dutch_at_home = 1;
    p.traits.push_back(traits);
    p.id.push_back(self + 1);
    while (p.municipality.size() <= household)
      p.municipality.push_back(static_cast<std::uint16_t>(p.municipality.size() % 2));
    p.spells.push_back(
        Spell{.start = first_month,
              .youngest_birth = static_cast<Month>(month_of(2010, 3) + static_cast<int>(self % 60)),
              .eldest_birth = month_of(2009, 3),
              .union_start = never,
              .household = household,
              .partner = nobody,
              .form = Form::single_parent,
              .union_status = UnionStatus::no_partner,
              .n_children = static_cast<std::uint8_t>(1 + self % 5),
              .flags = in_flanders | respondent | parent_at_large});
    p.spell_begin.push_back(static_cast<std::uint32_t>(p.spells.size()));
    return self;
  }

  /// A couple with their own child, together since 2005.
  std::array<ParentId, 2> couple(HouseholdId household) {
    const ParentId a = parent(household, Gender::women), b = parent(household, Gender::men);
    for (const ParentId i : {a, b}) {
      Spell& life = spell(i);
      life.form = Form::intact;
      life.union_status = UnionStatus::married;
      life.union_start = month_of(2005, 6);
      life.partner = i == a ? b : a;
    }
    return {a, b};
  }

  Spell& spell(ParentId i) { return population.spells[i]; }

  /// The world in a month, with everybody active and nothing that has happened yet.
  World open(Month now) {
    RunInputs in;
    in.evidence = &evidence_;
    in.scenario = &scenario;
    in.population = &population;
    in.network = &network;
    in.key = {11, 0};
    World world(in);
    world.now = now;
    for (ParentId i = 0; i < world.n_parents(); ++i) {
      world.spell[i] = i;
      world.active[i] = 1;
      world.present.push_back(i);
      world.settle(i);
    }
    YearCounts year;
    year.year = year_of(now);
    for (auto* by_service : {&year.started, &year.queued, &year.reneged, &year.wait_months, &year.places,
                             &year.paid_places, &year.family_fees, &year.fee_relief, &year.advice}) {
      by_service->assign(world.n_services(), 0);
    }
    year.lever_units.assign(scenario.levers.size(), 0);
    year.lever_years.assign(scenario.levers.size(), 0);
    world.years.push_back(year);
    return world;
  }

  Scenario scenario;
  Population population;
  Network network;

 private:
  Evidence evidence_;
};

/// A perceived use that is never forgotten.
inline UseRecord use(ParentId parent, Month month, ServiceId service, Domain domain,
                     Helped helped = Helped::fairly) {
  return {.parent = parent,
          .month = month,
          .forgotten = never,
          .union_start = never,
          .service = service,
          .domain = domain,
          .helped = helped,
          .flags = use_formal | use_perceived};
}

/// Many families with invented but repeatable histories: lone parents, couples, parents whose child lives
/// elsewhere.
inline World crowd(Village& v, Month now, HouseholdId n_households) {
  const RandomKey key{3, 3};
  for (HouseholdId h = 0; h < n_households; ++h) {
    const double u = uniform(key, h, 0, Purpose::lineage);
    if (u < 0.3) {
      v.parent(h, u < 0.1 ? Gender::men : Gender::women);
    } else if (u < 0.9) {
      const auto both = v.couple(h);
      if (u > 0.8) {  // a stepfamily: one has no child of its own
        v.spell(both[1]).flags = in_flanders;
        for (const ParentId i : both) v.spell(i).form = Form::stepfamily;
      }
    } else {
      Spell& life = v.spell(v.parent(h, Gender::men));
      life.flags = in_flanders | parent_at_large;
      life.form = Form::none;
      life.n_children = 0;
      life.youngest_birth = life.eldest_birth = never;
    }
  }
  for (Spell& life : v.population.spells) {
    const auto i = static_cast<std::uint32_t>(&life - v.population.spells.data());
    if (uniform(key, i, 0, Purpose::lineage_deprivation, 0) < 0.2) life.flags |= no_holiday;
    if (uniform(key, i, 0, Purpose::lineage_deprivation, 1) < 0.25) life.flags |= no_expense;
  }
  World world = v.open(now);
  for (ParentId i = 0; i < world.n_parents(); ++i) {
    const auto draw = [&](std::uint32_t k) { return uniform(key, i, 0, Purpose::walk, k); };
    for (std::size_t d = 0; d < n_domains; ++d) {
      const auto domain = static_cast<Domain>(d);
      world.need[d][i] =
          static_cast<float>(normal(key, i, 0, Purpose::monthly, static_cast<std::uint32_t>(d)));
      world.months_in_need[d][i] =
          world.need[d][i] > 1 ? static_cast<std::uint8_t>(12 * draw(90)) : std::uint8_t{0};
      for (std::uint32_t n = 0; n < 3; ++n) {
        const auto at = static_cast<std::uint32_t>(d) * 40 + n * 8;
        if (draw(at) > 0.3) continue;
        const auto month = static_cast<Month>(now - static_cast<int>(draw(at + 1) * 60));
        const auto service = static_cast<ServiceId>(d == 0 ? draw(at + 2) * 2 : 2 + draw(at + 2) * 4);
        UseRecord record = use(i, month, service, domain, static_cast<Helped>(draw(at + 3) * 4));
        record.forgotten =
            draw(at + 4) < 0.5 ? never : static_cast<Month>(month + 12 + static_cast<int>(draw(at + 5) * 40));
        record.union_start = draw(at + 6) < 0.6 ? v.spell(i).union_start : month_of(1999, 1);
        if (draw(at + 7) < 0.2) record.flags = use_formal;
        if (draw(at + 7) > 0.9) record.flags |= use_at_ending;
        world.uses.push_back(record);
        world.last_contact[d][i] = std::max(world.last_contact[d][i], month);
        if (record.helped <= Helped::fairly)
          world.lived[i][d].last_helped = std::max(world.lived[i][d].last_helped, month);
      }
      if (draw(91) < 0.6) {
        world.stop(i, domain, static_cast<Gate>(draw(92) * n_gates), static_cast<int>(draw(94) * 4));
        world.lived[i][d].last_reasons = static_cast<std::uint16_t>(1 + draw(93) * 16000);
      }
    }
  }
  return world;
}

}  // namespace uptake::village
