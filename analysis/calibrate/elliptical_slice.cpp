// SPDX-License-Identifier: Apache-2.0
#include "analysis/calibrate/elliptical_slice.hpp"

#include <algorithm>
#include <cmath>

namespace uptake {
namespace {

/// The halves of every chain, of one length.
std::vector<Eigen::MatrixXd> halves_of(const std::vector<Eigen::MatrixXd>& chains) {
  if (chains.empty() || chains[0].rows() < 4)
    throw std::invalid_argument("diagnostics need chains of at least four draws");
  std::vector<Eigen::MatrixXd> halves;
  for (const Eigen::MatrixXd& chain : chains) {
    if (chain.rows() != chains[0].rows() || chain.cols() != chains[0].cols())
      throw std::invalid_argument("diagnostics need chains of one shape");
    halves.emplace_back(chain.topRows(chain.rows() / 2));
    halves.emplace_back(chain.bottomRows(chain.rows() / 2));
  }
  return halves;
}

/// Variance within and over the halves of one column.
struct Spread {
  double within = 0;
  double total = 0;  ///< "var plus": (n-1)/n within + variance of the means
};

Spread spread_of(const std::vector<Eigen::MatrixXd>& halves, Eigen::Index column) {
  const auto m = static_cast<Eigen::Index>(halves.size());
  const auto n = static_cast<double>(halves[0].rows());
  Eigen::VectorXd means(m);
  double within = 0;
  for (Eigen::Index h = 0; h < m; ++h) {
    const Eigen::VectorXd x = halves[static_cast<std::size_t>(h)].col(column);
    means[h] = x.mean();
    within += (x.array() - means[h]).square().sum() / (n - 1);
  }
  within /= static_cast<double>(m);
  const double between = (means.array() - means.mean()).square().sum() / static_cast<double>(m - 1);
  return {within, (n - 1) / n * within + between};
}

double autocovariance(const Eigen::VectorXd& centred, Eigen::Index lag) {
  const Eigen::Index n = centred.size();
  return centred.head(n - lag).dot(centred.tail(n - lag)) / static_cast<double>(n);
}

}  // namespace

Eigen::VectorXd split_r_hat(const std::vector<Eigen::MatrixXd>& chains) {
  const std::vector<Eigen::MatrixXd> halves = halves_of(chains);
  Eigen::VectorXd out(chains[0].cols());
  for (Eigen::Index j = 0; j < out.size(); ++j) {
    const Spread s = spread_of(halves, j);
    if (s.within > 0) {
      out[j] = std::sqrt(s.total / s.within);
    } else {
      out[j] = s.total > 0 ? std::numeric_limits<double>::infinity() : 1.0;
    }
  }
  return out;
}

Eigen::VectorXd effective_sample_size(const std::vector<Eigen::MatrixXd>& chains) {
  const std::vector<Eigen::MatrixXd> halves = halves_of(chains);
  const Eigen::Index n = halves[0].rows();
  const auto draws = static_cast<double>(n) * static_cast<double>(halves.size());
  Eigen::VectorXd out(chains[0].cols());
  for (Eigen::Index j = 0; j < out.size(); ++j) {
    const Spread s = spread_of(halves, j);
    if (!(s.total > 0)) {
      out[j] = draws;
      continue;
    }
    std::vector<Eigen::VectorXd> centred;
    for (const Eigen::MatrixXd& half : halves) centred.emplace_back(half.col(j).array() - half.col(j).mean());
    const auto correlation = [&](Eigen::Index lag) {
      double mean = 0;
      for (const Eigen::VectorXd& x : centred) mean += autocovariance(x, lag);
      mean *= static_cast<double>(n) / static_cast<double>(n - 1) / static_cast<double>(centred.size());
      return 1 - (s.within - mean) / s.total;
    };
    // Pairs of neighbours are positive and fall (Geyer 1992, 3.3); stop where an estimated pair is not
    // positive.
    double sum = 0;
    double last = std::numeric_limits<double>::infinity();
    for (Eigen::Index lag = 0; lag + 1 < n; lag += 2) {
      const double pair = (lag == 0 ? 1.0 : correlation(lag)) + correlation(lag + 1);
      if (!(pair > 0)) break;
      last = std::min(last, pair);
      sum += last;
    }
    // As in Stan, no more than draws * log10(draws): antithetic chains are not believed beyond that.
    const double time = std::max(2 * sum - 1, 2.302585092994046 / log_fixed(draws));
    out[j] = draws / time;
  }
  return out;
}

SliceResult combine(const std::vector<SliceChain>& chains) {
  if (chains.empty()) throw std::invalid_argument("there are no chains to put together");
  SliceResult out;
  const Eigen::Index rows = chains[0].draws.rows();
  const Eigen::Index dims = chains[0].draws.cols();
  out.draws.resize(rows * static_cast<Eigen::Index>(chains.size()), dims);
  out.log_likelihood.resize(out.draws.rows());
  std::vector<Eigen::MatrixXd> draws;
  std::vector<Eigen::MatrixXd> logs;
  Eigen::Index at = 0;
  for (const SliceChain& chain : chains) {
    if (chain.draws.rows() != rows || chain.draws.cols() != dims)
      throw std::invalid_argument("chains of different shapes cannot be put together");
    out.draws.middleRows(at, rows) = chain.draws;
    out.log_likelihood.segment(at, rows) = chain.log_likelihood;
    at += rows;
    out.evaluations += chain.evaluations;
    draws.push_back(chain.draws);
    logs.emplace_back(chain.log_likelihood);
  }
  out.diagnostics.r_hat = split_r_hat(draws);
  out.diagnostics.effective = effective_sample_size(draws);
  out.diagnostics.log_likelihood_r_hat = split_r_hat(logs)[0];
  out.diagnostics.mixed = out.diagnostics.r_hat.maxCoeff() < 1.01 &&
                          out.diagnostics.log_likelihood_r_hat < 1.01 &&
                          out.diagnostics.effective.minCoeff() > 400;
  return out;
}

CirclePoint circle_point(double angle) {
  constexpr double two_over_pi = 0.63661977236758134308;
  constexpr double half_pi_hi = 1.5707963267341256;      // 33 bits, so that quarter * hi is exact
  constexpr double half_pi_lo = 6.0771005065061922e-11;  // pi/2 - hi
  const double shifted = angle * two_over_pi + (angle < 0 ? -0.5 : 0.5);
  const auto quarter = static_cast<int>(shifted);
  const double r = (angle - quarter * half_pi_hi) - quarter * half_pi_lo;  // |r| <= pi/4
  const double r2 = r * r;
  double s = 0;
  double c = 0;  // Taylor to r^19 and r^18: the remainder is below 1e-17
  for (int k = 9; k >= 1; --k) {
    s = (s + 1) * (-r2 / ((2 * k) * (2 * k + 1)));
    c = (c + 1) * (-r2 / ((2 * k - 1) * (2 * k)));
  }
  s = (s + 1) * r;
  c = c + 1;
  switch (quarter & 3) {
    case 0:
      return {c, s};
    case 1:
      return {-s, c};
    case 2:
      return {-c, -s};
    default:
      return {s, -c};
  }
}

void check(const SliceSettings& settings) {
  if (settings.chains < 1 || settings.warm_up < 0 || settings.thin < 1 ||
      settings.iterations < 4 * settings.thin)
    throw std::invalid_argument(
        "elliptical slice: chains >= 1, warm_up >= 0, thin >= 1, iterations >= 4 thin");
}

}  // namespace uptake
