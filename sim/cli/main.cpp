// SPDX-License-Identifier: Apache-2.0
// uptake: how families in Flanders come to use, or never reach, relationship support and parenting support.
#include <fmt/format.h>

#include <exception>
#include <new>

#include "sim/base/errors.hpp"
#include "sim/base/text.hpp"
#include "sim/cli/commands.hpp"

namespace {

int run_program(int argc, char** argv) {
  namespace cli = uptake::cli;
  CLI::App program{
      "Simulates how families in Flanders come to use, or never reach, relationship and parenting support.",
      "uptake"};
  program.set_version_flag("--version", std::string("uptake ") + UPTAKE_VERSION);
  program.allow_extras();
  program.footer(
      "Examples:\n"
      "  uptake run scenarios/baseline.yaml --out results/baseline\n"
      "  uptake compare scenarios/baseline.yaml scenarios/campaign.yaml --replicates 5 --out "
      "results/campaign\n"
      "  uptake validate scenarios/*.yaml\n\n"
      "Exit codes: 0 done, 1 failed, 2 bad input, 3 a check did not hold or nothing fits, 75 interrupted "
      "(--resume goes "
      "on).");
  int exit_code = cli::done;
  for (const auto add :
       {cli::add_run,         cli::add_compare,    cli::add_story,    cli::add_report,   cli::add_verify,
        cli::add_population,  cli::add_network,    cli::add_validate, cli::add_resolve,  cli::add_diff,
        cli::add_new,         cli::add_scenarios,  cli::add_levers,   cli::add_describe, cli::add_calibrate,
        cli::add_fit,         cli::add_held_out,   cli::add_recover,  cli::add_sweep,    cli::add_bench,
        cli::add_sensitivity, cli::add_structures, cli::add_tables}) {
    add(program, exit_code);
  }
  try {
    program.parse(argc, argv);
    if (program.get_subcommands().empty()) {
      const std::vector<std::string> words = program.remaining();
      std::vector<std::string> known;
      for (const CLI::App* command : program.get_subcommands({})) known.push_back(command->get_name());
      uptake::refuse(
          words.empty()
              ? "uptake: expected a command; `uptake --help` lists them"
              : fmt::format("uptake: there is no command or flag '{}'{}; `uptake --help` lists them",
                            words[0], uptake::did_you_mean(words[0], known)));
    }
  } catch (const CLI::Success& success) {  // --help, --version
    program.exit(success);
    return cli::done;
  } catch (const CLI::ParseError& error) {
    fmt::print(stderr, "uptake: {}\n", error.what());
    return cli::bad_input;
  }
  return exit_code;
}

}  // namespace

int main(int argc, char** argv) {
  try {
    return run_program(argc, argv);
  } catch (const uptake::BadInput& bad) {
    fmt::print(stderr, "{}\n", bad.what());
    return uptake::cli::bad_input;
  } catch (const std::bad_alloc& error) {
    fmt::print(stderr, "uptake: failed: {}. What was finished is kept\n", uptake::reason_of(error));
    return uptake::cli::failed;
  } catch (const std::exception& error) {
    fmt::print(stderr, "uptake: failed: {}\n", error.what());
    return uptake::cli::failed;
  }
}
