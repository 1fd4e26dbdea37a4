// SPDX-License-Identifier: Apache-2.0
// uptake fit: what a posterior makes of every printed number, on populations and seeds that no fit has seen.
#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "analysis/fit/fit.hpp"
#include "sim/base/interrupt.hpp"
#include "sim/cli/commands.hpp"

namespace uptake::cli {
namespace {

struct FitFlags {
  Plan plan;
  DataFlag data;
  std::string wave = "all";
  std::filesystem::path scenario;
  bool json = false, quiet = false;
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
        command.add_flag("--json", flags.json, "Print JSON; rates and shares as fractions");
        command.add_flag("--quiet", flags.quiet, "No progress on the error stream");
        flags.data.add(command);
        command.footer("Example:\n  uptake fit --posterior 2016 --wave 2021");
      },
      [](FitFlags& flags) {
        flags.plan.kind = "fit";
        flags.plan.until = static_cast<Month>(wave_2021 + 1);
        flags.plan.survey_only = true;
        const std::filesystem::path data = flags.data.folder();
        flags.plan.scenarios = {flags.scenario.empty() ? data.parent_path() / "baseline.yaml"
                                                       : flags.scenario};
        if (flags.plan.posterior == "none") {  // one parameter set: seeds instead of draws
          flags.plan.replicates = flags.plan.draws;
          flags.plan.draws = 1;
        }
        const Study study = load_study(flags.plan, data);
        catch_interrupts();
        std::vector<int> waves{2016, 2021};
        if (flags.wave != "all") waves = {flags.wave == "2016" ? 2016 : 2021};
        try {
          const Fit fit = compute_fit(study, waves, Progress::suitable(flags.json || flags.quiet));
          if (flags.json) {
            fmt::print("{}\n", fit_json(fit, study.targets).dump(1));
          } else {
            fmt::print("{}", fit_text(fit, study.targets));
          }
        } catch (const Interrupted&) {
          fmt::print(stderr, "uptake: stopped; nothing was kept.\n");
          return interrupted_early;
        }
        return done;
      });
}

}  // namespace uptake::cli
