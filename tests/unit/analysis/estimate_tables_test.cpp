// SPDX-License-Identifier: Apache-2.0
// Proportions, tests and indices of tables: against closed forms, against what must be refused, and against
// statsmodels and scipy.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <sstream>

#include "analysis/estimate/concentration.hpp"
#include "analysis/estimate/contingency.hpp"
#include "analysis/estimate/proportion.hpp"
#include "sim/base/random.hpp"
#include "unit/analysis/estimate_oracle.hpp"

namespace uptake {
namespace {

using Eigen::MatrixXd;
using Eigen::VectorXd;
using testing::HasSubstr;

Crosstab use_by(const std::string& variable, const std::vector<std::string>& categories,
                const MatrixXd& count) {
  return {variable, "use", categories, {"yes", "no"}, count};
}

template <class Call>
std::string complaint_of(Call call) {
  try {
    call();
  } catch (const std::invalid_argument& error) {
    return error.what();
  }
  return "not refused";
}

// ------------------------------------------------------------------ proportions

TEST(Wilson, SolvesItsOwnEquation) {
  // its ends are the shares p of which the observed one is z standard errors away: (s - p)^2 = z^2 p (1 - p)
  // / n
  using Pairs = std::vector<std::pair<double, double>>;
  for (const auto& [s, n] : Pairs{{0.3, 50}, {0.02, 700}, {0.5, 1.5}, {0, 9}, {1, 9}}) {
    const Interval i = wilson_interval(s, n);
    for (const double p : {i.low, i.high})
      EXPECT_NEAR((s - p) * (s - p), z_95 * z_95 * p * (1 - p) / n, 1e-14) << s << " of " << n;
    EXPECT_LE(0, i.low);
    EXPECT_LE(i.low, s);
    EXPECT_LE(s, i.high);
    EXPECT_LE(i.high, 1);
    EXPECT_LT(i.low, i.high);
  }
}

TEST(Wilson, RefusesMoreThanEverybodyAndSaysNothingOfNobody) {
  EXPECT_THAT(complaint_of([] { wilson_interval(1.042, 10); }), HasSubstr("104.2 %, expected 0..100 %"));
  EXPECT_THAT(complaint_of([] { wilson_interval(-0.1, 10); }), HasSubstr("-10 %"));
  EXPECT_THAT(complaint_of([] { wilson_interval(0.1, -1); }), HasSubstr("-1 respondents"));
  EXPECT_TRUE(std::isnan(wilson_interval(0.5, 0).low) && std::isnan(wilson_interval(std::nan(""), 10).high));
}

TEST(Kish, IsTheNumberOfEqualWeightsAndLessOfOthers) {
  EXPECT_DOUBLE_EQ(kish_effective_size(VectorXd::Constant(7, 3.5)), 7);
  EXPECT_DOUBLE_EQ(kish_effective_size(vec({1, 1, 0, 0})), 2);  // who weighs nothing is not there
  EXPECT_DOUBLE_EQ(kish_effective_size(vec({1, 3})), 16.0 / 10);
  EXPECT_EQ(kish_effective_size(vec({0, 0})), 0);
  EXPECT_EQ(kish_effective_size(vec({})), 0);
  EXPECT_THAT(complaint_of([] { kish_effective_size(vec({1, -2})); }), HasSubstr("number 2 is -2"));
}

TEST(WeightedProportion, IsAsSureAsItsEffectiveSize) {
  const Proportion p = weighted_proportion(vec({1, 0, 1, 0}), vec({1, 3, 0, 0}), 1.25);
  EXPECT_DOUBLE_EQ(p.share, 0.25);
  EXPECT_EQ(p.n, 2);
  EXPECT_DOUBLE_EQ(p.n_effective, 1.6 / 1.25);
  EXPECT_DOUBLE_EQ(p.design_effect, 2 / 1.6 * 1.25);
  EXPECT_DOUBLE_EQ(p.n / p.design_effect, p.n_effective);
  EXPECT_DOUBLE_EQ(p.interval.high, wilson_interval(0.25, 1.28).high);
  const Proportion nobody = weighted_proportion(vec({1}), vec({0}));
  EXPECT_TRUE(std::isnan(nobody.share) && std::isnan(nobody.interval.low));
  EXPECT_EQ(nobody.n, 0);
}

TEST(WeightedProportion, RefusesWhatIsNoAnswer) {
  EXPECT_THAT(complaint_of([] { weighted_proportion(vec({1, 2}), vec({1, 1})); }),
              HasSubstr("number 2 is 2"));
  EXPECT_THAT(complaint_of([] { weighted_proportion(vec({1}), vec({1, 1})); }),
              HasSubstr("1 answers have 2 weights"));
  EXPECT_THAT(complaint_of([] { weighted_proportion(vec({1}), vec({1}), 0); }),
              HasSubstr("design effect of 0"));
}

// ------------------------------------------------------------------ tests of tables

TEST(ChiSquare, OfTwoByTwoIsItsClosedForm) {
  // n (ad - bc)^2 over the product of the margins
  MatrixXd c(2, 2);
  c << 7, 13, 12, 5;
  const TestResult t = pearson_chi_square(use_by("gender", {"men", "women"}, c));
  const double expected = 37.0 * std::pow(7 * 5 - 13 * 12, 2) / (20.0 * 17 * 19 * 18);
  EXPECT_NEAR(t.statistic, expected, 1e-12);
  EXPECT_EQ(t.df, 1);
  EXPECT_NEAR(t.p, std::erfc(std::sqrt(expected / 2)), 1e-12);
  EXPECT_NEAR(t.least_expected, 17.0 * 18 / 37, 1e-12);
  EXPECT_EQ(t.why, "");
  // of two by two the trend is (n - 1)/n of it
  const TestResult trend = mantel_haenszel_trend(use_by("gender", {"men", "women"}, c));
  EXPECT_NEAR(trend.statistic, expected * 36 / 37, 1e-12);
  EXPECT_EQ(trend.df, 1);
}

TEST(ChiSquare, LeavesOutCategoriesThatNobodyIsIn) {
  MatrixXd with(3, 2), without(2, 2);
  with << 7, 13, 0, 0, 12, 5;
  without << 7, 13, 12, 5;
  const TestResult a = pearson_chi_square(use_by("age", {"young", "nobody", "old"}, with));
  const TestResult b = pearson_chi_square(use_by("age", {"young", "old"}, without));
  EXPECT_EQ(a.statistic, b.statistic);
  EXPECT_EQ(a.df, 1);
  EXPECT_EQ(a.p, b.p);
}

TEST(ChiSquare, NamesTheVariableWithOneCategoryAndTheOneOfNobody) {
  MatrixXd c(2, 2);
  c << 7, 13, 0, 0;
  EXPECT_EQ(pearson_chi_square(use_by("gender", {"men", "women"}, c)).why, "all are 'men' of gender");
  EXPECT_TRUE(std::isnan(pearson_chi_square(use_by("gender", {"men", "women"}, c)).p));
  c << 7, 0, 3, 0;
  EXPECT_EQ(mantel_haenszel_trend(use_by("gender", {"men", "women"}, c)).why, "all are 'yes' of use");
  c.setZero();
  EXPECT_EQ(mantel_haenszel_trend(use_by("gender", {"men", "women"}, c)).why, "nobody answered gender");
}

TEST(ChiSquare, RefusesCountsThatAreNoneByTheirPlace) {
  MatrixXd c(2, 2);
  c << 7, 13, -1, 5;
  EXPECT_EQ(complaint_of([&] { pearson_chi_square(use_by("gender", {"men", "women"}, c)); }),
            "gender 'women' by use 'yes': a count of -1, expected 0 or more");
  EXPECT_THAT(complaint_of([&] { pearson_chi_square(use_by("gender", {"men"}, c)); }),
              HasSubstr("gender by use: 1 by 2 names for 2 by 2 counts"));
  EXPECT_THAT(complaint_of([] { chi_square_upper(1, 0); }), HasSubstr("0 degrees of freedom"));
}

TEST(Trend, IsOfTheScores) {
  MatrixXd c(3, 2);
  c << 10, 30, 15, 25, 20, 20;  // a line: it takes all of Pearson's but the (n - 1)/n
  const Crosstab table = use_by("support", {"much", "some", "none"}, c);
  EXPECT_NEAR(mantel_haenszel_trend(table).statistic, pearson_chi_square(table).statistic * 119 / 120, 1e-10);
  // other units of the scores are the same test
  EXPECT_NEAR(mantel_haenszel_trend(table, vec({5, 3, 1})).statistic, mantel_haenszel_trend(table).statistic,
              1e-10);
  EXPECT_EQ(mantel_haenszel_trend(table, vec({1, 1, 1})).why, "the scores of support have no variance");
  EXPECT_THAT(complaint_of([&] { mantel_haenszel_trend(table, vec({1, 2})); }),
              HasSubstr("support: 2 scores for 3 categories"));
}

TEST(OddsRatio, NamesTheEmptyCell) {
  MatrixXd c(2, 2);
  c << 7, 13, 0, 5;
  const OddsRatio none = odds_ratio(use_by("gender", {"men", "women"}, c));
  EXPECT_TRUE(std::isnan(none.value) && std::isnan(none.interval.high));
  EXPECT_EQ(none.why, "nobody is 'women' of gender and 'yes' of use");
  c << 10, 20, 20, 10;
  const OddsRatio quarter = odds_ratio(use_by("gender", {"men", "women"}, c));
  EXPECT_NEAR(quarter.value, 0.25, 1e-14);
  EXPECT_NEAR(quarter.standard_error, std::sqrt(0.3), 1e-14);
  EXPECT_THAT(complaint_of([] { odds_ratio(use_by("age", {"a"}, MatrixXd::Ones(1, 2))); }),
              HasSubstr("a table of 1 by 2, expected 2 by 2"));
}

// ------------------------------------------------------------------ concentration

TEST(Concentration, OfTwoHalvesIsKnown) {
  // halves use a and b: ranks 1/4 and 3/4, covariance (b - a)/8, mean (a + b)/2: index (b - a) / (2 (a + b))
  const Concentration c = concentration_index(vec({0.1, 0.3}), vec({5, 5}));
  EXPECT_NEAR(c.index, 0.25, 1e-15);
  EXPECT_NEAR(c.wagstaff, 0.25 / 0.8, 1e-15);
  EXPECT_NEAR(c.erreygers, 4 * 0.2 * 0.25, 1e-15);
  EXPECT_NEAR(concentration_index(vec({0.3, 0.1}), vec({5, 5})).index, -0.25, 1e-15);
  EXPECT_NEAR(concentration_index(vec({0.2, 0.2, 0.2}), vec({1, 2, 3})).index, 0, 1e-15);
  // Erreygers' is the same for not using, with the other sign
  EXPECT_NEAR(concentration_index(vec({0.9, 0.7}), vec({5, 5})).erreygers, -c.erreygers, 1e-15);
  // everybody uses it: nothing is left to be unequal, and Wagstaff's is 0 over 0
  EXPECT_TRUE(std::isnan(concentration_index(vec({1, 1}), vec({5, 5})).wagstaff));
}

TEST(Concentration, SaysWhyThereIsNone) {
  EXPECT_THAT(concentration_index(vec({0.1, 0.3}), vec({5, 0})).why, HasSubstr("one class"));
  EXPECT_TRUE(std::isnan(concentration_index(vec({0.1, 0.3}), vec({5, 0})).index));
  EXPECT_EQ(concentration_index(vec({0, 0}), vec({5, 5})).why, "nobody uses it");
  EXPECT_EQ(concentration_index(vec({}), vec({})).why, "no class has anybody");
  EXPECT_THAT(complaint_of([] { concentration_index(vec({0.1, 1.3}), vec({5, 5})); }),
              HasSubstr("class 2: a share of 130 %"));
  EXPECT_THAT(complaint_of([] { concentration_index(vec({0.1}), vec({-5})); }),
              HasSubstr("class 1: a weight of -5"));
  EXPECT_THAT(complaint_of([] { concentration_index(vec({0.1}), vec({1, 1})); }),
              HasSubstr("1 classes have 2 weights"));
}

// ------------------------------------------------------------------ an outside oracle

TEST(TableEstimators, AgreeWithStatsmodelsAndScipy) {
  constexpr std::size_t n = 600;
  const RandomKey key{5, 3};
  MatrixXd count = MatrixXd::Zero(4, 2);
  VectorXd yes(n), weight(n);
  std::ostringstream csv;
  csv << "group,use,weight\n";
  csv.precision(17);
  for (std::size_t i = 0; i < n; ++i) {
    const auto draw = [&](std::uint32_t k) {
      return uniform(key, static_cast<std::uint32_t>(i), 0, Purpose::walk, k);
    };
    const auto group = static_cast<Eigen::Index>(4 * std::sqrt(draw(0)));
    const bool used = draw(1) < 0.2 + 0.1 * static_cast<double>(group);
    const auto row = static_cast<Eigen::Index>(i);
    yes[row] = used ? 1 : 0;
    weight[row] = 0.25 + 2 * draw(2) * draw(3);
    count(group, used ? 0 : 1) += weight[row];
    csv << 'g' << group << ',' << (used ? "yes" : "no") << ',' << weight[row] << '\n';
  }
  const auto oracle = ask_oracle("estimate_tables_oracle.py", csv.str());
  ASSERT_EQ(oracle.size(), 5u + 2 + 4 + 1 + 30) << "what the script prints";
  constexpr double close = 1e-8;
  const auto expect = [&](const std::string& name, const std::vector<double>& ours) {
    const auto at = oracle.find(name);
    ASSERT_NE(at, oracle.end()) << name;
    ASSERT_EQ(at->second.size(), ours.size()) << name;
    for (std::size_t i = 0; i < ours.size(); ++i)
      EXPECT_NEAR(ours[i], at->second[i], close) << name << ' ' << i;
  };
  const Crosstab table = use_by("group", {"g0", "g1", "g2", "g3"}, count);
  const TestResult pearson = pearson_chi_square(table);
  expect("pearson", {pearson.statistic, static_cast<double>(pearson.df), pearson.p, pearson.least_expected});
  const TestResult trend = mantel_haenszel_trend(table),
                   scored = mantel_haenszel_trend(table, vec({0, 1, 4, 9}));
  expect("trend", {trend.statistic, trend.p});
  expect("trend_scored", {scored.statistic, scored.p});
  const OddsRatio odds = odds_ratio(use_by("group", {"g0", "g1"}, count.topRows(2)));
  expect("odds_ratio", {odds.value, odds.standard_error, odds.interval.low, odds.interval.high});
  expect("kish", {kish_effective_size(weight)});
  for (const auto& [name, further] : {std::pair{"proportion", 1.0}, std::pair{"proportion_deff", 1.3}}) {
    const Proportion p = weighted_proportion(yes, weight, further);
    expect(name, {p.share, p.n_effective, p.interval.low, p.interval.high});
  }
  for (const auto& [k, of] : {std::pair{0, 12}, std::pair{12, 12}, std::pair{1, 500}, std::pair{250, 500}}) {
    const Interval i = wilson_interval(static_cast<double>(k) / of, of);
    expect(fmt::format("wilson:{}:{}", k, of), {i.low, i.high});
  }
  const VectorXd by_group = count.rowwise().sum();
  const Concentration c = concentration_index(count.col(0).cwiseQuotient(by_group), by_group);
  expect("concentration", {c.index, c.wagstaff, c.erreygers, c.mean});
  for (const int df : {1, 2, 3, 4, 7, 12}) {
    for (const double x : {0.01, 0.7, 3.841, 9.5, 40.0})
      expect(fmt::format("tail:{}:{:g}", df, x), {chi_square_upper(x, df)});
  }
}

}  // namespace
}  // namespace uptake
