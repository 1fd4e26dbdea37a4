// SPDX-License-Identifier: Apache-2.0
// The classes of parents by which the month's tables are laid out.
#pragma once

#include <cstddef>
#include <cstdint>

#include "sim/evidence/variables.hpp"

namespace uptake {

inline constexpr std::uint8_t no_child = 25;  ///< of World::ages, after the 5 x 5 classes of two ages
inline constexpr std::size_t n_readers = 24;  ///< of World::reader
constexpr std::uint8_t reader_of(Education e, Gender g, bool dutch, bool kin_far) {
  return static_cast<std::uint8_t>(static_cast<unsigned>(e) * 8 + static_cast<unsigned>(g) * 4 +
                                   (dutch ? 2 : 0) + (kin_far ? 1 : 0));
}

}  // namespace uptake
