// SPDX-License-Identifier: Apache-2.0
// Where do two lives of one family part, and why? Both were lived with the same random numbers, so a gate
// that passes in one and stops in the other does so because what it saw differs; that is what is named.
#pragma once

#include <optional>
#include <vector>

#include "analysis/story/trace.hpp"

namespace uptake::story {

/// Something that differs between the two lives and moves a gate, a queue or a choice.
enum class Cause : std::uint8_t {
  knows,        ///< `services` known in one life only, since `since`, `via`
  referral,     ///< `services`: a referral in hand in one life only
  lever_dare,   ///< a lever's mark on daring, logit
  guilt,        ///< logit
  trust,        ///< own experience, logit
  norm,         ///< what ties tell, logit
  norm_shift,   ///< of everybody's daring, logit
  welcome,      ///< of the house, logit
  partner,      ///< the partner's daring, logit
  fee,          ///< of `service`, EUR a contact
  lever_reach,  ///< somebody goes along, logit
  reach_shift,  ///< of `service`, logit
  house,        ///< a Huis van het Kind with a door in one life only
  wait,         ///< of `service`, months
  need,         ///< worry or strain
  raised,       ///< a contact raised the subject in one life only
  occupied,     ///< in the other life it is already waiting for help or being helped
  door,         ///< of `service`: daring to go in, by levers there, logit
  support,      ///< from the network and company, sd
  before,       ///< nothing that this gate sees: what happened earlier
};

/// `baseline` and `scenario`: the figure in each life, where there is one; of sets, which life has it.
struct Because {
  Cause cause = Cause::before;
  bool in_scenario = true;  ///< who has the knowledge, the referral, the house, the raised subject
  ServiceMask services = 0;
  ServiceId service = no_service;
  double baseline = 0, scenario = 0;
  Month since = never;
  Via via = Via::surroundings;
};

/// One adult, one domain, one month in which the course of the two lives differs.
struct Difference {
  Month month = 0;
  std::uint16_t adult = 0;
  Domain domain = Domain::parenting;
  /// The gate at which one life stops and the other does not: the decisive one. Nothing when the difference
  /// is another (another service, an earlier place, a contact in one life only).
  std::optional<Gate> gate;
  bool scenario_further = false;  ///< whether it is the scenario's life that passes it
  std::vector<Because> because;   ///< never empty
};

struct Parting {
  std::optional<Month> first_touch;  ///< the first month in which anything of the family differs
  std::optional<Month> parts;  ///< the first month in which its course (journeys, contacts, help) differs
  std::vector<Difference> differences;  ///< of the course, by month
};

/// Both traces must be of the same adults over the same months.
Parting compare_lives(const Trace& baseline, const Trace& scenario);

/// Whether a happening belongs to the family's course rather than to what it needs, knows and hears.
bool is_course(const Happening& one);

}  // namespace uptake::story
