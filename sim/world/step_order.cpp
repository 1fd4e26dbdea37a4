// SPDX-License-Identifier: Apache-2.0
#include "sim/world/step_order.hpp"

#include <array>

namespace uptake {

std::span<const MonthStage> step_order() {
  static constexpr std::array stages{
      MonthStage{"calendar",
                 "The policy levers of this month become settings: fees, places, access, campaigns.",
                 calendar},
      MonthStage{"life course",
                 "The population's dated events: births, separations, new partners, leaving and entering.",
                 life_course},
      MonthStage{"need", "Worry and strain move around the mean that the family's situation sets.", needs},
      MonthStage{"exposure",
                 "Parents learn of services from what is around them and from campaigns, and forget.",
                 exposure},
      MonthStage{"universal contacts", "Kind en Gezin, school, GP and childcare inform, detect and refer.",
                 universal_contacts},
      MonthStage{"journeys", "At an occasion a family walks the gates, to a stop or to a waiting list.",
                 journeys},
      MonthStage{"allocation", "Each service gives out its places in a fixed order; who waits may give up.",
                 allocation},
      MonthStage{"episodes", "Help begins and ends: outcome, relief, trust, onward referral.", episodes},
      MonthStage{"word of mouth",
                 "Those whose help ended tell their ties; norms follow disclosed experience.", word_of_mouth},
  };
  return stages;
}

}  // namespace uptake
