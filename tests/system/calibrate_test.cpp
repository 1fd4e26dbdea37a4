// SPDX-License-Identifier: Apache-2.0
// Whole calibrations, small ones: three parameters, few families.
#include <algorithm>
#include <csignal>
#include <nlohmann/json.hpp>

#include "program.hpp"
#include "sim/base/csv.hpp"

namespace uptake {
namespace {

using testing::HasSubstr;

class CalibrateTest : public ProgramTest {
 protected:
  void SetUp() override {
    ProgramTest::SetUp();
    write("small.yaml",
          "title: {en: small, nl: klein}\nscenario: short.yaml\nwaves: [2016, 2021]\ntargets: [T4, T10]\n"
          "hold_out: [origin]\nparameters: [occasion.parenting, occasion.relationship, "
          "memory.parenting_years]\n"
          "budget: {families: 500, populations: 2, points: [64, 64], surveys: 50, survey_families: 1000, "
          "steps: 1600, draws: 200}\n");
  }
  [[nodiscard]] std::vector<std::string> calibration(const std::string& out,
                                                     const std::vector<std::string>& more = {}) const {
    std::vector<std::string> all{"calibrate", path("small.yaml"), "--out", path(out)};
    all.insert(all.end(), more.begin(), more.end());
    return all;
  }
  /// The posterior's sd of each parameter, as the calibration in `out` told it.
  [[nodiscard]] std::vector<double> spreads(const std::string& out) const {
    Problems problems;
    const CsvTable table = read_csv(folder_ / out / "parameters.csv", problems);
    std::vector<double> all;
    for (const auto& row : table.rows) all.push_back(std::stod(row.at(table.column("sd_u"))));
    return all;
  }
};

TEST_F(CalibrateTest, KilledItGoesOnToTheSameBytesAndAnotherCanUseItsRuns) {
  const Ended whole = call(calibration("whole"));
  ASSERT_EQ(whole.code, 0) << whole.err;
  EXPECT_THAT(whole.out, testing::AllOf(HasSubstr("occasion.parenting"), HasSubstr("contraction"),
                                        HasSubstr("cannot tell the network")));
  const Call first(calibration("cut", {"--threads", "1"}), folder_);
  ASSERT_TRUE(first.wait_for("runs: 7 of 64")) << first.err_so_far();
  first.send(SIGKILL);
  EXPECT_EQ(first.wait().code, 128 + SIGKILL);
  EXPECT_FALSE(fs::exists(folder_ / "cut/posterior.csv"));
  const Ended resumed = call(calibration("cut", {"--threads", "2"}));
  ASSERT_EQ(resumed.code, 0) << resumed.err;
  for (const char* file : {"posterior.csv", "posterior.json", "parameters.csv", "targets.csv",
                           "data-dictionary.csv", "datapackage.json", "ro-crate-metadata.json"})
    EXPECT_TRUE(bytes_of(folder_ / "whole" / file) == bytes_of(folder_ / "cut" / file)) << file << " differs";

  // its folder opens elsewhere, and runs of both designs come out again
  const Ended opens = Call({UPTAKE_SOURCE_DIR "/tests/system/folder_check.py", path("whole")}, folder_, false,
                           "/usr/bin/python3")
                          .wait();
  EXPECT_EQ(opens.code, 0) << opens.out << opens.err;
  const Ended lived = call({"verify", path("whole"), "--runs", "5"});
  EXPECT_EQ(lived.code, 0) << lived.out << lived.err;
  EXPECT_THAT(lived.out, HasSubstr("5 of 5 runs"));

  // the same runs, all rows fitted: another posterior, without a run
  write("small.yaml",
        bytes_of(folder_ / "small.yaml").replace(bytes_of(folder_ / "small.yaml").find("[origin]"), 8, "[]"));
  const Ended another = call(calibration("another", {"--points", path("whole")}));
  ASSERT_EQ(another.code, 0) << another.err;
  EXPECT_THAT(another.err, testing::Not(HasSubstr("of 64 (")));
  EXPECT_FALSE(bytes_of(folder_ / "whole/posterior.csv") == bytes_of(folder_ / "another/posterior.csv"));

  // and with `widen` the same posterior, so many times as wide, or as wide as the prior
  write("small.yaml", bytes_of(folder_ / "small.yaml") + "widen: 1.5\n");
  const Ended wide = call(calibration("wide", {"--points", path("whole")}));
  ASSERT_EQ(wide.code, 0) << wide.err;
  EXPECT_THAT(wide.out, HasSubstr("1.5 times"));
  EXPECT_EQ(nlohmann::json::parse(bytes_of(folder_ / "wide/posterior.json")).at("widened"), 1.5);
  const std::vector<double> spread = spreads("another");
  ASSERT_EQ(spread.size(), 3U);
  for (std::size_t j = 0; j < spread.size(); ++j)
    EXPECT_NEAR(spreads("wide")[j], std::max(spread[j], std::min(1.5 * spread[j], 1.0)), 1e-6);
  EXPECT_LT(*std::ranges::min_element(spread), 0.6);  // where the data do say something

  // its posterior is one that can be used, and says what it was fitted to
  const Ended fit = call({"fit", "--posterior", path("whole/posterior.csv"), "--families", "500", "--draws",
                          "4", "--populations", "2", "--json"});
  ASSERT_EQ(fit.code, 0) << fit.err;
  const auto data = nlohmann::json::parse(fit.out);
  int n_used = 0;
  for (const auto& row : data.at("targets")) {
    const bool by_constants = row.at("table") == "T2" || row.at("table") == "T9";  // whatever the posterior
    const bool fitted = by_constants || ((row.at("table") == "T4" || row.at("table") == "T10") &&
                                         row.at("variable") != "origin");
    EXPECT_EQ(row.at("role"), fitted ? "used" : "held_out") << row;
    n_used += fitted ? 1 : 0;
    if (row.at("measure") != "odds_ratio") {
      EXPECT_LE(row.at("sim_median"), 1.0) << row;
    }
  }
  EXPECT_GT(n_used, 100);
  EXPECT_GT(data.at("coverage").size(), 10U);
  EXPECT_EQ(data.at("patterns").size(), 14U);
}

TEST_F(CalibrateTest, ItsRunsServeTheTestsOfTheFit) {
  const Ended whole = call(calibration("whole"));
  ASSERT_EQ(whole.code, 0) << whole.err;
  const auto with_points = [&](const std::string& command, const std::string& out,
                               std::vector<std::string> more) {
    std::vector<std::string> all{command, path("small.yaml"), "--points", path("whole"), "--out", path(out)};
    all.insert(all.end(), more.begin(), more.end());
    return call(all);
  };
  const Ended held_out = with_points("held-out", "foreseen", {"--folds", "2"});
  ASSERT_EQ(held_out.code, 0) << held_out.err;
  EXPECT_THAT(held_out.out, testing::AllOf(HasSubstr("T10 rate 2021"), HasSubstr("T4 rate 2016")));
  EXPECT_THAT(held_out.err, testing::Not(HasSubstr("of 64 (")));  // no run of its own
  const std::string rows = bytes_of(folder_ / "foreseen/held-out.csv");
  // each row of Tables 4 and 10 that is fitted, but the totals, is foreseen once; origin is not fitted
  EXPECT_EQ(std::count(rows.begin(), rows.end(), '\n'), 1 + 74 * 2 - 4 - 3 * 4);
  EXPECT_THAT(rows, testing::Not(HasSubstr(",origin,")));
  const Ended again = with_points("held-out", "again", {"--folds", "2", "--threads", "1"});
  EXPECT_TRUE(rows == bytes_of(folder_ / "again/held-out.csv"));

  const Ended recover =
      with_points("recover", "recovered", {"--cases", "20", "--full", "1", "--new-runs", "20"});
  ASSERT_THAT(recover.code, testing::AnyOf(0, 3)) << recover.err;
  // who ignores the data is found out by the log-likelihood, whatever the model
  EXPECT_THAT(recover.out, testing::AllOf(HasSubstr("blind"), HasSubstr("data set 1: "),
                                          HasSubstr("all parameters together: "),
                                          HasSubstr("widens its posteriors by 1.00")));
  const std::string recovery = bytes_of(folder_ / "recovered/recovery.csv");
  EXPECT_EQ(std::count(recovery.begin(), recovery.end(), '\n'), 1 + 4 * (3 + 2));

  // the same command goes on: data sets that are finished are not made again
  fs::remove(folder_ / "recovered/recovery.csv");
  fs::remove(folder_ / "recovered/cases/sound/3.txt");
  const Ended gone_on = with_points("recover", "recovered", {"--cases", "20", "--full", "0"});
  EXPECT_EQ(gone_on.code, recover.code) << gone_on.err;
  EXPECT_TRUE(recovery == bytes_of(folder_ / "recovered/recovery.csv"));

  // other made-up data sets
  const Ended others =
      with_points("recover", "recovered", {"--cases", "20", "--full", "0", "--no-controls", "--seed", "2"});
  ASSERT_THAT(others.code, testing::AnyOf(0, 3)) << others.err;
  EXPECT_FALSE(bytes_of(folder_ / "recovered/cases/sound/1.txt") ==
               bytes_of(folder_ / "recovered/cases-seed-2/sound/1.txt"));

  EXPECT_EQ(with_points("held-out", "bad", {"--folds", "90"}).code, 2);
  EXPECT_EQ(with_points("recover", "bad", {"--cases", "33"}).code, 2);  // more than half the first design
  EXPECT_FALSE(fs::exists(folder_ / "bad"));
}

TEST_F(CalibrateTest, BadFilesAreToldAndNothingIsWritten) {
  const Ended points = call(calibration("out", {"--points", path("nowhere")}));
  EXPECT_EQ(points.code, 2);
  EXPECT_THAT(points.err, testing::AllOf(HasSubstr("nowhere/points-1/design.csv: no such file"),
                                         testing::Not(HasSubstr("surveys"))))
      << "told before anything is computed";
  write("small.yaml",
        "title: {en: a, nl: b}\nscenario: nowhere.yaml\nwaves: [2016]\ntargets: [T4]\nbudget: {points: "
        "[64], families: 1000000000}\n");
  const Ended scenario = call(calibration("out"));
  EXPECT_EQ(scenario.code, 2);
  EXPECT_THAT(scenario.err, HasSubstr("expected a number from 500 to 200000, found '1000000000'"));
  EXPECT_THAT(scenario.err, HasSubstr("nowhere.yaml"));
  EXPECT_FALSE(fs::exists(folder_ / "out"));
  const Ended fit = call({"fit", "--wave", "2018"});
  EXPECT_EQ(fit.code, 2);
}

}  // namespace
}  // namespace uptake
