// SPDX-License-Identifier: Apache-2.0
// One service as a queue in the long run: shares served and given up, mean line and Little's law, against the
// exact Markov chain of tests/reference.
#include <cmath>
#include <iostream>

#include "one_queue.hpp"
#include "reference/monthly_queue.hpp"

namespace uptake::one_list {
namespace {

/// A Poisson number, by inversion of one addressed uniform.
int poisson(double mean, double u) {
  double p = std::exp(-mean), sum = p;
  int k = 0;
  while (u > sum && k < 1000) sum += p *= mean / ++k;
  return k;
}

struct Replicate {
  double joined = 0, served = 0, gave_up = 0, line = 0;  ///< line: mean over the months
  double waited_in_all = 0;  ///< months, of everybody: served, gone, or still there at the end
};

constexpr int n_months = 420, n_warm = 60;  // the warm-up is not counted

Replicate live_queue(double arrivals, double places, std::uint32_t seed) {
  small::OneQueue one(
      static_cast<std::size_t>(arrivals * n_months + 12 * std::sqrt(arrivals * n_months)) + 50, {seed, 0});
  World& w = one.world();
  const std::size_t d = one.domain();
  Replicate r;
  ParentId next = 0;
  std::vector<ParentId> waiting;
  for (int m = 0; m < n_months; ++m) {
    const int joins = poisson(arrivals, uniform({seed, 5}, 0, w.now, Purpose::sampling));
    for (int j = 0; j < joins; ++j) {
      one.join(next);
      waiting.push_back(next++);
    }
    const double gave_up = one.allocate(places);
    double served = 0;
    std::erase_if(waiting, [&](ParentId i) {
      served += w.lived[i][d].stage == Stage::admitted;
      return w.lived[i][d].stage != Stage::waiting;
    });
    if (m >= n_warm) {
      r.joined += joins;
      r.served += served;
      r.gave_up += gave_up;
      r.line += static_cast<double>(waiting.size()) / (n_months - n_warm);
      r.waited_in_all += static_cast<double>(waiting.size());  // each who waits on lives one more month of it
    }
    one.next_month();
  }
  return r;
}

struct Estimate {
  double mean = 0, error = 0;  ///< error: standard error from independent replicates
};

Estimate estimate(const std::vector<Replicate>& all, double (*figure)(const Replicate&)) {
  double sum = 0, squares = 0;
  const auto n = static_cast<double>(all.size());
  for (const Replicate& r : all) sum += figure(r);
  const double mean = sum / n;
  for (const Replicate& r : all) squares += (figure(r) - mean) * (figure(r) - mean);
  return {mean, std::sqrt(squares / (n - 1) / n)};
}

struct Regime {
  const char* name;
  double arrivals;
  int places;
};

class OneService : public testing::TestWithParam<Regime> {};

// A hundred independent replicates give a mean and its standard error for each figure; with 99 degrees of
// freedom a deviation beyond 4.5 standard errors comes by chance once in 50,000 tests. The warm-up of five
// years is long against the memory of the line: who waits gives up at 6 % a month, so that what the empty
// start lacks is below 0.94^60 = 2.4 % of the mean line at the first counted month, and below 2.4 % / (0.06 *
// 360) = 0.11 % of the mean over the 360 counted months: allowed for beside the errors.
TEST_P(OneService, FollowsTheExactChain) {
  const auto [name, arrivals, places] = GetParam();
  const double p = small::scenario().parameters.values.wait_renege;
  const reference::LongRun exact = reference::long_run(arrivals, places, p);
  std::vector<Replicate> all;
  for (std::uint32_t seed = 1; seed <= 100; ++seed) all.push_back(live_queue(arrivals, places, seed));

  const Estimate gone = estimate(all, [](const Replicate& r) { return r.gave_up / r.joined; });
  const Estimate served = estimate(all, [](const Replicate& r) { return r.served / r.joined; });
  const Estimate line = estimate(all, [](const Replicate& r) { return r.line; });
  const double start = 0.0011;
  std::cout << name << ": served " << served.mean << " +- " << served.error << " (exact "
            << exact.served_share << "), gave up " << gone.mean << " +- " << gone.error << " ("
            << exact.gave_up_share << "), line " << line.mean << " +- " << line.error << " (" << exact.length
            << ")\n";
  EXPECT_NEAR(gone.mean, exact.gave_up_share, 4.5 * gone.error + start * exact.gave_up_share);
  EXPECT_NEAR(served.mean, exact.served_share, 4.5 * served.error + start);
  EXPECT_NEAR(line.mean, exact.length, 4.5 * line.error + start * exact.length);

  // Little: L = lambda W, where W is over all who join, also those who give up.
  const Estimate wait = estimate(all, [](const Replicate& r) { return r.waited_in_all / r.joined; });
  EXPECT_NEAR(wait.mean, exact.wait(arrivals), 4.5 * wait.error + start * exact.wait(arrivals));
}

INSTANTIATE_TEST_SUITE_P(Regimes, OneService,
                         testing::Values(Regime{"quiet", 5.6, 6}, Regime{"critical", 5, 5},
                                         Regime{"overloaded", 6, 4}),
                         [](const auto& p) { return std::string(p.param.name); });

TEST(OneServiceInTheLongRun, TheChainAgreesWithWhatIsKnownByHand) {
  // So many arrivals for so few places that the line never empties: every place is taken, so that served =
  // places / arrivals, and by the balance of the line L = (arrivals - places) / p.
  const reference::LongRun full = reference::long_run(8, 3, 0.08);
  EXPECT_NEAR(full.served_share, 3.0 / 8, 1e-6);
  EXPECT_NEAR(full.length, 5 / 0.08, 1e-4);
  // Hardly anybody comes: nobody waits.
  EXPECT_NEAR(reference::long_run(0.01, 3, 0.08).served_share, 1, 1e-9);
}

}  // namespace
}  // namespace uptake::one_list
