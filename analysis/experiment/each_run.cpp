// SPDX-License-Identifier: Apache-2.0
#include "analysis/experiment/each_run.hpp"

#include <algorithm>
#include <stdexcept>

#include "sim/base/interrupt.hpp"
#include "sim/world/ensemble.hpp"

namespace uptake {

void for_each_run(const Study& study, Progress::Show show,
                  const std::function<void(std::size_t number, const RunId& run, const Families& families,
                                           bool parallel)>& work) {
  const std::vector<RunId> runs = planned_runs(study.plan);
  const WeightsSolution weights = weights_of(study.population);
  std::vector<Families> families(static_cast<std::size_t>(
      std::min<std::int64_t>(study.plan.populations, static_cast<std::int64_t>(runs.size()))));
  const auto each = [&](const char* what, std::size_t n, const std::function<void(std::size_t)>& job) {
    Progress progress(what, n, show);
    const EnsembleOutcome outcome = run_ensemble(
        n, study.plan.threads,
        [&](std::size_t i) {
          job(i);
          progress.step();
        },
        interrupted);
    if (!outcome.failures.empty()) throw std::runtime_error(outcome.failures.front().message);
    if (outcome.stopped) throw Interrupted{};
  };
  const SideBySide inside = inside_a_job(families.size(), study.plan.threads);
  each("making families", families.size(),
       [&](std::size_t i) { families[i] = make_families(study, weights, static_cast<int>(i), inside); });
  const bool parallel = parallel_inside(runs.size(), study.plan.threads);
  each("runs", runs.size(), [&](std::size_t i) {
    work(i, runs[i], families[static_cast<std::size_t>(runs[i].population)], parallel);
  });
}

}  // namespace uptake
