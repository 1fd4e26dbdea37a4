// SPDX-License-Identifier: Apache-2.0
#include "analysis/sweep/plan.hpp"

#include <algorithm>
#include <cmath>
#include <map>
#include <set>

#include "sim/base/hash.hpp"
#include "unit/analysis/sweep_fixture.hpp"

namespace uptake {
namespace {

using testing::AllOf;
using testing::HasSubstr;

using SweepPlanTest = SweepFixture;

TEST_F(SweepPlanTest, APointThatChangesNothingOfAScenarioAddsNoRun) {
  const Sweep s = sweep();
  ASSERT_EQ(s.cells.size(), 3U);  // the baseline has no such lever
  EXPECT_FALSE(s.cells[0].is_moved);
  EXPECT_EQ(s.combinations, (std::vector<int>{0, 1, 0, 2}));
  ASSERT_EQ(s.blocks.size(), 1U);
  EXPECT_EQ(s.n_runs(), 3U * 3 * 2);
  std::set<std::string> ids;
  std::set<std::tuple<int, int, int>> seen;
  for (const SweepRun& run : s.runs) {
    EXPECT_EQ(run.population, (run.draw + run.replicate) % 2);
    ids.insert(run_id(s, run));
    seen.emplace(run.cell, run.draw, run.replicate);
  }
  EXPECT_EQ(ids.size(), s.n_runs());
  EXPECT_EQ(seen.size(), s.n_runs());
  EXPECT_EQ(find_run(s, run_id(s, s.runs[11])), 11);
  EXPECT_EQ(find_run(s, "0123456789abcdef"), -1);
  EXPECT_THAT(run_text(s, 1), HasSubstr("run 1 (more, point 0, draw 0, replicate 0, 300 families)"));
}

TEST_F(SweepPlanTest, CellsOfOtherParametersShareNoPast) {
  write("a.yaml",
        small("  parameters.occasion.parenting: {steps: 3}\n    levers.push.shift: {from: 0.1, to: 1, steps: "
              "9}\n"));
  const Sweep s = sweep("a.yaml");
  EXPECT_EQ(s.cells.size(), 3U * (1 + 9));
  EXPECT_EQ(s.blocks.size(), 3U * 2);  // ten cells each, eight at most in a block
  for (const auto& block : s.blocks) {
    EXPECT_LE(block.size(), largest_block);
    std::set<double> parameters;
    for (const int cell : block)
      parameters.insert(
          s.design.points[static_cast<std::size_t>(s.cells[static_cast<std::size_t>(cell)].point)][0]);
    EXPECT_EQ(parameters.size(), 1U);
  }
}

TEST_F(SweepPlanTest, EveryStartOfThePlanIsBalanced) {
  write("a.yaml", small("  parameters.occasion.parenting: {steps: 7}\n", "families: [300, 600]\n"));
  write("a.yaml", bytes_of("a.yaml").replace(bytes_of("a.yaml").find("families: 300\n"), 14, ""));
  const Sweep s = sweep("a.yaml");
  ASSERT_EQ(s.units.size(), 7U * 3 * 2 * 2);
  std::map<int, int> blocks, draws, sizes;
  const auto apart = [](const std::map<int, int>& counts) {
    const auto by_count = [](const auto& a, const auto& b) { return a.second < b.second; };
    const auto [least, most] = std::ranges::minmax_element(counts, by_count);
    return most->second - least->second;
  };
  for (std::size_t u = 0; u < s.units.size(); ++u) {
    ++blocks[s.units[u].block];
    ++draws[s.units[u].draw];
    ++sizes[s.units[u].size];
    if (u < 14) continue;  // all blocks have come once
    EXPECT_LE(apart(blocks), 2) << u;
    EXPECT_LE(apart(draws), 4) << u;
    EXPECT_LE(apart(sizes), 1) << u;
  }
  EXPECT_EQ(apart(draws), 0);
  EXPECT_EQ(s.units[41].replicate, 0);  // a first replicate of all comes before the second
  EXPECT_EQ(s.units[42].replicate, 1);
}

TEST_F(SweepPlanTest, ShardsArePartsOfThePlanAndEachRoundOfUnitsGivesOneToEach) {
  EXPECT_EQ(shard_of(0, 1), 0);
  EXPECT_EQ(shard_of(9'999'999, 1), 0);
  for (const int of : {2, 3, 7, 64, 1000}) {
    for (std::int64_t row = 0; row < 50;
         ++row) {  // so that workers stopped together leave a start of the plan
      std::set<int> met;
      for (std::int64_t u = row * of; u < (row + 1) * of; ++u) met.insert(shard_of(u, of));
      EXPECT_EQ(met.size(), static_cast<std::size_t>(of)) << row;
      EXPECT_EQ(*met.begin(), 0);
      EXPECT_EQ(*met.rbegin(), of - 1);
    }
  }
  EXPECT_LT(shard_of(9'999'999, 1'000'000), 1'000'000);
}

TEST_F(SweepPlanTest, SomeOfTheShardsHoldPointsDrawsAndSizesEvenly) {
  write("a.yaml", small("  parameters.occasion.parenting: {steps: 16}\n"));
  std::string text = bytes_of("a.yaml");
  const std::vector<std::pair<std::string, std::string>> otherwise{
      {"families: 300\n", "families: [300, 600]\n"},
      {"draws: 3\n", "draws: 16\n"},
      {"replicates: 2\n", "replicates: 1\n"}};
  for (const auto& [from, to] : otherwise) text.replace(text.find(from), from.size(), to);
  write("a.yaml", text);
  const Sweep s = sweep("a.yaml");
  ASSERT_EQ(s.units.size(), 16U * 16 * 2);
  for (const int of : {2, 4, 5, 8, 16, 32, 64}) {
    std::vector<std::vector<SweepUnit>> shards(static_cast<std::size_t>(of));
    for (std::size_t u = 0; u < s.units.size(); ++u)
      shards[static_cast<std::size_t>(shard_of(static_cast<std::int64_t>(u), of))].push_back(s.units[u]);
    std::vector<SweepUnit> first;  // the shards so far: the sweep after as many tasks
    const auto look = [&](const std::vector<SweepUnit>& some, int shard) {
      std::vector<int> blocks(16), draws(16), sizes(2);
      for (const SweepUnit& unit : some) {
        ++blocks[static_cast<std::size_t>(unit.block)];
        ++draws[static_cast<std::size_t>(unit.draw)];
        ++sizes[static_cast<std::size_t>(unit.size)];
      }
      for (const auto& counts : {blocks, draws, sizes}) {
        const double even = static_cast<double>(some.size()) / static_cast<double>(counts.size());
        for (const int count : counts)  // as even as by chance at the least: two standard deviations, and one
          EXPECT_NEAR(count, even, 2 * std::sqrt(even) + 1) << "shard " << shard << " of " << of;
      }
    };
    for (int k = 0; k < of; ++k) {
      const auto& shard = shards[static_cast<std::size_t>(k)];
      look(shard, k);
      first.insert(first.end(), shard.begin(), shard.end());
      look(first, k);
    }
    EXPECT_EQ(first.size(), s.units.size());
  }
}

TEST_F(SweepPlanTest, PointsThatNoWorkerCouldReadAreRefused) {
  SweepInput input = load_design(folder_ / "small.yaml", data_);
  // 20 axes of 17 digits and their commas: 360 bytes a point, over 64 MB from 178,000 points on
  input.design.axes.assign(20, input.design.axes.front());
  input.design.points.assign(180'000, std::vector<double>(20, 0.12345678901234567));
  EXPECT_THAT(refusal([&] { expand(std::move(input)); }),
              AllOf(HasSubstr("points.csv would have "), HasSubstr("a worker reads at most 64 MB"),
                    HasSubstr("expected fewer points or axes")));
}

TEST_F(SweepPlanTest, AnIdHangsOnWhatTheRunIsMadeFromAndOnNothingElse) {
  const Sweep one = sweep();
  write("small.yaml", small("  levers.push.shift: {values: [0.25, 1.5]}\n"));
  const Sweep two = sweep();
  EXPECT_NE(one.hash, two.hash);
  EXPECT_EQ(run_id(one, one.runs[0]), run_id(two, two.runs[0]));  // the baseline
  EXPECT_NE(run_id(one, one.runs[1]), run_id(two, two.runs[1]));
  EXPECT_EQ(run_id(one, one.runs[2]), run_id(two, two.runs[2]));
  write("small.yaml", small("  levers.push.shift: {values: [0.25, 1.5]}\n", "seed: 2\n"));
  const Sweep three = sweep();
  EXPECT_NE(run_id(two, two.runs[0]), run_id(three, three.runs[0]));
}

TEST_F(SweepPlanTest, IsWrittenToBeLookedAtAndReadAgain) {
  const Sweep s = sweep();
  write_plan(s, folder_ / "out");
  const std::string runs = bytes_of("out/runs.csv");
  EXPECT_EQ(std::ranges::count(runs, '\n'), 19);
  EXPECT_THAT(runs, HasSubstr("run,id,unit,scenario,point,families,draw,replicate,population\n0," +
                              run_id(s, s.runs[0]) + ",0,short,,300,0,0,0\n"));
  EXPECT_EQ(bytes_of("out/points.csv"), "point,levers.push.shift\n0,0.5\n1,1.5\n");
  const std::string text = bytes_of("out/plan.json");
  const Sweep again = read_plan(folder_ / "out", data_);
  EXPECT_EQ(again.hash, s.hash);
  EXPECT_EQ(again.n_runs(), s.n_runs());
  write_plan(s, folder_ / "out");  // the same plan is welcome
  EXPECT_EQ(bytes_of("out/plan.json"), text);
  // all together may move
  std::filesystem::create_directories(folder_ / "elsewhere");
  for (const char* name : {"short.yaml", "more.yaml", "out"})
    std::filesystem::copy(folder_ / name, folder_ / "elsewhere" / name,
                          std::filesystem::copy_options::recursive);
  EXPECT_EQ(read_plan(folder_ / "elsewhere/out", data_).hash, s.hash);
}

TEST_F(SweepPlanTest, AnotherPlanAndWhatWasChangedSinceAreRefused) {
  write_plan(sweep(), folder_ / "out");
  const std::string plan = bytes_of("out/plan.json"), points = bytes_of("out/points.csv");
  const auto reading = [&] { return refusal([&] { read_plan(folder_ / "out", data_); }); };
  EXPECT_EQ(reading(), "");
  write("b.yaml", small("  levers.push.shift: {values: [0.5, 1.25]}\n"));
  EXPECT_THAT(refusal([&] { write_plan(sweep("b.yaml"), folder_ / "out"); }),
              HasSubstr("holds another plan"));
  EXPECT_EQ(bytes_of("out/plan.json"), plan);

  write("out/plan.json", std::string(plan).replace(plan.find("\"draws\": 3"), 10, "\"draws\": 2"));
  EXPECT_THAT(reading(), HasSubstr("was changed or cut short"));
  write("out/plan.json", plan.substr(0, plan.size() / 2));
  EXPECT_THAT(reading(), HasSubstr("was changed or cut short"));
  write("out/plan.json", plan);
  write("out/points.csv", points + "2,1.75\n");
  EXPECT_THAT(reading(), HasSubstr("points.csv was changed"));
  write("out/points.csv", points);
  const std::string more = bytes_of("more.yaml");
  write("more.yaml", std::string(more).replace(more.find("2019-01"), 7, "2018-01"));
  EXPECT_THAT(reading(), HasSubstr("since then changed: scenario more"));
  write("more.yaml", more);
  EXPECT_EQ(reading(), "");
  EXPECT_THAT(refusal([&] { read_plan(folder_ / "nowhere", data_); }), HasSubstr("holds no plan"));
  write("a-file", "");
  EXPECT_THAT(refusal([&] { write_plan(sweep(), folder_ / "a-file"); }), HasSubstr("is a file"));
}

}  // namespace
}  // namespace uptake
