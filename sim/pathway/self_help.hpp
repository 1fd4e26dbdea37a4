// SPDX-License-Identifier: Apache-2.0
// Gate 3, self-help: was a book, folder or website enough? Written help leans to readers of Dutch with more
// education.
#pragma once

#include <algorithm>

#include "sim/pathway/settings.hpp"

namespace uptake {

/// Chance that the family looks at written or online information at this occasion; `now`: the offer of the
/// month; `shift`: what levers for some families add, logit.
inline double p_self_help_looks(const Parameters& p, const ServiceSettings& now, const ParentView& x,
                                double shift = 0) {
  const double usual = p.self_help_looks * (0.3 + 0.7 * fluency(x.dutch, x.education, x.gender));
  return logistic(logit(usual) + now.reach_shift + shift) * std::min(1.0F, now.presence);
}

/// Chance that it was enough, given that the family looked.
inline double p_self_help_enough(const Parameters& p, const ParentView& x) {
  return logistic(p.self_help_enough + p.self_help_fluency * fluency(x.dutch, x.education, x.gender) -
                  p.self_help_need * x.need);
}

}  // namespace uptake
