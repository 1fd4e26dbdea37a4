// SPDX-License-Identifier: Apache-2.0
// How likely the survey's numbers are at a point u of the parameters, by the emulators, and the posterior
// that follows. What is fitted may be the survey or, to test the method, made-up data.
#pragma once

#include <Eigen/Dense>
#include <cstdint>
#include <vector>

#include "analysis/calibrate/elliptical_slice.hpp"
#include "analysis/calibrate/emulator.hpp"

namespace uptake {

/// The numbers that are fitted: which columns of the runs, their values, and what makes them unsure.
struct FittedData {
  std::vector<Eigen::Index> used;  ///< columns
  Eigen::VectorXd z;               ///< of all columns
  Eigen::MatrixXd covariance;      ///< of all columns: survey and discrepancy
};

/// Gaussian, in the fitted columns.
struct Likelihood {
  const Emulators* emulators = nullptr;
  std::vector<Eigen::Index> used;
  Eigen::VectorXd z;      ///< of the used columns
  Eigen::MatrixXd lower;  ///< Cholesky factor of their covariance
  double tempered = 1;    ///< power of the likelihood

  double operator()(const Eigen::VectorXd& u) const;

  /// What the emulators leave of the data, in sd: the log-likelihood is minus half its square, times
  /// `tempered`.
  [[nodiscard]] Eigen::VectorXd residual(const Eigen::VectorXd& u) const;
};

/// N(mean, lower lower').
struct NormalApproximation {
  Eigen::VectorXd mean;
  Eigen::MatrixXd lower;
};

/// The posterior around the point where it is highest, from its curvature there (Laplace), found from `start`
/// by Gauss-Newton steps that are halved until they climb.
NormalApproximation approximate(const Likelihood& likelihood, const Eigen::VectorXd& start);

/// `doubt`: variance of each column beyond the data's own, that of the emulators. It goes together between
/// the columns as the emulators' leave-one-out errors do: all of them smooth the same runs with the same
/// weights, so that what one run's chance does to many rows at once it does to the emulators of these rows
/// too.
Likelihood likelihood_of(const FittedData& data, const Emulators& emulators, const Eigen::VectorXd& doubt,
                         double tempered = 1);

/// What the data are, of the simulator: what it says on average (a survey is fitted as such), or one run of
/// it (made-up data).
enum class Seen { average, one_run };

/// The variance of each column that is not the data's own, on average over at most 40 of the points: the
/// emulators' (a fifth more than they say, for they came out a little too narrow, science.md 2.3) and that of
/// a run, if the data are one.
Eigen::VectorXd emulator_variance(const Emulators& emulators, const Eigen::MatrixXd& points,
                                  Seen seen = Seen::average);

/// Chains side by side on some threads, the same bytes for any number: each depends on its number alone.
SliceResult sample(const Likelihood& likelihood, const SliceSettings& settings, int threads);

struct SamplingEffort {
  SliceSettings rough, last;  ///< their seeds are not used
  double widen = 1;           ///< factor on the spread of the last draws
};
/// What a calibration takes, with `steps` of each of the last chains: of 8,000, under three minutes for 40
/// parameters and 300 numbers.
SamplingEffort careful_sampling(int steps);

/// Draws to build on: chains from the prior find the place where the likelihood is high, its curvature there
/// the shape for chains around it. (Chains from the prior alone creep where the data say much: draws that
/// have not spread look like knowledge.)
Eigen::MatrixXd rough_draws(const Likelihood& likelihood, const SliceSettings& settings, int threads);

struct PosteriorSample {
  SliceResult slices;
  Likelihood likelihood;  ///< with the emulators' variance where the posterior lies
};

/// The draws, `factor` times as far from their mean, but in no parameter wider by it than the prior, whose sd
/// is 1: where the data say nothing, a posterior cannot be too narrow.
Eigen::MatrixXd widened(const Eigen::MatrixXd& draws, double factor);

/// The posterior: rough draws with the emulators' variance on average over `points`, then long chains with
/// that where the rough draws lie, then widened. (`slices.log_likelihood` is that of the chains.)
PosteriorSample sample_posterior(const FittedData& data, const Emulators& emulators,
                                 const Eigen::MatrixXd& points, const SamplingEffort& effort,
                                 std::uint32_t seed, int threads, Seen seen = Seen::average);

/// n rows, evenly over all.
Eigen::MatrixXd every(const Eigen::MatrixXd& rows, Eigen::Index n);
/// The rows and columns, or the entries, of these numbers.
Eigen::MatrixXd part(const Eigen::MatrixXd& full, const std::vector<Eigen::Index>& rows);
Eigen::VectorXd part(const Eigen::VectorXd& full, const std::vector<Eigen::Index>& rows);

}  // namespace uptake
