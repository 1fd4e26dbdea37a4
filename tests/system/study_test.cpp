// SPDX-License-Identifier: Apache-2.0
// run and compare from the outside: what they leave, and that neither threads nor interruptions change a byte
// of it.
#include <nlohmann/json.hpp>

#include "system/program.hpp"

namespace uptake {
namespace {

using testing::HasSubstr;

TEST_F(ProgramTest, CompareLeavesReportTablesDatabaseAndManifest) {
  const Ended ended = call(comparison("out", {"--json"}));
  ASSERT_EQ(ended.code, 0) << ended.err;
  EXPECT_THAT(files("out"), testing::ElementsAre("costs.csv", "data-dictionary.csv", "effects.csv", "fit.csv",
                                                 "manifest.json", "measures.csv", "reached.csv",
                                                 "report.html", "results.sqlite", "runs.csv"));
  const auto data = nlohmann::json::parse(ended.out);
  EXPECT_EQ(data.at("kind"), "compare");
  EXPECT_EQ(data.at("runs"), 8);
  EXPECT_EQ(data.at("last_year"), 2021);
  EXPECT_FALSE(data.at("effects").empty());
  EXPECT_GT(data.at("fit").size(), 100U);
  const auto manifest = nlohmann::json::parse(bytes_of(folder_ / "out/manifest.json"));
  EXPECT_EQ(manifest.at("state"), "finished");
  EXPECT_EQ(manifest.at("plan").at("families"), 300);
  EXPECT_THAT(manifest.at("scenarios")[1].at("resolved").get<std::string>(), HasSubstr("word_of_mouth: off"));
  EXPECT_THAT(bytes_of(folder_ / "out/report.html"), HasSubstr("short"));

  const Ended report = call({"report", path("out")});
  EXPECT_EQ(report.code, 0) << report.err;
  EXPECT_THAT(report.out, HasSubstr("points"));
}

TEST_F(ProgramTest, ThreadsDoNotChangeAByte) {
  ASSERT_EQ(call(comparison("one", {"--threads", "1"})).code, 0);
  ASSERT_EQ(call(comparison("two", {"--threads", "2"})).code, 0);
  ASSERT_EQ(call(comparison("four", {"--threads", "4"})).code, 0);
  expect_same_results("one", "two");
  expect_same_results("one", "four");
}

TEST_F(ProgramTest, StoppedByCtrlCItEndsWith75AndGoesOnToTheSameBytes) {
  ASSERT_EQ(call(comparison("whole")).code, 0);
  const Call first(comparison("cut", {"--threads", "1"}), folder_);
  ASSERT_TRUE(first.wait_for("runs: 1 of 8")) << first.err_so_far();
  first.send(SIGINT);
  const Ended ended = first.wait();
  EXPECT_EQ(ended.code, 75) << ended.err;
  EXPECT_THAT(ended.err, HasSubstr("--resume goes on"));
  EXPECT_FALSE(fs::exists(folder_ / "cut/measures.csv"));

  const Ended refused = call(comparison("cut"));
  EXPECT_EQ(refused.code, 2);
  EXPECT_THAT(refused.err, HasSubstr("already holds results"));
  const Ended too_early = call({"report", path("cut")});
  EXPECT_EQ(too_early.code, 2);
  EXPECT_THAT(too_early.err, HasSubstr("not all runs are there yet"));

  std::vector<std::string> other = comparison("cut", {"--resume"});
  other[4] = "301";
  const Ended another = call(other);
  EXPECT_EQ(another.code, 2);
  EXPECT_THAT(another.err, HasSubstr("another study: the plan"));

  const Ended resumed = call(comparison("cut", {"--resume"}));
  EXPECT_EQ(resumed.code, 0) << resumed.err;
  EXPECT_THAT(resumed.err, testing::Not(HasSubstr("of 8")));  // what was there was not computed again
  fs::remove(folder_ / "cut/results.sqlite-journal");
  expect_same_results("whole", "cut");
}

TEST_F(ProgramTest, KilledAtOnceItGoesOnToTheSameBytes) {
  ASSERT_EQ(call(comparison("whole")).code, 0);
  for (const char* moment : {"runs: 1 of 8", "making families: 1 of 2"}) {
    fs::remove_all(folder_ / "cut");
    const Call first(comparison("cut", {"--threads", "1"}), folder_);
    ASSERT_TRUE(first.wait_for(moment)) << first.err_so_far();
    first.send(SIGKILL);
    EXPECT_EQ(first.wait().code, 128 + SIGKILL);
    const Ended resumed = call(comparison("cut", {"--resume", "--threads", "2"}));
    ASSERT_EQ(resumed.code, 0) << moment << resumed.err;
    expect_same_results("whole", "cut");
  }
}

TEST_F(ProgramTest, ADamagedDatabaseIsRefusedAndForceBeginsAgain) {
  std::vector<std::string> quick{"run",   path("short.yaml"), "--families", "300", "--draws", "2",
                                 "--out", path("out")};
  ASSERT_EQ(call(quick).code, 0);
  std::ofstream(folder_ / "out/results.sqlite", std::ios::binary)
      << "rubbish that is no database at all, only some text";
  std::ofstream(folder_ / "out/mine.txt") << "mine";
  std::vector<std::string> resume = quick, force = quick;
  resume.emplace_back("--resume");
  const Ended refused = call(resume);
  EXPECT_EQ(refused.code, 2);
  EXPECT_THAT(refused.err, testing::AllOf(HasSubstr("damaged"), HasSubstr("--force")));
  force.emplace_back("--force");
  EXPECT_EQ(call(force).code, 0);
  EXPECT_EQ(bytes_of(folder_ / "out/mine.txt"), "mine");
}

TEST_F(ProgramTest, AFolderThatCannotBeWrittenIsToldAtOnce) {
  const Ended ended = call({"run", path("short.yaml"), "--families", "300", "--out", "/proc/uptake"});
  EXPECT_EQ(ended.code, 2);
  EXPECT_THAT(ended.err, HasSubstr("cannot be made"));
}

}  // namespace
}  // namespace uptake
