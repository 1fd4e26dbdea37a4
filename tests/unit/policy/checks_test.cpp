// SPDX-License-Identifier: Apache-2.0
// Is a scenario told that can be read but makes no sense?
#include "sim/policy/checks.hpp"

#include "unit/policy/fixture.hpp"

namespace uptake {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

class CheckedScenario : public testing_policy::Files {
 protected:
  static std::vector<std::string> texts(const Problems& problems) {
    std::vector<std::string> all;
    for (const Problem& p : problems.all())
      all.push_back(fmt::format("{}:{}: {}", p.line, p.column, p.message));
    return all;
  }
  [[nodiscard]] std::vector<std::string> wrong(const std::string& text) const {
    return texts(check(load(text), evidence_).problems);
  }
  [[nodiscard]] std::vector<std::string> doubtful(const std::string& text) const {
    return texts(check(load(text), evidence_).warnings);
  }
  const std::string norm_ = "{lever: norm, domain: both, shift: 0.1, source: x";
};

TEST_F(CheckedScenario, AGoodOneHasNothing) {
  const std::string good = "levers:\n  a: " + norm_ + "}\n";
  EXPECT_THAT(wrong(good), IsEmpty());
  EXPECT_THAT(doubtful(good), IsEmpty());
}

TEST_F(CheckedScenario, ALeverThatBeginsAfterTheEnd) {
  EXPECT_THAT(wrong("until: 2030-01\nlevers:\n  a: " + norm_ + ", from: 2030-01}\n"),
              ElementsAre(HasSubstr("4:63: lever 'a': begins in 2030-01, but the run stops before 2030-01")));
  EXPECT_THAT(wrong("until: 2020-01\nlevers:\n  a: " + norm_ + "}\n"),
              ElementsAre(HasSubstr("4:3: lever 'a': begins in 2027-01")));
  EXPECT_THAT(doubtful("until: 2030-01\nlevers:\n  a: " + norm_ + ", from: 2029-01, ramp: 2 years}\n"),
              ElementsAre(HasSubstr(
                  "never comes to full strength: that takes 24 months, and the run ends after 12")));
}

TEST_F(CheckedScenario, ASumThatForgetsItsMillion) {
  const auto costing = [&](const std::string& sum) {
    return doubtful("levers:\n  a: " + norm_ + ", cost: {fixed_per_year: " + sum +
                    ", source: x, grade: assumption}}\n");
  };
  EXPECT_THAT(costing("EUR 2"), ElementsAre(HasSubstr("costs EUR 2 a year in all of Flanders")));
  EXPECT_THAT(costing("EUR 2 million"), IsEmpty());
  EXPECT_THAT(costing("EUR 0"), IsEmpty());
}

TEST_F(CheckedScenario, WhatWasExtendedIsNotJudgedAgain) {
  write("base.yaml", title_ + "levers:\n  a: " + norm_ + ", from: 2030-01}\n");
  EXPECT_THAT(wrong("extends: base.yaml\nuntil: 2029-01\n"), IsEmpty());
}

TEST_F(CheckedScenario, NoMunicipalityAndHardlyAnybody) {
  const std::string bridging =
      "levers:\n  a: {lever: bridging_figures, domain: both, reach: 0.1, learn: 0.1, source: x";
  EXPECT_THAT(wrong(bridging + ", where: {province: Limburg, size_class: 50000plus}}\n"),
              ElementsAre(HasSubstr("no municipality is all of what 'where' asks for")));
  EXPECT_THAT(wrong(bridging + ", where: {province: Limburg, size_class: lt10000}}\n"), IsEmpty());
  EXPECT_THAT(doubtful(bridging + ", who: {age: lt35, youngest_age: 18_24}}\n"),
              ElementsAre(HasSubstr("hardly anybody is meant")));
  EXPECT_THAT(doubtful(bridging + ", who: {age: lt35, youngest_age: [12_17, 18_24]}}\n"), IsEmpty());
}

TEST_F(CheckedScenario, ServicesThatAreNotThere) {
  const std::string supply =
      "levers:\n  s: {lever: supply, services: [P21], points: {2028-01: 0, 2029-01: 1, 2031-01: 1, 2032-01: "
      "0}, "
      "source: x}\n  a: {lever: capacity, services: [P21], factor: 1.5, source: x";
  EXPECT_THAT(wrong(supply + ", from: 2033-01}\n"),
              ElementsAre(HasSubstr("service P21 does not exist from 2033-01 to 2035-12")));
  EXPECT_THAT(wrong(supply + ", from: 2029-01}\n"), IsEmpty());
  EXPECT_THAT(
      doubtful(supply + "}\n"),
      ElementsAre(HasSubstr("service P21 does not exist before 2028-02, but the lever begins in 2027-01")));
}

TEST_F(CheckedScenario, TwoFeesForOneService) {
  const auto fees = [](const std::string& more, const std::string& rule = "free") {
    return "levers:\n  a: {lever: fee, services: [R5, R9], rule: free, source: x}\n  b: {lever: fee, "
           "services: [R5], "
           "rule: " +
           rule + ", source: x" + more + "}\n";
  };
  EXPECT_THAT(wrong(fees("")), ElementsAre(HasSubstr("lever 'b': sets the fee of R5, which 'a' (")));
  EXPECT_THAT(wrong(fees(", amount: 5", "cap")), IsEmpty());
  EXPECT_THAT(
      wrong("levers:\n  a: {lever: fee, services: [R5], rule: free, until: 2030-01, source: x}\n  b: {lever: "
            "fee, services: [R5], rule: free, from: 2030-01, source: x}\n"),
      IsEmpty());
}

TEST_F(CheckedScenario, ALeverThatFindsNothingToChange) {
  const auto lever = [](const std::string& kind, const std::string& more) {
    return "levers:\n  a: {lever: " + kind + ", source: x, " + more + "}\n";
  };
  EXPECT_THAT(wrong(lever("online_help", "services: [R5], size: 2")),
              ElementsAre(HasSubstr("none of these services is online or by phone")));
  EXPECT_THAT(wrong(lever("age_range", "services: [P1], to: 1")),
              ElementsAre(HasSubstr("take children of that age already")));
  evidence_.catalogue.types[evidence_.catalogue.find("P11")].door = Door::online;
  EXPECT_THAT(wrong(lever("opening_hours", "services: [P11], hours: 0.5, walk_in: 0")),
              ElementsAre(HasSubstr("none of these services keeps office hours")));
}

TEST_F(CheckedScenario, ALeverThatMeetsNobody) {
  const auto lever = [](const std::string& kind, const std::string& who,
                        const std::string& more = "domain: both") {
    return "levers:\n  a: {lever: " + kind + ", source: x, " + more + ", who: {" + who + "}}\n";
  };
  const std::string speaks = "domain: both, language: 0.5";
  EXPECT_THAT(wrong(lever("multilingual", "home_language: dutch", speaks)),
              ElementsAre(HasSubstr(
                  "would meet nobody: a lever of kind multilingual acts on home_language other alone")));
  EXPECT_THAT(wrong(lever("multilingual", "home_language: [dutch, other]", speaks)), IsEmpty());
  EXPECT_THAT(wrong(lever("father_minded", "gender: women", "domain: both, welcome: 0.5")),
              ElementsAre(HasSubstr("acts on gender men alone")));
  EXPECT_THAT(wrong(lever("culturally_fitting", "origin: [belgium, eu_plus]", "domain: both, fit: 0.5")),
              ElementsAre(HasSubstr("acts on origin non_eu_plus alone")));
  EXPECT_THAT(wrong(lever("culturally_fitting", "origin: belgium", "domain: both, fit: 0.5, label: 0.1")),
              IsEmpty());
  EXPECT_THAT(wrong(lever("automatic_granting", "unexpected_expense: no", "services: [R9], granted: 0.5")),
              ElementsAre(HasSubstr("acts on unexpected_expense yes alone")));
  EXPECT_THAT(wrong(lever("private_referral", "unexpected_expense: no", "services: [R9], share: 0.5")),
              ElementsAre(HasSubstr("acts on unexpected_expense yes alone")));
  EXPECT_THAT(wrong(lever("private_referral", "education: higher", "services: [R9], share: 0.5")), IsEmpty());
  const auto leads = [&](const std::string& contact, const std::string& who) {
    return wrong(lever("lead_in", who, "services: [P1], ask: 0.3, warm: 0.5, contact: " + contact));
  };
  EXPECT_THAT(leads("kind_en_gezin", "youngest_age: 12_17"),
              ElementsAre(HasSubstr("acts on youngest_age 0_2 alone")));
  EXPECT_THAT(leads("school", "youngest_age: 18_24"),
              ElementsAre(HasSubstr("acts on youngest_age 0_2, 3_5")));
  EXPECT_THAT(leads("gp", "youngest_age: 18_24"), IsEmpty());
  EXPECT_THAT(leads("social_house", "unexpected_expense: yes"),
              ElementsAre(HasSubstr("unexpected_expense no alone")));
  const std::string bridging = "domain: both, reach: 0.1, learn: 0.1";
  EXPECT_THAT(wrong(lever("bridging_figures", "family_form: intact, union_status: no_partner", bridging)),
              ElementsAre(HasSubstr("nobody is meant")));
  EXPECT_THAT(wrong(lever("bridging_figures", "family_form: single_parent, union_status: married", bridging)),
              ElementsAre(HasSubstr("nobody is meant")));
  EXPECT_THAT(
      wrong(lever("bridging_figures", "family_form: single_parent, union_status: no_partner", bridging)),
      IsEmpty());
}

TEST_F(CheckedScenario, MoreThanThereIsStaffFor) {
  const auto lever = [](const std::string& text) { return "levers:\n  a: {source: x, " + text + "}\n"; };
  EXPECT_THAT(doubtful(lever("lever: bridging_figures, domain: both, reach: 0.5, learn: 0.1")),
              ElementsAre(HasSubstr(
                  "visits in a month to a share of 0.5 is more than there is likely to be staff for")));
  EXPECT_THAT(doubtful(lever("lever: bridging_figures, domain: both, reach: 0.1, learn: 0.1")), IsEmpty());
  EXPECT_THAT(doubtful(lever("lever: huis_van_het_kind, share: 1, capacity: 9")),
              ElementsAre(HasSubstr("places, times 9 is more than")));
  EXPECT_THAT(doubtful(lever("lever: staff, services: [R9], places: 8")),
              ElementsAre(HasSubstr("places, times 8")));
  EXPECT_THAT(doubtful(lever("lever: online_help, services: [P11], size: 9")),
              ElementsAre(HasSubstr("places, times 9")));
}

TEST_F(CheckedScenario, TwoFeesForOneServiceButOtherFamilies) {
  const auto fees = [](const std::string& first, const std::string& second) {
    return fmt::format(
        "levers:\n  a: {{lever: fee, services: [R5], rule: free, source: x, {}}}\n  b: {{lever: fee, "
        "services: "
        "[R5], rule: flat, amount: 5, source: x, {}}}\n",
        first, second);
  };
  EXPECT_THAT(wrong(fees("who: {holiday: no}", "who: {holiday: yes}")), IsEmpty());
  EXPECT_THAT(wrong(fees("where: {province: Limburg}", "where: {province: Antwerpen}")), IsEmpty());
  EXPECT_THAT(wrong(fees("who: {holiday: no}", "who: {education: higher}")),
              ElementsAre(HasSubstr("lever 'b': sets the fee of R5")));
}

TEST_F(CheckedScenario, MorePlacesThanStaff) {
  const auto places = [](double a, double b) {
    return fmt::format(
        "levers:\n  a: {{lever: capacity, services: [R5], factor: {}, source: x}}\n  b: {{lever: "
        "capacity, services: [R5, R9], factor: {}, source: x}}\n",
        a, b);
  };
  EXPECT_THAT(doubtful(places(1.5, 1.6)), ElementsAre(HasSubstr("2.4 times the places of R5")));
  EXPECT_THAT(doubtful(places(1.2, 1.6)), IsEmpty());
  EXPECT_THAT(wrong(places(3, 3)), IsEmpty());
}

}  // namespace
}  // namespace uptake
