// SPDX-License-Identifier: Apache-2.0
// Where do two scenarios differ, and from when on?
#pragma once

#include "sim/policy/scenario.hpp"

namespace uptake {

/// Whether two levers do the same and cost the same, wherever they were written.
bool same_effect(const Lever& a, const Lever& b);

/// The month until which two scenarios live alike: the first in which a lever that differs could act;
/// first_month if parameters, switches or the order of the shared levers differ.
Month shared_until(const Scenario& a, const Scenario& b);

}  // namespace uptake
