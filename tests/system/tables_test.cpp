// SPDX-License-Identifier: Apache-2.0
// The survey report's tables, printed by the real program.
#include <fmt/core.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "program.hpp"

namespace uptake {
namespace {

using testing::AllOf;
using testing::HasSubstr;
using testing::Not;

class TablesTest : public ProgramTest {
 protected:
  /// tables of a few small runs, with `more` flags.
  [[nodiscard]] Ended tables(const std::vector<std::string>& more, const std::string& draws = "1",
                             const std::string& posterior = "none") const {
    std::vector<std::string> all{"tables",  "--posterior", posterior, "--families",    "400",
                                 "--draws", draws,         "--quiet", "--populations", "1"};
    all.insert(all.end(), more.begin(), more.end());
    return call(all);
  }
};

TEST_F(TablesTest, PrintAllFourteenInBothLanguages) {
  struct Words {
    std::string language, table, total;
  };
  for (const auto& [language, word, total] :
       {Words{"en", "Table", "15.2 (17.2)"}, Words{"nl", "Tabel", "15,2 (17,2)"}}) {
    const Ended ended = tables({"--language", language});
    ASSERT_EQ(ended.code, 0) << ended.err;
    EXPECT_EQ(ended.err, "");
    for (int number = 1; number <= 14; ++number)
      EXPECT_THAT(ended.out, HasSubstr(fmt::format("{} {}. ", word, number)));
    EXPECT_THAT(ended.out, HasSubstr(total));
    EXPECT_THAT(ended.out, HasSubstr("Mantel-Haenszel"));
    EXPECT_THAT(ended.out, HasSubstr("uptake tables --wave all --respondents survey"));
    EXPECT_THAT(ended.out, Not(HasSubstr("--data")));  // of Flanders' own data
    EXPECT_THAT(ended.out,
                testing::ContainsRegex(language == "en" ? "\nTo cite: Uptake [0-9.]+, fingerprint [0-9a-f]+\n"
                                                        : "\nOm te citeren: Uptake [0-9.]+, vingerafdruk "
                                                          "[0-9a-f]+\n"));
  }
}

TEST_F(TablesTest, LeaveTextJsonAndATidyTableTheSameWithAnyThreads) {
  const Ended ended = tables({"--json", "--threads", "1", "--out", path("one")}, "3");
  ASSERT_EQ(ended.code, 0) << ended.err;
  EXPECT_THAT(files("one"),
              testing::ElementsAre("data-dictionary.csv", "datapackage.json", "ro-crate-metadata.json",
                                   "tables.csv", "tables.json", "tables.txt"));
  EXPECT_EQ(bytes_of(folder_ / "one/tables.json"), ended.out);
  const auto data = nlohmann::json::parse(ended.out);
  EXPECT_EQ(data.at("runs"), 3);
  EXPECT_EQ(data.at("waves"), nlohmann::json({2016, 2021}));
  const std::string rows = bytes_of(folder_ / "one/tables.csv");
  EXPECT_EQ(static_cast<std::size_t>(std::ranges::count(rows, '\n')), 1 + data.at("numbers").size());
  double n = 0;
  std::size_t marked = 0;
  for (const auto& row : data.at("numbers")) {
    marked += row.at("simulated_mark").get<std::string>().empty() ? 0U : 1U;
    if (row.at("table") == "T4" && row.at("variable") == "total" && row.at("year") == 2016)
      n = row.at("simulated_n");
  }
  EXPECT_EQ(n, 2165);  // as many as the survey asked
  EXPECT_GT(marked, 150U);

  const Ended again = tables({"--threads", "2", "--out", path("two")}, "3");
  ASSERT_EQ(again.code, 0) << again.err;
  expect_same_results("one", "two");
  EXPECT_THAT(again.out, HasSubstr(bytes_of(folder_ / "two/tables.txt")));
  EXPECT_THAT(bytes_of(folder_ / "two/tables.txt"),
              HasSubstr("fingerprint " + data.at("fingerprint").get<std::string>().substr(0, 16) + "\n"));
  EXPECT_EQ(nlohmann::json::parse(bytes_of(folder_ / "two/datapackage.json")).at("id"),
            data.at("fingerprint"));

  const Ended refused = tables({"--out", path("two")});
  EXPECT_EQ(refused.code, 2);
  EXPECT_THAT(refused.err, AllOf(HasSubstr("already holds results"), HasSubstr("--force")));
  EXPECT_EQ(tables({"--out", path("two"), "--force"}).code, 0);
  EXPECT_NE(bytes_of(folder_ / "two/tables.json"), ended.out);
}

TEST_F(TablesTest, OfOneWaveAndOneTableAndEverybody) {
  const Ended one = tables({"--wave", "2021", "--table", "10", "--table", "2"});
  ASSERT_EQ(one.code, 0) << one.err;
  EXPECT_THAT(one.out, AllOf(HasSubstr("Table 2. "), HasSubstr("Table 10. "), Not(HasSubstr("Table 3. ")),
                             Not(HasSubstr("n 2016"))));
  const Ended all = tables({"--respondents", "everyone", "--json"});
  ASSERT_EQ(all.code, 0) << all.err;
  const nlohmann::json told = nlohmann::json::parse(all.out);
  for (const auto& row : told.at("numbers")) {
    EXPECT_EQ(row.at("simulated_mark"), "");
    if (row.at("table") == "T4" && row.at("variable") == "total" && row.at("year") == 2016) {
      EXPECT_GT(row.at("simulated_n").get<double>(), 500'000);  // families in Flanders
    }
    if (row.at("measure") == "chi2") {
      EXPECT_THAT(row.at("why_not").get<std::string>(), HasSubstr("nobody was sampled"));
    }
  }
  const Ended profile = tables({"--intervals", "profile", "--wave", "2016", "--table", "5"});
  EXPECT_EQ(profile.code, 0) << profile.err;
  EXPECT_THAT(profile.out, HasSubstr("profile of the likelihood"));
}

TEST_F(TablesTest, OfAScenarioOfOnesOwn) {
  const Ended ended = tables({"--scenario", path("other.yaml"), "--json"});
  ASSERT_EQ(ended.code, 0) << ended.err;
  EXPECT_EQ(nlohmann::json::parse(ended.out).at("scenario"), "other");
}

TEST_F(TablesTest, RefuseWhatMakesNoSenseAndWriteNothing) {
  write("early.yaml", "extends: short.yaml\ntitle: {en: early, nl: vroeg}\nuntil: 2018-01\n");
  struct Wrong {
    std::vector<std::string> flags;
    std::string said;
  };
  const std::vector<Wrong> all{
      {{"--wave", "2018"}, "2018"},
      {{"--respondents", "all"}, "everyone"},
      {{"--intervals", "bayes"}, "profile"},
      {{"--table", "15"}, "15"},
      {{"--table", "4", "--json"}, "--json"},
      {{"--table", "14", "--wave", "2021"}, "Table 14 compares the waves"},
      {{"--language", "fr"}, "nl"},
      {{"--scenario", path("early.yaml")}, "early.yaml: runs until 2018-01, before the survey of 2021-04"},
      {{"--scenario", path("none.yaml")}, "none.yaml"},
      {{"--respondent", "survey"}, "did you mean '--respondents'"},
      {{"--out", path("short.yaml")}, "is a file"}};
  for (const Wrong& wrong : all) {
    std::vector<std::string> flags = wrong.flags;
    if (flags.front() != "--out") flags.insert(flags.end(), {"--out", path("out")});
    const Ended ended = tables(flags);
    EXPECT_EQ(ended.code, 2) << wrong.flags.back();
    EXPECT_THAT(ended.err, HasSubstr(wrong.said));
    EXPECT_EQ(ended.out, "");
    EXPECT_FALSE(fs::exists(folder_ / "out")) << wrong.flags.back();
  }
  const Ended posterior = tables({"--out", path("out")}, "1", "2017");
  EXPECT_EQ(posterior.code, 2);
  EXPECT_THAT(posterior.err, HasSubstr("2017"));
  EXPECT_FALSE(fs::exists(folder_ / "out"));
  // before the second wave there is still the first
  EXPECT_EQ(tables({"--scenario", path("early.yaml"), "--wave", "2016", "--table", "1"}).code, 0);
}

TEST_F(TablesTest, ADamagedTranscriptionIsRefusedByItsPlace) {
  fs::copy(UPTAKE_SOURCE_DIR "/scenarios", folder_ / "scenarios", fs::copy_options::recursive);
  const fs::path file = folder_ / "scenarios/data/survey/targets.csv";
  std::string text = bytes_of(file);
  const std::string row = "T4,relationship,2016,resident,rate,gender,men,10.8";
  ASSERT_NE(text.find(row), std::string::npos);
  text.replace(text.find(row), row.size(), "T4,relationship,2016,resident,rate,gender,men,108");
  std::ofstream(file) << text;
  const Ended ended = tables({"--data", (folder_ / "scenarios/data").string(), "--out", path("out")});
  EXPECT_EQ(ended.code, 2);
  EXPECT_THAT(ended.err, AllOf(testing::ContainsRegex("targets\\.csv:[0-9]+:[0-9]+:"),
                               HasSubstr("108 is out of range for a rate, expected 0..100")));
  EXPECT_FALSE(fs::exists(folder_ / "out"));
}

TEST_F(TablesTest, StoppedKeepNothing) {
  const Call running({"tables", "--posterior", "none", "--families", "400", "--draws", "300", "--populations",
                      "1", "--out", path("out")},
                     folder_);
  ASSERT_TRUE(running.wait_for("runs: 30 of 300")) << running.err_so_far();
  running.send(SIGINT);
  const Ended ended = running.wait();
  EXPECT_EQ(ended.code, 75);
  EXPECT_THAT(ended.err, HasSubstr("nothing was kept"));
  EXPECT_EQ(ended.out, "");
  EXPECT_THAT(files("out"), testing::IsEmpty());
}

}  // namespace
}  // namespace uptake
