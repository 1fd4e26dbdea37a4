// SPDX-License-Identifier: Apache-2.0
// uptake verify: are a folder's files what was written, and do its runs come out again?
#include <fmt/format.h>

#include <algorithm>

#include "analysis/experiment/stored_study.hpp"
#include "analysis/sensitivity/runs.hpp"
#include "analysis/sweep/plan.hpp"
#include "sim/base/interrupt.hpp"
#include "sim/cli/commands.hpp"
#include "sim/cli/sensitivity.hpp"
#include "sim/store/crate.hpp"
#include "sim/store/json.hpp"

namespace uptake::cli {
namespace {

namespace fs = std::filesystem;

struct VerifyFlags {
  fs::path folder;
  DataFlag data;
  int runs = 3, threads = 1;
  std::uint32_t seed = 1;
};

/// How many runs were lived again, and how many of them came out otherwise.
struct Lived {
  std::size_t n = 0, n_other = 0;
  void tell(const std::string& name, bool same) {
    fmt::print("{}: {}\n", name, same ? "the same" : "OTHER FIGURES");
    ++n;
    n_other += same ? 0U : 1U;
  }
};

void tell_files(const CrateCheck& check) {
  const auto tell = [](const std::vector<std::string>& names, const char* what) {
    for (const std::string& name : names) fmt::print("{}: {}\n", name, what);
  };
  tell(check.changed, "CHANGED since it was written");
  tell(check.missing, "MISSING");
  tell(check.extra, "EXTRA, not one of the results");
  fmt::print("{} of {} files are as they were written\n",
             check.n_files - check.changed.size() - check.missing.size(), check.n_files);
}

/// The databases of a study's kind that a folder holds: its own, or those of a calibration's designs.
std::vector<fs::path> study_folders(const fs::path& folder) {
  std::vector<fs::path> found;
  for (const std::string& name : files_within(folder)) {
    if (fs::path(name).filename() == store_file) found.push_back((folder / name).parent_path());
  }
  return found;
}

void live_study(const VerifyFlags& flags, const fs::path& folder, std::size_t n, Lived& lived) {
  const Store store = Store::read(folder);
  const Study study =
      told_of(folder / store_file, [&] { return stored_study(store, flags.data.folder(), flags.threads); });
  verify_runs(study, store, n, flags.seed, [&](const RunId& run, bool same) {
    lived.tell(
        fmt::format("run {} ({}, draw {}, replicate {})", run.id,
                    study.scenarios[static_cast<std::size_t>(run.scenario)].name, run.draw, run.replicate),
        same);
  });
}

void live_design(const VerifyFlags& flags, const CrateSays& says, Lived& lived) {
  const SensitivityDesign design =
      make_design(sensitivity_settings(says.command, flags.threads), flags.data.folder());
  const DesignRuns runs = plan_runs(design);
  if (runs.hash != says.fingerprint)
    refuse(
        fmt::format("{}: the program, the data or the scenarios of `{}` are no longer those of the results; "
                    "--runs 0 looks at the files alone",
                    flags.folder.string(), says.command));
  verify_runs(design, runs, flags.folder, static_cast<std::size_t>(flags.runs), flags.seed,
              [&](const DesignRun& run, bool same) {
                lived.tell(fmt::format("run {} ({} at point {})", run.id,
                                       design.study.scenarios[static_cast<std::size_t>(run.scenario)].name,
                                       run.point),
                           same);
              });
}

/// Lives runs again, by what the folder holds. False where it keeps none.
bool live_again(const VerifyFlags& flags, const CrateSays& says, Lived& lived) {
  if (fs::exists(flags.folder / sensitivity_runs_file)) {
    live_design(flags, says, lived);
    return true;
  }
  const std::vector<fs::path> studies = study_folders(flags.folder);
  const auto n = static_cast<std::size_t>(flags.runs);
  for (std::size_t i = 0; i < studies.size(); ++i)  // shared out among the designs of a calibration
    live_study(flags, studies[i], (n + studies.size() - 1 - i) / studies.size(), lived);
  return !studies.empty();
}

int verify(const VerifyFlags& flags) {
  if (fs::exists(flags.folder / plan_file) && !fs::exists(flags.folder / crate_file))
    refuse(fmt::format("{}: is the plan of a sweep; `uptake sweep verify {}` computes some of its runs again",
                       flags.folder.string(), flags.folder.string()));
  const CrateCheck check = check_crate(flags.folder);
  tell_files(check);
  Lived lived;
  if (flags.runs > 0) {
    catch_interrupts();
    try {
      if (!live_again(flags, check.says, lived)) {
        fmt::print("No runs are kept here. {}\n",
                   check.says.kind == "sweep-export"
                       ? "`uptake sweep verify` computes runs of the plan again"
                       : fmt::format("`{}` makes the results again", check.says.command));
      } else {
        fmt::print("{} of {} runs that were computed again left the same bytes\n", lived.n - lived.n_other,
                   lived.n);
      }
    } catch (const Interrupted&) {
      fmt::print(stderr, "uptake: stopped.\n");
      return interrupted_early;
    }
  }
  if (lived.n_other > 0)
    fmt::print(
        stderr,
        "uptake: {} of {} runs came out otherwise: another machine or program made them, or the database was "
        "changed\n",
        lived.n_other, lived.n);
  return check.good() && lived.n_other == 0 ? done : check_did_not_hold;
}

}  // namespace

void add_verify(CLI::App& program, int& exit_code) {
  add_command<VerifyFlags>(
      program, exit_code, "verify",
      "Look whether a folder's files are what was written, and compute some of its runs again",
      [](CLI::App& command, VerifyFlags& flags) {
        command.add_option("folder", flags.folder, "The --out folder of finished results")
            ->type_name("DIR")
            ->required();
        command
            .add_option("--runs", flags.runs,
                        "How many runs are computed again, by chance, and compared bit by bit; 0: none")
            ->type_name("N")
            ->check(CLI::Range(0, 1'000'000))
            ->capture_default_str();
        command.add_option("--seed", flags.seed, "Which")->type_name("S")->capture_default_str();
        add_threads(command, flags.threads);
        flags.data.add(command);
        command.footer(
            "Exit code 3: a file is changed, missing or extra, or a run came out otherwise; each is "
            "named.\n\n"
            "Example:\n  uptake verify results/campaign --runs 2");
      },
      verify);
}

}  // namespace uptake::cli
