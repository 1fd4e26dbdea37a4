// SPDX-License-Identifier: Apache-2.0
// Is every mistake in a scenario told, with its place and what was expected, and all of them at once?
#include "unit/policy/fixture.hpp"

namespace uptake {
namespace {

using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;
using testing_policy::some_parameter;

class BadScenario : public testing_policy::Files {};

TEST_F(BadScenario, FilesThatAreNone) {
  EXPECT_THAT(problems_of(folder_ / "none.yaml"), ElementsAre("none.yaml: no such file"));
  EXPECT_THAT(problems_of(folder_), ElementsAre(HasSubstr("is a directory, expected a file")));
  EXPECT_THAT(problems_of(write("empty.yaml", "")), ElementsAre("empty.yaml: is empty, expected YAML"));
  EXPECT_THAT(problems_of(write("list.yaml", "- a\n")),
              ElementsAre("list.yaml:1:1: expected a mapping (key: value) for a scenario, found a list"));
  EXPECT_THAT(problems_of(write("large.yaml", "#" + std::string(10'000'001, 'x'))),
              ElementsAre("large.yaml: is larger than 10 MB"));
}

TEST_F(BadScenario, YamlThatIsDangerousOrBroken) {
  EXPECT_THAT(told("title: {en: again, nl: nog}\n"),
              ElementsAre(HasSubstr("s.yaml:2:1: key 'title' stands twice")));
  EXPECT_THAT(told("levers:\n  a: {\n"), ElementsAre(HasSubstr("s.yaml:")));
  EXPECT_THAT(told("levers:\n\tone: 1\n"), ElementsAre(HasSubstr("tab")));
  EXPECT_THAT(told("levers: " + std::string(200'000, '[')),
              ElementsAre(HasSubstr("nested more than 100 levels")));
  std::string bomb = "a0: &a0 [x,x,x,x,x,x,x,x,x,x]\n";
  for (int i = 1; i < 8; ++i)
    bomb += fmt::format("a{0}: &a{0} [*a{1},*a{1},*a{1},*a{1},*a{1},*a{1},*a{1},*a{1}]\n", i, i - 1);
  EXPECT_THAT(told(bomb), ElementsAre(HasSubstr("aliases expand to more than 100000 values")));
}

TEST_F(BadScenario, AllProblemsComeAtOnceInTheirOrder) {
  EXPECT_THAT(
      told("tilte: x\nuntil: 2027-13\nswitches: {knwo: off}\nlevers:\n  a: {lever: capacty}\n  b: 5\n"),
      ElementsAre("s.yaml:2:1: a scenario has no key 'tilte' (did you mean 'title'?)",
                  HasSubstr("s.yaml:3:8: 'until': expected a month from 1991-01 to 2035-12"),
                  "s.yaml:4:12: 'switches' has no key 'knwo' (did you mean 'know'?)",
                  HasSubstr("s.yaml:6:6: lever 'a' needs 'services'"),
                  "s.yaml:6:6: lever 'a' has no 'factor', which it needs",
                  "s.yaml:6:6: lever 'a' has no 'source', which it needs",
                  HasSubstr("s.yaml:6:14: 'lever': expected campaign, lead_in,"),
                  HasSubstr("s.yaml:7:6: expected a mapping (key: value) for lever 'b', found '5'")));
}

TEST_F(BadScenario, TitleIsNeededInBothLanguages) {
  EXPECT_THAT(problems_of(write("t.yaml", "levers: {}\n")),
              ElementsAre("t.yaml:1:1: a scenario has no 'title', which it needs"));
  EXPECT_THAT(problems_of(write("t.yaml", "title: {en: x}\n")),
              ElementsAre("t.yaml:1:8: 'title' has no 'nl', which it needs"));
  EXPECT_THAT(problems_of(write("t.yaml", "title: x\n")),
              ElementsAre(HasSubstr("t.yaml:1:8: expected a mapping")));
}

TEST_F(BadScenario, Extends) {
  EXPECT_THAT(told("extends: none.yaml\n"),
              ElementsAre(HasSubstr("s.yaml:2:10: 'extends': there is no file")));
  EXPECT_THAT(told("extends: [a]\n"), ElementsAre(HasSubstr("s.yaml:2:10: 'extends': expected the name")));
  EXPECT_THAT(told("extends: .\n"), ElementsAre(HasSubstr("there is no file")));
  EXPECT_THAT(told("extends: s.yaml\n"), ElementsAre(HasSubstr("a circle")));
  write("a.yaml", title_ + "extends: b.yaml\n");
  write("b.yaml", title_ + "extends: ./a.yaml\n");
  EXPECT_THAT(problems_of(folder_ / "a.yaml"), ElementsAre(HasSubstr("b.yaml:2:10: 'extends':")));
}

TEST_F(BadScenario, AVeryLongChainIsRefused) {
  for (int i = 0; i < 40; ++i)
    write(fmt::format("c{}.yaml", i), title_ + fmt::format("extends: c{}.yaml\n", i + 1));
  write("c40.yaml", title_);
  EXPECT_THAT(problems_of(folder_ / "c0.yaml"), ElementsAre(HasSubstr("a chain of more than 20 files")));
}

TEST_F(BadScenario, ProblemsOfEveryFileOfTheChain) {
  write("base.yaml", title_ + "until: never\n");
  EXPECT_THAT(told("extends: base.yaml\nuntil: soon\n"),
              ElementsAre(HasSubstr("base.yaml:2:8: 'until'"), HasSubstr("s.yaml:3:8: 'until'")));
}

TEST_F(BadScenario, Remove) {
  EXPECT_THAT(told("remove: [one]\n"),
              ElementsAre(HasSubstr("s.yaml:2:10: 'remove': there is no lever 'one'")));
  write("base.yaml", title_ + "levers:\n  first: {lever: norm, domain: both, shift: 0, source: x}\n");
  EXPECT_THAT(told("extends: base.yaml\nremove: [frist]\n"),
              ElementsAre(HasSubstr("(did you mean 'first'?)")));
  EXPECT_THAT(told("remove: one\n"), ElementsAre(HasSubstr("expected a list of texts")));
}

TEST_F(BadScenario, Parameters) {
  const std::string key = some_parameter();
  EXPECT_THAT(told("parameters: {" + key + ": 0.95}\n"),
              ElementsAre(HasSubstr("0.95 lies outside its prior range, 0.1 to 0.9")));
  EXPECT_THAT(told("parameters: {" + key + "x: 0.5}\n"),
              ElementsAre("s.yaml:2:14: there is no parameter '" + key + "x' (did you mean '" + key + "'?)"));
  EXPECT_THAT(told("parameters: {" + key + ": high}\n"),
              ElementsAre(HasSubstr("expected a number, found 'high'")));
  EXPECT_THAT(told("parameters: [1]\n"), ElementsAre(HasSubstr("expected a mapping")));
}

TEST_F(BadScenario, Switches) {
  EXPECT_THAT(told("switches: {know: maybe}\n"),
              ElementsAre("s.yaml:2:18: 'know': expected off or on, found 'maybe'"));
}

TEST_F(BadScenario, LeverNames) {
  EXPECT_THAT(told("levers:\n  'a b': {lever: norm, domain: both, shift: 0, source: x}\n"),
              ElementsAre(HasSubstr("s.yaml:3:3: a lever's name")));
  EXPECT_THAT(told("levers: [a]\n"), ElementsAre(HasSubstr("expected a mapping from names to levers")));
}

TEST_F(BadScenario, AMisspeltKindHidesNothingElse) {
  EXPECT_THAT(told_of_lever("lever: campagne\ndomain: both\nreach: 2\nlearn: 0.1\nsource: x"),
              ElementsAre(HasSubstr("did you mean 'campaign'?"), HasSubstr("'reach': expected")));
  EXPECT_THAT(told_of_lever("lever: nothing_like_it\nreach: 2\nsource: x"),
              ElementsAre(HasSubstr("'lever': expected")));
}

TEST_F(BadScenario, LeverWithoutKindOrSource) {
  EXPECT_THAT(told_of_lever("factor: 2"),
              ElementsAre(HasSubstr("s.yaml:3:3: lever 'test' has no 'lever', which says of what kind it "
                                    "is; without it an entry changes a lever")));
  EXPECT_THAT(told_of_lever("lever: norm\ndomain: both\nshift: 0"),
              ElementsAre("s.yaml:4:5: lever 'test' has no 'source', which it needs"));
  EXPECT_THAT(told_of_lever("lever: norm\ndomain: both\nshift: 0\nsource: ' '"),
              ElementsAre(HasSubstr("'source': expected a text")));
}

TEST_F(BadScenario, AChangeOfAnInheritedLever) {
  write("base.yaml",
        "title: {en: t, nl: t}\nlevers:\n  one: {lever: capacity, services: [R5], factor: 2, until: "
        "2029-01, source: x}\n");
  EXPECT_THAT(told("extends: base.yaml\nlevers:\n  on: {factor: 3}\n"),
              ElementsAre(AllOf(HasSubstr("s.yaml:4:3: lever 'on' has no 'lever'"),
                                HasSubstr("(did you mean 'one'?)"))));
  EXPECT_THAT(told("extends: base.yaml\nlevers:\n  one: {factr: 3}\n"),
              ElementsAre(AllOf(HasSubstr("s.yaml:4:9:"), HasSubstr("'factr'"), HasSubstr("'factor'"))));
  EXPECT_THAT(told("extends: base.yaml\nlevers:\n  one: {from: 2031-01}\n"),
              ElementsAre(HasSubstr("s.yaml:4:3: 'until' (2029-01) must be later than 'from' (2031-01)")))
      << "told in the file that makes it";
}

TEST_F(BadScenario, LeverFields) {
  EXPECT_THAT(told_of_lever(
                  "lever: campaign\ndomain: both\nsource: x\nreach: 1.5\nlearn: -0.1\ntabo: 1\nguilt: much"),
              ElementsAre("s.yaml:7:12: 'reach': expected a number from 0 to 1, found '1.5'",
                          "s.yaml:8:12: 'learn': expected a number from 0 to 1, found '-0.1'",
                          "s.yaml:9:5: lever 'test' has no key 'tabo' (did you mean 'taboo'?)",
                          "s.yaml:10:12: 'guilt': expected a number from 0 to 1, found 'much'"));
  EXPECT_THAT(told_of_lever("lever: campaign\ndomain: both\nsource: x\nlearn: 0.1"),
              ElementsAre("s.yaml:4:5: lever 'test' has no 'reach', which it needs"));
  EXPECT_THAT(told_of_lever("lever: lead_in\ndomain: both\nsource: x\nask: 0.1\nwarm: 0.1\ncontact: shcool"),
              ElementsAre(HasSubstr("(did you mean 'school'?)")));
  EXPECT_THAT(told_of_lever("lever: capacity\ndomain: both\nsource: x\nfactor: 11"),
              ElementsAre(HasSubstr("from 0 to 10")));
}

TEST_F(BadScenario, UnitsAndRanges) {
  const std::string campaign = "lever: campaign\ndomain: both\nsource: x\n";
  EXPECT_THAT(
      told_of_lever(campaign + "reach: 6 months\nlearn: 3 % (4 % to 8 %)\ntaboo: 15 %\nhalf_life: 3 weeks"),
      ElementsAre(
          "s.yaml:7:12: 'reach': is written in 'months'; expected a share, as in 0.15 or 15 %",
          "s.yaml:8:12: 'learn': 0.03 lies outside its range, 0.04 to 0.08",
          "s.yaml:9:12: 'taboo': is written in '%'; expected a number without a unit, or with its own: "
          "logit",
          "s.yaml:10:16: 'half_life': 'weeks' is not a unit that is known here; expected months, as in 6 "
          "months or 2 years"));
  EXPECT_THAT(
      told_of_lever(campaign + "learn: 0.1\nreach: 50 % (20 % to 120 %)"),
      ElementsAre("s.yaml:8:12: 'reach': expected a number from 0 to 1, also in its range, found 0.2 to "
                  "1.2"));
  EXPECT_THAT(told_of_lever(campaign + "learn: 0.1\nreach: 150 %"),
              ElementsAre("s.yaml:8:12: 'reach': expected a number from 0 to 1, found '150 %'"));
  EXPECT_THAT(
      told_of_lever(campaign + "learn: 0.1\nreach: 30"),
      ElementsAre("s.yaml:8:12: 'reach': expected a number from 0 to 1, found '30'; 30 in a hundred is "
                  "written '30 %'"));
  EXPECT_THAT(told_of_lever(campaign + "learn: 0.1\nreach: 0.1\nramp: 1 year (6 to 18 months)"),
              ElementsAre(HasSubstr("'ramp' takes no range")));
  EXPECT_THAT(
      told_of_lever(campaign + "learn: 0.1\nreach: 0.1\ncost: {per_unit: 1.500, grade: data, source: x}"),
      ElementsAre(HasSubstr("'per_unit': '1.500' can be read as 1500 or as 1.5")));
  EXPECT_THAT(
      told_of_lever(
          "lever: norm\ndomain: both\nshift: 0.1\nsource: x\ncost: {per_unit: 5, grade: data, source: x}"),
      ElementsAre(HasSubstr("a lever of kind norm has no unit of cost, expected fixed_per_year")));
  EXPECT_THAT(
      told_of_lever("lever: fee\nservices: [R5]\nsource: x\nrule: income_related\namount: EUR 20 (10 to "
                    "30)\nlow_income_amount: EUR 5 (2 to 12)"),
      ElementsAre(HasSubstr("goes up to 12, but that of 'amount' begins at 10")));
}

TEST_F(BadScenario, Measures) {
  std::filesystem::create_directories(folder_ / "measures");
  const std::string lever = "{lever: norm, domain: both, shift: 0, source: x}\n";
  write("measures/good.yaml", title_ + "source: x\nlevers:\n  a: " + lever);
  write("measures/same.yaml", title_ + "source: x\nlevers:\n  a: " + lever);
  write("measures/wrong.yaml", title_ + "source: x\nuntil: 2030-01\nlevers:\n  b: {lever: nrm}\n");
  write("measures/empty.yaml", title_ + "source: x\nlevers: {}\n");
  write("measures/scenario.yaml", title_ + "extends: ../s.yaml\n");
  EXPECT_THAT(told("measures: [goed]\n"),
              ElementsAre(testing::AllOf(HasSubstr("s.yaml:2:12: 'measures': there is no "
                                                   "file '"),
                                         HasSubstr("(did you mean 'good'?)"))));
  EXPECT_THAT(told("measures: [good, measures/good.yaml]\n"),
              ElementsAre(HasSubstr("s.yaml:2:18: 'measures': 'measures/good.yaml' is named twice")));
  EXPECT_THAT(told("measures: [good, same]\n"),
              ElementsAre(testing::AllOf(HasSubstr("same.yaml:4:3: there is a lever 'a' at"),
                                         HasSubstr("good.yaml:4 already"))));
  EXPECT_THAT(told("measures: [wrong]\n"),
              ElementsAre(HasSubstr("wrong.yaml:3:1: a measure has no key 'until'"), HasSubstr("no 'domain'"),
                          HasSubstr("no 'shift'"), HasSubstr("no 'source'"),
                          HasSubstr("wrong.yaml:5:14: 'lever': expected campaign")));
  EXPECT_THAT(told("measures: [empty]\n"), ElementsAre(HasSubstr("empty.yaml:3:9: 'levers' is empty")));
  EXPECT_THAT(told("measures: [scenario]\n"), ElementsAre(HasSubstr("is a scenario, not a measure")));
  EXPECT_THAT(told("measures: good\n"), ElementsAre(HasSubstr("expected a list of texts")));
}

TEST_F(BadScenario, Dates) {
  const std::string norm = "lever: norm\ndomain: both\nshift: 0\nsource: x\n";
  EXPECT_THAT(told_of_lever(norm + "from: 2027-13"),
              ElementsAre(HasSubstr("s.yaml:8:11: 'from': expected a month from 1991-01 to 2035-12")));
  EXPECT_THAT(told_of_lever(norm + "from: 1990-12"), ElementsAre(HasSubstr("found '1990-12'")));
  EXPECT_THAT(told_of_lever(norm + "until: 2036-01"), ElementsAre(HasSubstr("found '2036-01'")));
  EXPECT_THAT(told_of_lever(norm + "from: 2030-01\nuntil: 2030-01"),
              ElementsAre(HasSubstr("s.yaml:9:12: 'until' (2030-01) must be later than 'from' (2030-01)")));
  EXPECT_THAT(told_of_lever(norm + "until: 2026-01"),
              ElementsAre(HasSubstr("must be later than 'from' (2027-01)")));
  EXPECT_THAT(told_of_lever(norm + "from: 2030-01\nuntil: 2030-06\nramp: 6"),
              ElementsAre("s.yaml:10:11: 'ramp' is 6 months, but the lever lasts only 5"));
  EXPECT_THAT(told_of_lever(norm + "ramp: -1"),
              ElementsAre(HasSubstr("'ramp': expected a number from 0 to 540")));
  EXPECT_THAT(told_of_lever(norm + "ramp: 1.5"), ElementsAre(HasSubstr("'ramp': expected a whole number")));
  EXPECT_TRUE(told_of_lever(norm + "from: 2030-01\nuntil: 2030-06\nramp: 5").empty());
  EXPECT_TRUE(told_of_lever(norm + "until: never").empty());
}

TEST_F(BadScenario, ServicesAndDomain) {
  const std::string rest = "lever: capacity\nfactor: 1\nsource: x\n";
  EXPECT_THAT(told_of_lever(rest), ElementsAre(HasSubstr("needs 'services' (a list of codes) or 'domain'")));
  EXPECT_THAT(told_of_lever(rest + "services: []"),
              ElementsAre(HasSubstr("s.yaml:7:15: 'services': expected a list of service codes")));
  EXPECT_THAT(told_of_lever(rest + "services: {a: 1}"),
              ElementsAre(HasSubstr("'services': expected a list")));
  EXPECT_THAT(told_of_lever(rest + "services: [R5, P12]"),
              ElementsAre("s.yaml:7:20: there is no service 'P12' (did you mean 'P1'?); `uptake describe "
                          "--services` lists them"));
  EXPECT_THAT(told_of_lever(rest + "domain: parents"),
              ElementsAre(HasSubstr("expected relationship, parenting or both, found 'parents'")));
  EXPECT_THAT(told_of_lever(rest + "domain: parenting\nservices: [R5]"),
              ElementsAre(HasSubstr("service 'R5' is for the domain relationship")));
  EXPECT_THAT(told_of_lever("lever: need\nshift: 1\nsource: x"),
              ElementsAre("s.yaml:4:5: lever 'test' has no 'domain', which it needs"));
  EXPECT_THAT(told_of_lever("lever: need\nshift: 1\nsource: x\ndomain: both\nservices: [P1]"),
              ElementsAre(HasSubstr("s.yaml:8:5: lever 'test' has no key 'services'; expected ")));
}

TEST_F(BadScenario, WhoAndWhere) {
  const std::string bridging = "lever: bridging_figures\ndomain: both\nreach: 0.1\nlearn: 0.1\nsource: x\n";
  EXPECT_THAT(told_of_lever(bridging + "who: {orgin: [eu_plus]}"),
              ElementsAre("s.yaml:9:11: 'who' has no key 'orgin' (did you mean 'origin'?)"));
  EXPECT_THAT(told_of_lever(bridging + "who: {origin: [eu_plus, moon]}"),
              ElementsAre("s.yaml:9:29: 'origin': expected belgium, eu_plus or non_eu_plus, found 'moon'"));
  EXPECT_THAT(told_of_lever(bridging + "who: {origin: []}"),
              ElementsAre(HasSubstr("'origin' is empty: nobody would be left")));
  EXPECT_THAT(told_of_lever(bridging + "who: all"),
              ElementsAre(HasSubstr("expected a mapping (key: value) for 'who', found 'all'")));
  EXPECT_THAT(told_of_lever(bridging + "where: {province: [Antwerp]}"),
              ElementsAre(HasSubstr("(did you mean 'Antwerpen'?)")));
  EXPECT_THAT(told_of_lever(bridging + "where: {urbanity: {a: 1}}"),
              ElementsAre(HasSubstr("expected one or a list of rural, urban or centre")));
  EXPECT_THAT(told_of_lever("lever: staff\nservices: [R5]\nplaces: 0.8\nsource: x\nwho: {origin: [eu_plus]}"),
              ElementsAre(HasSubstr("'who' has no meaning for a lever of kind staff")));
  EXPECT_THAT(
      told_of_lever("lever: capacity\nservices: [R5]\nfactor: 0.9\nsource: x\nwho: {origin: [eu_plus]}"),
      ElementsAre(HasSubstr("expected 1 or more")));
  EXPECT_THAT(told_of_lever(bridging + "where: {region: [A2]}"), ElementsAre(HasSubstr("'region'")));
}

TEST_F(BadScenario, APartLongerThanItsWhole) {
  EXPECT_THAT(told_of_lever("lever: project_money\ndomain: both\nshare: 0.3\nsource: x\nevery: 12\ngap: 13"),
              ElementsAre("s.yaml:9:10: 'gap' is 13 months, expected less than 'every' (12)"));
  const std::string campaign = "lever: campaign\ndomain: both\nreach: 0.3\nlearn: 0.1\nsource: x\n";
  EXPECT_THAT(told_of_lever(campaign + "every: 6\nwave: 8"),
              ElementsAre("s.yaml:10:11: 'wave' is 8 months, expected less than 'every' (6)"));
  EXPECT_THAT(told_of_lever(campaign + "wave: 8"),  // it goes on all the time
              ElementsAre("s.yaml:9:11: 'wave' has no meaning without 'every'"));
}

TEST_F(BadScenario, MoreLeversAtTheDoorsThanThereIsRoomFor) {
  std::string levers = "levers:\n";
  const auto add = [&](int n, const std::string& dates) {
    levers +=
        fmt::format("  d{}: {{lever: digital_help, domain: both, helped: 0.1, {}source: x}}\n", n, dates);
  };
  for (int n = 0; n < 64; ++n) add(n, "");
  EXPECT_TRUE(told(levers).empty());
  add(64, "from: 2030-03, ");
  EXPECT_THAT(told(levers), ElementsAre(HasSubstr("in 2030-03 65 levers act at the doors of services")));
}

TEST_F(BadScenario, Points) {
  const std::string supply = "lever: supply\nservices: [P2]\nsource: x\n";
  EXPECT_THAT(told_of_lever(supply), ElementsAre(HasSubstr("lever 'test' has no 'points'")));
  EXPECT_THAT(told_of_lever(supply + "points: {2010-01: 1, 2009-01: 2, 2009-01x: 3}"),
              ElementsAre("s.yaml:7:26: 'points': the months must rise, 2009-01 comes after 2010-01",
                          HasSubstr("s.yaml:7:38: 'points': expected a month from 1991-01 to 2035-12")));
  EXPECT_THAT(told_of_lever(supply + "points: {2010-01: -1, 2011-01: x}"),
              Contains(HasSubstr("expected a factor from 0 to 1000")).Times(2));
  EXPECT_THAT(told_of_lever(supply + "points: {}"),
              ElementsAre(HasSubstr("'points': expected a mapping from months")));
  EXPECT_THAT(told_of_lever(supply + "points: [1]"),
              ElementsAre(HasSubstr("'points': expected a mapping from months")));
  EXPECT_THAT(told_of_lever(supply + "points: {2010-01: 1}\nramp: 3"),
              ElementsAre(HasSubstr("has no key 'ramp'")));
}

TEST_F(BadScenario, Fees) {
  const std::string fee = "lever: fee\nservices: [R5]\nsource: x\n";
  EXPECT_THAT(told_of_lever(fee + "rule: flat"), ElementsAre(HasSubstr("this rule needs 'amount'")));
  EXPECT_THAT(told_of_lever(fee + "rule: free\namount: 3"),
              ElementsAre(HasSubstr("'amount' has no meaning for this rule")));
  EXPECT_THAT(told_of_lever(fee + "rule: income_related\namount: 3"),
              ElementsAre(HasSubstr("this rule needs 'low_income_amount'")));
  EXPECT_THAT(told_of_lever(fee + "rule: income_related\namount: 3\nlow_income_amount: 4"),
              ElementsAre(HasSubstr("is more than 'amount'")));
}

TEST_F(BadScenario, Cost) {
  const std::string norm = "lever: norm\ndomain: both\nshift: 0\nsource: x\n";
  EXPECT_THAT(told_of_lever(norm + "cost: {fixed_per_year: -1, payer: me, price_year: 1900}"),
              ElementsAre(HasSubstr("'cost' has no 'grade'"), HasSubstr("'cost' has no 'source'"),
                          HasSubstr("'fixed_per_year': expected a number from 0"),
                          HasSubstr("'payer': expected flemish, federal, local or family"),
                          HasSubstr("'price_year'")));
  EXPECT_THAT(told_of_lever(norm + "cost: 100"),
              ElementsAre(HasSubstr("expected a mapping (key: value) for 'cost'")));
}

TEST(BadEvidence, AFolderThatIsNone) {
  EXPECT_THROW((void)load_evidence(std::filesystem::path(testing::TempDir()) / "no_such_data"), BadInput);
}

TEST(BadEvidence, AllReadersTellTheirProblems) {
  const auto folder = std::filesystem::path(testing::TempDir()) / "bad_data";
  std::filesystem::remove_all(folder);
  std::filesystem::create_directories(folder / "parameters");
  std::filesystem::create_directories(folder / "services");
  try {
    (void)load_evidence(folder);
    FAIL() << "did not throw";
  } catch (const BadInput& bad) {
    EXPECT_THAT(bad.what(), testing::AllOf(HasSubstr("parameters: holds no *.yaml"),
                                           HasSubstr("services.yaml: no such file"),
                                           HasSubstr("municipalities.csv: no such file")));
  }
}

}  // namespace
}  // namespace uptake
