// SPDX-License-Identifier: Apache-2.0
#include "sim/world/run.hpp"

#include <algorithm>
#include <stdexcept>

#include "sim/world/conservation.hpp"
#include "sim/world/step_order.hpp"

namespace uptake {

World run(const RunInputs& inputs, const std::function<void(const World&)>& look) {
  World world(inputs);
  live_on(world, inputs.until, look);
  return world;
}

void live_on(World& world, Month until, const std::function<void(const World&)>& look) {
  for (; world.now < until; ++world.now) {
    for (const MonthStage& stage : step_order()) stage.run(world);
#ifndef NDEBUG
    if (const std::string broken = broken_conservation(world); !broken.empty())
      throw std::logic_error(broken);
#endif
    if (look) look(world);
  }
}

World branch(const World& past, const Scenario& scenario) {
  World world = past;
  const std::vector<Lever>& before = past.in.scenario->levers;
  for (YearCounts& year : world.years) {  // a year that has begun counts on, lever by lever
    for (std::vector<double>* counts : {&year.lever_units, &year.lever_years}) {
      std::vector<double> by_lever(scenario.levers.size(), 0);
      for (std::size_t i = 0; i < by_lever.size(); ++i) {
        const auto same = std::find_if(before.begin(), before.end(),
                                       [&](const Lever& l) { return l.name == scenario.levers[i].name; });
        if (same != before.end())
          by_lever[i] = (*counts)[static_cast<std::size_t>(std::distance(before.begin(), same))];
      }
      *counts = std::move(by_lever);
    }
  }
  world.in.scenario = &scenario;
  std::fill(world.bounded_until.begin(), world.bounded_until.end(), first_month);  // it may have other rates
  world.policy = Policy(*world.in.evidence, scenario);
  return world;
}

}  // namespace uptake
