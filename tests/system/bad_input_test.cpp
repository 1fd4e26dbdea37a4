// SPDX-License-Identifier: Apache-2.0
// Wrong input from the outside: exit 2, every problem with its place, nothing written.
#include "system/program.hpp"

namespace uptake {
namespace {

using testing::AllOf;
using testing::HasSubstr;

class BadInputTest : public ProgramTest {
 protected:
  /// Calls run on a file and expects exit 2 with nothing written.
  std::string refused(const std::string& file) {
    const Ended ended = call({"run", path(file), "--families", "300", "--out", path("out")});
    EXPECT_EQ(ended.code, 2) << file << ": " << ended.err;
    EXPECT_EQ(ended.out, "");
    EXPECT_FALSE(fs::exists(folder_ / "out")) << file;
    return ended.err;
  }
};

TEST_F(BadInputTest, EveryProblemOfAScenarioIsToldWithItsPlace) {
  write("bad.yaml",
        "extends: short.yaml\ntitle: {en: a, nl: b}\nuntill: 2022-01\nlevers:\n  x:\n    lever: campain\n"
        "    from: 2027-13\n");
  const std::string err = refused("bad.yaml");
  EXPECT_THAT(err, AllOf(HasSubstr("bad.yaml:3:1: "), HasSubstr("until"), HasSubstr("bad.yaml:6:"),
                         HasSubstr("campaign")));
}

TEST_F(BadInputTest, ALeverThatCanNeverActIsRefusedAndASlipIsTold) {
  const std::string norm = "{lever: norm, domain: both, shift: 0.1, source: x, ";
  write("late.yaml", "extends: short.yaml\ntitle: {en: a, nl: b}\nuntil: 2022-01\nlevers:\n  x: " + norm +
                         "from: 2030-01}\n");
  EXPECT_THAT(refused("late.yaml"),
              HasSubstr("lever 'x': begins in 2030-01, but the run stops before 2022-01"));
  write("slow.yaml", "extends: short.yaml\ntitle: {en: a, nl: b}\nuntil: 2022-01\nlevers:\n  x: " + norm +
                         "from: 2021-01, ramp: 3 years}\n");
  const Ended ended =
      call({"run", path("slow.yaml"), "--families", "300", "--draws", "1", "--out", path("out")});
  EXPECT_EQ(ended.code, 0) << ended.err;
  EXPECT_THAT(ended.err,
              AllOf(HasSubstr("slow.yaml:5:"), HasSubstr("warning: lever 'x': never comes to full")));
}

TEST_F(BadInputTest, FilesThatAreNoScenarioAreRefused) {
  write("empty.yaml", "");
  write("twice.yaml", "title: {en: a, nl: b}\ntitle: {en: a, nl: b}\n");
  std::string deep;
  for (int i = 0; i < 200; ++i) deep += "[";
  write("deep.yaml", "levers: " + deep);
  std::string bomb = "a: &a [x,x,x,x,x,x,x,x,x,x]\n";
  for (char c = 'b'; c < 'h'; ++c) {
    bomb += std::string(1, c) + ": &" + c + " [";
    for (int i = 0; i < 10; ++i) bomb += std::string(i > 0 ? "," : "") + "*" + static_cast<char>(c - 1);
    bomb += "]\n";
  }
  write("bomb.yaml", bomb);
  write("large.yaml", std::string(10'000'001, '#'));
  write("binary.yaml", std::string("\0\1\2\xff\xfe", 5));
  fs::create_directories(folder_ / "folder.yaml");
  EXPECT_THAT(refused("empty.yaml"), HasSubstr("empty"));
  EXPECT_THAT(refused("twice.yaml"), HasSubstr("twice.yaml:2:1"));
  EXPECT_THAT(refused("deep.yaml"), HasSubstr("deep.yaml"));
  EXPECT_THAT(refused("bomb.yaml"), HasSubstr("bomb.yaml"));
  EXPECT_THAT(refused("large.yaml"), HasSubstr("10 MB"));
  EXPECT_THAT(refused("binary.yaml"), HasSubstr("binary.yaml"));
  EXPECT_THAT(refused("folder.yaml"), HasSubstr("directory"));
  EXPECT_THAT(refused("missing.yaml"), HasSubstr("no such file"));
}

TEST_F(BadInputTest, FlagsAreCheckedBeforeAnythingIsWritten) {
  const auto told = [&](std::vector<std::string> more) {
    std::vector<std::string> all{"run", path("short.yaml"), "--out", path("out")};
    all.insert(all.end(), more.begin(), more.end());
    const Ended ended = call(all);
    EXPECT_EQ(ended.code, 2) << ended.err;
    EXPECT_FALSE(fs::exists(folder_ / "out"));
    return ended.err;
  };
  EXPECT_THAT(told({"--familes", "300"}), HasSubstr("did you mean '--families'"));
  EXPECT_THAT(told({"--families", "99"}), HasSubstr("--families"));
  EXPECT_THAT(told({"--families", "2000001"}), HasSubstr("--families"));
  EXPECT_THAT(told({"--families", "1000000000"}), HasSubstr("--families"));
  EXPECT_THAT(told({"--families", "many"}), HasSubstr("--families"));
  EXPECT_THAT(told({"--until", "soon"}), HasSubstr("--until: expected a month"));
  EXPECT_THAT(told({"--threads", "0"}), HasSubstr("--threads"));
  EXPECT_THAT(told({"--threads", "257"}), HasSubstr("--threads"));
  EXPECT_THAT(told({"--seed", "-1"}), HasSubstr("--seed"));
  EXPECT_THAT(told({"--replicates", "0"}), HasSubstr("--replicates"));
  EXPECT_THAT(told({"--posterior", "none", "--draws", "2"}), HasSubstr("--replicates"));
  EXPECT_THAT(told({"--posterior", "boht"}), HasSubstr("boht"));
  EXPECT_THAT(told({"--draws", "401"}), HasSubstr("holds 400 draws"));
  EXPECT_THAT(told({"--data", path("nowhere")}), HasSubstr("nowhere"));
  EXPECT_THAT(told({"--resume", "--force"}), HasSubstr("expected one of the two"));
  EXPECT_THAT(told({"another.yaml"}), HasSubstr("another.yaml"));
}

TEST_F(BadInputTest, TheProgramItselfIsToldWhatItDoesNotKnow) {
  EXPECT_EQ(call({}).code, 2);
  const Ended command = call({"compair"});
  EXPECT_EQ(command.code, 2);
  EXPECT_THAT(command.err, HasSubstr("did you mean 'compare'"));
  EXPECT_EQ(call({"run", path("short.yaml")}).code, 2);
  EXPECT_THAT(call({"run", path("short.yaml")}).err, HasSubstr("--out"));
  EXPECT_EQ(call({"compare", path("short.yaml"), "--out", path("out")}).code, 2);
  const Ended lever = call({"levers", "campain"});
  EXPECT_EQ(lever.code, 2);
  EXPECT_THAT(lever.err, HasSubstr("did you mean 'campaign'"));
  EXPECT_EQ(call({"describe"}).code, 2);
  EXPECT_EQ(call({"report", path("nowhere")}).code, 2);
}

TEST_F(BadInputTest, WithoutDataItSaysWhereItLooked) {
  fs::create_directories(folder_ / "elsewhere/bin");  // a program with no data around it
  fs::copy_file(UPTAKE_BINARY, folder_ / "elsewhere/bin/uptake");
  unsetenv("UPTAKE_DATA");
  const Ended ended =
      Call({"validate", path("short.yaml")}, folder_, false, path("elsewhere/bin/uptake")).wait();
  EXPECT_EQ(ended.code, 2);
  EXPECT_THAT(ended.err, HasSubstr("UPTAKE_DATA"));
}

}  // namespace
}  // namespace uptake
