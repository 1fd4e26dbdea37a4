// SPDX-License-Identifier: Apache-2.0
#include "analysis/calibrate/self_recovery.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <stdexcept>

#include "analysis/calibrate/implausibility.hpp"
#include "analysis/calibrate/likelihood.hpp"
#include "analysis/calibrate/settings.hpp"
#include "sim/base/math.hpp"

namespace uptake {
namespace {

/// Is the truth within the central interval of `level` of the ordered draws? With L draws the ranks are
/// uniform on 0..L, so the interval holds the round((L+1) level) middle ranks (58 of 64 for 90 %, 32 for 50
/// %).
bool inside(int rank, int draws, double level) {
  const auto width = 2 * static_cast<int>(std::lround((draws + 1) * level / 2));
  const int low = (draws + 1 - width) / 2;
  return rank >= low && rank < low + width;
}

double inside_chance(int draws, double level) {
  return 2.0 * static_cast<double>(std::lround((draws + 1) * level / 2)) / (draws + 1.0);
}

}  // namespace

Band binomial_band(int n, double p, double level) {
  if (n < 1 || !(p > 0) || !(p < 1))
    throw std::invalid_argument("a binomial band needs trials and 0 < p < 1");
  const double tail = (1 - level) / 2;
  const double log_odds = log_fixed(p / (1 - p));
  double log_mass = n * log_fixed(1 - p);
  double below = 0;  // P(X < k)
  Band band{0, n};
  bool low_found = false;
  for (int k = 0; k <= n; ++k) {
    const double up_to = below + exp_fixed(log_mass);
    if (!low_found && up_to > tail) {
      band.low = k;
      low_found = true;
    }
    if (up_to >= 1 - tail) {
      band.high = k;
      break;
    }
    below = up_to;
    log_mass += log_odds + log_fixed((n - k) / (k + 1.0));
  }
  return band;
}

Eigen::MatrixXd thin(const Eigen::MatrixXd& draws, int count) {
  const Eigen::Index n = draws.rows();
  if (count < 1 || n < count) throw std::invalid_argument("fewer draws than are to be kept");
  Eigen::MatrixXd out(count, draws.cols());
  for (int k = 0; k < count; ++k) out.row(k) = draws.row((k + 1) * n / count - 1);
  return out;
}

Eigen::VectorXi ranks_of(const Eigen::VectorXd& truth, const Eigen::MatrixXd& draws) {
  if (truth.size() != draws.cols()) throw std::invalid_argument("truth and draws differ in their parameters");
  Eigen::VectorXi ranks(truth.size());
  for (Eigen::Index j = 0; j < truth.size(); ++j)
    ranks[j] = static_cast<int>((draws.col(j).array() < truth[j]).count());
  return ranks;
}

Eigen::VectorXd contraction(const Eigen::MatrixXd& draws) {
  const Eigen::RowVectorXd mean = draws.colwise().mean();
  const auto n = static_cast<double>(draws.rows());
  return 1 - ((draws.rowwise() - mean).colwise().squaredNorm().transpose() / (n - 1)).array();
}

JointCoverage joint_coverage(const std::vector<RecoveryCase>& cases, Eigen::Index columns, double level,
                             const RecoverySettings& settings) {
  if (cases.size() < 2) throw std::invalid_argument("joint coverage needs two cases");
  const auto n = static_cast<Eigen::Index>(cases.size());
  Eigen::VectorXd shares(n);
  for (Eigen::Index i = 0; i < n; ++i) {
    const RecoveryCase& c = cases[static_cast<std::size_t>(i)];
    const Eigen::VectorXi ranks =
        ranks_of(c.truth.head(columns), thin(c.draws.leftCols(columns), settings.ranks));
    shares[i] = static_cast<double>(std::ranges::count_if(
                    ranks, [&](int rank) { return inside(rank, settings.ranks, level); })) /
                static_cast<double>(columns);
  }
  JointCoverage joint;
  joint.share = shares.mean();
  joint.expected = inside_chance(settings.ranks, level);
  joint.error = std::sqrt((shares.array() - joint.share).square().sum() / static_cast<double>(n * (n - 1)));
  joint.right =
      std::abs(joint.share - joint.expected) <= normal_quantile(1 - settings.alpha / 2) * joint.error;
  return joint;
}

double best_widening(const std::vector<RecoveryCase>& cases, Eigen::Index columns) {
  double best = 1;
  double least = std::numeric_limits<double>::infinity();
  for (int hundredths = 50; hundredths <= 100 * widest; ++hundredths) {
    const double factor = hundredths / 100.0;
    std::vector<RecoveryCase> wider;
    for (const RecoveryCase& one : cases)
      wider.push_back({one.truth.head(columns), widened(one.draws.leftCols(columns), factor)});
    double miss = 0;
    for (const double level : {0.5, 0.9}) {
      const JointCoverage joint = joint_coverage(wider, columns, level);
      if (joint.error == 0) continue;  // all cases alike: nothing to weigh by
      const double z = (joint.share - joint.expected) / joint.error;
      miss += z * z;
    }
    if (miss < least) {
      least = miss;
      best = factor;
    }
  }
  return best;
}

Recovery self_recovery(const std::vector<RecoveryCase>& cases, const Eigen::VectorXd& prior_variance,
                       const RecoverySettings& settings) {
  if (cases.empty()) throw std::invalid_argument("self-recovery needs cases");
  if (settings.bins < 2 || (settings.ranks + 1) % settings.bins != 0)
    throw std::invalid_argument("self-recovery: ranks + 1 must be a multiple of bins");
  const Eigen::Index d = prior_variance.size();
  const auto n = static_cast<int>(cases.size());
  Recovery out;
  out.cases = n;
  const double each = settings.alpha / static_cast<double>(d);
  out.band_50 = binomial_band(n, inside_chance(settings.ranks, 0.5), 1 - each);
  out.band_90 = binomial_band(n, inside_chance(settings.ranks, 0.9), 1 - each);
  out.parameters.resize(static_cast<std::size_t>(d));
  Eigen::MatrixXi ranks(n, d);
  Eigen::MatrixXd error(n, d);
  Eigen::MatrixXd variance(n, d);
  for (int i = 0; i < n; ++i) {
    const RecoveryCase& c = cases[static_cast<std::size_t>(i)];
    if (c.truth.size() != d || c.draws.cols() != d)
      throw std::invalid_argument("self-recovery: a case has another number of parameters");
    ranks.row(i) = ranks_of(c.truth, thin(c.draws, settings.ranks)).transpose();
    error.row(i) = c.draws.colwise().mean() - c.truth.transpose();
    variance.row(i) = (1 - contraction(c.draws).array()).transpose();
  }
  out.passed = true;
  for (Eigen::Index j = 0; j < d; ++j) {
    ParameterRecovery& p = out.parameters[static_cast<std::size_t>(j)];
    p.histogram.assign(static_cast<std::size_t>(settings.bins), 0);
    int in_50 = 0;
    int in_90 = 0;
    const int per_bin = (settings.ranks + 1) / settings.bins;
    for (int i = 0; i < n; ++i) {
      const int rank = ranks(i, j);
      ++p.histogram[static_cast<std::size_t>(rank / per_bin)];
      in_50 += inside(rank, settings.ranks, 0.5) ? 1 : 0;
      in_90 += inside(rank, settings.ranks, 0.9) ? 1 : 0;
    }
    const double expected = static_cast<double>(n) / settings.bins;
    for (const int count : p.histogram) p.chi_square += (count - expected) * (count - expected) / expected;
    p.p_value = chi_square_upper(p.chi_square, settings.bins - 1);
    p.coverage_50 = static_cast<double>(in_50) / n;
    p.coverage_90 = static_cast<double>(in_90) / n;
    p.mean_z = (error.col(j).array() / variance.col(j).array().sqrt()).mean();
    p.rmse = std::sqrt(error.col(j).squaredNorm() / n);
    p.posterior_sd = std::sqrt(variance.col(j).mean());
    p.contraction = 1 - variance.col(j).mean() / prior_variance[j];
    p.uniform = p.p_value > each;
    p.covered_50 = in_50 >= out.band_50.low && in_50 <= out.band_50.high;
    p.covered_90 = in_90 >= out.band_90.low && in_90 <= out.band_90.high;
    out.passed = out.passed && p.uniform && p.covered_50 && p.covered_90;
  }
  return out;
}

}  // namespace uptake
