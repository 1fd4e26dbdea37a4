// SPDX-License-Identifier: Apache-2.0
// Elementary functions whose bits do not depend on the machine's libm (docs/decisions/0001-same-bytes.md).
// Only + - * / and sqrt, which IEEE 754 fixes, in a fixed order.
#pragma once

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstdint>
#include <limits>

namespace uptake {

/// A figure that is not known, or can't be estimated.
inline constexpr double not_known = std::numeric_limits<double>::quiet_NaN();

/// e^x, relative error below 1e-14 for |x| < 700; 0 and infinity beyond.
inline double exp_fixed(double x) {
  if (!(x > -745.0)) return x != x ? x : 0.0;
  if (x > 709.0) return std::numeric_limits<double>::infinity();
  constexpr double log2e = 1.4426950408889634074;
  constexpr double ln2_hi = 6.93147180369123816490e-01;
  constexpr double ln2_lo = 1.90821492927058770002e-10;
  const double shifted = x * log2e + std::copysign(0.5, x);
  const auto k = static_cast<std::int64_t>(shifted);
  const double kd = static_cast<double>(k);
  const double r = (x - kd * ln2_hi) - kd * ln2_lo;  // |r| <= ln2/2
  // Taylor to r^13: the remainder is below 1e-17. By pairs, so that few products wait for one another.
  const double r2 = r * r;
  const double r4 = r2 * r2;
  const double to_3 = (1.0 + r) + (0.5 + r * (1.0 / 6.0)) * r2;
  const double to_7 = (1.0 / 24.0 + r * (1.0 / 120.0)) + (1.0 / 720.0 + r * (1.0 / 5040.0)) * r2;
  const double to_11 =
      (1.0 / 40320.0 + r * (1.0 / 362880.0)) + (1.0 / 3628800.0 + r * (1.0 / 39916800.0)) * r2;
  const double to_13 = 1.0 / 479001600.0 + r * (1.0 / 6227020800.0);
  const double p = (to_3 + to_7 * r4) + (to_11 + to_13 * r4) * (r4 * r4);
  const std::int64_t half = k / 2;  // two steps, so that subnormal results come out
  const double scale1 = std::bit_cast<double>(static_cast<std::uint64_t>(half + 1023) << 52);
  const double scale2 = std::bit_cast<double>(static_cast<std::uint64_t>(k - half + 1023) << 52);
  return p * scale1 * scale2;
}

/// Natural logarithm, relative error below 1e-14; -infinity at 0, NaN below.
inline double log_fixed(double x) {
  if (!(x > 0))
    return x == 0 ? -std::numeric_limits<double>::infinity() : std::numeric_limits<double>::quiet_NaN();
  if (x > std::numeric_limits<double>::max()) return x;
  int exponent = 0;
  if (x < std::numeric_limits<double>::min()) {  // subnormal
    x *= 18014398509481984.0;                    // 2^54
    exponent = -54;
  }
  // x = m 2^exponent with m from the root of a half to that of two, without a branch
  constexpr std::uint64_t root_of_half = 0x3FE6A09E667F3BCD, one = 0x3FF0000000000000;
  const std::uint64_t bits = std::bit_cast<std::uint64_t>(x) + (one - root_of_half);
  exponent += static_cast<int>(bits >> 52) - 1023;
  const double m = std::bit_cast<double>((bits & 0x000FFFFFFFFFFFFFULL) + root_of_half);
  const double s = (m - 1.0) / (m + 1.0);  // |s| < 0.1716
  // artanh's series to s^21; by pairs, as above
  const double z = s * s;
  const double z2 = z * z;
  const double z4 = z2 * z2;
  const double to_3 = (1.0 + z * (1.0 / 3.0)) + (1.0 / 5.0 + z * (1.0 / 7.0)) * z2;
  const double to_7 = (1.0 / 9.0 + z * (1.0 / 11.0)) + (1.0 / 13.0 + z * (1.0 / 15.0)) * z2;
  const double to_10 = (1.0 / 17.0 + z * (1.0 / 19.0)) + (1.0 / 21.0) * z2;
  const double p = (to_3 + to_7 * z4) + to_10 * (z4 * z4);
  constexpr double ln2 = 0.693147180559945309417;
  return 2.0 * s * p + exponent * ln2;
}

inline double pow_fixed(double x, double y) { return x <= 0 ? 0.0 : exp_fixed(y * log_fixed(x)); }
inline double logistic(double x) { return 1.0 / (1.0 + exp_fixed(-x)); }
inline double logit(double p) { return log_fixed(p / (1.0 - p)); }

/// The standard normal quantile, p in (0,1), absolute error below 1e-8.
/// P. J. Acklam's rational approximation (2003), relative error 1.15e-9.
double normal_quantile(double p);

/// The standard normal distribution function. W. J. Cody-style erfc by continued fraction and series; error
/// below 1e-10.
double normal_cdf(double x);

/// Sum in a fixed tree (pairwise), so that the rounding does not depend on how the values were produced.
double tree_sum(const double* values, std::size_t count);

}  // namespace uptake
