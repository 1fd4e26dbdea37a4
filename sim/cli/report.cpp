// SPDX-License-Identifier: Apache-2.0
// uptake report: tables and report again, from the database alone.
#include <fmt/format.h>

#include "analysis/compare/document.hpp"
#include "sim/cli/commands.hpp"

namespace uptake::cli {
namespace {

struct ReportFlags {
  std::filesystem::path folder;
  bool json = false, expectations = false;
};

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
      },
      [](const ReportFlags& flags) {
        const Store store = Store::read(flags.folder);
        if (!store.finished()) {
          refuse(flags.folder.string() +
                 ": not all runs are there yet; the command that began them goes on with --resume");
        }
        if (flags.expectations) {
          fmt::print("{}", expectations_table(compare_runs(store)));
          return done;
        }
        write_results(store, flags.folder, flags.json);
        return done;
      });
}

}  // namespace uptake::cli
