// SPDX-License-Identifier: Apache-2.0
// A whole sweep inside one process: whatever the split, the threads, the order and the failures, the merged
// bytes are the same, and its figures are those of a study's runs.
#include "analysis/sweep/work.hpp"

#include <algorithm>

#include "analysis/sweep/estimate.hpp"
#include "analysis/sweep/merge.hpp"
#include "sim/base/csv.hpp"
#include "sim/base/interrupt.hpp"
#include "sim/base/text.hpp"
#include "unit/analysis/sweep_fixture.hpp"

namespace uptake {
namespace {

namespace fs = std::filesystem;
using testing::AllOf;
using testing::HasSubstr;

class SweepWorkTest : public SweepFixture {
 protected:
  /// All shards of a split, and their merged bytes.
  std::string merged(const Sweep& s, const std::string& out, int of, int threads, bool backwards = false) {
    for (int i = 1; i <= of; ++i) {
      const SweepEnd end =
          work_on(s, folder_ / out, {.shard = backwards ? of + 1 - i : i, .of = of, .threads = threads},
                  Progress::Show::nothing);
      EXPECT_EQ(end.ended, Ended::all_done) << end.failures;
    }
    return merge_bytes(s, out);
  }
  std::string merge_bytes(const Sweep& s, const std::string& out) {
    EXPECT_EQ(merge(s, folder_ / out, false, Progress::Show::nothing).n_runs, s.n_runs());
    return bytes_of(fs::path(out) / merged_file);
  }
};

TEST_F(SweepWorkTest, AnySplitAndAnyThreadsGiveTheSameBytes) {
  const Sweep s = sweep();
  const std::string whole = merged(s, "whole", 1, 1);
  EXPECT_GT(whole.size(), 10'000U);
  EXPECT_TRUE(merged(s, "two", 2, 2) == whole);
  EXPECT_TRUE(merged(s, "seven", 7, 3, true) == whole);
  EXPECT_TRUE(merged(s, "many", 64, 1, true) == whole);
  EXPECT_TRUE(merge_bytes(s, "seven") == whole);  // again
  // what is done in one split is not done again in another
  const SweepEnd end =
      work_on(s, folder_ / "two", {.shard = 1, .of = 3, .threads = 1}, Progress::Show::nothing);
  EXPECT_EQ(end.n_now, 0U);
  EXPECT_EQ(end.n_before, end.n_runs);
  EXPECT_TRUE(merge_bytes(s, "two") == whole);
}

TEST_F(SweepWorkTest, TheFiguresAreThoseOfAStudysRuns) {
  const Sweep s = sweep();
  merged(s, "out", 1, 2);
  // the same as files
  for (const auto& [name, shift] : {std::pair("weak", "0.5"), std::pair("strong", "1.5")})
    write(std::string(name) + ".yaml",
          "extends: short.yaml\ntitle: {en: more, nl: meer}\nlevers:\n  push: {lever: norm, domain: both, "
          "shift: " +
              std::string(shift) + ", from: 2019-01, source: x}\n");
  Plan plan;
  plan.kind = "compare";
  plan.scenarios = {folder_ / "short.yaml", folder_ / "weak.yaml", folder_ / "strong.yaml"};
  plan.families = 300;
  plan.draws = 3;
  plan.replicates = 2;
  plan.populations = 2;
  plan.posterior = "both";
  const Study study = load_study(plan, data_);
  const Database db = open_merged(s, folder_ / "out");
  Statement get(
      db,
      "SELECT value, (SELECT count(*) FROM figures f WHERE f.run=m.run) FROM measures m WHERE scenario=? "
      "AND ifnull(point,-1)=? AND draw=? AND replicate=? AND measure=? AND domain=? AND year=? AND "
      "variable=? AND category=?");
  const WeightsSolution weights = solve_weights(study.population);
  const std::array families{make_families(study, weights, 0), make_families(study, weights, 1)};
  int n_compared = 0;
  for (const RunId& run : planned_runs(plan)) {
    const RunResult result = run_one(study, run, families[static_cast<std::size_t>(run.population)], false);
    int n = 0;
    for (const RunResult::Value& v : result.values) {
      if ((v.series.measure != "contact" && v.series.measure != "helped") || v.year < 2020 ||
          v.series.variable != "total")
        continue;
      get.bind(1, std::string_view(run.scenario == 0 ? "short" : "more"));
      get.bind(2, std::int64_t{run.scenario - 1}).bind(3, std::int64_t{run.draw});
      get.bind(4, std::int64_t{run.replicate}).bind(5, std::string_view(v.series.measure));
      get.bind(6, std::string_view(v.series.domain)).bind(7, std::int64_t{v.year});
      get.bind(8, std::string_view(v.series.variable)).bind(9, std::string_view(v.series.category));
      ASSERT_TRUE(get.step()) << run.id;
      EXPECT_EQ(get.number(0), v.value) << run.id;
      EXPECT_EQ(get.integer(1), 8);
      get.reset();
      ++n;
    }
    EXPECT_EQ(n, 2 * 2 * 2);  // two measures, domains and years
    n_compared += n;
  }
  EXPECT_EQ(n_compared, 8 * 18);
}

TEST_F(SweepWorkTest, RunsThatShareNoPastAreThereAsWell) {
  write("a.yaml", small("  parameters.occasion.parenting: {steps: 2}\n", "families: [300, 400]\n"));
  write("a.yaml", bytes_of("a.yaml").replace(bytes_of("a.yaml").find("families: 300\n"), 14, ""));
  const Sweep s = sweep("a.yaml");
  ASSERT_EQ(s.n_runs(), 2U * 2 * 3 * 2 * 2);
  const std::string whole = merged(s, "whole", 1, 2);
  EXPECT_TRUE(merged(s, "five", 5, 1) == whole);
  const Database db = open_merged(s, folder_ / "whole");
  Statement differ(db,
                   "SELECT count(DISTINCT value), count(*) FROM measures WHERE measure='contact' AND "
                   "domain='parenting' AND year=2021 AND draw=0 AND replicate=0");
  ASSERT_TRUE(differ.step());
  EXPECT_EQ(differ.integer(1), 8);
  EXPECT_GE(differ.integer(0), 6);  // two points, two scenarios, two sizes
}

TEST_F(SweepWorkTest, AFailureIsRecordedNamedAndRunAgain) {
  const Sweep s = sweep();
  const std::string whole = merged(s, "whole", 1, 1);
  const std::string id = run_id(s, s.runs[4]);
  fs::create_directories(folder_ / "out/shards");
  {
    Shard shard = Shard::write(shard_file(folder_ / "out", 1, 1), key_of(s));
    shard.add_failure({4, id, "no luck"});
  }
  const SweepEnd end = work_on(s, folder_ / "out", {.threads = 1}, Progress::Show::nothing);
  EXPECT_EQ(end.n_now, 17U);
  EXPECT_EQ(end.n_failed, 1U);
  EXPECT_THAT(refusal([&] { merge(s, folder_ / "out", false, Progress::Show::nothing); }),
              AllOf(HasSubstr("17 of 18 runs are done, 1 failed, 0 are missing"), HasSubstr("no luck"),
                    HasSubstr("--only " + id)));
  const SweepStatus status = status_of(s, folder_ / "out");
  EXPECT_EQ(status.n_failed, 1U);
  ASSERT_EQ(status.failures.size(), 1U);
  EXPECT_THAT(status.failures[0], HasSubstr("uptake sweep run "));
  const MergeEnd partial = merge(s, folder_ / "out", true, Progress::Show::nothing);
  EXPECT_EQ(partial.n_runs, 17U);
  EXPECT_EQ(partial.n_failed, 1U);

  EXPECT_EQ(retry_failed(s, folder_ / "out", {.threads = 1}, Progress::Show::nothing).n_now, 1U);
  EXPECT_EQ(retry_failed(s, folder_ / "out", {.threads = 1}, Progress::Show::nothing).n_runs, 0U);
  EXPECT_EQ(status_of(s, folder_ / "out").n_failed, 0U);
  EXPECT_TRUE(merge_bytes(s, "out") == whole);
}

TEST_F(SweepWorkTest, WhatIsMissingOrDamagedIsNamedAndComesBack) {
  const Sweep s = sweep();
  const std::string whole = merged(s, "out", 2, 1);
  const fs::path first = shard_file(folder_ / "out", 1, 2), second = shard_file(folder_ / "out", 2, 2);
  fs::rename(second, folder_ / "away.sqlite");
  EXPECT_THAT(refusal([&] { merge(s, folder_ / "out", false, Progress::Show::nothing); }),
              AllOf(HasSubstr("9 of 18 runs are done, 0 failed, 9 are missing"),
                    HasSubstr("missing: run 3 (short"), HasSubstr("missing: 4 more")));
  fs::rename(folder_ / "away.sqlite", second);
  Database(second, Database::Mode::write)
      .execute("UPDATE figures SET value=value+0.001 WHERE run=4 AND year=2020");
  EXPECT_THAT(
      refusal([&] { merge(s, folder_ / "out", false, Progress::Show::nothing); }),
      AllOf(HasSubstr("shard-00002-of-00002.sqlite: is damaged (run 4"), HasSubstr("Move this file away")));
  EXPECT_TRUE(bytes_of(fs::path("out") / merged_file) == whole);  // the merged one from before stays
  EXPECT_THAT(refusal([&] { work_on(s, folder_ / "out", {.shard = 2, .of = 2}, Progress::Show::nothing); }),
              HasSubstr("damaged"));
  fs::resize_file(first, fs::file_size(first) / 2);
  EXPECT_FALSE(status_of(s, folder_ / "out").problems.empty());
  fs::remove(first);
  fs::remove(second);
  EXPECT_EQ(work_on(s, folder_ / "out", {.threads = 1}, Progress::Show::nothing).n_now, 18U);
  EXPECT_TRUE(merge_bytes(s, "out") == whole);
}

TEST_F(SweepWorkTest, ShardsOfAnotherPlanAndOtherFiguresOfARunAreRefused) {
  const Sweep s = sweep();
  const std::string whole = merged(s, "out", 1, 1);
  write("b.yaml", small("  levers.push.shift: {values: [0.5, 1.25]}\n"));
  const Sweep other = sweep("b.yaml");
  merged(other, "other", 1, 1);
  fs::copy_file(shard_file(folder_ / "other", 1, 1), shard_file(folder_ / "out", 1, 3));
  EXPECT_THAT(refusal([&] { merge(s, folder_ / "out", false, Progress::Show::nothing); }),
              AllOf(HasSubstr("shard-00001-of-00003.sqlite"), HasSubstr("another sweep: the plan differ")));
  fs::remove(shard_file(folder_ / "out", 1, 3));
  {
    Shard wrong = Shard::write(shard_file(folder_ / "out", 2, 3), key_of(s));
    wrong.add({3, run_id(s, s.runs[3]), 1, 0, 1, {}, 0}, {});
  }
  EXPECT_THAT(refusal([&] { merge(s, folder_ / "out", false, Progress::Show::nothing); }),
              HasSubstr("run 3 has other figures than in"));
  fs::remove(shard_file(folder_ / "out", 2, 3));
  EXPECT_TRUE(merge_bytes(s, "out") == whole);
}

TEST_F(SweepWorkTest, VerifyFindsWhatWasChanged) {
  const Sweep s = sweep();
  merged(s, "out", 1, 2);
  const auto other = [&] { return verify(s, folder_ / "out", 18, 1, 1, [](std::int64_t, bool) {}); };
  EXPECT_TRUE(other().empty());
  Database(folder_ / "out" / merged_file, Database::Mode::write)
      .execute("UPDATE figures SET value=value+0.001 WHERE run=7 AND year=2020");
  EXPECT_EQ(other(), std::vector<std::int64_t>{7});
  fs::remove(folder_ / "out" / merged_file);
  EXPECT_THAT(refusal([&] { other(); }), HasSubstr("`uptake sweep merge"));
}

TEST_F(SweepWorkTest, TablesHaveARowARunYearAndDomain) {
  const Sweep s = sweep();
  merged(s, "out", 1, 2);
  EXPECT_THAT(export_sweep(s, folder_ / "out", folder_ / "tables"),
              testing::ElementsAre("contact.csv", "helped.csv", "scenarios.csv", "measure-labels.csv",
                                   "category-labels.csv", "data-dictionary.csv", "datapackage.json",
                                   "ro-crate-metadata.json"));
  Problems problems;
  const CsvTable table = read_csv(folder_ / "tables/contact.csv", problems);
  EXPECT_TRUE(problems.empty());
  EXPECT_EQ(table.rows.size(), 18U * 2 * 2);
  for (const auto& row : table.rows) {
    const bool is_baseline = row.at(table.column("scenario")) == "short";
    EXPECT_EQ(row.at(table.column("levers.push.shift")).empty(), is_baseline);
    const double value = parse_number(row.at(table.column("value"))).value_or(-1);
    EXPECT_GE(value, 0);
    EXPECT_LE(value, 1);
  }
  EXPECT_THAT(bytes_of("tables/data-dictionary.csv"),
              HasSubstr("contact.csv,value,number,share of families"));
  EXPECT_THAT(export_sweep(s, folder_ / "out", folder_ / "packed", true),
              testing::ElementsAre("contact.csv.zst", "helped.csv.zst", "scenarios.csv", "measure-labels.csv",
                                   "category-labels.csv", "data-dictionary.csv", "datapackage.json",
                                   "ro-crate-metadata.json"));
  EXPECT_THAT(bytes_of("packed/data-dictionary.csv"), HasSubstr("contact.csv.zst,value,number,share"));
}

TEST_F(SweepWorkTest, AClockThatIsAheadIsToldAndSpoilsNothing) {
  const Sweep s = sweep();
  const std::string whole = merged(s, "out", 2, 1);
  EXPECT_EQ(status_of(s, folder_ / "out").clocks, "");
  Database(shard_file(folder_ / "out", 2, 2), Database::Mode::write)
      .execute("UPDATE runs SET ended=ended+7200 WHERE run%2=1");
  const SweepStatus status = status_of(s, folder_ / "out");
  EXPECT_THAT(status.clocks, HasSubstr("ahead of this one's"));
  EXPECT_FALSE(status.seconds_left);
  EXPECT_TRUE(status.problems.empty());
  EXPECT_EQ(status.n_done, 18U);
  EXPECT_TRUE(merge_bytes(s, "out") == whole);
}

TEST_F(SweepWorkTest, AStoppedShardGoesOnAndScratchChangesNothing) {
  const Sweep s = sweep();
  const std::string whole = merged(s, "whole", 1, 1);
  set_interrupted(true);
  const SweepEnd end = work_on(s, folder_ / "out", {.threads = 1}, Progress::Show::nothing);
  set_interrupted(false);
  EXPECT_EQ(end.ended, Ended::interrupted);
  EXPECT_EQ(end.n_now, 0U);
  const SweepWork scratch{.threads = 2, .scratch = folder_ / "scratch"};
  EXPECT_EQ(work_on(s, folder_ / "out", scratch, Progress::Show::nothing).n_now, 18U);
  EXPECT_TRUE(merge_bytes(s, "out") == whole);
  EXPECT_EQ(work_on(s, folder_ / "out", scratch, Progress::Show::nothing).n_now, 0U);
}

TEST_F(SweepWorkTest, APilotMeasuresWhatIsReckonedFrom) {
  const Sweep s = sweep();
  const Pilot pilot = make_pilot(s);
  EXPECT_EQ(pilot.n_runs, 3U);
  EXPECT_EQ(pilot.rows, 8);
  EXPECT_GT(pilot.run_seconds, 0);
  EXPECT_GT(pilot.base_bytes, 1e6);
  Pilot known;
  known.run_seconds = 3600;
  known.families_seconds = 1800;
  known.rows = 8;
  known.families_bytes = 10e6;
  known.world_bytes = 1e6;
  const Estimate e = reckon(s, known, {.shards = 3, .threads = 1});
  EXPECT_EQ(e.n_rows, 18 * 8);
  EXPECT_DOUBLE_EQ(e.shard_hours, 6 + 2 * 0.5);  // two units of three runs, two populations
  EXPECT_DOUBLE_EQ(e.core_hours, 18 + 3 * 2 * 0.5);
  EXPECT_DOUBLE_EQ(e.worker_bytes, 22e6);
  EXPECT_EQ(usual_shards(s, known, 1), 6);  // as many as there are units
  known.run_seconds = 600;
  EXPECT_EQ(usual_shards(s, known, 1), 3);
}

}  // namespace
}  // namespace uptake
