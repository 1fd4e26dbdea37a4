// SPDX-License-Identifier: Apache-2.0
// uptake report: tables and report again, from the database alone.
#include <fmt/format.h>

#include <system_error>

#include "analysis/compare/document.hpp"
#include "analysis/compare/small_cells.hpp"
#include "analysis/compare/suppress.hpp"
#include "analysis/report/report.hpp"
#include "sim/cli/commands.hpp"
#include "sim/store/files.hpp"
#include "sim/store/json.hpp"
#include "sim/store/lock.hpp"

namespace uptake::cli {
namespace {

struct ReportFlags {
  std::filesystem::path folder;
  bool json = false, expectations = false;
  int suppress_below = 0;
  std::filesystem::path out;
};

/// What may leave the house: nothing of it is in the folder of all results, and the other way round.
void give_away(const Store& store, const ReportFlags& flags) {
  if (flags.out.empty())
    refuse("--suppress-below: expected --out DIR, the folder for what may be given away");
  std::error_code error;
  if (std::filesystem::exists(flags.out, error) &&
      !(std::filesystem::is_directory(flags.out, error) && std::filesystem::is_empty(flags.out, error)))
    refuse(fmt::format("--out {}: is there already, expected an empty or new folder", flags.out.string()));
  const Results results = suppressed(compare_runs(store), flags.suppress_below);
  nlohmann::json data = document(store, results);
  data["stories"] = nlohmann::json::array();
  std::filesystem::create_directories(flags.out, error);  // all that could be refused is read by now
  if (error) refuse(fmt::format("--out {}: cannot be made: {}", flags.out.string(), error.message()));
  const FolderLock writing(flags.out);
  export_tables(store, results, flags.out, suppression_text(flags.suppress_below));
  write_whole(flags.out / "report.html", render_report(data));
  if (flags.json) {
    fmt::print("{}\n", data.dump(1));
    return;
  }
  fmt::print("Tables and report, {}: {}\n", suppression_text(flags.suppress_below), flags.out.string());
}

}  // namespace

void add_report(CLI::App& program, int& exit_code) {
  add_command<ReportFlags>(
      program, exit_code, "report",
      "Make tables and report again from a results folder, without running anything",
      [](CLI::App& command, ReportFlags& flags) {
        command.add_option("folder", flags.folder, "The --out folder of a finished run or compare")
            ->type_name("DIR")
            ->required();
        auto* json = command.add_flag("--json", flags.json, "Print the results as JSON instead of a table");
        command
            .add_flag("--expectations", flags.expectations,
                      "Print what the sources expect beside what the runs show, as a Markdown table")
            ->excludes(json);
        auto* below = command
                          .add_option("--suppress-below", flags.suppress_below,
                                      "Tables and report to give away, in --out: without groups of fewer "
                                      "simulated families, without database and story")
                          ->type_name("N")
                          ->check(CLI::Range(2, 1'000'000));
        command.add_option("--out", flags.out, "With --suppress-below: an empty or new folder")
            ->type_name("DIR")
            ->needs(below);
        command.footer(
            "Examples:\n  uptake report results/baseline\n"
            "  uptake report results/baseline --suppress-below 30 --out results/to-give-away");
      },
      [](const ReportFlags& flags) {
        const Store store = Store::read(flags.folder);
        if (!store.finished()) {
          refuse(flags.folder.string() +
                 ": not all runs are there yet; the command that began them goes on with --resume");
        }
        if (flags.expectations || flags.suppress_below > 0) {
          told_of(flags.folder / store_file, [&] {
            flags.expectations ? fmt::print("{}", expectations_table(compare_runs(store)))
                               : give_away(store, flags);
          });
          return done;
        }
        const FolderLock writing(flags.folder);
        write_results(store, flags.folder, flags.json);
        return done;
      });
}

}  // namespace uptake::cli
