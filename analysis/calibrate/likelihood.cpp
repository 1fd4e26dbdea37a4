// SPDX-License-Identifier: Apache-2.0
#include "analysis/calibrate/likelihood.hpp"

#include <algorithm>

#include "analysis/calibrate/gaussian.hpp"
#include "sim/base/interrupt.hpp"
#include "sim/world/ensemble.hpp"

namespace uptake {
namespace {

using Eigen::Index;
using Eigen::MatrixXd;
using Eigen::VectorXd;

constexpr double emulator_inflation = 1.2;

/// Chains side by side: each depends on its number alone.
template <class LogLikelihood>
std::vector<SliceChain> chains_of(const LogLikelihood& likelihood, int dims, const SliceSettings& settings,
                                  int threads) {
  std::vector<SliceChain> chains(static_cast<std::size_t>(settings.chains));
  const EnsembleOutcome outcome = run_ensemble(
      chains.size(), threads,
      [&](std::size_t i) { chains[i] = run_chain(likelihood, dims, static_cast<int>(i), settings); },
      interrupted);
  if (!outcome.failures.empty()) throw std::runtime_error(outcome.failures.front().message);
  if (outcome.stopped) throw Interrupted{};
  return chains;
}

/// The same posterior, sampled around a normal approximation of it instead of around the prior: where the
/// data say much, plain chains move too slowly. u = mean + L v with v ~ N(0, I), and the likelihood of v
/// makes up for it (Nishihara, Murray & Adams 2014, JMLR 15:2087): exact for any mean and L, quick for good
/// ones.
SliceResult sample_near(const Likelihood& likelihood, const MatrixXd& rough_draws,
                        const SliceSettings& settings, int threads) {
  constexpr double wider = 1.3;  // tails of the approximation must not be thinner than those of the posterior
  const VectorXd mean = rough_draws.colwise().mean().transpose();
  const MatrixXd lower =
      cholesky(wider * shrink_to_diagonal(covariance_of(rough_draws), 0.1), "the spread of the rough draws");
  const auto in_v = [&](const VectorXd& v) {
    const VectorXd u = mean + lower * v;
    return likelihood(u) - 0.5 * u.squaredNorm() + 0.5 * v.squaredNorm();
  };
  std::vector<SliceChain> chains = chains_of(in_v, static_cast<int>(mean.size()), settings, threads);
  for (SliceChain& chain : chains) {
    chain.draws = ((lower * chain.draws.transpose()).colwise() + mean).transpose().eval();
  }
  return combine(chains);
}

}  // namespace

double Likelihood::operator()(const VectorXd& u) const {
  const VectorXd all = emulators->mean(u);
  VectorXd error(static_cast<Index>(used.size()));
  for (std::size_t k = 0; k < used.size(); ++k)
    error[static_cast<Index>(k)] = z[static_cast<Index>(k)] - all[used[k]];
  lower.triangularView<Eigen::Lower>().solveInPlace(error);
  return -0.5 * tempered * error.squaredNorm();
}

Likelihood likelihood_of(const FittedData& data, const Emulators& emulators, const VectorXd& doubt,
                         double tempered) {
  MatrixXd covariance = data.covariance;
  covariance.diagonal() += doubt;
  return {.emulators = &emulators,
          .used = data.used,
          .z = part(data.z, data.used),
          .lower = cholesky(part(covariance, data.used), "the covariance of the targets"),
          .tempered = tempered};
}

VectorXd emulator_variance(const Emulators& emulators, const MatrixXd& draws) {
  VectorXd sum = VectorXd::Zero(emulators.outputs());
  constexpr Index most = 40;
  const Index n = std::min<Index>(most, draws.rows());
  for (Index i = 0; i < n; ++i) {
    sum += emulators.predict(draws.row(i * draws.rows() / n).transpose()).sd.array().square().matrix();
  }
  return emulator_inflation / static_cast<double>(n) * sum;
}

SliceResult sample(const Likelihood& likelihood, const SliceSettings& settings, int threads) {
  return combine(
      chains_of(likelihood, static_cast<int>(likelihood.emulators->parameters()), settings, threads));
}

SamplingEffort careful_sampling() {
  return {.rough = {.chains = 4, .warm_up = 400, .iterations = 1600, .thin = 4},
          .last = {.chains = 4, .warm_up = 1000, .iterations = 8000, .thin = 4}};
}

PosteriorSample sample_posterior(const FittedData& data, const Emulators& emulators, const VectorXd& doubt,
                                 const SamplingEffort& effort, std::uint32_t seed, int threads,
                                 const VectorXd& extra) {
  const auto with_seed = [&](SliceSettings settings, std::uint32_t round) {
    settings.seed = hash_id(seed, 0x706f7374, round);
    return settings;
  };
  const VectorXd more = extra.size() > 0 ? extra : VectorXd::Zero(doubt.size());
  MatrixXd rough =
      sample(likelihood_of(data, emulators, doubt + more), with_seed(effort.rough, 1), threads).draws;
  PosteriorSample result;
  result.likelihood = likelihood_of(data, emulators, emulator_variance(emulators, rough) + more);
  for (const std::uint32_t round : {2U, 3U})
    rough = sample_near(result.likelihood, rough, with_seed(effort.rough, round), threads).draws;
  result.slices = sample_near(result.likelihood, rough, with_seed(effort.last, 4), threads);
  return result;
}

MatrixXd every(const MatrixXd& rows, Index n) {
  MatrixXd kept(n, rows.cols());
  for (Index i = 0; i < n; ++i) kept.row(i) = rows.row(i * rows.rows() / n);
  return kept;
}

MatrixXd part(const MatrixXd& full, const std::vector<Index>& rows) {
  MatrixXd s(static_cast<Index>(rows.size()), static_cast<Index>(rows.size()));
  for (std::size_t a = 0; a < rows.size(); ++a) {
    for (std::size_t b = 0; b < rows.size(); ++b)
      s(static_cast<Index>(a), static_cast<Index>(b)) = full(rows[a], rows[b]);
  }
  return s;
}

VectorXd part(const VectorXd& full, const std::vector<Index>& rows) {
  VectorXd s(static_cast<Index>(rows.size()));
  for (std::size_t a = 0; a < rows.size(); ++a) s[static_cast<Index>(a)] = full[rows[a]];
  return s;
}

}  // namespace uptake
