// SPDX-License-Identifier: Apache-2.0
// Everything that a run reports, as one map from a measure's name to its value: the register's yearly rows
// and the survey's tables.
#pragma once

#include "flemish_data.hpp"
#include "sim/survey/register.hpp"
#include "sim/survey/tabulate.hpp"
#include "small_world.hpp"

namespace uptake::small {

using Measures = std::map<std::string, double>;

using uptake::targets;

inline std::string name_of(const MeasureRow& r) {
  return std::to_string(r.year) + " " + r.domain + " " +
         std::string(measure_registry()[static_cast<std::size_t>(r.measure)].code) + " " + r.variable + " " +
         r.category;
}

/// Lives through a run; `rows` every December from `first_year` on, the survey's tables when asked for.
inline Measures measure(const Families& who, const Scenario& what, const How& how, int first_year = 2015,
                        bool survey = true) {
  std::vector<MeasureRow> rows;
  std::vector<Answers> waves;
  const SurveySettings settings = survey_settings(targets());
  live(who, what, how, [&](const World& world) {
    if (survey && (world.now == wave_2016 || world.now == wave_2021))
      waves.push_back(ask(world, world.now == wave_2016 ? Wave::w2016 : Wave::w2021, settings));
    if (calendar_month_of(world.now) == 12 && year_of(world.now) >= first_year) count_year(world, rows);
  });
  Measures all;
  for (const MeasureRow& r : rows) all[name_of(r)] = r.value;
  if (survey) {
    for (const TargetEstimate& e : tabulate(targets(), waves)) {
      if (e.n > 0) all["survey line " + std::to_string(targets()[e.target].line)] = e.value;
    }
  }
  return all;
}

}  // namespace uptake::small
