// SPDX-License-Identifier: Apache-2.0
// Does simple contagion along ties, by p_tells, follow the known curve where one exists: everybody tied to
// everybody?
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <vector>

#include "sim/network/word_of_mouth.hpp"

namespace uptake::si_curve {
namespace {

constexpr std::uint32_t n_people = 400;
constexpr std::uint32_t n_first = 40;  // who know at the start
constexpr int n_months = 90;
constexpr int n_replicates = 100;
constexpr double p_month = 0.06 / n_people;  // so that one who knows tells 0.06 of all in a month

Network everybody_tied() {
  std::vector<Tie> ties;
  for (ParentId a = 0; a < n_people; ++a) {
    for (ParentId b = a + 1; b < n_people; ++b) {
      ties.push_back({a, b, {Layer::neighbours, Strength::middling}});
    }
  }
  return {n_people, std::move(ties)};
}

/// How many know, month by month: reads last month's column, writes the next.
std::vector<double> contagion(const Network& network, const Telling& tells, std::uint32_t seed) {
  std::vector<std::uint8_t> knows(n_people, 0);
  std::fill_n(knows.begin(), n_first, std::uint8_t{1});
  std::vector<double> curve{n_first};
  for (Month t = 1; t <= n_months; ++t) {
    std::vector<std::uint8_t> next = knows;
    for (ParentId i = 0; i < n_people; ++i) {
      if (knows[i] != 0) continue;
      const double p = p_hears(network, i, tells, [&](ParentId other) { return knows[other] != 0; });
      if (uniform({seed, 0}, i, t, Purpose::word_of_mouth) < p) next[i] = 1;
    }
    knows = std::move(next);
    curve.push_back(static_cast<double>(std::count(knows.begin(), knows.end(), std::uint8_t{1})));
  }
  return curve;
}

const std::vector<std::vector<double>>& replicates() {
  static const std::vector<std::vector<double>> all = [] {
    const Network network = everybody_tied();
    const Telling tells = telling(p_month);
    std::vector<std::vector<double>> curves;
    for (std::uint32_t r = 0; r < n_replicates; ++r) curves.push_back(contagion(network, tells, r + 1));
    return curves;
  }();
  return all;
}

double p_learns(double n_know) { return 1 - std::pow(1 - p_month, n_know); }

// Given how many know, the newcomers are binomial: N - I trials with chance 1 - (1 - p)^I. So the sum over
// all months and replicates of (newcomers - expected) has mean 0 and variance sum (N - I) q (1 - q), exactly;
// and by the central limit theorem, over 36,000 newcomers, |z| > 4 happens by chance once in 16,000 tests.
// The seeds are fixed.
TEST(SimpleContagion, newcomers_are_binomial_given_who_knows) {
  double surplus = 0;
  double variance = 0;
  double squares = 0;  // of each month's standardised surplus
  double n = 0;
  for (const auto& curve : replicates()) {
    for (std::size_t t = 0; t + 1 < curve.size(); ++t) {
      const double q = p_learns(curve[t]);
      const double expected = (n_people - curve[t]) * q;
      const double var = expected * (1 - q);
      if (!(var > 0)) continue;
      const double d = curve[t + 1] - curve[t] - expected;
      surplus += d;
      variance += var;
      squares += d * d / var;
      ++n;
    }
  }
  EXPECT_LT(std::abs(surplus), 4 * std::sqrt(variance));
  // The mean of the squares is 1 if the spread is binomial too. A squared standardised binomial has variance
  // 2 + (1 - 6 q (1 - q)) / var; late months, with a handful left, have var down to 0.06, so allow for 2 +
  // 1/0.06.
  EXPECT_NEAR(squares / n, 1, 4 * std::sqrt((2 + 1 / 0.06) / n));
}

// The mean curve follows x' = F(x) = x + (N - x) (1 - (1 - p)^x) up to two known things. Chance: the variance
// of a replicate moves on as V' = F'(x)^2 V + (N - x) q (1 - q), and the mean of R has standard error sqrt(V
// / R). Curvature: the mean of F is not F of the mean; the bias moves on as B' = F'(x) B + F''(x) V / 2 (van
// Kampen's expansion). What is left is of the next order: allowed for by a tenth of a person.
TEST(SimpleContagion, follows_the_discrete_mean_field) {
  double x = n_first;
  double variance = 0;
  double bias = 0;
  for (std::size_t t = 0; t <= n_months; ++t) {
    double mean = 0;
    for (const auto& curve : replicates()) mean += curve[t] / n_replicates;
    ASSERT_NEAR(mean, x + bias, 4 * std::sqrt(variance / n_replicates) + 0.1) << "month " << t;
    const double q = p_learns(x);
    const double slope = -std::log(1 - p_month) * (1 - q);  // dq/dx
    const double first = 1 - q + (n_people - x) * slope;
    const double second = -2 * slope + (n_people - x) * slope * std::log(1 - p_month);
    bias = first * bias + second * variance / 2;
    variance = first * first * variance + (n_people - x) * q * (1 - q);
    x += (n_people - x) * q;
  }
  EXPECT_GT(x, 0.9 * n_people) << "the whole curve was seen";
}

// The closed form of small steps: the logistic curve s = 1 / (1 + (1/s0 - 1) exp(-b t)). Steps of a month lag
// behind it by, to first order, s (1 - s) b/2 [ln(f/f0)/b + ln((1 - s0) / (1 - s))/b] with f = b s (1 - s):
// the known error of Euler's steps for x' = f(x), and that who is told twice in a month learns once. What is
// left is of the next order in b = 0.06: a tenth of the first is allowed.
TEST(SimpleContagion, follows_the_logistic_curve) {
  const double rate = n_people * -std::log(1 - p_month);
  const double s0 = static_cast<double>(n_first) / n_people;
  const auto logistic_at = [&](double t) { return 1 / (1 + (1 / s0 - 1) * std::exp(-rate * t)); };
  double largest_lag = 0;
  double x = n_first;
  for (int t = 0; t <= n_months; ++t) {
    const double s = logistic_at(t);
    const double euler = std::log(s * (1 - s) / (s0 * (1 - s0)));
    const double told_twice = std::log((1 - s0) / (1 - s));
    const double lag = rate * s * (1 - s) / 2 * (euler + told_twice);
    ASSERT_NEAR(x / n_people, s - lag, 0.1 * rate / 2) << "month " << t;
    largest_lag = std::max(largest_lag, std::abs(lag));
    x += (n_people - x) * p_learns(x);
  }
  // The simulated curve half-way up: by the recursion of the variance above one replicate has a standard
  // deviation of 0.045 there, so the mean of 100 one of 0.0045; four of these, and the lag.
  const auto half = static_cast<std::size_t>(std::log(1 / s0 - 1) / rate);
  double mean = 0;
  for (const auto& curve : replicates()) mean += curve[half] / (n_people * n_replicates);
  EXPECT_NEAR(mean, logistic_at(static_cast<double>(half)), largest_lag + 4 * 0.0045);
  EXPECT_LT(largest_lag, 0.03);
}

}  // namespace
}  // namespace uptake::si_curve
