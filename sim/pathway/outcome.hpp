// SPDX-License-Identifier: Apache-2.0
// What an episode does: how much it helped (ordered logit), the fall in need, the change of trust, and the
// memory of it.
#pragma once

#include "sim/pathway/settings.hpp"

namespace uptake {

/// How much of a crisis support for the relationship meets, 0-1: all of it in the last three years of a
/// union, less when support begins at the ending itself (design study: -1.56 and -.66 on the same scale).
/// Assumption.
inline double crisis_share(int months_to_separation, bool at_ending) {
  constexpr int last_months = 36;
  constexpr double ending = 0.66 / 1.56;
  return at_ending ? ending : months_to_separation < last_months ? 1.0 : 0.0;
}

/// How helped a family says it is. Severity and a crisis that ends the union make help harder, so that "not
/// helped at all" goes with unions that ended (S0 Table 3).
inline Helped draw_helped(const Parameters& p, Domain d, double need, double crisis, double quality,
                          double u) {
  const double shift = quality - p.outcome_severity * need - crisis * p.outcome_crisis;
  const bool parenting = d == Domain::parenting;
  const double cut[] = {parenting ? p.outcome_parenting_cut_1 : p.outcome_relationship_cut_1,
                        parenting ? p.outcome_parenting_cut_2 : p.outcome_relationship_cut_2,
                        parenting ? p.outcome_parenting_cut_3 : p.outcome_relationship_cut_3};
  // P(at most level k) = logistic(cut_k - shift), from "not at all" upwards
  if (u < logistic(cut[0] - shift)) return Helped::not_at_all;
  if (u < logistic(cut[1] - shift)) return Helped::a_little;
  return u < logistic(cut[2] - shift) ? Helped::fairly : Helped::very_much;
}

/// The fall in the AR part of need: full for "very much", two thirds for "fairly", a third for "a little".
inline double relief(const Parameters& p, Helped helped) {
  return p.need_relief_formal * (3 - static_cast<int>(helped)) / 3.0;
}

/// The change of trust, logit: bad experience weighs more (assumption, science.md 5: 1.5 times).
inline double trust_change(const Parameters& p, Helped helped) {
  switch (helped) {
    case Helped::very_much:
      return p.outcome_trust_gain;
    case Helped::fairly:
      return 0.5 * p.outcome_trust_gain;
    case Helped::a_little:
      return 0;
    case Helped::not_at_all:
      return -p.outcome_trust_loss;
  }
  return 0;
}

/// Months after which the use is no longer told: an exponential life, never within the year after it.
inline Month forgotten_at(const Parameters& p, Domain d, Month used, double u, bool forgetting) {
  if (!forgetting) return never;
  const double years = d == Domain::parenting ? p.memory_parenting_years : p.memory_relationship_years;
  const double life = -12.0 * years * log_fixed(u);
  const double last = used + std::max(12.0, life);
  return last >= static_cast<double>(never) ? never : static_cast<Month>(last);
}

}  // namespace uptake
