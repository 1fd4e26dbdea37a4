// SPDX-License-Identifier: Apache-2.0
// Runs of compare, fit and calibrate that are computed elsewhere, as shards of a sweep: what comes of them
// are the bytes of the command that computes all by itself.
#include <nlohmann/json.hpp>

#include "system/program.hpp"

namespace uptake {
namespace {

using testing::AllOf;
using testing::HasSubstr;
using testing::Not;

class FarmTest : public ProgramTest {
 protected:
  [[nodiscard]] std::vector<std::string> with(std::vector<std::string> all,
                                              const std::vector<std::string>& more) const {
    all.insert(all.end(), more.begin(), more.end());
    return all;
  }
  void work(const std::string& farm, const std::string& shard) const {
    const Ended ended = call({"sweep", "run", path(farm), "--threads", "1", "--shard", shard, "--quiet"});
    EXPECT_EQ(ended.code, 0) << ended.err;
  }
};

TEST_F(FarmTest, AComparisonTakesItsRunsFromShardsToTheSameBytes) {
  write("two.yaml",
        "extends: short.yaml\ntitle: {en: two, nl: twee}\nlevers:\n"
        "  push: {lever: norm, domain: both, shift: 1 (0.5 to 1.5), from: 2019-01, source: x}\n"
        "  more: {lever: norm, domain: parenting, shift: 0.5, from: 2020-01, source: x}\n");
  const auto compare = [&](const std::string& out, const std::vector<std::string>& more) {
    return call(with({"compare", path("short.yaml"), path("two.yaml"), "--families", "300", "--draws", "3",
                      "--replicates", "2", "--populations", "2", "--until", "2021-06", "--without", "norms",
                      "--take-apart", "--out", path(out)},
                     more));
  };
  ASSERT_EQ(compare("whole", {}).code, 0);

  const Ended planned = compare("out", {"--farm", path("farm")});
  EXPECT_EQ(planned.code, 75) << planned.err;
  EXPECT_THAT(planned.err, AllOf(HasSubstr("24 runs are planned in"), HasSubstr("the same command goes on"),
                                 HasSubstr("submit.sh")));
  EXPECT_FALSE(fs::exists(folder_ / "out"));
  EXPECT_TRUE(fs::exists(folder_ / "farm/sweep.sbatch"));
  work("farm", "2/3");
  const Ended too_early = compare("out", {"--farm", path("farm")});
  EXPECT_EQ(too_early.code, 75) << too_early.err;
  EXPECT_THAT(too_early.err, AllOf(HasSubstr("8 of 24 runs are done, 0 failed, 16 are missing"),
                                   HasSubstr("missing: run 0")));
  EXPECT_FALSE(fs::exists(folder_ / "out"));
  const auto status = nlohmann::json::parse(call({"sweep", "status", path("farm"), "--json"}).out);
  EXPECT_EQ(status.at("missing"), 16);
  for (const char* shard : {"3/3", "1/3"}) work("farm", shard);
  const Ended done = compare("out", {"--farm", path("farm")});
  ASSERT_EQ(done.code, 0) << done.err;
  expect_same_results("whole", "out");

  // there is nothing to merge; another study does not take these runs; again needs a word
  const Ended merge = call({"sweep", "merge", path("farm")});
  EXPECT_EQ(merge.code, 2);
  EXPECT_THAT(merge.err, AllOf(HasSubstr("the runs of `uptake compare`"), HasSubstr("--farm")));
  const Ended other = compare("other", {"--farm", path("farm"), "--seed", "2"});
  EXPECT_EQ(other.code, 2);
  EXPECT_THAT(other.err, HasSubstr("holds another plan"));
  EXPECT_FALSE(fs::exists(folder_ / "other"));
  EXPECT_THAT(compare("out", {"--farm", path("farm")}).err, HasSubstr("already holds results"));
  EXPECT_EQ(compare("out", {"--farm", path("farm"), "--resume", "--quiet"}).code, 0);
  EXPECT_EQ(compare("out", {"--farm", path("farm"), "--force", "--quiet"}).code, 0);
  expect_same_results("whole", "out");
  const Ended precise = compare("out", {"--farm", path("new"), "--force", "--until-precision", "1pp"});
  EXPECT_EQ(precise.code, 2);
  EXPECT_THAT(precise.err, HasSubstr("does not go with --until-precision"));
  EXPECT_FALSE(fs::exists(folder_ / "new"));
}

TEST_F(FarmTest, WhatWasComputedHereIsKeptAndADamagedShardIsRefused) {
  const auto compare = [&](const std::string& out, const std::vector<std::string>& more) {
    return call(comparison(out, with({"--no-stories"}, more)));
  };
  ASSERT_EQ(compare("whole", {}).code, 0);
  const Call cut(comparison("out", {"--no-stories", "--threads", "1"}), folder_);
  ASSERT_TRUE(cut.wait_for("runs: 2 of 8")) << cut.err_so_far();
  cut.send(SIGKILL);
  cut.wait();
  ASSERT_EQ(compare("out", {"--resume", "--farm", path("farm")}).code, 75);
  work("farm", "1/1");
  const fs::path shard = folder_ / "farm/shards/shard-00001-of-00001.sqlite";
  const std::string good = bytes_of(shard);
  {
    std::fstream file(shard, std::ios::binary | std::ios::in | std::ios::out);
    file.seekp(static_cast<std::streamoff>(good.size() / 2));
    file << std::string(6000, 'x');
  }
  const Ended damaged = compare("out", {"--resume", "--farm", path("farm")});
  EXPECT_EQ(damaged.code, 2) << damaged.err;
  EXPECT_THAT(damaged.err, AllOf(HasSubstr("shard-00001-of-00001.sqlite"), HasSubstr("damaged")));
  std::ofstream(shard, std::ios::binary) << good;
  const Ended done = compare("out", {"--resume", "--farm", path("farm")});
  ASSERT_EQ(done.code, 0) << done.err;
  expect_same_results("whole", "out");
}

TEST_F(FarmTest, AFitTakesItsRunsFromShardsToTheSameBytes) {
  const auto fit = [&](const std::string& out, const std::vector<std::string>& more) {
    return call(with({"fit", "--posterior", "2016", "--families", "300", "--draws", "4", "--populations", "2",
                      "--out", path(out)},
                     more));
  };
  const Ended whole = fit("whole", {});
  ASSERT_EQ(whole.code, 0) << whole.err;
  EXPECT_EQ(fit("out", {"--farm", path("farm")}).code, 75);
  for (const char* shard : {"2/2", "1/2"}) work("farm", shard);
  const Ended taken = fit("out", {"--farm", path("farm")});
  ASSERT_EQ(taken.code, 0) << taken.err;
  expect_same_results("whole", "out");
}

TEST_F(FarmTest, ACalibrationIsFarmedOutDesignByDesignToTheSameBytes) {
  write("small.yaml",
        "title: {en: small, nl: klein}\nscenario: short.yaml\nwaves: [2016, 2021]\ntargets: [T4, T10]\n"
        "parameters: [occasion.parenting, occasion.relationship]\n"
        "budget: {families: 500, populations: 2, points: [64, 64], surveys: 50, survey_families: 1000, "
        "steps: 1600, draws: 200}\n");
  const auto calibrate = [&](const std::string& out, const std::vector<std::string>& more) {
    return call(with({"calibrate", path("small.yaml"), "--out", path(out)}, more));
  };
  const Ended whole = calibrate("whole", {});
  ASSERT_EQ(whole.code, 0) << whole.err;
  for (const auto& [design, n_runs] : {std::pair("points-1", "64"), std::pair("points-2", "64")}) {
    const Ended planned = calibrate("out", {"--farm", path("farm")});
    EXPECT_EQ(planned.code, 75) << planned.err;
    EXPECT_THAT(planned.err, HasSubstr(std::string(n_runs) + " runs are planned in"));
    EXPECT_THAT(planned.err, Not(HasSubstr("runs: 1 of")));
    for (const char* shard : {"1/2", "2/2"}) work(std::string("farm/") + design, shard);
  }
  const Ended done = calibrate("out", {"--farm", path("farm")});
  ASSERT_EQ(done.code, 0) << done.err;
  for (const char* folder : {"", "points-1", "points-2"}) {
    EXPECT_EQ(files(std::string("whole/") + folder), files(std::string("out/") + folder));
    for (const auto& entry : fs::directory_iterator(folder_ / "whole" / folder)) {
      if (!entry.is_regular_file()) continue;
      EXPECT_TRUE(bytes_of(entry.path()) == bytes_of(folder_ / "out" / folder / entry.path().filename()))
          << entry.path();
    }
  }
  EXPECT_EQ(calibrate("out", {"--farm", path("farm"), "--points", path("whole")}).code, 2);
  // a draw that is changed is seen
  std::ofstream(folder_ / "farm/points-1/draws.csv", std::ios::app) << "1,1\n";
  EXPECT_THAT(call({"sweep", "run", path("farm/points-1")}).err,
              HasSubstr("draws.csv was changed or cut short"));
}

}  // namespace
}  // namespace uptake
