// SPDX-License-Identifier: Apache-2.0
// What a lever changes at a door: each barrier by its share, each fee by its rule, only where it is meant,
// and nothing where there is none.
#include "sim/pathway/doors.hpp"

#include <gtest/gtest.h>

#include <cmath>

#include "sim/pathway/journey.hpp"
#include "unit/pathway/setting.hpp"

namespace uptake {
namespace {

/// A setting with one change at every door, meant for the parent.
struct Changed : Setting {
  explicit Changed(DoorChange change) {
    change.services = 0b1111;
    s.doors = {change};
    x.doors = 1;
  }
  [[nodiscard]] double reach(ServiceId k) const {
    return reaching(set.values, services[k], s.service[k], x, at_door(s, x, k));
  }
  [[nodiscard]] double usual_reach(ServiceId k) const {
    return reaching(set.values, services[k], s.service[k], x);
  }
};

TEST(Doors, WithoutLeversAreAsTheyWere) {
  Setting t;
  t.s.service[0].fee = {60, 11};
  const AtDoor door = at_door(t.s, t.x, 0);
  EXPECT_EQ(door.fee.full, 60);
  EXPECT_EQ(door.way(37.25), 37.25);
  EXPECT_EQ(daring_lift(t.s, Domain::parenting, t.x, door), 0);
  EXPECT_EQ(best_lift(t.s, Domain::parenting, t.x, 0b1111), 0);
  for (ServiceId k = 0; k < 4; ++k) {
    EXPECT_EQ(reaching(t.set.values, t.services[k], t.s.service[k], t.x, at_door(t.s, t.x, k)),
              reaching(t.set.values, t.services[k], t.s.service[k], t.x));
  }
}

TEST(Doors, OfOtherServicesAndOtherFamiliesStayAsTheyWere) {
  Changed t({.dare = 1, .reach = 1, .travel = 1});
  t.s.doors[0].services = 0b0001;
  EXPECT_EQ(at_door(t.s, t.x, 0).dare, 1);
  EXPECT_EQ(at_door(t.s, t.x, 1).dare, 0);
  EXPECT_EQ(at_door(t.s, t.x, 1).way(20), 20);
  t.x.doors = 0;
  EXPECT_EQ(at_door(t.s, t.x, 0).dare, 0);
}

TEST(Doors, AShareOfABarrierIsTakenAwayAndNoMore) {
  for (const float share : {0.25F, 1.0F}) {
    Changed language({.language = share});
    language.x.dutch = false;
    const double whole = language.set.values.reach_language;
    EXPECT_NEAR(language.reach(0) - language.usual_reach(0), share * whole, 1e-6);

    Changed hours({.hours = share});
    hours.services[0].evening = false;
    hours.x.together = true;
    EXPECT_NEAR(hours.reach(0) - hours.usual_reach(0), share * hours.set.values.reach_office_hours, 1e-6);

    Changed digital({.digital = share});
    digital.x.digital = -1.5F;
    EXPECT_NEAR(digital.reach(3) - digital.usual_reach(3), share * 1.5 * digital.set.values.reach_digital,
                1e-6);
    digital.x.digital = 1.5F;  // who is skilled had no barrier
    EXPECT_EQ(digital.reach(3), digital.usual_reach(3));

    Changed nearer({.travel = share});
    nearer.x.minutes = 30;
    EXPECT_NEAR(nearer.reach(0) - nearer.usual_reach(0), share * 2 * nearer.set.values.reach_travel, 1e-6);
    EXPECT_EQ(nearer.reach(1), nearer.usual_reach(1));  // stands in every municipality
  }
}

TEST(Doors, NobodyIsFurtherThanTheMinimumOfferAllows) {
  Changed t({.within = 15, .within_part = 1});
  const AtDoor door = at_door(t.s, t.x, 0);
  EXPECT_EQ(door.way(10), 10);
  EXPECT_EQ(door.way(40), 15);
  t.s.doors[0].within_part = 0.5F;  // half of the ramp
  EXPECT_EQ(at_door(t.s, t.x, 0).way(40), 27.5);
}

TEST(Doors, FathersAndFamiliesFromElsewhereGetBackWhatHeldThemBack) {
  Changed t({.culture = 0.5F, .father = 0.5F});
  const Parameters& p = t.set.values;
  const auto lift = [&] { return daring_lift(t.s, Domain::parenting, t.x, at_door(t.s, t.x, 0)); };
  EXPECT_EQ(lift(), 0);
  t.x.gender = Gender::men;
  EXPECT_DOUBLE_EQ(lift(), 0.5 * p.dare_father);
  t.x.gender = Gender::women;
  t.x.origin = Origin::non_eu_plus;
  EXPECT_DOUBLE_EQ(lift(), 0.5 * norm_distance(t.s, Domain::parenting));
  EXPECT_GT(lift(), 0);
}

TEST(Doors, WhatFallsOnTheVulnerableFallsOnThemAlone) {
  Changed t({.dare = 0.2F, .dare_vulnerable = -0.5F});
  EXPECT_FLOAT_EQ(at_door(t.s, t.x, 0).dare, 0.2F);
  t.x.no_holiday = true;
  EXPECT_FLOAT_EQ(at_door(t.s, t.x, 0).dare, -0.3F);
}

TEST(Doors, TwoLeversShareOneBarrier) {
  Changed t({.language = 0.5F});
  t.s.doors.push_back(t.s.doors[0]);
  t.x.doors = 0b11;
  EXPECT_FLOAT_EQ(at_door(t.s, t.x, 0).language, 0.25F);
}

TEST(Doors, TakeOlderChildren) {
  Changed t({.child_to = 24, .child_part = 1});
  t.services[0].child_to = 12;
  t.x.youngest_years = 17;
  t.x.eldest_years = 19;
  const auto takes = [&] { return takes_ages(t.services[0], 17, 19, at_door(t.s, t.x, 0).child_to); };
  EXPECT_TRUE(takes());
  t.s.doors[0].child_part = 0.1F;
  EXPECT_FALSE(takes());
  t.s.doors[0].child_to = 3;  // never fewer than the service takes anyway
  EXPECT_TRUE(takes_ages(t.services[0], 11, 11, at_door(t.s, t.x, 0).child_to));
}

TEST(Fee, EveryRuleOfAChange) {
  using Kind = FeeChange::Kind;
  const FeeRule usual{60, 20};
  const auto after = [&](FeeChange change) {
    change.part = 1;
    const FeeRule fee = changed(usual, change, 5);
    return std::pair{fee.full, fee.low};
  };
  EXPECT_EQ(after({.kind = Kind::none, .amount = 9}), std::pair(60.0F, 20.0F));
  EXPECT_EQ(after({.kind = Kind::free}), std::pair(0.0F, 0.0F));
  EXPECT_EQ(after({.kind = Kind::flat, .amount = 30}), std::pair(30.0F, 30.0F));
  EXPECT_EQ(after({.kind = Kind::income_related, .amount = 50, .low_amount = 4}), std::pair(50.0F, 4.0F));
  EXPECT_EQ(after({.kind = Kind::cap, .amount = 30}), std::pair(30.0F, 20.0F));
  EXPECT_EQ(after({.kind = Kind::granted}), std::pair(20.0F, 20.0F));
  EXPECT_EQ(after({.kind = Kind::refund, .amount = 10, .contacts = 8}), std::pair(50.0F, 10.0F));
  EXPECT_EQ(after({.kind = Kind::refund, .amount = 10, .contacts = 1}), std::pair(58.0F, 18.0F));
  EXPECT_EQ(after({.kind = Kind::refund, .amount = 10, .contacts = 8, .advance = 1}),
            std::pair(50.0F, 20.0F));
  EXPECT_EQ(after({.kind = Kind::refund, .amount = 90, .contacts = 8}), std::pair(0.0F, 0.0F));
  const FeeRule half = changed(usual, {.kind = Kind::free, .part = 0.5F}, 5);
  EXPECT_EQ(half.full, 30);
}

TEST(Doors, AWelcomeLetsMoreThroughTheGates) {
  Setting usual;
  Changed welcome({.dare = 2});
  Changed stigma({.dare = -2});
  for (Setting* t : {&usual, static_cast<Setting*>(&welcome), static_cast<Setting*>(&stigma)}) {
    t->only(Mechanism::dare);
    t->every_type_suits();
  }
  EXPECT_GT(welcome.count(Gate::served), usual.count(Gate::served));
  EXPECT_LT(stigma.count(Gate::served), usual.count(Gate::served));
}

}  // namespace
}  // namespace uptake
