// SPDX-License-Identifier: Apache-2.0
#include "analysis/sweep/study.hpp"

#include <fmt/format.h>

#include <map>
#include <set>
#include <tuple>

#include "analysis/sweep/found.hpp"
#include "sim/base/interrupt.hpp"

namespace uptake {
namespace {

/// The study's own name of each run.
using StudyRuns = std::map<std::tuple<int, int, int>, RunId>;

StudyRuns runs_of(const Study& study) {
  StudyRuns runs;
  for (const RunId& run : planned_runs(study.plan)) runs[{run.scenario, run.draw, run.replicate}] = run;
  return runs;
}

RunResult result_of(const Shard& shard, const ShardRun& stored, const RunId& id, const Found& found,
                    std::size_t n_targets) {
  const ShardRun run = shard.whole(stored);
  RunResult result;
  result.run = id;
  result.seed = run.seed;
  result.stream = run.stream;
  result.real_per_simulated = run.real_per_simulated;
  result.contacts = run.contacts;
  std::vector<ShardRow> rows;
  shard.rows(run.run, run.run + 1, [&](std::int64_t, const ShardRow& row) {
    rows.push_back(row);
    result.values.push_back({found.series.at(row.series), row.year, row.value});
  });
  if (shard_hash(run, rows) != run.hash)
    refuse_damaged(shard.file(), fmt::format("run {} no longer fits its hash", run.run));
  result.fit.resize(n_targets);
  for (const auto& [target, value] : run.fit) result.fit.at(static_cast<std::size_t>(target)) = value;
  return result;
}

}  // namespace

SweepInput as_sweep(const Study& study) {
  const Plan& plan = study.plan;
  SweepInput input;
  SweepDesign& design = input.design;
  design.kind = plan.kind;
  design.scenarios = plan.scenarios;
  design.families = {plan.families};
  design.draws = plan.draws;
  design.replicates = plan.replicates;
  design.populations = plan.populations;
  design.seed = plan.seed;
  design.posterior = plan.posterior;
  design.until = plan.until;
  design.without = plan.without;
  design.structure = plan.structure;
  design.points = {{}};
  design.take_apart = plan.take_apart;
  design.survey_only = plan.survey_only;
  if (plan.kind == "calibrate") design.own_draws = study.posterior;
  design.name = design.own_draws ? fmt::format("{}-{}", plan.kind, plan.posterior) : plan.kind;
  input.study = study;
  return input;
}

void take_runs(const Sweep& sweep, const std::filesystem::path& folder,
               const std::function<void(RunResult)>& take) {
  const Found found = look_at_all(sweep, folder);
  const StudyRuns ids = runs_of(sweep.study);
  for (std::size_t f = 0; f < found.files.size(); ++f) {
    const Shard shard = Shard::read(found.files[f], key_of(sweep));
    for (const ShardRun& run : shard.runs()) {
      if (found.owners[static_cast<std::size_t>(run.run)].file != static_cast<std::int32_t>(f)) continue;
      if (interrupted()) throw Interrupted{};
      const SweepRun& planned = sweep.runs[static_cast<std::size_t>(run.run)];
      const int scenario = sweep.cells[static_cast<std::size_t>(planned.cell)].scenario;
      take(result_of(shard, run, ids.at({scenario, planned.draw, planned.replicate}), found,
                     sweep.study.targets.size()));
    }
  }
}

void take_into(Store& store, const Sweep& sweep, const std::filesystem::path& folder) {
  std::set<std::int64_t> done;
  for (const StoredRun& run : store.runs()) done.insert(run.run.id);
  take_runs(sweep, folder, [&](const RunResult& result) {
    if (!done.contains(result.run.id)) store.add(result);
  });
}

}  // namespace uptake
