// SPDX-License-Identifier: Apache-2.0
// The structure from the outside: chosen in a file, by a flag, as an axis of a sweep; and `uptake
// structures`.
#include <nlohmann/json.hpp>
#include <set>

#include "system/program.hpp"
#include "unit/analysis/report_page.hpp"

namespace uptake {
namespace {

using nlohmann::json;
using testing::AllOf;
using testing::HasSubstr;
using testing::Not;

class StructuresProgramTest : public ProgramTest {
 protected:
  void SetUp() override {
    ProgramTest::SetUp();
    write("more.yaml",
          "extends: short.yaml\ntitle: {en: More push, nl: Meer duw}\nlevers:\n  push: {lever: norm, domain: "
          "both, "
          "shift: 1, from: 2019-01, source: x}\nexpected: [{domain: parenting, contact: more}]\n");
  }
  [[nodiscard]] Ended structures(const std::string& out, std::vector<std::string> more = {}) const {
    more.insert(more.begin(),
                {"structures", path("short.yaml"), path("more.yaml"), "--families", "300", "--posterior",
                 "none", "--replicates", "3", "--populations", "1", "--out", path(out)});
    return call(more);
  }
};

TEST_F(StructuresProgramTest, EachFormHasItsReportAndOnePageStandsBesideThem) {
  const Ended ended = structures("out");
  ASSERT_EQ(ended.code, 0) << ended.err;
  EXPECT_THAT(ended.out, AllOf(HasSubstr("more, parenting (2021): "), HasSubstr("the model's own"),
                               HasSubstr("gates-compensatory"), HasSubstr("structures.html")));
  const json data = json::parse(bytes_of(folder_ / "out" / "structures.json"));
  ASSERT_EQ(data["structures"].size(), 8U);
  EXPECT_EQ(data["effects"].size(), 16U);
  EXPECT_EQ(data["verdicts"].size(), 2U);
  EXPECT_EQ(data["expectations"].size(), 8U);
  std::set<double> baselines;
  for (const json& e : data["effects"]) {
    if (e["domain"] == "parenting") baselines.insert(e["baseline"].get<double>());
  }
  EXPECT_GT(baselines.size(), 5U) << "the structures act";
  for (const json& s : data["structures"])
    EXPECT_TRUE(std::filesystem::exists(folder_ / "out" / s["code"].get<std::string>() / "report.html"));
  EXPECT_THAT(
      bytes_of(folder_ / "out" / "structures.csv"),
      HasSubstr(
          "network,contagion,gates,informal,structure,scenario,domain,baseline,effect,low,high,pairs,word"));

  const Ended verified = call({"verify", path("out/network-random"), "--runs", "1"});
  EXPECT_EQ(verified.code, 0) << verified.out << verified.err;

  // again, one that was stopped in between: what is there is kept, the bytes are the same
  const std::string before = bytes_of(folder_ / "out" / "structures.json");
  std::filesystem::remove_all(folder_ / "out" / "gates-compensatory");
  EXPECT_EQ(structures("out").code, 2);
  ASSERT_EQ(structures("out", {"--resume", "--threads", "1"}).code, 0);
  EXPECT_EQ(bytes_of(folder_ / "out" / "structures.json"), before);
}

/// "none" alone would read as if it had been shown that nothing changes.
TEST_F(StructuresProgramTest, WhereAllPairsAreZeroItIsSaidHowFewTheyAre) {
  write("same.yaml", "extends: short.yaml\ntitle: {en: The same, nl: Hetzelfde}\n");
  const Ended ended =
      call({"structures", path("short.yaml"), path("same.yaml"), "--families", "100", "--posterior", "none",
            "--replicates", "2", "--populations", "1", "--quiet", "--out", path("out")});
  ASSERT_EQ(ended.code, 0) << ended.err;
  EXPECT_THAT(ended.out, HasSubstr("[+0.00; +0.00]    none: all 2 pairs are zero\n"));
  EXPECT_THAT(bytes_of(folder_ / "out" / "structures.csv"), HasSubstr(",2,none\n"));  // a code, for programs
  ASSERT_TRUE(has_browser());
  const std::string page = bytes_of(folder_ / "out" / "structures.html");
  EXPECT_THAT(built_by_browser(page, "structures", "lang=en"), HasSubstr("zero in all 2 pairs of runs"));
  EXPECT_THAT(built_by_browser(page, "structures", "lang=nl"),
              HasSubstr("nul in alle 2 paren van simulaties"));
}

TEST_F(StructuresProgramTest, AFlagAndAFileSayTheSame) {
  write("other.yaml",
        "extends: short.yaml\ntitle: {en: Other, nl: Ander}\nstructure: {gates: compensatory}\n");
  write("plain.yaml", "extends: short.yaml\ntitle: {en: Other, nl: Ander}\n");
  const auto tables = [&](const std::string& file, const std::string& out, std::vector<std::string> more) {
    more.insert(more.begin(),
                {"run", path(file), "--families", "300", "--posterior", "none", "--out", path(out)});
    const Ended ended = call(more);
    EXPECT_EQ(ended.code, 0) << ended.err;
    std::string text = bytes_of(folder_ / out / "measures.csv");
    const std::string name = file.substr(0, file.find('.'));
    for (std::size_t at = text.find(name); at != std::string::npos; at = text.find(name, at))
      text.erase(at, name.size());
    return text;
  };
  const std::string by_file = tables("other.yaml", "a", {});
  EXPECT_EQ(by_file, tables("plain.yaml", "b", {"--structure", "gates=compensatory"}));
  EXPECT_NE(by_file, tables("plain.yaml", "c", {}));
}

TEST_F(StructuresProgramTest, TwoStructuresAreNotCompared) {
  write("other.yaml",
        "extends: short.yaml\ntitle: {en: Other, nl: Ander}\nstructure: {gates: compensatory}\n");
  const Ended ended = call({"compare", path("short.yaml"), path("other.yaml"), "--out", path("out")});
  EXPECT_EQ(ended.code, 2);
  EXPECT_THAT(ended.err,
              AllOf(HasSubstr("other.yaml"), HasSubstr("gates=compensatory"), HasSubstr("the same in all")));
  EXPECT_FALSE(std::filesystem::exists(folder_ / "out"));
}

TEST_F(StructuresProgramTest, DrawsOfAnotherStructureAreWarnedOf) {
  const Ended ended = call({"run", path("short.yaml"), "--structure", "informal=bridge", "--families", "200",
                            "--draws", "1", "--out", path("out")});
  EXPECT_EQ(ended.code, 0) << ended.err;
  EXPECT_THAT(ended.err, AllOf(HasSubstr("warning: the posterior 'both'"), HasSubstr("informal=bridge")));
}

TEST_F(StructuresProgramTest, ARuleIsAnAxisOfASweep) {
  write("design.yaml",
        "title: {en: a, nl: b}\nscenarios: [short.yaml]\nfamilies: 200\nposterior: none\npoints:\n  design: "
        "grid\n  "
        "vary:\n    structure.network: {values: [layers, random]}\n    structure.informal: {values: [both, "
        "bridge]}\nkeep: {measures: [contact], years: [2021]}\n");
  ASSERT_EQ(call({"sweep", "plan", path("design.yaml"), "--out", path("sweep")}).code, 0);
  EXPECT_THAT(bytes_of(folder_ / "sweep" / "points.csv"), HasSubstr("2,random,both\n"));
  const Ended run = call({"sweep", "run", path("sweep")});
  ASSERT_EQ(run.code, 0) << run.err;
  ASSERT_EQ(call({"sweep", "merge", path("sweep")}).code, 0);
  ASSERT_EQ(call({"sweep", "verify", path("sweep"), "--runs", "4"}).code, 0);
  ASSERT_EQ(call({"sweep", "export", path("sweep"), "--out", path("csv")}).code, 0);
  const std::string table = bytes_of(folder_ / "csv" / "contact.csv");
  EXPECT_THAT(table, AllOf(HasSubstr(",layers,both,"), HasSubstr(",random,bridge,")));
  std::set<std::string> values;  // of all families, parenting: each structure another
  for (std::size_t at = table.find("parenting,total,total,"); at != std::string::npos;
       at = table.find("parenting,total,total,", at + 1))
    values.insert(table.substr(at, table.find('\n', at) - at));
  EXPECT_EQ(values.size(), 4U);
}

TEST_F(StructuresProgramTest, WhatIsWrongIsToldAndNothingIsWritten) {
  const Ended flag = structures("out", {"--structure", "gates=compensatry"});
  EXPECT_EQ(flag.code, 2);
  EXPECT_THAT(flag.err, HasSubstr("did you mean 'compensatory'"));
  write("design.yaml",
        "title: {en: a, nl: b}\nscenarios: [short.yaml]\nposterior: none\npoints:\n  design: sobol\n  "
        "number: 4\n  "
        "vary:\n    structure.gates: {values: [conjunctive]}\n    structure.gats: {values: [a]}\nkeep: "
        "{measures: "
        "[contact], years: [2021]}\n");
  const Ended design = call({"sweep", "plan", path("design.yaml"), "--out", path("out")});
  EXPECT_EQ(design.code, 2);
  EXPECT_THAT(design.err,
              AllOf(HasSubstr("a rule has forms, no numbers"), HasSubstr("did you mean 'gates'")));
  EXPECT_FALSE(std::filesystem::exists(folder_ / "out"));
}

}  // namespace
}  // namespace uptake
