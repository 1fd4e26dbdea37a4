// SPDX-License-Identifier: Apache-2.0
// Need: latent worry about parenting and strain in the relationship, around a mean set by the family's
// situation. Form: lasting trait + AR(1) in months + situation (science.md: s' = rho s + b'x + shock; values
// from the design study).
#pragma once

#include <algorithm>
#include <cmath>

#include "sim/base/math.hpp"
#include "sim/evidence/parameters.hpp"
#include "sim/evidence/variables.hpp"
#include "sim/population/population.hpp"

namespace uptake {

/// A month's step of the AR(1) part, standard normal in the long run, with a standard normal shock.
struct NeedStep {
  float rho, spread;
  explicit NeedStep(const Parameters& p)
      : rho(static_cast<float>(p.need_persistence)), spread(std::sqrt(1.0F - rho * rho)) {}
  [[nodiscard]] float next(float ar, float shock) const { return rho * ar + spread * shock; }
};

/// The situation's part of worry about parenting: gender, form, age of the youngest child, deprivation.
inline double worry_situation(const Parameters& p, Gender gender, const Spell& spell, Month now) {
  double mean = gender == Gender::women ? p.need_mother : -p.need_mother;
  if (spell.form == Form::single_parent || spell.form == Form::stepfamily) mean += p.need_separated;
  if (spell.youngest_birth != never) {
    switch (youngest_class(spell.youngest_birth, now)) {
      case YoungestAge::y0_2:
        mean += p.need_age_0_2;
        break;
      case YoungestAge::y3_5:
        break;  // the reference
      case YoungestAge::y6_11:
        mean += p.need_age_6_11;
        break;
      case YoungestAge::y12_17:
        mean += p.need_age_12_17;
        break;
      case YoungestAge::y18_24:
        mean += p.need_age_18_24;
        break;
    }
  }
  if (spell.flags & no_holiday) mean += p.need_no_holiday;
  if (spell.flags & no_expense) mean += p.need_no_expense;
  return mean;
}

/// The situation's part of strain in the relationship: a young child, deprivation.
inline double strain_situation(const Parameters& p, const Spell& spell, Month now) {
  const bool young =
      spell.youngest_birth != never && youngest_class(spell.youngest_birth, now) == YoungestAge::y0_2;
  return (young ? p.need_young_child : 0.0) + ((spell.flags & no_holiday) ? p.need_no_holiday : 0.0) +
         ((spell.flags & no_expense) ? p.need_no_expense : 0.0);
}

/// The crisis before a separation that comes in so many months; none from ten years on. Doherty 2021: serious
/// problems start some 2.7 years before therapy.
inline constexpr int crisis_horizon = 120;
inline double crisis_strain(const Parameters& p, int months_to_separation) {
  if (months_to_separation >= crisis_horizon) return 0;
  return p.need_crisis * exp_fixed(-months_to_separation / p.need_crisis_months);
}

/// Worry or strain as a level 0..3: none, a little, fairly, very.
inline int need_level(const Parameters& p, Domain d, double need) {
  const double cut[] = {d == Domain::parenting ? p.need_worry_a_little : p.need_strain_a_little,
                        d == Domain::parenting ? p.need_worry_fairly : p.need_strain_fairly,
                        d == Domain::parenting ? p.need_worry_very : p.need_strain_very};
  return need < cut[0] ? 0 : need < cut[1] ? 1 : need < cut[2] ? 2 : 3;
}

}  // namespace uptake
