// SPDX-License-Identifier: Apache-2.0
#include "analysis/estimate/profile.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

#include "sim/base/math.hpp"

namespace uptake {
namespace {

using Eigen::Index;
using Eigen::VectorXd;

constexpr double infinite = std::numeric_limits<double>::infinity();
/// A log odds beyond this is without bound: e^30 to one.
constexpr double furthest = 30;

/// The profile, above 0 inside the interval: concave, since the likelihood is.
class Profile {
 public:
  Profile(const LogisticFit& fit, const DesignMatrix& design, const VectorXd& outcome, const VectorXd& weight,
          Index column, double z)
      : outcome_(outcome), weight_(weight), level_(fit.log_likelihood - z * z / 2) {
    own_ = VectorXd::Zero(design.rows());
    others_.resize(design.rows(), design.cols() - 1);
    others_.reserve(design.nonZeros());
    for (Index i = 0; i < design.rows(); ++i) {
      others_.startVec(i);
      for (DesignMatrix::InnerIterator at(design, i); at; ++at) {
        if (at.col() == column) {
          own_[i] = at.value();
        } else {
          others_.insertBack(i, at.col() - (at.col() > column ? 1 : 0)) = at.value();
        }
      }
    }
    others_.finalize();
  }

  [[nodiscard]] double operator()(double b) const {
    return fit_logistic(others_, outcome_, weight_, b * own_).log_likelihood - level_;
  }
  /// By how much the predictor moves in the row that moves most.
  [[nodiscard]] double scale() const { return own_.cwiseAbs().maxCoeff(); }

 private:
  const VectorXd& outcome_;
  const VectorXd& weight_;
  double level_;
  DesignMatrix others_;
  VectorXd own_;
};

/// Where the profile is 0, between a point inside and one outside: secants, the end that stands still weighed
/// half
/// ("Illinois"; Dowell and Jarratt 1971).
double crossing(const Profile& profile, double inside, double at_inside, double outside, double at_outside) {
  double last = inside;
  int moved = 0;  // 1: the inner end, -1: the outer one
  for (int i = 0; i < 200; ++i) {
    const double next = inside + (outside - inside) * at_inside / (at_inside - at_outside);
    if (std::abs(next - last) < 1e-11 * std::max(1.0, std::abs(next))) return next;
    last = next;
    const double at = profile(next);
    if (at >= 0) {
      inside = next;
      at_inside = at;
      if (moved == 1) at_outside /= 2;
      moved = 1;
    } else {
      outside = next;
      at_outside = at;
      if (moved == -1) at_inside /= 2;
      moved = -1;
    }
  }
  return last;
}

/// The end of the interval on one side of a point inside; `step` says which side, and how far to look first.
double end_of(const Profile& profile, double start, double at_start, double step, double limit) {
  double inside = start, at_inside = at_start;
  while (true) {
    const double outside = std::clamp(inside + step, -limit, limit);
    const double at = profile(outside);
    if (at < 0) return crossing(profile, inside, at_inside, outside, at);
    if (std::abs(outside) >= limit) return step > 0 ? infinite : -infinite;
    inside = outside;
    at_inside = at;
    step *= 2;
  }
}

}  // namespace

Interval profile_interval(const LogisticFit& fit, const DesignMatrix& design, const VectorXd& outcome,
                          const VectorXd& weight, std::size_t column, double z) {
  const ColumnState state = fit.state.at(column);
  const bool separated = state == ColumnState::separated;
  if (!fit.converged || !(separated || state == ColumnState::estimated)) return {not_known, not_known};
  const auto own = static_cast<Index>(column);
  const Profile profile(fit, design, outcome, weight, own, z);
  const double limit = furthest / profile.scale();
  if (!separated) {
    // Wald's end, but not far out where its error says nothing (one against a thousand)
    const double b = fit.coefficient[own],
                 step = std::min(z * fit.standard_error(column), 4 / profile.scale());
    const double at = z * z / 2;
    return {end_of(profile, b, at, -step, limit + std::abs(b)),
            end_of(profile, b, at, step, limit + std::abs(b))};
  }
  // the highest is at one end, or all along: from the first point inside, look to both
  const double step = 1 / profile.scale();
  for (const double far : {0.0, 1.0, -1.0, 2.0, -2.0, 4.0, -4.0, 8.0, -8.0, 16.0, -16.0}) {
    const double b = far * step, at = profile(b);
    if (at >= 0) return {end_of(profile, b, at, -step, limit), end_of(profile, b, at, step, limit)};
  }
  return {not_known, not_known};
}

}  // namespace uptake
