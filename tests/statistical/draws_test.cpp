// SPDX-License-Identifier: Apache-2.0
// Do the model's draws have the distributions that its description gives? Uniforms by address, choices as a
// multinomial logit, the moving part of need, and the memory of use.
#include <algorithm>
#include <cmath>

#include "sim/pathway/choose.hpp"
#include "sim/pathway/outcome.hpp"
#include "small_world.hpp"

namespace uptake {
namespace {

// ---- addressed uniforms ---------------------------------------------------------------------------------

/// Kolmogorov-Smirnov's statistic times sqrt(n): above 2.30 with chance 2 exp(-2 * 2.3^2) = 1 in 20,000.
double kolmogorov(std::vector<double> u) {
  std::sort(u.begin(), u.end());
  const auto n = static_cast<double>(u.size());
  double most = 0;
  for (std::size_t i = 0; i < u.size(); ++i) {
    const auto at = static_cast<double>(i);
    most = std::max({most, u[i] - at / n, (at + 1) / n - u[i]});
  }
  return most * std::sqrt(n);
}

double correlation(const std::vector<double>& x, const std::vector<double>& y) {
  const auto n = static_cast<double>(x.size());
  double mx = 0, my = 0, xx = 0, yy = 0, xy = 0;
  for (std::size_t i = 0; i < x.size(); ++i) {
    mx += x[i] / n;
    my += y[i] / n;
  }
  for (std::size_t i = 0; i < x.size(); ++i) {
    xx += (x[i] - mx) * (x[i] - mx);
    yy += (y[i] - my) * (y[i] - my);
    xy += (x[i] - mx) * (y[i] - my);
  }
  return xy / std::sqrt(xx * yy);
}

TEST(AddressedUniforms, AreUniformAndUnrelatedAlongEveryPartOfTheAddress) {
  constexpr std::uint32_t n = 20'000;
  using Along = double (*)(std::uint32_t);
  const std::vector<std::pair<std::string, Along>> parts{
      {"subject", [](std::uint32_t i) { return uniform({1, 0}, i, 300, Purpose::gates); }},
      {"month",
       [](std::uint32_t i) { return uniform({1, 0}, i / 500, static_cast<Month>(i % 500), Purpose::gates); }},
      {"purpose",
       [](std::uint32_t i) { return uniform({1, 0}, i / 26, 300, static_cast<Purpose>(200 + i % 26)); }},
      {"draw", [](std::uint32_t i) { return uniform({1, 0}, 7, 300, Purpose::gates, i); }},
      {"stream", [](std::uint32_t i) { return uniform({1, i}, 7, 300, Purpose::gates); }},
      {"seed", [](std::uint32_t i) { return uniform({i, 0}, 7, 300, Purpose::gates); }},
  };
  for (const auto& [part, draw] : parts) {
    std::vector<double> u(n);
    for (std::uint32_t i = 0; i < n; ++i) u[i] = draw(i);
    EXPECT_LT(kolmogorov(u), 2.30) << part;
    // neighbours are uncorrelated: a correlation of n pairs has standard error 1 / sqrt(n)
    const std::vector<double> left(u.begin(), u.end() - 1), right(u.begin() + 1, u.end());
    EXPECT_LT(std::abs(correlation(left, right)), 4.5 / std::sqrt(n)) << part;
  }
}

// ---- choice ---------------------------------------------------------------------------------------------

TEST(Choice, SharesAreThoseOfAMultinomialLogit) {
  const Evidence& evidence = small::evidence();
  const Scenario& scenario = small::scenario();
  const Policy policy(evidence, scenario);
  MonthPlan plan;
  policy.month(wave_2021, plan);
  const PathwaySettings& s = plan.pathway;
  std::vector<float> waits(policy.services().size(), 1.5F);
  ParentView x;
  x.minutes = 20;
  x.expected_wait = waits.data();
  x.referred = bit(evidence.catalogue.find("P10"));
  ServiceMask passed = 0;
  for (const char* code : {"P1", "P5", "P7", "P9", "P10", "P12"})
    passed |= bit(evidence.catalogue.find(code));

  std::vector<double> weight(policy.services().size(), 0), seen(policy.services().size(), 0);
  double sum = 0;
  for_each_service(passed, [&](ServiceId k) {
    weight[k] = std::exp(utility(s, x, k));
    sum += weight[k];
  });
  constexpr int n = 60'000;
  for (std::uint32_t id = 0; id < n; ++id) {
    x.id = id;
    ++seen[choose(s, {{1, 0}, wave_2021, Domain::parenting}, x, passed)];
  }
  // Pearson's statistic on 5 degrees of freedom: above 25.7 by chance once in 10,000.
  double squares = 0;
  for_each_service(passed, [&](ServiceId k) {
    const double expected = n * weight[k] / sum;
    ASSERT_GT(expected, 20) << "too rare for Pearson's statistic";
    squares += (seen[k] - expected) * (seen[k] - expected) / expected;
  });
  EXPECT_LT(squares, 25.7);
}

// ---- need -----------------------------------------------------------------------------------------------

TEST(Need, TheMovingPartKeepsItsSpreadAndItsMemory) {
  // Without relief the moving part is an AR(1) of variance 1. Parents who were agents at both months give n
  // independent pairs: the variance's standard error is sqrt(2 / n), that of a correlation r is (1 - r^2) /
  // sqrt(n). The shocks are the middles of 4096 equal parts of a normal, whose variance is 1 less 0.0012.
  const Scenario scenario = small::without(small::scenario(), {Mechanism::need_relief});
  const small::Families& who = small::families(1000);
  constexpr int lag = 18;
  const Month first = month_of(2014, 1), last = first + lag;
  std::vector<float> start[n_domains];
  std::vector<std::uint8_t> since_first;
  const World end = small::live(who, scenario, {.until = static_cast<Month>(last + 1)}, [&](const World& w) {
    if (w.now == first) {
      since_first = w.active;
      for (std::size_t d = 0; d < n_domains; ++d) start[d] = w.ar[d];
    }
    if (w.now < first) return;
    for (std::size_t i = 0; i < since_first.size(); ++i) since_first[i] = since_first[i] && w.active[i];
  });
  const double rho = std::pow(scenario.parameters.values.need_persistence, lag);
  for (std::size_t d = 0; d < n_domains; ++d) {
    std::vector<double> x, y;
    for (std::size_t i = 0; i < since_first.size(); ++i) {
      if (!since_first[i]) continue;
      x.push_back(static_cast<double>(start[d][i]));
      y.push_back(static_cast<double>(end.ar[d][i]));
    }
    const auto n = static_cast<double>(x.size());
    ASSERT_GT(n, 1000);
    for (const auto& column : {x, y}) {
      double mean = 0, variance = 0;
      for (const double v : column) mean += v / n;
      for (const double v : column) variance += (v - mean) * (v - mean) / (n - 1);
      EXPECT_NEAR(mean, 0, 4.5 / std::sqrt(n)) << code(static_cast<Domain>(d));
      EXPECT_NEAR(variance, 1, 4.5 * std::sqrt(2 / n) + 0.0012) << code(static_cast<Domain>(d));
    }
    EXPECT_NEAR(correlation(x, y), rho, 4.5 * (1 - rho * rho) / std::sqrt(n)) << code(static_cast<Domain>(d));
  }
}

// ---- memory ---------------------------------------------------------------------------------------------

TEST(Memory, HalfIsForgottenAfterTheHalfLife) {
  // The life of a memory is exponential, at least a year and cut to whole months. So the share told after m
  // whole months (m > 12) is exp(-m / mean), binomial over uses with a draw of their own.
  const World world = small::live(small::families(1000), small::scenario());
  const Parameters& p = small::scenario().parameters.values;
  for (const Domain d : both_domains) {
    const double mean =
        12 * (d == Domain::parenting ? p.memory_parenting_years : p.memory_relationship_years);
    std::vector<double> life;
    const UseRecord* last = nullptr;
    for (const UseRecord& u : world.uses) {
      if (u.domain != d) continue;
      // two uses of one service by one parent in one month share an address, so a draw
      const bool again =
          last != nullptr && last->parent == u.parent && last->month == u.month && last->service == u.service;
      if (!again) life.push_back(static_cast<double>(u.forgotten) - static_cast<double>(u.month));
      last = &u;
    }
    const auto n = static_cast<double>(life.size());
    ASSERT_GT(n, 300) << code(d);
    for (const double halves : {0.5, 1.0, 2.0, 3.0}) {
      const double month = std::ceil(mean * std::log(2.0) * halves);
      if (month <= 12) continue;
      const auto told =
          static_cast<double>(std::count_if(life.begin(), life.end(), [&](double l) { return l >= month; }));
      const double share = std::exp(-month / mean);
      EXPECT_NEAR(told / n, share, 4.5 * std::sqrt(share * (1 - share) / n)) << code(d) << " month " << month;
    }
  }
}

}  // namespace
}  // namespace uptake
