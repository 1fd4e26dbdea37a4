// SPDX-License-Identifier: Apache-2.0
// Stage 9: those whose help ended tell their ties which service it was and whether it was good.
#include "sim/network/word_of_mouth.hpp"

#include "sim/world/step_order.hpp"

namespace uptake {

void word_of_mouth(World& world) {
  const PathwaySettings& s = world.plan.pathway;
  if (!s.has(Mechanism::word_of_mouth) && !s.has(Mechanism::norms)) return;
  const Parameters& p = *s.parameters;
  const Telling chances = telling(p.word_of_mouth_tells);
  for (const World::Teller& teller : world.tellers) {
    const auto d = static_cast<std::size_t>(teller.domain);
    const bool good = teller.helped <= Helped::fairly;
    const std::uint32_t id = world.in.population->id[teller.parent];
    world.in.network->for_each_tie(teller.parent, [&](ParentId other, TieData tie) {
      if (!world.active[other]) return;
      const auto words =
          random_words(world.in.key, id, world.now, Purpose::word_tells, world.in.population->id[other]);
      if (to_unit(words[d]) >= p_tells(chances, tie)) return;
      if (s.has(Mechanism::word_of_mouth) && good) world.known[other] |= bit(teller.service);
      if (!s.has(Mechanism::norms) || teller.helped == Helped::a_little) return;
      world.stirred[other] = 1;
      (good ? world.good[d][other] : world.bad[d][other]) += 1;
    });
  }
}

}  // namespace uptake
