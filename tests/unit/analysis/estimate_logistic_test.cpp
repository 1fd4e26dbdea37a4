// SPDX-License-Identifier: Apache-2.0
// Against closed forms, against what must be refused, and against statsmodels.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <map>
#include <numeric>
#include <sstream>

#include "analysis/estimate/coding.hpp"
#include "analysis/estimate/profile.hpp"
#include "sim/base/math.hpp"
#include "sim/base/random.hpp"
#include "unit/analysis/estimate_oracle.hpp"

namespace uptake {
namespace {

using Eigen::MatrixXd;
using Eigen::VectorXd;
using testing::HasSubstr;

LogisticFit fit_dense(const MatrixXd& x, const std::vector<double>& y, const std::vector<double>& w) {
  return fit_logistic(x.sparseView(), vec(y), vec(w));
}

struct Sample3 {
  std::vector<Factor> factors;
  VectorXd outcome, weight;
  [[nodiscard]] std::size_t size() const { return static_cast<std::size_t>(outcome.size()); }
};

/// Three factors of 4, 2 and 3 levels, an outcome that depends on each, weights 1..3.
Sample3 sample3(std::size_t n) {
  Sample3 s;
  s.factors = {
      {"a", {"a0", "a1", "a2", "a3"}, 2, {}}, {"b", {"b0", "b1"}, 0, {}}, {"c", {"c0", "c1", "c2"}, 1, {}}};
  s.outcome.resize(static_cast<Eigen::Index>(n));
  s.weight.resize(static_cast<Eigen::Index>(n));
  const RandomKey key{2, 9};
  const std::array<double, 4> effect_a{0.8, -0.4, 0.0, 1.1};
  const std::array<double, 3> effect_c{-1.2, 0.0, 0.3};
  for (std::size_t i = 0; i < n; ++i) {
    const auto draw = [&](std::uint32_t k) {
      return uniform(key, static_cast<std::uint32_t>(i), 0, Purpose::walk, k);
    };
    const auto a = static_cast<std::uint8_t>(4 * draw(0) * draw(4)),
               b = static_cast<std::uint8_t>(2 * draw(1)),
               c = static_cast<std::uint8_t>(3 * std::sqrt(draw(2)));
    s.factors[0].of.push_back(a);
    s.factors[1].of.push_back(b);
    s.factors[2].of.push_back(c);
    const double p = logistic(-0.6 + effect_a[a] + 0.5 * b + effect_c[c]);
    s.outcome[static_cast<Eigen::Index>(i)] = draw(3) < p ? 1 : 0;
    s.weight[static_cast<Eigen::Index>(i)] = 1 + static_cast<double>(i % 3);
  }
  return s;
}

TEST(Logistic, InterceptOnlyIsTheLogitOfTheMean) {
  const LogisticFit fit = fit_dense(MatrixXd::Ones(3, 1), {1, 0, 0}, {2, 3, 5});
  EXPECT_NEAR(fit.coefficient[0], std::log(0.2 / 0.8), 1e-13);
  EXPECT_NEAR(fit.covariance(0, 0), 1 / (10 * 0.2 * 0.8), 1e-12);
  EXPECT_NEAR(fit.log_likelihood, 2 * std::log(0.2) + 8 * std::log(0.8), 1e-12);
  EXPECT_NEAR(fit.null_log_likelihood, fit.log_likelihood, 1e-12);
  EXPECT_NEAR(cox_snell_r2(fit), 0, 1e-12);
  EXPECT_TRUE(fit.converged);
  EXPECT_EQ(fit.weight, 10);
}

TEST(Logistic, TwoByTwoTableGivesItsOddsRatioAndWoolfsError) {
  // 7 of 20 against 12 of 17
  MatrixXd x(4, 2);
  x << 1, 0, 1, 0, 1, 1, 1, 1;
  const LogisticFit fit = fit_dense(x, {1, 0, 1, 0}, {7, 13, 12, 5});
  EXPECT_NEAR(fit.coefficient[1], std::log((12.0 / 5) / (7.0 / 13)), 1e-13);
  EXPECT_NEAR(fit.covariance(0, 0), 1.0 / 7 + 1.0 / 13, 1e-12);
  EXPECT_NEAR(fit.covariance(0, 1), -(1.0 / 7 + 1.0 / 13), 1e-12);
  EXPECT_NEAR(fit.standard_error(1), std::sqrt(1.0 / 7 + 1.0 / 13 + 1.0 / 12 + 1.0 / 5), 1e-12);
  const double full =
      7 * std::log(7 / 20.) + 13 * std::log(13 / 20.) + 12 * std::log(12 / 17.) + 5 * std::log(5 / 17.);
  const double null = 19 * std::log(19 / 37.) + 18 * std::log(18 / 37.);
  EXPECT_NEAR(cox_snell_r2(fit), 1 - std::exp(2 * (null - full) / 37), 1e-12);
  EXPECT_NEAR(nagelkerke_r2(fit), cox_snell_r2(fit) / (1 - std::exp(2 * null / 37)), 1e-12);
}

TEST(Logistic, ShareOfOnesIsTheSameAsItsRows) {
  MatrixXd x(4, 2), grouped(2, 2);
  x << 1, 0, 1, 0, 1, 1, 1, 1;
  grouped << 1, 0, 1, 1;
  const LogisticFit rows = fit_dense(x, {1, 0, 1, 0}, {7, 13, 12, 4});
  const LogisticFit shares = fit_dense(grouped, {7.0 / 20, 0.75}, {20, 16});
  EXPECT_LT((rows.coefficient - shares.coefficient).cwiseAbs().maxCoeff(), 1e-12);
  EXPECT_LT((rows.covariance - shares.covariance).cwiseAbs().maxCoeff(), 1e-12);
  EXPECT_NEAR(rows.log_likelihood, shares.log_likelihood, 1e-12);
  EXPECT_NEAR(rows.null_log_likelihood, shares.null_log_likelihood, 1e-12);
}

TEST(Logistic, WeightsAreReplications) {
  const Sample3 s = sample3(300);
  Sample3 copied;
  copied.factors = s.factors;
  for (Factor& f : copied.factors) f.of.clear();
  std::vector<double> outcome;
  for (std::size_t i = 0; i < s.size(); ++i) {
    const auto row = static_cast<Eigen::Index>(i);
    for (int k = 0; k < s.weight[row]; ++k) {
      for (std::size_t f = 0; f < 3; ++f) copied.factors[f].of.push_back(s.factors[f].of[i]);
      outcome.push_back(s.outcome[row]);
    }
  }
  const LogisticFit weighted =
      fit_logistic(code_factors(s.factors, s.size(), Coding::reference).x, s.outcome, s.weight);
  const LogisticFit rows =
      fit_logistic(code_factors(copied.factors, outcome.size(), Coding::reference).x, vec(outcome),
                   VectorXd::Ones(static_cast<Eigen::Index>(outcome.size())));
  ASSERT_TRUE(weighted.converged && rows.converged);
  EXPECT_LT((weighted.coefficient - rows.coefficient).cwiseAbs().maxCoeff(), 1e-11);
  EXPECT_LT((weighted.covariance - rows.covariance).cwiseAbs().maxCoeff(), 1e-11);
  EXPECT_NEAR(weighted.log_likelihood, rows.log_likelihood, 1e-9);
  EXPECT_EQ(weighted.weight, rows.weight);
}

TEST(Logistic, RowsOfNoWeightAreNotThere) {
  MatrixXd x(5, 2);
  x << 1, 0, 1, 0, 1, 1, 1, 1, 1, 100;
  const LogisticFit fit = fit_dense(x, {1, 0, 1, 0, 1}, {7, 13, 12, 5, 0});
  EXPECT_NEAR(fit.coefficient[1], std::log((12.0 / 5) / (7.0 / 13)), 1e-12);
}

TEST(Logistic, ConvergesFromFarAndOnBadlyScaledColumns) {
  // one in a million, and a column a million times another
  MatrixXd x(2, 2);
  x << 1, 0, 1, 1e6;
  const LogisticFit fit = fit_dense(x, {1e-6, 0.5}, {1e7, 10});
  ASSERT_TRUE(fit.converged);
  EXPECT_NEAR(fit.coefficient[0], std::log(1e-6 / (1 - 1e-6)), 1e-9);
  EXPECT_NEAR(fit.coefficient[1] * 1e6, -fit.coefficient[0], 1e-9);
  EXPECT_EQ(describe(fit, std::vector<std::string>{"i", "x"}), "");
}

// ------------------------------------------------------------------ effect coding

TEST(Effects, OfAOneFactorModelAreDeviationsFromTheMeanLogit) {
  const Factor f{"f", {"low", "mid", "high"}, 2, {0, 1, 2}};
  const VectorXd outcome = vec({0.2, 0.5, 0.9}), weight = vec({10, 20, 40});
  const LogisticFit fit = fit_logistic(code_factors({&f, 1}, 3, Coding::reference).x, outcome, weight);
  const Effects e = to_effects(fit, {&f, 1});
  const std::array<double, 3> logits{std::log(0.25), 0, std::log(9.0)};
  const double mean = (logits[0] + logits[1] + logits[2]) / 3;
  ASSERT_EQ(e.coefficient.size(), 4);
  EXPECT_NEAR(e.coefficient[0], mean, 1e-12);
  for (Eigen::Index l = 0; l < 3; ++l)
    EXPECT_NEAR(e.coefficient[l + 1], logits[static_cast<std::size_t>(l)] - mean, 1e-12);
  // the variance of a deviation: (2/3)^2 v_l + (1/3)^2 (the others'), where the logits are independent
  const std::array<double, 3> v{1 / (10 * .2 * .8), 1 / (20 * .25), 1 / (40 * .09)};
  EXPECT_NEAR(e.covariance(3, 3), (4 * v[2] + v[0] + v[1]) / 9, 1e-12);
}

TEST(Effects, SumToZeroAndAreTheFitOfTheEffectCodedDesign) {
  const Sample3 s = sample3(2000);
  const CodedDesign reference = code_factors(s.factors, s.size(), Coding::reference);
  const CodedDesign effect = code_factors(s.factors, s.size(), Coding::effect);
  EXPECT_EQ(reference.columns, effect.columns);
  EXPECT_EQ(reference.columns[3], "a=a3");
  const LogisticFit by_reference = fit_logistic(reference.x, s.outcome, s.weight);
  const LogisticFit by_effect = fit_logistic(effect.x, s.outcome, s.weight);
  const Effects e = to_effects(by_reference, s.factors);
  EXPECT_NEAR(e.coefficient.segment(1, 4).sum(), 0, 1e-12);
  EXPECT_NEAR(e.coefficient.segment(5, 2).sum(), 0, 1e-12);
  EXPECT_NEAR(e.coefficient.segment(7, 3).sum(), 0, 1e-12);
  EXPECT_NEAR(e.covariance.block(1, 1, 4, 4).sum(), 0, 1e-12);
  const std::array<Eigen::Index, 7> in_effects{0, 1, 2, 4, 6, 7, 9};  // without the references a2, b0, c1
  for (std::size_t j = 0; j < in_effects.size(); ++j) {
    EXPECT_NEAR(e.coefficient[in_effects[j]], by_effect.coefficient[static_cast<Eigen::Index>(j)], 1e-10);
    EXPECT_NEAR(std::sqrt(e.covariance(in_effects[j], in_effects[j])), by_effect.standard_error(j), 1e-10);
  }
  // the report's relation of the two (S0 Tables 5-13)
  EXPECT_NEAR(by_reference.coefficient[1], e.coefficient[1] - e.coefficient[3], 1e-12);
  EXPECT_NEAR(by_reference.log_likelihood, by_effect.log_likelihood, 1e-9);
}

TEST(Effects, AreOfTheLevelsThatAreThere) {
  const Factor f{"f", {"low", "nobody", "high"}, 2, {0, 2}};
  const LogisticFit fit =
      fit_logistic(code_factors({&f, 1}, 2, Coding::reference).x, vec({0.2, 0.5}), vec({10, 20}));
  const Effects e = to_effects(fit, {&f, 1});
  EXPECT_NEAR(e.coefficient[1], std::log(0.25) / 2, 1e-12);
  EXPECT_TRUE(std::isnan(e.coefficient[2]));
  EXPECT_NEAR(e.coefficient[3], -std::log(0.25) / 2, 1e-12);
  EXPECT_NEAR(e.coefficient[0], std::log(0.25) / 2, 1e-12);
}

// ------------------------------------------------------------------ what the data do not give

TEST(Logistic, NamesEmptyAndDependentColumns) {
  MatrixXd x(6, 5);    // the fourth is the second and third together, the last is empty
  x << 1, 1, 0, 1, 0,  //
      1, 1, 0, 1, 0,   //
      1, 0, 1, 1, 0,   //
      1, 0, 1, 1, 0,   //
      1, 0, 0, 0, 0,   //
      1, 0, 0, 0, 0;
  const LogisticFit fit = fit_dense(x, {1, 0, 1, 0, 1, 0}, {1, 2, 3, 4, 5, 6});
  EXPECT_EQ(describe(fit, std::vector<std::string>{"intercept", "one", "two", "both", "none"}),
            "empty: none; dependent: one, two, both");
  EXPECT_TRUE(fit.converged);
  EXPECT_NEAR(fit.coefficient[0], std::log(5.0 / 6), 1e-12);
  EXPECT_NEAR(fit.covariance(0, 0), 1.0 / 5 + 1.0 / 6, 1e-11);
  for (Eigen::Index j = 1; j < 5; ++j) {
    EXPECT_TRUE(std::isnan(fit.coefficient[j])) << j;
    EXPECT_TRUE(std::isnan(fit.covariance(0, j)) && std::isnan(fit.covariance(j, j))) << j;
  }
}

TEST(Logistic, LeavesOutAColumnThatNobodyInItContradicts) {
  // nobody in the third group used it: its log odds are without bound, the others' are as without the group
  MatrixXd x(5, 3);
  x << 1, 0, 0, 1, 0, 0, 1, 1, 0, 1, 1, 0, 1, 0, 1;
  const std::vector<std::string> names{"intercept", "two", "three"};
  for (const double y : {0.0, 1.0}) {
    const LogisticFit fit = fit_dense(x, {1, 0, 1, 0, y}, {7, 13, 12, 5, 9});
    EXPECT_EQ(describe(fit, names), "separated: three");
    EXPECT_TRUE(fit.converged);
    EXPECT_NEAR(fit.coefficient[1], std::log((12.0 / 5) / (7.0 / 13)), 1e-12);
    EXPECT_NEAR(fit.standard_error(1), std::sqrt(1.0 / 7 + 1.0 / 13 + 1.0 / 12 + 1.0 / 5), 1e-12);
    EXPECT_TRUE(std::isnan(fit.coefficient[2]) && std::isnan(fit.standard_error(2)));
    const double best =
        7 * std::log(7 / 20.) + 13 * std::log(13 / 20.) + 12 * std::log(12 / 17.) + 5 * std::log(5 / 17.);
    EXPECT_NEAR(fit.log_likelihood, best, 1e-12);  // the third group adds nothing at its limit
  }
}

TEST(Logistic, SeparationOfTheReferenceTakesAllThatIsMeasuredAgainstIt) {
  const std::vector<Factor> factors{{"f", {"r", "s", "t"}, 0, {0, 1, 2, 0, 1, 2}},
                                    {"g", {"u", "v"}, 0, {0, 0, 0, 1, 1, 1}}};
  const CodedDesign design = code_factors(factors, 6, Coding::reference);
  const LogisticFit fit = fit_logistic(design.x, vec({0, 0.5, 0.25, 0, 0.25, 0.5}), VectorXd::Constant(6, 8));
  EXPECT_EQ(describe(fit, design.columns), "separated: intercept, f=s, f=t");
  EXPECT_NEAR(fit.coefficient[3], 0, 1e-10);  // symmetric
  const Effects e = to_effects(fit, factors);
  for (const Eigen::Index j : {0, 1, 2, 3}) EXPECT_TRUE(std::isnan(e.coefficient[j])) << j;
  EXPECT_NEAR(e.coefficient[4], 0, 1e-10);
}

TEST(Logistic, FindsSeparationThatNoSingleColumnShows) {
  // y is 1 exactly where x1 + x2 > 1, though each x alone overlaps: complete separation
  MatrixXd x(6, 3);
  x << 1, 0, 0.9, 1, 0.9, 0, 1, 0.4, 0.4, 1, 1, 0.2, 1, 0.2, 1, 1, 0.7, 0.7;
  const LogisticFit complete = fit_dense(x, {0, 0, 0, 1, 1, 1}, {1, 1, 1, 1, 1, 1});
  EXPECT_EQ(describe(complete, std::vector<std::string>{"i", "x1", "x2"}), "separated: i, x1, x2");
  EXPECT_NEAR(complete.log_likelihood, 0, 1e-12);
  // one against the rule, and it is gone
  const LogisticFit overlap = fit_dense(x, {0, 1, 0, 1, 1, 0}, {1, 1, 1, 1, 1, 1});
  EXPECT_EQ(describe(overlap, std::vector<std::string>{"i", "x1", "x2"}), "");
}

TEST(Logistic, FindsSeparationOfTwoColumnsAndOfALayerBelow) {
  // groups 2 and 3 say nothing but no and yes; of the crossing factor, v is there only beside them but for
  // one row
  const std::vector<Factor> factors{{"f", {"r", "s", "t"}, 0, {0, 0, 1, 1, 2, 2, 0}},
                                    {"g", {"u", "v"}, 0, {0, 0, 0, 1, 0, 1, 1}}};
  const CodedDesign design = code_factors(factors, 7, Coding::reference);
  const LogisticFit fit = fit_logistic(design.x, vec({1, 0, 0, 0, 1, 1, 1}), vec({3, 5, 2, 2, 2, 2, 4}));
  EXPECT_EQ(describe(fit, design.columns), "separated: f=s, f=t, g=v");
  EXPECT_NEAR(fit.coefficient[0], std::log(3.0 / 5), 1e-12);
}

TEST(Logistic, OneAgainstAThousandIsNoSeparation) {
  MatrixXd x(4, 2);
  x << 1, 0, 1, 0, 1, 1, 1, 1;
  const LogisticFit fit = fit_dense(x, {1, 0, 1, 0}, {50, 50, 1e-6, 1000});
  EXPECT_EQ(describe(fit, std::vector<std::string>{"i", "x"}), "");
  EXPECT_NEAR(fit.coefficient[1], std::log(1e-9), 1e-9);
}

TEST(Logistic, AllTheSameOrNothingGivesNothing) {
  MatrixXd x(3, 2);
  x << 1, 0, 1, 1, 1, 1;
  for (const double y : {0.0, 1.0}) {
    const LogisticFit fit = fit_dense(x, {y, y, y}, {1, 2, 3});
    EXPECT_EQ(describe(fit, std::vector<std::string>{"i", "x"}), "separated: i, x");
    EXPECT_EQ(fit.null_log_likelihood, 0);
    EXPECT_TRUE(std::isnan(nagelkerke_r2(fit)));
  }
  const LogisticFit none = fit_dense(MatrixXd(0, 2), {}, {});
  EXPECT_EQ(describe(none, std::vector<std::string>{"i", "x"}), "empty: i, x");
  EXPECT_TRUE(std::isnan(cox_snell_r2(none)) && std::isnan(nagelkerke_r2(none)));
}

TEST(Logistic, RefusesWhatIsNoData) {
  const MatrixXd x = MatrixXd::Ones(2, 1);
  EXPECT_THROW(fit_dense(x, {1}, {1, 1}), std::invalid_argument);
  EXPECT_THROW(fit_dense(x, {1, 2}, {1, 1}), std::invalid_argument);
  EXPECT_THROW(fit_dense(x, {1, 0}, {1, -1}), std::invalid_argument);
  EXPECT_THROW(fit_dense(x, {1, std::nan("")}, {1, 1}), std::invalid_argument);
  EXPECT_THROW(fit_dense(x * std::numeric_limits<double>::infinity(), {1, 0}, {1, 1}), std::invalid_argument);
}

// ------------------------------------------------------------------ offsets and profiles

TEST(Logistic, AnOffsetIsAKnownPartOfTheLogOdds) {
  // two groups whose log odds are known to differ by 1: the intercept alone is sought
  const VectorXd offset = vec({0, 1});
  const LogisticFit fit = fit_logistic(MatrixXd::Ones(2, 1).sparseView(),
                                       vec({logistic(-0.4), logistic(0.6)}), vec({30, 70}), offset);
  ASSERT_TRUE(fit.converged);
  EXPECT_NEAR(fit.coefficient[0], -0.4, 1e-12);
  EXPECT_THROW(fit_logistic(MatrixXd::Ones(2, 1).sparseView(), vec({0, 1}), vec({1, 1}), vec({1})),
               std::invalid_argument);
}

TEST(ProfileInterval, OfAProportionIsWhereItsLikelihoodFallsByHalfOfChiSquare) {
  const MatrixXd one = MatrixXd::Ones(2, 1);
  const LogisticFit fit = fit_dense(one, {1, 0}, {3, 17});
  const Interval ends = profile_interval(fit, one.sparseView(), vec({1, 0}), vec({3, 17}), 0);
  const auto likelihood = [](double b) { return 3 * std::log(logistic(b)) + 17 * std::log(logistic(-b)); };
  for (const double end : {ends.low, ends.high})
    EXPECT_NEAR(likelihood(end), fit.log_likelihood - z_95 * z_95 / 2, 1e-9);
  EXPECT_LT(ends.low, fit.coefficient[0]);
  EXPECT_GT(ends.high, fit.coefficient[0]);
  // lopsided, as the likelihood of a rare answer is
  EXPECT_GT(fit.coefficient[0] - ends.low, ends.high - fit.coefficient[0]);
}

TEST(ProfileInterval, OfASeparatedColumnHasOneEnd) {
  // nobody of 9 in the second group used it, 7 of 20 in the first: closed form, with the first group's 7/20
  // given. The profile of b is max over a of 7 ln p(a) + 13 ln q(a) + 9 ln q(a + b).
  MatrixXd x(3, 2);
  x << 1, 0, 1, 0, 1, 1;
  const std::vector<double> y{1, 0, 0}, w{7, 13, 9};
  const LogisticFit fit = fit_dense(x, y, w);
  ASSERT_EQ(fit.state[1], ColumnState::separated);
  const Interval ends = profile_interval(fit, x.sparseView(), vec(y), vec(w), 1);
  EXPECT_EQ(ends.low, -std::numeric_limits<double>::infinity());
  double best = -1e9;  // by looking
  for (double a = -3; a < 3; a += 1e-4) {
    best = std::max(best, 7 * std::log(logistic(a)) + 13 * std::log(logistic(-a)) +
                              9 * std::log(logistic(-a - ends.high)));
  }
  EXPECT_NEAR(best, fit.log_likelihood - z_95 * z_95 / 2, 1e-6);
  // all yes turns it round
  const LogisticFit yes = fit_dense(x, {1, 0, 1}, w);
  const Interval other = profile_interval(yes, x.sparseView(), vec({1, 0, 1}), vec(w), 1);
  EXPECT_TRUE(std::isfinite(other.low));
  EXPECT_EQ(other.high, std::numeric_limits<double>::infinity());
}

TEST(ProfileInterval, StandsWhereWaldsErrorSaysNothing) {
  // a millionth of a user among a thousand: Wald's error is 1000, the likelihood's upper end is near that of
  // none
  MatrixXd x(4, 2);
  x << 1, 0, 1, 0, 1, 1, 1, 1;
  const std::vector<double> y{1, 0, 1, 0}, w{50, 50, 1e-6, 1000}, none{50, 50, 0, 1000};
  const LogisticFit fit = fit_dense(x, y, w), without = fit_dense(x, y, none);
  ASSERT_EQ(fit.state[1], ColumnState::estimated);
  EXPECT_GT(fit.standard_error(1), 900);
  const double high = profile_interval(fit, x.sparseView(), vec(y), vec(w), 1).high;
  EXPECT_NEAR(high, profile_interval(without, x.sparseView(), vec(y), vec(none), 1).high, 1e-4);
  EXPECT_LT(high, -5);
  EXPECT_GT(high, -7);
}

TEST(ProfileInterval, IsNothingOfWhatIsNotThereAndEverythingOfWhatSaysNothing) {
  MatrixXd x(3, 2);
  x << 1, 0, 1, 0, 1, 0;
  const LogisticFit empty = fit_dense(x, {1, 0, 1}, {1, 2, 3});
  EXPECT_TRUE(std::isnan(profile_interval(empty, x.sparseView(), vec({1, 0, 1}), vec({1, 2, 3}), 1).low));
  x << 1, 0, 1, 1, 1, 1;
  const LogisticFit all = fit_dense(x, {1, 1, 1}, {1, 2, 3});
  const Interval ends = profile_interval(all, x.sparseView(), vec({1, 1, 1}), vec({1, 2, 3}), 1);
  EXPECT_EQ(ends.low, -std::numeric_limits<double>::infinity());
  EXPECT_EQ(ends.high, std::numeric_limits<double>::infinity());
}

// ------------------------------------------------------------------ an outside oracle

std::string csv_of(const Sample3& s) {
  std::ostringstream out;
  out << "y,w,a,b,c\n";
  for (std::size_t i = 0; i < s.size(); ++i) {
    const auto row = static_cast<Eigen::Index>(i);
    out << s.outcome[row] << ',' << s.weight[row];
    for (const Factor& f : s.factors) out << ',' << f.levels[f.of[i]];
    out << '\n';
  }
  return out.str();
}

TEST(Logistic, AgreesWithStatsmodels) {
  const Sample3 s = sample3(3000);
  const auto oracle = ask_oracle("estimate_oracle.py", csv_of(s));
  ASSERT_EQ(oracle.size(), 24u);
  for (const Coding coding : {Coding::reference, Coding::effect}) {
    const std::string name = coding == Coding::reference ? "reference" : "effect";
    const CodedDesign design = code_factors(s.factors, s.size(), coding);
    const LogisticFit fit = fit_logistic(design.x, s.outcome, s.weight);
    ASSERT_TRUE(fit.converged);
    for (std::size_t j = 0; j < design.columns.size(); ++j) {
      const std::string level = design.columns[j].substr(design.columns[j].find('=') + 1);
      const auto at = oracle.find(name + ":" + level);
      ASSERT_NE(at, oracle.end()) << level;
      EXPECT_NEAR(fit.coefficient[static_cast<Eigen::Index>(j)], at->second[0], 1e-8) << name << " " << level;
      EXPECT_NEAR(fit.standard_error(j), at->second[1], 1e-8) << name << " " << level;
    }
    const auto& likelihood = oracle.at(name + ":log_likelihood");
    EXPECT_NEAR(fit.log_likelihood, likelihood[0], 1e-8 * std::abs(likelihood[0]));
    EXPECT_NEAR(fit.null_log_likelihood, likelihood[1], 1e-8 * std::abs(likelihood[1]));
    EXPECT_NEAR(cox_snell_r2(fit), oracle.at("r2")[0], 1e-8);
    EXPECT_NEAR(nagelkerke_r2(fit), oracle.at("r2")[1], 1e-8);
    if (coding == Coding::effect) continue;
    for (std::size_t j = 0; j < design.columns.size(); ++j) {
      const std::string level = design.columns[j].substr(design.columns[j].find('=') + 1);
      const Interval interval = profile_interval(fit, design.x, s.outcome, s.weight, j);
      EXPECT_NEAR(interval.low, oracle.at("profile:" + level)[0], 1e-8) << level;
      EXPECT_NEAR(interval.high, oracle.at("profile:" + level)[1], 1e-8) << level;
    }
  }
}

}  // namespace
}  // namespace uptake
