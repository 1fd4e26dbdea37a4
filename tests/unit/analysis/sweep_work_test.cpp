// SPDX-License-Identifier: Apache-2.0
// A whole sweep inside one process: whatever the split, the threads, the order and the failures, the merged
// bytes are the same, and its figures are those of a study's runs.
#include "analysis/sweep/work.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <set>

#include "analysis/sweep/estimate.hpp"
#include "analysis/sweep/merge.hpp"
#include "sim/base/csv.hpp"
#include "sim/base/interrupt.hpp"
#include "sim/base/text.hpp"
#include "sim/store/lock.hpp"
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
  const WeightsSolution weights = weights_of(study.population);
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

  // in parts: the run is in the second unit
  EXPECT_EQ(
      retry_failed(s, folder_ / "out", {.shard = 1, .of = 2, .threads = 1}, Progress::Show::nothing).n_runs,
      0U);
  EXPECT_EQ(
      retry_failed(s, folder_ / "out", {.shard = 2, .of = 2, .threads = 1}, Progress::Show::nothing).n_now,
      1U);
  EXPECT_EQ(
      work_on(s, folder_ / "out", {.shard = 2, .of = 2, .threads = 1}, Progress::Show::nothing).n_before, 9U);
  EXPECT_TRUE(merge_bytes(s, "out") == whole);
  fs::remove(folder_ / "out/shards/retry-2-of-2.sqlite");
  fs::remove(shard_file(folder_ / "out", 2, 2));

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

TEST_F(SweepWorkTest, AFailureOfNoRunOfThePlanIsDamage) {
  const Sweep s = sweep();
  const std::string whole = merged(s, "out", 2, 1);
  const std::string id = run_id(s, s.runs[4]);
  const std::vector<std::pair<std::int64_t, std::string>> wrong_rows{
      {1'000'000'000'000, id}, {-1, id}, {18, id}, {4, "of no run"}};
  for (const auto& [run, of_run] : wrong_rows) {
    const fs::path wrong = shard_file(folder_ / "out", 3, 3);
    Shard::write(wrong, key_of(s)).add_failure({run, of_run, "no luck"});
    const std::string told = fmt::format("shard-00003-of-00003.sqlite: is damaged (run {} is not one", run);
    EXPECT_THAT(refusal([&] { merge(s, folder_ / "out", true, Progress::Show::nothing); }), HasSubstr(told));
    const SweepStatus status = status_of(s, folder_ / "out");
    EXPECT_THAT(status.problems, testing::ElementsAre(HasSubstr(told)));
    EXPECT_EQ(status.n_done, 18U);
    EXPECT_EQ(status.n_failed, 0U);
    EXPECT_THAT(refusal([&] { work_on(s, folder_ / "out", {.shard = 3, .of = 3}, Progress::Show::nothing); }),
                HasSubstr(told));
    fs::remove(wrong);
  }
  EXPECT_TRUE(merge_bytes(s, "out") == whole);
}

TEST_F(SweepWorkTest, AShardThatCannotBeOpenedHidesNoOther) {
  const Sweep s = sweep();
  const std::string whole = merged(s, "out", 2, 1);
  fs::create_directories(folder_ / "out/shards/a folder.sqlite");
  const SweepStatus status = status_of(s, folder_ / "out");
  EXPECT_THAT(status.problems, testing::ElementsAre(AllOf(HasSubstr("a folder.sqlite: cannot be opened"),
                                                          HasSubstr("move it away"))));
  EXPECT_EQ(status.n_done, 18U);
  EXPECT_THAT(refusal([&] { merge(s, folder_ / "out", false, Progress::Show::nothing); }),
              HasSubstr("a folder.sqlite: cannot be opened"));
  EXPECT_EQ(work_on(s, folder_ / "out", {.shard = 1, .of = 2}, Progress::Show::nothing).n_before, 9U);
  fs::remove(folder_ / "out/shards/a folder.sqlite");
  EXPECT_TRUE(merge_bytes(s, "out") == whole);
}

TEST_F(SweepWorkTest, AUnitMayLieInAnyShardAndInTwo) {
  const Sweep s = sweep();
  const std::string whole = merged(s, "whole", 1, 1);
  // as if units had been dealt otherwise: the first shard's runs lie in the second's file
  work_on(s, folder_ / "out", {.shard = 1, .of = 2, .threads = 1}, Progress::Show::nothing);
  fs::rename(shard_file(folder_ / "out", 1, 2), shard_file(folder_ / "out", 2, 2));
  EXPECT_EQ(status_of(s, folder_ / "out").n_done, 9U);
  for (const int shard : {2, 1}) {
    const SweepEnd end =
        work_on(s, folder_ / "out", {.shard = shard, .of = 2, .threads = 1}, Progress::Show::nothing);
    EXPECT_EQ(end.ended, Ended::all_done) << end.failures;
    EXPECT_EQ(end.n_now, 9U);
  }
  EXPECT_TRUE(merge_bytes(s, "out") == whole);
}

TEST_F(SweepWorkTest, WhenNothingIsFinishedTheForeseenEndGoesAway) {
  const Sweep s = sweep();
  work_on(s, folder_ / "out", {.shard = 1, .of = 2, .threads = 1}, Progress::Show::nothing);
  const fs::path shard = shard_file(folder_ / "out", 1, 2);
  Database(shard, Database::Mode::write)
      .execute(fmt::format("UPDATE runs SET ended={}-run", seconds_now() - 5000));
  EXPECT_FALSE(status_of(s, folder_ / "out").seconds_left);  // nobody is at work
  const FileLock hangs(lock_of(shard));
  const SweepStatus status = status_of(s, folder_ / "out");
  ASSERT_TRUE(status.seconds_left);
  EXPECT_GE(status.seconds_left.value_or(0), 5000);  // nine runs took more than that, and nine are missing
}

TEST_F(SweepWorkTest, WhatIsMergedInPartIsSaidToBe) {
  const Sweep s = sweep();
  work_on(s, folder_ / "out", {.shard = 1, .of = 2, .threads = 1}, Progress::Show::nothing);
  Shard::write(shard_file(folder_ / "out", 2, 2), key_of(s))
      .add_failure({3, run_id(s, s.runs[3]), "no luck"});
  merge(s, folder_ / "out", true, Progress::Show::nothing);
  const MergedState part = merged_state(s, folder_ / "out");
  EXPECT_FALSE(part.is_complete);
  EXPECT_FALSE(part.is_older);
  EXPECT_EQ(merged_text(s, part), "9 of 18 runs, 1 failed");
  export_sweep(s, folder_ / "out", folder_ / "part");
  EXPECT_THAT(bytes_of("part/datapackage.json"), HasSubstr("merge --partial (9 of 18 runs, 1 failed)"));

  retry_failed(s, folder_ / "out", {.threads = 1}, Progress::Show::nothing);
  work_on(s, folder_ / "out", {.threads = 1}, Progress::Show::nothing);
  const fs::path latest = shard_file(folder_ / "out", 1, 1);
  fs::last_write_time(latest, fs::last_write_time(folder_ / "out" / merged_file) + std::chrono::seconds(1));
  EXPECT_TRUE(merged_state(s, folder_ / "out").is_older);
  fs::last_write_time(latest, fs::last_write_time(latest) - std::chrono::hours(1));
  merge_bytes(s, "out");
  const MergedState whole = merged_state(s, folder_ / "out");
  EXPECT_TRUE(whole.is_complete);
  EXPECT_FALSE(whole.is_older);
  export_sweep(s, folder_ / "out", folder_ / "whole");
  EXPECT_THAT(bytes_of("whole/datapackage.json"), testing::Not(HasSubstr("partial")));
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
  EXPECT_THAT(export_sweep(s, folder_ / "out", folder_ / "packed", {.compressed = true}),
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
  EXPECT_TRUE(fs::is_empty(folder_ / "scratch"));  // nothing stays on the node
}

TEST_F(SweepWorkTest, TwoFoldersAndTwoShardsDoNotMeetInANodesScratchFolder) {
  std::set<fs::path> files;
  for (const char* out : {"a", "b"}) {
    for (const int shard : {1, 2})
      files.insert(scratch_file(folder_ / "scratch", shard_file(folder_ / out, shard, 2)));
  }
  EXPECT_EQ(files.size(), 4U);
  EXPECT_EQ(files.begin()->parent_path(), folder_ / "scratch");
  const fs::path before = fs::current_path();
  fs::current_path(folder_);  // the same folder, named otherwise
  EXPECT_TRUE(files.contains(scratch_file(folder_ / "scratch", shard_file("./a", 1, 2))));
  fs::current_path(before);
}

TEST_F(SweepWorkTest, APilotMeasuresWhatIsReckonedFrom) {
  const Sweep s = sweep();
  const Pilot pilot = make_pilot(s);
  EXPECT_EQ(pilot.n_runs, 3U);
  EXPECT_EQ(pilot.rows, 8);
  EXPECT_GT(pilot.run_seconds, 0);
  EXPECT_GT(pilot.first_seconds, 0);
  EXPECT_LE(pilot.first_seconds, 3 * pilot.run_seconds);  // it is one of a unit's three runs
  EXPECT_GT(pilot.base_bytes, 1e6);
  Pilot known;
  known.run_seconds = 3600;
  known.first_seconds = 5400;
  known.families_seconds = 1800;
  known.rows = 8;
  known.families_bytes = 10e6;
  known.world_bytes = 1e6;
  const Estimate e = reckon(s, known, {.shards = 3, .threads = 1});
  EXPECT_EQ(e.n_rows, 18 * 8);
  EXPECT_DOUBLE_EQ(e.shard_hours, 6 + 2 * 0.5);  // two units of three runs, two populations
  EXPECT_DOUBLE_EQ(e.first_seconds, 5400 + 2 * 1800);
  EXPECT_DOUBLE_EQ(e.core_hours, 18 + 3 * 2 * 0.5);
  EXPECT_DOUBLE_EQ(e.worker_bytes, 22e6);
  EXPECT_EQ(usual_shards(s, known, 1), 6);  // as many as there are units
  known.run_seconds = 600;
  EXPECT_EQ(usual_shards(s, known, 1), 3);
}

}  // namespace
}  // namespace uptake
