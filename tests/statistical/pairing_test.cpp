// SPDX-License-Identifier: Apache-2.0
// Is a paired difference worth its name? Its variance against that of two runs that share nothing.
#include <cmath>
#include <iostream>

#include "measured_run.hpp"

namespace uptake {
namespace {

constexpr std::uint32_t n_seeds = 24;

double variance(const std::vector<double>& x) {
  double mean = 0, squares = 0;
  for (const double v : x) mean += v / static_cast<double>(x.size());
  for (const double v : x) squares += (v - mean) * (v - mean);
  return squares / static_cast<double>(x.size() - 1);
}

/// Share of families in contact in 2028 and 2029, one value a domain.
std::array<double, n_domains> in_contact(const small::Families& who, const std::string& scenario,
                                         std::uint32_t seed) {
  const small::Measures all = small::measure(who, small::scenario(scenario),
                                             {.until = month_of(2030, 1), .key = {seed, 0}}, 2028, false);
  std::array<double, n_domains> found{};
  for (const Domain d : {Domain::relationship, Domain::parenting}) {
    for (const char* year : {"2028 ", "2029 "})
      found[static_cast<std::size_t>(d)] += all.at(year + std::string(code(d)) + " contact total total") / 2;
  }
  return found;
}

// Independent runs would differ by var(a) + var(b). Both variances have 23 degrees of freedom: by chance
// their ratio falls below .24 of the true one in 1 of 1,000 tests, so that 15 is passed when the true ratio
// is over 62; the seeds are fixed.
TEST(Pairing, TakesFifteenTimesLessVarianceThanIndependentRuns) {
  const std::array policies{"campaign", "lead-in", "bridging-figures", "more-therapists"};
  std::array<std::vector<double>, n_domains> base;
  std::map<std::string, std::array<std::vector<double>, n_domains>> with, effect;
  for (std::uint32_t seed = 1; seed <= n_seeds; ++seed) {
    const small::Families who = small::build_families(1000, seed);
    const auto before = in_contact(who, "baseline", seed);
    for (std::size_t d = 0; d < n_domains; ++d) base[d].push_back(before[d]);
    for (const char* policy : policies) {
      const auto after = in_contact(who, policy, seed);
      for (std::size_t d = 0; d < n_domains; ++d) {
        with[policy][d].push_back(after[d]);
        effect[policy][d].push_back(after[d] - before[d]);
      }
    }
  }
  for (const char* policy : policies) {
    for (std::size_t d = 0; d < n_domains; ++d) {
      const double paired = variance(effect[policy][d]);
      const double independent = variance(base[d]) + variance(with[policy][d]);
      std::cout << policy << ", " << code(static_cast<Domain>(d)) << ": " << independent / paired << "\n";
      EXPECT_GT(independent, 15 * paired) << policy << ", " << code(static_cast<Domain>(d));
    }
  }
}

}  // namespace
}  // namespace uptake
