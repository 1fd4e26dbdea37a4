// SPDX-License-Identifier: Apache-2.0
// What `uptake fit` leaves in a folder.
#include <algorithm>
#include <nlohmann/json.hpp>

#include "program.hpp"

namespace uptake {
namespace {

using testing::HasSubstr;

TEST_F(ProgramTest, FitLeavesAPageATableAndJson) {
  const std::vector<std::string> asked{"fit", "--posterior",   "none", "--families", "300",      "--draws",
                                       "2",   "--populations", "1",    "--out",      path("out")};
  const auto with = [&](const std::string& flag) {
    std::vector<std::string> all = asked;
    all.push_back(flag);
    return call(all);
  };
  const Ended ended = with("--json");
  ASSERT_EQ(ended.code, 0) << ended.err;
  EXPECT_THAT(files("out"), testing::ElementsAre("data-dictionary.csv", "datapackage.json", "fit.csv",
                                                 "fit.html", "fit.json", "ro-crate-metadata.json"));
  EXPECT_EQ(bytes_of(folder_ / "out/fit.json"), ended.out);
  const auto data = nlohmann::json::parse(ended.out);
  EXPECT_EQ(data.at("runs"), 2);
  EXPECT_GT(data.at("targets").size(), 250U);
  EXPECT_GT(data.at("changes").size(), 60U);
  double stopped = 0;
  for (const auto& row : data.at("journeys")) {
    EXPECT_THAT(row.at("year").get<int>(), testing::AnyOf(2015, 2020));
    stopped += row.at("mean").get<double>();
  }
  EXPECT_EQ(data.at("journeys").size(), 2U * 2U * 9U);
  EXPECT_GT(stopped, 0);
  const std::string rows = bytes_of(folder_ / "out/fit.csv");
  EXPECT_EQ(static_cast<std::size_t>(std::count(rows.begin(), rows.end(), '\n')),
            1 + data.at("targets").size());

  const std::string page = bytes_of(folder_ / "out/fit.html");
  EXPECT_THAT(page, HasSubstr("uptake fit --posterior none --wave all --draws 2 --populations 1"));
  const Ended refused = with("--quiet");
  EXPECT_EQ(refused.code, 2);
  EXPECT_THAT(refused.err, testing::AllOf(HasSubstr("already holds results"), HasSubstr("--force"),
                                          testing::Not(HasSubstr("--resume"))));
  fs::remove(folder_ / "out/fit.csv");
  const Ended forced = with("--force");
  EXPECT_EQ(forced.code, 0) << forced.err;
  EXPECT_THAT(forced.out, HasSubstr("fit.html"));
  EXPECT_TRUE(bytes_of(folder_ / "out/fit.html") == page);
  EXPECT_EQ(bytes_of(folder_ / "out/fit.csv"), rows);
}

TEST_F(ProgramTest, FitRefusesBadFoldersBeforeItRuns) {
  const std::vector<std::string> asked{"fit", "--posterior", "none", "--draws", "1", "--out"};
  for (const std::string& folder : {path("short.yaml"), std::string("/proc/uptake")}) {
    std::vector<std::string> all = asked;
    all.push_back(folder);
    EXPECT_EQ(call(all).code, 2) << folder;
  }
  EXPECT_EQ(call({"fit", "--posterior", "none", "--force"}).code, 2);
}

}  // namespace
}  // namespace uptake
