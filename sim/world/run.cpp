// SPDX-License-Identifier: Apache-2.0
#include "sim/world/run.hpp"

#include "sim/world/step_order.hpp"

namespace uptake {

World run(const RunInputs& inputs, const std::function<void(const World&)>& look) {
  World world(inputs);
  for (world.now = first_month; world.now < inputs.until; ++world.now) {
    for (const MonthStage& stage : step_order()) stage.run(world);
    if (look) look(world);
  }
  return world;
}

}  // namespace uptake
