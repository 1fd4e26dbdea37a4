// SPDX-License-Identifier: Apache-2.0
// uptake run: one scenario, its levels, funnel and fit.
#include "sim/cli/commands.hpp"

namespace uptake::cli {
namespace {

struct RunFlags : StudyFlags {
  std::filesystem::path scenario;
};

}  // namespace

void add_run(CLI::App& program, int& exit_code) {
  add_command<RunFlags>(
      program, exit_code, "run", "Run one scenario and look at levels, funnel and fit",
      [](CLI::App& command, RunFlags& flags) {
        command.add_option("scenario", flags.scenario, "A scenario file")->type_name("SCENARIO")->required();
        flags.add(command);
        command.footer(
            "Example:\n  uptake run scenarios/baseline.yaml --families 5000 --out results/baseline");
      },
      [](RunFlags& flags) {
        flags.plan.kind = "run";
        flags.plan.scenarios = {flags.scenario};
        return do_study(flags);
      });
}

}  // namespace uptake::cli
