// SPDX-License-Identifier: Apache-2.0
#include "analysis/sweep/plan.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <nlohmann/json.hpp>

#include "analysis/sweep/plan_text.hpp"
#include "sim/base/hash.hpp"

namespace uptake {
namespace {

/// The values of a point that act on a scenario, as text without loss.
std::string values_text(const Sweep& sweep, const Scenario& scenario, const std::vector<double>& point,
                        bool levers_too) {
  std::string text;
  for (std::size_t a = 0; a < sweep.design.axes.size(); ++a) {
    const SweepAxis& axis = sweep.design.axes[a];
    const bool acts = axis.lever.empty() || (levers_too && has_lever(scenario, axis.lever));
    if (acts) text += fmt::format("{}={:a}\n", axis.path, point[a]);
  }
  return text;
}

/// Cells, and blocks of those whose parameters are the same.
void make_cells(Sweep& sweep) {
  const auto& scenarios = sweep.study.scenarios;
  std::map<std::pair<std::size_t, std::string>, int> known;
  std::map<std::string, std::vector<int>> groups;
  std::vector<std::string> order;
  for (std::size_t p = 0; p < sweep.design.points.size(); ++p) {
    const std::vector<double>& point = sweep.design.points[p];
    for (std::size_t s = 0; s < scenarios.size(); ++s) {
      const std::string values = values_text(sweep, scenarios[s], point, true);
      const auto [at, is_new] = known.try_emplace({s, values}, static_cast<int>(sweep.cells.size()));
      sweep.combinations.push_back(at->second);
      if (!is_new) continue;
      sweep.cells.push_back({static_cast<int>(s), static_cast<int>(p), !values.empty(),
                             sha256(sweep.study.key.scenarios[s] + "\n" + values)});
      const std::string parameters = values_text(sweep, scenarios[s], point, false);
      const auto [group, is_first] = groups.try_emplace(parameters);
      if (is_first) order.push_back(parameters);
      group->second.push_back(at->second);
    }
  }
  for (const std::string& parameters : order) {
    const std::vector<int>& all = groups[parameters];
    for (std::size_t i = 0; i < all.size(); i += largest_block) {
      const auto end = static_cast<std::ptrdiff_t>(std::min(i + largest_block, all.size()));
      sweep.blocks.emplace_back(all.begin() + static_cast<std::ptrdiff_t>(i), all.begin() + end);
    }
  }
}

/// Every block with every draw, so that after any number of steps blocks and draws came about equally often.
std::vector<std::pair<int, int>> in_turn(int n_blocks, int n_draws) {
  std::vector<std::pair<int, int>> order;
  for (int shift = 0; shift < std::min(n_blocks, n_draws); ++shift) {
    for (int i = 0; i < std::max(n_blocks, n_draws); ++i) {
      if (n_blocks >= n_draws) {
        order.emplace_back(i, (i + shift) % n_draws);
      } else {
        order.emplace_back((i + shift) % n_blocks, i);
      }
    }
  }
  return order;
}

void make_runs(Sweep& sweep) {
  const SweepDesign& design = sweep.design;
  const auto order = in_turn(static_cast<int>(sweep.blocks.size()), design.draws);
  for (int r = 0; r < design.replicates; ++r) {
    for (const auto& [block, draw] : order) {
      for (int size = 0; size < static_cast<int>(design.families.size()); ++size) {
        const auto unit = static_cast<std::int64_t>(sweep.units.size());
        sweep.units.push_back({block, size, draw, r, static_cast<std::int64_t>(sweep.runs.size())});
        for (const int cell : sweep.blocks[static_cast<std::size_t>(block)])
          sweep.runs.push_back({cell, size, draw, r, (draw + r) % design.populations, unit});
      }
    }
  }
}

/// What a plan writes, each of its workers must be able to read.
void check_tables(const SweepDesign& design) {
  const auto check = [&](const char* file, const std::string& text, const char* what) {
    if (text.size() > most_table_bytes)
      refuse(
          fmt::format("{}: the plan's {} would have {:.0f} MB, but a worker reads at most {} MB of it; "
                      "expected {}, or two designs",
                      design.name, file, std::ceil(static_cast<double>(text.size()) / 1e6),
                      most_table_bytes / 1'000'000, what));
  };
  check("points.csv", points_text(design), "fewer points or axes, or steps with fewer digits");
  if (design.own_draws) check("draws.csv", draws_text(*design.own_draws), "fewer draws");
}

}  // namespace

Sweep expand(SweepInput input) {
  check_tables(input.design);
  Sweep sweep;
  sweep.design = std::move(input.design);
  sweep.study = std::move(input.study);
  make_cells(sweep);
  const double n = static_cast<double>(sweep.cells.size()) * sweep.design.draws * sweep.design.replicates *
                   static_cast<double>(sweep.design.families.size());
  if (n > static_cast<double>(most_runs))
    refuse(fmt::format("{}: {:.0f} runs, expected at most {}", sweep.design.name, n, most_runs));
  make_runs(sweep);
  sweep.hash = sha256(plan_json(sweep, runs_text(sweep)).dump());
  return sweep;
}

std::string run_id(const Sweep& sweep, const SweepRun& run) {
  return sha256(fmt::format("{}\n{}\n{}\n{}\n{}\n{}\n{}\n{}\n", sweep.study.key.model, sweep.study.key.data,
                            sweep.cells[static_cast<std::size_t>(run.cell)].hash,
                            sweep.design.families[static_cast<std::size_t>(run.size)], run.draw,
                            run.replicate, run.population, sweep.design.seed))
      .substr(0, 16);
}

std::int64_t find_run(const Sweep& sweep, const std::string& id) {
  for (std::size_t i = 0; i < sweep.runs.size(); ++i) {
    if (run_id(sweep, sweep.runs[i]) == id) return static_cast<std::int64_t>(i);
  }
  return -1;
}

bool is_planned(const Sweep& sweep, std::int64_t run, const std::string& id) {
  return run >= 0 && run < static_cast<std::int64_t>(sweep.n_runs()) &&
         id == run_id(sweep, sweep.runs[static_cast<std::size_t>(run)]);
}

int shard_of(std::int64_t unit, int of) {
  constexpr std::uint64_t golden = 0x9E3779B97F4A7C15;  // of 2^64
  const auto n = static_cast<std::uint64_t>(of);
  const auto row = static_cast<std::uint64_t>(unit) / n, place = static_cast<std::uint64_t>(unit) % n;
  const std::uint64_t turn = ((row * golden >> 32U) * n) >> 32U;  // below n: whole numbers, alike everywhere
  return static_cast<int>((place + turn) % n);
}

std::string run_text(const Sweep& sweep, std::int64_t number) {
  const SweepRun& run = sweep.runs[static_cast<std::size_t>(number)];
  const SweepCell& cell = sweep.cells[static_cast<std::size_t>(run.cell)];
  return fmt::format("run {} ({}{}, draw {}, replicate {}, {} families)", number,
                     sweep.study.scenarios[static_cast<std::size_t>(cell.scenario)].name,
                     cell.is_moved ? fmt::format(", point {}", cell.point) : std::string(), run.draw,
                     run.replicate, sweep.design.families[static_cast<std::size_t>(run.size)]);
}

Scenario scenario_of(const Sweep& sweep, const SweepCell& cell) {
  return at_point(sweep.study.scenarios[static_cast<std::size_t>(cell.scenario)], sweep.design.axes,
                  sweep.design.points[static_cast<std::size_t>(cell.point)]);
}

}  // namespace uptake
