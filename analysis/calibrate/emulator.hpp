// SPDX-License-Identifier: Apache-2.0
// What would the simulator say at parameters where it did not run? One cheap emulator for each of q outputs
// over d parameters u, each N(0,1): a quadratic trend with a few interactions, and a Gaussian process on what
// it leaves (Sacks et al. 1989; Andrianakis et al. 2015, doi 10.1371/journal.pcbi.1003968).
//
//   y_k(u) = b0 + b'u + c'(u^2 - 1) + sum of at most 20 e_ij u_i u_j + GP_k(u) + noise of one run
//
// The GPs share the squared-exponential kernel exp(-|u-u'|^2 / 2 l^2), its length l and one nugget ratio g,
// and so one Cholesky factor of K = R + g I; each output has its own signal variance s_k^2 and noise variance
// v_k.
//
// l and g maximise the marginal likelihood, summed over the outputs with the variance of each profiled out,
// over a small grid, on at most 300 runs spread evenly over the design. The grid of l is 0.25 to 4 times
// sqrt(d): two prior points lie sqrt(2 d) apart, so that a length of 1 sees no neighbours in 30 dimensions.
//
// s_k^2 and v_k solve the two moment equations of e'K^-1 e and e'K^-2 e (e: what the trend leaves), and are
// then scaled together so that the leave-one-out standardised errors have mean square one.
//
// The weights w = K^-1 k(u) that predict GP_k are not the best ones for each k, but their error is known:
//
//   var = s_k^2 (1 - 2 w'k + w'R w) + v_k (w'w + t(u)),   t: variance of the ridge trend per unit of noise
//
// Runs are not equally hard to foresee everywhere: where few families use support, its share is mostly
// chance. So all variances at u are multiplied by exp(a'(1, u, u^2 - 1)), one factor for all outputs: a ridge
// regression of the log of each run's mean squared standardised leave-one-out error, scaled to mean square
// one again.
//
// Approximations: the doubts of trend and GP are added; the leverage of interactions is taken term by term
// (products of distinct N(0,1) are uncorrelated); the choice of interactions and of l, g is not counted.
//
// Believe the sum sd^2 + noise, less so its parts: in many dimensions runs have no near neighbours, and what
// the trend misses looks like noise. Where the parts matter (is the emulator good enough? which noise has a
// mean of many runs?), give `known_noise` from replicated runs: the rest of the leave-one-out errors is then
// the emulator's.
#pragma once

#include <Eigen/Dense>
#include <vector>

namespace uptake {

struct EmulatorSettings {
  double ridge_linear = 1;  ///< in runs: what a prior observation of "no effect" weighs
  double ridge_quadratic = 10;
  double ridge_interaction = 10;
  double ridge_unrest = 10;     ///< likewise, of "as hard to foresee as everywhere"
  int max_interactions = 20;    ///< for each output, chosen forward
  double interaction_t = 4;     ///< |t| an interaction needs; of 861 candidates (d = 42) chance passes 0.05
  double length_scale = 0;      ///< in prior sd of u; 0: chosen
  double nugget = 0;            ///< g, noise variance over signal variance, shared; 0: chosen
  Eigen::VectorXd known_noise;  ///< q: variance of one run of each output, from replicates; empty: estimated
};

/// All of length q.
struct Prediction {
  Eigen::VectorXd mean;
  Eigen::VectorXd sd;     ///< of the mean: how unsure the emulator is of the simulator's mean
  Eigen::VectorXd noise;  ///< variance of one run around the simulator's mean
};

/// The emulator's variance of output k is signal * s_k^2 + noise * v_k, without the leverage of interactions
/// and what u is harder to foresee than the average run.
struct VarianceFactors {
  double signal = 0, noise = 0;
};

class Emulators {
 public:
  /// u: n x d, y: n x q, one run a row. Throws std::invalid_argument when shapes differ, a number is not
  /// finite, or n < 2 d + 12. Outputs that do not vary are emulated by their constant, with variance 0.
  static Emulators fit(const Eigen::MatrixXd& u, const Eigen::MatrixXd& y,
                       const EmulatorSettings& settings = {});

  /// The mean alone: what a Markov chain calls.
  [[nodiscard]] Eigen::VectorXd mean(const Eigen::VectorXd& u) const;

  /// Mean, sd and noise of each output; one triangular solve dearer than the mean.
  [[nodiscard]] Prediction predict(const Eigen::VectorXd& u) const;

  /// What all outputs share of the emulator's variance at u.
  [[nodiscard]] VarianceFactors variance_factors(const Eigen::VectorXd& u) const;

  [[nodiscard]] Eigen::Index parameters() const { return design_.cols(); }
  [[nodiscard]] Eigen::Index outputs() const { return scale_.size(); }
  [[nodiscard]] const Eigen::VectorXd& signal_variance() const { return signal_; }  ///< s_k^2
  [[nodiscard]] const Eigen::VectorXd& noise_variance() const { return noise_; }    ///< v_k
  /// How much larger the variances are at u than those of an average run; between 1/e and e^2.
  [[nodiscard]] double unrest(const Eigen::VectorXd& u) const;
  [[nodiscard]] double length_scale() const { return length_; }
  [[nodiscard]] double nugget() const { return nugget_; }
  [[nodiscard]] std::vector<int> interactions() const;  ///< how many each output has

  /// n x q: what each run differs from the prediction by the other runs (trend by its leverage, GP exactly).
  /// Its covariance over the runs is that of noise and emulator together, also between outputs.
  [[nodiscard]] const Eigen::MatrixXd& leave_one_out() const { return leave_one_out_; }

 private:
  struct Interaction {
    int i = 0, j = 0;
    double coefficient = 0;  ///< of the standardised output
    double leverage = 0;     ///< variance of the coefficient per unit of noise
  };

  [[nodiscard]] Eigen::VectorXd terms_of(const Eigen::VectorXd& u) const;
  [[nodiscard]] Eigen::VectorXd kernel(const Eigen::VectorXd& u) const;
  [[nodiscard]] Eigen::VectorXd mean(const Eigen::VectorXd& u, const Eigen::VectorXd& near) const;
  [[nodiscard]] VarianceFactors factors(const Eigen::VectorXd& u, const Eigen::VectorXd& near) const;

  Eigen::MatrixXd design_;          // n x d
  Eigen::VectorXd half_norms_;      // |x|^2 / 2
  Eigen::VectorXd centre_, scale_;  // q: y = centre + scale * standardised
  Eigen::MatrixXd trend_;           // (1 + 2d) x q
  Eigen::MatrixXd trend_root_;      // L^-1 with L L' = H'H + ridge
  std::vector<std::vector<Interaction>> interactions_;
  Eigen::MatrixXd weights_;  // n x q: K^-1 residuals
  Eigen::MatrixXd lower_;    // K = L L'
  Eigen::VectorXd signal_, noise_;
  double length_ = 1, nugget_ = 1;
  Eigen::VectorXd unrest_;  // 1 + 2d: of log variance
  Eigen::MatrixXd leave_one_out_;
};

struct OutputValidation {
  double within_3 = 0;           ///< share of |y - mean| / sqrt(sd^2 + noise) below 3
  double rmse = 0;               ///< against single runs, so noise is in it
  double r2 = 0;                 ///< 1 - squared error / squared distance from the test runs' mean
  double residual_variance = 0;  ///< mean squared error: the honest sum of noise and emulator variance
  double mean_square_z = 0;      ///< of the standardised errors: about 1
  bool valid = false;            ///< at least 95 % within 3
};

struct Validation {
  std::vector<OutputValidation> outputs;
  Eigen::MatrixXd residuals;  ///< test runs x q: y - mean
  int n_valid = 0;
};

/// Against runs that the fit did not see. Throws std::invalid_argument when shapes differ or there are no
/// runs.
Validation validate(const Emulators& emulators, const Eigen::MatrixXd& u_test, const Eigen::MatrixXd& y_test);

}  // namespace uptake
