// SPDX-License-Identifier: Apache-2.0
// Where should the runs of a design stand? Sobol points with Owen's scrambling: every projection on one
// parameter is stratified, and the integration error falls faster than that of random points.
#pragma once

#include <Eigen/Dense>
#include <cstdint>
#include <vector>

namespace uptake {

/// n points in (0,1)^dims, one a row; n is best a power of two. Boost.Random's Sobol sequence (direction
/// numbers of Joe & Kuo 2008, up to 3,667 dimensions) with the origin that it skips put first (Owen 2020,
/// arXiv 2008.08051), each dimension scrambled by the hash of Laine & Karras (2011) with the constants of
/// Burley (JCGT 9(4), 2020). Throws std::invalid_argument for n < 1 or dims out of range.
Eigen::MatrixXd scrambled_sobol(int n, int dims, std::uint32_t seed);

/// The same points as standard normals, truncated at +-`truncate` (the normal conditioned on that interval,
/// so that nothing piles up at its ends and the strata stay equally likely).
Eigen::MatrixXd normal_design(int n, int dims, std::uint32_t seed, double truncate = 3);

/// `count` of the rows 0 .. n - 1 of a design by chance, in ascending order. Not every k-th: those of a Sobol
/// design do not spread. Throws std::invalid_argument for a count outside 0 .. n.
std::vector<Eigen::Index> rows_by_chance(Eigen::Index n, Eigen::Index count, std::uint32_t seed);

}  // namespace uptake
