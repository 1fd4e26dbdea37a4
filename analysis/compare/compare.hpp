// SPDX-License-Identifier: Apache-2.0
// What do the runs say? Levels over runs, paired differences against the baseline, families reached, costs,
// fit: all from the database alone, so that tables and report can be made again without computing anything
// anew.
#pragma once

#include <string>
#include <vector>

#include "analysis/compare/interval.hpp"
#include "sim/store/store.hpp"

namespace uptake {

struct Level {
  int scenario = 0;
  std::size_t series = 0;  ///< index into Results::series
  int year = 0;
  Summary summary;
};

/// Paired by (draw, replicate), and so by population and by every random number that the policy does not
/// touch.
struct Effect {
  int scenario = 0;
  std::size_t series = 0;
  int year = 0;
  double baseline = 0, value = 0;
  PairedEffect effect;
};

/// Families, real numbers: with a contact in the last full year's December that they do not have in the
/// baseline.
struct ReachedRow {
  int scenario = 0;
  std::string domain;  ///< relationship, parenting, or both: a contact of either
  int year = 0;
  double reached = 0, lost = 0;
  PairedEffect net;
};

/// Euros a year; payer "total" is all payers together.
struct CostRow {
  int scenario = 0;
  std::string payer;
  int year = 0;
  double baseline = 0, value = 0;
  PairedEffect effect;
  std::string grade;  ///< the worst of what enters in either scenario
};

/// Extra euros a year for each extra family with a contact of either domain; not known where no more families
/// are reached.
struct CostPerFamily {
  int scenario = 0;
  int year = 0;
  PairedEffect cost;
  double families = 0;
  double per_family = not_known;
  std::string grade;
};

/// A printed number of the survey beside the baseline's; both as printed (percent).
struct FitRow {
  StoredTarget target;
  Summary simulated;
  double standard_error = not_known;  ///< of the printed percentage, from its n (simple random sampling)
};

struct Results {
  std::vector<StoredScenario> scenarios;
  std::vector<StoredRun> runs;
  std::vector<Series> series;  ///< in the order of the registries
  std::vector<Level> levels;   ///< by series, scenario, year
  std::vector<Effect> effects;
  std::vector<ReachedRow> reached;
  std::vector<CostRow> costs;
  std::vector<CostPerFamily> cost_per;
  std::vector<FitRow> fit;
  int last_year = 0, first_policy_year = 0;

  [[nodiscard]] const Level* level(int scenario, const Series& wanted, int year) const;
  [[nodiscard]] const Effect* effect(int scenario, const Series& wanted, int year) const;
};

Results compare_runs(const Store& store);

}  // namespace uptake
