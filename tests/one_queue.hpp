// SPDX-License-Identifier: Apache-2.0
// A world of parents who only wait: the allocation stage alone, on one service in one region.
#pragma once

#include "small_world.hpp"

namespace uptake::small {

/// Parents 0..n-1, each alone in Flanders from the first month to the last, all in one municipality.
inline Population idle_parents(std::size_t n) {
  Population all;
  all.families_2016 = all.real_families_2016 = 1;
  ParentTraits alike;
  alike.birth = month_of(1991, 1);
  alike.dutch_at_home = 1;
  all.traits.assign(n, alike);
  all.municipality.assign(1, 0);
  for (std::size_t i = 0; i < n; ++i) {
    all.id.push_back(hash_id(static_cast<std::uint32_t>(i), 1));
    all.spell_begin.push_back(static_cast<std::uint32_t>(i));
    all.spells.push_back(Spell{first_month, month_of(1991, 1), month_of(1991, 1), never, 0, nobody,
                               Form::single_parent, UnionStatus::no_partner, 1, in_flanders | respondent});
  }
  all.spell_begin.push_back(static_cast<std::uint32_t>(n));
  all.change_begin.assign(static_cast<std::size_t>(end_month) + 2, 0);
  return all;
}

/// The world with one service's queue at hand. Parents join it once and never come back.
class OneQueue {
 public:
  OneQueue(std::size_t n_parents, RandomKey key, std::string_view code = "P7")
      : people_{idle_parents(n_parents), Network(n_parents, {})},
        service_(evidence().catalogue.find(code)),
        world_(inputs(people_, scenario(), {.key = key})) {
    for (std::size_t i = 0; i < n_parents; ++i) {
      world_.spell[i] = static_cast<std::uint32_t>(i);
      world_.active[i] = 1;
    }
    world_.now = first_month;
    calendar(world_);
  }
  OneQueue(const OneQueue&) = delete;
  OneQueue& operator=(const OneQueue&) = delete;

  [[nodiscard]] World& world() { return world_; }
  [[nodiscard]] Population& people() { return people_.population; }
  [[nodiscard]] Queue& queue() { return world_.queues[world_.queue_index(service_, world_.region_of(0))]; }
  [[nodiscard]] ServiceId service() const { return service_; }
  [[nodiscard]] std::size_t domain() const {
    return static_cast<std::size_t>(evidence().catalogue.types[service_].domain);
  }

  void join(ParentId i, std::uint8_t priority = 0, std::uint32_t tie = 0) {
    world_.lived[i][domain()].stage = Stage::waiting;
    world_.lived[i][domain()].service = service_;
    world_.lived[i][domain()].since = world_.now;
    world_.lived[i][domain()].episode_flags = use_formal;
    queue().tickets.push_back({i, world_.now, priority, tie});
  }

  /// Gives out a month's places; returns how many gave up.
  double allocate(double places) {
    for (Queue& other : world_.queues) other.places = 0;
    queue().places = places;
    const double before = world_.year().reneged[service_];
    allocation(world_);
    return world_.year().reneged[service_] - before;
  }
  void next_month() { ++world_.now; }

 private:
  Families people_;
  ServiceId service_;
  World world_;
};

}  // namespace uptake::small
