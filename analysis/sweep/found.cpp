// SPDX-License-Identifier: Apache-2.0
#include "analysis/sweep/found.hpp"

#include <fmt/format.h>

namespace uptake {
namespace {

namespace fs = std::filesystem;

std::uint64_t begin_of(const std::string& hash) {
  return hash.size() < 16 ? 0 : std::stoull(hash.substr(0, 16), nullptr, 16);
}

void look_at(const Sweep& sweep, const fs::path& file, Found& found) {
  const Shard shard = Shard::read(file, key_of(sweep));
  const auto number = static_cast<std::int32_t>(found.files.size());
  for (const ShardRun& run : shard.runs()) {
    check_planned(sweep, file, run.run, run.id);
    Owner& owner = found.owners[static_cast<std::size_t>(run.run)];
    if (owner.file < 0) {
      owner = {number, begin_of(run.hash)};
      ++found.n_done;
    } else if (owner.hash != begin_of(run.hash)) {
      refuse(fmt::format(
          "{}: run {} has other figures than in {}: one of the two files is damaged or was made "
          "by another program. Move the wrong one away: `uptake sweep run DIR --only {}` tells "
          "what is right",
          file.string(), run.run, found.files[static_cast<std::size_t>(owner.file)].string(), run.id));
    }
  }
  for (const ShardSeries& s : shard.series()) {
    if (series_key(s.series) != s.id) refuse_damaged(file, "a series no longer fits its key");
    found.series.emplace(s.id, s.series);
  }
  for (const ShardFailure& failure : shard.failures()) {
    check_planned(sweep, file, failure.run, failure.id);
    found.failures[failure.run] = failure;
  }
  found.files.push_back(file);
}

}  // namespace

Found look_at_all(const Sweep& sweep, const fs::path& folder) {
  Found found;
  found.owners.resize(sweep.n_runs());
  Problems problems;
  for (const fs::path& file : shard_files(folder)) {
    if (!Shard::holds_nothing(file)) gather_shard(problems, file, [&] { look_at(sweep, file, found); });
  }
  problems.throw_if_any();
  std::erase_if(found.failures, [&](const auto& failure) {
    return found.owners[static_cast<std::size_t>(failure.first)].file >= 0;
  });
  return found;
}

/// What is missing, so that a person can go and look.
std::string missing_text(const Sweep& sweep, const fs::path& folder, const Found& found) {
  constexpr std::size_t most = 5;
  std::string text;
  std::size_t n = 0;
  for (std::size_t run = 0; run < found.owners.size(); ++run) {
    const auto number = static_cast<std::int64_t>(run);
    if (found.owners[run].file >= 0 || found.failures.contains(number)) continue;
    if (n++ < most) text += fmt::format("\n  missing: {}", run_text(sweep, number));
  }
  if (n > most) text += fmt::format("\n  missing: {} more", n - most);
  std::size_t m = 0;
  for (const auto& [run, failure] : found.failures) {
    if (m++ < most)
      text += fmt::format("\n  failed: {}: {}\n    again: {}", run_text(sweep, run), failure.error,
                          repeat_text(sweep, folder, run));
  }
  if (m > most) text += fmt::format("\n  failed: {} more", m - most);
  return text;
}

std::string repeat_text(const Sweep& sweep, const fs::path& folder, std::int64_t run) {
  return fmt::format("uptake sweep run {} --only {}", folder.generic_string(),
                     run_id(sweep, sweep.runs[static_cast<std::size_t>(run)]));
}

}  // namespace uptake
