// SPDX-License-Identifier: Apache-2.0
// Stage 1: the policy levers of this month become settings; every service gets its places.
#include "sim/world/step_order.hpp"

#include <algorithm>

#include "sim/world/record_use.hpp"

namespace uptake {
namespace {

void begin_year(World& world) {
  YearCounts counts;
  counts.year = year_of(world.now);
  for (auto* by_service :
       {&counts.started, &counts.queued, &counts.reneged, &counts.wait_months, &counts.places,
        &counts.paid_places, &counts.family_fees, &counts.fee_relief, &counts.advice}) {
    by_service->assign(world.n_services(), 0);
  }
  counts.lever_units.assign(world.in.scenario->levers.size(), 0);
  counts.lever_years.assign(world.in.scenario->levers.size(), 0);
  world.years.push_back(std::move(counts));
  if (!world.in.whole_record) forget_uses(world);
}

/// The places that a region contributes to a service this month.
double places_in(const World& world, ServiceId k, std::size_t region) {
  return world.usual_places(k) * world.region_share[region] *
         world.plan.places_factor[k * world.n_regions() + region];
}

/// What a lever for places multiplies those of a region by.
double places_factor(const World& world, std::size_t lever, std::size_t region) {
  const Lever& l = world.in.scenario->levers[lever];
  return 1 + (l.value("factor", world.in.scenario->parameters.values) - 1) * l.strength(world.now) *
                 world.policy.where_share(lever, region);
}

/// The places that levers add to a service, each to what those before it in the file made of them.
void count_added_places(World& world, ServiceId k) {
  const auto& levers = world.in.scenario->levers;
  const auto adds = [&](const Lever& l) {
    return l.kind == LeverKind::capacity && l.who.everybody() && (l.services & bit(k)) != 0;
  };
  if (std::none_of(levers.begin(), levers.end(), adds)) return;
  for (std::size_t r = 0; r < world.n_regions(); ++r) {
    double all = 1;
    for (std::size_t i = 0; i < levers.size(); ++i) all *= adds(levers[i]) ? places_factor(world, i, r) : 1.0;
    if (all <= 0) continue;  // closed: of no places it cannot be said what they were
    double before = places_in(world, k, r) / all;
    for (std::size_t i = 0; i < levers.size(); ++i) {
      if (!adds(levers[i])) continue;
      const double factor = places_factor(world, i, r);
      const double added = before * (factor - 1);
      before *= factor;
      world.year().lever_units[i] += added * world.real_per_simulated;
      if (levers[i].cost.per_unit > 0) world.year().paid_places[k] += added;
    }
  }
}

/// Places for some families, beside those for all.
void keep_places(World& world, const ReachingLever& lever) {
  KeptPlaces& kept = world.kept_by(lever);
  std::fill(kept.places.begin(), kept.places.end(), 0.0);
  for_each_service(lever.lever->services, [&](ServiceId k) {
    for (std::size_t r = 0; r < world.n_regions(); ++r) {
      const double places = places_in(world, k, r) * lever.kept * world.policy.where_share(lever.index, r);
      kept.places[world.queue_index(k, r)] += places;
      world.year().places[k] += places;
      world.year().lever_units[lever.index] += places * world.real_per_simulated;
      if (lever.lever->cost.per_unit > 0) world.year().paid_places[k] += places;
    }
  });
}

/// Units of levers that are there whether or not a family meets them: extra places, extra houses.
void count_standing_units(World& world) {
  const auto& levers = world.in.scenario->levers;
  const Municipalities& towns = world.in.evidence->municipalities;
  for (std::size_t k = 0; k < world.n_services(); ++k) count_added_places(world, static_cast<ServiceId>(k));
  for (std::size_t i = 0; i < levers.size(); ++i) {
    const double strength = levers[i].strength(world.now);
    if (strength <= 0) continue;
    world.year().lever_years[i] += strength / 12.0;
    if (levers[i].kind == LeverKind::huis_van_het_kind) {
      double houses = 0;
      for (std::size_t m = 0; m < towns.list.size(); ++m) {
        if (world.plan.huis_physical[m] && towns.list[m].huis != HuisForm::physical) ++houses;
      }
      world.year().lever_units[i] += houses / 12.0;
    }
  }
}

}  // namespace

void calendar(World& world) {
  world.policy.month(world.now, world.plan);
  if (world.years.empty() || calendar_month_of(world.now) == 1) begin_year(world);
  for (std::size_t k = 0; k < world.n_services(); ++k) {
    const auto id = static_cast<ServiceId>(k);
    for (std::size_t r = 0; r < world.n_regions(); ++r) world.queues[k * world.n_regions() + r].places = 0;
    for (std::size_t r = 0; r < world.n_regions(); ++r) {
      const double places = places_in(world, id, r);
      world.queues[world.queue_index(id, r)].places += places;
      world.year().places[k] += places;
    }
  }
  for (const ReachingLever& lever : world.plan.reserving) keep_places(world, lever);
  count_standing_units(world);
}

}  // namespace uptake
