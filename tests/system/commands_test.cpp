// SPDX-License-Identifier: Apache-2.0
// The commands that only look: validate, levers, describe, population, --help, --version.
#include <cmath>
#include <nlohmann/json.hpp>

#include "sim/policy/levers.hpp"
#include "system/program.hpp"

namespace uptake {
namespace {

using testing::AllOf;
using testing::HasSubstr;

TEST_F(ProgramTest, HelpAndVersion) {
  EXPECT_EQ(call({"--version"}).out, "uptake " UPTAKE_VERSION "\n");
  const Ended help = call({"--help"});
  EXPECT_EQ(help.code, 0);
  EXPECT_THAT(help.out, AllOf(HasSubstr("Examples:"), HasSubstr("compare"), HasSubstr("75 interrupted")));
  const Ended run = call({"run", "--help"});
  EXPECT_EQ(run.code, 0);
  for (const char* flag : {"--families", "--draws", "--replicates", "--populations", "--posterior", "--seed",
                           "--threads", "--out", "--resume", "--force", "--json", "--data"}) {
    EXPECT_THAT(run.out, HasSubstr(flag));
    EXPECT_THAT(call({"compare", "--help"}).out, HasSubstr(flag));
  }
}

TEST_F(ProgramTest, ValidateTellsTheProblemsOfAllFiles) {
  write("bad1.yaml", "extends: short.yaml\nx: 1\n");
  write("bad2.yaml", "extends: short.yaml\ny: 1\n");
  const Ended ended = call({"validate", path("bad1.yaml"), path("short.yaml"), path("bad2.yaml")});
  EXPECT_EQ(ended.code, 2);
  EXPECT_THAT(ended.err, AllOf(HasSubstr("bad1.yaml:2:1"), HasSubstr("bad2.yaml:2:1")));
  EXPECT_THAT(ended.out, HasSubstr("short.yaml: good"));
}

TEST_F(ProgramTest, TheShippedScenariosAreGood) {
  std::vector<std::string> all{"validate"};
  for (const auto& entry : fs::directory_iterator(UPTAKE_SOURCE_DIR "/scenarios")) {
    if (entry.path().extension() == ".yaml") all.push_back(entry.path().string());
  }
  ASSERT_GE(all.size(), 8U);
  const Ended ended = call(all);
  EXPECT_EQ(ended.code, 0) << ended.err;
  EXPECT_THAT(ended.out, testing::Not(HasSubstr("warning")));
}

TEST_F(ProgramTest, LeversListsTheRegistry) {
  EXPECT_THAT(call({"levers"}).out, AllOf(HasSubstr("campaign"), HasSubstr("bridging_figures")));
  EXPECT_THAT(call({"levers", "campaign"}).out, AllOf(HasSubstr("fluency_bias"), HasSubstr("must be given")));
}

TEST_F(ProgramTest, DescribePrintsTheRegistriesAsMarkdown) {
  EXPECT_THAT(call({"describe", "--limits"}).out, HasSubstr("- **"));
  EXPECT_THAT(call({"describe", "--mechanisms"}).out, HasSubstr("| `word_of_mouth` |"));
  EXPECT_THAT(call({"describe", "--measures"}).out, HasSubstr("| `unmet_need` | share of families |"));
  EXPECT_THAT(call({"describe", "--schedule"}).out, HasSubstr("1. **calendar**"));
  EXPECT_THAT(call({"describe", "--services"}).out, HasSubstr("| `P1` | parenting |"));
  EXPECT_THAT(call({"describe", "--parameters"}).out, HasSubstr("| `need.persistence` |"));
}

TEST_F(ProgramTest, PagesOfTheDocsAreThoseOfTheRegistries) {
  for (const std::string page : {"limits", "odd", "parameters", "levers", "structures"}) {
    const fs::path docs = UPTAKE_SOURCE_DIR "/docs/" + page + ".md";
    ASSERT_TRUE(fs::exists(docs)) << "make it with `uptake describe --" << page << "`";
    EXPECT_EQ(bytes_of(docs), call({"describe", "--" + page}).out)
        << "make it again: uptake describe --" << page << " > docs/" << page << ".md";
  }
}

TEST_F(ProgramTest, EveryLeverAndParameterIsDescribedWithItsSource) {
  // the tables' cells: no row without a name, a unit where there is a number, and a source a lever or
  // parameter
  const std::string levers = call({"describe", "--levers"}).out;
  for (const LeverInfo& lever : lever_registry()) {
    EXPECT_THAT(levers, HasSubstr("| `" + std::string(lever.code) + "`: "));
    for (const LeverField& field : lever.fields) {
      EXPECT_THAT(levers, HasSubstr("| `" + std::string(field.code) + "` | "));
      EXPECT_FALSE(field.help_en.empty()) << lever.code << " " << field.code;
    }
    EXPECT_FALSE(lever.source.empty()) << lever.code;
  }
  const std::string odd = call({"describe", "--odd"}).out;
  for (const char* element :
       {"I.i ", "I.ii ", "I.iii ", "II.i ", "II.ii ", "II.iii ", "II.iv ", "II.v ", "II.vi ", "II.vii ",
        "II.viii ", "II.ix ", "II.x ", "III.i ", "III.ii ", "III.iii ", "III.iv "})
    EXPECT_THAT(odd, HasSubstr(element));
}

TEST_F(ProgramTest, TheTablesOfTheModelsPageAreThoseOfTheRegistries) {
  const std::string page = bytes_of(UPTAKE_SOURCE_DIR "/docs/model.md");
  const std::string from = "<!-- from: uptake describe ";
  int n_tables = 0;
  for (std::size_t at = page.find(from); at != std::string::npos; at = page.find(from, at + 1), ++n_tables) {
    const std::size_t flag = at + from.size();
    const std::size_t table = page.find(" -->\n", flag);
    const std::size_t end = page.find("<!-- end -->", flag);
    ASSERT_LT(table, end) << page.substr(at, 80);
    const std::string what = page.substr(flag, table - flag);
    EXPECT_EQ(page.substr(table + 5, end - table - 5), call({"describe", what}).out)
        << "paste `uptake describe " << what << "` again";
  }
  EXPECT_EQ(n_tables, 3);
}

TEST_F(ProgramTest, PopulationPrintsAskedAndGotForEveryMarginAndWave) {
  const Ended ended = call({"population", path("short.yaml"), "--families", "1000", "--json"});
  ASSERT_EQ(ended.code, 0) << ended.err;
  const auto data = nlohmann::json::parse(ended.out);
  EXPECT_NEAR(data.at("families").get<double>(), 1000, 60);
  std::map<std::pair<std::string, int>, double> asked, got;
  for (const auto& m : data.at("margins")) {
    const std::pair at(m.at("variable").get<std::string>(), m.at("wave").get<int>());
    asked[at] += m.at("asked").get<double>();
    got[at] += m.at("got").get<double>();
  }
  EXPECT_EQ(asked.size(), 20U);  // ten variables, two waves
  for (const auto& [at, sum] : asked) {
    EXPECT_NEAR(sum, 1, 0.01) << at.first << at.second;
    EXPECT_NEAR(got[at], 1, 0.01) << at.first << at.second;
  }
  EXPECT_GT(data.at("network").at("mean_degree").get<double>(), 1);
  EXPECT_GT(data.at("tae").get<double>(), 0);
}

}  // namespace
}  // namespace uptake
