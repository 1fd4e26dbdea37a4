// SPDX-License-Identifier: Apache-2.0
// The mechanisms that can be switched off, and what is still thin: one registry for docs/limits.md, the
// report's footer and the test that every mechanism changes a result.
#pragma once

#include <span>
#include <string_view>

#include "sim/pathway/mechanism_set.hpp"

namespace uptake {

struct MechanismInfo {
  std::string_view code, label_en, label_nl, does;  ///< `does`: one sentence
};
std::span<const MechanismInfo> mechanism_registry();  ///< in the order of Mechanism

/// What a reader must know to be thin or missing. `issue`: what would mend it, in words.
struct Limit {
  std::string_view code, text_en, text_nl;
};
std::span<const Limit> limit_registry();

}  // namespace uptake
