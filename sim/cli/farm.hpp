// SPDX-License-Identifier: Apache-2.0
// --farm DIR: the runs of run, compare, fit and calibrate are computed elsewhere, as the shards of a sweep.
#pragma once

#include <optional>

#include "analysis/sweep/plan.hpp"
#include "sim/cli/flags.hpp"

namespace uptake::cli {

CLI::Option* add_farm(CLI::App& command, std::filesystem::path& folder);

/// A study's runs as a sweep in `farm`. The first time it plans them there; then, until all are done, it says
/// how far they are. `sweep` is there once all are: nothing is left to compute. Else the exit code: `failed`
/// when runs failed, or `interrupted_early`, for the same command goes on.
struct Farmed {
  std::optional<Sweep> sweep;
  int code = 0;
};
Farmed farmed_runs(const Study& study, const std::filesystem::path& farm, const DataFlag& data, bool quiet);

/// The same, with all runs added to the database of `output`. The exit code to end with; none once they are
/// there.
std::optional<int> bring_runs(const Study& study, const std::filesystem::path& farm, const Output& output,
                              const DataFlag& data, bool quiet);

}  // namespace uptake::cli
