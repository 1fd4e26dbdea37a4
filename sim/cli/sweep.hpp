// SPDX-License-Identifier: Apache-2.0
// What the commands of sweeps share.
#pragma once

#include "analysis/sweep/slurm.hpp"
#include "sim/cli/commands.hpp"

namespace uptake::cli {

/// What every command on a plan's folder takes.
struct FolderFlags {
  std::filesystem::path folder;
  DataFlag data;
  bool quiet = false;
  void add(CLI::App& command);
  [[nodiscard]] Sweep plan() const { return read_plan(folder, data.folder()); }
  [[nodiscard]] Progress::Show show() const { return Progress::suitable(quiet); }
};

/// As many as the batch system gave, else as the machine has.
void add_threads_of_job(CLI::App& command, int& threads);

void add_plan(CLI::App& commands, int& exit_code);
void add_script(CLI::App& commands, int& exit_code);

/// Makes the pilot, and writes plan, estimate and batch script into the folder; the text for a person. What
/// `slurm` leaves open is set. Throws Interrupted, when nothing was written.
std::string write_whole_plan(const Sweep& sweep, const std::filesystem::path& folder, SlurmSettings slurm,
                             const DataFlag& data);

}  // namespace uptake::cli
