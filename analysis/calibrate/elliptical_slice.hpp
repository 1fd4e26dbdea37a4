// SPDX-License-Identifier: Apache-2.0
// Draws from a posterior with prior N(0, I) and any log-likelihood, without tuning: elliptical slice sampling
// (Murray, Adams & MacKay 2010). Chains depend on nothing but their number, so they may run side by side with
// the same bytes.
#pragma once

#include <Eigen/Dense>
#include <cstdint>
#include <limits>
#include <stdexcept>
#include <vector>

#include "sim/base/math.hpp"
#include "sim/base/random.hpp"

namespace uptake {

struct SliceSettings {
  int chains = 4;
  int warm_up = 1000;     ///< steps thrown away
  int iterations = 5000;  ///< steps after the warm-up
  int thin = 5;           ///< every thin-th step is kept: iterations / thin draws a chain
  std::uint32_t seed = 1;
};

struct SliceChain {
  Eigen::MatrixXd draws;  ///< iterations / thin rows, d columns
  Eigen::VectorXd log_likelihood;
  std::int64_t evaluations = 0;
};

struct Diagnostics {
  Eigen::VectorXd r_hat;            ///< split R-hat of each parameter; 1 is mixed, above 1.01 is not
  Eigen::VectorXd effective;        ///< effective sample size of each parameter, all chains together
  double log_likelihood_r_hat = 0;  ///< the same for the log-likelihood, which mixes last
  bool mixed = false;               ///< every R-hat below 1.01 and every effective size above 400
};

struct SliceResult {
  Eigen::MatrixXd draws;  ///< chains one under the other
  Eigen::VectorXd log_likelihood;
  Diagnostics diagnostics;
  std::int64_t evaluations = 0;
};

/// Split R-hat (Gelman et al. 2013, BDA3 11.4) of each column; every chain is cut in two. Needs chains of one
/// length, at least 4 rows. Infinity when the halves stand still at different places; 1 when nothing moves at
/// all.
Eigen::VectorXd split_r_hat(const std::vector<Eigen::MatrixXd>& chains);

/// Effective sample size of each column over all chains, by Geyer's (1992) initial monotone sequence with the
/// autocovariances of the split chains combined as in Vehtari et al. (2021, doi 10.1214/20-BA1221), eq.
/// 10-11.
Eigen::VectorXd effective_sample_size(const std::vector<Eigen::MatrixXd>& chains);

/// Puts chains, in their order, together with their diagnostics.
SliceResult combine(const std::vector<SliceChain>& chains);

/// cos and sin of an angle in [-2 pi, 2 pi], error below 1e-15, without libm.
struct CirclePoint {
  double cosine = 1, sine = 0;
};
CirclePoint circle_point(double angle);

/// Throws std::invalid_argument when the settings make no sense.
void check(const SliceSettings& settings);

/// One chain. `log_likelihood`: const Eigen::VectorXd& -> double, up to a constant; NaN counts as impossible.
/// Starts at a draw from the prior with a finite log-likelihood; throws std::runtime_error when 1,000 have
/// none.
template <class LogLikelihood>
SliceChain run_chain(LogLikelihood&& log_likelihood, int dims, int chain, const SliceSettings& settings) {
  constexpr double two_pi = 6.28318530717958647693;
  constexpr double impossible = -std::numeric_limits<double>::infinity();
  check(settings);
  const RandomKey key{settings.seed, static_cast<std::uint32_t>(chain)};
  SliceChain out;
  const auto evaluate = [&](const Eigen::VectorXd& at) {
    ++out.evaluations;
    const double value = log_likelihood(at);
    return value == value ? value : impossible;
  };
  const auto fill = [&](Eigen::VectorXd& v, std::uint32_t subject, Purpose purpose) {
    for (int j = 0; j < dims; j += 4) {
      const auto words = random_words(key, subject, 0, purpose, static_cast<std::uint32_t>(j / 4));
      for (int k = 0; k < 4 && j + k < dims; ++k)
        v[j + k] = normal_quantile(to_unit(words[static_cast<std::size_t>(k)]));
    }
  };

  Eigen::VectorXd now(dims);
  Eigen::VectorXd direction(dims);
  Eigen::VectorXd proposal(dims);
  double now_log = impossible;
  for (std::uint32_t attempt = 0; attempt < 1000 && !(now_log > impossible); ++attempt) {
    fill(now, attempt, Purpose::slice_start);
    now_log = evaluate(now);
  }
  if (!(now_log > impossible))
    throw std::runtime_error("elliptical slice: no draw of 1,000 from the prior has a likelihood above zero");

  const int kept = settings.iterations / settings.thin;
  out.draws.resize(kept, dims);
  out.log_likelihood.resize(kept);
  const int steps = settings.warm_up + kept * settings.thin;
  for (int step = 0; step < steps; ++step) {
    const auto subject = static_cast<std::uint32_t>(step);
    fill(direction, subject, Purpose::slice_direction);
    const double level = now_log + log_fixed(uniform(key, subject, 0, Purpose::slice_level));
    double angle = two_pi * uniform(key, subject, 0, Purpose::slice_angle, 0);
    double low = angle - two_pi;
    double high = angle;
    // The bracket shrinks to the present point, which is above the level; 200 cuts leave nothing of it.
    for (std::uint32_t attempt = 1; attempt <= 200; ++attempt) {
      const CirclePoint c = circle_point(angle);
      proposal = c.cosine * now + c.sine * direction;
      const double proposal_log = evaluate(proposal);
      if (proposal_log > level) {
        now.swap(proposal);
        now_log = proposal_log;
        break;
      }
      (angle < 0 ? low : high) = angle;
      angle = low + (high - low) * uniform(key, subject, 0, Purpose::slice_angle, attempt);
    }
    if (step >= settings.warm_up && (step - settings.warm_up + 1) % settings.thin == 0) {
      const int row = (step - settings.warm_up) / settings.thin;
      out.draws.row(row) = now.transpose();
      out.log_likelihood[row] = now_log;
    }
  }
  return out;
}

/// All chains, one after the other.
template <class LogLikelihood>
SliceResult elliptical_slice(LogLikelihood&& log_likelihood, int dims, const SliceSettings& settings) {
  check(settings);
  std::vector<SliceChain> chains;
  for (int c = 0; c < settings.chains; ++c) chains.push_back(run_chain(log_likelihood, dims, c, settings));
  return combine(chains);
}

}  // namespace uptake
