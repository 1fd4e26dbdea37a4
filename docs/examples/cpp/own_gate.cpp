// SPDX-License-Identifier: Apache-2.0
// A gate and a lever of one's own, beside the model and without changing it: families with three or more
// children have no time for a talk, unless somebody minds the children. Use: own_gate DATA_FOLDER SCENARIO
#include <cstdio>

#include "analysis/experiment/experiment.hpp"
#include "analysis/experiment/run_inputs.hpp"
#include "sim/base/errors.hpp"
#include "sim/survey/register.hpp"
#include "sim/world/step_order.hpp"

using namespace uptake;

struct Time {
  const char* name;
  double none = 0;  // the gate: share of the occasions for which a large family has no time; 0: no such gate
  double minded = 0;  // the lever: share of those for which somebody minds the children, from 2027 on
};

void time_gate(World& world, const Time& time) {
  RandomKey own = world.in.key;  // draws that nothing else has, so that all other luck stays what it was
  own.seed ^= 0x74696d65U;
  const double stops = time.none * (world.now >= month_of(2027, 1) ? 1 - time.minded : 1);
  for (const ParentId i : world.present) {
    if (world.occasion[i] == 0 || world.spell_of(i).n_children < 3) continue;
    if (uniform(own, world.in.population->id[i], world.now, Purpose::gates) < stops) world.occasion[i] = 0;
  }
}

/// Lives the months; the share of families with three children that had a formal contact in the last year.
double contact(const RunInputs& in, const Time& time) {
  World world(in);
  for (; world.now < in.until; ++world.now) {
    for (const MonthStage& stage : step_order()) {
      stage.run(world);
      if (stage.run == needs) time_gate(world, time);  // between the need and the journey
    }
  }
  --world.now;  // the last December
  std::vector<MeasureRow> rows;
  count_year(world, rows);
  for (const MeasureRow& r : rows)
    if (r.measure == Measure::contact && r.domain == "parenting" && r.category == "3") return r.value;
  return 0;
}

int main(int argc, char** argv) try {
  if (argc != 3) return std::fprintf(stderr, "use: own_gate DATA_FOLDER SCENARIO\n"), 2;
  Plan plan{.scenarios = {argv[2]}, .families = 1000};
  const Study study = load_study(plan, argv[1]);
  const Families families = make_families(study, weights_of(study.population), 0);
  const RunInputs in = inputs_of(study, RunId{}, study.scenarios[0], families, false);
  for (const Time& time : {Time{"as it is"}, Time{"gate", .6}, Time{"gate and lever", .6, 1}})
    std::printf("%-16s %5.2f %%\n", time.name, 100 * contact(in, time));
} catch (const BadInput& bad) {
  return std::fprintf(stderr, "%s\n", bad.what()), 2;
}
