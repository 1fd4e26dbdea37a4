// SPDX-License-Identifier: Apache-2.0
// One synthetic family's two lives: under a baseline and under a scenario, with the same random numbers.
#pragma once

#include <optional>

#include "analysis/experiment/experiment.hpp"
#include "analysis/story/find.hpp"
#include "analysis/story/parting.hpp"

namespace uptake::story {

/// Which family of which pair of runs, and which months to tell.
struct StoryQuestion {
  RunId run;                          ///< draw, replicate and population of the pair
  std::optional<HouseholdId> family;  ///< else the first that fits `conditions`
  std::vector<Condition> conditions;
  std::optional<Month> from, last;  ///< else a year before the policy, and the last month
};

struct Story {
  HouseholdId family = no_household;
  Month reference = 0;  ///< the month in which it is described: the last one told in which it is a family
  std::optional<Found> found;  ///< of the search, if there was one
  bool counted = false;        ///< a family with a child living in at the end of the last full year
  std::array<Status, n_domains> status{};
  std::array<Reached, n_domains> all;  ///< of all families
  std::size_t n_families = 0;          ///< with a child living in at the end of the last full year
  Month policy = first_month;          ///< the first month in which the scenario can differ
  Trace baseline, scenario;
  Parting parting;

  [[nodiscard]] const std::vector<ParentId>& adults() const { return baseline.adults; }
};

/// When the scenario (the study's second) first differs from the baseline.
Month policy_month(const Study& study);
/// The first month told unless another is asked for: a year before that.
Month default_from(const Study& study);

/// The adults that live in a household in a month.
std::vector<ParentId> adults_of(const Population& population, HouseholdId household, Month month);

/// What came of a question. Without a family that fits, `story` is empty and `found` says how many fit each
/// condition.
struct Answer {
  std::optional<Story> story;
  Found found;
};

/// Lives both lives of the question's pair (the study's first two scenarios), twice when a family has to be
/// found first. Throws BadInput when there is no family of that number, Interrupted on request.
Answer tell_story(const Study& study, const StoryQuestion& question, const Families& families,
                  Progress& progress);

/// How many steps `tell_story` gives its progress.
std::size_t story_steps(const StoryQuestion& question);

}  // namespace uptake::story
