// SPDX-License-Identifier: Apache-2.0
#include "analysis/calibrate/emulator.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <stdexcept>

#include "analysis/calibrate/gaussian.hpp"
#include "sim/base/math.hpp"

namespace uptake {
namespace {

using Eigen::Index;
using Eigen::MatrixXd;
using Eigen::VectorXd;

MatrixXd squared_distances(const MatrixXd& x) {
  const VectorXd norms = x.rowwise().squaredNorm();
  MatrixXd d = -2 * (x * x.transpose());
  d.colwise() += norms;
  d.rowwise() += norms.transpose();
  return d.cwiseMax(0.0);
}

MatrixXd correlation(const MatrixXd& distances, double length) {
  const double factor = -0.5 / (length * length);
  return distances.unaryExpr([factor](double d) { return exp_fixed(factor * d); });
}

MatrixXd plus_nugget(MatrixXd r, double nugget) {
  r.diagonal().array() += nugget;
  return r;
}

struct Kernel {
  double length = 1, nugget = 1;
};

/// The grid of marginal likelihoods; see the header. Columns of `e` that are all zero say nothing.
Kernel choose_kernel(const MatrixXd& u, const MatrixXd& e, const EmulatorSettings& settings) {
  const double root = std::sqrt(static_cast<double>(u.cols()));
  std::vector<double> lengths;
  for (const double c : {0.25, 0.35, 0.5, 0.7, 1.0, 1.4, 2.0, 4.0}) lengths.push_back(c * root);
  std::vector<double> nuggets{0.001, 0.01, 0.03, 0.1, 0.3, 1, 3, 10};
  if (settings.length_scale > 0) lengths = {settings.length_scale};
  if (settings.nugget > 0) nuggets = {settings.nugget};

  const Index m = std::min<Index>(u.rows(), 300);
  MatrixXd x(m, u.cols());
  MatrixXd part(m, e.cols());
  for (Index i = 0; i < m; ++i) {
    x.row(i) = u.row(i * u.rows() / m);
    part.row(i) = e.row(i * u.rows() / m);
  }
  const MatrixXd distances = squared_distances(x);
  Kernel best;
  double best_log = -std::numeric_limits<double>::infinity();
  for (const double length : lengths) {
    const MatrixXd r = correlation(distances, length);
    for (const double nugget : nuggets) {
      const MatrixXd lower = cholesky(plus_nugget(r, nugget), "emulator: the covariance of the runs");
      const MatrixXd half = lower.triangularView<Eigen::Lower>().solve(part);
      double log_root = 0;
      for (Index i = 0; i < m; ++i) log_root += log_fixed(lower(i, i));
      double log_likelihood = 0;
      for (Index k = 0; k < part.cols(); ++k) {
        const double squares = half.col(k).squaredNorm();
        if (squares > 0)
          log_likelihood -=
              0.5 * static_cast<double>(m) * log_fixed(squares / static_cast<double>(m)) + log_root;
      }
      if (log_likelihood > best_log) {
        best_log = log_likelihood;
        best = {length, nugget};
      }
    }
  }
  return best;
}

/// Coefficients of the log of `squares` (n, of mean one) on the terms h (n x p), so scaled that squares /
/// exp(h a) have mean one as well.
VectorXd log_trend(const MatrixXd& h, const VectorXd& squares, double ridge) {
  const VectorXd logs = squares.unaryExpr([](double x) { return log_fixed(std::max(x, 1e-12)); });
  MatrixXd gram = h.transpose() * h;
  gram.diagonal().tail(gram.cols() - 1).array() += ridge;
  VectorXd a = Eigen::LLT<MatrixXd>(gram).solve(h.transpose() * logs);
  const VectorXd fitted = h * a;
  double mean = 0;
  for (Index i = 0; i < h.rows(); ++i)
    mean += squares[i] * exp_fixed(-fitted[i]) / static_cast<double>(h.rows());
  if (mean > 0) a[0] += log_fixed(mean);
  return a;
}

}  // namespace

VectorXd Emulators::terms_of(const VectorXd& u) const {
  const Index d = u.size();
  VectorXd h(1 + 2 * d);
  h[0] = 1;
  h.segment(1, d) = u;
  h.tail(d) = u.array().square() - 1;
  return h;
}

Emulators Emulators::fit(const MatrixXd& u, const MatrixXd& y, const EmulatorSettings& settings) {
  fix_product_order();
  const Index n = u.rows();
  const Index d = u.cols();
  const Index q = y.cols();
  if (y.rows() != n || d < 1 || q < 1)
    throw std::invalid_argument("emulator: one row of parameters and one of outputs for each run");
  if (!u.allFinite() || !y.allFinite()) throw std::invalid_argument("emulator: a number is not finite");
  if (n < 2 * d + 12) throw std::invalid_argument("emulator: needs at least 2 d + 12 runs");
  if (settings.known_noise.size() > 0 &&
      (settings.known_noise.size() != q || !(settings.known_noise.array() >= 0).all()))
    throw std::invalid_argument("emulator: known noise must be one variance, not below 0, for each output");
  const auto runs = static_cast<double>(n);

  Emulators out;
  out.design_ = u;
  out.half_norms_ = 0.5 * u.rowwise().squaredNorm();
  out.centre_ = y.colwise().mean().transpose();
  MatrixXd standard = y.rowwise() - out.centre_.transpose();
  out.scale_ = (standard.colwise().squaredNorm().transpose() / (runs - 1)).array().sqrt();
  for (Index k = 0; k < q; ++k) {
    if (out.scale_[k] <= 1e-12 * std::abs(out.centre_[k])) out.scale_[k] = 0;
    standard.col(k) *= out.scale_[k] > 0 ? 1 / out.scale_[k] : 0.0;
  }

  // The trend: ridge on H = [1, u, u^2 - 1]. With M = I - H (H'H + ridge)^-1 H', the best interactions Z e
  // minimise (y - Z e)' M (y - Z e) + ridge e'e, as if H were fitted anew with each (the ridge of H profiled
  // out).
  const Index p = 1 + 2 * d;
  MatrixXd h(n, p);
  for (Index i = 0; i < n; ++i) h.row(i) = out.terms_of(u.row(i).transpose()).transpose();
  MatrixXd gram = h.transpose() * h;
  for (Index j = 1; j < p; ++j) gram(j, j) += j <= d ? settings.ridge_linear : settings.ridge_quadratic;
  const MatrixXd trend_lower = cholesky(gram, "emulator: the matrix of its trend");
  out.trend_root_ = trend_lower.triangularView<Eigen::Lower>().solve(MatrixXd::Identity(p, p));
  const MatrixXd half = out.trend_root_ * h.transpose();  // p x n
  VectorXd leverage = half.colwise().squaredNorm().transpose();
  const auto unexplained = [&](const MatrixXd& a) -> MatrixXd { return a - half.transpose() * (half * a); };

  const MatrixXd partial = unexplained(standard);  // M y
  const Index pairs = d * (d - 1) / 2;
  std::vector<Interaction> candidates;
  MatrixXd z(n, pairs);
  for (int i = 0; i < d; ++i) {
    for (int j = i + 1; j < d; ++j) {
      z.col(static_cast<Index>(candidates.size())) = u.col(i).cwiseProduct(u.col(j));
      candidates.push_back({i, j, 0, 0});
    }
  }
  const MatrixXd z_gram = z.transpose() * unexplained(z);
  const MatrixXd z_y = z.transpose() * partial;
  out.interactions_.resize(static_cast<std::size_t>(q));
  MatrixXd detrended = standard;  // y - Z e
  MatrixXd leverages = leverage.replicate(1, q);
  for (Index k = 0; k < q; ++k) {
    const double squares = standard.col(k).dot(partial.col(k));
    double rest = squares;
    VectorXd gain = z_y.col(k);  // Z' M (y - Z e)
    std::vector<Index> chosen;
    VectorXd coefficients;
    while (static_cast<int>(chosen.size()) < std::min<Index>(settings.max_interactions, pairs)) {
      const double variance = rest / (runs - leverage.sum() - static_cast<double>(chosen.size()));
      Index best = -1;
      double best_score = settings.interaction_t * settings.interaction_t * variance;
      for (Index c = 0; c < pairs; ++c) {
        const double score = gain[c] * gain[c] / (z_gram(c, c) + settings.ridge_interaction);
        if (score > best_score && std::find(chosen.begin(), chosen.end(), c) == chosen.end()) {
          best = c;
          best_score = score;
        }
      }
      if (best < 0) break;
      chosen.push_back(best);
      const auto s = static_cast<Index>(chosen.size());
      MatrixXd a(s, s);
      VectorXd b(s);
      for (Index r = 0; r < s; ++r) {
        b[r] = z_y(chosen[static_cast<std::size_t>(r)], k);
        for (Index c = 0; c < s; ++c)
          a(r, c) = z_gram(chosen[static_cast<std::size_t>(r)], chosen[static_cast<std::size_t>(c)]);
      }
      a.diagonal().array() += settings.ridge_interaction;
      coefficients = Eigen::LLT<MatrixXd>(a).solve(b);
      gain = z_y.col(k);
      for (Index r = 0; r < s; ++r) gain -= coefficients[r] * z_gram.col(chosen[static_cast<std::size_t>(r)]);
      rest = std::max(squares - b.dot(coefficients), 1e-12 * squares);
    }
    for (std::size_t r = 0; r < chosen.size(); ++r) {
      Interaction one = candidates[static_cast<std::size_t>(chosen[r])];
      one.coefficient = coefficients[static_cast<Index>(r)];
      one.leverage = 1 / (z_gram(chosen[r], chosen[r]) + settings.ridge_interaction);
      out.interactions_[static_cast<std::size_t>(k)].push_back(one);
      detrended.col(k) -= one.coefficient * z.col(chosen[r]);
      leverages.col(k).array() += one.leverage * z.col(chosen[r]).array().square();
    }
  }
  out.trend_ = out.trend_root_.transpose() * (half * detrended);
  const MatrixXd e = detrended - h * out.trend_;

  // The Gaussian processes.
  const Kernel kernel = choose_kernel(u, e, settings);
  out.length_ = kernel.length;
  out.nugget_ = kernel.nugget;
  const double g = kernel.nugget;
  const MatrixXd covariance = plus_nugget(correlation(squared_distances(u), kernel.length), g);
  out.lower_ = cholesky(covariance, "emulator: the covariance of the runs");
  const auto solve = [&](const MatrixXd& a) -> MatrixXd {
    const MatrixXd b = out.lower_.triangularView<Eigen::Lower>().solve(a);
    return out.lower_.transpose().triangularView<Eigen::Upper>().solve(b);
  };
  out.weights_ = solve(e);
  const MatrixXd inverse = solve(MatrixXd::Identity(n, n));
  const VectorXd diagonal = inverse.diagonal();
  const VectorXd squares = inverse.colwise().squaredNorm().transpose();  // of K^-2
  const double t1 = diagonal.sum();
  const double t2 = squares.sum();

  out.signal_.setZero(q);
  out.noise_.setZero(q);
  out.leave_one_out_.setZero(n, q);
  VectorXd squares_of_run = VectorXd::Zero(n);  // standardised
  for (Index k = 0; k < q; ++k) {
    if (!(out.scale_[k] > 0)) continue;
    // E[e'K^-1 e] = s2 tr(K^-1 R) + v tr(K^-1); E[e'K^-2 e] = s2 tr(K^-2 R) + v tr(K^-2); R = K - g I.
    const double q1 = e.col(k).dot(out.weights_.col(k));
    const double q2 = out.weights_.col(k).squaredNorm();
    const double a = runs - g * t1;
    const double b = t1 - g * t2;
    const double determinant = a * t2 - b * t1;
    double signal = q1 / runs;
    double noise = g * signal;
    if (std::abs(determinant) > 1e-9 * a * t2) {
      signal = (q1 * t2 - q2 * t1) / determinant;
      noise = (a * q2 - b * q1) / determinant;
      if (signal <= 0) {
        signal = 0;
        noise = e.col(k).squaredNorm() / runs;
      } else if (noise <= 0) {
        noise = 0;
        signal = q1 / a;
      }
    }
    // Leave-one-out errors have variance s2 A_i + v B_i.
    double errors = 0;
    VectorXd standardised(n);
    double signal_part = 0;
    double noise_part = 0;
    for (Index i = 0; i < n; ++i) {
      const double free = std::max(1 - leverages(i, k), 0.05);
      const double error = out.weights_(i, k) / diagonal[i] / free;
      const double k2 = squares[i] / (diagonal[i] * diagonal[i]);
      const double of_signal = std::max(1 / diagonal[i] - g * k2, 0.0);
      const double of_noise = k2 + (1 - free) / free;
      errors += error * error;
      standardised[i] = error * error / std::max(signal * of_signal + noise * of_noise, 1e-300);
      signal_part += of_signal;
      noise_part += of_noise;
      out.leave_one_out_(i, k) = error * out.scale_[k];
    }
    const double too_small = standardised.mean();
    if (too_small > 0) squares_of_run += standardised / too_small;
    const double unit = out.scale_[k] * out.scale_[k];
    if (settings.known_noise.size() > 0) {
      out.noise_[k] = settings.known_noise[k];
      out.signal_[k] =
          std::max(errors * unit - settings.known_noise[k] * noise_part, 0.0) / std::max(signal_part, 1e-300);
    } else {
      out.signal_[k] = signal * too_small * unit;
      out.noise_[k] = noise * too_small * unit;
    }
  }
  out.unrest_.setZero(p);
  if (squares_of_run.sum() > 0)
    out.unrest_ = log_trend(h, squares_of_run / squares_of_run.mean(), settings.ridge_unrest);
  return out;
}

double Emulators::unrest(const VectorXd& u) const {
  if (u.size() != parameters()) throw std::invalid_argument("emulator: another number of parameters");
  return exp_fixed(std::clamp(unrest_.dot(terms_of(u)), -1.0, 2.0));
}

VectorXd Emulators::kernel(const VectorXd& u) const {
  const double factor = 1 / (length_ * length_);
  VectorXd near = design_ * u - half_norms_;  // -|u-x|^2 / 2 + |u|^2 / 2
  const double own = 0.5 * u.squaredNorm();
  for (double& x : near) x = exp_fixed(std::min(x - own, 0.0) * factor);
  return near;
}

VectorXd Emulators::mean(const VectorXd& u, const VectorXd& near) const {
  VectorXd out = trend_.transpose() * terms_of(u);
  out.noalias() += weights_.transpose() * near;
  for (Index k = 0; k < out.size(); ++k) {
    for (const Interaction& x : interactions_[static_cast<std::size_t>(k)])
      out[k] += x.coefficient * u[x.i] * u[x.j];
    out[k] = centre_[k] + scale_[k] * out[k];
  }
  return out;
}

VectorXd Emulators::mean(const VectorXd& u) const {
  if (u.size() != parameters()) throw std::invalid_argument("emulator: another number of parameters");
  return mean(u, kernel(u));
}

VarianceFactors Emulators::factors(const VectorXd& u, const VectorXd& near) const {
  const VectorXd half = lower_.triangularView<Eigen::Lower>().solve(near);
  const VectorXd w = lower_.transpose().triangularView<Eigen::Upper>().solve(half);
  const double ww = w.squaredNorm();
  // w'R w = w'k - g w'w
  const double signal = 1 - half.squaredNorm() - nugget_ * ww;
  return {std::max(signal, 0.0), ww + (trend_root_ * terms_of(u)).squaredNorm()};
}

VarianceFactors Emulators::variance_factors(const VectorXd& u) const {
  if (u.size() != parameters()) throw std::invalid_argument("emulator: another number of parameters");
  return factors(u, kernel(u));
}

Prediction Emulators::predict(const VectorXd& u) const {
  if (u.size() != parameters()) throw std::invalid_argument("emulator: another number of parameters");
  const VectorXd near = kernel(u);
  const VarianceFactors f = factors(u, near);
  const double harder = unrest(u);
  Prediction out{mean(u, near), VectorXd(outputs()), harder * noise_};
  for (Index k = 0; k < outputs(); ++k) {
    double noise = f.noise;
    for (const Interaction& x : interactions_[static_cast<std::size_t>(k)])
      noise += x.leverage * u[x.i] * u[x.i] * u[x.j] * u[x.j];
    out.sd[k] = std::sqrt(harder * (f.signal * signal_[k] + noise * noise_[k]));
  }
  return out;
}

std::vector<int> Emulators::interactions() const {
  std::vector<int> counts;
  for (const auto& list : interactions_) counts.push_back(static_cast<int>(list.size()));
  return counts;
}

Validation validate(const Emulators& emulators, const MatrixXd& u_test, const MatrixXd& y_test) {
  const Index n = u_test.rows();
  const Index q = emulators.outputs();
  if (n < 1 || y_test.rows() != n || u_test.cols() != emulators.parameters() || y_test.cols() != q)
    throw std::invalid_argument("emulator: test runs of another shape, or none");
  Validation out;
  out.outputs.resize(static_cast<std::size_t>(q));
  out.residuals.resize(n, q);
  for (Index i = 0; i < n; ++i) {
    const Prediction p = emulators.predict(u_test.row(i).transpose());
    for (Index k = 0; k < q; ++k) {
      OutputValidation& v = out.outputs[static_cast<std::size_t>(k)];
      const double error = y_test(i, k) - p.mean[k];
      const double variance = p.sd[k] * p.sd[k] + p.noise[k];
      out.residuals(i, k) = error;
      v.residual_variance += error * error / static_cast<double>(n);
      v.within_3 += (error * error < 9 * variance || error == 0 ? 1.0 : 0.0) / static_cast<double>(n);
      if (variance > 0) v.mean_square_z += error * error / variance / static_cast<double>(n);
    }
  }
  for (Index k = 0; k < q; ++k) {
    OutputValidation& v = out.outputs[static_cast<std::size_t>(k)];
    v.rmse = std::sqrt(v.residual_variance);
    const double spread = (y_test.col(k).array() - y_test.col(k).mean()).square().mean();
    v.r2 = spread > 0 ? 1 - v.residual_variance / spread : 0;
    v.valid = v.within_3 >= 0.95 - 1e-12;
    out.n_valid += v.valid ? 1 : 0;
  }
  return out;
}

}  // namespace uptake
