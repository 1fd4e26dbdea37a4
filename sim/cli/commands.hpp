// SPDX-License-Identifier: Apache-2.0
// The commands. Each adds itself to the program and leaves its exit code when it was the one that was called.
#pragma once

#include <CLI/CLI.hpp>
#include <memory>
#include <optional>
#include <string>

#include "analysis/compare/compare.hpp"
#include "sim/cli/exit_codes.hpp"
#include "sim/cli/flags.hpp"

namespace uptake::cli {

void add_run(CLI::App& program, int& exit_code);
void add_compare(CLI::App& program, int& exit_code);
void add_calibrate(CLI::App& program, int& exit_code);
void add_held_out(CLI::App& program, int& exit_code);
void add_recover(CLI::App& program, int& exit_code);
void add_fit(CLI::App& program, int& exit_code);
void add_sweep(CLI::App& program, int& exit_code);
void add_sensitivity(CLI::App& program, int& exit_code);
void add_tables(CLI::App& program, int& exit_code);
void add_story(CLI::App& program, int& exit_code);
void add_verify(CLI::App& program, int& exit_code);
void add_network(CLI::App& program, int& exit_code);
void add_report(CLI::App& program, int& exit_code);
void add_structures(CLI::App& program, int& exit_code);
void add_bench(CLI::App& program, int& exit_code);
void add_population(CLI::App& program, int& exit_code);
void add_validate(CLI::App& program, int& exit_code);
void add_resolve(CLI::App& program, int& exit_code);
void add_diff(CLI::App& program, int& exit_code);
void add_new(CLI::App& program, int& exit_code);
void add_scenarios(CLI::App& program, int& exit_code);
void add_levers(CLI::App& program, int& exit_code);
void add_describe(CLI::App& program, int& exit_code);

/// A new subcommand that refuses what it does not know, then does `work(flags)`.
template <class Flags, class Declare, class Work>
void add_command(CLI::App& program, int& exit_code, const std::string& name, const std::string& help,
                 Declare declare, Work work) {
  CLI::App* command = program.add_subcommand(name, help);
  command->allow_extras();
  const auto flags = std::make_shared<Flags>();
  declare(*command, *flags);
  command->callback([command, flags, work, &exit_code] {
    refuse_unknown(*command);
    exit_code = work(*flags);
  });
}

/// run and compare: computes the study, writes everything, prints the short table or JSON.
int do_study(StudyFlags& flags);
/// `store` is there once all runs are in it; else the exit code.
struct LivedStudy {
  std::optional<Store> store;
  int code = done;
};
/// Computes the study into the flags' folder, or takes its runs from a farm; tells when it did not come to
/// the end.
LivedStudy live_study(const Study& study, const StudyFlags& flags);
/// Tables, report and manifest from a finished database.
Results write_comparison(const Store& store, const std::filesystem::path& folder);
/// The same, and prints the short table or JSON.
void write_results(const Store& store, const std::filesystem::path& folder, bool as_json);

}  // namespace uptake::cli
