// SPDX-License-Identifier: Apache-2.0
// The second sort of help beside the first: which can be it, how often there is one, what stands in between.
#include "sim/pathway/second_type.hpp"

#include <gtest/gtest.h>

#include <cmath>

#include "unit/pathway/setting.hpp"

namespace uptake {
namespace {

/// Services 0 psychologist, 1 group, 2 only when sent, 3 website; a family with the first beside it.
struct SecondSetting : Setting {
  SecondSetting() {
    services[1].box_2021 = Box::lecture_course_group;
    services[2].box_2021 = Box::family_service;
    services[3].box_2021 = Box::info_online_print;
    services[3].self_help = true;
    set.values.choose_second_parenting = 1;
  }
  ServiceId second(std::uint32_t id, ServiceId first = 0) {
    x.id = id;
    return second_type(s, JourneyKey{{1, 0}, 300, Domain::parenting}, x, first);
  }
  /// How many of 4,000 families take this one.
  int count_second(ServiceId wanted, ServiceId first = 0) {
    int n = 0;
    for (std::uint32_t id = 0; id < 4000; ++id) n += second(id, first) == wanted;
    return n;
  }
};

TEST(SecondType, IsAnotherSortThatTheFamilyKnowsAndThatTakesIt) {
  SecondSetting t;
  EXPECT_EQ(second_candidates(t.s, Domain::parenting, t.x, 0), 0b1010U);  // not itself, not who must be sent
  EXPECT_EQ(second_candidates(t.s, Domain::parenting, t.x, 1), 0b1001U);
  t.x.referred = 0b100;
  EXPECT_EQ(second_candidates(t.s, Domain::parenting, t.x, 0), 0b1110U);  // sent
  t.x.referred = 0;
  t.services[1].box_2021 = Box::psych;  // of the same name as the first: one sort
  EXPECT_EQ(second_candidates(t.s, Domain::parenting, t.x, 0), 0b1000U);
  t.services[1].box_2021 = Box::lecture_course_group;
  t.x.known = 0b001;  // written help needs no knowing
  EXPECT_EQ(second_candidates(t.s, Domain::parenting, t.x, 0), 0b1000U);
  t.s.universal = 0b010;
  EXPECT_EQ(second_candidates(t.s, Domain::parenting, t.x, 0), 0b1010U);
  t.services[1].child_to = 5;
  EXPECT_EQ(second_candidates(t.s, Domain::parenting, t.x, 0), 0b1000U);
  t.services[1].child_to = 24;
  t.waits[1] = 100;  // full
  EXPECT_EQ(second_candidates(t.s, Domain::parenting, t.x, 0), 0b1000U);
  t.s.existing = 0b0011;
  t.waits[1] = 0;
  EXPECT_EQ(second_candidates(t.s, Domain::parenting, t.x, 0), 0b0010U);
  EXPECT_EQ(second_candidates(t.s, Domain::relationship, t.x, 0), 0U);
}

TEST(SecondType, ComesWithItsChanceAndNeverWithoutOneToChoose) {
  SecondSetting t;
  t.s.on.reset(static_cast<std::size_t>(Mechanism::reach));
  t.s.existing = 0b0011;
  EXPECT_EQ(t.count_second(1), 4000);
  t.set.values.choose_second_parenting = 0.51;
  EXPECT_NEAR(t.count_second(1) / 4000.0, 0.51, 4 * std::sqrt(0.51 * 0.49 / 4000));
  t.set.values.choose_second_parenting = 0;
  EXPECT_EQ(t.count_second(no_service), 4000);
  t.set.values.choose_second_parenting = 1;
  t.s.existing = 0b0001;
  EXPECT_EQ(t.count_second(no_service), 4000);
}

TEST(SecondType, FeesAndTheWayStandInBetweenAndWrittenHelpTakesAReader) {
  SecondSetting t;
  t.s.existing = 0b0011;
  const int free = t.count_second(1);
  EXPECT_LT(free, 4000);  // some cannot reach it
  t.s.service[1].fee = {60, 60};
  const int dear = t.count_second(1);
  EXPECT_LT(dear, free);
  t.s.on.reset(static_cast<std::size_t>(Mechanism::afford));
  EXPECT_EQ(t.count_second(1), free);
  t.s.existing = 0b1001;
  const int reads = t.count_second(3);
  t.x.education = Education::lower_secondary;
  EXPECT_LT(t.count_second(3), reads);
}

TEST(SecondType, RaisingAUtilityOnlyMovesFamiliesTowardsIt) {
  SecondSetting t;
  std::vector<ServiceId> before;
  for (std::uint32_t id = 0; id < 2000; ++id) before.push_back(t.second(id));
  t.services[3].fit = 1;
  int moved = 0;
  for (std::uint32_t id = 0; id < 2000; ++id) {
    const ServiceId after = t.second(id);
    if (after == before[id]) continue;
    EXPECT_EQ(after, 3);
    ++moved;
  }
  EXPECT_GT(moved, 50);
}

}  // namespace
}  // namespace uptake
