// SPDX-License-Identifier: Apache-2.0
// The estimators of sensitivity against functions of which the answer is known in closed form.
#include <gmock/gmock.h>

#include <cmath>
#include <numbers>
#include <set>

#include "analysis/sensitivity/budget.hpp"
#include "analysis/sensitivity/jansen.hpp"
#include "analysis/sensitivity/morris.hpp"
#include "analysis/sensitivity/shapley.hpp"
#include "sim/base/math.hpp"
#include "sim/base/random.hpp"

namespace uptake {
namespace {

using Function = std::function<double(const Eigen::RowVectorXd&)>;

Eigen::VectorXd at_all(const Eigen::MatrixXd& points, const Function& f) {
  Eigen::VectorXd y(points.rows());
  for (Eigen::Index i = 0; i < points.rows(); ++i) y(i) = f(points.row(i));
  return y;
}

/// What an index is, and where it is sought.
struct Known {
  double first = 0, total = 0;
};

// ---- Sobol ---------------------------------------------------------------------------------------------

/// Ishigami and Homma (1990): sin x1 + a sin^2 x2 + b x3^4 sin x1, x uniform in (-pi, pi), a = 7, b = 0.1.
double ishigami(const Eigen::RowVectorXd& p) {
  const Eigen::RowVectorXd x = (2 * p.array() - 1) * std::numbers::pi;
  return std::sin(x(0)) * (1 + 0.1 * std::pow(x(2), 4)) + 7 * std::pow(std::sin(x(1)), 2);
}
/// E[x^4] = pi^4 / 5 and E[x^8] = pi^8 / 9, Var(sin^2) = 1 / 8, E[sin^2] = 1 / 2. So, with p = pi^4:
/// V1 = (1 + b p / 5)^2 / 2; V2 = a^2 / 8; V3 = 0; V13 = b^2 p^2 (1/9 - 1/25) / 2.
std::vector<Known> ishigami_indices() {
  const double a = 7, b = 0.1, p = std::pow(std::numbers::pi, 4);
  const double v1 = std::pow(1 + b * p / 5, 2) / 2, v2 = a * a / 8,
               v13 = b * b * p * p * (1.0 / 9 - 1.0 / 25) / 2;
  const double v = v1 + v2 + v13;
  return {{v1 / v, (v1 + v13) / v}, {v2 / v, v2 / v}, {0, v13 / v}};
}

const std::vector<double> g_weights{0, 1, 4.5, 9, 99, 99};
/// Sobol's G: the product of (|4 x - 2| + a) / (1 + a), x uniform in (0, 1).
double sobol_g(const Eigen::RowVectorXd& x) {
  double product = 1;
  for (Eigen::Index i = 0; i < x.size(); ++i) {
    const double a = g_weights[static_cast<std::size_t>(i)];
    product *= (std::fabs(4 * x(i) - 2) + a) / (1 + a);
  }
  return product;
}
/// |4 x - 2| is uniform in (0, 2) with variance 1/3: V_i = 1 / (3 (1 + a)^2), each factor with mean 1, so
/// that V = prod (1 + V_i) - 1 and V_Ti = V_i prod of the others' (1 + V_j).
std::vector<Known> sobol_g_indices() {
  double product = 1;
  std::vector<double> own;
  for (const double a : g_weights) {
    own.push_back(1 / (3 * (1 + a) * (1 + a)));
    product *= 1 + own.back();
  }
  std::vector<Known> known;
  for (const double v : own) known.push_back({v / (product - 1), v * product / (1 + v) / (product - 1)});
  return known;
}

struct SobolCase {
  const char* name;
  Function f;
  std::vector<Known> known;
};
std::vector<SobolCase> sobol_cases() {
  return {{"Ishigami", ishigami, ishigami_indices()}, {"G", sobol_g, sobol_g_indices()}};
}

TEST(SobolIndicesTest, FindTheClosedFormsWithinTheirIntervals) {
  for (const SobolCase& one : sobol_cases()) {
    const auto d = static_cast<int>(one.known.size());
    const SobolIndices found = jansen_indices(at_all(jansen_design(1024, d, 1), one.f), d, {});
    ASSERT_EQ(found.indices.size(), one.known.size());
    for (std::size_t i = 0; i < one.known.size(); ++i) {
      const SobolIndex& index = found.indices[i];
      EXPECT_TRUE(index.first_interval.holds(one.known[i].first))
          << one.name << " " << i << ": " << one.known[i].first << " not in [" << index.first_interval.low
          << ", " << index.first_interval.high << "]";
      EXPECT_TRUE(index.total_interval.holds(one.known[i].total))
          << one.name << " " << i << ": " << one.known[i].total << " not in [" << index.total_interval.low
          << ", " << index.total_interval.high << "]";
      // and they say something. Jansen's squares (b - c)^2 / 2 have, at N = 1024, a standard error of about
      // their own size over sqrt(N / 2): at most 0.05 of V, an interval of 0.2.
      EXPECT_LT(index.first_interval.high - index.first_interval.low, 0.25) << one.name << " " << i;
      EXPECT_LT(index.total_interval.high - index.total_interval.low, 0.25) << one.name << " " << i;
    }
  }
}

TEST(SobolIndicesTest, IntervalsCoverOverManySeeds) {
  // 40 designs: a true coverage of 95 % leaves fewer than 33 of 40 with chance 1e-3 (binomial). Rows of a
  // scrambled sequence make intervals rather too wide, so there is no limit above.
  for (const SobolCase& one : sobol_cases()) {
    const auto d = static_cast<int>(one.known.size());
    std::vector<int> firsts(one.known.size()), totals(one.known.size());
    for (std::uint32_t seed = 1; seed <= 40; ++seed) {
      const SobolIndices found = jansen_indices(at_all(jansen_design(256, d, seed), one.f), d, {200, seed});
      for (std::size_t i = 0; i < one.known.size(); ++i) {
        firsts[i] += found.indices[i].first_interval.holds(one.known[i].first) ? 1 : 0;
        totals[i] += found.indices[i].total_interval.holds(one.known[i].total) ? 1 : 0;
      }
    }
    EXPECT_THAT(firsts, testing::Each(testing::Ge(33))) << one.name;
    EXPECT_THAT(totals, testing::Each(testing::Ge(33))) << one.name;
  }
}

TEST(SobolIndicesTest, NothingThatVariesHasNoIndices) {
  const Eigen::MatrixXd points = jansen_design(16, 2, 1);
  const SobolIndices found = jansen_indices(Eigen::VectorXd::Constant(points.rows(), 0.1), 2, {});
  EXPECT_EQ(found.variance, 0);
  EXPECT_DOUBLE_EQ(found.mean, 0.1);
  EXPECT_TRUE(found.indices.empty());
}

TEST(SobolIndicesTest, RefusesWhatIsNoDesign) {
  EXPECT_THROW(jansen_design(1, 2, 1), std::invalid_argument);
  EXPECT_THROW(jansen_design(8, 0, 1), std::invalid_argument);
  EXPECT_THROW(jansen_indices(Eigen::VectorXd::Zero(13), 2, {}), std::invalid_argument);
  EXPECT_THROW(jansen_indices(Eigen::VectorXd(), 2, {}), std::invalid_argument);
}

// ---- Morris --------------------------------------------------------------------------------------------

TEST(MorrisTest, ALinearFunctionHasItsSlopesToTheLastDigits) {
  const MorrisDesign design = morris_design(3, 10, 4);
  const auto effects = morris_effects(
      design, at_all(design.points, [](const auto& x) { return 2 * x(0) - 3 * x(1) + 1; }), {});
  const std::vector<double> slopes{2, -3, 0};
  for (std::size_t i = 0; i < 3; ++i) {
    EXPECT_NEAR(effects[i].mean, slopes[i], 1e-12);
    EXPECT_NEAR(effects[i].mean_size, std::fabs(slopes[i]), 1e-12);
    EXPECT_NEAR(effects[i].sd, 0, 1e-12);
    EXPECT_NEAR(effects[i].mean_interval.low, slopes[i], 1e-12);
    EXPECT_NEAR(effects[i].mean_interval.high, slopes[i], 1e-12);
  }
}

TEST(MorrisTest, APairThatActsTogetherShowsInSigma) {
  // (x1 - 1/2) (x2 - 1/2): the effect of x1 is x2 - 1/2, and x2 stands at each of 0, 1/3, 2/3, 1 equally
  // often, before or after its own step: mean 0, mean size (1/2 + 1/6) / 2 = 1/3, variance (1/4 + 1/36) / 2 =
  // 5/36.
  const MorrisDesign design = morris_design(2, 400, 5);
  const auto effects = morris_effects(
      design, at_all(design.points, [](const auto& x) { return (x(0) - 0.5) * (x(1) - 0.5); }), {});
  for (const ElementaryEffects& e : effects) {
    EXPECT_TRUE(e.mean_interval.holds(0));
    EXPECT_TRUE(e.mean_size_interval.holds(1.0 / 3));
    EXPECT_TRUE(e.sd_interval.holds(std::sqrt(5.0 / 36)));
    EXPECT_NEAR(e.mean, 0, 4 * std::sqrt(5.0 / 36 / 400));          // four standard errors
    EXPECT_NEAR(e.mean_size, 1.0 / 3, 4.0 / 6 / std::sqrt(400.0));  // sizes are 1/6 or 1/2: sd 1/6
  }
}

TEST(MorrisTest, AStepMovesOneInputByTwoThirdsWithinTheRange) {
  const MorrisDesign design = morris_design(4, 25, 7);
  ASSERT_EQ(design.points.rows(), 125);
  EXPECT_GE(design.points.minCoeff(), 0);
  EXPECT_LE(design.points.maxCoeff(), 1 + 1e-12);
  for (int t = 0; t < 25; ++t) {
    std::set<int> moved;
    for (int step = 0; step < 4; ++step) {
      const int input = design.moved[static_cast<std::size_t>(4 * t + step)];
      const Eigen::RowVectorXd by = design.points.row(5 * t + step + 1) - design.points.row(5 * t + step);
      EXPECT_NEAR(by.cwiseAbs().sum(), 2.0 / 3, 1e-12);
      EXPECT_NEAR(std::fabs(by(input)), 2.0 / 3, 1e-12);
      moved.insert(input);
    }
    EXPECT_EQ(moved.size(), 4U);
  }
  EXPECT_THROW(morris_design(0, 5, 1), std::invalid_argument);
  EXPECT_THROW(morris_design(3, 1, 1), std::invalid_argument);
  EXPECT_THROW(morris_effects(design, Eigen::VectorXd::Zero(3), {}), std::invalid_argument);
}

// ---- Shapley -------------------------------------------------------------------------------------------

TEST(ShapleyTest, ACorrelatedLinearModelHasItsClosedForm) {
  // Y = b'X, X normal with unit variances, X2 and X3 correlated by r, X1 alone (Iooss and Prieur 2019, doi
  // 10.1615/Int.J.UncertaintyQuantification.2019028372). With c(J) = E Var(Y | all but J):
  //   c(1) = b1^2; c(2) = b2^2 (1 - r^2); c(3) = b3^2 (1 - r^2); c(23) = b2^2 + b3^2 + 2 r b2 b3 = W
  // and X1 adds b1^2 in every order; so the part of X2 is (c(2) + W - c(3)) / 2, that of X3 (c(3) + W - c(2))
  // / 2.
  const double b1 = 1, b2 = 2, b3 = -0.5;
  const auto f = [&](const Eigen::MatrixXd& x) {
    return Eigen::VectorXd(b1 * x.col(0) + b2 * x.col(1) + b3 * x.col(2));
  };
  for (const double r : {-0.6, 0.0, 0.8}) {
    Eigen::MatrixXd covariance = Eigen::MatrixXd::Identity(3, 3);
    covariance(1, 2) = covariance(2, 1) = r;
    const double c2 = b2 * b2 * (1 - r * r), c3 = b3 * b3 * (1 - r * r),
                 w = b2 * b2 + b3 * b3 + 2 * r * b2 * b3;
    const double v = b1 * b1 + w;
    const std::vector<double> known{b1 * b1 / v, (c2 + w - c3) / 2 / v, (c3 + w - c2) / 2 / v};
    // 40 seeds: a true coverage of 95 % leaves fewer than 33 with chance 1e-3 (binomial); the mean over the
    // seeds within four standard errors of it, an interval being 3.92 of those of one seed
    std::vector<int> covered(3);
    std::vector<double> sum(3), width(3);
    for (std::uint32_t seed = 1; seed <= 40; ++seed) {
      const ShapleyEffects found =
          shapley_effects(f, Eigen::Vector3d(1, 2, 3), covariance, {1000, seed}, {200, seed});
      EXPECT_NEAR(found.effects.sum(), 1, 1e-9);
      // half a squared difference of normals, 1,000 times: a relative standard error of sqrt(2 / 1000) =
      // 0.045
      EXPECT_NEAR(found.variance / v, 1, 4 * 0.045);
      for (std::size_t i = 0; i < 3; ++i) {
        covered[i] += found.intervals[i].holds(known[i]) ? 1 : 0;
        sum[i] += found.effects(static_cast<Eigen::Index>(i)) / 40;
        width[i] += (found.intervals[i].high - found.intervals[i].low) / 40;
      }
    }
    EXPECT_THAT(covered, testing::Each(testing::Ge(33))) << "r " << r;
    for (std::size_t i = 0; i < 3; ++i) {
      EXPECT_NEAR(sum[i], known[i], 4 * width[i] / 3.92 / std::sqrt(40.0)) << "r " << r << ", input " << i;
      EXPECT_LT(width[i], 0.1);
    }
  }
}

TEST(ShapleyTest, IndependentInputsShareWhatTheyDoTogether) {
  // X1 X2 of independent standard normals: V = 1, no first-order variance, each half by symmetry.
  const ShapleyEffects found = shapley_effects(
      [](const Eigen::MatrixXd& x) { return Eigen::VectorXd(x.col(0).array() * x.col(1).array()); },
      Eigen::Vector2d::Zero(), Eigen::Matrix2d::Identity(), {20'000, 1}, {});
  EXPECT_TRUE(found.intervals[0].holds(0.5)) << found.effects.transpose();
  EXPECT_TRUE(found.intervals[1].holds(0.5)) << found.effects.transpose();
}

TEST(ShapleyTest, AnInputThatDoesNothingHasItsShareOfWhatItHangsTogetherWith) {
  // Y = X1 with X2 correlated by r: by the form above with b3 = 0, X2 has r^2 / 2; X3, alone, nothing in any
  // order.
  Eigen::MatrixXd covariance = Eigen::MatrixXd::Identity(3, 3);
  covariance(0, 1) = covariance(1, 0) = 0.6;
  const ShapleyEffects found =
      shapley_effects([](const Eigen::MatrixXd& x) { return Eigen::VectorXd(x.col(0)); },
                      Eigen::Vector3d::Zero(), covariance, {20'000, 4}, {});
  EXPECT_TRUE(found.intervals[0].holds(0.82)) << found.effects.transpose();
  EXPECT_TRUE(found.intervals[1].holds(0.18)) << found.effects.transpose();
  EXPECT_NEAR(found.effects(2), 0, 1e-12);
}

TEST(ShapleyTest, OneInputHasAllAndNothingThatVariesHasNone) {
  const Eigen::VectorXd zero = Eigen::VectorXd::Zero(1);
  const Eigen::MatrixXd one = Eigen::MatrixXd::Identity(1, 1);
  const auto same = [](const Eigen::MatrixXd& x) { return Eigen::VectorXd(x.col(0)); };
  EXPECT_NEAR(shapley_effects(same, zero, one, {}, {}).effects(0), 1, 1e-12);
  const auto constant = [](const Eigen::MatrixXd& x) {
    return Eigen::VectorXd::Constant(x.rows(), 0.3).eval();
  };
  const ShapleyEffects none = shapley_effects(constant, zero, one, {}, {});
  EXPECT_EQ(none.variance, 0);
  EXPECT_EQ(none.effects.size(), 0);
  EXPECT_THROW(shapley_effects(same, zero, Eigen::MatrixXd::Identity(2, 2), {}, {}), std::invalid_argument);
}

// ---- the budget ----------------------------------------------------------------------------------------

/// A draw of a source that a walk stands at: standard normal, one of two a walk.
double draw_at(const WalkDesign& design, int walk, int steps, int source) {
  const auto which = static_cast<std::uint32_t>(2 * walk + (design.is_second(walk, steps, source) ? 1 : 0));
  return normal_quantile(to_unit(hash_id(91, which, static_cast<std::uint32_t>(source))));
}

Eigen::MatrixXd walked(const WalkDesign& design, const std::function<double(const std::vector<double>&)>& f) {
  Eigen::MatrixXd y(design.n_walks, design.n_sources + 1);
  for (int w = 0; w < design.n_walks; ++w) {
    for (int k = 0; k <= design.n_sources; ++k) {
      std::vector<double> g;
      for (int s = 0; s < design.n_sources; ++s) g.push_back(draw_at(design, w, k, s));
      y(w, k) = f(g);
    }
  }
  return y;
}

TEST(VarianceBudgetTest, AnAdditiveModelHasItsComponents) {
  // f = 5 + 3 g1 + 2 g2 + g3 + 0 g4, g independent N(0,1): V = 9 + 4 + 1 = 14, shares and totals 9/14 ... 0.
  const WalkDesign design = walk_design(4, 400, 2);
  const VarianceBudget budget = variance_budget(
      design, walked(design, [](const auto& g) { return 5 + 3 * g[0] + 2 * g[1] + g[2]; }), {});
  const std::vector<double> known{9.0 / 14, 4.0 / 14, 1.0 / 14, 0};
  double sum = 0;
  for (std::size_t s = 0; s < 4; ++s) {
    const SourceOfVariance& source = budget.sources[s];
    sum += source.share;
    EXPECT_TRUE(source.share_interval.holds(known[s])) << s << ": " << source.share;
    EXPECT_TRUE(source.total_interval.holds(known[s])) << s << ": " << source.total;
    EXPECT_LT(source.share_interval.high - source.share_interval.low, 0.3);
  }
  EXPECT_NEAR(sum, 1, 1e-12);
  EXPECT_NEAR(budget.sources[3].total, 0, 1e-20);
  // half a squared difference of normals of variance 14 has a standard deviation of 14 sqrt(2): four standard
  // errors at 400 walks
  EXPECT_NEAR(budget.variance, 14, 4 * 14 * std::sqrt(2.0 / 400));
  EXPECT_NEAR(budget.mean, 5, 4 * std::sqrt(14.0 / 800));
  EXPECT_TRUE(budget.sd_interval.holds(std::sqrt(14.0)));
}

TEST(VarianceBudgetTest, WhatTwoDoTogetherIsSharedEvenly) {
  // g1 g2 + g3: V = 2; part of g1 and g2 1/2 each, total 1 each; g3: 1 and 1.
  const WalkDesign design = walk_design(3, 2000, 6);
  const VarianceBudget budget =
      variance_budget(design, walked(design, [](const auto& g) { return g[0] * g[1] + g[2]; }), {});
  const std::vector<double> shares{0.25, 0.25, 0.5}, totals{0.5, 0.5, 0.5};
  for (std::size_t s = 0; s < 3; ++s) {
    EXPECT_TRUE(budget.sources[s].share_interval.holds(shares[s])) << s << ": " << budget.sources[s].share;
    EXPECT_TRUE(budget.sources[s].total_interval.holds(totals[s])) << s << ": " << budget.sources[s].total;
  }
}

TEST(VarianceBudgetTest, IntervalsCoverOverManySeeds) {
  // 60 budgets of the additive model: a coverage of 90 % (percentile intervals of 100 walks are a little too
  // narrow) leaves fewer than 45 with chance 1e-3.
  std::vector<int> covered(3);
  const std::vector<double> known{9.0 / 14, 4.0 / 14, 1.0 / 14};
  for (std::uint32_t seed = 1; seed <= 60; ++seed) {
    const WalkDesign design = walk_design(3, 100, seed);
    Eigen::MatrixXd y(100, 4);
    for (int w = 0; w < 100; ++w) {
      for (int k = 0; k < 4; ++k) {
        y(w, k) = 0;
        for (int s = 0; s < 3; ++s) {
          const auto which = static_cast<std::uint32_t>(2 * w + (design.is_second(w, k, s) ? 1 : 0));
          y(w, k) += (3 - s) * normal_quantile(to_unit(hash_id(seed, which, static_cast<std::uint32_t>(s))));
        }
      }
    }
    const VarianceBudget budget = variance_budget(design, y, {200, seed});
    for (std::size_t s = 0; s < 3; ++s)
      covered[s] += budget.sources[s].share_interval.holds(known[s]) ? 1 : 0;
  }
  EXPECT_THAT(covered, testing::Each(testing::Ge(45)));
}

TEST(VarianceBudgetTest, OrdersComeWithTheirReverseAndEndAtTheSecondDraws) {
  const WalkDesign design = walk_design(5, 6, 3);
  for (int w = 0; w < 6; ++w) {
    for (int s = 0; s < 5; ++s) {
      EXPECT_FALSE(design.is_second(w, 0, s));
      EXPECT_TRUE(design.is_second(w, 5, s));
    }
  }
  for (std::size_t step = 0; step < 5; ++step) EXPECT_EQ(design.order[5 + step], design.order[4 - step]);
  const VarianceBudget none = variance_budget(design, Eigen::MatrixXd::Constant(6, 6, 0.2), {});
  EXPECT_EQ(none.variance, 0);
  EXPECT_TRUE(none.sources.empty());
  EXPECT_THROW(walk_design(0, 5, 1), std::invalid_argument);
  EXPECT_THROW(walk_design(2, 1, 1), std::invalid_argument);
  EXPECT_THROW(variance_budget(design, Eigen::MatrixXd::Zero(6, 5), {}), std::invalid_argument);
}

}  // namespace
}  // namespace uptake
