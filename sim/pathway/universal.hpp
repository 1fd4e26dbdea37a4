// SPDX-License-Identifier: Apache-2.0
// Universal contacts: Kind en Gezin, childcare, school/CLB and GP see nearly every family; they inform,
// detect, refer.
#pragma once

#include <array>

#include "sim/pathway/settings.hpp"

namespace uptake {

enum class ContactPoint : std::uint8_t {
  kind_en_gezin,
  school,
  gp,
  childcare,  // these raise subjects anyway
  hospital,
  social_house,
  after_three  // these only where a lever has them lead families in
};
inline constexpr std::size_t n_contact_points = 4;  ///< that raise subjects anyway
inline constexpr std::size_t n_lead_in_points = 7;  ///< that a lever may use

/// Chance per month that this contact point sees the family, by the children's ages.
/// Kind en Gezin: 14-15 fixed contacts to 30 months; school: 55.6 % of pupils a year at the CLB
/// (S4:5397-5470).
inline double p_contact(const Parameters& p, ContactPoint point, double youngest_years, double eldest_years) {
  switch (point) {
    case ContactPoint::kind_en_gezin:
      return youngest_years < 2.5 ? p.universal_kind_en_gezin : 0.0;
    case ContactPoint::school:
      return eldest_years >= 2.5 && youngest_years < 18 ? p.universal_school : 0.0;
    case ContactPoint::gp:
      return p.universal_gp;
    case ContactPoint::childcare:
      return youngest_years < 3 ? p.universal_childcare : 0.0;
    case ContactPoint::hospital:  // nearly every child is born there
      return youngest_years < 1 / 12.0 ? 1.0 : 0.0;
    case ContactPoint::social_house:
      return 1.0;                    // the lever says how many families it sees
    case ContactPoint::after_three:  // where Kind en Gezin stops, to the age that the lever says
      return youngest_years >= 2.5 ? 1.0 : 0.0;
  }
  return 0;
}

}  // namespace uptake
