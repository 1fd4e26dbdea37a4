// SPDX-License-Identifier: Apache-2.0
// The survey report's Tables 1-14 as simulated, beside the printed ones: over runs, the median of every
// figure, of n, marks and intervals too, and where the middle 90 % of the runs lie.
#pragma once

#include <filesystem>
#include <map>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <vector>

#include "analysis/experiment/experiment.hpp"
#include "analysis/tables/figures.hpp"
#include "sim/store/package.hpp"

namespace uptake {

struct TableSettings {
  std::vector<int> waves{2016, 2021};
  Respondents respondents = Respondents::survey;
  IntervalKind intervals = IntervalKind::wald;
};

/// A number of the report's tables and its simulated counterpart. NaN: none.
struct TableNumber {
  std::size_t target = 0;
  double published_low = no_figure,
         published_high = no_figure;  ///< 95 %: of a percentage Wilson's, n as printed,
                                      ///< with the assumed design effect; else as printed
  RunFigure simulated;                ///< medians over the runs that gave it
  double spread_low = no_figure,
         spread_high = no_figure;  ///< middle 90 % of the runs' values; one run has none
  int runs = 0;                    ///< that gave a value
  std::string why;                 ///< why no run can give it; "": some could

  /// Whether the simulated value is in the report's 95 % interval; nothing where there is none.
  [[nodiscard]] std::optional<bool> inside() const;
};

/// Use by rank, printed and simulated (median of the runs).
struct TableInequality {
  std::size_t ranking = 0;
  Domain domain = Domain::relationship;
  int year = 0;
  double published = no_figure, simulated = no_figure, spread_low = no_figure, spread_high = no_figure;
};

struct ReportTables {
  TableSettings settings;
  int runs = 0, draws = 0, populations = 0;
  double families = 0;               ///< simulated, in April 2016
  std::vector<TableNumber> numbers;  ///< of the waves asked for, in the order of the targets
  std::vector<TableInequality> inequality;
  std::map<std::string, int> said;  ///< what regressions could not give, with the number of runs
  nlohmann::json region;            ///< whose words labels use (region_json); null: Flanders
};

/// Runs the study's scenario and asks its parents. Refuses (BadInput) a scenario that ends before a wave.
/// Throws Interrupted.
std::vector<RunFigures> table_runs(const Study& study, const TableSettings& settings, Progress::Show show);
/// Whether a scenario lives to see the waves; refuses (BadInput), naming its file, one that does not.
void check_waves(const Study& study, const std::vector<int>& waves);

ReportTables tables_of(const Study& study, const TableSettings& settings,
                       const std::vector<RunFigures>& runs);

/// In the report's layout. `tables`: only these numbers, 1-14; empty: all.
std::string tables_text(const ReportTables& all, const std::vector<Target>& targets,
                        const std::vector<int>& tables, bool dutch);
/// Where they come from. `command`: that makes them again, without --data. The fingerprint is of the study,
/// the waves, who answers and the intervals: not of the command, whose paths say nothing.
Provenance tables_provenance(const ReportTables& all, const Study& study, const std::string& command);
/// The last lines below the tables: the command that gives the same numbers, and how to cite them.
std::string tables_foot(const Provenance& from, bool dutch);
nlohmann::ordered_json tables_json(const ReportTables& all, const Study& study, const std::string& command);
/// tables.txt, tables.json, tables.csv and data-dictionary.csv; results that are in the folder are removed
/// first.
void write_tables(const ReportTables& all, const Study& study, const std::string& command, bool dutch,
                  const std::filesystem::path& folder);

}  // namespace uptake
