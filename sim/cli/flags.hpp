// SPDX-License-Identifier: Apache-2.0
// The flags, declared once for all commands that take them.
#pragma once

#include <CLI/CLI.hpp>
#include <filesystem>
#include <functional>
#include <string>

#include "analysis/experiment/experiment.hpp"

namespace uptake::cli {

/// --data DIR, or the environment's UPTAKE_DATA, or the folder that comes with the program.
struct DataFlag {
  std::string given;
  void add(CLI::App& command);
  [[nodiscard]] std::filesystem::path folder() const;
};

/// What run and compare (and later sweep and sensitivity) take.
struct StudyFlags {
  Plan plan;
  Output output;
  DataFlag data;
  int draws = 0;                ///< 0: not given
  std::string until;            ///< as given, "2022-01"; empty: as the scenarios say
  std::string until_precision;  ///< as given, "0.2pp"; empty: not
  int at_most = 400;            ///< pairs of runs a scenario, then
  bool json = false, quiet = false;
  bool stories = true;         ///< compare: tell the families' stories
  std::filesystem::path farm;  ///< where the runs are computed by others; empty: here
  void add(CLI::App& command);
  /// The plan with the defaults that hang on other flags.
  [[nodiscard]] Plan resolved() const;
};

/// The same of what compares scenarios with a baseline.
struct ComparisonFlags : StudyFlags {
  std::filesystem::path baseline;
  std::vector<std::filesystem::path> others;
  void add(CLI::App& command);
  /// Puts the files into the plan, the baseline first.
  void compare_all();
};

/// What the commands take that test a fit on the runs of a calibration.
struct FitTestFlags {
  std::filesystem::path file, folder, points;
  DataFlag data;
  int threads = 1;
  bool quiet = false;
  void add(CLI::App& command, const std::string& about_out);
};

/// Tells a stage on the error stream, unless quiet.
std::function<void(const std::string&)> teller(bool quiet);

void add_families(CLI::App& command, double& families);
void add_seed(CLI::App& command, std::uint32_t& seed);
void add_threads(CLI::App& command, int& threads);
void add_posterior(CLI::App& command, std::string& posterior);
void add_without(CLI::App& command, std::vector<std::string>& without);
void add_structure(CLI::App& command, std::vector<std::string>& structure);

/// The month of --until, "2022-01". Refuses what is none that a run could end before.
Month month_given(const std::string& text);

/// Refuses what the command does not know, with the nearest flag that it does know.
void refuse_unknown(const CLI::App& command);

}  // namespace uptake::cli
