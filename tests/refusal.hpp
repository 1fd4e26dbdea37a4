// SPDX-License-Identifier: Apache-2.0
// What a user is told whose input is refused.
#pragma once

#include <functional>
#include <string>

#include "sim/base/errors.hpp"

namespace uptake {

/// What `work` refuses with; empty if it does not.
inline std::string refusal(const std::function<void()>& work) {
  try {
    work();
  } catch (const BadInput& bad) {
    return bad.what();
  }
  return {};
}

}  // namespace uptake
