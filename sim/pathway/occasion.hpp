// SPDX-License-Identifier: Apache-2.0
// Occasions: the moments at which a family weighs whether to look for help. Monthly chances by the child's
// age, the length of the union, earlier experience and the early-years offer around it (the contact profile
// of the design study).
#pragma once

#include "sim/pathway/need.hpp"
#include "sim/pathway/settings.hpp"

namespace uptake {

/// The chance per month is 1 - exp(-rate); `rate` is what levers and profiles multiply.
inline double chance_of(double rate) { return 1.0 - exp_fixed(-rate); }

/// Log contact by the age in years of one child, against 6-11.
inline double contact_profile(const Parameters& p, double age) {
  if (age < 3) return p.occasion_age_0_2;
  if (age < 6) return p.occasion_age_3_5;
  if (age < 12) return 0;
  if (age < 18) return p.occasion_age_12_17;
  return p.occasion_age_18_24;
}

/// What the growth of the early-years offer adds to how often parenting comes up, log: at home and at Kind en
/// Gezin, school, childcare and GP alike. It leans to readers of Dutch information, and to young children:
/// all of it under 6, 35 % from 6 to 17 (form of the design study).
inline double early_offer(const PathwaySettings& s, double youngest_years, double fluency_0_1) {
  const double by_age = youngest_years < 6 ? 1.0 : youngest_years < 18 ? 0.35 : 0.0;
  return s.parameters->occasion_early_offer * s.early_offer * by_age * 2 * (fluency_0_1 - 0.15);
}

/// The rate of parenting occasions: 65 % the youngest child's profile, 35 % the mean over youngest and
/// eldest.
inline double parenting_rate(const PathwaySettings& s, double youngest_years, double eldest_years,
                             double fluency_0_1, bool kin_far) {
  const Parameters& p = *s.parameters;
  const double young = exp_fixed(contact_profile(p, youngest_years));
  const double old = exp_fixed(contact_profile(p, eldest_years));
  return p.occasion_parenting * (0.825 * young + 0.175 * old) *
         exp_fixed(early_offer(s, youngest_years, fluency_0_1) + (kin_far ? p.occasion_kin_far : 0) +
                   s.occasion_shift[static_cast<std::size_t>(Domain::parenting)]);
}

/// The rate of relationship occasions in a union of that length: nobody seeks help in its first months.
inline double relationship_rate(const PathwaySettings& s, int union_months, bool kin_far) {
  const Parameters& p = *s.parameters;
  const double delay = 1.0 - exp_fixed(-std::max(union_months, 0) / (12.0 * p.occasion_delay_years));
  return p.occasion_relationship * delay *
         exp_fixed((kin_far ? 0.5 * p.occasion_kin_far : 0) +
                   s.occasion_shift[static_cast<std::size_t>(Domain::relationship)]);
}

/// How much earlier experience raises the rate, as a factor: fades with the months since the last contact.
inline double experience_factor(const Parameters& p, int months_since) {
  return exp_fixed(p.occasion_experience * exp_fixed(-months_since / (12.0 * p.occasion_experience_years)));
}

}  // namespace uptake
