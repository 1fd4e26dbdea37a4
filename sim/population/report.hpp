// SPDX-License-Identifier: Apache-2.0
// How well does a population meet what was asked, and what does it say where nothing was asked?
#pragma once

#include <string>
#include <vector>

#include "sim/population/tables.hpp"
#include "sim/population/weights.hpp"

namespace uptake {

/// One margin in one wave: shares of families (union_status: of the partnered).
struct MarginFit {
  std::string variable, category;
  int year = 2016;
  double asked = 0;      ///< the attained soft solution
  double got = 0;        ///< everybody in this population
  double recovered = 0;  ///< what was recovered from the survey, with its range
  double low = 0, high = 0;
};

/// A quantity that no margin fixes, beside what is known of it.
struct KnownFit {
  std::string name, unit;
  double got = 0, low = 0, high = 0;  ///< known range; low > high: nothing is known
  std::string source;                 ///< a source, or "assumption: ..."
};

struct YearRow {
  int year = 1991;
  double size = 0;  ///< families, relative to April 2016
  Table table;
};

struct PopulationReport {
  double families = 0, parents = 0, households = 0;
  std::vector<MarginFit> margins;
  double tae = 0, srmse = 0;              ///< over all margins of both waves, in shares
  double worst_2016 = 0, worst_2021 = 0;  ///< largest |asked - got|, as shares
  std::string worst;                      ///< where
  // The weights
  double effective_share = 0, largest_weight = 0, percentile_99 = 0, divergence = 0;
  int iterations = 0;
  std::vector<int> birth_period;
  std::vector<double> period_weight;  ///< mean weight by period of first birth
  // Over time
  std::vector<YearRow> years;        ///< 1991, 1996, ..., 2031, 2035
  double largest_yearly_change = 0;  ///< of a share or the relative size, a year, 2011-2035
  std::string largest_yearly_change_at;
  double largest_kink = 0;  ///< change of a yearly change at a wave: a snap-back would show here
  std::string largest_kink_at;
  std::vector<KnownFit> known;
};

PopulationReport report_population(const Population& population, const PopulationData& data,
                                   const WeightsSolution& solution);

/// For people: the report as lines of text.
std::string text_of(const PopulationReport& report);

}  // namespace uptake
