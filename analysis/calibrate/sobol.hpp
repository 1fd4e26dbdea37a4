// SPDX-License-Identifier: Apache-2.0
// Where should the runs of a design stand? Sobol points with Owen's scrambling: every projection on one
// parameter is stratified, and the integration error falls faster than that of random points.
#pragma once

#include <Eigen/Dense>
#include <cstdint>

namespace uptake {

/// n points in (0,1)^dims, one a row; n is best a power of two. Boost.Random's Sobol sequence (direction
/// numbers of Joe & Kuo 2008, up to 3,667 dimensions) with the origin that it skips put first (Owen 2020,
/// arXiv 2008.08051), each dimension scrambled by the hash of Laine & Karras (2011) with the constants of
/// Burley (JCGT 9(4), 2020). Throws std::invalid_argument for n < 1 or dims out of range.
Eigen::MatrixXd scrambled_sobol(int n, int dims, std::uint32_t seed);

/// The same points as standard normals, truncated at +-`truncate` (the normal conditioned on that interval,
/// so that nothing piles up at its ends and the strata stay equally likely).
Eigen::MatrixXd normal_design(int n, int dims, std::uint32_t seed, double truncate = 3);

}  // namespace uptake
