// SPDX-License-Identifier: Apache-2.0
// Does a scenario that can be read also make sense? What can never act or contradicts itself is a problem;
// what looks like a slip, or more than the world could give, is a warning.
#pragma once

#include "sim/policy/scenario.hpp"

namespace uptake {

struct Checks {
  Problems problems, warnings;
};

/// Looks at the levers that the scenario and its measures bring themselves, not at those of the files it
/// extends.
Checks check(const Scenario& scenario, const Evidence& evidence);

/// Beyond this factor on a service's places, staff could not follow: an assumption, from the one count there
/// is. Psychologists in Belgium grew by 3.2 % a year from 2013 to 2020 (12,000 to 15,000, Federation and
/// Commission of Psychologists), so that ten years make 1.37 times as many; twice as many leaves room for
/// those who come from elsewhere. That the first-line convention grew more in 2022 was a transfer of people
/// who practised.
inline constexpr double most_places = 2;

}  // namespace uptake
