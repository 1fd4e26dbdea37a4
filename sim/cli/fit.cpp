// SPDX-License-Identifier: Apache-2.0
// uptake fit: what a posterior makes of every printed number, on populations and seeds that no fit has seen.
#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "analysis/fit/fit.hpp"
#include "analysis/sweep/study.hpp"
#include "sim/base/interrupt.hpp"
#include "sim/cli/commands.hpp"
#include "sim/cli/farm.hpp"
#include "sim/store/lock.hpp"
#include "sim/store/package.hpp"

namespace uptake::cli {
namespace {

struct FitFlags {
  Plan plan;
  DataFlag data;
  std::string wave = "all";
  std::filesystem::path scenario, farm;
  Output output;
  bool json = false, quiet = false;

  /// The command that gives the same numbers.
  [[nodiscard]] std::string text() const {
    std::string all = fmt::format(
        "uptake fit --posterior {} --wave {} --draws {} --populations {} --families {} "
        "--seed {}",
        plan.posterior, wave, plan.draws * plan.replicates, plan.populations, plan.families, plan.seed);
    if (!scenario.empty()) all += " --scenario " + scenario.generic_string();
    return all;
  }
};

}  // namespace

void add_fit(CLI::App& program, int& exit_code) {
  add_command<FitFlags>(
      program, exit_code, "fit", "Compare a posterior with every printed number of the survey",
      [](CLI::App& command, FitFlags& flags) {
        flags.plan.draws = 40;
        flags.plan.populations = 4;
        flags.plan.seed = 2026;  // calibrations use others
        flags.plan.posterior = "both";
        command.add_option("--posterior", flags.plan.posterior, "both, 2016, a CSV file, or none")
            ->type_name("NAME")
            ->capture_default_str();
        command.add_option("--wave", flags.wave, "2016, 2021 or all")
            ->check(CLI::IsMember({"2016", "2021", "all"}))
            ->capture_default_str();
        command.add_option("--scenario", flags.scenario, "The history; else the baseline beside the data")
            ->type_name("FILE");
        command.add_option("--draws", flags.plan.draws, "Parameter sets")
            ->check(CLI::Range(1, 65'535))
            ->capture_default_str();
        command
            .add_option("--populations", flags.plan.populations, "Populations and networks, taken in turns")
            ->check(CLI::Range(1, 1'000))
            ->capture_default_str();
        add_families(command, flags.plan.families);
        add_seed(command, flags.plan.seed);
        add_threads(command, flags.plan.threads);
        CLI::Option* out = command
                               .add_option("--out", flags.output.folder,
                                           "Folder for fit.html (a page with pictures), fit.json and fit.csv")
                               ->type_name("DIR");
        command.add_flag("--force", flags.output.force, "Replace the results in the folder")->needs(out);
        add_farm(command, flags.farm);
        command.add_flag("--json", flags.json, "Print JSON; rates and shares as fractions");
        command.add_flag("--quiet", flags.quiet, "No progress on the error stream");
        flags.data.add(command);
        command.footer(
            "Examples:\n"
            "  uptake fit --posterior 2016 --wave 2021\n"
            "  uptake fit --out results/fit");
      },
      [](FitFlags& flags) -> int {
        flags.plan.kind = "fit";
        flags.plan.until = static_cast<Month>(wave_2021 + 1);
        const std::filesystem::path data = flags.data.folder();
        flags.plan.scenarios = {flags.scenario.empty() ? data.parent_path() / "baseline.yaml"
                                                       : flags.scenario};
        if (flags.plan.posterior == "none") {  // one parameter set: seeds instead of draws
          flags.plan.replicates = flags.plan.draws;
          flags.plan.draws = 1;
        }
        const Study study = load_study(flags.plan, data);
        const bool to_folder = !flags.output.folder.empty();
        if (to_folder) check_results_folder(flags.output, false);
        catch_interrupts();
        std::vector<int> waves{2016, 2021};
        if (flags.wave != "all") waves = {flags.wave == "2016" ? 2016 : 2021};
        try {
          std::vector<RunResult> results;
          if (flags.farm.empty()) {
            if (to_folder) make_results_folder(flags.output);
            results = fit_runs(study, waves, Progress::suitable(flags.json || flags.quiet));
          } else {
            const Farmed farmed = farmed_runs(study, flags.farm, flags.data, flags.json || flags.quiet);
            if (!farmed.sweep) return farmed.code;
            if (to_folder) make_results_folder(flags.output);
            results.resize(farmed.sweep->n_runs());
            take_runs(*farmed.sweep, flags.farm, [&](RunResult result) {
              keep_for_fit(result, waves);
              results[static_cast<std::size_t>(result.run.id)] = std::move(result);
            });
          }
          const Fit fit = fit_of(study, waves, results);
          if (to_folder) {
            const FolderLock writing(flags.output.folder);
            write_fit(fit, study, flags.text(), flags.output.folder);
          }
          if (flags.json) {
            fmt::print("{}\n", fit_json(fit, study.targets).dump(1));
          } else {
            fmt::print("{}", fit_text(fit, study.targets));
            if (to_folder)
              fmt::print("\nThe page: {}\nTo cite: {}\n", (flags.output.folder / "fit.html").string(),
                         cited(fit_provenance(study, flags.text())));
          }
        } catch (const Interrupted&) {
          fmt::print(stderr, "uptake: stopped; nothing was kept.\n");
          return interrupted_early;
        }
        return done;
      });
}

}  // namespace uptake::cli
