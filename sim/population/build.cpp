// SPDX-License-Identifier: Apache-2.0
#include "sim/population/build.hpp"

#include <cmath>

#include "sim/population/draws.hpp"
#include "sim/population/order.hpp"
#include "sim/population/spells.hpp"
#include "sim/population/traits.hpp"
#include "sim/population/walk.hpp"

namespace uptake {
namespace {

/// Mixes the bits of a word, one to one (Murmur3's finaliser), so that no two people share an identity.
std::uint32_t mix(std::uint32_t x) {
  x ^= x >> 16;
  x *= 0x85ebca6bU;
  x ^= x >> 13;
  x *= 0xc2b2ae35U;
  x ^= x >> 16;
  return x;
}

/// Brings a trait to mean 0 and standard deviation 1.
void standardise(std::vector<ParentTraits>& people, float ParentTraits::* trait) {
  if (people.size() < 2) return;
  std::vector<double> values;
  for (const ParentTraits& one : people) values.push_back(static_cast<double>(one.*trait));
  const auto n = static_cast<double>(values.size());
  const double mean = tree_sum(values.data(), values.size()) / n;
  for (double& x : values) x = (x - mean) * (x - mean);
  const double sd = std::sqrt(tree_sum(values.data(), values.size()) / n);
  if (!(sd > 0)) return;
  for (ParentTraits& one : people)
    one.*trait = static_cast<float>((static_cast<double>(one.*trait) - mean) / sd);
}

/// Appends lineages to a population.
class Builder {
 public:
  Builder(Population& population, const Hazards& hazards, RandomKey key, std::span<const double> shares)
      : p_(population), h_(hazards), key_(key), salt_(hash_id(key.seed, 1)) {
    double sum = 0;
    for (const double share : shares) cumulated_.push_back(sum += share);
    for (double& c : cumulated_) c /= sum;
  }

  void add(const Lineage& lineage) {
    make_spells(lineage, h_, key_, spells_);
    std::array<ParentId, Lineage::most_people> parent;
    auto next = static_cast<ParentId>(p_.n_parents());
    for (std::size_t i = 0; i < spells_.size(); ++i) parent[i] = spells_[i].empty() ? nobody : next++;
    std::array<HouseholdId, Lineage::most_households> household;
    household.fill(no_household);
    for (std::size_t i = 0; i < spells_.size(); ++i) {
      if (spells_[i].empty()) continue;
      bool ever_alone = false;
      for (Spell spell : spells_[i]) {
        if (spell.household != no_household) {
          HouseholdId& home = household[spell.household];
          if (home == no_household) home = add_household(lineage.index, spell.household);
          spell.household = home;
          ever_alone = ever_alone || spell.partner == nobody;
        }
        if (spell.partner != nobody) spell.partner = parent[spell.partner];
        p_.spells.push_back(spell);
      }
      p_.spell_begin.push_back(static_cast<std::uint32_t>(p_.spells.size()));
      add_person(lineage, i, ever_alone);
    }
  }

  void finish() {
    standardise(p_.traits, &ParentTraits::digital);
    standardise(p_.traits, &ParentTraits::network_support);
    index_changes();
  }

 private:
  HouseholdId add_household(std::uint32_t lineage, HouseholdId number) {
    Draws first(key_, lineage, Purpose::lineage_place, 0);
    std::uint16_t place = pick(first.next());
    if (number > 0) {
      Draws own(key_, lineage, Purpose::lineage_place, static_cast<Month>(number));
      if (!own.chance(h_.keeps_municipality)) place = pick(own.next());
    }
    p_.municipality.push_back(place);
    return static_cast<HouseholdId>(p_.municipality.size() - 1);
  }

  [[nodiscard]] std::uint16_t pick(double u) const {
    const auto at = std::upper_bound(cumulated_.begin(), cumulated_.end() - 1, u);
    return static_cast<std::uint16_t>(at - cumulated_.begin());
  }

  void add_person(const Lineage& lineage, std::size_t i, bool ever_alone) {
    const Person& who = lineage.people[i];
    const Traits t = traits_of(lineage, h_, key_, i, ever_alone);
    p_.traits.push_back({.digital = t.digital,
                         .need_trait = {t.need[0], t.need[1]},
                         .seek_trait = {t.seek[0], t.seek[1]},
                         .partner_support = t.partner_support,
                         .network_support = t.network_support,
                         .birth = who.birth,
                         .gender = who.gender,
                         .origin = who.origin,
                         .education = who.education,
                         .dutch_at_home = static_cast<std::uint8_t>(t.dutch ? 1 : 0),
                         .spare = 0});
    const auto number = static_cast<std::uint32_t>(lineage.index * Lineage::most_people + i);
    p_.id.push_back(mix(number ^ salt_));
  }

  /// Parents by the month in which a spell of theirs starts.
  void index_changes() {
    order_by_entry(p_);
    p_.change_begin.assign(static_cast<std::size_t>(end_month) + 1, 0);
    for (const Spell& spell : p_.spells) ++p_.change_begin[static_cast<std::size_t>(spell.start) + 1];
    for (std::size_t m = 1; m < p_.change_begin.size(); ++m) p_.change_begin[m] += p_.change_begin[m - 1];
    p_.changing.resize(p_.spells.size());
    std::vector<std::uint32_t> next(p_.change_begin.begin(), p_.change_begin.end() - 1);
    for (ParentId parent = 0; parent < p_.n_parents(); ++parent)
      for (const Spell& spell : p_.spells_of(parent))
        p_.changing[next[static_cast<std::size_t>(spell.start)]++] = parent;
  }

  Population& p_;
  const Hazards& h_;
  RandomKey key_;
  std::uint32_t salt_;
  std::vector<double> cumulated_;
  PersonSpells spells_;
};

double count_families(const Population& population, Month month) {
  std::vector<bool> counted(population.n_households(), false);
  double n = 0;
  for (ParentId parent = 0; parent < population.n_parents(); ++parent) {
    const Spell* spell = population.spell_at(parent, month);
    if (spell == nullptr || (spell->flags & respondent) == 0 || counted[spell->household]) continue;
    counted[spell->household] = true;
    n += 1;
  }
  return n;
}

}  // namespace

Population build_population(const PopulationPlan& plan, const PopulationData& data,
                            std::span<const double> municipality_share, const WeightsSolution& solution) {
  if (municipality_share.empty()) refuse("a population needs at least one municipality");
  if (!(plan.families >= 1)) refuse("a population needs at least one family");
  const Hazards& hazards = data.hazards.values;
  const RandomKey key{plan.seed, 0};
  Population population;
  population.seed = plan.seed;
  population.spell_begin.push_back(0);

  const RowBook book(data.margins);
  const LineageMaker maker(hazards, plan.seed);
  Builder builder(population, hazards, key, municipality_share);
  Walk walk(solution, plan.families);
  Lineage lineage;
  std::vector<Feature> features;
  for (std::uint32_t i = 0; i < walk.n_candidates(); ++i) {
    maker.make(i, lineage);
    book.features(lineage, hazards, features);
    if (walk.take(features, uniform(key, i, 0, Purpose::walk))) builder.add(lineage);
  }
  builder.finish();
  population.families_2016 = count_families(population, wave_2016);
  population.real_families_2016 = data.margins.real_families_2016;
  return population;
}

}  // namespace uptake
