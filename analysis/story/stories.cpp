// SPDX-License-Identifier: Apache-2.0
#include "analysis/story/stories.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <optional>

#include "analysis/experiment/run_inputs.hpp"
#include "analysis/story/telling.hpp"
#include "sim/base/interrupt.hpp"
#include "sim/survey/contact_set.hpp"
#include "sim/world/ensemble.hpp"

namespace uptake::story {
namespace {

/// The first run of a scenario: of a comparison, the first pair's.
StoredRun first_run(const std::vector<StoredRun>& runs, int scenario) {
  const auto at = std::find_if(runs.begin(), runs.end(), [&](const StoredRun& r) {
    return r.run.scenario == scenario && r.run.draw == 0 && r.run.replicate == 0;
  });
  if (at == runs.end()) throw std::logic_error("a finished comparison without its first pair of runs");
  return *at;
}

ContactSet contacts(const Store& store, const StoredRun& run) {
  const std::string bytes = store.contacts(run.run.id);
  return ContactSet::unpack(std::span(reinterpret_cast<const std::uint8_t*>(bytes.data()), bytes.size()));
}

/// The first family that is newly reached, in the domain where more are.
std::optional<HouseholdId> newly_reached(const ContactSet& without, const ContactSet& with) {
  std::optional<HouseholdId> family;
  std::size_t most = 0;
  for (std::size_t d = 0; d < n_domains; ++d) {
    std::optional<HouseholdId> first;
    std::size_t n = 0;
    for (HouseholdId h = 0; h < with.contact[d].n_households(); ++h) {
      if (!with.contact[d].contains(h) || without.contact[d].contains(h)) continue;
      if (!first) first = h;
      ++n;
    }
    if (n > most) {
      most = n;
      family = first;
    }
  }
  return family;
}

/// The study of one scenario and the baseline.
Study pair_of(const Study& study, std::size_t scenario) {
  Study pair = study;
  pair.plan.scenarios = {study.plan.scenarios[0], study.plan.scenarios[scenario]};
  pair.scenarios = {study.scenarios[0], study.scenarios[scenario]};
  pair.parts.clear();
  return pair;
}

}  // namespace

nlohmann::ordered_json tell_stories(const Study& study, const Store& store, Progress::Show show) {
  const std::vector<StoredRun> runs = store.runs();
  const StoredRun baseline = first_run(runs, 0);
  const ContactSet without = contacts(store, baseline);
  const std::size_t n = study.plan.scenarios.size() - 1;
  std::vector<std::optional<HouseholdId>> family(n);  // the store is read by one thread
  for (std::size_t i = 0; i < n; ++i)
    family[i] = newly_reached(without, contacts(store, first_run(runs, static_cast<int>(i + 1))));
  std::vector<nlohmann::ordered_json> told(n);
  Progress progress("stories", n, show);
  const Families families = make_families(study, weights_of(study.population), baseline.run.population);
  const EnsembleOutcome outcome = run_ensemble(
      n, study.plan.threads,
      [&](std::size_t i) {
        told[i]["scenario_name"] = study.scenarios[i + 1].name;
        StoryQuestion question;
        question.run = baseline.run;
        question.family = family[i];
        if (question.family) {
          const Study pair = pair_of(study, i + 1);
          Progress silent("", story_steps(question), Progress::Show::nothing);
          const Answer answer = tell_story(pair, question, families, silent);
          const Telling telling = tell(pair, question.run, families.population, *answer.story);
          told[i].update(story_document(pair, question.run, *answer.story, telling,
                                        story_command(pair.plan, question.run, *answer.story)));
          for (const char* codes : {"lives", "differences", "region", "fingerprint"}) told[i].erase(codes);
        }
        progress.step();
      },
      interrupted);
  if (outcome.stopped) throw Interrupted{};
  if (!outcome.failures.empty()) throw std::runtime_error(outcome.failures.front().message);
  nlohmann::ordered_json all = nlohmann::ordered_json::array();
  for (auto& one : told) all.push_back(std::move(one));
  return all;
}

}  // namespace uptake::story
