// SPDX-License-Identifier: Apache-2.0
// A lever's number may be the name of a parameter: is it taken from the run's own parameters, and is a wrong
// name told?
#include "sim/policy/difference.hpp"
#include "sim/policy/month_plan.hpp"
#include "unit/policy/fixture.hpp"

namespace uptake {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing_policy::some_parameter;

class NamedNumbers : public testing_policy::Files {
 protected:
  /// A lever on need whose size is this, in force from the start.
  [[nodiscard]] Scenario need(const std::string& shift) const {
    return load("levers:\n  n: {lever: need, domain: parenting, shift: " + shift +
                ", from: 1991-01, source: x}\n");
  }
  [[nodiscard]] double shift_of(const Scenario& scenario) const {
    MonthPlan plan;
    Policy(evidence_, scenario).month(month_of(2020, 1), plan);
    return plan.pathway.need_shift[static_cast<std::size_t>(Domain::parenting)];
  }
};

TEST_F(NamedNumbers, AreThoseOfTheRunsOwnParameters) {
  Scenario s = need(some_parameter());
  EXPECT_EQ(shift_of(s), 0.5);
  s.parameters.set(some_parameter(), 0.7);  // as a draw of a posterior does
  EXPECT_EQ(shift_of(s), 0.7);
  EXPECT_EQ(shift_of(need("0.7")), 0.7);
  const Scenario own = load("parameters: {" + some_parameter() +
                            ": 0.2}\nlevers:\n  n: {lever: need, domain: parenting, from: 1991-01, shift: " +
                            some_parameter() + ", source: x}\n");
  EXPECT_EQ(shift_of(own), 0.2);
}

TEST_F(NamedNumbers, StayWithinTheRangeOfTheField) {
  Scenario s = load("levers:\n  c: {lever: campaign, domain: both, reach: " + some_parameter() +
                    ", learn: 0.1, source: x}\n");
  EXPECT_EQ(s.levers[0].value("reach", s.parameters.values), 0.5);
  EXPECT_EQ(s.levers[0].value("learn", s.parameters.values), 0.1);
  s.parameters.set(some_parameter(), 1.3);
  EXPECT_EQ(s.levers[0].value("reach", s.parameters.values), 1);
  s.parameters.set(some_parameter(), -0.3);
  EXPECT_EQ(s.levers[0].value("reach", s.parameters.values), 0);
}

/// A value that a field may have beside the named one.
std::string least_of(const LeverField& f) {
  return f.code == "amount" ? "1" : fmt::format("{}", std::max(f.low, 0.0));
}

TEST_F(NamedNumbers, EveryNumberOfEveryKindMayBeOne) {
  for (const LeverInfo& info : lever_registry()) {
    for (const LeverField& field : info.fields) {
      if (field.type == FieldType::choice) continue;
      // a parameter whose prior and value the field can take
      ParameterInfo& parameter = evidence_.parameters.info[0];
      parameter.low = std::clamp(0.1, field.low, field.high);
      parameter.high = std::clamp(0.9, field.low, field.high);
      const double value = std::clamp(0.5, field.low, field.high);
      evidence_.parameters.set(some_parameter(), value);
      std::string fields = field.code == "every" && info.code == "project_money" ? "gap: 1, " : "";
      if (field.code == "wave") fields = "every: 24, ";
      for (const LeverField& f : info.fields) {
        // an income-related fee uses both amounts, `doubt` is of what is free, `seen` of social houses
        const bool of_free = field.code == "doubt";
        const std::string given = f.code == "rule"              ? of_free ? "free" : "income_related"
                                  : f.code == "contact"         ? "social_house"
                                  : f.type == FieldType::choice ? std::string(f.choices[0])
                                                                : "";
        if (f.code == field.code) {
          fields += fmt::format("{}: {}, ", f.code, some_parameter());
        } else if (f.required || (info.code == "fee" && !of_free)) {
          fields += fmt::format("{}: {}, ", f.code, given.empty() ? least_of(f) : given);
        }
      }
      const std::string domain = info.code == "huis_van_het_kind" ? "" : "domain: both, ";
      const Scenario s =
          load(fmt::format("levers:\n  a: {{lever: {}, {}{}source: x}}\n", info.code, domain, fields));
      EXPECT_EQ(s.levers[0].value(field.code, s.parameters.values), value) << info.code << "." << field.code;
    }
  }
}

TEST_F(NamedNumbers, ThatDoNotExistAreRefused) {
  const std::string lever = "lever: need\ndomain: both\nsource: x\nshift: ";
  const std::string key = some_parameter();
  EXPECT_THAT(
      told_of_lever(lever + key + "x"),
      ElementsAre("s.yaml:7:12: 'shift': expected a number from -2 to 2 or the name of a parameter, and "
                  "there is no parameter '" +
                  key + "x' (did you mean '" + key + "'?)"));
  EXPECT_THAT(told_of_lever(lever + key.substr(key.find('.') + 1) + "_x"),
              ElementsAre(HasSubstr("s.yaml:7:12: 'shift': expected a number from -2 to 2 or the name")));
  EXPECT_THAT(told_of_lever(lever + "'" + key + "'"),
              ElementsAre(HasSubstr("found the quoted text '" + key + "'")));
  EXPECT_THAT(told_of_lever(lever + "[" + key + "]"), ElementsAre(HasSubstr("found a list")));
}

TEST_F(NamedNumbers, WhosePriorLeavesTheFieldAreRefused) {
  evidence_.parameters.info[0].high = 2.5;
  EXPECT_THAT(told_of_lever("lever: need\ndomain: both\nsource: x\nshift: " + some_parameter()),
              ElementsAre("s.yaml:7:12: 'shift': expected a number from -2 to 2, but the prior of " +
                          some_parameter() + " is 0.1 to 2.5 unit"));
}

TEST_F(NamedNumbers, ResolveToTheirNames) {
  const Scenario s = need(some_parameter());
  const std::string text = resolved_text(s, evidence_);
  EXPECT_THAT(text, HasSubstr("    shift: " + some_parameter() + "\n"));
  EXPECT_THAT(text, HasSubstr("  " + some_parameter() + ": 0.5\n"));
  EXPECT_EQ(resolved_text(load_scenario(write("again.yaml", text), evidence_), evidence_), text);
}

TEST_F(NamedNumbers, AreAnotherEffectThanTheNumber) {
  EXPECT_TRUE(same_effect(need(some_parameter()).levers[0], need(some_parameter()).levers[0]));
  EXPECT_FALSE(same_effect(need(some_parameter()).levers[0], need("0").levers[0]));
}

}  // namespace
}  // namespace uptake
