// SPDX-License-Identifier: Apache-2.0
// uptake calibrate: fits the parameters to the survey's printed numbers, and writes a posterior.
#include <fmt/format.h>

#include <algorithm>
#include <optional>

#include "analysis/calibrate/calibrate.hpp"
#include "analysis/calibrate/provenance.hpp"
#include "sim/base/interrupt.hpp"
#include "sim/cli/commands.hpp"
#include "sim/cli/farm.hpp"
#include "sim/store/lock.hpp"

namespace uptake::cli {
namespace {

struct CalibrateFlags {
  std::filesystem::path file, folder, points, farm;
  DataFlag data;
  int threads = 1;
  bool quick = false;
  bool quiet = false;

  /// The command that gives the same posterior.
  [[nodiscard]] std::string text() const {
    std::string all = "uptake calibrate " + file.generic_string();
    if (!points.empty()) all += " --points " + points.generic_string();
    return quick ? all + " --quick" : all;
  }
};

void print_summary(const CalibrationResult& result) {
  std::size_t n_used = 0, n_close = 0;
  for (const TargetOutcome& t : result.targets) {
    if (!t.used) continue;
    ++n_used;
    if (std::abs(t.z) < 1.96) ++n_close;
  }
  fmt::print("{} of {} fitted numbers lie within 1.96 sd of the emulated posterior.\n", n_close, n_used);
  fmt::print("{:.1f} % of the first design cannot be ruled out.\n\n", 100 * result.plausible_share);
  fmt::print("{:32} {:>10} {:>10} {:>10}  {:>11}\n", "parameter", "5 %", "median", "95 %", "contraction");
  for (const ParameterOutcome& p : result.parameters) {
    fmt::print("{:32} {:10.4g} {:10.4g} {:10.4g}  {:11.2f}{}\n", p.key, p.low, p.median, p.high,
               p.contraction,
               p.contraction < says_little ? "  the data say little: no claim may hang on it" : "");
  }
  for (const auto& [a, b] : result.trade_offs)
    fmt::print("{} and {} trade off\n", result.parameters[a].key, result.parameters[b].key);
  for (const ParameterOutcome& p : result.parameters) {
    if (std::abs(p.mean_u - p.smoother_mean_u) > 0.3)
      fmt::print("{}: the ensemble smoother says {:+.2f} prior sd, the chains {:+.2f}\n", p.key,
                 p.smoother_mean_u, p.mean_u);
    if (std::abs(p.mean_u - p.regression_mean_u) > 0.5)  // the cruder of the two
      fmt::print("{}: the regression says {:+.2f} prior sd, the chains {:+.2f}\n", p.key, p.regression_mean_u,
                 p.mean_u);
  }
  if (!result.parameters.empty() && std::isnan(result.parameters.front().regression_mean_u))
    fmt::print("No regression as a second opinion: the first design has fewer than two runs a number.\n");
  if (!result.mixed) {
    fmt::print("WARNING: the chains have not mixed: worst R-hat {:.3f}, least effective sample size {:.0f}\n",
               result.worst_r_hat, result.least_effective);
  }
  if (result.least_effective < least_effective_size)
    fmt::print(
        "WARNING: an effective sample size under {:.0f}: no command takes this posterior; ask for more "
        "'steps'\n",
        least_effective_size);
  fmt::print(
      "\nEmulated, not simulated: `uptake fit` runs the model under this posterior.\n"
      "Two cross-sections cannot tell the network's influence from shared circumstances.\n");
}

}  // namespace

void add_calibrate(CLI::App& program, int& exit_code) {
  add_command<CalibrateFlags>(
      program, exit_code, "calibrate", "Fit the parameters to the survey and write a posterior",
      [](CLI::App& command, CalibrateFlags& flags) {
        command.add_option("calibration", flags.file, "A calibration file")->type_name("FILE")->required();
        command
            .add_option("--out", flags.folder, "Folder for runs and posterior; what is there is gone on with")
            ->type_name("DIR")
            ->required();
        CLI::Option* points =
            command
                .add_option(
                    "--points", flags.points,
                    "Use the runs of another calibration's folder with the same parameters and budget")
                ->type_name("DIR");
        add_farm(command, flags.farm)->excludes(points);
        command.add_flag("--quick", flags.quick,
                         "A rough one: a quarter of the runs, of half the families, a third of the surveys");
        add_threads(command, flags.threads);
        command.add_flag("--quiet", flags.quiet, "No progress on the error stream");
        flags.data.add(command);
        command.footer("Example:\n  uptake calibrate scenarios/calibration/both.yaml --out results/both");
      },
      [](CalibrateFlags& flags) -> int {
        const Calibration calibration =
            load_calibration_study(flags.file, flags.data.folder(), flags.threads, flags.quick);
        catch_interrupts();
        DesignFolder designs{flags.points.empty() ? flags.folder : flags.points, !flags.points.empty()};
        std::optional<int> waits;  // for a design's runs
        if (!flags.farm.empty())
          designs.bring = [&](const Study& study, const std::filesystem::path& folder) {
            waits = bring_runs(study, flags.farm / folder.filename(),
                               {.folder = folder, .resume = true, .force = false}, flags.data, flags.quiet);
            return !waits.has_value();
          };
        const auto stopped = [&] {
          fmt::print(stderr, "uptake: stopped. The same command goes on.\n");
          return interrupted_early;
        };
        CalibrationResult result;
        try {
          result = calibrate(calibration, designs, Progress::suitable(flags.quiet), teller(flags.quiet));
        } catch (const Interrupted&) {
          return stopped();
        }
        if (waits) return *waits;
        if (result.ended == Ended::interrupted) return stopped();
        if (result.ended == Ended::failed) {
          fmt::print(stderr, "uptake: failed, what is done is kept:\n{}\n", result.failures);
          return failed;
        }
        const std::string command = flags.text();
        std::filesystem::create_directories(flags.folder);
        const FolderLock writing(flags.folder);
        write_calibration(calibration, result, designs, command, flags.folder);
        print_summary(result);
        if (calibration.settings.widen > 1)
          fmt::print(
              "The draws stand {:g} times as far from their mean as the chains left them, within the prior's "
              "spread.\n",
              calibration.settings.widen);
        fmt::print("The posterior: {}\nTo cite: {}\n", (flags.folder / "posterior.csv").string(),
                   cited(provenance_of(calibration, designs, command)));
        return done;
      });
}

}  // namespace uptake::cli
