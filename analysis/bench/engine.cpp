// SPDX-License-Identifier: Apache-2.0
#include "analysis/bench/engine.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <stdexcept>
#include <utility>

#include "analysis/bench/clock.hpp"
#include "analysis/experiment/run_inputs.hpp"
#include "sim/base/cpu.hpp"
#include "sim/base/interrupt.hpp"
#include "sim/population/build.hpp"
#include "sim/survey/register.hpp"
#include "sim/world/ensemble.hpp"
#include "sim/world/run.hpp"
#include "sim/world/step_order.hpp"

namespace uptake::bench {
namespace {

void go_on() {
  if (interrupted()) throw Interrupted{};
}

/// What a study's run looks at. Returns how often.
int observe(const World& world, const SurveySettings& survey, std::vector<MeasureRow>& rows) {
  int n = 0;
  for (const auto& [month, wave] : {std::pair{wave_2016, Wave::w2016}, std::pair{wave_2021, Wave::w2021}}) {
    if (world.now != month) continue;
    (void)ask(world, wave, survey);
    ++n;
  }
  if (calendar_month_of(world.now) == 12 && year_of(world.now) >= first_recorded_year) {
    count_year(world, rows);
    ++n;
  }
  return n;
}

/// CPU seconds by stage, the observation last; and the parents present, summed over the months.
struct RunTimes {
  std::vector<double> stage_s;
  double parent_months = 0;
  double state_bytes = 0;
  MonthEvents events;
  [[nodiscard]] double cpu_s() const {
    double sum = 0;
    for (const double s : stage_s) sum += s;
    return sum;
  }
};

/// Who are settled and bounded anew by this month's pass over everybody, before it.
void count_renewals(const World& world, MonthEvents& events) {
  for (const ParentId i : world.present) {
    events.bounded += world.now >= world.bounded_until[i] ? 1 : 0;
    events.settled += world.now >= world.settled_until[i] ? 1 : 0;
  }
}
/// What else of a month nothing else tells later, after it.
void count_month(const World& world, MonthEvents& events) {
  events.entering += static_cast<double>(world.entering.size());
  events.contacts += static_cast<double>(world.seen.size());
  for (const Queue& queue : world.queues) events.waiting += static_cast<double>(queue.tickets.size());
}

/// What happened in a run, a parent-month; `events`: counted on the way.
MonthEvents events_of(const World& world, MonthEvents events, double parent_months) {
  for (const YearCounts& year : world.years) {
    for (const auto& by_gate : year.journeys) {
      events.unseen += by_gate[static_cast<std::size_t>(Gate::recognise)];
      for (std::size_t g = static_cast<std::size_t>(Gate::informal); g <= n_gates; ++g)
        events.journeys += by_gate[g];
    }
    for (const double started : year.started) events.episodes += started;
  }
  const Network& network = *world.in.network;
  events.ties = 2 * static_cast<double>(network.n_ties()) / static_cast<double>(network.n_parents());
  events.talks = events.episodes * events.ties;
  events.changes = world.in.population->change_begin[static_cast<std::size_t>(world.now)];
  for (const ParentId i : world.present) events.with_news += (world.marks[i] & has_news) != 0 ? 1 : 0;
  events.with_news /= std::max(1.0, static_cast<double>(world.present.size()));
  for (double* count :
       {&events.unseen, &events.journeys, &events.episodes, &events.talks, &events.changes, &events.entering,
        &events.settled, &events.bounded, &events.contacts, &events.waiting, &events.observed})
    *count /= parent_months;
  return events;
}

RunTimes live_timed(const RunInputs& inputs, const SurveySettings& survey) {
  const auto stages = step_order();
  RunTimes lived;
  lived.stage_s.assign(stages.size() + 1, 0);
  std::vector<MeasureRow> rows;
  const double before = allocated_bytes();
  World world(inputs);
  lived.state_bytes = allocated_bytes() - before;
  double last = 0;
  const auto lap = [&](std::size_t stage) {
    const double now = cpu_seconds();
    lived.stage_s[stage] += now - last;
    last = now;
  };
  for (; world.now < inputs.until; ++world.now) {
    go_on();
    for (std::size_t s = 0; s < stages.size(); ++s) {
      if (stages[s].run == needs) count_renewals(world, lived.events);
      last = cpu_seconds();
      stages[s].run(world);
      lap(s);
    }
    const int looked = observe(world, survey, rows);
    lap(stages.size());
    const auto n_present = static_cast<double>(world.present.size());
    lived.parent_months += n_present;
    lived.events.observed += looked * n_present;
    count_month(world, lived.events);
  }
  // What levers made necessary on the way; the record of use, which grows with the years, is not a parent's.
  lived.state_bytes += static_cast<double>(world.boosts.capacity() * sizeof(Boosts));
  lived.events = events_of(world, lived.events, lived.parent_months);
  return lived;
}

void live(RunInputs inputs, bool parallel, const SurveySettings& survey) {
  inputs.parallel = parallel;
  std::vector<MeasureRow> rows;
  (void)run(inputs, [&](const World& world) {
    go_on();
    (void)observe(world, survey, rows);
  });
}

/// Work on that many threads; an interruption goes on to the caller.
void on_threads(std::size_t n_jobs, int threads, const std::function<void(std::size_t)>& job) {
  const EnsembleOutcome outcome = run_ensemble(n_jobs, threads, job);
  if (outcome.stopped) throw Interrupted{};
  if (!outcome.failures.empty()) throw std::runtime_error(outcome.failures.front().message);
}

/// The elapsed time of a run with one thread over that with several.
double speedup(const RunInputs& alone, int threads, const SurveySettings& survey) {
  const double one = elapsed_of([&] { live(alone, false, survey); });
  double all = 0;
  on_threads(1, threads, [&](std::size_t) { all = elapsed_of([&] { live(alone, true, survey); }); });
  return one / all;
}

/// CPU seconds a run of an ensemble that keeps all threads busy twice.
double ensemble_run_cpu_s(const RunInputs& alone, int threads, const SurveySettings& survey) {
  const std::size_t n_runs = 2 * static_cast<std::size_t>(threads);
  const double all = cpu_of([&] {
    on_threads(n_runs, threads, [&](std::size_t i) {
      RunInputs own = alone;
      own.key.stream += static_cast<std::uint32_t>(i);
      live(own, false, survey);
    });
  });
  return all / static_cast<double>(n_runs);
}

/// The medians, stage by stage.
void keep_medians(const std::vector<RunTimes>& all, EngineFigures& figures) {
  const auto stages = step_order();
  std::vector<double> total;
  for (const RunTimes& one : all) total.push_back(one.cpu_s());
  figures.run_cpu_s = median(total);
  for (std::size_t s = 0; s <= stages.size(); ++s) {
    std::vector<double> times;
    for (const RunTimes& one : all) times.push_back(one.stage_s[s]);
    figures.stages.push_back({s < stages.size() ? stages[s].name : "observation", median(times)});
  }
}

}  // namespace

EngineFigures measure_engine(const Study& study, const BenchPlan& plan,
                             const std::function<void(const std::string&)>& told) {
  EngineFigures figures;
  const auto begin = [&](const std::string& step) {
    go_on();
    told(step);
  };
  begin("the margins' fit");
  WeightsSolution weights;
  figures.weights_cpu_s = cpu_of([&] { weights = solve_weights(study.population); });

  const Municipalities& towns = study.evidence.municipalities;
  std::vector<double> share;
  for (const Municipality& town : towns.list) share.push_back(town.family_share);
  Families families;
  begin("population");
  double before = allocated_bytes();
  figures.population_cpu_s = cpu_of([&] {
    families.population = build_population({population_seed(study.plan.seed, 0), study.plan.families},
                                           study.population, share, weights);
  });
  figures.n_parents = families.population.n_parents();
  figures.families = families.population.families_2016;
  figures.population_bytes_per_parent = (allocated_bytes() - before) / static_cast<double>(figures.n_parents);
  begin("network");
  before = allocated_bytes();
  figures.network_cpu_s = cpu_of([&] {
    families.network =
        build_network(families.population, towns.region, study.network, network_key(study.plan.seed, 0));
  });
  figures.n_ties = families.network.n_ties();
  figures.bytes_per_tie = (allocated_bytes() - before) / static_cast<double>(figures.n_ties);

  const RunId first{};
  const Scenario drawn = with_draw(study.scenarios.front(), study.evidence, study.posterior, 0);
  const RunInputs alone = inputs_of(study, first, drawn, families, false);
  const int months = static_cast<int>(alone.until) - static_cast<int>(first_month);

  std::vector<RunTimes> lived;
  std::vector<double> ceilings, speedups, ensemble_s;
  for (int r = 0; r < plan.repeats; ++r) {
    begin(fmt::format("turn {} of {}: a run, the machine's ceiling, {} threads, an ensemble", r + 1,
                      plan.repeats, plan.threads));
    lived.push_back(live_timed(alone, study.survey));
    if (r == 0) figures.peak_rss_bytes = peak_rss();  // before the ceiling takes as much again
    const auto present =
        static_cast<std::size_t>(lived.back().parent_months / static_cast<double>(std::max(months, 1)));
    const double all_bytes = lived.back().state_bytes +
                             figures.population_bytes_per_parent * static_cast<double>(figures.n_parents);
    ceilings.push_back(
        measure_ceiling(month_traffic(lived.back().events), present, std::max(1, months), all_bytes)
            .additive_s());
    if (plan.threads == 1) {  // nobody beside it: the run alone
      ensemble_s.push_back(lived.back().cpu_s());
      continue;
    }
    speedups.push_back(speedup(alone, plan.threads, study.survey));
    ensemble_s.push_back(ensemble_run_cpu_s(alone, plan.threads, study.survey));
  }
  keep_medians(lived, figures);
  figures.parent_months = lived.front().parent_months;
  figures.bytes_per_parent = lived.front().state_bytes / static_cast<double>(figures.n_parents);
  figures.ceiling_additive_s = median(ceilings);
  figures.traffic = month_traffic(lived.front().events);
  figures.speedup = speedups.empty() ? 1 : median(speedups);
  figures.ensemble_run_cpu_s = median(ensemble_s);
  figures.avx2 = has_avx2();
  return figures;
}

}  // namespace uptake::bench
