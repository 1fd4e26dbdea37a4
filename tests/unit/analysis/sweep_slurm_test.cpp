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

TEST(SweepSlurm, MoreShardsThanAnArrayTakesBecomeMoreArrays) {
  SlurmSettings s = settings();
  s.split.shards = 25;
  s.max_array_size = 10;
  s.at_once = 7;
  const std::string text = submit_text(s);
  EXPECT_THAT(text, AllOf(HasSubstr("UPTAKE_FIRST=0 sbatch \"$@\" --array=0-9%7 "),
                          HasSubstr("UPTAKE_FIRST=10 sbatch \"$@\" --array=0-9%7 "),
                          HasSubstr("UPTAKE_FIRST=20 sbatch \"$@\" --array=0-4%5 ")));
  EXPECT_THAT(text, Not(HasSubstr("UPTAKE_FIRST=30")));
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
                         const std::string& around = "bash \"$script\"") const {
    program("uptake", uptake);
    SlurmSettings s = settings();
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
  EXPECT_EQ(text("args.txt"), "sweep\nrun\n" + (folder_ / "it's").string() + "\n--shard\n3/5\n--quiet\n");
  EXPECT_EQ(code("printf '%s\\n' \"$@\" > args.txt; exit 1\n", "UPTAKE_FIRST=1"), 1);
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

TEST_F(SweepScript, WithNoTurnLeftOrARefusalItTellsTheLineToSubmit) {
  const std::string warned = "kill -USR1 $PPID; sleep 0.2; exit 75\n";
  EXPECT_EQ(code("exit 75\n", ""), 75);
  EXPECT_EQ(code("trap '' USR1 TERM; " + warned, "SLURM_RESTART_COUNT=20"), 75);
  EXPECT_FALSE(fs::exists(folder_ / "scontrol.txt"));
  EXPECT_THAT(text("said.txt"), AllOf(HasSubstr("had 20 turns"), HasSubstr("sbatch --array=2 ")));
  EXPECT_EQ(code("trap '' USR1 TERM; " + warned, "SLURM_RESTART_COUNT=19"), 0);
  EXPECT_TRUE(fs::exists(folder_ / "scontrol.txt"));
  program("scontrol", "exit 1\n");
  EXPECT_EQ(code("trap '' USR1 TERM; " + warned, ""), 75);
  EXPECT_THAT(text("said.txt"),
              AllOf(HasSubstr("does not requeue task 77_2"), HasSubstr("sbatch --array=2 ")));
}

TEST_F(SweepScript, SubmittingTakesFlagsOfSbatch) {
  program("sbatch", "echo \"$UPTAKE_FIRST\" \"$@\" >> sbatch.txt\n");
  EXPECT_EQ(code("exit 0\n", "", "bash \"it's/submit.sh\" --account=mine"), 0) << text("said.txt");
  EXPECT_EQ(text("sbatch.txt"),
            "0 --account=mine --array=0-4%5 " + (folder_ / "it's/sweep.sbatch").string() + "\n");
}

}  // namespace
}  // namespace uptake
