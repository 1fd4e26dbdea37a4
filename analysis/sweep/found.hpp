// SPDX-License-Identifier: Apache-2.0
// Which shard has which run of a plan? Looked at whole before anything is put together.
#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <string>
#include <vector>

#include "analysis/sweep/work.hpp"

namespace uptake {

/// Which shard has a run, and the beginning of its hash, so that two that have it can be compared.
struct Owner {
  std::int32_t file = -1;
  std::uint64_t hash = 0;
};

struct Found {
  std::vector<std::filesystem::path> files;
  std::vector<Owner> owners;                      ///< by run
  std::map<std::int64_t, ShardFailure> failures;  ///< of runs that no shard has
  std::map<std::int64_t, Series> series;
  std::size_t n_done = 0;
};

/// BadInput, with every problem: a shard that is damaged or of another plan, model or data; a run that two
/// shards have with other figures.
Found look_at_all(const Sweep& sweep, const std::filesystem::path& folder);

/// What is missing or failed, so that a person can go and look: the first of each, a line each.
std::string missing_text(const Sweep& sweep, const std::filesystem::path& folder, const Found& found);

/// The line that repeats a run.
std::string repeat_text(const Sweep& sweep, const std::filesystem::path& folder, std::int64_t run);

}  // namespace uptake
