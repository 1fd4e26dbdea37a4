// SPDX-License-Identifier: Apache-2.0
#include "analysis/calibrate/sobol.hpp"

#include <algorithm>
#include <boost/random/sobol.hpp>
#include <stdexcept>
#include <utility>
#include <vector>

#include "sim/base/math.hpp"
#include "sim/base/random.hpp"

namespace uptake {
namespace {

std::uint32_t reverse_bits(std::uint32_t x) {
  x = ((x >> 1U) & 0x55555555U) | ((x & 0x55555555U) << 1U);
  x = ((x >> 2U) & 0x33333333U) | ((x & 0x33333333U) << 2U);
  x = ((x >> 4U) & 0x0f0f0f0fU) | ((x & 0x0f0f0f0fU) << 4U);
  x = ((x >> 8U) & 0x00ff00ffU) | ((x & 0x00ff00ffU) << 8U);
  return (x >> 16U) | (x << 16U);
}

/// A nested uniform scramble in base 2: whether a bit flips depends on the more significant bits only.
std::uint32_t owen_scramble(std::uint32_t x, std::uint32_t seed) {
  x = reverse_bits(x);
  x += seed;
  x ^= x * 0x6c50b47cU;
  x ^= x * 0xb82f1e52U;
  x ^= x * 0xc7afe638U;
  x ^= x * 0x8d22f6e6U;
  return reverse_bits(x);
}

}  // namespace

Eigen::MatrixXd scrambled_sobol(int n, int dims, std::uint32_t seed) {
  if (n < 1 || dims < 1 || dims > 3667)
    throw std::invalid_argument("a Sobol design needs at least one point and 1 to 3667 dimensions");
  std::vector<std::uint32_t> seeds;
  for (int j = 0; j < dims; ++j)
    seeds.push_back(random_words({seed, 0}, static_cast<std::uint32_t>(j), 0, Purpose::sobol_scramble)[0]);
  boost::random::sobol_engine<std::uint32_t, 32> engine(static_cast<std::size_t>(dims));
  Eigen::MatrixXd points(n, dims);
  for (int i = 0; i < n; ++i)
    for (int j = 0; j < dims; ++j)
      points(i, j) = to_unit(owen_scramble(i == 0 ? 0U : engine(), seeds[static_cast<std::size_t>(j)]));
  return points;
}

Eigen::MatrixXd normal_design(int n, int dims, std::uint32_t seed, double truncate) {
  if (!(truncate > 0)) throw std::invalid_argument("a design is truncated at a number above 0");
  const double below = normal_cdf(-truncate);
  return scrambled_sobol(n, dims, seed).unaryExpr([&](double p) {
    return normal_quantile(below + p * (1 - 2 * below));
  });
}

std::vector<Eigen::Index> rows_by_chance(Eigen::Index n, Eigen::Index count, std::uint32_t seed) {
  if (count < 0 || count > n)
    throw std::invalid_argument("as many rows are wanted as a design does not have");
  std::vector<std::pair<std::uint32_t, Eigen::Index>> shuffled;
  for (Eigen::Index i = 0; i < n; ++i)
    shuffled.emplace_back(hash_id(seed, 0x726f7773, static_cast<std::uint32_t>(i)), i);
  std::ranges::sort(shuffled);
  std::vector<Eigen::Index> rows;
  for (Eigen::Index i = 0; i < count; ++i) rows.push_back(shuffled[static_cast<std::size_t>(i)].second);
  std::ranges::sort(rows);
  return rows;
}

}  // namespace uptake
