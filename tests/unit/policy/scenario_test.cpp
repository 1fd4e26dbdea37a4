// SPDX-License-Identifier: Apache-2.0
// Does a scenario file come out as it was meant: chains, replacing, who and where, and back to YAML?
#include "sim/policy/scenario.hpp"

#include <fmt/format.h>

#include "sim/policy/difference.hpp"
#include "unit/policy/fixture.hpp"

namespace uptake {
namespace {

using testing::ElementsAre;
using testing_policy::some_parameter;

class ScenarioFiles : public testing_policy::Files {};

const std::string capacity = "    lever: capacity\n    services: [R5]\n    factor: 2\n    source: a test\n";

std::vector<std::string> names(const Scenario& scenario) {
  std::vector<std::string> all;
  for (const Lever& lever : scenario.levers) all.push_back(lever.name);
  return all;
}

TEST_F(ScenarioFiles, DefaultsAreFilledIn) {
  const Scenario s = load("levers:\n  more:\n" + capacity);
  EXPECT_EQ(s.name, "s");
  EXPECT_EQ(s.title_en, "Test");
  EXPECT_EQ(s.title_nl, "Proef");
  EXPECT_EQ(s.until, end_month);
  EXPECT_TRUE(s.mechanisms.all());
  EXPECT_EQ(s.parameters.find(some_parameter())->value, 0.5);
  ASSERT_EQ(s.levers.size(), 1U);
  const Lever& lever = s.levers[0];
  EXPECT_EQ(lever.kind, LeverKind::capacity);
  EXPECT_EQ(lever.from, scenario_start);
  EXPECT_EQ(lever.until, never);
  EXPECT_EQ(lever.ramp, 0);
  EXPECT_EQ(lever.services, bit(0));
  EXPECT_EQ(lever.domains, 1);  // that of its services
  EXPECT_EQ(lever.grade, Grade::assumption);
  EXPECT_TRUE(lever.who.everybody());
  EXPECT_EQ(lever.line, 3);
  EXPECT_EQ(lever.value("factor", s.parameters.values), 2);
}

TEST_F(ScenarioFiles, EveryKindOfLeverIsRead) {
  const Scenario s = load(R"(levers:
  a: {lever: campaign, domain: relationship, reach: 0.2, learn: 0.1, taboo: -0.5, guilt: 0.2, half_life: 3, fluency_bias: 0.7, source: x}
  b: {lever: lead_in, domain: parenting, contact: school, ask: 0.3, warm: 0.6, source: x}
  c: {lever: huis_van_het_kind, share: 0.5, capacity: 1.5, welcome: 0.3, source: x}
  d: {lever: fee, services: [R5], rule: income_related, amount: 60, low_income_amount: 11, source: x}
  e: {lever: capacity, services: R9, factor: 0, source: x}
  f: {lever: bridging_figures, domain: both, reach: 0.1, learn: 1, trust: 0.4, accompany: 0.8, lost_at_end: 0.5, source: x}
  f1: {lever: question_website, domain: relationship, reach: 0.05, learn: 0.1, question: 0.02, source: x}
  f2: {lever: multilingual, domain: parenting, language: 0.5, form: written, reach: 0.1, learn: 0.3, source: x}
  f3: {lever: explain_offer, services: [P1, R9], explain: 0.4, source: x}
  f4: {lever: volunteers, domain: parenting, reach: 0.02, months: 12, support: 0.4, relief: 0.05, learn: 0.2, trust: 0.2, who: {family_form: single_parent}, source: x}
  f5: {lever: father_minded, domain: both, welcome: 0.6, blame: 0.1, who: {gender: men}, source: x}
  f6: {lever: warm_referral, services: [P1, P2], warm: 0.6, sends: 0.1, hop: 1, source: x}
  f7: {lever: co_location, services: [P2, P21], vulnerable: 0.3, others: -0.2, warm: 0.4, where: {size_class: lt10000}, source: x}
  f8: {lever: antennas, services: [P2], nearer: 0.7, places: 0.9, where: {urbanity: rural}, source: x}
  f9: {lever: opening_hours, services: [R9], hours: 0.7, walk_in: 0.1, places: 0.95, source: x}
  g1: {lever: therapy_refund, services: [R5], amount: 30, contacts: 8, advance: 0.5, source: x}
  g2: {lever: automatic_granting, services: [R5], granted: 0.5, who: {holiday: no, unexpected_expense: yes}, source: x}
  g3: {lever: triage, services: [R9], order: vulnerable, share: 0.9, source: x}
  g3b: {lever: private_referral, services: [R9], share: 0.4, who: {education: upper_secondary}, source: x}
  g4: {lever: online_help, services: [P11], size: 0, from: 2027-01, until: 2028-01, source: x}
  g5: {lever: digital_help, services: [P11], helped: 0.5, who: {education: lower_secondary}, source: x}
  g6: {lever: culturally_fitting, domain: relationship, fit: 0.5, label: 0.1, who: {origin: non_eu_plus}, source: x}
  g7: {lever: quality, services: [R9], quality: 0.3, attitude: 0.2, places: 0.97, source: x}
  g8: {lever: minimum_offer, services: [R9, P2], within: 15, places: 0.9, source: x}
  g9: {lever: age_range, services: [P2], to: 24, ramp: 12, source: x}
  h1: {lever: meeting_groups, domain: parenting, reach: 0.05, months: 12, support: 0.3, size: 8, tells: 0.3, who: {children: [3, 4plus]}, where: {region: A1}, source: x}
  h2: {lever: school_continuity, services: [P2], seen: 0.1, ask: 0.2, warm: 0.5, until_age: 6, source: x}
  h3: {lever: project_money, services: [P21], share: 0.5, every: 36, gap: 9, forget: 0.3, source: x}
  h4: {lever: staff, services: [R9], places: 0.8, quality: -0.2, wait: 1, from: 2028-01, until: 2030-01, source: x}
  h5: {lever: budget_cut, domain: both, cut: 0.1, outreach: 1, source: x}
  h6: {lever: pandemic, domain: both, need: 0.3, closed: 0.8, digital: 0.4, language: 0.4, from: 2030-03, until: 2031-06, source: x}
  g: {lever: supply, services: [P2, P11], points: {2007-07: 0, 2010-01: 1}, source: x}
  h: {lever: access, services: [P1], shift: -2, from: 2020-03, until: 2020-07, source: x}
  i: {lever: need, domain: parenting, shift: 0.3, from: 2020-03, ramp: 2, until: 2022-06, source: x}
  j: {lever: norm, domain: both, shift: 0.1, source: x}
  k: {lever: occasion, domain: relationship, shift: 0.3, from: 2016-01, ramp: 24, who: {gender: men}, where: {urbanity: rural}, source: x}
  l: {lever: remote, domain: both, digital: 0.4, language: 0.5, from: 2020-04, until: 2022-06, source: x}
)");
  ASSERT_EQ(s.levers.size(), n_lever_kinds);
  for (std::size_t i = 0; i < n_lever_kinds; ++i) EXPECT_EQ(static_cast<std::size_t>(s.levers[i].kind), i);
  EXPECT_EQ(s.levers[0].value("taboo", s.parameters.values), -0.5);
  EXPECT_EQ(s.levers[0].services, bit(0) | bit(1));  // all of its domain
  EXPECT_EQ(s.levers[1].choice("contact"), 1);
  EXPECT_EQ(s.levers[1].domains, 2);
  EXPECT_EQ(s.levers[2].domains, 3);
  EXPECT_EQ(s.levers[3].choice("rule"), 2);
  EXPECT_EQ(s.levers[4].services, bit(1));
  EXPECT_EQ(s.levers[5].domains, 3);
  const auto of = [&](LeverKind kind) -> const Lever& { return s.levers[static_cast<std::size_t>(kind)]; };
  EXPECT_THAT(of(LeverKind::supply).points,
              ElementsAre(testing::Pair(month_of(2007, 7), 0), testing::Pair(month_of(2010, 1), 1)));
  EXPECT_EQ(of(LeverKind::supply).strength(first_month), 1);
  EXPECT_EQ(of(LeverKind::need).ramp, 2);
  EXPECT_EQ(of(LeverKind::multilingual).choice("form"), 1);
  EXPECT_EQ(of(LeverKind::co_location).value("others", s.parameters.values), -0.2);
  EXPECT_EQ(of(LeverKind::meeting_groups).where.region, ~0U);  // the only region there is: everywhere
  EXPECT_EQ(of(LeverKind::meeting_groups).who.children, 0b1100);
  EXPECT_EQ(of(LeverKind::triage).choice("order"), 1);
}

TEST_F(ScenarioFiles, WhoAndWhereBecomeSets) {
  const Scenario s = load(R"(levers:
  a:
    lever: bridging_figures
    domain: parenting
    reach: 0.1
    learn: 0.5
    source: x
    who: {origin: [eu_plus, non_eu_plus], unexpected_expense: no, gender: [men, women], home_language: other, age: lt35, union_status: [neither, no_partner]}
    where: {province: [Limburg], size_class: "lt10000", urbanity: [rural, urban]}
  b: {lever: campaign, domain: both, reach: 0.1, learn: 0.1, source: x, who: everybody, where: everywhere}
)");
  const Lever& lever = s.levers[0];
  EXPECT_EQ(lever.who.origin, 6);
  EXPECT_EQ(lever.who.unexpected_expense, 2);
  EXPECT_EQ(lever.who.gender, 0xff);  // all of them: no restriction
  EXPECT_EQ(lever.who.home_language, 2);
  EXPECT_EQ(lever.who.age, 1);
  EXPECT_EQ(lever.who.union_status, 0b1100);
  EXPECT_EQ(lever.who.youngest_age, 0xff);
  EXPECT_EQ(lever.where.province, 2U);
  EXPECT_EQ(lever.where.size_class, 1U);
  EXPECT_EQ(lever.where.urbanity, 3U);
  EXPECT_TRUE(s.levers[1].who.everybody());
  EXPECT_TRUE(s.levers[1].where.everywhere());
}

TEST_F(ScenarioFiles, AChildReplacesAddsAndRemoves) {
  write("history.yaml", title_ + "until: 2030-01\nparameters: {" + some_parameter() +
                            ": 0.2}\nswitches: {know: off}\nlevers:\n  one:\n" + capacity + "  two:\n" +
                            capacity + "  three:\n" + capacity);
  write("base.yaml", title_ + "extends: history.yaml\nremove: [three]\n");
  const Scenario s =
      load("extends: base.yaml\nlevers:\n  four:\n" + capacity +
           "  one:\n    lever: capacity\n    services: [R9]\n    factor: 3\n    source: a test\n");
  EXPECT_THAT(names(s), ElementsAre("one", "two", "four"));
  EXPECT_EQ(s.levers[0].value("factor", s.parameters.values), 3);
  EXPECT_EQ(s.levers[0].services, bit(1));
  EXPECT_EQ(s.until, month_of(2030, 1));
  EXPECT_EQ(s.parameters.find(some_parameter())->value, 0.2);
  EXPECT_EQ(s.mechanisms.count(), n_mechanisms - 1);
  ASSERT_EQ(s.files.size(), 3U);
  EXPECT_EQ(std::filesystem::path(s.files[2]).filename(), "history.yaml");
  EXPECT_EQ(std::filesystem::path(s.levers[1].file).filename(), "history.yaml");
}

TEST_F(ScenarioFiles, AnEntryWithoutAKindChangesOnlyWhatItNames) {
  write("base.yaml",
        title_ +
            "levers:\n  visits: {lever: bridging_figures, domain: both, reach: 1 %, learn: 30 % (10 % to "
            "60 %), from: 2027-01, ramp: 12,\n    who: {gender: men, age: lt35}, cost: {per_unit: EUR 150, "
            "payer: local, grade: literature, source: a}, source: b}\n");
  const Scenario s = load(
      "extends: base.yaml\nlevers:\n  visits: {reach: 7 %, who: {gender: women}, cost: {per_unit: 200}}\n");
  ASSERT_EQ(s.levers.size(), 1U);
  const Lever& lever = s.levers[0];
  EXPECT_EQ(lever.value("reach", s.parameters.values), 0.07);
  EXPECT_EQ(lever.value("learn", s.parameters.values), 0.3);
  EXPECT_EQ(lever.bounds[1], (Bounds{0.1, 0.6}));
  EXPECT_EQ(lever.from, month_of(2027, 1));
  EXPECT_EQ(lever.ramp, 12);
  EXPECT_EQ(lever.who.age, 0xff) << "who is written whole";
  EXPECT_EQ(lever.cost.per_unit, 200);
  EXPECT_EQ(lever.cost.payer, Payer::local) << "of the cost each key alone";
  EXPECT_EQ(lever.source, "b");
  const auto file = [&](const char* key) {
    return std::filesystem::path(lever.places.at(key).file).filename().string();
  };
  EXPECT_EQ(file("reach"), "s.yaml");
  EXPECT_EQ(file("learn"), "base.yaml");
  EXPECT_EQ(file("cost.per_unit"), "s.yaml");
  EXPECT_EQ(file("cost.payer"), "base.yaml");
  EXPECT_EQ(file("who.gender"), "s.yaml");
  EXPECT_EQ(lever.places.at("learn").line, 3);
  EXPECT_EQ(std::filesystem::path(lever.file).filename(), "s.yaml");
}

TEST_F(ScenarioFiles, AChainOfChangesAddsUp) {
  write("a.yaml", title_ + "levers:\n  one:\n" + capacity);
  write("b.yaml", title_ + "extends: a.yaml\nlevers:\n  one: {factor: 3}\n");
  const Scenario s = load("extends: b.yaml\nlevers:\n  one: {from: 2030-01}\n");
  EXPECT_EQ(s.levers[0].value("factor", s.parameters.values), 3);
  EXPECT_EQ(s.levers[0].from, month_of(2030, 1));
  EXPECT_EQ(s.levers[0].services, bit(0));
}

TEST_F(ScenarioFiles, AChildHasTheLastWord) {
  write("base.yaml", title_ + "parameters: {" + some_parameter() +
                         ": 0.2}\nswitches: {know: off, dare: off}\nuntil: 2030-01\n");
  const Scenario s = load("extends: base.yaml\nparameters: {" + some_parameter() +
                          ": 0.7}\nswitches: {know: on}\nuntil: 2028-06\n");
  EXPECT_EQ(s.parameters.find(some_parameter())->value, 0.7);
  EXPECT_EQ(s.parameters.values.*(parameter_slots()[0].member), 0.7);
  EXPECT_TRUE(s.mechanisms[static_cast<std::size_t>(Mechanism::know)]);
  EXPECT_FALSE(s.mechanisms[static_cast<std::size_t>(Mechanism::dare)]);
  EXPECT_EQ(s.until, month_of(2028, 6));
}

TEST_F(ScenarioFiles, TheEvidenceIsNotChanged) {
  (void)load("parameters: {" + some_parameter() + ": 0.7}\n");
  EXPECT_EQ(evidence_.parameters.find(some_parameter())->value, 0.5);
}

TEST_F(ScenarioFiles, ExtendsIsRelativeToTheFile) {
  std::filesystem::create_directories(folder_ / "data");
  write("data/history.yaml", title_ + "levers:\n  one:\n" + capacity);
  EXPECT_EQ(load("extends: data/history.yaml\n").levers.size(), 1U);
}

TEST_F(ScenarioFiles, WhatASourceExpectsIsAChangeOfAGroup) {
  const Scenario s = load(
      "expected:\n"
      "  - {domain: parenting, who: {place: rural}, contact: fewer}\n"
      "  - {domain: relationship, helped: open}\n");
  ASSERT_EQ(s.expected.size(), 2U);
  EXPECT_EQ(s.expected[0].measure, "contact");
  EXPECT_EQ(s.expected[0].domain, "parenting");
  EXPECT_EQ(s.expected[0].variable, "place");
  EXPECT_EQ(s.expected[0].category, "rural");
  EXPECT_EQ(s.expected[0].change, Expectation::Change::fewer);
  EXPECT_EQ(s.expected[1].measure, "helped");
  EXPECT_EQ(s.expected[1].variable, "total");
  EXPECT_EQ(s.expected[1].change, Expectation::Change::open);
  EXPECT_TRUE(load("").expected.empty());
}

/// Equal in all that matters to a run.
void expect_same(const Scenario& a, const Scenario& b) {
  EXPECT_EQ(a.title_en, b.title_en);
  EXPECT_EQ(a.title_nl, b.title_nl);
  EXPECT_EQ(a.question_en, b.question_en);
  EXPECT_EQ(a.question_nl, b.question_nl);
  EXPECT_EQ(a.expects_en, b.expects_en);
  EXPECT_EQ(a.expects_nl, b.expects_nl);
  ASSERT_EQ(a.expected.size(), b.expected.size());
  for (std::size_t i = 0; i < a.expected.size(); ++i) {
    EXPECT_EQ(a.expected[i].measure, b.expected[i].measure);
    EXPECT_EQ(a.expected[i].domain, b.expected[i].domain);
    EXPECT_EQ(a.expected[i].variable, b.expected[i].variable);
    EXPECT_EQ(a.expected[i].category, b.expected[i].category);
    EXPECT_EQ(a.expected[i].change, b.expected[i].change);
  }
  EXPECT_EQ(a.source, b.source);
  EXPECT_EQ(a.until, b.until);
  EXPECT_EQ(a.mechanisms, b.mechanisms);
  for (const ParameterSlot& slot : parameter_slots()) {
    EXPECT_EQ(a.parameters.values.*(slot.member), b.parameters.values.*(slot.member)) << slot.key;
  }
  ASSERT_EQ(a.levers.size(), b.levers.size());
  for (std::size_t i = 0; i < a.levers.size(); ++i) {
    const Lever& x = a.levers[i];
    const Lever& y = b.levers[i];
    EXPECT_EQ(x.name, y.name);
    EXPECT_EQ(x.kind, y.kind) << x.name;
    EXPECT_EQ(x.from, y.from) << x.name;
    EXPECT_EQ(x.until, y.until) << x.name;
    EXPECT_EQ(x.ramp, y.ramp) << x.name;
    EXPECT_EQ(x.values, y.values) << x.name;
    EXPECT_EQ(x.named, y.named) << x.name;
    EXPECT_EQ(x.services, y.services) << x.name;
    EXPECT_EQ(x.domains, y.domains) << x.name;
    EXPECT_EQ(x.points, y.points) << x.name;
    EXPECT_EQ(x.source, y.source) << x.name;
    EXPECT_EQ(x.grade, y.grade) << x.name;
    EXPECT_EQ(x.cost.fixed_per_year, y.cost.fixed_per_year) << x.name;
    EXPECT_EQ(x.cost.per_unit, y.cost.per_unit) << x.name;
    EXPECT_EQ(x.cost.payer, y.cost.payer) << x.name;
    EXPECT_EQ(x.cost.price_year, y.cost.price_year) << x.name;
    EXPECT_EQ(x.cost.grade, y.cost.grade) << x.name;
    EXPECT_EQ(x.cost.source, y.cost.source) << x.name;
    EXPECT_EQ(x.who.origin, y.who.origin) << x.name;
    EXPECT_EQ(x.who.age, y.who.age) << x.name;
    EXPECT_EQ(x.who.home_language, y.who.home_language) << x.name;
    EXPECT_EQ(x.who.everybody(), y.who.everybody()) << x.name;
    EXPECT_EQ(x.where.province, y.where.province) << x.name;
    EXPECT_EQ(x.where.size_class, y.where.size_class) << x.name;
    EXPECT_EQ(x.where.urbanity, y.where.urbanity) << x.name;
  }
}

TEST_F(ScenarioFiles, ResolvedTextLoadsToTheSameScenario) {
  const Scenario s = load(R"(question: {en: "What \"if\"?\nTwo lines", nl: 'één \ schuine'}
expects: {en: "More: \"all\" of them", nl: "Meer"}
expected: [{domain: parenting, who: {holiday: no}, contact: more}, {domain: relationship, helped: fewer}]
source: "S4:1\ttab"
until: 2031-07
parameters: {)" + some_parameter() +
                          R"(: 0.123456789012345678}
switches: {know: off, trust: off}
levers:
  a: {lever: campaign, domain: relationship, reach: 0.2, learn: 0.1, taboo: -0.5, source: "a: b # c", who: {origin: [eu_plus], age: [lt35, 35_44], home_language: other}, cost: {fixed_per_year: 245365.5, payer: local, price_year: 2016, grade: data, source: k49}}
  b: {lever: lead_in, services: [P1, R9], contact: gp, ask: 0.3, warm: 0.6, source: x, where: {province: Limburg, urbanity: [centre]}, until: 2030-01, ramp: 12}
  c: {lever: huis_van_het_kind, share: 0.5, source: x, grade: data}
  d1: {lever: fee, services: [R5], rule: free, source: x}
  d2: {lever: fee, services: [R5], rule: flat, amount: 0, source: x}
  d3: {lever: fee, services: [R5], rule: income_related, amount: 60, low_income_amount: 0, source: x}
  d4: {lever: fee, services: [R5], rule: cap, amount: 24, source: x}
  e: {lever: capacity, domain: both, factor: 0.1, source: x, where: {size_class: [lt10000]}}
  f: {lever: bridging_figures, domain: both, reach: 0.1, learn: 1, source: x}
  f1: {lever: question_website, domain: relationship, reach: 0.05, learn: 0.1, question: 0.02, source: x}
  f2: {lever: multilingual, domain: parenting, language: 0.5, form: written, reach: 0.1, learn: 0.3, source: x}
  f3: {lever: explain_offer, services: [P1, R9], explain: 0.4, source: x}
  f4: {lever: volunteers, domain: parenting, reach: 0.02, months: 12, support: 0.4, relief: 0.05, learn: 0.2, trust: 0.2, who: {family_form: single_parent}, source: x}
  f5: {lever: father_minded, domain: both, welcome: 0.6, blame: 0.1, who: {gender: men}, source: x}
  f6: {lever: warm_referral, services: [P1, P2], warm: 0.6, sends: 0.1, hop: 1, source: x}
  f7: {lever: co_location, services: [P2, P21], vulnerable: 0.3, others: -0.2, warm: 0.4, where: {size_class: lt10000}, source: x}
  f8: {lever: antennas, services: [P2], nearer: 0.7, places: 0.9, where: {urbanity: rural}, source: x}
  f9: {lever: opening_hours, services: [R9], hours: 0.7, walk_in: 0.1, places: 0.95, source: x}
  g1: {lever: therapy_refund, services: [R5], amount: 30, contacts: 8, advance: 0.5, source: x}
  g2: {lever: automatic_granting, services: [R5], granted: 0.5, who: {holiday: no, unexpected_expense: yes}, source: x}
  g3: {lever: triage, services: [R9], order: vulnerable, share: 0.9, source: x}
  g3b: {lever: private_referral, services: [R9], share: 0.4, who: {education: upper_secondary}, source: x}
  g4: {lever: online_help, services: [P11], size: 0, from: 2027-01, until: 2028-01, source: x}
  g5: {lever: digital_help, services: [P11], helped: 0.5, who: {education: lower_secondary}, source: x}
  g6: {lever: culturally_fitting, domain: relationship, fit: 0.5, label: 0.1, who: {origin: non_eu_plus}, source: x}
  g7: {lever: quality, services: [R9], quality: 0.3, attitude: 0.2, places: 0.97, source: x}
  g8: {lever: minimum_offer, services: [R9, P2], within: 15, places: 0.9, source: x}
  g9: {lever: age_range, services: [P2], to: 24, ramp: 12, source: x}
  h1: {lever: meeting_groups, domain: parenting, reach: 0.05, months: 12, support: 0.3, size: 8, tells: 0.3, who: {children: [3, 4plus]}, where: {region: A1}, source: x}
  h2: {lever: school_continuity, services: [P2], seen: 0.1, ask: 0.2, warm: 0.5, until_age: 6, source: x}
  h3: {lever: project_money, services: [P21], share: 0.5, every: 36, gap: 9, forget: 0.3, source: x}
  h4: {lever: staff, services: [R9], places: 0.8, quality: -0.2, wait: 1, from: 2028-01, until: 2030-01, source: x}
  h5: {lever: budget_cut, domain: both, cut: 0.1, outreach: 1, source: x}
  h6: {lever: pandemic, domain: both, need: 0.3, closed: 0.8, digital: 0.4, language: 0.4, from: 2030-03, until: 2031-06, source: x}
  g: {lever: supply, services: [P2, P11], points: {2007-07: 0, 2010-01: 0.333333333333}, source: x}
  h: {lever: access, domain: parenting, shift: -2, from: 2020-03, until: 2020-07, source: x}
  i: {lever: need, domain: parenting, shift: 0.3, from: 1991-01, source: x}
  j: {lever: norm, domain: both, shift: 0.1, source: x}
  k: {lever: occasion, domain: relationship, shift: 0.3, from: 2016-01, ramp: 24, source: x}
  l: {lever: remote, domain: both, digital: 0.4, language: 0.5, from: 2020-04, until: 2022-06, source: x}
)");
  const std::string text = resolved_text(s, evidence_);
  const Scenario again = load_scenario(write("again.yaml", text), evidence_);
  expect_same(s, again);
  EXPECT_EQ(resolved_text(again, evidence_), text);
}

TEST_F(ScenarioFiles, ResolvedTextStandsAlone) {
  write("base.yaml", title_ + "levers:\n  one:\n" + capacity);
  const Scenario s = load("extends: base.yaml\n");
  std::filesystem::remove(folder_ / "base.yaml");
  expect_same(s, load_scenario(write("again.yaml", resolved_text(s, evidence_)), evidence_));
}

TEST_F(ScenarioFiles, AParameterOfItsOwnEndsTheSharedPastAlsoAtItsUsualValue) {
  const Scenario usual = load("");
  const Scenario own = load(fmt::format("parameters:\n  {}: 0.5\n", some_parameter()));
  EXPECT_EQ(own.parameters.find(some_parameter())->value, usual.parameters.find(some_parameter())->value);
  EXPECT_EQ(shared_until(usual, usual), end_month);
  EXPECT_EQ(shared_until(own, own), end_month);
  EXPECT_EQ(shared_until(usual, own), first_month);  // draws of a posterior move the one and not the other
}

TEST_F(ScenarioFiles, AnEmptyScenarioResolvesToo) {
  const Scenario s = load("");
  expect_same(s, load_scenario(write("again.yaml", resolved_text(s, evidence_)), evidence_));
}

}  // namespace
}  // namespace uptake
