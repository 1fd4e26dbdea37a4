// SPDX-License-Identifier: Apache-2.0
// Sweeps from the outside: workers that are stopped, killed and started twice, and what a person gets wrong.
#include <nlohmann/json.hpp>

#include "sim/base/random.hpp"
#include "sim/store/lock.hpp"
#include "sim/store/sqlite.hpp"
#include "system/program.hpp"

namespace uptake {
namespace {

using testing::AllOf;
using testing::HasSubstr;

class SweepTest : public ProgramTest {
 protected:
  void SetUp() override {
    ProgramTest::SetUp();
    write("more.yaml",
          "extends: short.yaml\ntitle: {en: more, nl: meer}\nlevers:\n  push: {lever: norm, domain: both, "
          "shift: 1, from: 2019-01, source: x}\n");
    write("small.yaml",
          "title: {en: small, nl: klein}\nscenarios: [short.yaml, more.yaml]\nfamilies: 1500\ndraws: 4\n"
          "replicates: 2\npopulations: 2\npoints:\n  design: grid\n  vary:\n    levers.push.shift: {values: "
          "[0.5, 1.5]}\nkeep:\n  measures: [contact]\n  years: [2021]\n");
  }
  [[nodiscard]] Ended plan(const std::string& out, std::vector<std::string> more = {}) const {
    more.insert(more.begin(), {"sweep", "plan", path("small.yaml"), "--out", path(out)});
    return call(more);
  }
  [[nodiscard]] std::vector<std::string> work(const std::string& out,
                                              std::vector<std::string> more = {}) const {
    more.insert(more.begin(), {"sweep", "run", path(out), "--threads", "1"});
    return more;
  }
  /// The merged bytes; all runs must be there.
  [[nodiscard]] std::string merged(const std::string& out) const {
    const Ended ended = call({"sweep", "merge", path(out)});
    EXPECT_EQ(ended.code, 0) << ended.err;
    EXPECT_THAT(ended.out, HasSubstr("24 runs, 48 figures"));
    return bytes_of(folder_ / out / "merged.sqlite");
  }
  /// The merged bytes of a sweep that was never disturbed.
  [[nodiscard]] std::string undisturbed() const {
    EXPECT_EQ(plan("whole").code, 0);
    EXPECT_EQ(call(work("whole")).code, 0);
    return merged("whole");
  }
  [[nodiscard]] nlohmann::json status(const std::string& out) const {
    return nlohmann::json::parse(call({"sweep", "status", path(out), "--json"}).out);
  }
};

TEST_F(SweepTest, FromDesignToTables) {
  const Ended planned = plan("out", {"--shards", "2"});
  ASSERT_EQ(planned.code, 0) << planned.err;
  EXPECT_THAT(planned.out,
              AllOf(HasSubstr("runs        24\n"), HasSubstr("figures     48\n"), HasSubstr("core-hours"),
                    HasSubstr("memory"), HasSubstr("disk"), HasSubstr("submit.sh"),
                    HasSubstr("leave scenarios, data and program as they are")));
  EXPECT_THAT(files("out"), testing::ElementsAre("estimate.txt", "logs", "plan.json", "points.csv",
                                                 "runs.csv", "submit.sh", "sweep.sbatch"));
  EXPECT_EQ(status("out").at("missing"), 24);
  ASSERT_EQ(call(work("out", {"--shard", "2/2"})).code, 0);
  EXPECT_EQ(status("out").at("done"), 12);
  const Ended too_early = call({"sweep", "merge", path("out")});
  EXPECT_EQ(too_early.code, 2);
  EXPECT_THAT(too_early.err, AllOf(HasSubstr("12 are missing"), HasSubstr("missing: run 0 (short")));
  EXPECT_FALSE(fs::exists(folder_ / "out/merged.sqlite"));
  const Ended half = call({"sweep", "merge", path("out"), "--partial"});
  EXPECT_EQ(half.code, 0) << half.err;
  const Ended part = call({"sweep", "export", path("out"), "--out", path("part")});
  EXPECT_EQ(part.code, 0) << part.err;
  EXPECT_THAT(part.err, HasSubstr("not all: the merged database is of 12 of 24 runs"));
  EXPECT_THAT(bytes_of(folder_ / "part/datapackage.json"), HasSubstr("merge --partial (12 of 24 runs)"));
  ASSERT_EQ(call(work("out", {"--shard", "1/2"})).code, 0);
  EXPECT_THAT(call({"sweep", "export", path("out"), "--out", path("part")}).err,
              HasSubstr("shards were written to since it was merged"));
  EXPECT_EQ(status("out").at("done"), 24);
  EXPECT_EQ(status("out").at("running").size(), 0U);
  EXPECT_TRUE(merged("out") == undisturbed());

  const Ended verified = call({"sweep", "verify", path("out"), "--runs", "3"});
  EXPECT_EQ(verified.code, 0) << verified.err;
  const Ended exported = call({"sweep", "export", path("out"), "--out", path("tables")});
  EXPECT_EQ(exported.code, 0);
  EXPECT_EQ(exported.err, "");
  EXPECT_THAT(
      files("tables"),
      testing::ElementsAre("category-labels.csv", "contact.csv", "data-dictionary.csv", "datapackage.json",
                           "measure-labels.csv", "ro-crate-metadata.json", "scenarios.csv"));
  ASSERT_EQ(call({"sweep", "export", path("out"), "--out", path("packed"), "--zstd"}).code, 0);
  EXPECT_THAT(files("packed"),
              testing::ElementsAre("category-labels.csv", "contact.csv.zst", "data-dictionary.csv",
                                   "datapackage.json", "measure-labels.csv", "ro-crate-metadata.json",
                                   "scenarios.csv"));
  const Ended unpacked =
      Call({"-dc", path("packed/contact.csv.zst")}, folder_, false, "/usr/bin/zstd").wait();
  EXPECT_EQ(unpacked.code, 0) << unpacked.err;
  EXPECT_TRUE(unpacked.out == bytes_of(folder_ / "tables/contact.csv"));
  Database(folder_ / "out/merged.sqlite", Database::Mode::write).execute("UPDATE figures SET value=0.5");
  EXPECT_EQ(call({"sweep", "verify", path("out"), "--runs", "1"}).code, 3);

  // one run by itself
  const std::string runs = bytes_of(folder_ / "out/runs.csv");
  const auto at = runs.find("\n5,");
  const Ended one = call(work("out", {"--only", runs.substr(at + 3, 16)}));
  EXPECT_EQ(one.code, 0) << one.err;
  EXPECT_THAT(one.out,
              AllOf(HasSubstr("measure,domain,year"), HasSubstr("contact,parenting,2021,total,total,0.")));
  EXPECT_EQ(call(work("out", {"--only", "nonsense"})).code, 2);
}

TEST_F(SweepTest, AskedToStopItEndsWith75AndTheSameCommandGoesOn) {
  const std::string whole = undisturbed();
  ASSERT_EQ(plan("cut").code, 0);
  for (const int signal : {SIGUSR1, SIGTERM}) {
    const std::size_t before = status("cut").at("done");
    const Call first(work("cut"), folder_);
    ASSERT_TRUE(first.wait_for("runs: ")) << first.err_so_far();
    first.send(signal);
    const Ended ended = first.wait();
    EXPECT_EQ(ended.code, 75) << ended.err;
    EXPECT_THAT(ended.err, HasSubstr("the same command goes on"));
    EXPECT_GT(status("cut").at("done"), before);
    EXPECT_LT(status("cut").at("done"), 24);
  }
  EXPECT_EQ(call(work("cut")).code, 0);
  EXPECT_TRUE(merged("cut") == whole);
}

TEST_F(SweepTest, ATaskThatIsCancelledWithItsWorkerKeepsWhatIsDone) {
  ASSERT_EQ(plan("out", {"--shards", "1", "--scratch"}).code, 0);
  fs::create_directories(folder_ / "node");
  // as slurmd does: the script and its worker get the signal, and the script hands it on once more
  const std::string line =
      "set -m; export SLURM_ARRAY_TASK_ID=0 SLURM_ARRAY_JOB_ID=1 SLURM_CPUS_PER_TASK=1 TMPDIR=\"$PWD/node\"\n"
      "bash out/sweep.sbatch & it=$!\n"
      "seen= n=0\n"  // made, its tables, and two runs
      "while [ $n -lt 4 ] && kill -0 $it 2>/dev/null; do\n"
      "  now=$(stat -c '%s %y' node/uptake-*.sqlite 2>/dev/null)\n"
      "  [ \"$now\" = \"$seen\" ] || { seen=$now; n=$((n + 1)); }\n"
      "  sleep 0.01\n"
      "done\n"
      "for i in 1 2 3 4 5; do kill -TERM -- -$it 2>/dev/null; sleep 0.02; done; wait $it\n";
  write("call.sh", "cd '" + folder_.string() + "'\n" + line);
  const Ended ended = Call({path("call.sh")}, folder_, true, "/bin/bash").wait();
  EXPECT_EQ(ended.code, 75) << ended.err;
  EXPECT_THAT(ended.err, HasSubstr("the same command goes on"));
  EXPECT_GT(status("out").at("done"), 0);  // copied from the node
  EXPECT_LT(status("out").at("done"), 24);
  EXPECT_TRUE(fs::is_empty(folder_ / "node"));
  EXPECT_EQ(call(work("out")).code, 0);
  EXPECT_TRUE(merged("out") == undisturbed());
}

TEST_F(SweepTest, ATurnOfATaskThatFinishesNothingSaysSo) {
  ASSERT_EQ(plan("out").code, 0);
  const std::string line = std::string("export SLURM_JOB_ID=7 TMPDIR=/nowhere; exec '") + UPTAKE_BINARY +
                           "' sweep run '" + path("out") + "' --threads 1";
  const Call turn({"-c", line}, folder_, true, "/bin/bash");
  ASSERT_TRUE(turn.wait_for("making families")) << turn.err_so_far();
  for (int i = 0; i < 50; ++i) {  // again and again changes nothing; at once they would be one
    turn.send(SIGUSR1);
    std::this_thread::sleep_for(std::chrono::milliseconds(2));
  }
  const Ended ended = turn.wait();
  EXPECT_EQ(ended.code, 75) << ended.err;
  EXPECT_THAT(ended.err,
              AllOf(HasSubstr("this turn of the task has finished no run"), HasSubstr("--minutes")));
  const Ended no_scratch = Call({"-c", line + " --scratch"}, folder_, true, "/bin/bash").wait();
  EXPECT_EQ(no_scratch.code, 2);
  EXPECT_THAT(no_scratch.err, HasSubstr("--scratch: TMPDIR (/nowhere) is no folder that can be written to"));
}

TEST_F(SweepTest, KilledFiftyTimesNothingFinishedIsLostOrCountedTwice) {
  const std::string whole = undisturbed();
  ASSERT_EQ(plan("cut").code, 0);
  std::size_t before = 0;
  int n_killed = 0;  // others had done their shard before their time
  for (std::uint32_t i = 0; i < 50; ++i) {
    const Call worker(work("cut", {"--shard", i % 2 == 0 ? "1/2" : "2/2"}), folder_);
    std::this_thread::sleep_for(std::chrono::milliseconds(hash_id(1, 2, i) % 500));
    worker.send(SIGKILL);
    const int code = worker.wait().code;
    EXPECT_THAT(code, testing::AnyOf(0, 128 + SIGKILL)) << i;
    n_killed += code != 0 ? 1 : 0;
    if (i % 10 != 9) continue;
    const std::size_t now = status("cut").at("done");
    EXPECT_GE(now, before);
    before = now;
  }
  EXPECT_GE(n_killed, 5);
  for (const char* shard : {"1/2", "2/2"}) EXPECT_EQ(call(work("cut", {"--shard", shard})).code, 0);
  EXPECT_TRUE(merged("cut") == whole);
}

TEST_F(SweepTest, TheSecondWorkerOnAShardIsRefused) {
  ASSERT_EQ(plan("out").code, 0);
  const Call first(work("out"), folder_);
  ASSERT_TRUE(first.wait_for("making families")) << first.err_so_far();
  fs::create_directories(folder_ / "second");
  const Ended second = Call(work("out"), folder_ / "second").wait();
  EXPECT_EQ(second.code, 2);
  EXPECT_THAT(second.err, AllOf(HasSubstr("another uptake is at work here"), HasSubstr("process ")));
  EXPECT_EQ(first.wait().code, 0);
  EXPECT_FALSE(merged("out").empty());
}

TEST_F(SweepTest, AFullDiskIsToldAndTheRestGoesOnWhenThereIsRoom) {
  const std::string design = bytes_of(folder_ / "small.yaml");
  write("small.yaml", design.substr(0, design.find("keep:")) +
                          "keep:\n  measures: [contact, helped, need]\n  by: [total, gender, age]\n"
                          "  years: [2018, 2019, 2020, 2021]\n");
  ASSERT_EQ(plan("whole").code, 0);
  ASSERT_EQ(call(work("whole")).code, 0);
  ASSERT_EQ(plan("out").code, 0);
  // no file may grow beyond 60 kB, for this call alone; the signal that comes with it is ignored
  const std::string line = "ulimit -f 60; trap '' XFSZ; exec '" + std::string(UPTAKE_BINARY) +
                           "' sweep run '" + path("out") + "' --threads 1";
  const Ended full = Call({"-c", line}, folder_, true, "/bin/bash").wait();
  EXPECT_EQ(full.code, 1) << full.err;
  EXPECT_THAT(full.err, HasSubstr("shard-00001-of-00001.sqlite"));
  const std::size_t done = status("out").at("done");
  EXPECT_GT(done, 0U);
  EXPECT_LT(done, 24U);
  EXPECT_EQ(call(work("out")).code, 0);
  for (const char* out : {"whole", "out"}) EXPECT_EQ(call({"sweep", "merge", path(out)}).code, 0);
  EXPECT_TRUE(bytes_of(folder_ / "out/merged.sqlite") == bytes_of(folder_ / "whole/merged.sqlite"));
}

TEST_F(SweepTest, ADamagedShardIsToldAndComesBack) {
  const std::string whole = undisturbed();
  const fs::path shard = folder_ / "whole/shards/shard-00001-of-00001.sqlite";
  {
    std::fstream file(shard, std::ios::binary | std::ios::in | std::ios::out);
    file.seekp(static_cast<std::streamoff>(fs::file_size(shard) / 2));
    file << std::string(2000, 'x');
  }
  const Ended ended = call({"sweep", "status", path("whole")});
  const Ended again = call({"sweep", "merge", path("whole")});
  EXPECT_EQ(again.code, 2) << ended.out;
  EXPECT_THAT(again.err, AllOf(HasSubstr("shard-00001-of-00001.sqlite"), HasSubstr("damaged")));
  EXPECT_TRUE(bytes_of(folder_ / "whole/merged.sqlite") == whole);
  EXPECT_EQ(call(work("whole")).code, 2);
  fs::rename(shard, folder_ / "away.sqlite");
  EXPECT_EQ(call(work("whole")).code, 0);
  EXPECT_TRUE(merged("whole") == whole);
}

TEST_F(SweepTest, ADesignThatLeadsNowhereIsToldWithItsPlaceAndNothingIsWritten) {
  const std::string head = "title: {en: a, nl: b}\nscenarios: [short.yaml, more.yaml]\nfamilies: 300\n";
  const std::string keep = "keep: {measures: [contact]}\n";
  const auto grid = [&](const std::string& vary) {
    return head + keep + "points:\n  design: grid\n  vary:" + vary + "\n";
  };
  const std::vector<std::pair<std::string, std::string>> wrong{
      {head + "keep: {measures: [contakt, helped, mean_waits]}\n",
       "small.yaml:4:19: 'measures': there is no 'contakt' (did you mean 'contact'?)"},
      {head + "keep: {measures: []}\n", "'measures': an empty list"},
      {grid(" {}"), "'vary': expected what the points vary"},
      {grid("\n    levers.push.shift: {values: []}"),
       "small.yaml:8:33: 'values': expected a list of numbers"},
      {grid("\n    levers.push.shift: {}"), "an axis of a grid needs either 'values' or 'steps'"},
      {grid("\n    levers.push.shift: {from: 0, to: 1, steps: 10000}\n    parameters.occasion.parenting: "
            "{steps: 10000}"),
       "a grid of 100000000 points, expected at most 1000000"},
      {grid("\n    levers.push.shift: {from: 0, to: 1, steps: 400}") + "replicates: 60000\nposterior: none\n",
       "24060000 runs, expected at most 10000000"},
      {head + keep + "draws: 60000\n", "posterior"},
  };
  for (const auto& [design, told] : wrong) {
    write("small.yaml", design);
    const Ended bad = plan("out");
    EXPECT_EQ(bad.code, 2) << design << bad.out;
    EXPECT_THAT(bad.err, HasSubstr(told)) << design;
    EXPECT_FALSE(fs::exists(folder_ / "out")) << design;
  }
  // all at once
  write("small.yaml", wrong[0].first);
  EXPECT_THAT(plan("out").err, HasSubstr("there is no 'mean_waits' (did you mean 'mean_wait'?)"));
  // over a thousand million figures only if it is meant
  SetUp();
  write("small.yaml", head +
                          "posterior: none\nreplicates: 30000\npoints:\n  design: grid\n  vary:\n    "
                          "levers.push.shift: {from: 0, "
                          "to: 1, steps: 9}\nkeep:\n  measures: [contact, helped, need, unmet_need, "
                          "journeys, started, waiting, "
                          "gave_up, mean_wait, places, advice]\n  by: [total, gender, age, origin, "
                          "education]\n  years: [2010, 2011, "
                          "2012, 2013, 2014, 2015, 2016, 2017, 2018, 2019, 2020, 2021]\n  rows: 100000\n");
  const Ended wide = plan("out");
  EXPECT_EQ(wide.code, 2) << wide.out;
  EXPECT_THAT(wide.err, AllOf(HasSubstr("figures, over 1000000000"), HasSubstr("--yes")));
  EXPECT_FALSE(fs::exists(folder_ / "out"));
}

TEST_F(SweepTest, MoreTasksThanTheClusterTakesBecomeMoreArrays) {
  ASSERT_EQ(plan("out", {"--shards", "8", "--max-array-size", "3", "--at-once", "2"}).code, 0);
  const std::string submit = bytes_of(folder_ / "out/submit.sh");
  EXPECT_THAT(submit, AllOf(HasSubstr("sbatch \"$@\" --array=0-2%2 "), HasSubstr("sweep.sbatch' 0\n"),
                            HasSubstr("sweep.sbatch' 3\n"), HasSubstr("sbatch \"$@\" --array=0-1%2 "),
                            HasSubstr("sweep.sbatch' 6\n")));
  const std::string json = bytes_of(folder_ / "out/plan.json");
  // the same plan with other tasks, without a new plan
  const Ended other = call({"sweep", "script", path("out"), "--shards", "2", "--cpus", "2", "--minutes", "7",
                            "--program", "apptainer exec up.sif uptake"});
  EXPECT_EQ(other.code, 0) << other.err;
  EXPECT_THAT(bytes_of(folder_ / "out/submit.sh"), HasSubstr("sbatch \"$@\" --array=0-1%2 "));
  EXPECT_THAT(bytes_of(folder_ / "out/sweep.sbatch"),
              AllOf(HasSubstr("--cpus-per-task=2\n"), HasSubstr("--time=0-00:07:00\n"),
                    HasSubstr("shards=2\n"), HasSubstr("\nuptake=('apptainer' 'exec' 'up.sif' 'uptake')\n")));
  EXPECT_EQ(bytes_of(folder_ / "out/plan.json"), json);
  for (const std::string flag :
       {"--max-array-size=0", "--shards=0", "--at-once=0", "--cpus=300", "--minutes=0", "--program= "}) {
    const Ended bad = plan("none", {flag});
    EXPECT_EQ(bad.code, 2) << flag;
    EXPECT_THAT(bad.err, HasSubstr(flag.substr(0, flag.find('=')))) << flag;
  }
  EXPECT_FALSE(fs::exists(folder_ / "none"));
  EXPECT_EQ(call({"sweep", "script", path("out"), "--shards", "9"}).code, 2);
  EXPECT_EQ(call({"sweep", "script", path("nowhere")}).code, 2);
}

TEST_F(SweepTest, FoldersThatAreNotOfThisPlanAreRefusedAndLeft) {
  EXPECT_THAT(plan("small.yaml").err, HasSubstr("is a file, expected a folder"));
  ASSERT_EQ(plan("out").code, 0);
  // shards of another plan
  write("other.yaml", bytes_of(folder_ / "small.yaml") + "seed: 2\n");
  ASSERT_EQ(call({"sweep", "plan", path("other.yaml"), "--out", path("other")}).code, 0);
  ASSERT_EQ(call(work("other", {"--shard", "1/2"})).code, 0);
  fs::create_directories(folder_ / "out/shards");
  const fs::path strange = folder_ / "out/shards/shard-00001-of-00002.sqlite";
  fs::copy_file(folder_ / "other/shards/shard-00001-of-00002.sqlite", strange);
  const std::string bytes = bytes_of(strange);
  for (const std::vector<std::string>& command :
       {work("out", {"--shard", "1/2"}), {"sweep", "merge", path("out")}}) {
    const Ended refused = call(command);
    EXPECT_EQ(refused.code, 2) << command[1];
    EXPECT_THAT(refused.err, HasSubstr("is a shard of another sweep: the plan differ")) << command[1];
  }
  const Ended status = call({"sweep", "status", path("out")});
  EXPECT_EQ(status.code, 3);
  EXPECT_THAT(status.out, HasSubstr("problem: "));
  EXPECT_TRUE(bytes_of(strange) == bytes);
  // a scenario that changed since
  const std::string more = bytes_of(folder_ / "more.yaml");
  write("more.yaml", std::string(more).replace(more.find("2019-01"), 7, "2018-01"));
  const Ended changed = call(work("out"));
  EXPECT_EQ(changed.code, 2);
  EXPECT_THAT(changed.err, HasSubstr("since then changed: scenario more"));
}

#ifdef UPTAKE_NO_LOCKS
TEST_F(SweepTest, AFileSystemWithoutLocksIsRefusedAndNothingIsLost) {
  ASSERT_EQ(plan("out").code, 0);
  ASSERT_EQ(call(work("out", {"--shard", "1/2"})).code, 0);
  const std::size_t done = status("out").at("done");
  const auto without_locks = [&](const std::string& command) {
    const std::string line = "LD_PRELOAD='" UPTAKE_NO_LOCKS "' exec '" UPTAKE_BINARY "' sweep " + command;
    return Call({"-c", line}, folder_, true, "/bin/bash").wait();
  };
  for (const std::string& command :
       {"run '" + path("out") + "' --shard 2/2", "merge '" + path("out") + "'"}) {
    const Ended refused = without_locks(command);
    EXPECT_EQ(refused.code, 2) << command << refused.err;
    EXPECT_THAT(refused.err, AllOf(HasSubstr("this file system has no working locks (No locks available)"),
                                   HasSubstr("expected a folder on another one")));
  }
  EXPECT_EQ(status("out").at("done"), done);
  EXPECT_EQ(call(work("out", {"--shard", "2/2"})).code, 0);
  EXPECT_TRUE(merged("out") == undisturbed());
}
#endif

TEST_F(SweepTest, OfManyWorkersTheFirstAreNamed) {
  ASSERT_EQ(plan("out").code, 0);
  fs::create_directories(folder_ / "out/shards");
  std::vector<FileLock> at_work;
  for (int k = 10; k < 22; ++k) {
    const std::string name = "out/shards/shard-000" + std::to_string(k) + "-of-00040";
    write(name + ".sqlite", "");
    at_work.emplace_back(folder_ / (name + ".lock"));
  }
  fs::create_directories(folder_ / "out/shards/a folder.sqlite");  // hides nothing of this
  const Ended ended = call({"sweep", "status", path("out")});
  EXPECT_EQ(ended.code, 3) << ended.err;
  EXPECT_THAT(ended.out, AllOf(HasSubstr("running   12: shard-00010-of-00040, "),
                               HasSubstr("shard-00019-of-00040 and 2 more\n"), HasSubstr("missing   24\n"),
                               HasSubstr("problem: "), HasSubstr("a folder.sqlite: cannot be opened")));
  EXPECT_EQ(status("out").at("running").size(), 12U);
}

TEST_F(SweepTest, AClockThatIsAheadIsTold) {
  ASSERT_EQ(plan("out").code, 0);
  ASSERT_EQ(call(work("out", {"--shard", "1/2"})).code, 0);
  Database(folder_ / "out/shards/shard-00001-of-00002.sqlite", Database::Mode::write)
      .execute("UPDATE runs SET ended=ended+86400");
  const Ended ended = call({"sweep", "status", path("out")});
  EXPECT_EQ(ended.code, 0) << ended.err;
  EXPECT_THAT(ended.out, AllOf(HasSubstr("a node's clock is "), HasSubstr("done      12 of 24")));
  ASSERT_EQ(call(work("out", {"--shard", "2/2"})).code, 0);
  EXPECT_TRUE(merged("out") == undisturbed());
}

TEST_F(SweepTest, WhatIsWrongIsToldAndNothingIsWritten) {
  write("small.yaml",
        "title: {en: a, nl: b}\nscenarios: [short.yaml]\ndraws: 0\nkeep: {measures: [contakt]}\n");
  const Ended bad = plan("out");
  EXPECT_EQ(bad.code, 2);
  EXPECT_THAT(bad.err,
              AllOf(HasSubstr("small.yaml:3:8: "), HasSubstr("small.yaml:4:"), HasSubstr("'contact'")));
  EXPECT_FALSE(fs::exists(folder_ / "out"));
  SetUp();
  EXPECT_THAT(plan("out", {"--shards", "9"}).err, HasSubstr("expected at most 8"));
  EXPECT_FALSE(fs::exists(folder_ / "out"));
  ASSERT_EQ(plan("out").code, 0);
  write("small.yaml", bytes_of(folder_ / "small.yaml") + "seed: 2\n");
  const Ended another = plan("out");
  EXPECT_EQ(another.code, 2);
  EXPECT_THAT(another.err, HasSubstr("holds another plan"));
  for (const char* shard : {"0/2", "3/2", "2", "1/2/3", "x/y", "-1/2"}) {
    const Ended ended = call(work("out", {std::string("--shard=") + shard}));
    EXPECT_EQ(ended.code, 2) << shard;
    EXPECT_THAT(ended.err, HasSubstr("expected K/N")) << shard;
  }
  EXPECT_FALSE(fs::exists(folder_ / "out/shards"));
  EXPECT_THAT(call({"sweep", "run", path("nowhere")}).err, HasSubstr("holds no plan"));
  EXPECT_THAT(call({"sweep", "export", path("out"), "--out", path("tables")}).err, HasSubstr("sweep merge"));
  EXPECT_FALSE(fs::exists(folder_ / "tables"));
  EXPECT_THAT(call({"sweep", "mergo"}).err, HasSubstr("no command or flag 'mergo' (did you mean 'merge'?)"));
  EXPECT_THAT(call({"sweep"}).err, HasSubstr("expected a command"));
  EXPECT_THAT(call({"sweep", "run", path("out"), "--shrad", "1/2"}).err,
              HasSubstr("uptake sweep run: the flag '--shrad' is not known (did you mean '--shard'?)"));
  EXPECT_EQ(call({"sweep", "retry", path("out")}).code, 2);
  EXPECT_THAT(call({"sweep", "retry", path("out"), "--failed", "--shard", "3/2"}).err,
              HasSubstr("expected K/N"));
}

}  // namespace
}  // namespace uptake
