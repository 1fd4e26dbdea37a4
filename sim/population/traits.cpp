// SPDX-License-Identifier: Apache-2.0
#include "sim/population/traits.hpp"

#include <cmath>

#include "sim/population/draws.hpp"

namespace uptake {
namespace {

/// A standard normal with the given correlation with x.
float tied(double x, double correlation, double noise) {
  return static_cast<float>(correlation * x + std::sqrt(1 - correlation * correlation) * noise);
}

}  // namespace

Traits traits_of(const Lineage& lineage, const Hazards& h, RandomKey key, std::size_t person,
                 bool ever_alone) {
  const Person& who = lineage.people[person];
  const auto education = static_cast<std::size_t>(who.education);
  const auto origin = static_cast<std::size_t>(who.origin);
  Draws d(key, lineage.index, Purpose::lineage_traits, static_cast<Month>(person));
  constexpr auto relationship = static_cast<std::size_t>(Domain::relationship);
  constexpr auto parenting = static_cast<std::size_t>(Domain::parenting);

  Traits t{};
  t.need[relationship] = who.need;
  t.need[parenting] = tied(static_cast<double>(who.need), h.need_between_domains, d.normal());
  t.seek[relationship] = static_cast<float>(d.normal());
  t.seek[parenting] = tied(static_cast<double>(t.seek[relationship]), h.seek_between_domains, d.normal());
  t.partner_support = tied(static_cast<double>(who.need), h.support_need, d.normal());

  const double decades = (year_of(who.birth) - 1975) / 10.0;
  t.digital = static_cast<float>(d.normal() + h.digital_education[education] + h.digital_birth * decades);
  double network =
      d.normal() + h.network_origin[origin] + h.network_education[education] + h.network_birth * decades;
  if (who.gender == Gender::men) network += h.network_father;
  if (ever_alone) network += h.network_lone;
  t.network_support = static_cast<float>(network);

  const double shared = Draws(key, lineage.index, Purpose::lineage_traits, 100).normal();
  const double language = std::sqrt(h.dutch_partner) * shared + std::sqrt(1 - h.dutch_partner) * d.normal();
  t.dutch = language < normal_quantile(h.dutch[origin]);
  return t;
}

}  // namespace uptake
