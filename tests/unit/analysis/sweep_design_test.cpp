// SPDX-License-Identifier: Apache-2.0
#include "analysis/sweep/design.hpp"

#include "unit/analysis/sweep_fixture.hpp"

namespace uptake {
namespace {

using testing::AllOf;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::Not;

using SweepDesignTest = SweepFixture;

TEST_F(SweepDesignTest, IsReadWithUnitsScalesAndDefaults) {
  write("a.yaml",
        "title: {en: a, nl: b}\nscenarios: [short.yaml, more.yaml]\nfamilies: [300, 600]\nseed: 4\n"
        "posterior: none\nuntil: 2021-06\nwithout: [word_of_mouth]\npoints:\n  design: grid\n  vary:\n"
        "    parameters.occasion.parenting: {steps: 3}\n    levers.push.shift: {from: 0.1, to: 0.4, scale: "
        "log, steps: 3}\nkeep:\n  measures: [contact, cost]\n  by: [total, gender]\n");
  const SweepInput input = load_design(folder_ / "a.yaml", data_);
  const SweepDesign& d = input.design;
  EXPECT_EQ(d.name, "a");
  EXPECT_THAT(d.families, ElementsAre(300, 600));
  EXPECT_EQ(d.draws, 1);
  EXPECT_EQ(d.seed, 4U);
  ASSERT_EQ(d.axes.size(), 2U);
  const ParameterInfo* info = input.study.evidence.parameters.find("occasion.parenting");
  EXPECT_EQ(d.axes[0].steps.front(), info->low);  // the whole prior range
  EXPECT_DOUBLE_EQ(d.axes[0].steps.back(), info->high);
  EXPECT_NEAR(d.axes[1].steps[1], 0.2, 1e-12);
  EXPECT_EQ(d.points.size(), 9U);
  EXPECT_THAT(d.keep.years, ElementsAre(2020));  // the last full year
  EXPECT_EQ(rows_a_run(d, input.study), 2 * 3 + 4);
  EXPECT_EQ(input.study.scenarios[0].until, *parse_month("2021-06"));
  EXPECT_TRUE(input.study.plan.measures_only);
}

TEST_F(SweepDesignTest, PointsMayBeDrawnOrGiven) {
  const std::string head =
      "title: {en: a, nl: b}\nscenarios: [short.yaml, more.yaml]\nposterior: none\nkeep: {measures: "
      "[contact]}\npoints:\n";
  for (const char* kind : {"latin_hypercube", "sobol"}) {
    write("a.yaml", head + "  design: " + kind + "\n  number: 8\n  vary:\n    levers.push.shift: {}\n");
    const SweepDesign d = load_design(folder_ / "a.yaml", data_).design;
    ASSERT_EQ(d.points.size(), 8U);
    for (const auto& point : d.points) {
      EXPECT_GE(point[0], 0.5);  // the lever's own range
      EXPECT_LE(point[0], 1.5);
    }
  }
  write("points.csv", "levers.push.shift,parameters.occasion.parenting\n0.25,0.1\n1,0.2\n");
  write("a.yaml", head + "  design: csv\n  file: points.csv\n");
  const SweepPoints expected{{0.25, 0.1}, {1, 0.2}};
  EXPECT_EQ(load_design(folder_ / "a.yaml", data_).design.points, expected);
  write("points.csv", "levers.push.shift,parameters.ocasion.parenting\n9,0.05\nmuch,0.04\n");
  EXPECT_THAT(
      refusal([&] { load_design(folder_ / "a.yaml", data_); }),
      AllOf(HasSubstr("points.csv:1:1: there is no parameter 'ocasion.parenting' (did you mean"),
            HasSubstr("points.csv:2:1: levers.push.shift: expected a number from -2 to 2, found '9'"),
            HasSubstr("points.csv:3:1: levers.push.shift: expected a number from -2 to 2, found 'much'")));
}

TEST_F(SweepDesignTest, EveryProblemIsToldAtOnceWithItsPlace) {
  const std::string told = refused(
      "title: {en: a, nl: b}\nscenarios: [short.yaml, more.yaml]\nfamilies: [300, 300]\ndraws: 0\nfamilys: "
      "3\n"
      "posterior: none\npoints:\n  design: grid\n  vary:\n    levers.pusch.shift: {values: [1]}\n"
      "    levers.push.shyft: {values: [1]}\n    levers.push.shift: {values: [1, 5, 1]}\n"
      "    parameters.occasion.parenting: {from: 2}\n    reach: {values: [1]}\n"
      "keep:\n  measures: [contakt]\n  by: [totals]\n  years: [1990]\n");
  EXPECT_THAT(told,
              AllOf(HasSubstr("bad.yaml:3:"), HasSubstr("a size is named twice"), HasSubstr("bad.yaml:4:"),
                    HasSubstr("bad.yaml:5:1: a sweep has no key 'familys' (did you mean 'families'?)"),
                    HasSubstr("bad.yaml:10:5: no scenario of this design has a lever 'pusch' (did you mean "
                              "'push'?)")));
  EXPECT_THAT(
      told, AllOf(HasSubstr("bad.yaml:11:5: lever 'push' of more has no number 'shyft' (did you mean"),
                  HasSubstr("bad.yaml:12:37: 'values': expected a number from -2 to 2, found '5'"),
                  HasSubstr("'values': '1' stands there twice"),
                  HasSubstr("an axis of a grid needs either 'values' or 'steps'"),
                  HasSubstr("'reach': expected 'parameters.KEY', 'levers.NAME.FIELD' or 'structure.RULE'")));
  EXPECT_THAT(told, AllOf(HasSubstr("there is no 'contakt' (did you mean 'contact'?)"),
                          HasSubstr("there is no 'totals' (did you mean 'total'?)"), HasSubstr("1990")));
}

TEST_F(SweepDesignTest, WhatLeadsNowhereIsRefused) {
  EXPECT_THAT(refused(small("  levers.push.shift: {values: []}\n")), HasSubstr("expected a list of numbers"));
  EXPECT_THAT(refused(small("  {}\n")), HasSubstr("'vary'"));
  EXPECT_THAT(refused("title: {en: a, nl: b}\nscenarios: [short.yaml]\nfamilies: [300, 1000000000]\nkeep: "
                      "{measures: [contact]}\n"),
              AllOf(HasSubstr("bad.yaml:3:"), HasSubstr("1000000000")));
  EXPECT_THAT(refused(small("  levers.push.shift: {from: 1, to: 0.5, steps: 3}\n")),
              HasSubstr("expected 'from' below 'to'"));
  EXPECT_THAT(refused(small("  levers.push.shift: {from: -1, to: 0.5, steps: 3, scale: log}\n")),
              HasSubstr("a log scale needs 'from' above zero"));
  EXPECT_THAT(refused("title: {en: a, nl: b}\nscenarios: []\nkeep: {measures: [contact]}\n"),
              HasSubstr("expected scenario files, the baseline first"));
  EXPECT_THAT(refused("title: {en: a, nl: b}\nscenarios: [nowhere.yaml]\nkeep: {measures: [contact]}\n"),
              HasSubstr("nowhere.yaml"));
  EXPECT_THAT(refused("title: {en: a, nl: b}\nscenarios: [short.yaml]\n"), HasSubstr("no 'keep'"));
  EXPECT_THAT(
      refused("title: {en: a, nl: b}\nscenarios: [short.yaml]\nposterior: none\npoints: {design: sobol, "
              "file: x.csv, vary: {parameters.occasion.parenting: {steps: 3}}}\nkeep: {measures: [need]}\n"),
      AllOf(HasSubstr("a design 'sobol' needs 'number'"), HasSubstr("has no use for 'file'"),
            HasSubstr("'steps' is for a grid")));
  EXPECT_THAT(
      refused("title: {en: a, nl: b}\nscenarios: [short.yaml]\nposterior: none\nkeep: {measures: [cost], "
              "domains: [parenting]}\n"),
      HasSubstr("nothing would be kept"));
}

TEST_F(SweepDesignTest, AScenarioThatIsNotThereHidesNoOtherMistake) {
  EXPECT_THAT(
      refused("title: {en: a, nl: b}\nscenarios: [nowhere.yaml]\nfamilies: -3\npoints: {design: gird, vary: "
              "{}}\nkeep: {measures: [contcat], rows: 0}\n"),
      AllOf(HasSubstr("nowhere.yaml"), HasSubstr("'families'"), HasSubstr("did you mean 'grid'?"),
            HasSubstr("did you mean 'contact'?"), HasSubstr("'rows'")));
}

TEST_F(SweepDesignTest, WhatIsNoMappingIsToldOnce) {
  const std::string told =
      refused("title: {en: a, nl: b}\nscenarios: [short.yaml]\nposterior: none\npoints: 3\nkeep: 3\n");
  for (const char* what : {"for 'points'", "for 'keep'"}) {
    const auto at = told.find(what);
    ASSERT_NE(at, std::string::npos) << told;
    EXPECT_EQ(told.find(what, at + 1), std::string::npos) << told;
  }
}

TEST_F(SweepDesignTest, NumbersOfALeverThatDoNotGoTogetherAreRefused) {
  write("fees.yaml",
        "extends: short.yaml\ntitle: {en: f, nl: t}\nlevers:\n  fees: {lever: fee, services: [R5], rule: "
        "income_related, amount: 10, low_income_amount: 4, from: 2019-01, source: x}\n");
  const std::string head =
      "title: {en: a, nl: b}\nscenarios: [short.yaml, fees.yaml]\nposterior: none\nkeep: {measures: "
      "[contact]}\npoints:\n";
  const std::string grid =
      head + "  design: grid\n  vary:\n    levers.fees.low_income_amount: {values: [2, 6]}\n";
  EXPECT_EQ(refused(grid), "");
  const std::string told = refused(grid + "    levers.fees.amount: {values: [8, 5, 3]}\n");
  EXPECT_THAT(told, HasSubstr("bad.yaml:8:5: lever 'fees' makes no sense at some points, as with "
                              "low_income_amount 6, amount 5: 'low_income_amount' is more than 'amount'"));
  EXPECT_EQ(told.find("makes no sense"), told.rfind("makes no sense")) << told;  // once
  EXPECT_THAT(
      refused(head + "  design: sobol\n  number: 16\n  vary:\n    levers.fees.low_income_amount: {from: 2, "
                     "to: 12}\n"),
      HasSubstr("bad.yaml:9:5: lever 'fees' makes no sense"));
  write("points.csv", "levers.fees.low_income_amount\n9\n11\n");
  EXPECT_THAT(
      refused(head + "  design: csv\n  file: points.csv\n"),
      HasSubstr("points.csv:3:1: lever 'fees' makes no sense at some points, as with low_income_amount 11"));
  // a number that the rule does not use
  write(
      "fees.yaml",
      "extends: short.yaml\ntitle: {en: f, nl: t}\nlevers:\n  fees: {lever: fee, services: [R5], rule: flat, "
      "amount: 10, from: 2019-01, source: x}\n");
  EXPECT_THAT(refused(grid), HasSubstr("'low_income_amount' has no meaning for this rule"));
}

TEST_F(SweepDesignTest, TooManyFiguresARunAreRefusedUnlessAllowed) {
  const std::string wide =
      "title: {en: a, nl: b}\nscenarios: [short.yaml]\nposterior: none\nkeep:\n  measures: [contact, helped, "
      "need]\n  by: [total, age, gender, education, origin, children]\n  years: [2018, 2019, 2020, 2021]\n";
  const std::string told = refused(wide);
  EXPECT_THAT(told, HasSubstr("expected at most 200"));
  const auto at = told.find("'rows: ");
  ASSERT_NE(at, std::string::npos);
  const std::string rows = told.substr(at + 7, told.find('\'', at + 1) - at - 7);
  EXPECT_EQ(refused(wide + "  rows: " + rows + "\n"), "");
  EXPECT_THAT(refused(wide + "  rows: " + std::to_string(std::stoi(rows) - 1) + "\n"), Not(""));
}

TEST_F(SweepDesignTest, APointsValuesAreTheScenariosOwn) {
  write("a.yaml",
        small("  levers.push.shift: {values: [0.5, 1.5]}\n    parameters.occasion.parenting: {steps: 2}\n"));
  const SweepInput input = load_design(folder_ / "a.yaml", data_);
  const Scenario more = at_point(input.study.scenarios[1], input.design.axes, {1.5, 0.03});
  const Scenario drawn = with_draw(more, input.study.evidence, input.study.posterior, 2);
  const Lever& push = drawn.levers.back();
  EXPECT_EQ(push.name, "push");
  EXPECT_EQ(push.value("shift", drawn.parameters.values), 1.5);  // not drawn from its range any more
  EXPECT_EQ(drawn.parameters.values.occasion_parenting, 0.03);
  const Scenario usual = with_draw(input.study.scenarios[1], input.study.evidence, input.study.posterior, 2);
  EXPECT_NE(usual.parameters.values.occasion_parenting, 0.03);
  EXPECT_NE(usual.levers.back().value("shift", usual.parameters.values), 1.5);
}

TEST_F(SweepDesignTest, ThoseThatComeWithTheProgramCanBePlanned) {
  int n = 0;
  for (const auto& entry : std::filesystem::directory_iterator(UPTAKE_SOURCE_DIR "/scenarios/sweeps")) {
    if (entry.path().extension() != ".yaml") continue;
    EXPECT_EQ(refusal([&] { load_design(entry.path(), data_); }), "") << entry.path();
    ++n;
  }
  EXPECT_GE(n, 3);
}

}  // namespace
}  // namespace uptake
