// SPDX-License-Identifier: Apache-2.0
// What helps the writer of a scenario: validate, resolve, diff, new, and the schema for an editor.
#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "sim/policy/levers.hpp"
#include "sim/policy/units.hpp"
#include "system/program.hpp"

namespace uptake {
namespace {

using testing::AllOf;
using testing::HasSubstr;
using testing::Not;

class ScenarioTools : public ProgramTest {
 protected:
  const fs::path scenarios_ = UPTAKE_SOURCE_DIR "/scenarios";

  void SetUp() override {
    ProgramTest::SetUp();
    write("policy.yaml",
          "extends: short.yaml\ntitle: {en: p, nl: b}\nlevers:\n  more:\n    lever: norm\n    domain: both\n "
          "   shift: "
          "0.2 (0.1 to 0.4)\n    from: 2020-01\n    source: x\n");
  }
  /// All scenario files that come with the program, measures too.
  [[nodiscard]] std::vector<fs::path> shipped() const {
    std::vector<fs::path> all;
    for (const fs::path& folder : {scenarios_, scenarios_ / "measures"}) {
      if (!fs::is_directory(folder)) continue;
      for (const auto& entry : fs::directory_iterator(folder)) {
        if (entry.path().extension() == ".yaml") all.push_back(entry.path());
      }
    }
    std::sort(all.begin(), all.end());
    return all;
  }
  /// What the schema says of files; the system's own interpreter, whose packages ./dev installs.
  [[nodiscard]] Ended schema_check(const std::vector<fs::path>& files,
                                   const std::string& schema = "schema.json") const {
    std::vector<std::string> arguments{UPTAKE_SOURCE_DIR "/tests/system/schema_check.py",
                                       (scenarios_ / schema).string()};
    for (const fs::path& file : files) arguments.push_back(file.string());
    return Call(arguments, folder_, false, "/usr/bin/python3").wait();
  }
  void expect_none_fits(const std::vector<fs::path>& files, const std::string& schema = "schema.json") const {
    const Ended checked = schema_check(files, schema);
    EXPECT_EQ(checked.code, 1) << checked.err;
    for (const fs::path& file : files)
      EXPECT_THAT(checked.out,
                  AllOf(HasSubstr(file.string() + ": "), Not(HasSubstr(file.string() + ": good"))));
  }
};

TEST_F(ScenarioTools, TheSchemaIsThatOfTheRegistries) {
  const Ended ended = call({"describe", "--schema"});
  ASSERT_EQ(ended.code, 0) << ended.err;
  EXPECT_TRUE(ended.out == bytes_of(scenarios_ / "schema.json"))
      << "make it anew: uptake describe --schema > scenarios/schema.json";
  const auto schema = nlohmann::json::parse(ended.out);
  for (const LeverInfo& info : lever_registry()) {
    const auto& kind = schema.at("definitions").at("lever_" + std::string(info.code));
    for (const LeverField& f : info.fields) {
      EXPECT_THAT(kind.at("properties").at(std::string(f.code)).at("description").get<std::string>(),
                  AllOf(HasSubstr(std::string(f.help_en)), HasSubstr(std::string(f.help_nl))));
    }
  }
}

TEST_F(ScenarioTools, EveryShippedFileNamesTheSchemaAndFits) {
  const auto files = shipped();
  ASSERT_GE(files.size(), 7U);
  for (const fs::path& file : files) {
    const std::string text = bytes_of(file);
    const std::string mark = "# yaml-language-server: $schema=";
    const auto at = text.find(mark);
    ASSERT_NE(at, std::string::npos) << file;
    const std::string named = text.substr(at + mark.size(), text.find('\n', at) - at - mark.size());
    EXPECT_TRUE(fs::equivalent(file.parent_path() / named, scenarios_ / "schema.json")) << file;
  }
  const Ended ended = schema_check(files);
  EXPECT_EQ(ended.code, 0) << ended.out << ended.err;
}

TEST_F(ScenarioTools, TheSchemaOfSweepsIsThatOfTheRegistriesAndShippedOnesFit) {
  const Ended ended = call({"describe", "--sweep-schema"});
  ASSERT_EQ(ended.code, 0) << ended.err;
  EXPECT_TRUE(ended.out == bytes_of(scenarios_ / "sweeps/schema.json"))
      << "make it anew: uptake describe --sweep-schema > scenarios/sweeps/schema.json";
  const auto schema = nlohmann::json::parse(ended.out);
  EXPECT_EQ(schema.at("properties").at("keep").at("properties").at("measures").at("items").at("oneOf").size(),
            16U);
  std::vector<fs::path> files;
  for (const auto& entry : fs::directory_iterator(scenarios_ / "sweeps")) {
    if (entry.path().extension() != ".yaml") continue;
    files.push_back(entry.path());
    EXPECT_THAT(bytes_of(entry.path()), HasSubstr("# yaml-language-server: $schema=schema.json\n"));
  }
  ASSERT_GE(files.size(), 4U);
  const Ended fit = schema_check(files, "sweeps/schema.json");
  EXPECT_EQ(fit.code, 0) << fit.out << fit.err;
}

TEST_F(ScenarioTools, TheSchemaOfSweepsRefusesWhatThePlanRefuses) {
  const std::string head = "title: {en: t, nl: t}\nscenarios: [short.yaml, policy.yaml]\nposterior: none\n";
  const std::string keep = "keep: {measures: [contact]}\n";
  const auto points = [&](const std::string& text) { return head + keep + "points: {" + text + "}\n"; };
  const std::vector<std::string> mistakes{
      head,
      head + "keep: {measures: [contakt]}\n",
      head + "keep: {measures: []}\n",
      head + "keep: {measures: [contact], by: [shoe_size]}\n",
      head + "keep: {measures: [contact], years: [1990]}\n",
      head + "keep: {measures: [contact], rows: 0}\n",
      head + keep + "familys: 300\n",
      head + keep + "families: [300, 300]\n",
      head + keep + "families: []\n",
      head + keep + "draws: 0\n",
      head + keep + "without: [word_of_mouht]\n",
      head + keep + "until: 2027-13\n",
      "title: {en: t}\nscenarios: [short.yaml]\nposterior: none\n" + keep,
      "title: {en: t, nl: t}\nscenarios: []\nposterior: none\n" + keep,
      points("design: gird, vary: {levers.more.shift: {values: [1]}}"),
      points("design: grid"),
      points("design: grid, vary: {}"),
      points("design: grid, vary: {levers.more.shift: {values: []}}"),
      points("design: grid, vary: {levers.more.shift: {}}"),
      points("design: grid, vary: {levers.more.shift: {steps: 1}}"),
      points("design: grid, vary: {levers.more.shfit: {steps: 3}}"),
      points("design: grid, number: 8, vary: {levers.more.shift: {steps: 3}}"),
      points("design: grid, vary: {parameters.occasion.parentign: {steps: 3}}"),
      points("design: grid, vary: {parameters.occasion.parenting: {values: [-5]}}"),
      points("design: grid, vary: {levers.more.shift: {steps: 3, scale: cubic}}"),
      points("design: sobol, vary: {levers.more.shift: {}}"),
      points("design: sobol, number: 8, vary: {levers.more.shift: {values: [1]}}"),
      points("design: csv"),
  };
  std::vector<fs::path> wrong;
  for (const std::string& mistake : mistakes) {
    const std::string name = "mistake-" + std::to_string(wrong.size()) + ".yaml";
    write(name, mistake);
    wrong.push_back(folder_ / name);
    EXPECT_EQ(call({"sweep", "plan", path(name), "--out", path("out")}).code, 2) << mistake;
    EXPECT_FALSE(fs::exists(folder_ / "out")) << mistake;
  }
  expect_none_fits(wrong, "sweeps/schema.json");
  for (const std::string& good :
       {points("design: latin_hypercube, number: 3, seed: 4, vary: {levers.more.shift: {from: -1, to: 1}}"),
        points(
            "design: grid, vary: {levers.more.shift: {values: [0.5]}, parameters.occasion.parenting: {steps: "
            "2, scale: log}}"),
        "title: {en: t, nl: t}\nscenarios: [short.yaml]\nposterior: 2016\n" + keep}) {
    write("good.yaml", good + "families: [300]\n");
    const Ended schema = schema_check({folder_ / "good.yaml"}, "sweeps/schema.json");
    EXPECT_EQ(schema.code, 0) << good << schema.out << schema.err;
    const Ended plan = call({"sweep", "plan", path("good.yaml"), "--out", path("good")});
    EXPECT_EQ(plan.code, 0) << good << plan.err;
    fs::remove_all(folder_ / "good");
  }
}

TEST_F(ScenarioTools, ListsTheScenariosWithTheirQuestions) {
  const Ended dutch = call({"scenarios", "--language", "nl"});
  EXPECT_EQ(dutch.code, 0) << dutch.err;
  EXPECT_THAT(dutch.out,
              AllOf(HasSubstr("lead-in"), HasSubstr("Toeleiding vanuit Kind en Gezin en de school"),
                    HasSubstr("Overal brugfiguren")));
  const Ended json = call({"scenarios", "--json"});
  const auto all = nlohmann::json::parse(json.out);
  EXPECT_GE(all.size(), 24U);
  for (const auto& one : all) {
    for (const char* key : {"title", "question", "expects"}) {
      if (one["name"] == "baseline" && key == std::string("expects")) continue;
      EXPECT_FALSE(one[key]["en"].get<std::string>().empty()) << one["name"] << " " << key;
      EXPECT_NE(one[key]["en"], one[key]["nl"]) << one["name"] << " " << key;
    }
    EXPECT_THAT(one["source"].get<std::string>(), testing::ContainsRegex("S[0-4]:[0-9]+")) << one["name"];
  }
  write("a.yaml", "title: {en: A, nl: AA}\nuntil: soon\n");
  const Ended bad = call({"scenarios", folder_.string()});
  EXPECT_EQ(bad.code, 2);
  EXPECT_THAT(bad.err, HasSubstr("a.yaml:2:8: 'until'"));
  EXPECT_EQ(call({"scenarios", path("nowhere")}).code, 2);
  fs::create_directories(folder_ / "empty");
  EXPECT_THAT(call({"scenarios", path("empty")}).err, HasSubstr("there is no .yaml file"));
}

TEST_F(ScenarioTools, TheSchemaRefusesWhatTheProgramRefuses) {
  const std::string head = "title: {en: t, nl: t}\nlevers:\n  a: ";
  const std::vector<std::string> mistakes{
      "title: {en: t}\n",
      "title: {en: t, nl: t}\nuntil: 2027-13\n",
      "title: {en: t, nl: t}\nuntill: 2027-01\n",
      "title: {en: t, nl: t}\nswitches: {know: maybe}\n",
      "title: {en: t, nl: t}\nswitches: {knwo: off}\n",
      "title: {en: t, nl: t}\nparameters: {need.persistance: 0.5}\n",
      head + "{lever: campain, domain: both, reach: 0.1, learn: 0.1, source: x}\n",
      head + "{lever: campaign, domain: both, reach: 1.5, learn: 0.1, source: x}\n",
      head + "{lever: campaign, domain: both, learn: 0.1, source: x}\n",
      head + "{lever: campaign, reach: 0.1, learn: 0.1, source: x}\n",
      head + "{lever: campaign, domain: both, reach: 0.1, learn: 0.1}\n",
      head + "{lever: campaign, domain: both, reach: 6 months, learn: 0.1, source: x}\n",
      head + "{lever: campaign, domain: both, reach: 0.1, learn: 0.1, source: x, tabo: 1}\n",
      head + "{lever: campaign, domain: both, reach: 0.1, learn: 0.1, source: x, who: {orgin: [eu_plus]}}\n",
      head + "{lever: campaign, domain: both, reach: 0.1, learn: 0.1, source: x, who: {origin: [moon]}}\n",
      head +
          "{lever: campaign, domain: both, reach: 0.1, learn: 0.1, source: x, where: {province: "
          "[Atlantis]}}\n",
      head + "{lever: capacity, services: [R99], factor: 2, source: x}\n",
      head + "{lever: staff, domain: both, places: 0.8, source: x, who: everybody}\n",
      head + "{factr: 2}\n",
      head + "{lever: capacity, domain: both, factor: 2, source: x, from: 2027}\n",
      head + "{lever: fee, domain: both, rule: fre, source: x}\n",
      head + "{lever: norm, domain: both, shift: 0.1, source: x, cost: {per_unit: 5}}\n",
      head + "{lever: supply, services: [P1], points: {2027-1: 1}, source: x}\n"};
  std::vector<fs::path> wrong;
  for (const std::string& mistake : mistakes) {
    const std::string name = "mistake-" + std::to_string(wrong.size()) + ".yaml";
    write(name, mistake);
    wrong.push_back(folder_ / name);
    EXPECT_EQ(call({"validate", path(name)}).code, 2) << mistake;
  }
  expect_none_fits(wrong);
}

TEST_F(ScenarioTools, TheSchemaTakesWhatTheProgramTakes) {
  write("good.yaml",
        "title: {en: t, nl: t}\nuntil: 2030-01\nremove: []\nparameters: {need.persistence: 0.95}\nswitches: "
        "{know: "
        "off}\nlevers:\n  a: {lever: campaign, domain: both, reach: 15 % (5 to 40 %), learn: "
        "need.persistence, half_life: "
        "1 year (6 to 18 months), ramp: 2 years, until: never, who: everybody, where: {province: Limburg, "
        "urbanity: "
        "[rural, urban]}, source: x, cost: {fixed_per_year: EUR 1.5 million, per_unit: 3.5, grade: data, "
        "source: "
        "x}}\n  b: {lever: fee, services: R5, rule: cap, amount: EUR 11, source: x, grade: literature}\n  c: "
        "{lever: "
        "supply, domain: parenting, points: {2027-01: 1, 2028-01: 0.5}, source: x}\n");
  const Ended schema = schema_check({folder_ / "good.yaml"});
  EXPECT_EQ(schema.code, 0) << schema.out << schema.err;
  const Ended program = call({"validate", path("good.yaml")});
  EXPECT_EQ(program.code, 0) << program.err;
}

TEST_F(ScenarioTools, ValidateTellsWhatMakesNoSense) {
  write("late.yaml",
        "extends: policy.yaml\ntitle: {en: t, nl: t}\nlevers:\n  late: {lever: norm, domain: both, shift: "
        "0.1, from: 2030-01, source: x}\n");
  const Ended late = call({"validate", path("late.yaml"), path("policy.yaml")});
  EXPECT_EQ(late.code, 2);
  EXPECT_THAT(late.err, HasSubstr("late.yaml:4:55: lever 'late': begins in 2030-01, but the run stops"));
  EXPECT_THAT(late.out, AllOf(HasSubstr("policy.yaml: good ("),
                              HasSubstr("1 of its own from 2020-01, 1 number with a range")));
  write(
      "large.yaml",
      "extends: " + (scenarios_ / "baseline.yaml").string() +
          "\ntitle: {en: t, nl: t}\nlevers:\n  a: {lever: capacity, services: [R5], factor: 4, source: x}\n");
  const Ended large = call({"validate", path("large.yaml")});
  EXPECT_EQ(large.code, 0) << large.err;
  EXPECT_THAT(large.out,
              AllOf(HasSubstr("large.yaml:4:"), HasSubstr(": warning: lever 'a': 4 times the places of R5"),
                    HasSubstr("large.yaml: good (")));
}

TEST_F(ScenarioTools, ValidateTellsWhatIsMisspeltAndWhatMakesNoSenseAtOnce) {
  write("both.yaml",
        "extends: policy.yaml\ntitle: {en: t, nl: t}\ncolour: red\nlevers:\n  late: {lever: norm, domain: "
        "both, shift: "
        "0.1, from: 2030-01, source: x}\n  odd: {lever: norm, domain: both, shfit: 0.1, from: 2030-01, "
        "source: x}\n");
  const Ended ended = call({"validate", path("both.yaml")});
  EXPECT_EQ(ended.code, 2);
  EXPECT_THAT(ended.err, HasSubstr("both.yaml:3:1: "));
  EXPECT_THAT(ended.err, HasSubstr("both.yaml:5:55: lever 'late': begins in 2030-01, but the run stops"));
  EXPECT_THAT(ended.err, HasSubstr("shfit"));
  EXPECT_THAT(ended.err, Not(HasSubstr("lever 'odd': begins"))) << "what cannot be read is not judged";
  EXPECT_LT(ended.err.find("both.yaml:3:"), ended.err.find("both.yaml:5:"));
  EXPECT_LT(ended.err.find("both.yaml:5:"), ended.err.find("both.yaml:6:"));
  write("better.yaml",
        "extends: both.yaml\ntitle: {en: t, nl: t}\nlevers:\n  odd: {lever: norm, domain: both, shift: 0.1, "
        "from: 2031-01, source: x}\n");
  EXPECT_THAT(call({"validate", path("better.yaml")}).err, HasSubstr("lever 'odd': begins in 2031-01"))
      << "a good lever in the place of one that cannot be read is judged";
  write("until.yaml",
        "extends: policy.yaml\ntitle: {en: t, nl: t}\nuntil: soon\nlevers:\n  late: {lever: norm, domain: "
        "both, "
        "shift: 0.1, from: 2030-01, source: x}\n");
  const Ended unknown = call({"validate", path("until.yaml")});
  EXPECT_EQ(unknown.code, 2);
  EXPECT_THAT(unknown.err, Not(HasSubstr("begins in"))) << "nobody knows when the run stops";
}

TEST_F(ScenarioTools, ResolveTellsEveryValueAndWhereItIsFrom) {
  const Ended text = call({"resolve", path("policy.yaml")});
  ASSERT_EQ(text.code, 0) << text.err;
  EXPECT_THAT(text.out, testing::ContainsRegex("shift: 0.2 \\(0.1 to 0.4\\) logit +[^ ]*policy.yaml:7"));
  EXPECT_THAT(text.out, testing::ContainsRegex("ramp: 0 months +default"));
  EXPECT_THAT(text.out, testing::ContainsRegex("until: 2022-01 +[^ ]*short.yaml:3"));
  const auto data = nlohmann::json::parse(call({"resolve", path("policy.yaml"), "--json"}).out);
  const auto& shift = data.at("levers").at("more").at("shift");
  EXPECT_EQ(shift.at("value"), 0.2);
  EXPECT_EQ(shift.at("high"), 0.4);
  EXPECT_EQ(shift.at("line"), 7);
  EXPECT_EQ(data.at("levers").at("more").at("until").at("default"), true);
  EXPECT_EQ(data.at("switches").at("know").at("value"), "on");
  EXPECT_GT(data.at("levers").size(), 30U);  // history is in force too
  write("again.yaml", call({"resolve", path("policy.yaml"), "--yaml"}).out);
  EXPECT_EQ(call({"resolve", path("again.yaml"), "--yaml"}).out, bytes_of(folder_ / "again.yaml"));
  EXPECT_EQ(call({"resolve", path("policy.yaml"), "--yaml", "--json"}).code, 2);
  EXPECT_EQ(call({"resolve", path("nowhere.yaml")}).code, 2);
}

TEST_F(ScenarioTools, DiffNamesGroupsMonthsSharesAndEuros) {
  write("all.yaml",
        "extends: policy.yaml\ntitle: {en: t, nl: t}\nlevers:\n  visits: {lever: bridging_figures, domain: "
        "both, "
        "reach: 1 %, learn: 0.3, from: 2020-01, source: x, cost: {per_unit: 150, grade: assumption, source: "
        "x}}\n");
  write(
      "some.yaml",
      "extends: all.yaml\ntitle: {en: t, nl: t}\nlevers:\n  visits: {reach: 7 % (5 % to 9 %), from: 2021-06, "
      "who: {holiday: no}, cost: {per_unit: EUR 200}}\n");
  EXPECT_EQ(schema_check({folder_ / "some.yaml"}).code, 0) << "a change of an inherited lever";
  const std::string english = call({"diff", path("all.yaml"), path("some.yaml")}).out;
  EXPECT_THAT(english,
              AllOf(HasSubstr("  reach: 7 % (5 % to 9 %) of parents a month instead of 1 % of parents a "
                              "month\n"),
                    HasSubstr("  from: June 2021 instead of January 2020\n"),
                    HasSubstr("  who.holiday: cannot afford it (new)\n"),
                    HasSubstr("  cost.per_unit: EUR 200 a unit instead of EUR 150 a unit\n"),
                    Not(HasSubstr("learn"))));
  const std::string dutch = call({"diff", path("all.yaml"), path("some.yaml"), "--language", "nl"}).out;
  EXPECT_THAT(
      dutch,
      AllOf(HasSubstr("7 % (5 % tot 9 %) van de ouders per maand in plaats van 1 % van de ouders"),
            HasSubstr("juni 2021 in plaats van januari 2020"), HasSubstr("kan het niet betalen (nieuw)")));
  const auto data = nlohmann::json::parse(call({"resolve", path("some.yaml"), "--json"}).out);
  const auto& visits = data.at("levers").at("visits");
  EXPECT_THAT(visits.at("reach").at("file").get<std::string>(), testing::EndsWith("some.yaml"));
  EXPECT_THAT(visits.at("learn").at("file").get<std::string>(), testing::EndsWith("all.yaml"));
}

TEST_F(ScenarioTools, DiffSaysItInWordsOfBothLanguages) {
  write("less.yaml",
        "extends: policy.yaml\ntitle: {en: t, nl: t}\nremove: [opvoedingslijn]\nswitches: {know: "
        "off}\nlevers:\n  more: "
        "{lever: norm, domain: both, shift: 0.3, from: 2020-01, source: x}\n  extra: {lever: capacity, "
        "services: [R5, "
        "R9], factor: 1.2, from: 2020-01, ramp: 6, source: x}\n");
  const Ended english = call({"diff", path("policy.yaml"), path("less.yaml")});
  ASSERT_EQ(english.code, 0) << english.err;
  EXPECT_THAT(english.out, AllOf(HasSubstr("Added: lever extra (Places)\n"), HasSubstr("  services: R5 ("),
                                 HasSubstr("Changed: lever more (Norm)\n"),
                                 HasSubstr("  shift: 0.3 logit instead of 0.2 (0.1 to 0.4) logit\n"),
                                 HasSubstr("Removed: lever opvoedingslijn (Supply over time)\n"),
                                 HasSubstr("Mechanism know (knowing the offer): off instead of on\n")));
  const Ended dutch = call({"diff", path("policy.yaml"), path("less.yaml"), "--language", "nl"});
  EXPECT_THAT(dutch.out,
              AllOf(HasSubstr("Toegevoegd: hefboom extra (Plaatsen)\n"),
                    HasSubstr("  shift: 0,3 logit in plaats van 0,2 (0,1 tot 0,4) logit\n"),
                    HasSubstr("  ramp: 6 maanden\n"), HasSubstr("Verwijderd: hefboom opvoedingslijn"),
                    Not(HasSubstr("Added")), Not(HasSubstr("months"))));
  EXPECT_EQ(call({"diff", path("policy.yaml"), path("policy.yaml")}).out, "The two scenarios do the same.\n");
  const auto data =
      nlohmann::json::parse(call({"diff", path("policy.yaml"), path("less.yaml"), "--json"}).out);
  const auto at = std::find_if(data.begin(), data.end(), [](const auto& d) { return d.at("key") == "know"; });
  ASSERT_NE(at, data.end());
  EXPECT_EQ(at->at("before"), "on");
  EXPECT_EQ(at->at("after"), "off");
  EXPECT_EQ(call({"diff", path("policy.yaml"), path("nowhere.yaml")}).code, 2);
}

TEST_F(ScenarioTools, NewWritesAFileOfEveryKindThatValidates) {
  std::vector<fs::path> written;
  for (const LeverInfo& info : lever_registry()) {
    for (const char* language : {"en", "nl"}) {
      const std::string name = std::string(info.code) + "-" + language;
      const Ended made = call({"new", name, "--lever", std::string(info.code), "--language", language,
                               "--out", path(name + ".yaml")});
      ASSERT_EQ(made.code, 0) << made.err;
      const Ended ended = call({"validate", path(name + ".yaml")});
      EXPECT_EQ(ended.code, 0) << ended.err;
      EXPECT_THAT(ended.out, Not(HasSubstr("warning"))) << name;
      EXPECT_THAT(bytes_of(folder_ / (name + ".yaml")),
                  HasSubstr(language[0] == 'n' ? "Verander wat je wilt" : "Change what you like"));
      written.push_back(folder_ / (name + ".yaml"));
    }
  }
  const Ended checked = schema_check(written);
  EXPECT_EQ(checked.code, 0) << checked.out << checked.err;
}

TEST_F(ScenarioTools, NewShowsPlausibleRangesAndNoEmptyWords) {
  ASSERT_EQ(call({"new", "c", "--lever", "campaign", "--out", path("c.yaml")}).code, 0);
  const std::string text = bytes_of(folder_ / "c.yaml");
  EXPECT_THAT(text, HasSubstr("fluency_bias: 50 % (20 % to 80 %)\n"))
      << "its help calls 0.2 to 0.8 plausible";
  const auto data = nlohmann::json::parse(call({"resolve", path("c.yaml"), "--json"}).out);
  EXPECT_THAT(data.dump(), Not(HasSubstr("What changes when"))) << "the example is a remark, not a question";
}

TEST_F(ScenarioTools, DutchTextsShowNoEnglishUnits) {
  for (const LeverInfo& info : lever_registry()) {
    const std::string code(info.code);
    ASSERT_EQ(call({"new", code, "--lever", code, "--language", "nl", "--out", path(code + ".yaml")}).code,
              0);
    const std::string written = bytes_of(folder_ / (code + ".yaml"));
    const std::string told = call({"levers", code, "--language", "nl"}).out;
    for (const LeverField& f : info.fields) {
      if (f.type == FieldType::choice) continue;
      const auto range = [&](std::string_view unit) {
        return fmt::format("{} tot {} ({})", f.low, f.high, unit);
      };
      for (const std::string& text : {written, told}) {
        EXPECT_THAT(text, HasSubstr(range(unit_nl(f.unit)))) << code << "." << f.code;
        if (unit_nl(f.unit) == f.unit) continue;
        EXPECT_THAT(text, Not(HasSubstr("(" + std::string(f.unit) + ")"))) << code << "." << f.code;
      }
    }
  }
}

TEST_F(ScenarioTools, NewSpeaksItsWritersLanguageAndOverwritesNothing) {
  const std::vector<std::string> command{
      "new",        "mine",      "--lever",          "campaign", "--lever",
      "campaign",   "--extends", path("short.yaml"), "--out",    path("mine.yaml"),
      "--language", "nl"};
  const Ended made = call(command);
  ASSERT_EQ(made.code, 0) << made.err;
  EXPECT_THAT(made.out, HasSubstr("is geschreven"));
  const std::string text = bytes_of(folder_ / "mine.yaml");
  EXPECT_THAT(text,
              AllOf(HasSubstr("extends: short.yaml\n"), HasSubstr("my_campaign_1:"),
                    HasSubstr("my_campaign_2:"), HasSubstr("# Aandeel van de ouders in de beoogde gezinnen"),
                    HasSubstr("ramp: 6 maanden"), Not(HasSubstr("Share of the target"))));
  const Ended again = call(command);
  EXPECT_EQ(again.code, 2);
  EXPECT_THAT(again.err, HasSubstr("is there already"));
  EXPECT_EQ(bytes_of(folder_ / "mine.yaml"), text);
  const Ended wrong =
      call({"new", "a b", "--lever", "campain", "--extends", path("none.yaml"), "--out", path("no/x")});
  EXPECT_EQ(wrong.code, 2);
  EXPECT_THAT(wrong.err,
              AllOf(HasSubstr("the name 'a b'"), HasSubstr("(did you mean 'campaign'?)"),
                    HasSubstr("capacity"), HasSubstr("there is no file"), HasSubstr("there is no folder")));
}

}  // namespace
}  // namespace uptake
