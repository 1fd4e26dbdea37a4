// SPDX-License-Identifier: Apache-2.0
// The gates in their other forms: weighed together, and informal help that only pushes or only replaces.
#include <gtest/gtest.h>

#include "unit/pathway/setting.hpp"

namespace uptake {
namespace {

constexpr double sure = 50;  // logits

/// All that a journey meets but daring, affording and reaching is out of the way.
struct Weighed : Setting {
  Weighed() {
    s.on.reset();
    for (const Mechanism m : {Mechanism::dare, Mechanism::afford, Mechanism::reach})
      s.on.set(static_cast<std::size_t>(m));
    every_type_suits();
  }
};

TEST(Compensatory, ASureDareMakesUpForAFeeUpToTheMostThatOneGateWeighs) {
  Weighed t;
  t.x.seek_trait = static_cast<float>(sure);
  for (ServiceSettings& service : t.s.service) service.fee = {400, 400};
  t.x.no_expense = true;  // hardly anybody pays that
  const int one_by_one = t.count(Gate::served);
  t.s.structure.gates = GateRule::compensatory;
  EXPECT_GT(t.count(Gate::served), 2 * one_by_one + 400);
}

TEST(Compensatory, WhereAllGatesAreMissedNobodyPasses) {
  Weighed t;
  t.s.structure.gates = GateRule::compensatory;
  t.x.seek_trait = static_cast<float>(-sure);
  t.x.lever_reach = static_cast<float>(-sure);
  for (ServiceSettings& service : t.s.service) service.fee = {1e6F, 1e6F};
  EXPECT_EQ(t.count(Gate::served), 0);
}

TEST(Compensatory, StopsAtTheHeaviestBarrierAndNamesAllThatWereMissed) {
  Weighed t;
  t.s.structure.gates = GateRule::compensatory;
  t.x.seek_trait = static_cast<float>(-sure);
  for (ServiceSettings& service : t.s.service) service.fee = {1e4F, 1e4F};
  t.x.lever_reach = static_cast<float>(sure);
  const Journey journey = t.walk_once(3);
  EXPECT_EQ(journey.stopped, Gate::dare);
  EXPECT_TRUE(journey.reasons & (1U << static_cast<unsigned>(NonuseReason::too_expensive)));
  EXPECT_FALSE(journey.reasons & (1U << static_cast<unsigned>(NonuseReason::no_offer_nearby)));
}

TEST(Compensatory, WhoPassesEachGatePassesThemTogether) {
  Weighed one_by_one, together;
  together.s.structure.gates = GateRule::compensatory;
  for (std::uint32_t id = 0; id < 4000; ++id) {
    if (one_by_one.walk_once(id).stopped != Gate::served) continue;
    ASSERT_EQ(together.walk_once(id).stopped, Gate::served) << id;
  }
}

TEST(CompensatoryMargins, WeighAtMostSoMuchEitherWay) {
  const GateMargins margins{{-100, 100, 0.5}};
  EXPECT_DOUBLE_EQ(margins.sum(), 0.5);
  EXPECT_EQ(margins.heaviest_first()[0], 0U);
  EXPECT_TRUE(margins.missed(0));
  EXPECT_FALSE(margins.missed(1));
}

TEST(InformalRole, AsABridgeIsNeverEnough) {
  Setting t;
  t.x.together = true;
  t.x.partner_support = 3;
  EXPECT_GT(t.count(Gate::informal), 100);
  t.s.structure.informal = InformalRole::bridge;
  EXPECT_EQ(t.count(Gate::informal), 0);
  t.s.structure.informal = InformalRole::substitute;
  EXPECT_GT(t.count(Gate::informal), 100);
}

TEST(InformalRole, AsASubstitutePushesNobody) {
  Setting t;
  ParentView supported = t.x, alone = t.x;
  supported.network_support = 1;
  alone.network_support = -1;
  const auto push = [&] {
    return daring(t.s, Domain::parenting, supported) - daring(t.s, Domain::parenting, alone);
  };
  EXPECT_GT(push(), 0);
  t.s.structure.informal = InformalRole::bridge;
  EXPECT_GT(push(), 0);
  t.s.structure.informal = InformalRole::substitute;
  EXPECT_EQ(push(), 0);
}

}  // namespace
}  // namespace uptake
