// SPDX-License-Identifier: Apache-2.0
// run and compare from the outside: what they leave, and that neither threads nor interruptions change a byte
// of it.
#include <map>
#include <nlohmann/json.hpp>

#include "system/program.hpp"

namespace uptake {
namespace {

using testing::HasSubstr;

TEST_F(ProgramTest, CompareLeavesReportTablesDatabaseAndManifest) {
  const Ended ended = call(comparison("out", {"--json"}));
  ASSERT_EQ(ended.code, 0) << ended.err;
  EXPECT_THAT(files("out"),
              testing::ElementsAre("category-labels.csv", "costs.csv", "data-dictionary.csv",
                                   "datapackage.json", "effects.csv", "expectations.csv", "fit.csv",
                                   "funnel-en.svg", "funnel-nl.svg", "manifest.json", "measure-labels.csv",
                                   "measures.csv", "reached.csv", "report.html", "results.sqlite",
                                   "ro-crate-metadata.json", "runs.csv", "scenarios.csv", "stories.json"));
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

  ASSERT_EQ(data.at("stories").size(), 1U);
  EXPECT_EQ(data.at("stories")[0].at("scenario_name"), "other");
  EXPECT_EQ(nlohmann::json::parse(bytes_of(folder_ / "out/stories.json")).at("stories"), data.at("stories"));

  const std::string before = bytes_of(folder_ / "out/report.html");
  const Ended report = call({"report", path("out")});
  EXPECT_EQ(report.code, 0) << report.err;
  EXPECT_TRUE(bytes_of(folder_ / "out/report.html") == before);
  EXPECT_THAT(report.out, HasSubstr("points"));
  EXPECT_THAT(call({"report", path("out"), "--expectations"}).out,
              testing::StartsWith("| Scenario | Of whom | Source |"));
  EXPECT_EQ(call({"report", path("out"), "--expectations", "--json"}).code, 2);
}

TEST_F(ProgramTest, AStoryIsThatOfAFamilyThatIsNewlyReached) {
  write("more.yaml",
        "extends: short.yaml\ntitle: {en: more, nl: meer}\nlevers:\n  norm: {lever: norm, domain: both, "
        "shift: 1.5, "
        "from: 2019-01, source: x}\n");
  const std::vector<std::string> compare{"compare",
                                         path("short.yaml"),
                                         path("more.yaml"),
                                         "--families",
                                         "300",
                                         "--posterior",
                                         "none",
                                         "--replicates",
                                         "1"};
  std::vector<std::string> with = compare, without = compare;
  with.insert(with.end(), {"--out", path("with")});
  without.insert(without.end(), {"--out", path("without"), "--no-stories"});
  ASSERT_EQ(call(with).code, 0);
  const auto stories = nlohmann::json::parse(bytes_of(folder_ / "with/stories.json")).at("stories");
  ASSERT_EQ(stories.size(), 1U);
  const auto& story = stories[0];
  EXPECT_TRUE(story.at("status").at("parenting") == "newly reached" ||
              story.at("status").at("relationship") == "newly reached")
      << story.at("status");
  EXPECT_FALSE(story.at("rows").empty());
  EXPECT_FALSE(story.contains("lives"));
  // the command that it names tells the same family
  const std::string command = story.at("command").get<std::string>();
  std::vector<std::string> words;
  for (std::size_t at = 0; at < command.size();) {
    const std::size_t end = std::min(command.find(' ', at), command.size());
    words.push_back(command.substr(at, end - at));
    at = end + 1;
  }
  words.erase(words.begin());
  words.emplace_back("--json");
  const Ended told = call(words);
  ASSERT_EQ(told.code, 0) << told.err;
  EXPECT_EQ(nlohmann::json::parse(told.out).at("rows"), story.at("rows"));
  ASSERT_EQ(call(without).code, 0);
  EXPECT_FALSE(fs::exists(folder_ / "without/stories.json"));
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

TEST_F(ProgramTest, UntilAPrecisionItGoesOnBatchByBatch) {
  const auto asked = [&](const std::string& out, const std::string& precision,
                         std::vector<std::string> more = {}) {
    more.insert(more.begin(), {"--json", "--until-precision", precision, "--at-most", "12"});
    return comparison(out, more);
  };
  const Ended wide = call(asked("wide", "60pp"));
  ASSERT_EQ(wide.code, 0) << wide.err;
  const auto first = nlohmann::json::parse(wide.out);
  EXPECT_EQ(first.at("draws"), 4);  // one batch was enough
  EXPECT_LE(first.at("until_precision").at("got"), first.at("until_precision").at("wanted"));

  const Ended narrow = call(asked("narrow", "0.0001 pp"));
  ASSERT_EQ(narrow.code, 0) << narrow.err;
  const auto last = nlohmann::json::parse(narrow.out);
  EXPECT_EQ(last.at("draws"), 12);  // as many as allowed
  EXPECT_EQ(last.at("runs"), 24);
  EXPECT_GT(last.at("until_precision").at("got"), last.at("until_precision").at("wanted"));

  const Call cut(comparison("cut", {"--until-precision", "0.0001pp", "--at-most", "12", "--threads", "1"}),
                 folder_);
  ASSERT_TRUE(cut.wait_for("runs: 3 of 8")) << cut.err_so_far();
  cut.send(SIGINT);
  EXPECT_EQ(cut.wait().code, 75);
  ASSERT_EQ(call(asked("cut", "0.0001pp", {"--resume"})).code, 0);
  fs::remove(folder_ / "cut/results.sqlite-journal");
  expect_same_results("narrow", "cut");
}

TEST_F(ProgramTest, APackageTakenApartTellsWhatEachLeverAdds) {
  const std::string lever = R"(lever: campaign
    domain: parenting
    from: 2020-01
    reach: 0.9
    learn: 0.9
    grade: assumption
    source: "none: for a test"
)";
  write("pack.yaml", "extends: short.yaml\ntitle: {en: pack, nl: pakket}\nlevers:\n  one:\n    " + lever +
                         "  two:\n    " + lever);
  write("lone.yaml", "extends: short.yaml\ntitle: {en: lone, nl: alleen}\nlevers:\n  one:\n    " + lever);
  const Ended ended = call({"compare", path("short.yaml"), path("pack.yaml"), path("lone.yaml"), "--families",
                            "300", "--draws", "2", "--take-apart", "--json", "--out", path("out")});
  ASSERT_EQ(ended.code, 0) << ended.err;
  const auto data = nlohmann::json::parse(ended.out);
  EXPECT_EQ(data.at("runs"), 2 * 5);  // the baseline, two scenarios, the package without each of two levers
  ASSERT_EQ(data.at("parts").size(), 4U);
  for (const auto& part : data.at("parts")) EXPECT_EQ(part.at("scenario"), "pack");
  std::map<std::string, double> effect;
  for (const auto& e : data.at("effects")) {
    if (e.at("measure") == "contact" && e.at("variable") == "total" && e.at("year") == data.at("last_year") &&
        e.at("domain") == "parenting")
      effect[e.at("scenario")] = e.at("difference");
  }
  EXPECT_EQ(effect.at("pack-without-two"), effect.at("lone"));  // the same levers, so the same lives
  for (const auto& part : data.at("parts")) {
    if (part.at("domain") != "parenting") continue;
    EXPECT_NEAR(part.at("adds").get<double>(),
                effect.at("pack") - effect.at("pack-without-" + part.at("lever").get<std::string>()), 1e-12);
  }
}

TEST_F(ProgramTest, APrecisionThatIsNoneIsRefused) {
  for (const char* precision : {"0.2", "0pp", "-1pp", "many pp", "101pp"}) {
    const Ended ended = call(comparison("out", {"--until-precision", precision}));
    EXPECT_EQ(ended.code, 2) << precision;
    EXPECT_THAT(ended.err, HasSubstr("as 0.2pp"));
  }
  EXPECT_THAT(call(comparison("out", {"--until-precision", "1pp", "--at-most", "3"})).err,
              HasSubstr("expected 4 or more"));
  EXPECT_EQ(call(comparison("out", {"--at-most", "30"})).code, 2);
  EXPECT_FALSE(fs::exists(folder_ / "out"));
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
