// SPDX-License-Identifier: Apache-2.0
// What do the runs say? Levels over runs, paired differences against the baseline, families reached, costs,
// fit: all from the database alone, so that tables and report can be made again without computing anything
// anew.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
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
  double helped_before = 0;        ///< families of the baseline with a contact of the year that helped
  PairedEffect helped;             ///< how many more there are
  std::vector<std::int64_t> runs;  ///< the scenario's, one a pair
  std::vector<double> net_of_run, helped_of_run;  ///< by pair, as `runs`
};

/// Families of a domain whose contact came, or was lost, by where they stand without it: those reached in the
/// baseline, those that lost it in the scenario. Real families, mean over the pairs.
struct StandingRow {
  int scenario = 0;
  std::string domain;
  bool reached = true;   ///< else lost
  std::string standing;  ///< a gate's code, waiting or no_journey
  double families = 0;
};

/// How far two groups of a trait lie apart in the primary measure: those that use most and least in the
/// baseline.
struct GapRow {
  int scenario = 0;
  std::string domain, variable, most, least;
  double before = 0, after = 0;  ///< most minus least
  PairedEffect change;
};

/// What the source of a scenario expects, beside what the runs show of it in the last year.
struct ExpectationRow {
  enum class Found : std::uint8_t { as_expected, not_shown, other_way, open, one_run };
  int scenario = 0;
  Series series;
  std::string change;  ///< more, fewer, open
  int year = 0;
  double baseline = 0;
  PairedEffect effect;
  double agree =
      not_known;  ///< share of the pairs on the side that the source expects; above zero, if it is open
  Found found = Found::one_run;
};
std::string_view code(ExpectationRow::Found found);

/// What a lever adds to a package: the package's effect on a domain's primary measure less that of it without
/// the lever, pair by pair; and what it adds to the cost, euros a year.
struct PartRow {
  int scenario = 0;  ///< the package
  std::string lever, domain;
  PairedEffect adds, cost;
};

/// Of a domain's primary measure: a scenario's place among all that are compared, 1 the largest effect, over
/// the draws.
struct RankRow {
  int scenario = 0;
  std::string domain;
  std::size_t n_draws = 0;
  double best = 0;                       ///< share of the draws in which it is first; ties share
  double low = 0, middle = 0, high = 0;  ///< places: 5 %, 50 %, 95 % of the draws
};

/// A drawn parameter, or a drawn number of the scenario's own levers ("lever.field"), with which the effect
/// on a domain's primary measure goes up or down.
struct HangsOnRow {
  int scenario = 0;
  std::string domain;
  std::string parameter;
  double rho = 0;  ///< Spearman's rank correlation over the draws
};
struct HangsOn {
  std::size_t n_draws = 0;
  std::size_t n_parameters = 0;  ///< with the numbers of levers of the scenario that has most
  double threshold = not_known;  ///< of |rho|; not known with fewer than `fewest_draws`
  std::vector<HangsOnRow> rows;  ///< those beyond it, the strongest first
};
inline constexpr std::size_t fewest_draws = 20;

/// Euros a year; payer "total" is all payers together.
struct CostRow {
  int scenario = 0;
  std::string payer;
  int year = 0;
  double baseline = 0, value = 0;
  PairedEffect effect;
  std::string grade;  ///< the worst of what enters in either scenario
};

/// Extra euros a year for each extra family with a contact of either domain, and for each that is helped; not
/// known where there are not surely more of them on average.
struct CostPerFamily {
  int scenario = 0;
  int year = 0;
  PairedEffect cost;
  double families = 0, helped = 0;
  Ratio per_family, per_helped;
  std::string grade;
};

/// What a measure may cost so that a family that it helps costs no more than one is helped for in the
/// baseline
/// (`yardstick`: all that the baseline's support costs in the year, over the families that it helps). Told
/// where a cost is an assumption and the families helped surely rise on average.
struct BreakEven {
  int scenario = 0;
  std::string lever;      ///< empty: all own levers together
  bool per_unit = false;  ///< euros a unit, else euros a year
  double assumed = 0, units = not_known;
  double value = not_known, low = not_known,
         high = not_known;  ///< by the interval of the mean families helped
  double yardstick = 0;
};

/// A measure of a scenario that has units to count, and of which no run counts a single one.
struct UnreachedRow {
  int scenario = 0;
  std::string lever;
  std::size_t n_runs = 0;  ///< in which it was in force
};

/// A printed number of the survey beside the baseline's; both as printed (percent).
struct FitRow {
  StoredTarget target;
  Summary simulated;
  double standard_error = not_known;  ///< of the printed percentage, from its n (simple random sampling)
};

/// A scenario that is there only to take another apart.
struct PartOf {
  int whole = -1;  ///< -1: it is a whole one
  std::string lever;
};

struct Results {
  std::vector<StoredScenario> scenarios;
  std::vector<PartOf> part_of;  ///< by scenario
  std::vector<StoredRun> runs;
  std::vector<Series> series;  ///< in the order of the registries
  std::vector<Level> levels;   ///< by series, scenario, year
  std::vector<Effect> effects;
  std::vector<ReachedRow> reached;
  std::vector<CostRow> costs;
  std::vector<CostPerFamily> cost_per;
  std::vector<BreakEven> break_even;
  std::vector<UnreachedRow> unreached;
  std::vector<StandingRow> standing;
  std::vector<GapRow> gaps;
  std::vector<RankRow> ranks;
  std::vector<PartRow> parts;
  std::vector<ExpectationRow> expectations;
  HangsOn hangs_on;
  double precision_wanted = 0;   ///< 0: none was asked for
  double precision = not_known;  ///< what came of it
  std::vector<FitRow> fit;
  int last_year = 0, first_policy_year = 0;

  [[nodiscard]] const Level* level(int scenario, const Series& wanted, int year) const;
  [[nodiscard]] const Effect* effect(int scenario, const Series& wanted, int year) const;
};

Results compare_runs(const Store& store);

/// How far the interval of the average effect on the primary measure in a year reaches to either side, the
/// worst of every scenario and domain, over the pairs among `runs`. A share of families; infinite while there
/// is no interval.
double precision_of(const Store& store, const std::vector<StoredRun>& runs, int year);

}  // namespace uptake
