// SPDX-License-Identifier: Apache-2.0
// What is to be computed? A plan of runs, with everything that it needs read and checked before anything is
// written.
#pragma once

#include <filesystem>
#include <nlohmann/json_fwd.hpp>
#include <string>
#include <vector>

#include "analysis/experiment/posterior.hpp"
#include "sim/evidence/targets.hpp"
#include "sim/network/settings.hpp"
#include "sim/population/margins.hpp"
#include "sim/store/store.hpp"
#include "sim/survey/questionnaire.hpp"

namespace uptake {

/// What a person asks for.
struct Plan {
  std::string kind = "run";                      ///< run, compare or calibrate
  std::vector<std::filesystem::path> scenarios;  ///< the baseline first
  double families = 20'000;                      ///< in April 2016
  int draws = 1;
  int replicates = 1;   ///< seeds a draw
  int populations = 5;  ///< run (d, r) uses population and network (d + r) mod this
  std::uint32_t seed = 1;
  int threads = 1;          ///< how quickly; never what comes out
  bool take_apart = false;  ///< beside each scenario of several levers, it without each of them
  int parts = 0;            ///< how many scenarios that adds; load_study counts them
  std::string posterior = "none";
  Month until = never;                 ///< ends every scenario before this month, if that is sooner
  std::vector<std::string> without;    ///< mechanisms that are off in every scenario
  std::vector<std::string> structure;  ///< rules in another form in every scenario: "gates=compensatory"
  /// Above zero: batch by batch until the interval of the average effect on the primary measure is at most
  /// this wide to either side, for every scenario and domain; `draws` and `replicates` are then the most
  /// there may be.
  double until_precision = 0;                 ///< a share of families
  int batch_draws = 0, batch_replicates = 0;  ///< of one batch
  bool survey_only = false;  ///< record what the survey would print, and no measures of years
  bool measures_only =
      false;  ///< record the measures of years, and nothing of the survey, nor who had a contact
};

/// The first year whose December is recorded: the history before it only brings the state about.
inline constexpr int first_recorded_year = 2010;

/// A plan with all that it reads.
struct Study {
  Plan plan;
  Evidence evidence;
  std::vector<Scenario> scenarios;  ///< those of the plan, then the parts
  struct Part {
    std::size_t of;     ///< the whole: an index into scenarios
    std::string lever;  ///< that the part is without
  };
  std::vector<Part> parts;  ///< of the last `plan.parts` scenarios
  std::vector<Target> targets;
  SurveySettings survey;
  PopulationData population;
  NetworkSettings network;
  Posterior posterior;
  int last_year = 2035;          ///< the last full year of all scenarios
  int first_policy_year = 2027;  ///< when the first lever beyond the baseline's begins
  Problems warnings;  ///< what in the scenarios looks like a slip, or more than the world could give
  StudyKey key;
  /// Hash of all that was read but the posterior: with the model's version, what a posterior is made for.
  std::string data;

  /// Levers of a scenario that the baseline does not have, or has otherwise; of the baseline itself, all.
  [[nodiscard]] std::vector<const Lever*> own_levers(std::size_t scenario) const;
};

/// Reads and checks everything. Throws BadInput with every problem of every file at once.
Study load_study(const Plan& plan, const std::filesystem::path& data_folder);

/// Gives a study other parameter sets, and the key that goes with them; call it after a change of the plan.
void use_posterior(Study& study, Posterior posterior);

/// All runs by id, batch after batch. In one, the scenarios of a (draw, replicate) pair stand together, and a
/// first replicate of all draws comes before the second: a study that is cut short can still be compared.
std::vector<RunId> planned_runs(const Plan& plan);
/// How many runs a batch has: all of them, unless the plan goes on until a precision.
std::size_t runs_in_batch(const Plan& plan);
/// A plan that goes on until the precision (a share), in batches of its draws and replicates, to `most_pairs`
/// a scenario: with new draws of the posterior, or without one with new seeds. At least one batch.
Plan until_precision(Plan plan, double precision, int most_pairs);

/// The dynamics' randomness of a pair: the same for all scenarios (common random numbers).
RandomKey run_key(const Plan& plan, const RunId& run);
std::uint32_t population_seed(std::uint32_t seed, int population);
RandomKey network_key(std::uint32_t seed, int population);

/// The rules of a structure that have another form than in `other`, in words of both languages.
nlohmann::ordered_json forms_json(const Structure& structure, const Structure& other);

/// What the database keeps beside the runs.
std::vector<StoredScenario> stored_scenarios(const Study& study);
std::vector<StoredTarget> stored_targets(const Study& study);
std::map<std::string, std::string> stored_meta(const Study& study);

/// The command that gives the same results, whatever the threads and the folder.
std::string command_text(const Plan& plan);

}  // namespace uptake
