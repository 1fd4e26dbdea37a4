// SPDX-License-Identifier: Apache-2.0
#include "analysis/calibrate/likelihood.hpp"

#include <algorithm>
#include <cmath>

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
SliceResult sample_near(const Likelihood& likelihood, const NormalApproximation& near,
                        const SliceSettings& settings, int threads) {
  constexpr double wider = 1.3;  // tails of the approximation must not be thinner than those of the posterior
  const MatrixXd lower = std::sqrt(wider) * near.lower;
  const auto in_v = [&](const VectorXd& v) {
    const VectorXd u = near.mean + lower * v;
    return likelihood(u) - 0.5 * u.squaredNorm() + 0.5 * v.squaredNorm();
  };
  std::vector<SliceChain> chains = chains_of(in_v, static_cast<int>(near.mean.size()), settings, threads);
  for (SliceChain& chain : chains) {
    chain.draws = ((lower * chain.draws.transpose()).colwise() + near.mean).transpose().eval();
  }
  return combine(chains);
}

NormalApproximation moments_of(const MatrixXd& draws) {
  return {draws.colwise().mean().transpose(),
          cholesky(shrink_to_diagonal(covariance_of(draws), 0.1), "the spread of the rough draws")};
}

/// Of the emulators' errors, shrunk like every correlation from few draws; a column without error goes with
/// none.
MatrixXd error_correlation(const Emulators& emulators, const std::vector<Index>& used) {
  MatrixXd errors(emulators.leave_one_out().rows(), static_cast<Index>(used.size()));
  for (std::size_t k = 0; k < used.size(); ++k)
    errors.col(static_cast<Index>(k)) = emulators.leave_one_out().col(used[k]);
  const MatrixXd covariance = shrink_to_diagonal(covariance_of(errors), 0.1);
  const VectorXd sd = covariance.diagonal().cwiseSqrt();
  const VectorXd unit = (sd.array() > 0).select(sd.cwiseInverse(), 0.0);
  MatrixXd correlation = unit.asDiagonal() * covariance * unit.asDiagonal();
  correlation.diagonal().setOnes();
  return correlation;
}

}  // namespace

VectorXd Likelihood::residual(const VectorXd& u) const {
  const VectorXd all = emulators->mean(u);
  VectorXd error(static_cast<Index>(used.size()));
  for (std::size_t k = 0; k < used.size(); ++k)
    error[static_cast<Index>(k)] = z[static_cast<Index>(k)] - all[used[k]];
  lower.triangularView<Eigen::Lower>().solveInPlace(error);
  return error;
}

double Likelihood::operator()(const VectorXd& u) const { return -0.5 * tempered * residual(u).squaredNorm(); }

NormalApproximation approximate(const Likelihood& likelihood, const VectorXd& start) {
  constexpr int most_steps = 30, most_halvings = 12;
  constexpr double nudge = 1e-3, still = 1e-3;
  const double root = std::sqrt(likelihood.tempered);
  const auto log_posterior = [&](const VectorXd& u) { return likelihood(u) - 0.5 * u.squaredNorm(); };
  VectorXd u = start;
  double now = log_posterior(u);
  Eigen::LLT<MatrixXd> curvature;  // at the last point that was left
  for (int step = 0; step < most_steps; ++step) {
    const VectorXd rest = root * likelihood.residual(u);
    MatrixXd slopes(rest.size(), u.size());  // of what is left
    for (Index j = 0; j < u.size(); ++j) {
      const VectorXd move = nudge * VectorXd::Unit(u.size(), j);
      slopes.col(j) = root / (2 * nudge) * (likelihood.residual(u + move) - likelihood.residual(u - move));
    }
    curvature.compute(MatrixXd::Identity(u.size(), u.size()) + slopes.transpose() * slopes);
    VectorXd move = curvature.solve(-u - slopes.transpose() * rest);
    double there = log_posterior(u + move);
    for (int half = 0; half < most_halvings && there <= now; ++half) {
      move *= 0.5;
      there = log_posterior(u + move);
    }
    if (there <= now) break;
    u += move;
    now = there;
    if (move.norm() < still) break;
  }
  const MatrixXd covariance = curvature.solve(MatrixXd::Identity(u.size(), u.size()));
  return {u, cholesky(0.5 * (covariance + covariance.transpose()), "the spread of the posterior")};
}

Likelihood likelihood_of(const FittedData& data, const Emulators& emulators, const VectorXd& doubt,
                         double tempered) {
  const VectorXd sd = part(doubt, data.used).cwiseSqrt();
  const MatrixXd covariance =
      part(data.covariance, data.used) +
      MatrixXd(sd.asDiagonal() * error_correlation(emulators, data.used) * sd.asDiagonal());
  return {.emulators = &emulators,
          .used = data.used,
          .z = part(data.z, data.used),
          .lower = cholesky(covariance, "the covariance of the targets"),
          .tempered = tempered};
}

VectorXd emulator_variance(const Emulators& emulators, const MatrixXd& points, Seen seen) {
  VectorXd sum = VectorXd::Zero(emulators.outputs());
  constexpr Index most = 40;
  const Index n = std::min<Index>(most, points.rows());
  for (Index i = 0; i < n; ++i) {
    const Prediction p = emulators.predict(points.row(i * points.rows() / n).transpose());
    sum += emulator_inflation * p.sd.cwiseAbs2();
    if (seen == Seen::one_run) sum += p.noise;
  }
  return sum / static_cast<double>(n);
}

SliceResult sample(const Likelihood& likelihood, const SliceSettings& settings, int threads) {
  return combine(
      chains_of(likelihood, static_cast<int>(likelihood.emulators->parameters()), settings, threads));
}

SamplingEffort careful_sampling(int steps) {
  return {.rough = {.chains = 4, .warm_up = steps / 20, .iterations = steps / 5, .thin = 4},
          .last = {.chains = 4, .warm_up = steps / 8, .iterations = steps, .thin = 4}};
}

MatrixXd rough_draws(const Likelihood& likelihood, const SliceSettings& settings, int threads) {
  const MatrixXd first = sample(likelihood, settings, threads).draws;
  SliceSettings again = settings;
  again.seed = hash_id(settings.seed, 1);
  return sample_near(likelihood, approximate(likelihood, first.colwise().mean().transpose()), again, threads)
      .draws;
}

PosteriorSample sample_posterior(const FittedData& data, const Emulators& emulators, const MatrixXd& points,
                                 const SamplingEffort& effort, std::uint32_t seed, int threads, Seen seen) {
  const auto with_seed = [&](SliceSettings settings, std::uint32_t round) {
    settings.seed = hash_id(seed, 0x706f7374, round);
    return settings;
  };
  const MatrixXd rough =
      rough_draws(likelihood_of(data, emulators, emulator_variance(emulators, points, seen)),
                  with_seed(effort.rough, 1), threads);
  PosteriorSample result;
  result.likelihood = likelihood_of(data, emulators, emulator_variance(emulators, rough, seen));
  result.slices = sample_near(result.likelihood, moments_of(rough), with_seed(effort.last, 2), threads);
  result.slices.draws = widened(result.slices.draws, effort.widen);
  return result;
}

MatrixXd widened(const MatrixXd& draws, double factor) {
  if (factor == 1) return draws;
  const Eigen::RowVectorXd mean = draws.colwise().mean();
  MatrixXd wide = draws.rowwise() - mean;
  const auto n = static_cast<double>(draws.rows());
  for (Index j = 0; j < draws.cols(); ++j) {
    const double sd = std::sqrt(wide.col(j).squaredNorm() / (n - 1));
    wide.col(j) *= std::min(factor, std::max(1.0, 1 / sd));
  }
  return wide.rowwise() + mean;
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
