// SPDX-License-Identifier: Apache-2.0
#include "analysis/story/story.hpp"

#include <fmt/format.h>
#include <cmath>

#include <algorithm>

#include "analysis/experiment/run_inputs.hpp"
#include "sim/base/interrupt.hpp"
#include "sim/policy/difference.hpp"
#include "sim/survey/frame.hpp"
#include "sim/world/run.hpp"

namespace uptake::story {
namespace {

/// A family lives in it: an adult with a child under 25 officially living in.
bool is_family(const Population& population, const std::vector<ParentId>& adults, Month month) {
  return std::any_of(adults.begin(), adults.end(), [&](ParentId i) {
    const Spell* spell = population.spell_at(i, month);
    return spell != nullptr && (spell->flags & respondent) != 0;
  });
}

/// The last month of a stretch in which there is such a family; nothing if there is none.
std::optional<Month> last_month_of(const Population& population, HouseholdId household, Month from,
                                   Month last) {
  if (household >= population.n_households()) return {};
  std::vector<ParentId> ever;
  for (ParentId i = 0; i < population.n_parents(); ++i) {
    const auto spells = population.spells_of(i);
    if (std::any_of(spells.begin(), spells.end(), [&](const Spell& s) { return s.household == household; }))
      ever.push_back(i);
  }
  for (Month month = last; month >= from; --month) {
    std::vector<ParentId> there;
    for (const ParentId i : ever) {
      const Spell* spell = population.spell_at(i, month);
      if (spell != nullptr && spell->household == household) there.push_back(i);
    }
    if (is_family(population, there, month)) return month;
  }
  return {};
}

/// The two lives of a pair, begun as often as they are asked for.
class Lives {
 public:
  Lives(const Study& study, const RunId& run, const Families& families, Month from)
      : baseline_(with_draw(study.scenarios[0], study.evidence, study.posterior, run.draw)),
        scenario_(with_draw(study.scenarios[1], study.evidence, study.posterior, run.draw)),
        parallel_(study.plan.threads > 1) {
    in_baseline_ = inputs_of(study, of(run, 0), baseline_, families, parallel_);
    in_scenario_ = inputs_of(study, of(run, 1), scenario_, families, parallel_);
    const Month shared = std::min(leaves_baseline(study, 1), from);
    if (shared <= first_month) return;
    past_.emplace(in_baseline_);
    live_on(*past_, shared, [](const World&) { stop_if_asked(); });
  }
  Lives(const Lives&) = delete;
  Lives& operator=(const Lives&) = delete;

  [[nodiscard]] World begin(bool scenario) const {
    if (past_) return branch(*past_, scenario ? scenario_ : baseline_);
    return World(scenario ? in_scenario_ : in_baseline_);
  }
  [[nodiscard]] Month until() const { return baseline_.until; }
  static void stop_if_asked() {
    if (interrupted()) throw Interrupted{};
  }

 private:
  static RunId of(RunId run, int scenario) {
    run.scenario = scenario;
    return run;
  }
  Scenario baseline_, scenario_;
  bool parallel_;
  RunInputs in_baseline_, in_scenario_;
  std::optional<World> past_;
};

/// Lives on, with a trace up to `told_until` where one is wanted; `look` at the end of `december`.
void live_to_count(World& world, Month december, Month until, Trace* trace, Month told_until,
                   const std::function<void(const World&)>& look) {
  const auto each = [&](const World& now) {
    Lives::stop_if_asked();
    if (now.now == december) look(now);
  };
  if (trace != nullptr) live_on_traced(world, told_until, *trace, each);
  live_on(world, until, each);
}

}  // namespace

Month policy_month(const Study& study) { return shared_until(study.scenarios[0], study.scenarios[1]); }

Month default_from(const Study& study) {
  const Month december = month_of(study.last_year, 12);
  return static_cast<Month>(std::max<int>(first_month, std::min(policy_month(study), december) - 12));
}

std::vector<ParentId> adults_of(const Population& population, HouseholdId household, Month month) {
  std::vector<ParentId> adults;
  for (ParentId i = 0; i < population.n_parents(); ++i) {
    const Spell* spell = population.spell_at(i, month);
    if (spell != nullptr && spell->household == household) adults.push_back(i);
  }
  return adults;
}

std::size_t story_steps(const StoryQuestion& question) { return question.family ? 3 : 5; }

Answer tell_story(const Study& study, const StoryQuestion& question, const Families& families,
                  Progress& progress) {
  const Population& population = families.population;
  const Month december = month_of(study.last_year, 12);
  const auto after = static_cast<Month>(december + 1);  // both are known then
  Story story;
  story.policy = policy_month(study);
  const Month from = question.from.value_or(default_from(study));
  const Month last = question.last.value_or(static_cast<Month>(study.scenarios[0].until - 1));

  Answer answer;
  if (question.family) {
    const auto reference = last_month_of(population, *question.family, from, last);
    if (!reference) {
      refuse(fmt::format(
          "--family {}: no family with a child under 25 living in has this number from {} to {}; the "
          "numbers go from 0 to {}, and --find looks for one",
          *question.family, month_text(from), month_text(last), population.n_households() - 1));
    }
    story.family = *question.family;
    story.reference = *reference;
  }

  const Lives lives(study, question.run, families, from);
  progress.step();
  if (!question.family) {
    ContactSet without;
    World baseline = lives.begin(false);
    live_to_count(baseline, december, after, nullptr, after,
                  [&](const World& now) { without = contact_set(now); });
    progress.step();
    World scenario = lives.begin(true);
    live_to_count(scenario, december, after, nullptr, after, [&](const World& now) {
      answer.found = find_families(now, question.conditions, without, contact_set(now));
    });
    progress.step();
    if (answer.found.families.empty()) return answer;
    story.family = answer.found.families.front();
    story.found = answer.found;
    story.reference = last_month_of(population, story.family, from, last).value_or(december);
  }

  for (Trace* trace : {&story.baseline, &story.scenario}) {
    trace->adults = adults_of(population, story.family, story.reference);
    trace->from = from;
  }
  const auto told_until = static_cast<Month>(last + 1);
  const Month until = std::max(after, told_until);
  ContactSet without, with;
  World baseline = lives.begin(false);
  live_to_count(baseline, december, until, &story.baseline, told_until, [&](const World& now) {
    without = contact_set(now);
    story.n_families = static_cast<std::size_t>(std::llround(everybody(now).families(Sample::resident)));
  });
  progress.step();
  World scenario = lives.begin(true);
  live_to_count(scenario, december, until, &story.scenario, told_until,
                [&](const World& now) { with = contact_set(now); });
  progress.step();

  story.counted = is_family(population, adults_of(population, story.family, december), december);
  for (std::size_t d = 0; d < n_domains; ++d) {
    story.status[d] =
        status_of(without.contact[d].contains(story.family), with.contact[d].contains(story.family));
    story.all[d] = reached(without.contact[d], with.contact[d]);
  }
  story.parting = compare_lives(story.baseline, story.scenario);
  answer.story = std::move(story);
  return answer;
}

}  // namespace uptake::story
