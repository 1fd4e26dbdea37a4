// SPDX-License-Identifier: Apache-2.0
// How does a sweep get onto a cluster? As text: a batch script for Slurm, and the lines that submit it. Slurm
// gives out the shards; what a worker does stands in work.hpp.
#pragma once

#include <filesystem>
#include <string>

#include "analysis/sweep/estimate.hpp"

namespace uptake {

struct SlurmSettings {
  std::filesystem::path program, folder;  ///< absolute
  std::string words;                      ///< what stands for the program in the script, as in a container
  std::string data;                       ///< --data, where one was given
  std::string name;                       ///< of the job
  Split split;
  double shard_hours = 0;     ///< reckoned; three times as much is asked, and ten minutes
  double first_seconds = 0;   ///< reckoned: until a turn has its first run
  double worker_bytes = 0;    ///< reckoned; half as much again is asked, and 200 MB
  int minutes = 0;            ///< above zero: asked instead of what was reckoned
  int max_array_size = 1001;  ///< the cluster's MaxArraySize: the largest index is one less
  int at_once = 100;          ///< tasks
  int max_requeues = 20;      ///< of a task
  bool scratch = false;       ///< write in the node's own folder
};

inline constexpr const char* script_file = "sweep.sbatch";
inline constexpr const char* submit_file = "submit.sh";

/// The batch script. A task computes a shard; it is warned two minutes before its time is up (of less than
/// twelve minutes: a sixth of it), and asks for another turn itself.
std::string script_text(const SlurmSettings& settings);
/// One line an array: as many as MaxArraySize makes necessary. Refuses first where the cluster's is smaller.
std::string submit_text(const SlurmSettings& settings);

/// What a person should know when a task has too little time for a single run; else empty.
std::string turn_warning(const SlurmSettings& settings);

/// Writes both into the plan's folder, and makes the folder for what the tasks say.
void write_script(const SlurmSettings& settings);

}  // namespace uptake
