// SPDX-License-Identifier: Apache-2.0
// Each gate as a function: certain cases, directions, and the order in which a journey meets them.
#include <gtest/gtest.h>

#include <cmath>

#include "sim/pathway/enriching.hpp"
#include "sim/pathway/need.hpp"
#include "sim/pathway/occasion.hpp"
#include "sim/pathway/outcome.hpp"
#include "sim/pathway/recognise.hpp"
#include "sim/pathway/universal.hpp"
#include "unit/pathway/setting.hpp"

namespace uptake {
namespace {

TEST(Gates, EverythingOffServesEverybody) {
  Setting t;
  t.s.on.reset();
  t.every_type_suits();
  EXPECT_EQ(t.count(Gate::served), 4000);
}

TEST(Recognise, RisesWithNeedAndSaturates) {
  Setting t;
  const Parameters& p = t.set.values;
  double last = 0;
  for (double need = -3; need <= 6; need += 0.25) {
    const double now = p_recognise(p, Domain::parenting, need);
    EXPECT_GT(now, last);
    EXPECT_LE(now, 1);
    last = now;
  }
  EXPECT_NEAR(p_recognise(p, Domain::parenting, p.recognise_threshold_parenting), 0.5, 1e-12);
}

TEST(Informal, PartnerReplacesAndNetworkPushes) {
  Setting t;
  ParentView supported = t.x;
  supported.together = true;
  supported.partner_support = 1;
  ParentView alone = supported;
  alone.partner_support = -1;
  EXPECT_GT(p_informal_enough(t.set.values, Domain::parenting, supported),
            p_informal_enough(t.set.values, Domain::parenting, alone));
  supported.network_support = 1;
  alone.network_support = -1;
  EXPECT_GT(informal_push(t.set.values, supported), informal_push(t.set.values, alone));
}

TEST(Know, NothingKnownStopsThereAndNamesIt) {
  Setting t;
  t.only(Mechanism::know);
  t.x.known = 0;
  const Journey journey = t.walk_once(1);
  EXPECT_EQ(journey.stopped, Gate::know);
  EXPECT_TRUE(journey.reasons & (1U << static_cast<unsigned>(NonuseReason::unknown)));
}

TEST(Know, ATypeThatOnlyTakesWhoIsSentNeedsAReferral) {
  Setting t;
  t.s.on.reset();
  t.s.on.set(static_cast<std::size_t>(Mechanism::know));
  t.x.known = 0b100;
  EXPECT_EQ(t.walk_once(1).stopped, Gate::know);
  t.x.referred = 0b100;
  const Journey journey = t.walk_once(1);
  EXPECT_EQ(journey.stopped, Gate::served);
  EXPECT_EQ(journey.service, 2);
}

TEST(Know, AgesServed) {
  ServiceNumbers young{};
  young.child_from = 0;
  young.child_to = 3;
  EXPECT_TRUE(takes_ages(young, 1, 9));    // the youngest fits
  EXPECT_TRUE(takes_ages(young, 3.9, 9));  // still 3
  EXPECT_FALSE(takes_ages(young, 4.0, 9));
  ServiceNumbers teens{};
  teens.child_from = 12;
  teens.child_to = 24;
  EXPECT_TRUE(takes_ages(teens, 1, 12));  // the eldest fits
  EXPECT_FALSE(takes_ages(teens, 1, 11));
}

TEST(Know, LongRunShareIsTheFixedPointOfLearningAndForgetting) {
  const double share = known_in_the_long_run(0.11 / 23, 0.012);
  EXPECT_NEAR(0.11 / 23 * (1 - share), 0.012 * share, 1e-12);
}

TEST(Know, FitShiftsTheChanceThatATypeSuits) {
  Setting t;
  const double average = p_suits(t.set.values, t.services[0]);
  EXPECT_NEAR(average, t.set.values.know_suits_parenting, 1e-12);
  t.services[0].fit = 1.5F;
  EXPECT_NEAR(logit(p_suits(t.set.values, t.services[0])), logit(average) + 1.5, 1e-9);
}

TEST(Dare, TheDistanceToTheNormShrinksForTheRelationshipAlone) {
  Setting t;
  t.x.origin = Origin::non_eu_plus;
  const auto at = [&](int year, Domain d) {
    t.s.month = month_of(year, 1);
    return daring(t.s, d, t.x);
  };
  EXPECT_GT(at(2021, Domain::relationship), at(2014, Domain::relationship));
  EXPECT_EQ(at(2014, Domain::relationship), at(2000, Domain::relationship));
  EXPECT_EQ(at(2021, Domain::parenting), at(2014, Domain::parenting));
}

TEST(Dare, TheSureOneGoesAndTheUnwillingPartnerStopsACouple) {
  Setting t;
  for (ServiceNumbers& service : t.services) service.domain = Domain::relationship;
  t.s.of_domain[static_cast<std::size_t>(Domain::relationship)] = 0b111;
  t.only(Mechanism::dare);
  t.s.on.set(static_cast<std::size_t>(Mechanism::couple_rule));
  t.every_type_suits();
  t.x.seek_trait = 50;
  ParentView partner = t.x;
  partner.id = 8;
  const JourneyKey key{{1, 0}, 300, Domain::relationship};
  EXPECT_EQ(walk(t.s, key, t.x, &partner, Start::occasion).stopped, Gate::served);
  partner.seek_trait = -50;
  const Journey journey = walk(t.s, key, t.x, &partner, Start::occasion);
  EXPECT_EQ(journey.stopped, Gate::dare);
  EXPECT_TRUE(journey.reasons & (1U << static_cast<unsigned>(NonuseReason::partner_unwilling)));
  t.s.on.reset(static_cast<std::size_t>(Mechanism::couple_rule));
  EXPECT_EQ(walk(t.s, key, t.x, &partner, Start::occasion).stopped, Gate::served);
}

TEST(Afford, FreePassesAlwaysAndLowIncomesFeelAFeeMore) {
  Setting t;
  EXPECT_EQ(p_afford(t.set.values, {0, 0}, t.x), 1.0);
  ParentView poor = t.x;
  poor.no_expense = true;
  EXPECT_LT(p_afford(t.set.values, {60, 60}, poor), p_afford(t.set.values, {60, 60}, t.x));
  EXPECT_LT(p_afford(t.set.values, {90, 0}, t.x), p_afford(t.set.values, {60, 0}, t.x));
  EXPECT_EQ(p_afford(t.set.values, {90, 0}, poor), 1.0);  // the income rule
}

TEST(Afford, APriceReckonedBeforehandIsTheSameUnlessALeverStandsAtTheDoor) {
  Setting t;
  t.s.service[0].fee = {60, 12};
  for (const bool poor : {false, true}) {
    t.x.no_expense = poor;
    t.s.service[0].log_price = {-1, -1};
    const double reckoned_here = affording(t.s, t.x, 0);
    t.s.service[0].log_price = {log_price(60), log_price(12)};
    EXPECT_EQ(affording(t.s, t.x, 0), reckoned_here);
    EXPECT_EQ(reckoned_here, affording(t.set.values, t.s.service[0].fee, t.x, log_price(poor ? 12 : 60)));
  }
  DoorChange free{.services = bit(ServiceId{0})};
  free.fee = {.kind = FeeChange::Kind::free, .part = 1};
  t.s.doors = {free};
  t.x.doors = 1;
  EXPECT_EQ(affording(t.s, t.x, 0), std::numeric_limits<double>::infinity());
}

TEST(Reach, DistanceLanguageDigitalSkillAndHouseCount) {
  Setting t;
  const Parameters& p = t.set.values;
  const ServiceSettings now;
  ParentView far = t.x;
  far.minutes = 60;
  EXPECT_LT(p_reach(p, t.services[0], now, far), p_reach(p, t.services[0], now, t.x));
  EXPECT_EQ(p_reach(p, t.services[1], now, far),
            p_reach(p, t.services[1], now, t.x));  // in every municipality
  ParentView foreign = t.x;
  foreign.dutch = false;
  EXPECT_LT(p_reach(p, t.services[0], now, foreign), p_reach(p, t.services[0], now, t.x));
  ServiceNumbers online = t.services[0];
  online.door = Door::online;
  ParentView unskilled = t.x;
  unskilled.digital = -2;
  EXPECT_LT(p_reach(p, online, now, unskilled), p_reach(p, online, now, t.x));
  ServiceNumbers house = t.services[1];
  house.form = ServiceForm::walk_in;
  house.box_2021 = Box::huis_van_het_kind;
  ParentView near_house = t.x;
  near_house.huis_physical = true;
  EXPECT_LT(p_reach(p, house, now, t.x), p_reach(p, house, now, near_house));
}

TEST(Reach, ContactAtADistanceLosesTheDigitallyWeakAndOtherLanguages) {
  Setting t;
  const Parameters& p = t.set.values;
  ServiceNumbers online = t.services[0];
  online.door = Door::online;
  ServiceSettings now, remote;
  remote.digital_loss = 0.4F;
  const auto loss = [&](const ServiceNumbers& service, const ServiceSettings& month, const ParentView& x) {
    return p_reach(p, service, now, x) - p_reach(p, service, month, x);
  };
  double before = 1;
  for (const float skill : {-2.0F, -1.0F, 0.0F, 1.0F, 2.0F}) {
    t.x.digital = skill;
    const double lost = loss(t.services[0], remote, t.x);
    EXPECT_GT(lost, 0) << skill;
    EXPECT_LT(lost, before) << skill;
    EXPECT_EQ(loss(online, remote, t.x), 0) << "it had no door to close";
    before = lost;
  }
  t.x.digital = 0;
  EXPECT_NEAR(distance_loss(t.services[0], remote, t.x.digital, t.x.dutch), 0.4, 1e-6)
      << "the parameter is that of average skill";
  ServiceSettings dutch_phone;
  dutch_phone.language_loss = 0.5F;
  EXPECT_EQ(loss(t.services[0], dutch_phone, t.x), 0);
  t.x.dutch = false;
  EXPECT_GT(loss(t.services[0], dutch_phone, t.x), 0);
  EXPECT_EQ(loss(online, dutch_phone, t.x), 0);
}

TEST(Occasions, AShiftMultipliesTheRateOfItsDomainAlone) {
  Setting t;
  const auto rates = [&](bool far) {
    return std::pair{relationship_rate(t.s, 60, far), parenting_rate(t.s, 4, 9, 0.6, far)};
  };
  for (const bool far : {false, true}) {
    t.s.occasion_shift[0] = t.s.occasion_shift[1] = 0;
    const auto before = rates(far);
    t.s.occasion_shift[static_cast<std::size_t>(Domain::relationship)] = 0.3;
    EXPECT_NEAR(rates(far).first, before.first * std::exp(0.3), 1e-9);
    EXPECT_EQ(rates(far).second, before.second);
    t.s.occasion_shift[static_cast<std::size_t>(Domain::relationship)] = 0;
    t.s.occasion_shift[static_cast<std::size_t>(Domain::parenting)] = -0.2;
    EXPECT_EQ(rates(far).first, before.first);
    EXPECT_NEAR(rates(far).second, before.second * std::exp(-0.2), 1e-9);
  }
}

TEST(Occasions, TheEarlyOfferLeansToReadersAndToYoungChildren) {
  Setting t;
  t.set.values.occasion_early_offer = 1.1;
  t.s.early_offer = 0.5;
  EXPECT_NEAR(early_offer(t.s, 5.9, 1), 1.1 * 0.5 * 2 * 0.85, 1e-12);
  EXPECT_NEAR(early_offer(t.s, 6, 1), 0.35 * early_offer(t.s, 5.9, 1), 1e-12);
  EXPECT_EQ(early_offer(t.s, 18, 1), 0);
  EXPECT_LT(early_offer(t.s, 2, 0.04), 0);  // what is made for readers leaves others a little worse off
  const double with = parenting_rate(t.s, 3, 3, 1, false);
  const double offer = early_offer(t.s, 3, 1);
  t.s.early_offer = 0;
  EXPECT_NEAR(with, parenting_rate(t.s, 3, 3, 1, false) * std::exp(offer), 1e-9);
}

TEST(Draws, ByServiceTakeOneWordOfABlockOfFour) {
  for (const Domain domain : both_domains) {
    const JourneyKey key{{5, 2}, 300, domain};
    const ServiceDraws draw(key, 77, Purpose::know, 0x400000019ULL | ServiceMask{1} << 63U);
    for (const ServiceId k : {ServiceId{0}, ServiceId{3}, ServiceId{4}, ServiceId{34}, ServiceId{63}}) {
      const auto words =
          random_words(key.run, 77, 300, Purpose::know, 2 * (k / 4U) + static_cast<std::uint32_t>(domain));
      EXPECT_EQ(draw(k), to_unit(words[k % 4]));
    }
    EXPECT_EQ(key.four(77, Purpose::gates, 3)[0], key.draw(77, Purpose::gates, 3));
  }
}

TEST(Wait, AFullServiceTurnsAway) {
  Setting t;
  t.only(Mechanism::wait);
  t.every_type_suits();
  for (float& wait : t.waits) wait = 100;
  EXPECT_EQ(t.walk_once(1).stopped, Gate::wait);
}

TEST(Journey, LaterGatesThatWouldAlsoStopAreNamed) {
  Setting t;
  t.x.known = 0;
  t.s.existing = 0b001;
  t.s.service[0].fee = {1e9F, 1e9F};
  t.only(Mechanism::know);
  t.s.on.set(static_cast<std::size_t>(Mechanism::afford));
  const Journey journey = t.walk_once(3);
  EXPECT_EQ(journey.stopped, Gate::know);
  EXPECT_TRUE(journey.reasons & (1U << static_cast<unsigned>(NonuseReason::too_expensive)));
}

TEST(Journey, EachGateThatIsSwitchedOffLetsMoreThrough) {
  for (const Mechanism gate :
       {Mechanism::informal, Mechanism::self_help, Mechanism::know, Mechanism::dare, Mechanism::reach}) {
    Setting t;
    t.x.need = 0.5;
    t.x.known = 0b001;
    const int with = t.count(Gate::served);
    t.s.on.reset(static_cast<std::size_t>(gate));
    EXPECT_GT(t.count(Gate::served), with) << static_cast<int>(gate);
  }
}

TEST(Journey, RaisingAUtilityOnlyMovesFamiliesTowardsIt) {
  Setting t;
  t.s.on.reset();
  t.every_type_suits();
  std::vector<ServiceId> before;
  for (std::uint32_t id = 0; id < 2000; ++id) before.push_back(t.walk_once(id).service);
  t.services[1].fit = 1;
  int moved = 0;
  for (std::uint32_t id = 0; id < 2000; ++id) {
    const ServiceId after = t.walk_once(id).service;
    if (after == before[id]) continue;
    EXPECT_EQ(after, 1);
    ++moved;
  }
  EXPECT_GT(moved, 100);
}

TEST(Need, LevelsAreOrderedAndTheMovingPartKeepsItsSpread) {
  Setting t;
  const Parameters& p = t.set.values;
  EXPECT_EQ(need_level(p, Domain::parenting, -9), 0);
  EXPECT_EQ(need_level(p, Domain::parenting, 9), 3);
  // Stationary standard deviation 1: over 40,000 months the sampling sd of the variance, with correlation
  // time (1+rho^2)/(1-rho^2) = 29 months, is sqrt(2 * 29 / 40000) = .038; four of these
  double sum = 0, squares = 0;
  float ar = 0;
  const int n = 40000;
  for (int m = 0; m < n; ++m) {
    ar = NeedStep(p).next(
        ar, static_cast<float>(normal({3, 0}, static_cast<std::uint32_t>(m), 0, Purpose::monthly)));
    sum += ar;
    squares += static_cast<double>(ar) * ar;
  }
  EXPECT_NEAR(squares / n - sum / n * sum / n, 1.0, 0.15);
}

TEST(Need, AYoungChildStrainsTheRelationship) {
  Setting t;
  const Parameters& p = t.set.values;
  Spell life{};
  life.youngest_birth = 300;
  EXPECT_NEAR(strain_situation(p, life, 300 + 35), p.need_young_child, 1e-12);
  EXPECT_EQ(strain_situation(p, life, 300 + 36), 0);
  life.youngest_birth = never;
  EXPECT_EQ(strain_situation(p, life, 300), 0);
}

TEST(Outcome, TheEndingIsPartOfTheCrisis) {
  EXPECT_EQ(crisis_share(36, false), 0);
  EXPECT_EQ(crisis_share(35, false), 1);
  EXPECT_EQ(crisis_share(never - 400, false), 0);  // no separation comes
  EXPECT_GT(crisis_share(never - 400, true), 0);
  EXPECT_LT(crisis_share(never - 400, true), 1);
}

TEST(Outcome, CutsGiveTheOrderedLogitAndCrisisMakesHelpHarder) {
  Setting t;
  const Parameters& p = t.set.values;
  int calm = 0, crisis = 0;
  for (int i = 0; i < 1000; ++i) {
    const double u = (i + 0.5) / 1000;
    calm += draw_helped(p, Domain::relationship, 1, crisis_share(36, false), 0, u) == Helped::not_at_all;
    crisis += draw_helped(p, Domain::relationship, 1, crisis_share(35, false), 0, u) == Helped::not_at_all;
  }
  EXPECT_NEAR(calm / 1000.0, logistic(p.outcome_relationship_cut_1 + p.outcome_severity), 0.001);
  EXPECT_GT(crisis, calm);
}

TEST(Outcome, MemoryNeverFadesWithinAYearAndAlwaysAfterItsLife) {
  Setting t;
  const Parameters& p = t.set.values;
  EXPECT_EQ(forgotten_at(p, Domain::parenting, 100, 0.999999, true), 112);
  EXPECT_EQ(forgotten_at(p, Domain::parenting, 100, 0.5, false), never);
  EXPECT_GT(forgotten_at(p, Domain::relationship, 100, 0.5, true),
            forgotten_at(p, Domain::parenting, 100, 0.5, true));
}

TEST(Universal, KindEnGezinSeesTheYoungAndTheSchoolItsPupils) {
  Setting t;
  const Parameters& p = t.set.values;
  EXPECT_GT(p_contact(p, ContactPoint::kind_en_gezin, 1, 1), 0);
  EXPECT_EQ(p_contact(p, ContactPoint::kind_en_gezin, 4, 4), 0);
  EXPECT_EQ(p_contact(p, ContactPoint::school, 1, 1), 0);
  EXPECT_GT(p_contact(p, ContactPoint::school, 1, 5), 0);
}

TEST(Enriching, MostInAChildsFirstYearAndOnlyGroupsAndWalkIns) {
  Setting t;
  EXPECT_GT(p_enriching(t.set.values, Domain::parenting, 0.5),
            p_enriching(t.set.values, Domain::parenting, 5));
  for (std::uint32_t id = 0; id < 300; ++id) {
    const Journey journey = t.walk_once(id, Start::enriching);
    if (journey.stopped == Gate::served) {
      EXPECT_EQ(journey.service, 1);
    }
  }
}

}  // namespace
}  // namespace uptake
