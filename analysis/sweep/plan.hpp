// SPDX-License-Identifier: Apache-2.0
// Which runs is a sweep made of, in which order, under which names? The same design gives the same plan, so a
// folder holds it as text to look at, and every worker makes it anew and compares.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "analysis/sweep/design.hpp"

namespace uptake {

/// A scenario at the values of a point. Points that change nothing of a scenario share one cell, and so runs.
struct SweepCell {
  int scenario = 0;
  int point = 0;          ///< the first with these values
  bool is_moved = false;  ///< whether an axis acts on this scenario at all
  std::string hash;       ///< of scenario and values
};

/// A run. Its number is its place in the plan.
struct SweepRun {
  int cell = 0;
  int size = 0;  ///< index into the design's families
  int draw = 0, replicate = 0, population = 0;
  std::int64_t unit = 0;
};

/// Runs that one thread does after each other: cells of one (size, draw, replicate) that may share their
/// past.
struct SweepUnit {
  int block = 0, size = 0, draw = 0, replicate = 0;
  std::int64_t first = 0;  ///< number of its first run; one a cell of its block
};

struct Sweep {
  SweepDesign design;
  Study study;
  std::vector<SweepCell> cells;
  std::vector<int> combinations;         ///< [point * scenarios + scenario]: the cell
  std::vector<std::vector<int>> blocks;  ///< of cells with the same parameters, at most `largest_block`
  std::vector<SweepUnit> units;
  std::vector<SweepRun> runs;
  std::string hash;  ///< of the plan: model, data, scenarios, points, runs and what is kept

  [[nodiscard]] std::size_t n_runs() const { return runs.size(); }
};

inline constexpr std::size_t largest_block = 8;
inline constexpr std::int64_t most_runs = 10'000'000;
inline constexpr std::int64_t most_rows_unasked = 1'000'000'000;
inline constexpr std::size_t most_table_bytes = 64'000'000;  ///< of points.csv and draws.csv: read_csv's
inline constexpr const char* plan_file = "plan.json";

/// Expands a design. Units come in an order in which every start of it is balanced: all blocks and draws in
/// turn, a first replicate of all before the second. BadInput when it has more runs than `most_runs`, or more
/// text of points or draws than a worker reads.
Sweep expand(SweepInput input);

/// 16 hexadecimal digits of the SHA-256 of all that the run's figures hang on.
std::string run_id(const Sweep& sweep, const SweepRun& run);
/// The run with an id; -1 when there is none.
std::int64_t find_run(const Sweep& sweep, const std::string& id);
/// "run 12 (campaign, point 3, draw 1, replicate 0, 5000 families)", for people.
std::string run_text(const Sweep& sweep, std::int64_t run);
/// Whether a run's number and id are those of one of the plan's runs.
bool is_planned(const Sweep& sweep, std::int64_t run, const std::string& id);

/// Which of `of` shards has a unit, from 0 on. Each next `of` units go one to each shard, so that shards that
/// stopped early hold a start of the plan; and each such row begins elsewhere, a golden section of the round
/// further, so that a shard by itself, or some of them, hold no pattern of the plan's order: blocks, draws
/// and sizes come about equally often.
int shard_of(std::int64_t unit, int of);
/// The scenario of a cell.
Scenario scenario_of(const Sweep& sweep, const SweepCell& cell);

/// BadInput when the folder holds another plan, or is none.
void check_plan_folder(const Sweep& sweep, const std::filesystem::path& folder);
/// Writes plan.json, points.csv and runs.csv, after that check.
void write_plan(const Sweep& sweep, const std::filesystem::path& folder);
/// Makes the plan of a folder anew. BadInput when there is none, when it was changed or cut short, or when
/// program, data or scenarios are no longer those that it was made with.
Sweep read_plan(const std::filesystem::path& folder, const std::filesystem::path& data_folder);

}  // namespace uptake
