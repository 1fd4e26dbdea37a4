// SPDX-License-Identifier: Apache-2.0
// From a parent's dated life to its cohort, home, months of parenthood and wish for ties.
#include "sim/network/profiles.hpp"

#include "sim/base/math.hpp"
#include "sim/network/network.hpp"

namespace uptake {
namespace {

/// Stands in for the first birth of who never has a child at home: the usual age of parents at a first birth.
constexpr int age_at_first_birth = 29 * months_a_year;

/// The first child's birth. A parent's first spell with an own child tells it: by the newborn, or else by the
/// eldest.
Month first_birth(std::span<const Spell> spells, Month own_birth) {
  Month eldest = never;
  for (const Spell& s : spells) {
    const bool newborn = (s.flags & begins_by_birth) != 0 && s.youngest_birth != never;
    if ((s.flags & (respondent | parent_at_large)) != 0 && (newborn || s.eldest_birth != never)) {
      return newborn ? s.youngest_birth : s.eldest_birth;
    }
    eldest = std::min(eldest, s.eldest_birth);
  }
  return eldest != never ? eldest : static_cast<Month>(own_birth + age_at_first_birth);
}

/// Where a parent lives most of its parenthood, when, and which share of it alone.
struct Parenthood {
  Profile profile;
  double lone = 0;
};

Parenthood parenthood_of(const Population& population, ParentId parent,
                         std::span<const std::uint8_t> region) {
  Profile p;
  p.id = population.id[parent];
  p.origin = population.traits[parent].origin;
  p.education = population.traits[parent].education;
  const auto spells = population.spells_of(parent);
  p.anchor = first_birth(spells, population.traits[parent].birth);
  HouseholdId home = no_household;
  int months = 0;
  int alone = 0;
  int stay = 0;
  int longest = 0;
  int census = 0;
  for (std::size_t k = 0; k < spells.size(); ++k) {
    const Spell& s = spells[k];
    if (!is_parenting(s)) continue;
    const Month end = k + 1 < spells.size() ? spells[k + 1].start : end_month;
    const int length = end - s.start;
    if (months == 0) p.from = s.start;
    p.until = end;
    months += length;
    if (s.form == Form::single_parent) alone += length;
    while (census < n_census && census_month(census) < s.start) ++census;
    for (; census < n_census && census_month(census) < end; ++census) {
      p.present = static_cast<std::uint16_t>(p.present | (1U << static_cast<unsigned>(census)));
    }
    stay = s.household == home ? stay + length : length;
    home = s.household;
    if (stay > longest && home != no_household) {
      longest = stay;
      p.municipality = population.municipality[home];
    }
  }
  if (p.municipality < region.size()) p.region = region[p.municipality];
  return {p, months > 0 ? static_cast<double>(alone) / months : 0};
}

double raw_wanted(const Parenthood& p, double network_support, const NetworkSettings& s) {
  double log_ties = s.trait * std::clamp(network_support, -3.0, 3.0) + p.lone * log_fixed(s.lone);
  if (p.profile.education == Education::lower_secondary) log_ties += log_fixed(s.low_education);
  if (p.profile.origin == Origin::non_eu_plus) log_ties += log_fixed(s.non_eu_plus);
  return exp_fixed(log_ties);
}

}  // namespace

std::vector<Profile> profiles_of(const Population& population, std::span<const std::uint8_t> region,
                                 const NetworkSettings& settings) {
  static_assert(census_month(census_2016) == wave_2016 && census_month(n_census) >= end_month);
  std::vector<Profile> profiles(population.n_parents());
  double sum = 0;
  double n = 0;
  for (ParentId i = 0; i < profiles.size(); ++i) {
    const Parenthood p = parenthood_of(population, i, region);
    profiles[i] = p.profile;
    if (!p.profile.takes_part()) continue;
    const double wanted = raw_wanted(p, static_cast<double>(population.traits[i].network_support), settings);
    profiles[i].wanted = static_cast<float>(wanted);
    if (((p.profile.present >> census_2016) & 1) == 0) continue;
    sum += wanted;
    ++n;
  }
  if (n > 0) {  // the mean asked for is that of the parents of April 2016
    for (Profile& p : profiles) p.wanted = static_cast<float>(static_cast<double>(p.wanted) * n / sum);
  }
  return profiles;
}

std::vector<float> wanted_ties(const Population& population, const NetworkSettings& settings) {
  double mean = 0;
  for (std::size_t l = 0; l < n_layers; ++l) mean += settings.ties(static_cast<Layer>(l));
  const auto profiles = profiles_of(population, {}, settings);
  std::vector<float> wanted(profiles.size());
  for (std::size_t i = 0; i < wanted.size(); ++i)
    wanted[i] = static_cast<float>(mean * static_cast<double>(profiles[i].wanted));
  return wanted;
}

}  // namespace uptake
