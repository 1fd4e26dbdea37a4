// SPDX-License-Identifier: Apache-2.0
#include "analysis/tables/tables.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "analysis/calibrate/observation.hpp"
#include "analysis/compare/interval.hpp"
#include "analysis/experiment/each_run.hpp"
#include "analysis/experiment/run_inputs.hpp"
#include "analysis/report/regional.hpp"
#include "sim/base/interrupt.hpp"
#include "sim/world/run.hpp"

namespace uptake {
namespace {

Month month_of_wave(int year) { return year == 2016 ? wave_2016 : wave_2021; }

/// Tables 1-14, and the footnotes that test what Tables 5, 6, 11 and 12 show.
bool is_of_a_table(const Target& t) {
  if (t.table.starts_with("T")) return true;
  const bool of_support = t.variable == "partner_support" || t.variable == "network_support";
  return t.table == "text" && of_support && (t.measure == "chi2" || t.measure == "p_value");
}

/// A change from 2016 to 2021 needs both.
bool compares_waves(const Target& t) {
  return t.measure == "pp_change" ||
         ((t.measure == "chi2" || t.measure == "p_value") && t.category != "trend");
}

/// The middle of those that are there: the mean of two in the middle, infinite ones too.
double median(std::vector<double> values) {
  std::erase_if(values, [](double x) { return std::isnan(x); });
  if (values.empty()) return no_figure;
  std::ranges::sort(values);
  const std::size_t half = values.size() / 2;
  if (values.size() % 2 == 1 || values[half - 1] == values[half]) return values[half];
  return (values[half - 1] + values[half]) / 2;
}

/// Where the middle 90 % lie; of fewer than two nothing.
Interval spread(std::vector<double> values) {
  std::erase_if(values, [](double x) { return !std::isfinite(x); });
  if (values.size() < 2) return {no_figure, no_figure};
  std::ranges::sort(values);
  return {quantile(values, 0.05), quantile(values, 0.95)};
}

template <class Runs, class Member>
std::vector<double> over(const Runs& runs, Member member) {
  std::vector<double> values;
  for (const auto& run : runs) values.push_back(member(run));
  return values;
}

TableNumber number_of(const Target& target, std::size_t t, const std::vector<RunFigures>& runs) {
  TableNumber number;
  number.target = t;
  if (is_percentage(target) && target.n && *target.n > 0) {
    const Interval published = wilson_interval(target.value / 100, *target.n / design_effect);
    number.published_low = 100 * published.low;
    number.published_high = 100 * published.high;
  } else if (target.ci_low && target.ci_high) {
    number.published_low = *target.ci_low;
    number.published_high = *target.ci_high;
  }
  const auto of = [&](double RunFigure::* member) {
    return over(runs, [&](const RunFigures& run) { return run.by_target[t].*member; });
  };
  const std::vector<double> values = of(&RunFigure::value);
  number.runs = static_cast<int>(std::ranges::count_if(values, [](double x) { return !std::isnan(x); }));
  for (double RunFigure::* member :
       {&RunFigure::value, &RunFigure::n, &RunFigure::low, &RunFigure::high, &RunFigure::p})
    number.simulated.*member = median(of(member));
  const Interval middle = spread(values);
  number.spread_low = middle.low;
  number.spread_high = middle.high;
  return number;
}

/// Why rows of tables have no simulated counterpart, by target.
std::map<std::size_t, std::string> reasons(const std::vector<Target>& targets) {
  std::map<std::size_t, std::string> why;
  for (const Untabulated& u : untabulated(targets)) {
    if (is_percentage(targets[u.target])) why[u.target] = u.reason;
  }
  for (const Untabulated& u : unregressed(targets)) why[u.target] = u.reason;
  return why;
}

std::vector<TableInequality> inequality_of(const std::vector<Target>& targets,
                                           const std::vector<RunFigures>& runs) {
  std::vector<double> percent, n;
  for (const Target& t : targets) {
    percent.push_back(is_percentage(t) ? t.value : no_figure);
    n.push_back(t.n.value_or(no_figure));
  }
  std::vector<TableInequality> all;
  for (const Inequality& printed : inequalities(targets, percent, n)) {
    TableInequality one{printed.ranking, printed.domain, printed.year, printed.use.index};
    std::vector<double> simulated;
    for (const RunFigures& run : runs) {
      for (const Inequality& i : run.inequality) {
        if (i.ranking == one.ranking && i.domain == one.domain && i.year == one.year)
          simulated.push_back(i.use.index);
      }
    }
    one.simulated = median(simulated);
    const Interval middle = spread(simulated);
    one.spread_low = middle.low;
    one.spread_high = middle.high;
    all.push_back(one);
  }
  return all;
}

}  // namespace

std::optional<bool> TableNumber::inside() const {
  if (std::isnan(simulated.value) || std::isnan(published_low)) return std::nullopt;
  return simulated.value >= published_low && simulated.value <= published_high;
}

void check_waves(const Study& study, const std::vector<int>& waves) {
  Problems problems;
  const Scenario& scenario = study.scenarios.front();
  for (const int year : waves) {
    if (scenario.until > month_of_wave(year)) continue;
    problems.add(scenario.file.string(), 0, 0,
                 fmt::format("runs until {}, before the survey of {} is taken; expected a later 'until'{}",
                             month_text(scenario.until), month_text(month_of_wave(year)),
                             year == 2021 && scenario.until > wave_2016 ? ", or --wave 2016" : ""));
  }
  problems.throw_if_any();
}

std::vector<RunFigures> table_runs(const Study& study, const TableSettings& settings, Progress::Show show) {
  check_waves(study, settings.waves);
  SurveySettings survey = study.survey;
  survey.sampling_noise = settings.respondents == Respondents::survey;
  std::vector<RunFigures> all(planned_runs(study.plan).size());
  for_each_run(
      study, show, [&](std::size_t number, const RunId& run, const Families& families, bool parallel) {
        const Scenario drawn = with_draw(study.scenarios.front(), study.evidence, study.posterior, run.draw);
        std::vector<Answers> answers;
        const World end =
            uptake::run(inputs_of(study, run, drawn, families, parallel), [&](const World& now) {
              if (interrupted()) throw Interrupted{};
              for (const int year : settings.waves) {
                if (now.now != month_of_wave(year)) continue;
                answers.push_back(ask(now, year == 2016 ? Wave::w2016 : Wave::w2021, survey));
              }
            });
        all[number] = figures_of(study.targets, answers, settings.respondents, settings.intervals,
                                 end.real_per_simulated);
      });
  return all;
}

ReportTables tables_of(const Study& study, const TableSettings& settings,
                       const std::vector<RunFigures>& runs) {
  const std::vector<Target>& targets = study.targets;
  ReportTables all;
  all.settings = settings;
  all.runs = static_cast<int>(runs.size());
  all.draws = study.plan.draws;
  all.populations = std::min(study.plan.populations, all.runs);
  all.families = study.plan.families;
  all.region = region_of(study.evidence.folder);
  const auto why = reasons(targets);
  for (std::size_t t = 0; t < targets.size(); ++t) {
    const Target& target = targets[t];
    const bool asked = std::ranges::find(settings.waves, target.year) != settings.waves.end();
    if (!is_of_a_table(target) || !asked || (compares_waves(target) && settings.waves.size() < 2)) continue;
    TableNumber number = number_of(target, t, runs);
    if (number.runs == 0) {
      const auto at = why.find(t);
      const bool test = target.measure == "chi2" || target.measure == "p_value";
      number.why = at != why.end() ? at->second
                   : test && settings.respondents == Respondents::everyone
                       ? "is a test: nobody was sampled"
                       : "could not be estimated in any run";
    }
    all.numbers.push_back(std::move(number));
  }
  for (TableInequality& i : inequality_of(targets, runs)) {
    if (std::ranges::find(settings.waves, i.year) != settings.waves.end()) all.inequality.push_back(i);
  }
  for (const RunFigures& run : runs) {
    for (const std::string& said : run.said) ++all.said[said];
  }
  return all;
}

}  // namespace uptake
