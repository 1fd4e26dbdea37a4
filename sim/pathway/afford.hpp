// SPDX-License-Identifier: Apache-2.0
// Gate 6, afford: the fee after its income rule against the family's means. Price response per log euro,
// larger for low incomes (Ravesteijn 2017; Lopes; RAND: acts on starting, not on length).
#pragma once

#include <limits>

#include "sim/pathway/doors.hpp"

namespace uptake {

/// The fee a family pays for a contact, EUR.
inline double fee_of(const FeeRule& fee, const ParentView& x) { return x.no_expense ? fee.low : fee.full; }

/// Being able to pay, logit: infinite where it is free.
inline double affording(const Parameters& p, const FeeRule& rule, const ParentView& x) {
  const double fee = fee_of(rule, x);
  if (fee <= 0) return std::numeric_limits<double>::infinity();
  const double means = x.no_expense   ? p.afford_low_income
                       : x.no_holiday ? 0.5 * (1 + p.afford_low_income)
                                      : 1.0;
  return p.afford_base - p.afford_price * means * log_fixed(1 + fee / 10.0);
}

/// Chance to be able to pay. Free passes always.
inline double p_afford(const Parameters& p, const FeeRule& rule, const ParentView& x) {
  return logistic(affording(p, rule, x));
}

}  // namespace uptake
