// SPDX-License-Identifier: Apache-2.0
#include "analysis/sweep/slurm.hpp"

#include <gmock/gmock.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>

namespace uptake {
namespace {

namespace fs = std::filesystem;
using testing::AllOf;
using testing::HasSubstr;
using testing::Not;

SlurmSettings settings() {
  SlurmSettings s;
  s.program = "/opt/uptake/bin/uptake";
  s.folder = fs::temp_directory_path() / "it's a sweep";
  s.name = "try out";
  s.split = {.shards = 5, .threads = 4};
  s.shard_hours = 0.5;
  s.worker_bytes = 400e6;
  return s;
}

TEST(SweepSlurm, AsksForWhatWasReckonedAndForAWarning) {
  SlurmSettings s = settings();
  s.data = "/data of mine";
  s.scratch = true;
  const std::string script = script_text(s);
  EXPECT_THAT(script,
              AllOf(HasSubstr("#SBATCH --job-name=uptake-try_out\n"),
                    HasSubstr("#SBATCH --cpus-per-task=4\n"), HasSubstr("#SBATCH --time=0-01:40:00\n"),
                    HasSubstr("#SBATCH --mem=800M\n"), HasSubstr("#SBATCH --requeue\n"),
                    HasSubstr("#SBATCH --signal=B:USR1@120\n"), HasSubstr("shards=5\n"),
                    HasSubstr("max_requeues=20\n"), HasSubstr("more=( --data '/data of mine' --scratch)\n")));
  s.minutes = 1501;
  EXPECT_THAT(script_text(s), HasSubstr("--time=1-01:01:00\n"));
  s.minutes = 1;  // a warning of two minutes would come before the task begins
  EXPECT_THAT(script_text(s), AllOf(HasSubstr("--time=0-00:01:00\n"), HasSubstr("--signal=B:USR1@10\n")));
}

TEST(SweepSlurm, AnyFolderCanBeNamedInTheLinesOfSbatch) {
  SlurmSettings s = settings();
  EXPECT_THAT(script_text(s), HasSubstr("#SBATCH --output=\"" + s.folder.string() + "/logs/%A_%a.txt\"\n"));
  s.folder = "/data/50% of \"it\"";
  EXPECT_THAT(script_text(s), HasSubstr(R"(#SBATCH --output="/data/50%% of \"it\"/logs/%A_%a.txt")"
                                        "\n"));
}

TEST(SweepSlurm, ATaskWithoutTimeForARunIsToldOf) {
  SlurmSettings s = settings();
  s.first_seconds = 500;
  EXPECT_EQ(turn_warning(s), "");  // 100 minutes are asked
  s.minutes = 10;                  // of which 500 s are left before the warning
  EXPECT_EQ(turn_warning(s), "");
  s.minutes = 9;
  EXPECT_EQ(turn_warning(s),
            "Of the 9 minutes of a task 450 s are left before it is warned, but its first run is there only "
            "after about 500 s: turn after turn nothing would be finished. Expected --minutes 19 or more");
  s.minutes = 19;
  EXPECT_EQ(turn_warning(s), "");
}

TEST(SweepSlurm, AContainerMayStandForTheProgram) {
  SlurmSettings s = settings();
  EXPECT_THAT(script_text(s), HasSubstr("\nuptake=('/opt/uptake/bin/uptake')\n"));
  s.words = " apptainer exec  up$take.sif uptake";
  EXPECT_THAT(script_text(s), HasSubstr("\nuptake=('apptainer' 'exec' 'up$take.sif' 'uptake')\n"));
}

TEST(SweepSlurm, MoreShardsThanAnArrayTakesBecomeMoreArrays) {
  SlurmSettings s = settings();
  s.split.shards = 25;
  s.max_array_size = 10;
  s.at_once = 7;
  const std::string text = submit_text(s);
  const std::string script = "'\\''s a sweep/sweep.sbatch' ";
  EXPECT_THAT(text, AllOf(HasSubstr("sbatch \"$@\" --array=0-9%7 "), HasSubstr(script + "0\n"),
                          HasSubstr(script + "10\n"), HasSubstr("sbatch \"$@\" --array=0-4%5 "),
                          HasSubstr(script + "20\n"), HasSubstr("largest=10\n")));
  EXPECT_THAT(text, Not(HasSubstr(script + "30")));
}

/// Runs the script with a program of a few lines instead of uptake, and a scontrol that notes its arguments.
class SweepScript : public testing::Test {
 protected:
  fs::path folder_ = fs::temp_directory_path() / "uptake_sweep_script";
  void SetUp() override {
    fs::remove_all(folder_);
    fs::create_directories(folder_ / "it's");
    program("scontrol", "echo \"$@\" > '" + (folder_ / "scontrol.txt").string() + "'\n");
  }
  void TearDown() override { fs::remove_all(folder_); }
  void program(const std::string& name, const std::string& body) const {
    std::ofstream(folder_ / name) << "#!/bin/bash\n" << body;
    fs::permissions(folder_ / name, fs::perms::owner_all);
  }
  [[nodiscard]] std::string text(const std::string& name) const {
    std::ifstream in(folder_ / name, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), {}};
  }
  /// The exit code of the script, in which `uptake` is this program. `around`: shell that calls "$script".
  [[nodiscard]] int code(const std::string& uptake, const std::string& environment,
                         const std::string& around = "bash \"$script\"", SlurmSettings s = settings()) const {
    program("uptake", uptake);
    s.program = folder_ / "uptake";
    s.folder = folder_ / "it's";
    write_script(s);
    std::ofstream(folder_ / "call.sh")
        << "cd '" << folder_.string() << "'; export PATH=\"$PWD:$PATH\" "
        << "SLURM_ARRAY_TASK_ID=2 SLURM_ARRAY_JOB_ID=77 " << environment << "; script=\"it's/sweep.sbatch\"\n"
        << around << "\n";
    // NOLINTNEXTLINE(concurrency-mt-unsafe): a test has one thread
    const int status = std::system(
        ("bash '" + (folder_ / "call.sh").string() + "' > '" + (folder_ / "said.txt").string() + "' 2>&1")
            .c_str());
    return WEXITSTATUS(status);
  }
};

TEST_F(SweepScript, ComputesItsShardAndGivesTheWorkersCode) {
  EXPECT_EQ(code("printf '%s\\n' \"$@\" > args.txt\n", ""), 0) << text("said.txt");
  EXPECT_EQ(text("said.txt"), "");
  EXPECT_EQ(text("args.txt"), "sweep\nrun\n" + (folder_ / "it's").string() + "\n--shard\n3/5\n--quiet\n");
  EXPECT_EQ(code("printf '%s\\n' \"$@\" > args.txt; exit 1\n", "", "bash \"$script\" 1"), 1);
  EXPECT_THAT(text("args.txt"), HasSubstr("4/5"));
  EXPECT_FALSE(fs::exists(folder_ / "scontrol.txt"));
}

TEST_F(SweepScript, ForwardsTheWarningAndAsksForAnotherTurnButNotWhenItIsCancelled) {
  const std::string worker =
      "trap 'sleep 0.2; exit 75' USR1 TERM\necho ready > ready.txt\nwhile :; do sleep 0.05; done\n";
  const auto signalled = [&](const std::string& signal) {
    fs::remove(folder_ / "ready.txt");
    return code(worker, "",
                "bash \"$script\" & it=$!\nuntil [ -s ready.txt ]; do sleep 0.02; done\nkill -" + signal +
                    " $it\nwait $it");
  };
  EXPECT_EQ(signalled("USR1"), 0) << text("said.txt");
  EXPECT_EQ(text("scontrol.txt"), "requeue 77_2\n");
  fs::remove(folder_ / "scontrol.txt");
  EXPECT_EQ(signalled("TERM"), 75) << text("said.txt");
  EXPECT_FALSE(fs::exists(folder_ / "scontrol.txt"));
}

TEST_F(SweepScript, WhatIsSignalledWithItsWorkerEndsAsTheWorkerDoes) {
  // the worker as uptake is: it takes the signals as often as they come
  const std::string worker =
      "trap 'stop=yes' USR1 TERM\necho ready > ready.txt\n"
      "until [ -n \"${stop:-}\" ]; do sleep 0.05; done\nsleep 0.3\nexit 75\n";
  const auto all_signalled = [&](const std::string& uptake, const std::string& signal) {
    fs::remove(folder_ / "ready.txt");
    return code(uptake, "",
                "set -m\nbash \"$script\" & it=$!\nuntil [ -s ready.txt ]; do sleep 0.02; done\nkill -" +
                    signal + " -- -$it\nwait $it");
  };
  EXPECT_EQ(all_signalled(worker, "TERM"), 75) << text("said.txt");
  EXPECT_FALSE(fs::exists(folder_ / "scontrol.txt"));
  EXPECT_EQ(all_signalled(worker, "USR1"), 0) << text("said.txt");
  EXPECT_EQ(text("scontrol.txt"), "requeue 77_2\n");
  // one that the signal ends, before it catches any: nothing was begun, and the same command goes on
  for (int i = 0; i < 10; ++i)
    EXPECT_EQ(all_signalled("echo ready > ready.txt\nexec sleep 60\n", "TERM"), 75) << text("said.txt");
}

TEST_F(SweepScript, WithNoTurnLeftOrARefusalItTellsTheLineToSubmit) {
  const std::string warned = "kill -USR1 $PPID; sleep 0.2; exit 75\n";
  EXPECT_EQ(code("exit 75\n", ""), 75);
  EXPECT_EQ(code("trap '' USR1 TERM; " + warned, "SLURM_RESTART_COUNT=20"), 75);
  EXPECT_FALSE(fs::exists(folder_ / "scontrol.txt"));
  EXPECT_THAT(text("said.txt"), AllOf(HasSubstr("had 20 turns"), HasSubstr("sbatch --array=2 "),
                                      HasSubstr("sweep.sbatch 0\n")));
  EXPECT_EQ(code("trap '' USR1 TERM; " + warned, "SLURM_RESTART_COUNT=19"), 0);
  EXPECT_TRUE(fs::exists(folder_ / "scontrol.txt"));
  EXPECT_THAT(text("said.txt"), HasSubstr("uptake: turn 20 of shard 3/5\n"));
  program("scontrol", "exit 1\n");
  EXPECT_EQ(code("trap '' USR1 TERM; " + warned, ""), 75);
  EXPECT_THAT(text("said.txt"),
              AllOf(HasSubstr("does not requeue task 77_2"), HasSubstr("sbatch --array=2 ")));
  EXPECT_EQ(code("trap '' USR1 TERM; " + warned, "SLURM_JOB_ACCOUNT=mine SLURM_JOB_PARTITION=batch",
                 "bash \"$script\" 1001"),
            75);
  EXPECT_THAT(text("said.txt"), AllOf(HasSubstr("sbatch --account=mine --partition=batch --array=2 "),
                                      HasSubstr("sweep.sbatch 1001\n")));
}

TEST_F(SweepScript, SubmittingTakesFlagsOfSbatch) {
  program("sbatch", "echo \"$@\" >> sbatch.txt\n");
  EXPECT_EQ(code("exit 0\n", "", "bash \"it's/submit.sh\" --account=mine"), 0) << text("said.txt");
  EXPECT_EQ(text("sbatch.txt"),
            "--account=mine --array=0-4%5 " + (folder_ / "it's/sweep.sbatch").string() + " 0\n");
}

TEST_F(SweepScript, AllShardsAreReachedThroughMoreArraysWhateverSbatchDoesWithTheEnvironment) {
  // every task of every array, in an empty environment, as under SBATCH_EXPORT=NONE
  program(
      "sbatch",
      "array=${1#--array=0-}; script=$2; first=$3\n"
      "for task in $(seq 0 ${array%\\%*}); do\n"
      "  env -i PATH=\"$PATH\" SLURM_ARRAY_TASK_ID=$task SLURM_ARRAY_JOB_ID=7 bash \"$script\" \"$first\"\n"
      "done\n");
  SlurmSettings s = settings();
  s.max_array_size = 2;
  EXPECT_EQ(code("echo \"$5\" >> shards.txt\n", "", "bash \"it's/submit.sh\"", s), 0) << text("said.txt");
  EXPECT_EQ(text("shards.txt"), "1/5\n2/5\n3/5\n4/5\n5/5\n");
}

TEST_F(SweepScript, AnArrayLargerThanTheClustersIsNotSubmitted) {
  program("sbatch", "echo \"$@\" >> sbatch.txt\n");
  const auto submitted = [&](const std::string& most) {
    program("scontrol", "[ \"$*\" = 'show config' ] || exit 1\necho 'MaxArraySize            = " + most +
                            "'\necho 'MaxJobCount = 3'\n");
    return code("exit 0\n", "", "bash \"it's/submit.sh\"");
  };
  EXPECT_EQ(submitted("4"), 2);
  EXPECT_FALSE(fs::exists(folder_ / "sbatch.txt"));
  EXPECT_THAT(text("said.txt"), AllOf(HasSubstr("MaxArraySize is 4. Nothing was submitted"),
                                      HasSubstr("--shards 5 --cpus 4 --max-array-size 4\n")));
  EXPECT_EQ(submitted("5"), 0) << text("said.txt");
  EXPECT_TRUE(fs::exists(folder_ / "sbatch.txt"));
}

}  // namespace
}  // namespace uptake
