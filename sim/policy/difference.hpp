// SPDX-License-Identifier: Apache-2.0
// Where do two scenarios differ, in what, and from when on?
#pragma once

#include <optional>
#include <vector>

#include "sim/policy/scenario.hpp"

namespace uptake {

/// Whether two levers do the same and cost the same, wherever they were written.
bool same_effect(const Lever& a, const Lever& b);

/// The month until which two scenarios live alike: the first in which a lever that differs could act;
/// first_month if parameters (also which of them are a scenario's own), switches or the order of the shared
/// levers differ.
Month shared_until(const Scenario& a, const Scenario& b);

/// A value that only one of two scenarios has, or that they have otherwise.
struct Difference {
  std::optional<Setting> before, after;  ///< one of them at least
  /// The later one that there is: where it stands and what it is called are the same in both.
  [[nodiscard]] const Setting& setting() const;
};
/// All of them, in the order of the second scenario, then what it has no more. The words of a scenario
/// (title, question, source) do not count.
std::vector<Difference> differences(const Scenario& before, const Scenario& after, const Evidence& evidence);

}  // namespace uptake
