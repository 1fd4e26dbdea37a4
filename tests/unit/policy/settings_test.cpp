// SPDX-License-Identifier: Apache-2.0
// Is every value in force told with the place where it was written, and is a difference found where there is
// one?
#include <algorithm>

#include "sim/policy/difference.hpp"
#include "unit/policy/fixture.hpp"

namespace uptake {
namespace {

using testing_policy::some_parameter;

class Settings : public testing_policy::Files {
 protected:
  [[nodiscard]] Setting find(const Scenario& s, const std::string& key, const std::string& lever = "") const {
    for (const Setting& setting : settings_in_force(s, evidence_)) {
      if (setting.key == key && setting.lever == lever) return setting;
    }
    ADD_FAILURE() << "no setting " << key;
    return {};
  }
  static std::string place(const Setting& s) {
    return s.origin.line == 0 ? "default"
                              : fmt::format("{}:{}", std::filesystem::path(s.origin.file).filename().string(),
                                            s.origin.line);
  }
};

TEST_F(Settings, TellWhereEachValueWasWritten) {
  write("base.yaml",
        title_ +
            "until: 2030-01\nswitches: {know: off}\nlevers:\n  a:\n    lever: campaign\n    domain: "
            "both\n    who:\n      origin: [eu_plus]\n    reach: 0.2 (0.1 to 0.4)\n    learn: "
            "0.1\n    source: x\n");
  const Scenario s = load("extends: base.yaml\nparameters:\n  " + some_parameter() + ": 0.7\n");
  EXPECT_EQ(place(find(s, "until")), "base.yaml:2");
  EXPECT_EQ(place(find(s, "know")), "base.yaml:3");
  EXPECT_EQ(find(s, "know").value, "off");
  EXPECT_EQ(place(find(s, "dare")), "default");
  EXPECT_EQ(place(find(s, some_parameter())), "s.yaml:4");
  EXPECT_EQ(find(s, some_parameter()).number->value, 0.7);
  EXPECT_EQ(place(find(s, "who.origin", "a")), "base.yaml:9");
  EXPECT_EQ(place(find(s, "reach", "a")), "base.yaml:10");
  EXPECT_EQ(find(s, "reach", "a").value, "0.2 (0.1 to 0.4)");
  EXPECT_EQ(find(s, "reach", "a").number->bounds, (Bounds{0.1, 0.4}));
  EXPECT_EQ(place(find(s, "taboo", "a")), "default");
  EXPECT_EQ(place(find(s, "from", "a")), "default");
}

TEST_F(Settings, HoldEveryLeverParameterAndSwitch) {
  const auto all = settings_in_force(load(""), evidence_);
  const auto n_of = [&](Setting::Of of) {
    return static_cast<std::size_t>(
        std::count_if(all.begin(), all.end(), [&](const Setting& s) { return s.of == of; }));
  };
  EXPECT_EQ(n_of(Setting::Of::parameter), parameter_slots().size());
  EXPECT_EQ(n_of(Setting::Of::mechanism), mechanism_registry().size());
  EXPECT_EQ(n_of(Setting::Of::lever), 0U);
}

TEST_F(Settings, DifferencesAreAddedChangedAndRemoved) {
  const std::string lever = ": {lever: norm, domain: both, shift: 0.1, source: x}\n";
  const Scenario before = load("levers:\n  a" + lever + "  b" + lever);
  const Scenario after = load("switches: {know: off}\nuntil: 2030-01\nlevers:\n  c" + lever +
                              "  a: {lever: norm, domain: both, shift: 0.2, source: x}\n");
  std::vector<std::string> told;
  for (const Difference& d : differences(before, after, evidence_)) {
    const Setting& s = d.after ? *d.after : *d.before;
    if (s.of == Setting::Of::lever && s.key != "lever" && s.key != "shift") continue;
    told.push_back(fmt::format("{}{}: {} > {}", s.lever.empty() ? "" : s.lever + ".", s.key,
                               d.before ? d.before->value : "-", d.after ? d.after->value : "-"));
  }
  EXPECT_THAT(told, testing::UnorderedElementsAre("until: - > 2030-01", "know: on > off", "c.lever: - > norm",
                                                  "c.shift: - > 0.1", "a.shift: 0.1 > 0.2",
                                                  "b.lever: norm > -", "b.shift: 0.1 > -"));
  EXPECT_TRUE(differences(before, before, evidence_).empty());
}

}  // namespace
}  // namespace uptake
