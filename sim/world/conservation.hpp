// SPDX-License-Identifier: Apache-2.0
// What no stage may make or lose: families, tickets, places, euros. Looked at by tests after every month, and
// by every build with assertions (run.cpp), so that whatever runs under a sanitizer is watched too; never in
// a release.
#pragma once

#include <string>

#include "sim/world/world.hpp"

namespace uptake {

/// The first rule that this end of a month breaks, with who or where; empty if all hold.
/// - families: who is listed as present is who is active, each once, in a spell that is in force;
/// - tickets: a ticket is a parent who waits for that service since its month; nobody who waits has none, or
/// two;
///   the line is in order of service;
/// - places: no queue has fewer than none; less than one is carried over;
/// - euros: none that is negative or no number; what families paid and were spared in a year lies between the
///   catalogue's lower and full fees for those that began, and a contact's fee for each talk;
/// - bounds: the pass over everybody leaves out no draw that is below a parent's chance of an occasion or
///   a contact.
std::string broken_conservation(const World& world);

}  // namespace uptake
