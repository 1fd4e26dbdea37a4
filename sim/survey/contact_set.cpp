// SPDX-License-Identifier: Apache-2.0
#include "sim/survey/contact_set.hpp"

#include <algorithm>
#include <bit>

#include "sim/survey/frame.hpp"
#include "sim/world/blocks.hpp"

namespace uptake {
namespace {

constexpr int months_of_need =
    3;  ///< from when need counts as lasting (the project's definition of unmet need)

bool within_a_year(Month event, Month now) { return event != long_ago && now - event < 12; }

/// Least significant byte first.
void put(std::vector<std::uint8_t>& bytes, std::uint64_t word) {
  for (int b = 0; b < 8; ++b) bytes.push_back(static_cast<std::uint8_t>(word >> (8 * b)));
}
std::uint64_t get(std::span<const std::uint8_t> bytes, std::size_t word) {
  std::uint64_t value = 0;
  for (std::size_t b = 0; b < 8; ++b) value |= std::uint64_t{bytes[8 * word + b]} << (8 * b);
  return value;
}

/// By household, of what its adults tell: a contact of one is the family's; then who waits; then the latest
/// stop, and of two in one month the one further on.
std::vector<Standing> standings(const World& world, Domain domain, const std::vector<std::uint8_t>& states) {
  const auto d = static_cast<std::size_t>(domain);
  std::vector<Standing> standing(states.size(), standing_no_journey);
  std::vector<Month> stopped(states.size(), long_ago);
  for (const ParentId i : world.present) {
    const HouseholdId h = world.spell_of(i).household;
    Standing& now = standing[h];
    const Stopped& last = world.stopped[d][i];
    if ((states[h] & contact_bit(domain)) != 0) {
      now = standing_served;
    } else if (world.lived[i][d].stage == Stage::waiting || world.lived[i][d].stage == Stage::admitted) {
      now = standing_waiting;
    } else if (now != standing_waiting && within_a_year(last.in(), world.now)) {
      const auto gate = static_cast<Standing>(last.at());
      const bool further = now == standing_no_journey || gate > now;
      if (last.in() > stopped[h] || (last.in() == stopped[h] && further)) now = gate;
      stopped[h] = std::max(stopped[h], last.in());
    }
  }
  return standing;
}

}  // namespace

std::string_view standing_code(Standing standing) {
  if (standing == standing_waiting) return "waiting";
  return standing < gate_registry.size() ? gate_registry[standing].code : "no_journey";
}

std::uint8_t state_of(const World& world, ParentId i) {
  std::uint8_t state = 0;
  for (const Domain domain : both_domains) {
    const auto d = static_cast<std::size_t>(domain);
    if (within_a_year(world.last_contact[d][i], world.now) || world.lived[i][d].stage == Stage::attending)
      state |= contact_bit(domain);
    if (within_a_year(world.lived[i][d].last_helped, world.now)) state |= helped_bit(domain);
    if (world.months_in_need[d][i] >= months_of_need) state |= need_bit(domain);
  }
  return state;
}

std::vector<std::uint8_t> family_states(const World& world) {
  std::vector<std::uint8_t> states(world.in.population->n_households(), 0);
  struct Adult {
    HouseholdId household;
    std::uint8_t state;
  };
  of_each_present<Adult>(
      world,
      [&](ParentId i, const Spell& life, std::vector<Adult>& adults) {
        adults.push_back({life.household, state_of(world, i)});
      },
      [&](const Adult& adult) { states[adult.household] |= adult.state; });
  return states;
}

std::size_t HouseholdSet::size() const {
  std::size_t n = 0;
  for (const std::uint64_t word : words_) n += static_cast<std::size_t>(std::popcount(word));
  return n;
}

std::size_t HouseholdSet::count_without(const HouseholdSet& other) const {
  std::size_t n = 0;
  for (std::size_t w = 0; w < words_.size(); ++w)
    n += static_cast<std::size_t>(std::popcount(words_[w] & ~other.words_[w]));
  return n;
}

std::vector<std::uint8_t> ContactSet::pack() const {
  std::vector<std::uint8_t> bytes;
  put(bytes, contact[0].n_households());
  for (const auto* sets : {&contact, &helped}) {
    for (const HouseholdSet& set : *sets) {
      for (const std::uint64_t word : set.words_) put(bytes, word);
    }
  }
  const auto at = [&](std::size_t d, std::size_t h) {
    return standing[d].empty() ? standing_no_journey : standing[d][h];
  };
  for (std::size_t h = 0; h < contact[0].n_households(); ++h) {
    bytes.push_back(static_cast<std::uint8_t>(at(0, h) | at(1, h) << 4U));
  }
  return bytes;
}

ContactSet ContactSet::unpack(std::span<const std::uint8_t> bytes) {
  if (bytes.size() < 8) refuse("a set of contacts is shorter than its head");
  const std::uint64_t n = get(bytes, 0);
  const std::size_t n_words = n < bytes.size() ? (n + 63) / 64 : 0;
  if (bytes.size() != 8 + 8 * n_words * 2 * n_domains + n) {
    refuse("a set of contacts does not hold as many households as it says");
  }
  ContactSet all;
  std::size_t next = 1;
  for (auto* sets : {&all.contact, &all.helped}) {
    for (HouseholdSet& set : *sets) {
      set = HouseholdSet(static_cast<std::size_t>(n));
      for (std::uint64_t& word : set.words_) word = get(bytes, next++);
    }
  }
  for (std::size_t d = 0; d < n_domains; ++d) {
    for (const std::uint8_t both : bytes.subspan(8 * next))
      all.standing[d].push_back(static_cast<Standing>(d == 0 ? both & 15U : both >> 4U));
  }
  return all;
}

ContactSet contact_set(const World& world) {
  const std::size_t n = world.in.population->n_households();
  ContactSet all;
  for (auto* sets : {&all.contact, &all.helped}) sets->fill(HouseholdSet(n));
  const std::vector<std::uint8_t> states = family_states(world);
  for (const Domain domain : both_domains)
    all.standing[static_cast<std::size_t>(domain)] = standings(world, domain, states);
  const Frame frame = everybody(world);
  for (std::size_t i = 0; i < frame.size(); ++i) {
    if (frame.weight[static_cast<std::size_t>(Sample::resident)][i] == 0) continue;
    const HouseholdId h = frame.household[i];
    for (const Domain domain : both_domains) {
      const auto d = static_cast<std::size_t>(domain);
      if ((states[h] & contact_bit(domain)) != 0) all.contact[d].insert(h);
      if ((states[h] & helped_bit(domain)) != 0) all.helped[d].insert(h);
    }
  }
  return all;
}

Reached reached(const HouseholdSet& baseline, const HouseholdSet& scenario) {
  if (baseline.n_households() != scenario.n_households()) {
    refuse("two runs of different populations cannot be compared family by family");
  }
  return {scenario.count_without(baseline), baseline.count_without(scenario)};
}

}  // namespace uptake
