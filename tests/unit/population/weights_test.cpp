// SPDX-License-Identifier: Apache-2.0
// Do the weights keep their bounds and meet what was asked; does the walk keep to the weights?
#include <cmath>

#include "sim/population/walk.hpp"
#include "unit/population/fixture.hpp"

namespace uptake {
namespace {

TEST(LogitWeight, IsOneWithSlopeOneAtZeroAndStaysInside) {
  const LogitWeight w{.2, 3.5};
  EXPECT_NEAR(w.at(0), 1, 1e-12);
  EXPECT_NEAR((w.at(1e-5) - w.at(-1e-5)) / 2e-5, 1, 1e-6);
  EXPECT_NEAR(w.slope(1), 1, 1e-12);
  EXPECT_GE(w.at(-500), .2);
  EXPECT_LE(w.at(500), 3.5 + 1e-12);
}

TEST(LogitWeight, IntegralIsTheOneOfTheWeight) {
  const LogitWeight w{.2, 3.5};
  for (const double u : {-30.0, -2.0, -.3, 0.0, .7, 4.0, 40.0}) {
    EXPECT_NEAR((w.integral(u + 1e-4) - w.integral(u - 1e-4)) / 2e-4, w.at(u), 1e-4) << u;
    const double rise = (w.at(u + 1e-4) - w.at(u - 1e-4)) / 2e-4;
    EXPECT_NEAR(rise, w.slope(w.at(u)), 1e-4) << u;
  }
  EXPECT_NEAR(w.integral(0), 0, 1e-12);
}

TEST(Weights, ConvergeAndMeetTheHardMargins) {
  const WeightsSolution& s = shipped_solution();
  EXPECT_TRUE(s.converged);
  const RowBook book(shipped_data().margins);
  for (std::size_t r = 0; r < book.rows().size(); ++r) {
    const Row& row = book.rows()[r];
    if (row.kind != RowKind::category || row.softness == 0 || row.softness > .012) continue;
    EXPECT_NEAR(share_of_row(book, s.attained, r), row.share, .001) << code(row.margin) << int{row.category};
  }
}

TEST(Weights, EveryAttainedShareLiesInTheRangeOfTheRecovered) {
  const Margins& margins = shipped_data().margins;
  const RowBook book(margins);
  for (std::size_t r = 0; r < book.rows().size(); ++r) {
    const Row& row = book.rows()[r];
    if (row.look >= n_waves || (row.kind != RowKind::category && row.kind != RowKind::union_share)) continue;
    const MarginData& m = margins.margin[static_cast<std::size_t>(row.margin)];
    const double share = share_of_row(book, shipped_solution().attained, r);
    EXPECT_GE(share, m.low[row.look][row.category] - 1e-4) << code(row.margin) << int{row.category};
    EXPECT_LE(share, m.high[row.look][row.category] + 1e-4) << code(row.margin) << int{row.category};
  }
}

TEST(Weights, AreFarFromDegenerate) {
  EXPECT_GE(shipped_solution().effective_share, .6);
  EXPECT_LE(shipped_solution().largest, 12);
}

TEST(Weights, AWrongMarginIsNoticedInTheEffectiveSize) {
  PopulationData data = shipped_data();
  data.margins.pool = 10'000;
  const double before = solve_weights(data).effective_share;
  auto& form = data.margins.margin[static_cast<std::size_t>(Margin::family_form)];
  form.share[0] = {.50, .38, .12};
  EXPECT_LT(solve_weights(data).effective_share, before - .05);
}

TEST(Walk, TakesAboutTheWeightsAndKeepsTheSum) {
  WeightsSolution s;  // one row; half of the candidates have it
  s.lambda = {0};
  s.attained = {1};
  s.scale = {std::sqrt(2.0)};
  s.take_rate = .3;
  s.families_per_candidate = .15;
  Walk walk(s, 300);
  ASSERT_EQ(walk.n_candidates(), 2'000U);
  const RandomKey key{3, 0};
  double families = 0;
  for (std::uint32_t i = 0; i < walk.n_candidates(); ++i) {
    const std::vector<Feature> features =
        i % 2 == 0 ? std::vector<Feature>{{0, 1.0F}} : std::vector<Feature>{};
    if (walk.take(features, uniform(key, i, 0, Purpose::walk)) && i % 2 == 0) families += 1;
  }
  EXPECT_NEAR(families, 300, 6);  // a plain draw has a standard deviation of 14
}

}  // namespace
}  // namespace uptake
