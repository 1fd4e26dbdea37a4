// SPDX-License-Identifier: Apache-2.0
#include "sim/population/build.hpp"

#include <algorithm>
#include <array>
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

  /// What a lineage brings, before its people and homes have numbers.
  struct Family {
    PersonSpells spells;  ///< with the lineage's own numbers
    std::array<ParentTraits, Lineage::most_people> traits;
    std::array<std::uint16_t, Lineage::most_households> municipality;
  };

  /// A pure function of the lineage.
  void live(const Lineage& lineage, Family& family) const {
    make_spells(lineage, h_, key_, family.spells);
    std::array<bool, Lineage::most_households> placed{};
    for (std::size_t i = 0; i < family.spells.size(); ++i) {
      if (family.spells[i].empty()) continue;
      bool ever_alone = false;
      for (const Spell& spell : family.spells[i]) {
        const HouseholdId home = spell.household;
        if (home == no_household) continue;
        if (!placed[home]) family.municipality[home] = place_of(lineage.index, home);
        placed[home] = true;
        ever_alone = ever_alone || spell.partner == nobody;
      }
      family.traits[i] = traits_of_person(lineage, i, ever_alone);
    }
  }

  void add(std::uint32_t lineage, const Family& family) {
    std::array<ParentId, Lineage::most_people> parent;
    auto next = static_cast<ParentId>(p_.n_parents());
    for (std::size_t i = 0; i < parent.size(); ++i) parent[i] = family.spells[i].empty() ? nobody : next++;
    std::array<HouseholdId, Lineage::most_households> household;
    household.fill(no_household);
    for (std::size_t i = 0; i < parent.size(); ++i) {
      if (family.spells[i].empty()) continue;
      for (Spell spell : family.spells[i]) {
        if (spell.household != no_household) {
          HouseholdId& home = household[spell.household];
          if (home == no_household) {
            home = static_cast<HouseholdId>(p_.n_households());
            p_.municipality.push_back(family.municipality[spell.household]);
          }
          spell.household = home;
        }
        if (spell.partner != nobody) spell.partner = parent[spell.partner];
        p_.spells.push_back(spell);
      }
      p_.spell_begin.push_back(static_cast<std::uint32_t>(p_.spells.size()));
      p_.traits.push_back(family.traits[i]);
      p_.id.push_back(mix(static_cast<std::uint32_t>(lineage * Lineage::most_people + i) ^ salt_));
    }
  }

  void finish() {
    standardise(p_.traits, &ParentTraits::digital);
    standardise(p_.traits, &ParentTraits::network_support);
    index_changes();
  }

 private:
  [[nodiscard]] std::uint16_t place_of(std::uint32_t lineage, HouseholdId number) const {
    Draws first(key_, lineage, Purpose::lineage_place, 0);
    const std::uint16_t place = pick(first.next());
    if (number == 0) return place;
    Draws own(key_, lineage, Purpose::lineage_place, static_cast<Month>(number));
    return own.chance(h_.keeps_municipality) ? place : pick(own.next());
  }

  [[nodiscard]] std::uint16_t pick(double u) const {
    const auto at = std::upper_bound(cumulated_.begin(), cumulated_.end() - 1, u);
    return static_cast<std::uint16_t>(at - cumulated_.begin());
  }

  [[nodiscard]] ParentTraits traits_of_person(const Lineage& lineage, std::size_t i, bool ever_alone) const {
    const Person& who = lineage.people[i];
    const Traits t = traits_of(lineage, h_, key_, i, ever_alone);
    return {.digital = t.digital,
            .need_trait = {t.need[0], t.need[1]},
            .seek_trait = {t.seek[0], t.seek[1]},
            .partner_support = t.partner_support,
            .network_support = t.network_support,
            .birth = who.birth,
            .gender = who.gender,
            .origin = who.origin,
            .education = who.education,
            .dutch_at_home = static_cast<std::uint8_t>(t.dutch ? 1 : 0),
            .spare = 0};
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
};

/// One who may become a family.
struct Candidate {
  Lineage lineage;
  std::vector<Feature> features;
  bool taken = false;
  Builder::Family family;
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
                            std::span<const double> municipality_share, const WeightsSolution& solution,
                            const SideBySide& side_by_side) {
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
  // Whom the walk takes hangs on whom it took before: that is told one by one, the rest side by side.
  constexpr std::uint32_t at_a_time = 256, piece = 32;
  std::vector<Candidate> candidates(at_a_time);
  for (std::uint32_t first = 0; first < walk.n_candidates(); first += at_a_time) {
    const std::size_t n = std::min(at_a_time, walk.n_candidates() - first);
    const auto each = [&](auto use) {
      in_pieces(side_by_side, n, piece, [&](std::size_t begin, std::size_t end) {
        for (std::size_t i = begin; i < end; ++i) use(static_cast<std::uint32_t>(first + i), candidates[i]);
      });
    };
    each([&](std::uint32_t number, Candidate& one) {
      maker.make(number, one.lineage);
      book.features(one.lineage, hazards, one.features);
    });
    for (std::uint32_t i = 0; i < n; ++i)
      candidates[i].taken = walk.take(candidates[i].features, uniform(key, first + i, 0, Purpose::walk));
    each([&](std::uint32_t /*number*/, Candidate& one) {
      if (one.taken) builder.live(one.lineage, one.family);
    });
    for (std::uint32_t i = 0; i < n; ++i) {
      if (candidates[i].taken) builder.add(candidates[i].lineage.index, candidates[i].family);
    }
  }
  builder.finish();
  population.families_2016 = count_families(population, wave_2016);
  population.real_families_2016 = data.margins.real_families_2016;
  return population;
}

}  // namespace uptake
