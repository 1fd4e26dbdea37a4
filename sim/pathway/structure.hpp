// SPDX-License-Identifier: Apache-2.0
// Rules of the model of which the evidence leaves more than one form open. The first of each is the model's
// own; what each means to a reader, and its source, stands in policy/structures.
#pragma once

#include <cstdint>

#include "sim/network/settings.hpp"

namespace uptake {

/// How what ties tell acts on a parent.
enum class Contagion : std::uint8_t {
  mixed,      ///< of an offer one tie is enough to know it; the norm needs several
  simple,     ///< each tie counts by itself, for the norm too
  reinforced  ///< of an offer too, one tie is not enough: another must have told of help before
};

/// What a barrier at one gate can be made up for by.
enum class GateRule : std::uint8_t {
  conjunctive,  ///< nothing: each gate must be passed
  compensatory  ///< ease at another one of daring, affording and reaching, at the same door
};

/// What partner, family and friends do to the use of services.
enum class InformalRole : std::uint8_t {
  both,       ///< they may be enough, and they push towards a service
  bridge,     ///< only push
  substitute  ///< only be enough
};

struct Structure {
  NetworkKind network{};
  Contagion contagion{};
  GateRule gates{};
  InformalRole informal{};
  bool operator==(const Structure&) const = default;
};

}  // namespace uptake
