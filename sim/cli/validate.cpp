// SPDX-License-Identifier: Apache-2.0
// uptake validate: are these scenario files, and the data that they use, good, and do they make sense? Every
// problem of every file, nothing run.
#include <fmt/format.h>

#include <algorithm>

#include "analysis/experiment/data_folder.hpp"
#include "sim/cli/commands.hpp"
#include "sim/policy/checks.hpp"

namespace uptake::cli {
namespace {

struct ValidateFlags {
  std::vector<std::filesystem::path> files;
  DataFlag data;
};

/// What is right of a good file, in a line.
std::string praise(const Scenario& scenario) {
  std::size_t n_own = 0, n_ranges = 0;
  Month first = never;
  for (const Lever& lever : scenario.levers) {
    if (lever.file != scenario.file.string() && lever.measure.empty()) continue;
    ++n_own;
    first = std::min(first, lever.from);
    n_ranges += static_cast<std::size_t>(
        std::count_if(lever.bounds.begin(), lever.bounds.end(), [](const Bounds& b) { return b.given(); }));
  }
  std::string own = fmt::format("{} of its own", n_own);
  if (n_own > 0) {
    own += fmt::format(" from {}, {} number{} with a range", month_text(first), n_ranges,
                       n_ranges == 1 ? "" : "s");
  }
  if (!scenario.measures.empty()) own += fmt::format(", {} measures", scenario.measures.size());
  return fmt::format("{}: good ({} levers, {}, until {})\n", scenario.file.string(), scenario.levers.size(),
                     own, month_text(scenario.until));
}

int validate(const ValidateFlags& flags) {
  if (flags.files.empty() && flags.data.given.empty())
    refuse("uptake validate: expected scenario files, or --data DIR to look at that folder alone");
  const std::filesystem::path folder = flags.data.folder();
  const Evidence evidence = load_data(folder).evidence;
  if (flags.files.empty()) {
    fmt::print("{}: good ({} parameters, {} services, {} municipalities)\n", folder.string(),
               evidence.parameters.info.size(), evidence.catalogue.types.size(),
               evidence.municipalities.list.size());
  }
  Problems problems;
  for (const auto& file : flags.files) {
    gather(problems, [&] {
      ScenarioReading reading = read_scenario(file, evidence);
      if (reading.can_be_judged) {
        const Checks checks = check(reading.scenario, evidence);
        for (const Problem& w : checks.warnings.all())
          fmt::print("{}\n", Problem{w.file, w.line, w.column, "warning: " + w.message}.text());
        for (const Problem& p : checks.problems.all())
          reading.problems.add(p.file, p.line, p.column, p.message);
      }
      reading.problems.throw_if_any();
      fmt::print("{}", praise(reading.scenario));
    });
  }
  problems.throw_if_any();
  return done;
}

}  // namespace

void add_validate(CLI::App& program, int& exit_code) {
  add_command<ValidateFlags>(
      program, exit_code, "validate", "Check scenario files and the data that they use, without running them",
      [](CLI::App& command, ValidateFlags& flags) {
        command.add_option("files", flags.files, "Scenario files")->type_name("FILE...");
        flags.data.add(command);
        command.footer(
            "Examples:\n  uptake validate scenarios/*.yaml\n"
            "  uptake validate --data scenarios/regions/fableland/data   # another region's data alone");
      },
      validate);
}

}  // namespace uptake::cli
