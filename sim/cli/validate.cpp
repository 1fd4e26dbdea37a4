// SPDX-License-Identifier: Apache-2.0
// uptake validate: are these scenario files good? Every problem of every file, nothing run.
#include <fmt/format.h>

#include "sim/cli/commands.hpp"

namespace uptake::cli {
namespace {

struct ValidateFlags {
  std::vector<std::filesystem::path> files;
  DataFlag data;
  bool resolved = false;
};

int validate(const ValidateFlags& flags) {
  const Evidence evidence = load_evidence(flags.data.folder());
  Problems problems;
  std::string good;
  for (const auto& file : flags.files) {
    try {
      const Scenario scenario = load_scenario(file, evidence);
      good += flags.resolved ? resolved_text(scenario, evidence)
                             : fmt::format("{}: good ({} levers, until {})\n", file.string(),
                                           scenario.levers.size(), month_text(scenario.until));
    } catch (const BadInput& bad) {
      for (const Problem& p : bad.problems()) problems.add(p.file, p.line, p.column, p.message);
    }
  }
  fmt::print("{}", good);
  problems.throw_if_any();
  return done;
}

}  // namespace

void add_validate(CLI::App& program, int& exit_code) {
  add_command<ValidateFlags>(
      program, exit_code, "validate", "Check scenario files without running them",
      [](CLI::App& command, ValidateFlags& flags) {
        command.add_option("files", flags.files, "Scenario files")->type_name("FILE...")->required();
        command.add_flag("--resolved", flags.resolved, "Print each scenario with every default written out");
        flags.data.add(command);
        command.footer("Example:\n  uptake validate scenarios/*.yaml");
      },
      validate);
}

}  // namespace uptake::cli
