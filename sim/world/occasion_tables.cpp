// SPDX-License-Identifier: Apache-2.0
#include "sim/world/occasion_tables.hpp"

#include <algorithm>
#include <bit>
#include <utility>

#include "sim/pathway/enriching.hpp"
#include "sim/pathway/occasion.hpp"
#include "sim/pathway/recognise.hpp"

namespace uptake {
namespace {

bool same(const OccasionTables::Key& a, const PathwaySettings& s) {
  using Numbers = std::array<double, sizeof(Parameters) / sizeof(double)>;
  return std::bit_cast<Numbers>(a.parameters) == std::bit_cast<Numbers>(*s.parameters) && a.on == s.on &&
         a.early_offer == s.early_offer && a.shift[0] == s.occasion_shift[0] &&
         a.shift[1] == s.occasion_shift[1];
}

}  // namespace

OccasionTables::OccasionTables(const PathwaySettings& s)
    : key{*s.parameters, s.on, s.early_offer, {s.occasion_shift[0], s.occasion_shift[1]}} {
  constexpr double age_of[] = {1, 4, 8, 15, 20};
  const Parameters& p = *s.parameters;
  for (std::size_t r = 0; r < n_readers; ++r) {
    const double f = fluency((r & 2U) != 0, static_cast<Education>(r / 8), static_cast<Gender>(r / 4 % 2));
    for (std::size_t ages = 0; ages < no_child; ++ages) {
      const double rate = parenting_rate(s, age_of[ages / 5], age_of[ages % 5], f, (r & 1U) != 0);
      parenting[ages][r] = static_cast<float>(rate);
    }
  }
  kin = {1.0F, static_cast<float>(exp_fixed(0.5 * p.occasion_kin_far))};
  for (std::size_t m = 0; m < relationship.size(); ++m)
    relationship[m] = static_cast<float>(relationship_rate(s, static_cast<int>(m), false));
  if (s.has(Mechanism::crisis)) {
    for (std::size_t m = 0; m < crisis.size(); ++m)
      crisis[m] = static_cast<float>(crisis_strain(p, static_cast<int>(m)));
  }
  for (std::size_t m = 0; m < experience.size(); ++m)
    experience[m] = m < never_before ? experience_factor(p, static_cast<int>(m)) : 1.0;
  for (const Domain d : both_domains) {
    auto& at = seen[static_cast<std::size_t>(d)];
    for (std::size_t n = 0; n < at.size(); ++n)
      at[n] = p_recognise(p, d, lowest_need + static_cast<double>(n) / steps_of_one);
  }
  if (s.has(Mechanism::enriching))
    enriching_most = std::max(p_enriching(p, Domain::parenting, 0), p_enriching(p, Domain::parenting, 9));
  most = std::max(1.0, exp_fixed(p.occasion_experience));
}

std::shared_ptr<const OccasionTables> occasion_tables(const PathwaySettings& s,
                                                      std::shared_ptr<const OccasionTables> kept) {
  return kept && same(kept->key, s) ? std::move(kept) : std::make_shared<const OccasionTables>(s);
}

}  // namespace uptake
