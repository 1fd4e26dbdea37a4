// SPDX-License-Identifier: Apache-2.0
// The model's month, as data: the stages in their order, each with the sentence that the docs print.
#pragma once

#include <span>
#include <string_view>

#include "sim/world/world.hpp"

namespace uptake {

struct MonthStage {
  std::string_view name, sentence;
  void (*run)(World&);
};

/// Every stage reads what the ones before it left; within a stage families do not see each other's changes.
std::span<const MonthStage> step_order();

// The stages, one file each.
void calendar(World& world);
void life_course(World& world);
void needs(World& world);
void exposure(World& world);
void universal_contacts(World& world);
void journeys(World& world);
void allocation(World& world);
void episodes(World& world);
void word_of_mouth(World& world);

}  // namespace uptake
