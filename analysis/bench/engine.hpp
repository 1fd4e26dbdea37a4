// SPDX-License-Identifier: Apache-2.0
// How fast is the model's month, and where does its time go? Everything is measured in one process, turn by
// turn, so that ratios hold on a noisy machine; absolute figures are of the machine and the hour.
#pragma once

#include <cstddef>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "analysis/bench/ceiling.hpp"
#include "analysis/experiment/experiment.hpp"

namespace uptake::bench {

/// What is measured.
struct BenchPlan {
  int repeats = 5;  ///< of each figure, which is their median
  int threads = 1;  ///< of the run in parallel, and of the ensemble
};

/// A stage of the month, or `observation`: the survey's two waves and December's measures.
struct StageTime {
  std::string_view name;
  double cpu_s = 0;  ///< a run, one thread
};

/// One thread unless it is said otherwise. CPU seconds are the process's own; a run is from 1991-01 to the
/// scenario's end, without set-up.
struct EngineFigures {
  double families = 0;        ///< of April 2016, simulated
  std::size_t n_parents = 0;  ///< who ever live
  std::size_t n_ties = 0;     ///< between them, each once
  double parent_months = 0;   ///< parents present, over the months of a run
  double run_cpu_s = 0;       ///< a run alone
  std::vector<StageTime> stages;
  double weights_cpu_s = 0;     ///< the margins' fit, once a process
  double population_cpu_s = 0;  ///< one population
  double network_cpu_s = 0;     ///< its network
  double speedup = 1;           ///< elapsed time of a run with one thread over that with `threads`
  double ensemble_run_cpu_s =
      0;  ///< CPU seconds a run of an ensemble of 2 * threads runs that share the families
  double bytes_per_parent = 0;             ///< of a run's state
  double population_bytes_per_parent = 0;  ///< of the population, shared by all runs: traits, spells
  double bytes_per_tie = 0;                ///< of the network, shared by all runs
  double ceiling_additive_s = 0;  ///< what the machine needs for the same bytes, gathers and random words,
                                  ///< one after the other, for a parent-month
  MonthTraffic traffic;           ///< what the ceiling counts of a parent-month
  bool avx2 = false;              ///< whether random words are made eight at a time here
  double peak_rss_bytes = 0;      ///< of the process so far

  [[nodiscard]] double parent_months_per_cpu_s() const { return parent_months / run_cpu_s; }
  [[nodiscard]] double ceiling_additive_per_cpu_s() const { return 1 / ceiling_additive_s; }
  [[nodiscard]] double ratio() const { return parent_months_per_cpu_s() / ceiling_additive_per_cpu_s(); }
};

/// Measures the first scenario of a study with its first parameter set. `told` gets each step's name as it
/// begins. Throws Interrupted when the user stops it.
EngineFigures measure_engine(const Study& study, const BenchPlan& plan,
                             const std::function<void(const std::string&)>& told);

}  // namespace uptake::bench
