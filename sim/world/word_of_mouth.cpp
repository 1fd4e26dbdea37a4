// SPDX-License-Identifier: Apache-2.0
// Stage 9: those whose help ended tell their ties which service it was and whether it was good. Members of a
// meeting group tell each other.
#include "sim/network/word_of_mouth.hpp"

#include <algorithm>
#include <array>
#include <tuple>

#include "sim/world/blocks.hpp"
#include "sim/world/company.hpp"
#include "sim/world/step_order.hpp"

namespace uptake {
namespace {

/// From how much news of help on that a parent has heard of before, where news must be heard twice: one
/// tie's, not older than its half-life.
constexpr float heard_before = 0.5F;

/// What a parent hears of another's experience.
void hear(World& world, const World::Teller& teller, ParentId other) {
  const PathwaySettings& s = world.plan.pathway;
  const auto d = static_cast<std::size_t>(teller.domain);
  const bool good = teller.helped <= Helped::fairly;
  const bool enough =
      s.structure.contagion != Contagion::reinforced || world.felt[other][d].good >= heard_before;
  if (s.has(Mechanism::word_of_mouth) && good && enough) world.known[other] |= bit(teller.service);
  const bool counts = s.has(Mechanism::norms) || s.structure.contagion == Contagion::reinforced;
  if (!counts || teller.helped == Helped::a_little) return;
  world.marks[other] |= has_news;
  (good ? world.felt[other][d].good : world.felt[other][d].bad) += 1;
}

/// Fetches what a talk with its ties reads, for one who tells next.
void fetch_whom_it_knows(const World& world, ParentId teller) {
  world.in.network->for_each_tie(teller, [&](ParentId other, TieData) {
    fetch(&world.active[other]);
    fetch(&world.in.population->id[other]);
  });
}

/// A parent's ties who are here, with a draw for each.
struct TiesHere {
  std::vector<ParentId> others;
  std::vector<TieData> ties;
  std::vector<RandomBlock> words;

  void list(const World& world, ParentId parent) {
    others.clear();
    ties.clear();
    words.clear();
    world.in.network->for_each_tie(parent, [&](ParentId other, TieData tie) {
      if (!world.active[other]) return;
      others.push_back(other);
      ties.push_back(tie);
      words.push_back(random_address(world.in.population->id[parent], world.now, Purpose::word_tells,
                                     world.in.population->id[other]));
    });
    draw_random(world.in.key, words);
  }
};

/// Who heard of whom among some who tell.
struct Talks {
  struct Told {
    std::uint32_t teller;  ///< its place among the tellers
    ParentId other;
  };
  std::vector<Told> told;
  TiesHere here;  ///< of one after another
  void clear() { told.clear(); }
};

/// The members of a lever's groups: by town, then in an order of their own, so many at a time.
std::vector<ParentId> members_of(const World& world, const ReachingLever& lever) {
  std::vector<ParentId> members;
  for (const ParentId i : world.present) {
    if (in_company(world, lever, i)) members.push_back(i);
  }
  const std::vector<std::uint32_t>& id = world.in.population->id;
  std::sort(members.begin(), members.end(), [&](ParentId a, ParentId b) {
    return std::tie(world.town[a], id[a], a) < std::tie(world.town[b], id[b], b);
  });
  return members;
}

void tell_group(World& world, const ReachingLever& lever) {
  const std::vector<ParentId> members = members_of(world, lever);
  const std::vector<std::uint32_t>& id = world.in.population->id;
  for (const World::Teller& teller : world.tellers) {
    if (!((lever.lever->domains >> static_cast<unsigned>(teller.domain)) & 1U)) continue;
    const auto at = std::find(members.begin(), members.end(), teller.parent);
    if (at == members.end()) continue;
    const std::uint16_t town = world.town[teller.parent];
    const auto first_of_town =
        std::find_if(members.begin(), members.end(), [&](ParentId i) { return world.town[i] == town; });
    const auto group = (at - first_of_town) / lever.group;
    for (auto other = first_of_town + group * lever.group;
         other != members.end() && other < first_of_town + (group + 1) * lever.group; ++other) {
      if (*other == teller.parent || world.town[*other] != town) continue;
      const auto words = random_words(world.in.key, id[teller.parent], world.now, Purpose::company,
                                      lever.address ^ id[*other]);
      if (to_unit(words[1 + static_cast<std::size_t>(teller.domain)]) < lever.tells)
        hear(world, teller, *other);
    }
  }
}

}  // namespace

void word_of_mouth(World& world) {
  const PathwaySettings& s = world.plan.pathway;
  if (!s.has(Mechanism::word_of_mouth) && !s.has(Mechanism::norms)) return;
  const Telling chances = telling(s.parameters->word_of_mouth_tells);
  by_blocks<Talks>(
      world, world.tellers.size(), events_at_a_time(world.tellers.size()),
      [&](std::size_t first, std::size_t end, Talks& talks) {
        TiesHere& here = talks.here;
        const auto tell = [&](std::size_t t) {
          const World::Teller& teller = world.tellers[t];
          here.list(world, teller.parent);
          for (std::size_t n = 0; n < here.others.size(); ++n) {
            if (to_unit(here.words[n][static_cast<std::size_t>(teller.domain)]) <
                p_tells(chances, here.ties[n])) {
              talks.told.push_back({static_cast<std::uint32_t>(t), here.others[n]});
              fetch(&world.known[here.others[n]]);
              fetch(&world.felt[here.others[n]]);
            }
          }
        };
        fetching_ahead(
            first, end, [&](std::size_t t) { world.in.network->fetch_place(world.tellers[t].parent); },
            [&](std::size_t t) { world.in.network->fetch_ties(world.tellers[t].parent); },
            [&](std::size_t t) { fetch_whom_it_knows(world, world.tellers[t].parent); }, tell);
      },
      [&](const Talks& talks) {
        for (const auto& [teller, other] : talks.told) hear(world, world.tellers[teller], other);
      });
  for (const ReachingLever& lever : world.plan.company) {
    if (lever.group > 0 && !world.tellers.empty()) tell_group(world, lever);
  }
}

}  // namespace uptake
