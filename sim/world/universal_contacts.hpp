// SPDX-License-Identifier: Apache-2.0
// What the pass over everybody must know of this month's universal contacts.
#pragma once

#include "sim/world/world.hpp"

namespace uptake {

/// No uniform above this is a contact that raises a subject this month: most months bring none. 0 when the
/// mechanism is off.
double most_contacts(const World& world);

}  // namespace uptake
