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
};

/// `doubt`: variance of each column beyond the data's own, that of the emulators.
Likelihood likelihood_of(const FittedData& data, const Emulators& emulators, const Eigen::VectorXd& doubt,
                         double tempered = 1);

/// The variance that the emulators add, a column each, on average over at most 40 of the draws; a fifth more
/// than they say, for they came out a little too narrow (science.md 2.3).
Eigen::VectorXd emulator_variance(const Emulators& emulators, const Eigen::MatrixXd& draws);

/// Chains side by side on some threads, the same bytes for any number: each depends on its number alone.
SliceResult sample(const Likelihood& likelihood, const SliceSettings& settings, int threads);

struct SamplingEffort {
  SliceSettings rough, last;  ///< their seeds are not used
};
/// What a calibration takes: under three minutes for 40 parameters and 300 numbers.
SamplingEffort careful_sampling();

struct PosteriorSample {
  SliceResult slices;
  Likelihood likelihood;  ///< with the emulators' variance where the posterior lies
};

/// The posterior: rough chains from the prior, twice more around a normal approximation, then long ones.
/// `doubt`: the emulators' variance to begin with. `extra`: a further variance of each column, or empty.
PosteriorSample sample_posterior(const FittedData& data, const Emulators& emulators,
                                 const Eigen::VectorXd& doubt, const SamplingEffort& effort,
                                 std::uint32_t seed, int threads, const Eigen::VectorXd& extra = {});

/// n rows, evenly over all.
Eigen::MatrixXd every(const Eigen::MatrixXd& rows, Eigen::Index n);
/// The rows and columns, or the entries, of these numbers.
Eigen::MatrixXd part(const Eigen::MatrixXd& full, const std::vector<Eigen::Index>& rows);
Eigen::VectorXd part(const Eigen::VectorXd& full, const std::vector<Eigen::Index>& rows);

}  // namespace uptake
