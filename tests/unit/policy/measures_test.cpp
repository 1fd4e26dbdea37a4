// SPDX-License-Identifier: Apache-2.0
// A scenario may be put together from measures: are they the same levers, with the same draws, in every
// package?
#include "sim/policy/difference.hpp"
#include "unit/policy/fixture.hpp"

namespace uptake {
namespace {

using testing::ElementsAre;

class Measures : public testing_policy::Files {
 protected:
  void SetUp() override {
    Files::SetUp();
    std::filesystem::create_directories(folder_ / "measures");
    const auto measure = [&](const std::string& name, const std::string& lever) {
      write("measures/" + name + ".yaml",
            title_ + "source: x\nlevers:\n  " + lever +
                ": {lever: campaign, domain: both, reach: 0.2 (0.1 to 0.4), learn: 0.1, source: x}\n");
    };
    measure("one", "first");
    measure("two", "second");
  }
  static std::vector<std::string> names(const Scenario& s) {
    std::vector<std::string> all;
    for (const Lever& lever : s.levers) all.push_back(lever.name);
    return all;
  }
};

TEST_F(Measures, BringTheirLeversInTheirOrder) {
  const Scenario s = load(
      "measures: [two, measures/one.yaml]\nlevers:\n  own: {lever: norm, domain: both, shift: 0, "
      "source: x}\n");
  EXPECT_THAT(names(s), ElementsAre("second", "first", "own"));
  EXPECT_EQ(s.levers[0].measure, "two");
  EXPECT_EQ(s.levers[2].measure, "");
  EXPECT_EQ(std::filesystem::path(s.levers[1].file).filename(), "one.yaml");
  EXPECT_EQ(s.levers[1].line, 4);
  ASSERT_EQ(s.measures.size(), 2U);
  EXPECT_EQ(s.measures[0].title_nl, "Proef");
  EXPECT_EQ(s.files.size(), 3U);
}

TEST_F(Measures, HaveTheSameDrawsInEveryPackage) {
  const Scenario both = load("measures: [one, two]\n");
  const Scenario turned = load("measures: [two, one]\n");
  const Scenario alone = load("measures: [one]\n");
  EXPECT_TRUE(same_effect(both.levers[0], alone.levers[0]));
  EXPECT_TRUE(same_effect(drawn(both.levers[0], 9), drawn(alone.levers[0], 9)));
  EXPECT_TRUE(same_effect(drawn(both.levers[0], 9), drawn(turned.levers[1], 9)));
}

TEST_F(Measures, MayBeExtendedChangedAndTakenOut) {
  write("base.yaml", title_ + "measures: [one]\n");
  const Scenario s = load(
      "extends: base.yaml\nmeasures: [two]\nremove: [first]\nlevers:\n  second: {lever: norm, "
      "domain: both, shift: 0, source: x}\n");
  EXPECT_THAT(names(s), ElementsAre("second"));
  EXPECT_EQ(s.levers[0].kind, LeverKind::norm);
  EXPECT_EQ(s.levers[0].measure, "");
}

TEST_F(Measures, AreGoodScenariosByThemselvesAndResolve) {
  EXPECT_TRUE(problems_of(folder_ / "measures/one.yaml").empty());
  const Scenario s = load("measures: [one, two]\n");
  const std::string text = resolved_text(s, evidence_);
  const Scenario again = load_scenario(write("again.yaml", text), evidence_);
  EXPECT_TRUE(same_effect(again.levers[1], s.levers[1]));
}

}  // namespace
}  // namespace uptake
