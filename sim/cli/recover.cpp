// SPDX-License-Identifier: Apache-2.0
// uptake recover: does the calibration find parameters that are known?
#include <fmt/format.h>

#include <algorithm>

#include "analysis/calibrate/provenance.hpp"
#include "analysis/calibrate/recovery_study.hpp"
#include "sim/base/interrupt.hpp"
#include "sim/cli/commands.hpp"
#include "sim/store/lock.hpp"

namespace uptake::cli {
namespace {

struct RecoverFlags : FitTestFlags {
  RecoveryPlan plan;
  bool no_controls = false;

  /// The command that gives the same.
  [[nodiscard]] std::string text() const {
    std::string all =
        fmt::format("uptake recover {} --points {} --cases {} --full {} --new-runs {}", file.generic_string(),
                    points.generic_string(), plan.cases, plan.full, plan.new_runs);
    if (plan.seed != 0) all += fmt::format(" --seed {}", plan.seed);
    return no_controls ? all + " --no-controls" : all;
  }
};

/// All parameters of all data sets.
void print_together(const char* level, const JointCoverage& joint) {
  fmt::print(
      "all parameters together: {:.1f} % in their {} interval, {:.1f} is right, standard error {:.2f}{}\n",
      100 * joint.share, level, 100 * joint.expected, 100 * joint.error, joint.right ? "" : "  FAILS");
}

void print_study(const Calibration& c, const RecoveryStudy& study) {
  for (const RecoveryVerdict& v : study.verdicts) {
    const auto& all = v.recovery.parameters;
    const auto n = std::count_if(all.begin(), all.end(), passes);
    fmt::print("{:8} {} of {} quantities pass{}\n", v.code, n, all.size(),
               !v.wrong_on_purpose ? ""
               : v.right           ? "; it is wrong on purpose, and is found out"
                                   : "; it is WRONG ON PURPOSE AND NOT FOUND OUT");
    if (v.wrong_on_purpose) {
      print_together("50 %", v.all_50);
      print_together("90 %", v.all_90);
      continue;
    }
    fmt::print("\n{:32} {:>8} {:>13} {:>13} {:>7} {:>11}\n", "", "p", "in 50 %", "in 90 %", "mean z",
               "contraction");
    for (std::size_t j = 0; j < all.size(); ++j) {
      const bool last = j == c.settings.parameters.size();
      fmt::print("{:32} {:8.2g} {:11.0f} % {:11.0f} % {:7.2f} {:>11}{}\n", quantity_name(c, j),
                 all[j].p_value, 100 * all[j].coverage_50, 100 * all[j].coverage_90, all[j].mean_z,
                 last ? "" : fmt::format("{:.2f}", all[j].contraction), passes(all[j]) ? "" : "  FAILS");
    }
    fmt::print("{} data sets; by chance the counts lie between {} and {} (50 %), {} and {} (90 %)\n\n",
               v.recovery.cases, v.recovery.band_50.low, v.recovery.band_50.high, v.recovery.band_90.low,
               v.recovery.band_90.high);
    print_together("50 %", v.all_50);
    print_together("90 %", v.all_90);
    fmt::print(
        "The calibration widens its posteriors by {:.2f}. {:.2f} times the spread they have now would suit "
        "these data sets best.\n\n",
        c.settings.widen, study.best_widening);
  }
  for (std::size_t i = 0; i < study.full.size(); ++i) {
    const FullCase& f = study.full[i];
    fmt::print(
        "with runs of its own, data set {}: {} of {} truths in their 50 %, {} in their 90 % interval; "
        "worst R-hat {:.3f}\n",
        i + 1, f.in_50, f.parameters, f.in_90, f.worst_r_hat);
  }
}

}  // namespace

void add_recover(CLI::App& program, int& exit_code) {
  add_command<RecoverFlags>(
      program, exit_code, "recover", "Test whether a calibration finds parameters that are known",
      [](CLI::App& command, RecoverFlags& flags) {
        flags.add(command, "Folder for what comes out, and for new runs");
        command.add_option("--cases", flags.plan.cases, "Made-up data sets on the runs that are there")
            ->type_name("N")
            ->check(CLI::Range(20, 10'000))
            ->capture_default_str();
        command.add_option("--full", flags.plan.full, "Data sets with a second design of their own")
            ->type_name("N")
            ->check(CLI::Range(0, 20))
            ->capture_default_str();
        command.add_option("--new-runs", flags.plan.new_runs, "Runs of each of those")
            ->type_name("N")
            ->check(CLI::Range(20, 10'000))
            ->capture_default_str();
        command.add_option("--seed", flags.plan.seed, "Of the made-up data sets; default: the calibration's")
            ->type_name("N")
            ->check(CLI::Range(1U, 2'000'000'000U));
        command.add_flag("--no-controls", flags.no_controls,
                         "Leave out the three controls that must fail; they take two thirds of the time");
        command.footer(
            "Example:\n  uptake recover scenarios/calibration/both.yaml --points results/both --out "
            "results/recover");
      },
      [](RecoverFlags& flags) {
        flags.plan.controls = !flags.no_controls;
        const Calibration calibration =
            load_calibration_study(flags.file, flags.data.folder(), flags.threads);
        catch_interrupts();
        try {
          const RecoveryStudy study =
              study_recovery(calibration, {.folder = flags.points, .of_another = true}, flags.plan,
                             flags.folder, Progress::suitable(flags.quiet), teller(flags.quiet));
          const Provenance from =
              provenance_of(calibration, {.folder = flags.points, .of_another = true}, flags.text());
          std::filesystem::create_directories(flags.folder);
          const FolderLock writing(flags.folder);
          write_recovery(calibration, study, from, flags.folder);
          print_study(calibration, study);
          fmt::print("Every quantity: {}\nTo cite: {}\n", (flags.folder / "recovery.csv").string(),
                     cited(from));
          const bool right = std::all_of(study.verdicts.begin(), study.verdicts.end(),
                                         [](const RecoveryVerdict& v) { return v.right; });
          return right ? done : check_did_not_hold;
        } catch (const Interrupted&) {
          fmt::print(stderr, "uptake: stopped. What is finished is kept; the same command goes on.\n");
          return interrupted_early;
        }
      });
}

}  // namespace uptake::cli
