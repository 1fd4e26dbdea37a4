// SPDX-License-Identifier: Apache-2.0
// Does the allocation stage give places in the order it says? Against its slow twin, person by person.
#include <cmath>

#include "one_queue.hpp"
#include "reference/monthly_queue.hpp"

namespace uptake {
namespace {

constexpr int n_people = 600;
constexpr int n_months = 120;

/// Who joins when, with which priority and tie: the same for the stage and its twin.
std::vector<std::vector<reference::Waiting>> arrivals(std::uint32_t seed, double a_month) {
  std::vector<std::vector<reference::Waiting>> by_month(n_months);
  double due = 0;
  int person = 0;
  for (int m = 0; m < n_months; ++m) {
    due += 2 * a_month * uniform({seed, 9}, 0, static_cast<Month>(m), Purpose::sampling);
    for (; due >= 1 && person < n_people; due -= 1, ++person) {
      const auto words = random_words({seed, 9}, static_cast<std::uint32_t>(person), 0, Purpose::sampling, 1);
      by_month[static_cast<std::size_t>(m)].push_back(
          {person, m, static_cast<int>(words[0] % 2), words[1] % 3});
    }
  }
  return by_month;
}

std::vector<reference::Event> by_stage(std::uint32_t seed, double a_month, double places,
                                       bool triage = true) {
  small::OneQueue one(n_people, {seed, 0});
  World& w = one.world();
  const std::size_t d = one.domain();
  std::vector<reference::Event> events;
  std::vector<Stage> before(n_people, Stage::idle);
  const auto joins = arrivals(seed, a_month);
  for (int m = 0; m < n_months; ++m) {
    for (const reference::Waiting& j : joins[static_cast<std::size_t>(m)])
      one.join(static_cast<ParentId>(j.person), static_cast<std::uint8_t>(triage ? j.priority : 0), j.tie);
    for (std::size_t i = 0; i < n_people; ++i) before[i] = w.lived[i][d].stage;
    one.allocate(places);
    for (int i = 0; i < n_people; ++i) {
      const auto at = static_cast<std::size_t>(i);
      if (before[at] != Stage::waiting || w.lived[at][d].stage == Stage::waiting) continue;
      events.push_back({i, m, w.lived[at][d].stage == Stage::admitted});
    }
    one.next_month();
  }
  return events;
}

std::vector<reference::Event> by_twin(std::uint32_t seed, double a_month, double places) {
  const small::OneQueue one(n_people, {seed, 0});
  const Population all = small::idle_parents(n_people);
  const double p = small::scenario().parameters.values.wait_renege;
  reference::MonthlyQueue line;
  std::vector<reference::Event> events;
  const auto joins = arrivals(seed, a_month);
  for (int m = 0; m < n_months; ++m) {
    auto happened = line.month(m, joins[static_cast<std::size_t>(m)], places, [&](int person) {
      return uniform({seed, 0}, all.id[static_cast<std::size_t>(person)], static_cast<Month>(m),
                     Purpose::renege, one.service()) < p;
    });
    std::sort(happened.begin(), happened.end(),
              [](const auto& a, const auto& b) { return a.person < b.person; });
    events.insert(events.end(), happened.begin(), happened.end());
  }
  return events;
}

TEST(Allocation, GivesPlacesAsItsSlowTwinDoes) {
  for (const double places : {0.0, 0.03, 0.4, 1.0, 2.7, 4.0, 9.0}) {
    for (const std::uint32_t seed : {1U, 2U}) {
      const auto stage = by_stage(seed, 4, places), twin = by_twin(seed, 4, places);
      ASSERT_EQ(stage.size(), twin.size()) << places << " places a month, seed " << seed;
      for (std::size_t i = 0; i < stage.size(); ++i) {
        ASSERT_EQ(stage[i], twin[i]) << places << " places a month: event " << i << ", person "
                                     << stage[i].person << " month " << stage[i].month;
      }
      EXPECT_GT(stage.size(), 100U);
    }
  }
}

/// The same people at the door, with more and more places.
void more_places(std::uint32_t seed, bool triage) {
  std::vector<int> entry(n_people, 0), served_at(n_people, n_months), total(n_months, 0);
  for (const auto& month : arrivals(seed, 4)) {
    for (const auto& j : month) entry[static_cast<std::size_t>(j.person)] = j.entry;
  }
  double waited_before = 1e9;
  for (const double places : {0.5, 1.0, 2.0, 3.0, 4.0, 8.0}) {
    const std::string said = std::to_string(places) + " places, seed " + std::to_string(seed);
    std::vector<int> now_at(n_people, n_months), now_total(n_months, 0);
    double waited = 0, n = 0;
    for (const reference::Event& e : by_stage(seed, 4, places, triage)) {
      if (!e.served) continue;
      const auto i = static_cast<std::size_t>(e.person);
      now_at[i] = e.month;
      waited += e.month - entry[i];
      ++n;
      for (int m = e.month; m < n_months; ++m) ++now_total[static_cast<std::size_t>(m)];
    }
    for (std::size_t i = 0; i < n_people; ++i) {
      if (served_at[i] < n_months) {
        EXPECT_LE(now_at[i], served_at[i]) << "person " << i << ", " << said;
      }
    }
    for (std::size_t m = 0; m < n_months; ++m) EXPECT_GE(now_total[m], total[m]) << said;
    // With triage the mean over those who start may rise: more places also reach those behind, who waited
    // long and used to give up.
    if (!triage) {
      EXPECT_LE(waited / n, waited_before) << said;
    }
    served_at = now_at;
    total = now_total;
    waited_before = waited / n;
  }
}

TEST(Allocation, MorePlacesServeNobodyLater) {
  for (const std::uint32_t seed : {1U, 2U, 3U}) {
    more_places(seed, false);
    more_places(seed, true);
  }
}

TEST(Allocation, KeptPlacesGoToTheirFamiliesAloneAndLapseWithoutThem) {
  small::OneQueue one(6, {1, 0});
  World& w = one.world();
  const auto q = static_cast<std::size_t>(&one.queue() - w.queues.data());
  const std::vector<ParentId> women{0, 1}, men{2, 3, 4, 5};
  for (const ParentId i : men) one.people().traits[i].gender = Gender::men;
  Lever lever;
  lever.kind = LeverKind::capacity;
  lever.name = "kept";
  lever.services = bit(one.service());
  lever.who.gender = set_of(Gender::women);
  const std::vector<std::uint8_t> everywhere(w.in.evidence->municipalities.list.size(), 1);
  w.plan.reserving = {{.lever = &lever, .address = lever.address(), .where = &everywhere}};
  w.kept_by(w.plan.reserving[0]).places[q] = 0.6;
  const auto waits = [&](ParentId i) { return w.lived[i][one.domain()].stage == Stage::waiting; };
  for (const ParentId i : men) one.join(i, 0, 0);  // they came first
  one.join(women[0], 0, 1);
  one.join(women[1], 0, 2);
  one.allocate(0);
  EXPECT_TRUE(waits(women[0])) << "0.6 of a place is none yet";
  one.allocate(0);  // the same month once more, so that nobody gives up
  EXPECT_FALSE(waits(women[0])) << "the first of its families in the line";
  EXPECT_TRUE(waits(women[1]));
  EXPECT_TRUE(waits(men[0])) << "a place that is kept is not for him";
  one.allocate(0);
  one.allocate(0);
  EXPECT_FALSE(waits(women[1]));
  for (int month = 0; month < 20; ++month) one.allocate(0);
  EXPECT_LE(w.kept_by(w.plan.reserving[0]).credit[q], 1) << "what nobody takes lapses";
  one.allocate(1);
  EXPECT_FALSE(waits(men[0])) << "places for all are for him too";
}

TEST(Allocation, PlacesOfQuietMonthsAreKeptUpToFifteenAndThoseOfAYear) {
  const auto served_after_quiet_years = [](double places) {
    small::OneQueue one(40, {1, 0});
    for (int month = 0; month < 36; ++month) one.allocate(places);
    for (ParentId i = 0; i < 40; ++i) one.join(i);
    one.allocate(0);
    return 40 - one.queue().tickets.size();
  };
  EXPECT_EQ(served_after_quiet_years(2), 15U);
  EXPECT_EQ(served_after_quiet_years(0.5), 6U);
  EXPECT_EQ(served_after_quiet_years(0.05), 1U) << "parts of a place add up to one";
  EXPECT_EQ(served_after_quiet_years(0), 0U);
}

TEST(Allocation, AClosedServiceKeepsOnePlaceAtMost) {
  small::OneQueue one(40, {1, 0});
  for (int month = 0; month < 36; ++month) one.allocate(2);
  one.allocate(0);
  for (ParentId i = 0; i < 40; ++i) one.join(i);
  one.allocate(0);
  EXPECT_EQ(one.queue().tickets.size(), 39U) << "one at most";
}

TEST(Allocation, WhoLeftFlandersHoldsNoPlace) {
  small::OneQueue one(3, {1, 0});
  for (ParentId i = 0; i < 3; ++i) one.join(i);
  one.world().active[0] = 0;
  one.world().lived[0][one.domain()].stage = Stage::idle;
  EXPECT_EQ(one.allocate(2), 0);
  EXPECT_EQ(one.world().lived[1][one.domain()].stage, Stage::admitted);
  EXPECT_EQ(one.world().lived[2][one.domain()].stage, Stage::admitted);
  EXPECT_TRUE(one.queue().tickets.empty());
}

TEST(Allocation, TheExpectedWaitIsTheLineOverThePlaces) {
  small::OneQueue one(40, {1, 0});
  for (ParentId i = 0; i < 40; ++i) one.join(i);
  one.allocate(4);
  const World& w = one.world();
  const float usual = w.policy.services()[one.service()].wait_months;
  EXPECT_FLOAT_EQ(w.expected_wait[w.region_of(0) * w.n_services() + one.service()], usual + 36.0F / 4.0F);
}

TEST(Allocation, WithoutTheMechanismEverybodyIsServedAtOnce) {
  small::OneQueue one(40, {1, 0});
  for (ParentId i = 0; i < 40; ++i) one.join(i);
  one.world().plan.pathway.on.reset(static_cast<std::size_t>(Mechanism::wait));
  one.allocate(0);
  for (ParentId i = 0; i < 40; ++i) {
    EXPECT_EQ(one.world().lived[i][one.domain()].stage, Stage::admitted);
    EXPECT_EQ(one.world().lived[i][one.domain()].until, one.world().now);
  }
}

}  // namespace
}  // namespace uptake
