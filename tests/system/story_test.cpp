// SPDX-License-Identifier: Apache-2.0
// uptake story from the outside: what it says in both languages, the same bytes, and every wrong way to ask.
#include <nlohmann/json.hpp>

#include "system/program.hpp"

namespace uptake {
namespace {

using testing::AllOf;
using testing::HasSubstr;
using testing::Not;

class StoryProgram : public ProgramTest {
 protected:
  void SetUp() override {
    ProgramTest::SetUp();
    write("visits.yaml", R"(extends: short.yaml
title: {en: Visits, nl: Bezoeken}
levers:
  visits:
    lever: bridging_figures
    domain: both
    from: 2018-03
    reach: 0.2
    learn: 0.5
    trust: 1
    source: test
    grade: assumption
)");
  }
  [[nodiscard]] std::vector<std::string> story(const std::vector<std::string>& more) const {
    std::vector<std::string> all{
        "story", path("short.yaml"), path("visits.yaml"), "--families", "400", "--posterior",
        "none",  "--quiet"};
    all.insert(all.end(), more.begin(), more.end());
    return all;
  }
};

/// Without the breaks of its lines.
std::string in_one_line(const std::string& text) {
  std::string line;
  for (const char c : text) {
    const bool blank = c == ' ' || c == '\n';
    if (!blank || (!line.empty() && line.back() != ' ')) line += blank ? ' ' : c;
  }
  return line;
}

TEST_F(StoryProgram, TellsAFamilyInBothLanguagesAndAsAPage) {
  const Ended en = call(story({"--find", "newly reached parenting", "--html", path("story.html")}));
  ASSERT_EQ(en.code, 0) << en.err;
  EXPECT_THAT(in_one_line(en.out),
              AllOf(HasSubstr("Visits"), HasSubstr("This family does not exist."),
                    HasSubstr("here the two lives part"), HasSubstr("without the policy:"),
                    HasSubstr("why: "), HasSubstr("newly reached: only with the policy"),
                    HasSubstr("an anecdote, not evidence"), HasSubstr("story.html")));
  EXPECT_THAT(bytes_of(path("story.html")), HasSubstr("\"kind\":\"story\""));
  const Ended nl = call(story({"--find", "newly reached parenting", "--language", "nl"}));
  ASSERT_EQ(nl.code, 0) << nl.err;
  EXPECT_THAT(in_one_line(nl.out),
              AllOf(HasSubstr("Bezoeken"), HasSubstr("Dit gezin bestaat niet."),
                    HasSubstr("hier gaan de twee levens uiteen"), HasSubstr("waarom: ")));
  EXPECT_THAT(nl.out, Not(HasSubstr("policy")));
}

TEST_F(StoryProgram, SameQuestionSameBytesWhateverTheThreads) {
  const std::vector<std::string> find{"--find", "newly reached", "--json"};
  std::vector<std::string> one = find, two = find;
  one.insert(one.end(), {"--threads", "1"});
  two.insert(two.end(), {"--threads", "2"});
  const Ended first = call(story(one)), second = call(story(two));
  ASSERT_EQ(first.code, 0) << first.err;
  EXPECT_TRUE(first.out == second.out);
  const auto data = nlohmann::json::parse(first.out);
  EXPECT_EQ(data["policy"], "2018-03");
  EXPECT_EQ(data["from"], "2017-03");
  EXPECT_EQ(data["last"], "2021-12");
  EXPECT_EQ(data["lives"]["baseline"]["months"].size(), 58U);
  // its number alone, and other months
  const std::string number = std::to_string(data["family"]["number"].get<int>());
  const Ended again = call(story({"--family", number, "--json", "--from", "2018-01", "--last", "2019-06"}));
  ASSERT_EQ(again.code, 0) << again.err;
  const auto part = nlohmann::json::parse(again.out);
  EXPECT_EQ(part["status"], data["status"]);
  EXPECT_EQ(part["lives"]["scenario"]["months"].size(), 18U);
  EXPECT_EQ(part["lives"]["scenario"]["months"][0], data["lives"]["scenario"]["months"][10]);
}

TEST_F(StoryProgram, TellsEverythingThatIsWrongAtOnceAndWritesNothing) {
  const Ended ended =
      call({"story", path("short.yaml"), path("missing.yaml"), "--find", "newly reachd", "--family", "3",
            "--from", "2018", "--posterior", "none", "--html", path("story.html")});
  EXPECT_EQ(ended.code, 2);
  EXPECT_THAT(ended.err, AllOf(HasSubstr("missing.yaml"), HasSubstr("did you mean 'newly reached'"),
                               HasSubstr("--family and --find: expected one of the two"),
                               HasSubstr("--from: expected a month from 1991-01 to 2035-12, found '2018'")));
  EXPECT_FALSE(fs::exists(path("story.html")));
  EXPECT_TRUE(ended.out.empty());

  EXPECT_THAT(call(story({})).err, HasSubstr("expected --family N, or --find"));
  const Ended months = call(story({"--family", "3", "--from", "2020-01", "--last", "2019-01"}));
  EXPECT_EQ(months.code, 2);
  EXPECT_THAT(months.err, HasSubstr("--from: expected a month up to 2019-01, found '2020-01'"));
  EXPECT_THAT(call(story({"--family", "3", "--last", "2030-01"})).err,
              HasSubstr("--last: expected a month up to 2021-12, where the scenarios end"));
  EXPECT_THAT(call(story({"--family", "3", "--last", "2016-01"})).err, HasSubstr("--from begins it sooner"));
  const Ended number = call(story({"--family", "4000000"}));
  EXPECT_EQ(number.code, 2);
  EXPECT_THAT(number.err, HasSubstr("no family with a child under 25 living in has this number"));
  EXPECT_THAT(call(story({"--famly", "3"})).err, HasSubstr("did you mean '--family'"));
  EXPECT_EQ(call(story({"--family", "x"})).code, 2);
  EXPECT_THAT(call(story({"--family", "3", "--html", path("none/story.html")})).err,
              HasSubstr("expected a folder that is there"));
  EXPECT_THAT(call(story({"--family", "3", "--draw", "3"})).err,
              HasSubstr("--draw 3: --posterior none has one parameter set, expected 0"));
}

TEST_F(StoryProgram, NoFamilyThatFitsIsSaidWithTheCounts) {
  const Ended ended =
      call(story({"--find", "newly reached, no longer reached parenting, never reached parenting"}));
  EXPECT_EQ(ended.code, 3);
  EXPECT_THAT(ended.err, AllOf(HasSubstr("none of "), HasSubstr("  newly reached: "),
                               HasSubstr("  never reached parenting: ")));
  EXPECT_TRUE(ended.out.empty());
}

TEST_F(StoryProgram, APageThatIsThereIsNotReplacedUnlessAsked) {
  write("story.html", "mine");
  std::vector<std::string> ask{"--find", "newly reached", "--html", path("story.html")};
  const Ended refused = call(story(ask));
  EXPECT_EQ(refused.code, 2);
  EXPECT_THAT(refused.err, HasSubstr("is there already"));
  EXPECT_EQ(bytes_of(path("story.html")), "mine");
  ask.emplace_back("--force");
  EXPECT_EQ(call(story(ask)).code, 0);
  EXPECT_NE(bytes_of(path("story.html")), "mine");
}

TEST_F(StoryProgram, ScenariosThatDoNotDifferGiveOneLife) {
  write("same.yaml", "extends: short.yaml\ntitle: {en: same, nl: zelfde}\n");
  const Ended ended = call({"story", path("short.yaml"), path("same.yaml"), "--find", "reached in both",
                            "--families", "400", "--posterior", "none", "--quiet"});
  ASSERT_EQ(ended.code, 0) << ended.err;
  EXPECT_THAT(ended.out,
              AllOf(HasSubstr("the two lives are wholly alike"), Not(HasSubstr("without the policy:"))));
}

}  // namespace
}  // namespace uptake
