// SPDX-License-Identifier: Apache-2.0
// uptake held-out: how well the fit foresees rows that it never saw.
#include "analysis/calibrate/held_out.hpp"

#include <fmt/format.h>

#include <cmath>
#include <map>

#include "analysis/calibrate/provenance.hpp"
#include "sim/base/interrupt.hpp"
#include "sim/cli/commands.hpp"
#include "sim/store/lock.hpp"

namespace uptake::cli {
namespace {

struct HeldOutFlags : FitTestFlags {
  int folds = 7;
};

/// Sums over the rows of a kind that were left out.
struct Score {
  int n = 0, n_survey = 0, n_interval = 0;
  double squares = 0, naive_squares = 0;
  void add(const ForeseenRow& r) {
    ++n;
    n_survey += r.within_survey ? 1 : 0;
    n_interval += r.published >= r.low && r.published <= r.high ? 1 : 0;
    squares += (r.published - r.median) * (r.published - r.median);
    naive_squares += (r.published - r.naive) * (r.published - r.naive);
  }
};

void print_scores(const Calibration& c, const std::vector<HeldOutFold>& folds) {
  std::map<std::string, Score> scores;
  for (const HeldOutFold& fold : folds) {
    fmt::print("without {}: worst R-hat {:.3f}, least effective sample size {:.0f}\n",
               fmt::join(fold.variables, ", "), fold.worst_r_hat, fold.least_effective);
    for (const ForeseenRow& r : fold.rows) {
      const Target& t = c.study.targets[r.target];
      scores[fmt::format("{} {} {}", t.table, t.measure, t.year)].add(r);
    }
  }
  fmt::print("\n{:22} {:>5} {:>15} {:>16} {:>8} {:>8}\n", "rows never fitted", "rows", "within survey",
             "in 90 % interval", "rmse", "naive");
  for (const auto& [name, s] : scores) {
    fmt::print("{:22} {:5} {:13.0f} % {:14.0f} % {:8.3g} {:8.3g}\n", name, s.n, 100.0 * s.n_survey / s.n,
               100.0 * s.n_interval / s.n, std::sqrt(s.squares / s.n), std::sqrt(s.naive_squares / s.n));
  }
  fmt::print(
      "\nWithin survey: the median foreseen within 1.96 binomial errors, or in the printed interval.\n"
      "Naive: the printed total of the same domain and wave; 1 for an odds ratio. Emulated, not "
      "simulated.\n");
}

}  // namespace

void add_held_out(CLI::App& program, int& exit_code) {
  add_command<HeldOutFlags>(
      program, exit_code, "held-out", "Foresee rows that a calibration did not see, variable by variable",
      [](CLI::App& command, HeldOutFlags& flags) {
        flags.add(command, "Folder for the rows foreseen");
        command.add_option("--folds", flags.folds, "Parts that the variables are cut in")
            ->type_name("K")
            ->capture_default_str();
        command.footer(
            "Example:\n  uptake held-out scenarios/calibration/both.yaml --points results/both --out "
            "results/held-out");
      },
      [](HeldOutFlags& flags) {
        const Calibration calibration =
            load_calibration_study(flags.file, flags.data.folder(), flags.threads);
        folds_of(calibration, flags.folds);
        catch_interrupts();
        try {
          const std::vector<HeldOutFold> folds =
              held_out_folds(calibration, {.folder = flags.points, .of_another = true}, flags.folds,
                             Progress::suitable(flags.quiet), teller(flags.quiet));
          const Provenance from = provenance_of(
              calibration, {.folder = flags.points, .of_another = true},
              fmt::format("uptake held-out {} --points {} --folds {}", flags.file.generic_string(),
                          flags.points.generic_string(), flags.folds));
          std::filesystem::create_directories(flags.folder);
          const FolderLock writing(flags.folder);
          write_held_out(calibration, folds, from, flags.folder);
          print_scores(calibration, folds);
          fmt::print("Every row: {}\nTo cite: {}\n", (flags.folder / "held-out.csv").string(), cited(from));
          return done;
        } catch (const Interrupted&) {
          fmt::print(stderr, "uptake: stopped, nothing is written.\n");
          return interrupted_early;
        }
      });
}

}  // namespace uptake::cli
