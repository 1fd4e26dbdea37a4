// SPDX-License-Identifier: Apache-2.0
#include "sim/base/math.hpp"

#include <array>

namespace uptake {

double normal_quantile(double p) {
  constexpr std::array a{-3.969683028665376e+01, 2.209460984245205e+02,  -2.759285104469687e+02,
                         1.383577518672690e+02,  -3.066479806614716e+01, 2.506628277459239e+00};
  constexpr std::array b{-5.447609879822406e+01, 1.615858368580409e+02, -1.556989798598866e+02,
                         6.680131188771972e+01, -1.328068155288572e+01};
  constexpr std::array c{-7.784894002430293e-03, -3.223964580411365e-01, -2.400758277161838e+00,
                         -2.549732539343734e+00, 4.374664141464968e+00,  2.938163982698783e+00};
  constexpr std::array d{7.784695709041462e-03, 3.224671290700398e-01, 2.445134137142996e+00,
                         3.754408661907416e+00};
  if (!(p > 0))
    return p == 0 ? -std::numeric_limits<double>::infinity() : std::numeric_limits<double>::quiet_NaN();
  if (!(p < 1))
    return p == 1 ? std::numeric_limits<double>::infinity() : std::numeric_limits<double>::quiet_NaN();
  constexpr double low = 0.02425;
  const auto tail = [&](double q) {
    return (((((c[0] * q + c[1]) * q + c[2]) * q + c[3]) * q + c[4]) * q + c[5]) /
           ((((d[0] * q + d[1]) * q + d[2]) * q + d[3]) * q + 1);
  };
  if (p < low) return tail(std::sqrt(-2 * log_fixed(p)));
  if (p > 1 - low) return -tail(std::sqrt(-2 * log_fixed(1 - p)));
  const double q = p - 0.5;
  const double r = q * q;
  return (((((a[0] * r + a[1]) * r + a[2]) * r + a[3]) * r + a[4]) * r + a[5]) * q /
         (((((b[0] * r + b[1]) * r + b[2]) * r + b[3]) * r + b[4]) * r + 1);
}

double normal_cdf(double x) {
  const double z = x < 0 ? -x : x;
  if (z > 38) return x < 0 ? 0.0 : 1.0;
  const double density = exp_fixed(-0.5 * z * z) * 0.39894228040143267794;
  double upper;  // P(X > z)
  if (z < 3) {   // series: cdf = 1/2 + density * (z + z^3/3 + z^5/15 + ...)
    double term = z;
    double sum = z;
    for (int k = 1; k < 60; ++k) {
      term *= z * z / (2 * k + 1);
      sum += term;
    }
    upper = 0.5 - density * sum;
  } else {  // continued fraction, from the inside out
    double f = z;
    for (int k = 60; k >= 1; --k) f = z + k / f;
    upper = density / f;
  }
  return x < 0 ? upper : 1 - upper;
}

double tree_sum(const double* values, std::size_t count) {
  if (count <= 8) {
    double sum = 0;
    for (std::size_t i = 0; i < count; ++i) sum += values[i];
    return sum;
  }
  const std::size_t half = count / 2;
  return tree_sum(values, half) + tree_sum(values + half, count - half);
}

}  // namespace uptake
