// SPDX-License-Identifier: Apache-2.0
// The gates dare, afford and reach weighed together, where the structure says `gates: compensatory`: ease at
// one makes up for a barrier at another of the same door. The draws, and what each gate weighs, are those of
// the gates one by one.
#pragma once

#include <algorithm>
#include <array>
#include <cstddef>

#include "sim/pathway/settings.hpp"

namespace uptake {

/// By how much a family passes (above zero) or misses each gate at one door, logit: what the gate weighs less
/// its draw. A gate that is switched off weighs nothing.
struct GateMargins {
  static constexpr std::array gates{Gate::dare, Gate::afford, Gate::reach};
  static constexpr double most = 4;  ///< that one gate can weigh either way: assumption
  std::array<double, gates.size()> of{};

  [[nodiscard]] double weight(std::size_t gate) const { return std::clamp(of[gate], -most, most); }
  [[nodiscard]] double sum() const { return weight(0) + weight(1) + weight(2); }
  [[nodiscard]] bool outweigh() const { return sum() > 0; }
  [[nodiscard]] bool missed(std::size_t gate) const { return of[gate] <= 0; }
  /// The gates, the heaviest barrier first; of two alike the earlier one.
  [[nodiscard]] std::array<std::size_t, gates.size()> heaviest_first() const {
    std::array<std::size_t, gates.size()> order{0, 1, 2};
    std::ranges::sort(
        order, [&](std::size_t a, std::size_t b) { return of[a] < of[b] || (of[a] == of[b] && a < b); });
    return order;
  }
};

/// Of doors of which none is passed, the margins at the one that is missed by least. `doors` is not empty.
template <class MarginsOf>
GateMargins nearest_margins(ServiceMask doors, const MarginsOf& margins_of) {
  GateMargins nearest;
  bool first = true;
  for_each_service(doors, [&](ServiceId k) {
    const GateMargins here = margins_of(k);
    if (first || here.sum() > nearest.sum()) nearest = here;
    first = false;
  });
  return nearest;
}

}  // namespace uptake
