// SPDX-License-Identifier: Apache-2.0
// How well does the model reproduce the survey under a posterior, on populations and seeds that no fit has
// seen? Every printed number beside the simulated one, coverage by table and wave, and the patterns of the
// model's purpose (docs/model.md), each with pass, miss or not tested.
#pragma once

#include <filesystem>
#include <nlohmann/json_fwd.hpp>
#include <string>
#include <vector>

#include "analysis/calibrate/observation.hpp"
#include "analysis/experiment/experiment.hpp"

namespace uptake {

struct Provenance;  // sim/store/package.hpp

struct TargetFit {
  std::size_t target = 0;
  std::string role;  ///< used, held_out (of the posterior's own fit), or not_fitted (no posterior)
  bool odds = false;
  double published = 0;  ///< percent or odds ratio
  double se = 0;  ///< of a percentage in percentage points, binomial, n as printed, no design effect; of
                  ///< an odds ratio in logarithms, from its interval
  double mean = 0, median = 0;
  double low = 0,
         high = 0;  ///< 90 % predictive interval: draws, chance and the survey's sampling with design effect
  double z = 0;     ///< (published - median) / se
  double pit = 0;   ///< share of the predictive distribution below the published value
  bool close = false;  ///< |z| < 1.96; an odds ratio: the median inside the printed interval
};

/// Of rows that belong together.
struct Coverage {
  std::string table, measure;
  int year = 0;
  int rows = 0, close = 0, predicted = 0;  ///< inside 1.96 se; inside the 90 % predictive interval
  int used = 0;                            ///< rows that the fit was made with
  double rmse = 0;                         ///< percentage points, or logarithms of odds
};

enum class Verdict { pass, miss, not_tested };
struct Pattern {
  std::string code, name_en, name_nl, detail;
  Verdict verdict = Verdict::not_tested;
  int close = 0, rows = 0;
  double wanted = 0;  ///< share of the rows
};

/// A subgroup's rate of 2021 minus that of 2016 (Tables 4 and 10), in percentage points.
struct ChangeFit {
  std::size_t target = 0;  ///< the row of 2021
  std::string role;        ///< of that row
  double published = 0, se = 0;
  double median = 0, low = 0, high = 0;  ///< over runs; 90 % predictive interval
};

/// Journeys by the gate where they stopped, in the last full year before a wave. Real ones.
struct GateFit {
  std::string domain, gate;
  int year = 0;
  double mean = 0, low = 0, high = 0;  ///< over runs; the middle 90 % of them
};

/// A wave that the posterior was not fitted to, by domain: subgroup rates of Tables 4 and 10, the mean over
/// draws against two naive forecasts. RMSE in percentage points.
struct Forecast {
  std::string domain;
  int fitted = 0, foreseen = 0;  ///< waves
  int rows = 0;
  double rmse = 0, rmse_level = 0;  ///< as it comes; after a logit shift of all rows to the true total
  double rmse_same = 0;             ///< naive: as in the fitted wave
  double rmse_uniform = 0;          ///< naive: every group up by the overall rise (logit; knows the total)
  double close = 0,
         predicted = 0;          ///< shares inside 1.96 binomial errors; inside the 90 % predictive interval
  double rank_correlation = 0;   ///< of the subgroups' changes, printed and simulated (Spearman)
  int signs = 0, sign_rows = 0;  ///< right signs among changes beyond one standard error
  double total_published = 0, total_mean = 0, total_low = 0, total_high = 0;
};

struct Fit {
  std::string posterior;
  std::vector<int> fitted_waves;              ///< of the posterior; none when nobody knows
  std::vector<std::string> fitted, left_out;  ///< tables, and variables left out of them
  double widened = 1;                         ///< factor on the posterior's spread, of its calibration
  int runs = 0, draws = 0, populations = 0;
  double families = 0;
  std::vector<TargetFit> rows;
  std::vector<Coverage> coverage;
  std::vector<Pattern> patterns;
  std::vector<ChangeFit> changes;
  std::vector<GateFit> gates;
  std::vector<Forecast> forecasts;  ///< of a posterior fitted to one wave only, when all waves are looked at
};

/// What a true model would have of percentages within 1.96 binomial errors, given the design effect and the
/// posterior median standing still: 2 Phi(1.96 / sqrt(1.3)) - 1. Above `over_fitted` it is suspect.
double true_model_close();
inline constexpr double over_fitted = 0.97;

/// What the runs of a study (kind fit) say, as far as `fit_of` needs it. By id. Throws Interrupted.
std::vector<RunResult> fit_runs(const Study& study, const std::vector<int>& waves, Progress::Show show);
/// Leaves out of a run what `fit_of` does not need.
void keep_for_fit(RunResult& result, const std::vector<int>& waves);
/// Compares all runs of the study. The journeys by gate are there when the plan records more than the survey.
Fit fit_of(const Study& study, const std::vector<int>& waves, const std::vector<RunResult>& results);

nlohmann::ordered_json fit_json(const Fit& fit, const std::vector<Target>& targets);
/// A table of every target, then coverage, the worst ten, the patterns.
std::string fit_text(const Fit& fit, const std::vector<Target>& targets);

/// What the page shows: the JSON, how it was made, and what its codes mean.
nlohmann::json fit_page(const Fit& fit, const Study& study, const std::string& command);
/// What a fit by `command` is made from.
Provenance fit_provenance(const Study& study, const std::string& command);
/// fit.html, fit.json, fit.csv with datapackage.json and data-dictionary.csv, and the crate of all; results
/// that are in the folder are removed first.
void write_fit(const Fit& fit, const Study& study, const std::string& command,
               const std::filesystem::path& folder);

}  // namespace uptake
