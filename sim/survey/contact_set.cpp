// SPDX-License-Identifier: Apache-2.0
#include "sim/survey/contact_set.hpp"

#include <bit>

#include "sim/survey/frame.hpp"

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

}  // namespace

std::vector<std::uint8_t> family_states(const World& world) {
  std::vector<std::uint8_t> states(world.in.population->n_households(), 0);
  for (ParentId i = 0; i < world.n_parents(); ++i) {
    if (!world.active[i] || world.spell_of(i).household == no_household) continue;
    std::uint8_t& state = states[world.spell_of(i).household];
    for (const Domain domain : {Domain::relationship, Domain::parenting}) {
      const auto d = static_cast<std::size_t>(domain);
      if (within_a_year(world.last_contact[d][i], world.now) || world.stage[d][i] == Stage::attending) {
        state |= contact_bit(domain);
      }
      if (within_a_year(world.last_helped[d][i], world.now)) state |= helped_bit(domain);
      if (world.months_in_need[d][i] >= months_of_need) state |= need_bit(domain);
    }
  }
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
  return bytes;
}

ContactSet ContactSet::unpack(std::span<const std::uint8_t> bytes) {
  if (bytes.size() < 8) refuse("a set of contacts is shorter than its head");
  const std::uint64_t n = get(bytes, 0);
  const std::size_t n_words = (bytes.size() - 8) / 8 / (2 * n_domains);
  if (n > 64 * n_words || (n + 63) / 64 != n_words || bytes.size() != 8 + 8 * n_words * 2 * n_domains) {
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
  return all;
}

ContactSet contact_set(const World& world) {
  const std::size_t n = world.in.population->n_households();
  ContactSet all;
  for (auto* sets : {&all.contact, &all.helped}) sets->fill(HouseholdSet(n));
  const std::vector<std::uint8_t> states = family_states(world);
  const Frame frame = everybody(world);
  for (std::size_t i = 0; i < frame.size(); ++i) {
    if (frame.weight[static_cast<std::size_t>(Sample::resident)][i] == 0) continue;
    const HouseholdId h = frame.household[i];
    for (const Domain domain : {Domain::relationship, Domain::parenting}) {
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
