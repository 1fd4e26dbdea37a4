// SPDX-License-Identifier: Apache-2.0
// What one survey's answers print, counted again by hand.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <bit>
#include <cmath>

#include "analysis/estimate/contingency.hpp"
#include "unit/analysis/tables_sample.hpp"

namespace uptake {
namespace {

/// Users and all of a category of a background item, in the resident sample.
std::array<double, 2> use_of(const Answers& a, Domain domain, Item item, std::size_t category) {
  std::array<double, 2> count{};
  for (std::size_t i = 0; i < a.size(); ++i) {
    if (a.weight[0][i] == 0 || a.ticks(domain, item)[i] != tick(category)) continue;
    count[1] += 1;
    count[0] += a.ever[static_cast<std::size_t>(domain)][i] ? 1 : 0;
  }
  return count;
}

double chi2_of(const std::vector<std::array<double, 2>>& rows, bool trend) {
  Crosstab t{"row", "use", {}, {"yes", "no"}, {}};
  t.count.resize(static_cast<Eigen::Index>(rows.size()), 2);
  for (std::size_t r = 0; r < rows.size(); ++r) {
    t.rows.push_back(std::to_string(r));
    t.count(static_cast<Eigen::Index>(r), 0) = rows[r][0];
    t.count(static_cast<Eigen::Index>(r), 1) = rows[r][1] - rows[r][0];
  }
  return (trend ? mantel_haenszel_trend(t) : pearson_chi_square(t)).statistic;
}
// ------------------------------------------------------------------ figures of one survey

TEST(TableFigures, OfARateAreCountedWithWilsonsIntervalAndPearsonsTest) {
  const RunFigures run = figures();
  const std::size_t t = number_of("T10", "parenting", 2021, "resident", "rate", "education", "higher");
  const RunFigure& f = run.by_target[t];
  const auto now = use_of(both_waves()[1], Domain::parenting, Item::education, 2),
             then = use_of(both_waves()[0], Domain::parenting, Item::education, 2);
  EXPECT_NEAR(f.value, 100 * now[0] / now[1], 1e-10);
  EXPECT_EQ(f.n, now[1]);
  EXPECT_NEAR(f.low, 100 * wilson_interval(now[0] / now[1], now[1]).low, 1e-10);
  EXPECT_NEAR(f.p, chi_square_upper(chi2_of({then, now}, false), 1), 1e-12);
  // only the later wave's residents are marked, as the report does
  EXPECT_TRUE(std::isnan(
      run.by_target[number_of("T10", "parenting", 2016, "resident", "rate", "education", "higher")].p));
  EXPECT_TRUE(
      std::isnan(run.by_target[number_of("T10", "parenting", 2021, "all", "rate", "education", "higher")].p));
}

TEST(TableFigures, HowMuchItHelpedIsTestedAtOnce) {
  const RunFigures run = figures();
  Crosstab t{"wave", "helped", {"2016", "2021"}, {"0", "1", "2", "3"}, Eigen::MatrixXd::Zero(2, 4)};
  for (Eigen::Index w = 0; w < 2; ++w) {
    const Answers& a = both_waves()[static_cast<std::size_t>(w)];
    for (std::size_t i = 0; i < a.size(); ++i) {
      const Ticks ticks = a.ticks(Domain::relationship, Item::helped)[i];
      if (ticks != 0 && a.weight[0][i] > 0) t.count(w, std::countr_zero(ticks)) += 1;
    }
  }
  const TestResult expected = pearson_chi_square(t);
  ASSERT_EQ(expected.df, 3);
  for (const char* answer : {"very_much", "fairly", "a_little", "not_at_all"})
    EXPECT_NEAR(run.by_target[number_of("T3", "relationship", 2021, "resident", "share", "helped", answer)].p,
                expected.p, 1e-12);
}

TEST(TableFigures, OfFootnotesAreTheTrendAndEachLevelsChange) {
  const RunFigures run = figures();
  for (const int year : {2016, 2021}) {
    const Answers& a = both_waves()[year == 2016 ? 0U : 1U];
    std::vector<std::array<double, 2>> levels;
    for (std::size_t l = 0; l < 4; ++l)
      levels.push_back(use_of(a, Domain::parenting, Item::network_support, l));
    const double chi2 = chi2_of(levels, true);
    EXPECT_NEAR(
        run.by_target[number_of("text", "parenting", year, "resident", "chi2", "network_support", "trend")]
            .value,
        chi2, 1e-9);
    EXPECT_NEAR(
        run.by_target[number_of("text", "parenting", year, "resident", "p_value", "network_support", "trend")]
            .value,
        chi_square_upper(chi2, 1), 1e-12);
  }
  const double change = chi2_of({use_of(both_waves()[0], Domain::relationship, Item::partner_support, 2),
                                 use_of(both_waves()[1], Domain::relationship, Item::partner_support, 2)},
                                false);
  EXPECT_NEAR(run.by_target[number_of("text", "relationship", 2021, "resident", "chi2", "partner_support",
                                      "a_little")]
                  .value,
              change, 1e-9);
}

TEST(TableFigures, OfChangesAreDifferencesOfRates) {
  const RunFigures run = figures();
  for (std::size_t t = 0; t < targets().size(); ++t) {
    const Target& row = targets()[t];
    if (row.table != "T14") continue;
    const char* rates = row.domain == "parenting" ? "T10" : "T4";
    const auto rate = [&](int year) {
      return run.by_target[number_of(rates, row.domain.c_str(), year, "resident", "rate",
                                     row.variable.c_str(), row.category.c_str())];
    };
    EXPECT_EQ(run.by_target[t].value, rate(2021).value - rate(2016).value);
    EXPECT_EQ(run.by_target[t].p, rate(2021).p);
    EXPECT_TRUE(std::isfinite(run.by_target[t].p)) << row.variable << ' ' << row.category;
  }
}

TEST(TableFigures, BetasAreTestedByWaldAndOddsRatiosHaveIntervals) {
  const RunFigures run = figures();
  const RegressionReport full = regress_in_full(targets(), both_waves(), IntervalKind::wald);
  ASSERT_GT(full.estimates.size(), 200u);
  std::size_t betas = 0, odds_ratios = 0;
  for (const RegressionEstimate& e : full.estimates) {
    const RunFigure& f = run.by_target[e.estimate.target];
    const Target& t = targets()[e.estimate.target];
    EXPECT_EQ(f.value, e.estimate.value);
    if (t.measure == "beta") {
      ++betas;
      EXPECT_NEAR(f.p, std::erfc(std::abs(f.value / e.standard_error) / std::sqrt(2.0)), 1e-9);
    } else if (t.measure == "odds_ratio" && t.table != "text") {
      ++odds_ratios;
      EXPECT_NEAR(f.low, f.value * std::exp(-z_95 * e.standard_error), 1e-9 * f.value);
      EXPECT_NEAR(f.high, f.value * std::exp(z_95 * e.standard_error), 1e-8 * f.value);
    }
  }
  EXPECT_GT(betas, 80u);
  EXPECT_EQ(odds_ratios, 106u);
}

TEST(TableFigures, ProfilesStandNearWaldsWhereThereAreMany) {
  const std::vector<Answers> waves{respondents(Wave::w2021, 2500, 5)};
  std::vector<Target> some;
  for (const Target& t : targets()) {
    if (t.table == "T11") some.push_back(t);
  }
  const RegressionReport wald = regress_in_full(some, waves, IntervalKind::wald),
                         profile = regress_in_full(some, waves, IntervalKind::profile);
  for (std::size_t i = 0; i < wald.estimates.size(); ++i) {
    const auto &w = wald.estimates[i].interval, &p = profile.estimates[i].interval;
    if (std::isnan(w.low)) continue;
    EXPECT_NE(w.low, p.low);
    // the two differ by the likelihood's third derivative: of some hundred in a level a few hundredths
    EXPECT_NEAR(std::log(w.low / p.low), 0, 0.02);
    EXPECT_NEAR(std::log(w.high / p.high), 0, 0.02);
  }
}

TEST(TableFigures, OfEveryoneHaveNoTestsAndCountRealFamilies) {
  const RunFigures sample = figures(), all = figures(Respondents::everyone, 50);
  std::size_t looked = 0;
  for (std::size_t t = 0; t < targets().size(); ++t) {
    const RunFigure& f = all.by_target[t];
    EXPECT_TRUE(std::isnan(f.p) && std::isnan(f.low) && std::isnan(f.high)) << t;
    if (std::isnan(f.value) || std::isnan(f.n)) continue;
    ++looked;
    EXPECT_EQ(f.n, 50 * sample.by_target[t].n);
    if (targets()[t].measure != "n") {
      EXPECT_EQ(f.value, sample.by_target[t].value);
    }
  }
  EXPECT_GT(looked, 300u);
}

TEST(TableFigures, InequalityIsOfTheClassesOfTheTable) {
  const RunFigures run = figures();
  ASSERT_EQ(run.inequality.size(), rankings.size() * 2 * 2);
  Eigen::VectorXd share(2), n(2);  // who cannot afford an unexpected expense first
  for (const std::size_t c : {0U, 1U}) {
    const auto use = use_of(both_waves()[1], Domain::parenting, Item::unexpected_expense, c);
    share[static_cast<Eigen::Index>(1 - c)] = use[0] / use[1];
    n[static_cast<Eigen::Index>(1 - c)] = use[1];
  }
  for (const Inequality& i : run.inequality) {
    if (i.ranking != 1 || i.domain != Domain::parenting || i.year != 2021) continue;
    EXPECT_NEAR(i.use.index, concentration_index(share, n).index, 1e-12);
    return;
  }
  FAIL() << "not there";
}

TEST(TableFigures, ASeparatedGroupIsSaidAndHasNoNumber) {
  std::vector<Answers> waves{respondents(Wave::w2021, 1500, 2)};
  for (std::size_t i = 0; i < waves[0].size(); ++i) {  // nobody under 35 used it
    if (waves[0].ticks(Domain::relationship, Item::age)[i] == tick(AgeBand::lt35)) waves[0].ever[0][i] = 0;
  }
  const RunFigures run = figures_of(targets(), waves, Respondents::survey, IntervalKind::wald, 1);
  EXPECT_THAT(run.said, testing::ElementsAre("T7 2021: separated: age=lt35"));
  EXPECT_TRUE(std::isnan(
      run.by_target[number_of("T7", "relationship", 2021, "partnered", "odds_ratio", "age", "lt35")].value));
  EXPECT_TRUE(std::isfinite(
      run.by_target[number_of("T7", "relationship", 2021, "partnered", "odds_ratio", "gender", "women")]
          .value));
  // the profile's interval still has its upper end
  const RegressionReport profile = regress_in_full(targets(), waves, IntervalKind::profile);
  for (const RegressionEstimate& e : profile.estimates) {
    const Target& t = targets()[e.estimate.target];
    if (t.table != "T7" || t.measure != "odds_ratio" || t.category != "lt35") continue;
    EXPECT_EQ(e.interval.low, 0);
    EXPECT_LT(e.interval.high, 1);
    EXPECT_GT(e.interval.high, 0);
  }
}

}  // namespace
}  // namespace uptake
