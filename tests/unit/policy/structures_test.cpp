// SPDX-License-Identifier: Apache-2.0
// The structure as data: what a file or a flag may choose, and what comes of it.
#include "sim/policy/structures.hpp"

#include <set>

#include "sim/policy/difference.hpp"
#include "unit/policy/fixture.hpp"

namespace uptake {
namespace {

using testing::AllOf;
using testing::HasSubstr;

class StructureFiles : public testing_policy::Files {};

TEST(Structures, EveryFormHasItsWordsAndTheFirstIsTheModelsOwn) {
  for (const StructureAxis& axis : structure_registry()) {
    EXPECT_EQ(axis.of(Structure{}), 0U) << axis.code;
    std::set<std::string_view> codes;
    for (const StructureOption& form : axis.options) {
      EXPECT_TRUE(codes.insert(form.code).second) << form.code;
      for (const std::string_view words :
           {form.label_en, form.label_nl, form.does_en, form.does_nl, form.source})
        EXPECT_FALSE(words.empty()) << axis.code << " " << form.code;
    }
    EXPECT_GT(axis.options.size(), 1U);
  }
}

TEST(Structures, OneAtATimeHasEachOtherFormOnce) {
  std::size_t n_others = 0;
  for (const StructureAxis& axis : structure_registry()) n_others += axis.options.size() - 1;
  const std::vector<Structure> all = one_at_a_time({});
  ASSERT_EQ(all.size(), 1 + n_others);
  EXPECT_EQ(all.front(), Structure{});
  std::set<std::string> codes;
  for (const Structure& s : all) EXPECT_TRUE(codes.insert(code(s)).second);
}

TEST(Structures, AFlagChoosesOrIsRefusedWithWhatWasMeant) {
  Structure structure;
  Problems problems;
  choose_structure("gates=compensatory", "--structure", structure, problems);
  EXPECT_TRUE(problems.empty());
  EXPECT_EQ(code(structure), "gates=compensatory");
  for (const auto* wrong : {"gate=compensatory", "gates", "gates=compensatry", ""})
    choose_structure(wrong, "--structure", structure, problems);
  ASSERT_EQ(problems.size(), 4U);
  EXPECT_THAT(problems.all()[0].message,
              AllOf(HasSubstr("expected RULE=FORM"), HasSubstr("did you mean 'gates'")));
  EXPECT_THAT(problems.all()[2].message,
              AllOf(HasSubstr("conjunctive, compensatory"), HasSubstr("did you mean 'compensatory'")));
  EXPECT_EQ(code(structure), "gates=compensatory");
}

TEST_F(StructureFiles, AScenarioChoosesAndComesBackFromItsResolvedText) {
  const Scenario s = load("structure: {gates: compensatory, network: random}\nlevers: {}\n");
  EXPECT_EQ(s.structure.gates, GateRule::compensatory);
  EXPECT_EQ(s.structure.network, NetworkKind::random);
  EXPECT_EQ(s.structure.informal, InformalRole::both);
  const std::string text = resolved_text(s, evidence_);
  EXPECT_THAT(text, HasSubstr("structure:\n  network: random\n  gates: compensatory\n"));
  EXPECT_EQ(load_scenario(write("again.yaml", text), evidence_).structure, s.structure);
}

TEST_F(StructureFiles, TheModelsOwnIsNotWrittenOut) {
  const Scenario plain = load("levers: {}\n");
  const Scenario said = load("structure: {gates: conjunctive}\nlevers: {}\n");
  EXPECT_EQ(resolved_text(plain, evidence_), resolved_text(said, evidence_));
  EXPECT_THAT(resolved_text(plain, evidence_), testing::Not(HasSubstr("structure")));
}

TEST_F(StructureFiles, WhatIsNoFormIsRefusedAtItsPlace) {
  EXPECT_THAT(
      told("structure: {gates: compensatry, nets: random}\nlevers: {}\n"),
      testing::UnorderedElementsAre(
          AllOf(HasSubstr("s.yaml:2:20: "), HasSubstr("did you mean 'compensatory'")), HasSubstr("'nets'")));
}

TEST_F(StructureFiles, TwoStructuresShareNoPast) {
  const Scenario own = load("levers: {}\n");
  const Scenario other = load("structure: {contagion: simple}\nlevers: {}\n");
  EXPECT_EQ(shared_until(own, other), first_month);
  EXPECT_EQ(differences(own, other, evidence_).size(), 1U);
}

}  // namespace
}  // namespace uptake
