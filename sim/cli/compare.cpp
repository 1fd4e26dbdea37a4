// SPDX-License-Identifier: Apache-2.0
// uptake compare: what scenarios change against a baseline, run by paired run.
#include "sim/cli/commands.hpp"

namespace uptake::cli {
void add_compare(CLI::App& program, int& exit_code) {
  add_command<ComparisonFlags>(
      program, exit_code, "compare", "Compare scenarios with a baseline: paired differences with intervals",
      [](CLI::App& command, ComparisonFlags& flags) {
        flags.add(command);
        CLI::Option* precision =
            command
                .add_option(
                    "--until-precision", flags.until_precision,
                    "Go on, in batches of --draws times --replicates pairs, until the 95 % interval of every "
                    "scenario's average effect on use is at most this far to either side")
                ->type_name("0.2pp");
        command
            .add_option(
                "--at-most", flags.at_most,
                "With --until-precision: the most pairs of runs a scenario; of a posterior, no more than "
                "its draws (400 in those that ship) times --replicates")
            ->type_name("N")
            ->check(CLI::Range(1, 1'000'000))
            ->needs(precision)
            ->capture_default_str();
        command.add_flag("--take-apart", flags.plan.take_apart,
                         "Also each scenario of several levers without each of them: what a lever adds");
        command.add_flag("!--no-stories", flags.stories,
                         "Leave out the family in the report whose two lives are told for each scenario");
        command.footer(
            "Examples:\n"
            "  uptake compare scenarios/baseline.yaml scenarios/campaign.yaml --replicates 5 --out "
            "results/campaign\n"
            "  uptake compare scenarios/baseline.yaml scenarios/campaign.yaml scenarios/lead-in.yaml --out "
            "results/two\n"
            "  uptake compare scenarios/baseline.yaml scenarios/campaign.yaml --draws 20 --until-precision "
            "0.2pp "
            "--out results/sure");
      },
      [](ComparisonFlags& flags) {
        flags.compare_all();
        return do_study(flags);
      });
}

}  // namespace uptake::cli
