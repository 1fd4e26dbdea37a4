// SPDX-License-Identifier: Apache-2.0
// uptake sensitivity from the outside: every method, what is left in the folder, interruptions, wrong input.
#include <nlohmann/json.hpp>

#include "system/program.hpp"

namespace uptake {
namespace {

using nlohmann::json;
using testing::AllOf;
using testing::HasSubstr;
using testing::Not;

class SensitivityProgramTest : public ProgramTest {
 protected:
  void SetUp() override {
    ProgramTest::SetUp();
    write("more.yaml",
          "extends: short.yaml\ntitle: {en: More push, nl: Meer duw}\nlevers:\n  push: {lever: norm, domain: "
          "both, "
          "shift: 1 (0.5 to 1.5), from: 2019-01, source: x}\n");
  }
  [[nodiscard]] std::vector<std::string> command(const std::string& out,
                                                 std::vector<std::string> more) const {
    more.insert(more.begin(), {"sensitivity", path("short.yaml"), path("more.yaml"), "--families", "300",
                               "--populations", "2", "--out", path(out)});
    return more;
  }
  [[nodiscard]] Ended sensitivity(const std::string& out, const std::vector<std::string>& more) const {
    return call(command(out, more));
  }
  [[nodiscard]] json json_of(const std::string& out) const {
    return json::parse(bytes_of(folder_ / out / "sensitivity.json"));
  }
};

TEST_F(SensitivityProgramTest, AScreeningLeavesTablesAPageAndItsRuns) {
  const Ended ended =
      sensitivity("out", {"--points", "4", "--input", "levers", "--input", "parameters.reach.travel",
                          "--measure", "contact", "--measure", "cost"});
  ASSERT_EQ(ended.code, 0) << ended.err;
  EXPECT_THAT(ended.out, AllOf(HasSubstr("What the effect of more in 2021 hangs on (Morris"),
                               HasSubstr("contact, relationship: "), HasSubstr("levers.push.shift"),
                               HasSubstr("mu*"), HasSubstr("sensitivity.html")));
  EXPECT_THAT(ended.err, HasSubstr("morris: 2 inputs, 12 points, "));
  EXPECT_THAT(files("out"),
              testing::ElementsAre("category-labels.csv", "data-dictionary.csv", "datapackage.json",
                                   "measure-labels.csv", "ro-crate-metadata.json", "sensitivity-points.csv",
                                   "sensitivity.csv", "sensitivity.html", "sensitivity.json",
                                   "sensitivity.lock", "sensitivity.sqlite"));
  const json data = json_of("out");
  EXPECT_EQ(data["method"], "morris");
  EXPECT_EQ(data["of"], "effect");
  ASSERT_EQ(data["outputs"].size(), 3U);
  for (const json& output : data["outputs"]) {
    EXPECT_EQ(output["why"], "told");
    ASSERT_EQ(output["rows"].size(), 2U);
    EXPECT_GE(output["rows"][0]["mean_size"]["value"], output["rows"][1]["mean_size"]["value"]);
  }
  EXPECT_THAT(
      bytes_of(folder_ / "out/sensitivity-points.csv"),
      HasSubstr(
          "point,draw,sizes,population,network,chance,levers.push.shift,parameters.reach.travel,measure"));
  EXPECT_THAT(bytes_of(folder_ / "out/data-dictionary.csv"), HasSubstr("levers.push.shift"));
  EXPECT_THAT(data["command"], AllOf(HasSubstr("--method morris --points 4"), HasSubstr("--input levers")));
  // it is done: again, without a run
  const auto before = bytes_of(folder_ / "out/sensitivity.sqlite");
  EXPECT_EQ(sensitivity("out", {"--points", "4", "--input", "levers", "--input", "parameters.reach.travel",
                                "--measure", "contact", "--measure", "cost", "--resume"})
                .code,
            0);
  EXPECT_TRUE(bytes_of(folder_ / "out/sensitivity.sqlite") == before);
}

TEST_F(SensitivityProgramTest, SharesOfSobolWithChanceAsAnInput) {
  const Ended ended = sensitivity(
      "out", {"--method", "sobol", "--points", "8", "--input", "levers", "--input", "chance", "--json"});
  ASSERT_EQ(ended.code, 0) << ended.err;
  const json data = json::parse(ended.out);
  // points A, B and one A_B an input, 8 rows each, all with another scenario; the baseline hangs on the seeds
  // of A and B alone
  EXPECT_EQ(data["runs"], 32 + 16);
  for (const json& output : data["outputs"]) {
    ASSERT_EQ(output["rows"].size(), 2U);
    for (const json& row : output["rows"]) EXPECT_LE(row["total"]["low"], row["total"]["high"]);
  }
}

TEST_F(SensitivityProgramTest, ABudgetAddsUpAndALevelHasNoScenario) {
  const Ended ended = sensitivity("out", {"--method", "budget", "--points", "8", "--domain", "parenting"});
  ASSERT_EQ(ended.code, 0) << ended.err;
  const json data = json_of("out");
  double sum = 0;
  for (const json& row : data["outputs"][0]["rows"]) sum += row["share"]["value"].get<double>();
  EXPECT_NEAR(sum, 1, 1e-9);
  const Ended level = call({"sensitivity", path("short.yaml"), "--method", "budget", "--points", "8",
                            "--families", "300", "--out", path("level"), "--quiet"});
  ASSERT_EQ(level.code, 0) << level.err;
  EXPECT_THAT(level.out, HasSubstr("What short in 2021 hangs on"));
  EXPECT_EQ(level.err, "");
  EXPECT_EQ(json_of("level")["of"], "level");
}

TEST_F(SensitivityProgramTest, AskedToStopItEndsWith75AndGoesOnToTheSameBytes) {
  const std::vector<std::string> more{"--method", "budget", "--points", "10", "--threads", "1"};
  ASSERT_EQ(sensitivity("whole", {"--method", "budget", "--points", "10", "--threads", "2"}).code, 0);
  {
    const Call first(command("cut", more), folder_);
    ASSERT_TRUE(first.wait_for("runs: ")) << first.err_so_far();
    first.send(SIGTERM);
    const Ended ended = first.wait();
    EXPECT_EQ(ended.code, 75) << ended.err;
    EXPECT_THAT(ended.err, HasSubstr("the same command with --resume goes on"));
  }
  EXPECT_FALSE(fs::exists(folder_ / "cut/sensitivity.json"));
  EXPECT_EQ(sensitivity("cut", more).code, 2);  // without --resume
  std::vector<std::string> again = more;
  again.emplace_back("--resume");
  ASSERT_EQ(sensitivity("cut", again).code, 0);
  for (const char* file :
       {"sensitivity.json", "sensitivity.csv", "sensitivity-points.csv", "sensitivity.html"})
    EXPECT_TRUE(bytes_of(folder_ / "cut" / file) == bytes_of(folder_ / "whole" / file)) << file;
  // another design does not go on with these runs
  const Ended other = sensitivity("cut", {"--method", "budget", "--points", "12", "--resume"});
  EXPECT_EQ(other.code, 2);
  EXPECT_THAT(other.err, HasSubstr("sensitivity.sqlite"));
}

TEST_F(SensitivityProgramTest, WhatDoesNotVaryIsSaid) {
  // a norm makes no families
  write("nothing.yaml",
        "extends: short.yaml\ntitle: {en: nothing, nl: niets}\nlevers:\n  push: {lever: norm, domain: both, "
        "shift: 1 "
        "(0.5 to 1.5), from: 2021-12, source: x}\n");
  const Ended ended =
      call({"sensitivity", path("short.yaml"), path("nothing.yaml"), "--points", "4", "--input", "levers",
            "--measure", "families", "--families", "300", "--out", path("out")});
  ASSERT_EQ(ended.code, 0) << ended.err;
  EXPECT_THAT(ended.out, HasSubstr("It does not vary: 0 at every point"));
  EXPECT_THAT(bytes_of(folder_ / "out/sensitivity.json"),
              AllOf(HasSubstr("\"constant\""), Not(HasSubstr("NaN"))));
}

TEST_F(SensitivityProgramTest, WhatIsWrongIsToldAndNothingIsWritten) {
  const auto told = [&](const std::vector<std::string>& more) {
    const Ended ended = sensitivity("out", more);
    EXPECT_EQ(ended.code, 2) << ended.out;
    EXPECT_FALSE(fs::exists(folder_ / "out"));
    return ended.err;
  };
  EXPECT_THAT(
      told({"--measure", "contakt", "--input", "parameters.reach.travl"}),
      AllOf(HasSubstr("did you mean 'contact'"), HasSubstr("did you mean 'parameters.reach.travel'")));
  EXPECT_THAT(told({"--method", "soboll"}), HasSubstr("--method"));
  EXPECT_THAT(told({"--points", "2"}), HasSubstr("too few trajectories"));
  EXPECT_THAT(told({"--points", "0"}), HasSubstr("--points"));
  EXPECT_THAT(told({"--input", "levers.push.shift=1..1"}), HasSubstr("expected LOW below HIGH"));
  EXPECT_THAT(told({"--method", "shapley", "--posterior", "none"}), HasSubstr("there is none"));
  EXPECT_THAT(told({"--pints", "4"}), HasSubstr("'--points'"));
  EXPECT_THAT(told({"--until", "never"}), HasSubstr("--until: expected a month"));
  write("fees.yaml",
        "extends: short.yaml\ntitle: {en: f, nl: t}\nlevers:\n  fees: {lever: fee, services: [R5], rule: "
        "income_related, amount: 10, low_income_amount: 4, from: 2019-01, source: x}\n");
  const Ended fees = call({"sensitivity", path("short.yaml"), path("fees.yaml"), "--input",
                           "levers.fees.low_income_amount=2..30", "--points", "4", "--out", path("out")});
  EXPECT_EQ(fees.code, 2);
  EXPECT_THAT(fees.err,
              HasSubstr("--input levers.fees.low_income_amount: lever 'fees' makes no sense at some points"));
  EXPECT_FALSE(fs::exists(folder_ / "out"));
  fs::create_directories(folder_ / "full");
  write("full/fit.json", "{}");
  const Ended full = sensitivity("full", {"--points", "4", "--input", "levers"});
  EXPECT_EQ(full.code, 2);
  EXPECT_THAT(full.err, HasSubstr("already holds results (fit.json)"));
  const Ended resumed = sensitivity("full", {"--points", "4", "--input", "levers", "--resume"});
  EXPECT_EQ(resumed.code, 2);
  EXPECT_THAT(resumed.err, HasSubstr("no sensitivity.sqlite to go on with"));
}

}  // namespace
}  // namespace uptake
