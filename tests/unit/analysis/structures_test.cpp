// SPDX-License-Identifier: Apache-2.0
// What is said of a scenario over structures: does it stand, turn round, or is it not shown?
#include "analysis/structures/structures.hpp"

#include <gmock/gmock.h>

namespace uptake {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

/// A scenario's effect by structure, the own one first.
std::vector<StructureEffect> effects(const std::vector<EffectWord>& words) {
  const std::vector<Structure> structures = one_at_a_time({});
  std::vector<StructureEffect> all;
  for (std::size_t i = 0; i < words.size(); ++i)
    all.push_back({structures[i], "s", "parenting", 0.1, {}, words[i]});
  return all;
}

StructureVerdict verdict(const std::vector<EffectWord>& words) {
  const std::vector<StructureVerdict> all = verdicts(effects(words));
  EXPECT_EQ(all.size(), 1U);
  return all.front();
}

TEST(StructureVerdicts, StandsWhereEveryStructureShowsTheSameDirection) {
  const StructureVerdict v = verdict({EffectWord::up, EffectWord::likely_up, EffectWord::up});
  EXPECT_EQ(v.stands, Stands::stands);
  EXPECT_THAT(v.against, IsEmpty());
}

TEST(StructureVerdicts, NamesTheStructuresThatShowNothing) {
  const StructureVerdict v =
      verdict({EffectWord::likely_down, EffectWord::unknown, EffectWord::down, EffectWord::small});
  EXPECT_EQ(v.stands, Stands::not_everywhere);
  EXPECT_THAT(v.against, ElementsAre(one_at_a_time({})[1], one_at_a_time({})[3]));
}

TEST(StructureVerdicts, TurningRoundWeighsMoreThanNotBeingShown) {
  const StructureVerdict v = verdict({EffectWord::up, EffectWord::unknown, EffectWord::likely_down});
  EXPECT_EQ(v.stands, Stands::turns);
  EXPECT_THAT(v.against, ElementsAre(one_at_a_time({})[2]));
}

TEST(StructureVerdicts, NothingStandsWhereTheOwnStructureShowsNothing) {
  EXPECT_EQ(verdict({EffectWord::unknown, EffectWord::up}).stands, Stands::open);
  EXPECT_EQ(verdict({EffectWord::once, EffectWord::once}).stands, Stands::open);
}

TEST(StructureVerdicts, OneForEachScenarioAndDomainOfTheOwnStructure) {
  std::vector<StructureEffect> all = effects({EffectWord::up, EffectWord::up});
  StructureEffect other = all.front();
  other.domain = "relationship";
  other.word = EffectWord::unknown;
  all.insert(all.begin() + 1, other);
  const std::vector<StructureVerdict> told = verdicts(all);
  ASSERT_EQ(told.size(), 2U);
  EXPECT_EQ(told[0].stands, Stands::stands);
  EXPECT_EQ(told[1].stands, Stands::open);
  EXPECT_TRUE(verdicts({}).empty());
}

TEST(StructureFolder, NamesWhatDiffersFromTheOwnOne) {
  Structure own;
  own.gates = GateRule::compensatory;
  EXPECT_EQ(structure_folder(own, own), "own");
  EXPECT_EQ(structure_folder({}, own), "gates-conjunctive");
  Structure two = own;
  two.network = NetworkKind::random;
  two.contagion = Contagion::simple;
  EXPECT_EQ(structure_folder(two, own), "network-random+contagion-simple");
}

}  // namespace
}  // namespace uptake
