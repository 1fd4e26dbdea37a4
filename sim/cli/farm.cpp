// SPDX-License-Identifier: Apache-2.0
#include "sim/cli/farm.hpp"

#include <fmt/format.h>

#include "analysis/sweep/found.hpp"
#include "analysis/sweep/study.hpp"
#include "sim/base/interrupt.hpp"
#include "sim/cli/sweep.hpp"

namespace uptake::cli {

namespace fs = std::filesystem;

CLI::Option* add_farm(CLI::App& command, fs::path& folder) {
  return command
      .add_option(
          "--farm", folder,
          "The runs are computed elsewhere, as on a cluster: planned in this folder for `uptake sweep "
          "run`, and taken from it by the same command once all are done")
      ->type_name("DIR");
}

Farmed farmed_runs(const Study& study, const fs::path& farm, const DataFlag& data, bool quiet) {
  if (study.plan.until_precision > 0)
    refuse(
        "--farm: does not go with --until-precision, for only its runs tell how many of them are needed; "
        "expected --draws and --replicates");
  Sweep sweep = expand(as_sweep(study));
  check_plan_folder(sweep, farm);
  catch_interrupts();
  Farmed end{.sweep = {}, .code = interrupted_early};
  if (!fs::exists(farm / plan_file)) {
    try {
      SlurmSettings slurm;
      slurm.split.shards = 0;  // as many as are usual
      const std::string text = write_whole_plan(sweep, farm, slurm, data);
      if (!quiet) fmt::print(stderr, "{}", text);
      fmt::print(stderr,
                 "uptake: {} runs are planned in {}, none is computed yet. `uptake sweep script {}` splits "
                 "them otherwise. Once they are done, the same command goes on.\n",
                 sweep.n_runs(), farm.string(), farm.string());
    } catch (const Interrupted&) {
      fmt::print(stderr, "uptake: stopped in the pilot; nothing was written.\n");
    }
    return end;
  }
  const Found found = look_at_all(sweep, farm);
  if (found.n_done == sweep.n_runs()) {
    end = {std::move(sweep), done};
    return end;
  }
  const std::size_t n_missing = sweep.n_runs() - found.n_done - found.failures.size();
  fmt::print(
      stderr, "uptake: {}: {} of {} runs are done, {} failed, {} are missing; {}{}\n", farm.string(),
      found.n_done, sweep.n_runs(), found.failures.size(), n_missing,
      found.failures.empty()
          ? fmt::format("`uptake sweep run {}` computes them. Then the same command goes on", farm.string())
          : fmt::format("`uptake sweep retry {} --failed` computes again what failed", farm.string()),
      missing_text(sweep, farm, found));
  if (!found.failures.empty()) end.code = failed;
  return end;
}

std::optional<int> bring_runs(const Study& study, const fs::path& farm, const Output& output,
                              const DataFlag& data, bool quiet) {
  check_results_folder(output, true);
  const bool is_whole =
      output.resume && !Store::holds_nothing(output.folder) && Store::read(output.folder).finished();
  if (is_whole) return {};  // whoever computed it
  const Farmed farmed = farmed_runs(study, farm, data, quiet);
  if (!farmed.sweep) return farmed.code;
  Store store = open_results(study, output);
  try {
    take_into(store, *farmed.sweep, farm);
  } catch (const Interrupted&) {
    fmt::print(stderr, "uptake: stopped while runs were taken from {}; the same command goes on{}.\n",
               farm.string(), output.resume ? "" : " with --resume");
    return interrupted_early;
  }
  return {};
}

}  // namespace uptake::cli
