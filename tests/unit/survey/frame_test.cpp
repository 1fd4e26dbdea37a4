// SPDX-License-Identifier: Apache-2.0
#include "sim/survey/frame.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <map>

#include "village.hpp"

namespace uptake {
namespace {

using village::Village;

TEST(Frame, EverybodyOfAFamilySharesItsWeight) {
  Village v;
  const auto [a, b] = v.couple(0);
  const ParentId lone = v.parent(1), elsewhere = v.parent(2), step = v.parent(3), gone = v.parent(4);
  v.spell(elsewhere).flags = in_flanders | parent_at_large;
  v.spell(elsewhere).form = Form::none;
  v.spell(step).flags = in_flanders;
  World world = v.open(wave_2016);
  world.active[gone] = 0;
  std::erase(world.present, gone);
  const Frame frame = everybody(world);
  EXPECT_EQ(frame.parent, (std::vector<ParentId>{a, b, lone, elsewhere}));
  EXPECT_EQ(frame.weight[0], (std::vector<double>{0.5, 0.5, 1, 0}));
  EXPECT_EQ(frame.weight[1], (std::vector<double>{0.5, 0.5, 1, 1}));
  EXPECT_EQ(frame.families(Sample::resident), 2);
  EXPECT_EQ(frame.families(Sample::all), 3);
}

TEST(Frame, EverybodysWeightsSumToTheFamilies) {
  Village v;
  const World world = village::crowd(v, wave_2016, 3000);
  const Frame frame = everybody(world);
  std::map<HouseholdId, double> families;
  for (std::size_t i = 0; i < frame.size(); ++i) families[frame.household[i]] += frame.weight[1][i];
  EXPECT_EQ(families.size(), 3000);
  for (const auto& [household, weight] : families) EXPECT_DOUBLE_EQ(weight, 1) << household;
  EXPECT_NEAR(frame.families(Sample::all), 3000, 1e-9);
  EXPECT_LT(frame.families(Sample::resident), 3000);
}

TEST(Frame, ASampleHasTheNoiseOfTheBinomial) {
  Village v;
  const HouseholdId n_families = 500;
  for (HouseholdId h = 0; h < n_families; ++h) {
    if (h % 4 == 0) {
      v.parent(h, Gender::men);  // a quarter are lone fathers: the share to be estimated
    } else {
      v.couple(h);
    }
  }
  const World world = v.open(wave_2016);
  const Frame frame = everybody(world);
  const std::size_t n = 400, n_surveys = 400;
  const double p = 0.25;
  double sum = 0, squares = 0;
  for (std::uint32_t k = 0; k < n_surveys; ++k) {
    const Frame sample = draw_families(frame, {k, 9}, wave_2016, {n, n});
    EXPECT_EQ(sample.families(Sample::resident), static_cast<double>(n));
    double lone = 0;
    for (std::size_t i = 0; i < sample.size(); ++i) {
      if (sample.household[i] % 4 == 0) lone += sample.weight[0][i];
    }
    sum += lone / n;
    squares += lone / n * lone / n;
  }
  const double mean = sum / n_surveys, variance = squares / n_surveys - mean * mean;
  const double wanted = p * (1 - p) / n;
  EXPECT_NEAR(mean, p, 4 * std::sqrt(wanted / n_surveys));
  // a variance over m surveys has a relative standard error of about sqrt(2 / m)
  EXPECT_NEAR(variance / wanted, 1, 4 * std::sqrt(2.0 / n_surveys));
}

TEST(Frame, EitherParentOfACoupleIsDrawnAlike) {
  Village v;
  for (HouseholdId h = 0; h < 50; ++h) v.couple(h);
  const World world = v.open(wave_2016);
  const std::size_t n = 20000;
  const Frame sample = draw_families(everybody(world), {1, 1}, wave_2016, {n, n});
  double mothers = 0;
  for (std::size_t i = 0; i < sample.size(); ++i) {
    if (v.population.traits[sample.parent[i]].gender == Gender::women) mothers += sample.weight[0][i];
  }
  EXPECT_NEAR(mothers / n, 0.5, 4 * std::sqrt(0.25 / n));
}

TEST(Frame, OfNobodyNobodyIsDrawn) {
  Village v;
  const World world = v.open(wave_2016);
  EXPECT_EQ(draw_families(everybody(world), {1, 1}, wave_2016, {100, 100}).size(), 0);
}

}  // namespace
}  // namespace uptake
