// SPDX-License-Identifier: Apache-2.0
// What the pass over everybody must know of this month's universal contacts.
#pragma once

#include "sim/pathway/universal.hpp"
#include "sim/world/world.hpp"

namespace uptake {

/// How open a contact point is this month, against usual: closures and reduced hours shift its service's
/// reach. To whom contact at a distance takes nothing.
double openness(const World& world, ContactPoint point);

/// By `World::ages`: no uniform above this is a contact that raises a subject this month. 0 without a child,
/// and when the mechanism is off.
using MostContacts = std::array<double, no_child + 1>;
MostContacts most_contacts(const World& world);

}  // namespace uptake
