// SPDX-License-Identifier: Apache-2.0
// Which journeys does a month bring a parent, and how far does each come? Asked by stage 6, and by whoever
// wants to see a journey from outside: nothing here changes the world.
#pragma once

#include <optional>

#include "sim/pathway/journey.hpp"
#include "sim/world/world.hpp"

namespace uptake {

/// Whether a couple is already waiting for or in relationship support, or this parent is, in the domain.
bool busy(const World& world, ParentId i, Domain domain);

/// How the month's journey of a present parent begins, after the contacts and before stage 6; nothing when it
/// makes none, or is busy.
std::optional<Start> journey_due(const World& world, ParentId i, Domain domain);

/// Whether a parent whose union ends this month seeks support at that; it does when it is not busy.
bool seeks_at_ending(const World& world, ParentId i);

/// The gates of one journey as this parent meets them now.
Journey walk_now(const World& world, ParentId i, Domain domain, Start start);

}  // namespace uptake
