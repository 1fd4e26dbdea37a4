// SPDX-License-Identifier: Apache-2.0
// uptake compare: what scenarios change against a baseline, run by paired run.
#include "sim/cli/commands.hpp"

namespace uptake::cli {
namespace {

struct CompareFlags : StudyFlags {
  std::filesystem::path baseline;
  std::vector<std::filesystem::path> others;
};

}  // namespace

void add_compare(CLI::App& program, int& exit_code) {
  add_command<CompareFlags>(
      program, exit_code, "compare", "Compare scenarios with a baseline: paired differences with intervals",
      [](CLI::App& command, CompareFlags& flags) {
        command.add_option("baseline", flags.baseline, "What the others are compared with")
            ->type_name("BASELINE")
            ->required();
        command.add_option("scenarios", flags.others, "The scenarios to compare")
            ->type_name("SCENARIO...")
            ->required();
        flags.add(command);
        command.footer(
            "Examples:\n"
            "  uptake compare scenarios/baseline.yaml scenarios/campaign.yaml --replicates 5 --out "
            "results/campaign\n"
            "  uptake compare scenarios/baseline.yaml scenarios/campaign.yaml scenarios/lead-in.yaml --out "
            "results/two");
      },
      [](CompareFlags& flags) {
        flags.plan.kind = "compare";
        flags.plan.scenarios = {flags.baseline};
        flags.plan.scenarios.insert(flags.plan.scenarios.end(), flags.others.begin(), flags.others.end());
        return do_study(flags);
      });
}

}  // namespace uptake::cli
