// SPDX-License-Identifier: Apache-2.0
// Gate 6, afford: the fee after its income rule against the family's means. Price response per log euro,
// larger for low incomes (Ravesteijn 2017; Lopes; RAND: acts on starting, not on length).
#pragma once

#include <limits>

#include "sim/pathway/doors.hpp"

namespace uptake {

/// The fee a family pays for a contact, EUR.
inline double fee_of(const FeeRule& fee, const ParentView& x) { return x.no_expense ? fee.low : fee.full; }

/// How a fee weighs: log(1 + EUR/10).
inline double log_price(double fee) { return log_fixed(1 + fee / 10.0); }
/// The same for a type at its door; where no lever stands there, it was reckoned once a month.
inline double log_price(const PathwaySettings& s, const ParentView& x, ServiceId k, const FeeRule& at_door) {
  const double usual = s.service[k].log_price[x.no_expense ? 1 : 0];
  return x.doors == 0 && usual >= 0 ? usual : log_price(fee_of(at_door, x));
}

/// Being able to pay, logit: infinite where it is free. `price`: the fee's weight.
inline double affording(const Parameters& p, const FeeRule& rule, const ParentView& x, double price) {
  if (fee_of(rule, x) <= 0) return std::numeric_limits<double>::infinity();
  const double means = x.no_expense   ? p.afford_low_income
                       : x.no_holiday ? 0.5 * (1 + p.afford_low_income)
                                      : 1.0;
  return p.afford_base - p.afford_price * means * price;
}
/// The same at a type's door.
inline double affording(const PathwaySettings& s, const ParentView& x, ServiceId k) {
  const FeeRule fee = through_door(s, x, k, [](const AtDoor& door) { return door.fee; });
  return affording(*s.parameters, fee, x, log_price(s, x, k, fee));
}

/// Chance to be able to pay. Free passes always.
inline double p_afford(const Parameters& p, const FeeRule& rule, const ParentView& x) {
  return logistic(affording(p, rule, x, log_price(fee_of(rule, x))));
}

}  // namespace uptake
