// SPDX-License-Identifier: Apache-2.0
#include "sim/world/run.hpp"

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
    if (look) look(world);
  }
}

World branch(const World& past, const Scenario& scenario) {
  World world = past;
  world.in.scenario = &scenario;
  world.policy = Policy(*world.in.evidence, scenario);
  return world;
}

}  // namespace uptake
