// SPDX-License-Identifier: Apache-2.0
#include "analysis/fit/fit.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <mutex>
#include <nlohmann/json.hpp>
#include <optional>
#include <stdexcept>

#include "analysis/compare/interval.hpp"
#include "sim/base/interrupt.hpp"
#include "sim/base/math.hpp"
#include "sim/world/ensemble.hpp"

namespace uptake {
namespace {

constexpr std::uint32_t noise_per_run = 25;  ///< surveys drawn around each run, for the predictive interval

/// What survey k of those drawn around a run prints, on the row's own scale.
double drawn_around(const Observed& row, double scaled, std::size_t run, std::uint32_t k) {
  const double e = normal({1, k}, static_cast<std::uint32_t>(run), static_cast<Month>(row.target % 1024),
                          Purpose::observation_noise);
  return scaled + row.se * e;
}

/// `simulated`: on the printed scale; `scaled`: the same on the row's own.
TargetFit compare_row(const Observed& row, const Target& target, std::vector<double> simulated,
                      const std::vector<double>& scaled, const Posterior& posterior) {
  TargetFit r;
  r.target = row.target;
  r.role = role_in(posterior, target);
  r.odds = row.odds;
  r.published = target.value;
  std::vector<double> predictive;
  for (std::size_t i = 0; i < scaled.size(); ++i) {
    for (std::uint32_t k = 0; k < noise_per_run; ++k)
      predictive.push_back(drawn_around(row, scaled[i], i, k));
  }
  std::sort(predictive.begin(), predictive.end());
  std::sort(simulated.begin(), simulated.end());
  for (const double s : simulated) r.mean += s / static_cast<double>(simulated.size());
  r.median = quantile(simulated, 0.5);
  r.low = printed_scale(row, quantile(predictive, 0.05));
  r.high = printed_scale(row, quantile(predictive, 0.95));
  r.pit = static_cast<double>(std::lower_bound(predictive.begin(), predictive.end(), row.z) -
                              predictive.begin()) /
          static_cast<double>(predictive.size());
  if (row.odds) {
    r.se = row.se;
    r.z = (row.z - log_fixed(r.median)) / row.se;
    r.close = target.ci_low && target.ci_high && r.median >= *target.ci_low && r.median <= *target.ci_high;
  } else {
    r.se = std::sqrt(r.published * (100 - r.published) / row.n);
    r.z = r.se > 0 ? (r.published - r.median) / r.se : 0;
    r.close = std::abs(r.z) < 1.96;
  }
  return r;
}

std::vector<Coverage> coverage_of(const std::vector<TargetFit>& rows, const std::vector<Target>& targets) {
  std::map<std::tuple<std::string, std::string, int>, Coverage> by;
  for (const TargetFit& r : rows) {
    const Target& t = targets[r.target];
    Coverage& c = by[{t.table, t.measure, t.year}];
    c.table = t.table;
    c.measure = t.measure;
    c.year = t.year;
    ++c.rows;
    c.close += r.close ? 1 : 0;
    c.used += r.role == "used" ? 1 : 0;
    c.predicted += r.pit > 0.05 && r.pit < 0.95 ? 1 : 0;
    const double error = r.odds ? log_fixed(r.median / r.published) : r.median - r.published;
    c.rmse += error * error;
  }
  std::vector<Coverage> all;
  for (auto& [key, c] : by) {
    c.rmse = std::sqrt(c.rmse / c.rows);
    all.push_back(c);
  }
  return all;
}

/// The rows of a table and measure that are close, and how many there are.
struct Count {
  int close = 0, rows = 0;
  [[nodiscard]] double share() const { return rows > 0 ? static_cast<double>(close) / rows : 0; }
};
template <class Which>
Count count(const std::vector<TargetFit>& rows, const std::vector<Target>& targets, Which which) {
  Count c;
  for (const TargetFit& r : rows) {
    if (!which(targets[r.target])) continue;
    ++c.rows;
    c.close += r.close ? 1 : 0;
  }
  return c;
}

const TargetFit* row_of(const std::vector<TargetFit>& rows, const std::vector<Target>& targets,
                        const Target& like, int year) {
  for (const TargetFit& r : rows) {
    const Target& t = targets[r.target];
    if (t.table == like.table && t.domain == like.domain && t.measure == like.measure &&
        t.sample == like.sample && t.variable == like.variable && t.category == like.category &&
        t.year == year)
      return &r;
  }
  return nullptr;
}

Pattern pattern(std::string code, std::string en, std::string nl, Count c, double wanted) {
  Pattern p{std::move(code), std::move(en), std::move(nl), {}, Verdict::not_tested};
  if (c.rows == 0) return p;
  p.verdict = c.share() >= wanted ? Verdict::pass : Verdict::miss;
  p.close = c.close;
  p.rows = c.rows;
  p.wanted = wanted;
  p.detail =
      fmt::format("{} of {} ({:.0f} %; wanted {:.0f} %)", c.close, c.rows, 100 * c.share(), 100 * wanted);
  return p;
}

/// The signs of changes from 2016 to 2021 where the printed change is beyond one standard error.
template <class Which>
Count signs_of_changes(const std::vector<TargetFit>& rows, const std::vector<Target>& targets, Which which) {
  Count signs;
  for (const TargetFit& later : rows) {
    const Target& t = targets[later.target];
    if (t.year != 2021 || !which(t)) continue;
    const TargetFit* earlier = row_of(rows, targets, t, 2016);
    if (earlier == nullptr) continue;
    const double printed = later.published - earlier->published;
    const double se = std::sqrt(later.se * later.se + earlier->se * earlier->se);
    if (std::abs(printed) < se) continue;
    ++signs.rows;
    signs.close += (later.median - earlier->median) * printed > 0 ? 1 : 0;
  }
  return signs;
}

std::vector<Pattern> patterns_of(const std::vector<TargetFit>& rows, const std::vector<Target>& targets) {
  const auto in = [](const Target& t, std::initializer_list<std::string_view> tables) {
    return std::find(tables.begin(), tables.end(), t.table) != tables.end();
  };
  std::vector<Pattern> all;
  all.push_back(pattern(
      "P1", "ever used, by background, both domains and waves",
      "ooit gebruikt, naar achtergrond, beide domeinen en golven",
      count(rows, targets, [&](const Target& t) { return in(t, {"T4", "T10"}) && t.measure == "rate"; }),
      0.9));
  all.push_back(pattern("P2", "for which relationship, and when", "voor welke relatie, en wanneer",
                        count(rows, targets, [&](const Target& t) { return in(t, {"T1", "T8"}); }), 0.9));
  all.push_back(pattern("P3", "which types of service", "welke soorten diensten",
                        count(rows, targets, [&](const Target& t) { return in(t, {"T2", "T9"}); }), 0.9));
  all.push_back(pattern(
      "P3c", "which types rose and which did not (signs of changes beyond one error)",
      "welke soorten stegen en welke niet (teken van veranderingen voorbij één fout)",
      signs_of_changes(rows, targets, [](const Target& t) { return fits_choice_constants(t); }), 0.8));
  all.push_back(pattern("P4", "how much it helped", "hoeveel het hielp",
                        count(rows, targets, [&](const Target& t) { return in(t, {"T3", "F3"}); }), 0.9));
  all.push_back(pattern("P5", "odds ratios of the full models", "odds ratio's van de volledige modellen",
                        count(rows, targets, [&](const Target& t) { return in(t, {"T7", "T13"}); }), 0.85));
  all.push_back(pattern(
      "P6", "partner and network support against use", "steun van partner en netwerk tegenover gebruik",
      count(rows, targets, [&](const Target& t) { return in(t, {"T5", "T6", "T11", "T12"}); }), 0.85));
  all.push_back(pattern("P7", "why not", "waarom niet",
                        count(rows, targets, [&](const Target& t) { return t.variable == "nonuse_reason"; }),
                        0.75));
  all.push_back(pattern(
      "P8", "worries by level", "zorgen naar niveau",
      count(rows, targets, [&](const Target& t) { return t.variable == "worries" && t.measure == "share"; }),
      0.9));
  for (const auto& [code, en, nl] :
       {std::array{"P9", "high need without professional help", "hoge nood zonder professionele hulp"},
        std::array{"P10", "use without need", "gebruik zonder nood"},
        std::array{"P11", "universal contacts", "universele contacten"}})
    all.push_back({code, en, nl, "no row of the survey's tables", Verdict::not_tested});

  const Count signs = signs_of_changes(
      rows, targets, [&](const Target& t) { return t.measure == "rate" && in(t, {"T4", "T10"}); });
  all.push_back(pattern("P12", "who rose and who did not (signs of changes beyond one error)",
                        "wie steeg en wie niet (teken van veranderingen voorbij één fout)", signs, 0.8));
  return all;
}

double spearman(std::vector<double> a, std::vector<double> b) {
  const auto ranks = [](const std::vector<double>& values) {
    std::vector<double> rank(values.size());
    for (std::size_t i = 0; i < values.size(); ++i) {
      for (const double other : values) rank[i] += other < values[i] ? 1 : other == values[i] ? 0.5 : 0;
    }
    return rank;
  };
  a = ranks(a);
  b = ranks(b);
  double sa = 0, sb = 0, saa = 0, sbb = 0, sab = 0;
  const auto n = static_cast<double>(a.size());
  for (std::size_t i = 0; i < a.size(); ++i) {
    sa += a[i];
    sb += b[i];
    saa += a[i] * a[i];
    sbb += b[i] * b[i];
    sab += a[i] * b[i];
  }
  const double scale = std::sqrt((saa - sa * sa / n) * (sbb - sb * sb / n));
  return scale > 0 ? (sab - sa * sb / n) / scale : 0;
}

/// p percent, moved by a log odds.
double moved(double p, double by) { return 100 * logistic(logit(p / 100) + by); }
double log_odds_between(double from, double to) { return logit(to / 100) - logit(from / 100); }

std::vector<Forecast> forecasts_of(const std::vector<TargetFit>& rows, const std::vector<Target>& targets,
                                   const Posterior& posterior) {
  std::vector<Forecast> all;
  if (posterior.waves.size() != 1) return all;
  const int fitted = posterior.waves.front();
  for (const auto& [domain, table] : {std::pair{"relationship", "T4"}, std::pair{"parenting", "T10"}}) {
    Forecast f;
    f.domain = domain;
    f.fitted = fitted;
    f.foreseen = fitted == 2016 ? 2021 : 2016;
    const auto total = [&](int year) -> const TargetFit* {
      for (const TargetFit& r : rows) {
        const Target& t = targets[r.target];
        if (t.table == table && t.year == year && t.measure == "rate" && t.variable == "total") return &r;
      }
      return nullptr;
    };
    const TargetFit* then = total(f.foreseen);
    const TargetFit* now = total(fitted);
    if (then == nullptr || now == nullptr) continue;
    f.total_published = then->published;
    f.total_mean = then->mean;
    f.total_low = then->low;
    f.total_high = then->high;
    const double rise = log_odds_between(now->published, then->published);
    const double level = log_odds_between(then->mean, then->published);
    std::vector<double> printed, simulated;
    for (const TargetFit& r : rows) {
      const Target& t = targets[r.target];
      if (t.table != table || t.year != f.foreseen || t.measure != "rate" || t.variable == "total") continue;
      const TargetFit* before = row_of(rows, targets, t, fitted);
      if (before == nullptr) continue;
      ++f.rows;
      const auto square = [](double x) { return x * x; };
      f.rmse += square(r.mean - r.published);
      f.rmse_level += square(moved(r.mean, level) - r.published);
      f.rmse_same += square(before->published - r.published);
      f.rmse_uniform += square(moved(before->published, rise) - r.published);
      f.close += std::abs(r.mean - r.published) < 1.96 * r.se ? 1 : 0;
      f.predicted += r.pit > 0.05 && r.pit < 0.95 ? 1 : 0;
      printed.push_back(r.published - before->published);
      simulated.push_back(r.mean - before->mean);
      if (std::abs(printed.back()) > std::sqrt(r.se * r.se + before->se * before->se)) {
        ++f.sign_rows;
        f.signs += printed.back() * simulated.back() > 0 ? 1 : 0;
      }
    }
    if (f.rows == 0) continue;
    for (double* sum : {&f.rmse, &f.rmse_level, &f.rmse_same, &f.rmse_uniform})
      *sum = std::sqrt(*sum / f.rows);
    f.close /= f.rows;
    f.predicted /= f.rows;
    f.rank_correlation = spearman(printed, simulated);
    all.push_back(f);
  }
  return all;
}

/// Of the rates by background that both waves have.
std::vector<ChangeFit> changes_of(const std::vector<TargetFit>& rows, const std::vector<Target>& targets,
                                  const std::vector<Observed>& observed,
                                  const std::vector<RunResult>& results) {
  const auto of = [&](const TargetFit& r) {
    return *std::find_if(observed.begin(), observed.end(),
                         [&](const Observed& o) { return o.target == r.target; });
  };
  std::vector<ChangeFit> all;
  for (const TargetFit& later : rows) {
    const Target& t = targets[later.target];
    if (t.year != 2021 || t.measure != "rate" || (t.table != "T4" && t.table != "T10")) continue;
    const TargetFit* earlier = row_of(rows, targets, t, 2016);
    if (earlier == nullptr) continue;
    const Observed from = of(*earlier), to = of(later);
    std::vector<double> simulated, predictive;
    for (std::size_t i = 0; i < results.size(); ++i) {
      const std::optional<double> before = compared(from, results[i].fit[from.target]);
      const std::optional<double> after = compared(to, results[i].fit[to.target]);
      if (!before || !after) continue;
      simulated.push_back(*results[i].fit[to.target] - *results[i].fit[from.target]);
      for (std::uint32_t k = 0; k < noise_per_run; ++k)
        predictive.push_back(printed_scale(to, drawn_around(to, *after, i, k)) -
                             printed_scale(from, drawn_around(from, *before, i, k)));
    }
    if (simulated.empty()) continue;
    std::sort(simulated.begin(), simulated.end());
    std::sort(predictive.begin(), predictive.end());
    all.push_back({.target = later.target,
                   .role = later.role,
                   .published = later.published - earlier->published,
                   .se = std::sqrt(later.se * later.se + earlier->se * earlier->se),
                   .median = quantile(simulated, 0.5),
                   .low = quantile(predictive, 0.05),
                   .high = quantile(predictive, 0.95)});
  }
  return all;
}

/// A register's figure that the page shows: journeys of the last full year before a wave that is looked at.
bool is_shown(const RunResult::Value& value, const std::vector<int>& waves) {
  return value.series.measure == "journeys" &&
         std::find(waves.begin(), waves.end(), value.year + 1) != waves.end();
}

std::vector<GateFit> gates_of(const std::vector<RunResult>& results) {
  std::vector<GateFit> all;
  if (results.empty()) return all;
  for (const RunResult::Value& first : results.front().values) {
    GateFit gate{.domain = first.series.domain, .gate = first.series.category, .year = first.year};
    std::vector<double> runs;
    for (const RunResult& result : results) {
      for (const RunResult::Value& value : result.values) {
        if (value.year == first.year && value.series == first.series) runs.push_back(value.value);
      }
    }
    std::sort(runs.begin(), runs.end());
    for (const double x : runs) gate.mean += x / static_cast<double>(runs.size());
    gate.low = quantile(runs, 0.05);
    gate.high = quantile(runs, 0.95);
    all.push_back(std::move(gate));
  }
  return all;
}

const char* word(Verdict v) {
  return v == Verdict::pass ? "pass" : v == Verdict::miss ? "MISS" : "not tested";
}

}  // namespace

double true_model_close() { return 2 * normal_cdf(1.96 / std::sqrt(design_effect)) - 1; }

Fit compute_fit(const Study& study, const std::vector<int>& waves, Progress::Show show) {
  const std::vector<RunId> runs = planned_runs(study.plan);
  const WeightsSolution weights = solve_weights(study.population);
  std::vector<Families> families(static_cast<std::size_t>(
      std::min<std::int64_t>(study.plan.populations, static_cast<std::int64_t>(runs.size()))));
  const auto all_well = [](const EnsembleOutcome& outcome) {
    if (!outcome.failures.empty()) throw std::runtime_error(outcome.failures.front().message);
    if (outcome.stopped) throw Interrupted{};
  };
  {
    Progress progress("making families", families.size(), show);
    all_well(run_ensemble(
        families.size(), study.plan.threads,
        [&](std::size_t i) {
          families[i] = make_families(study, weights, static_cast<int>(i));
          progress.step();
        },
        interrupted));
  }
  std::vector<RunResult> results(runs.size());
  {
    Progress progress("runs", runs.size(), show);
    all_well(run_ensemble(
        runs.size(), study.plan.threads,
        [&](std::size_t i) {
          results[i] = run_one(study, runs[i], families[static_cast<std::size_t>(runs[i].population)], false);
          std::erase_if(results[i].values,
                        [&](const RunResult::Value& value) { return !is_shown(value, waves); });
          results[i].contacts.clear();
          progress.step();
        },
        interrupted));
  }
  Fit fit;
  fit.posterior = study.posterior.name;
  fit.fitted_waves = study.posterior.waves;
  fit.fitted = study.posterior.tables;
  fit.left_out = study.posterior.held_out;
  fit.runs = static_cast<int>(runs.size());
  fit.draws = study.plan.draws;
  fit.populations = static_cast<int>(families.size());
  fit.families = study.plan.families;
  const std::vector<Observed> observed = observed_numbers(study.targets);
  for (const Observed& row : observed) {
    const Target& target = study.targets[row.target];
    if (std::find(waves.begin(), waves.end(), target.year) == waves.end()) continue;
    std::vector<double> simulated, scaled;
    for (const RunResult& result : results) {
      const std::optional<double> value = result.fit[row.target];
      const std::optional<double> own = compared(row, value);
      if (!value || !own) continue;
      simulated.push_back(*value);
      scaled.push_back(*own);
    }
    if (!simulated.empty())
      fit.rows.push_back(compare_row(row, target, std::move(simulated), scaled, study.posterior));
  }
  fit.coverage = coverage_of(fit.rows, study.targets);
  fit.patterns = patterns_of(fit.rows, study.targets);
  fit.forecasts = forecasts_of(fit.rows, study.targets, study.posterior);
  fit.changes = changes_of(fit.rows, study.targets, observed, results);
  fit.gates = gates_of(results);
  return fit;
}

nlohmann::ordered_json fit_json(const Fit& fit, const std::vector<Target>& targets) {
  nlohmann::ordered_json out{{"posterior", fit.posterior},
                             {"waves_fitted", fit.fitted_waves},
                             {"tables_fitted", fit.fitted},
                             {"variables_left_out", fit.left_out},
                             {"runs", fit.runs},
                             {"draws", fit.draws},
                             {"populations", fit.populations},
                             {"families", fit.families},
                             {"targets", nlohmann::ordered_json::array()},
                             {"coverage", nlohmann::ordered_json::object()}};
  for (const TargetFit& r : fit.rows) {
    const Target& t = targets[r.target];
    const double unit = r.odds ? 1 : 0.01;  // fractions for rates and shares
    out["targets"].push_back({{"table", t.table},
                              {"domain", t.domain},
                              {"year", t.year},
                              {"sample", t.sample},
                              {"measure", t.measure},
                              {"variable", t.variable},
                              {"category", t.category},
                              {"published", r.published * unit},
                              {"se", r.odds ? r.se : r.se * unit},
                              {"sim_mean", r.mean * unit},
                              {"sim_median", r.median * unit},
                              {"sim_lo", r.low * unit},
                              {"sim_hi", r.high * unit},
                              {"z", r.z},
                              {"pit", r.pit},
                              {"close", r.close},
                              {"role", r.role}});
  }
  for (const Coverage& c : fit.coverage) {
    out["coverage"][fmt::format("{} {} {}", c.table, c.measure, c.year)] = {
        {"rows", c.rows},
        {"used", c.used},
        {"within_1_96_se", static_cast<double>(c.close) / c.rows},
        {"within_predictive_90", static_cast<double>(c.predicted) / c.rows},
        {"rmse", c.measure == "odds_ratio" ? c.rmse : c.rmse / 100}};
  }
  for (const Forecast& f : fit.forecasts) {
    out["forecasts"].push_back({{"domain", f.domain},
                                {"fitted", f.fitted},
                                {"foreseen", f.foreseen},
                                {"rows", f.rows},
                                {"rmse", f.rmse / 100},
                                {"rmse_at_true_level", f.rmse_level / 100},
                                {"rmse_as_in_fitted_wave", f.rmse_same / 100},
                                {"rmse_uniform_rise", f.rmse_uniform / 100},
                                {"within_1_96_se", f.close},
                                {"within_predictive_90", f.predicted},
                                {"rank_correlation_of_changes", f.rank_correlation},
                                {"right_signs", f.signs},
                                {"signs_looked_at", f.sign_rows},
                                {"total_published", f.total_published / 100},
                                {"total_mean", f.total_mean / 100},
                                {"total_lo", f.total_low / 100},
                                {"total_hi", f.total_high / 100}});
  }
  out["true_model_within_1_96_se"] = true_model_close();
  out["over_fitted"] = over_fitted;
  for (const Pattern& p : fit.patterns)
    out["patterns"].push_back({{"code", p.code},
                               {"name", p.name_en},
                               {"name_nl", p.name_nl},
                               {"verdict", word(p.verdict)},
                               {"detail", p.detail},
                               {"close", p.close},
                               {"rows", p.rows},
                               {"wanted", p.wanted}});
  out["changes"] = nlohmann::ordered_json::array();
  for (const ChangeFit& c : fit.changes) {
    const Target& t = targets[c.target];
    out["changes"].push_back({{"table", t.table},
                              {"domain", t.domain},
                              {"variable", t.variable},
                              {"category", t.category},
                              {"published", c.published / 100},
                              {"se", c.se / 100},
                              {"sim_median", c.median / 100},
                              {"sim_lo", c.low / 100},
                              {"sim_hi", c.high / 100},
                              {"role", c.role}});
  }
  out["journeys"] = nlohmann::ordered_json::array();
  for (const GateFit& g : fit.gates) {
    out["journeys"].push_back({{"domain", g.domain},
                               {"year", g.year},
                               {"gate", g.gate},
                               {"mean", g.mean},
                               {"low", g.low},
                               {"high", g.high}});
  }
  return out;
}

std::string fit_text(const Fit& fit, const std::vector<Target>& targets) {
  std::string text = fmt::format("{:62} {:>9} {:>7} {:>9} {:>9} {:>9} {:>6}  {}\n", "target", "published",
                                 "se", "simulated", "low", "high", "z", "role");
  const auto line = [&](const TargetFit& r) {
    return fmt::format("{:62} {:9.4g} {:7.3g} {:9.4g} {:9.4g} {:9.4g} {:6.2f}{} {}\n",
                       name_of(targets[r.target]), r.published, r.se, r.median, r.low, r.high, r.z,
                       r.close ? " " : "*", r.role);
  };
  for (const TargetFit& r : fit.rows) text += line(r);
  text +=
      "\nlow, high: 90 % predictive interval (parameters, chance, the survey's sampling). *: not within 1.96 "
      "se.\n";
  text += fmt::format("\n{:20} {:>5} {:>14} {:>16} {:>8}\n", "table", "rows", "within 1.96 se",
                      "in 90 % interval", "rmse");
  for (const Coverage& c : fit.coverage) {
    text += fmt::format("{:20} {:5} {:12.0f} % {:14.0f} % {:8.3g}\n",
                        fmt::format("{} {} {}", c.table, c.measure, c.year), c.rows, 100.0 * c.close / c.rows,
                        100.0 * c.predicted / c.rows, c.rmse);
  }
  text += fmt::format(
      "A true model would have {:.0f} % of percentages within 1.96 se; over {:.0f} % is over-fitting.\n",
      100 * true_model_close(), 100 * over_fitted);
  std::vector<const TargetFit*> worst;
  for (const TargetFit& r : fit.rows) worst.push_back(&r);
  std::stable_sort(worst.begin(), worst.end(),
                   [](const TargetFit* a, const TargetFit* b) { return std::abs(a->z) > std::abs(b->z); });
  text += "\nThe worst ten:\n";
  for (std::size_t i = 0; i < std::min<std::size_t>(10, worst.size()); ++i) text += line(*worst[i]);
  text += "\nPatterns (a pattern that was fitted is no validation):\n";
  for (const Pattern& p : fit.patterns)
    text += fmt::format("{:4} {:10} {}{}\n", p.code, word(p.verdict), p.name_en,
                        p.detail.empty() ? "" : ": " + p.detail);
  for (const Forecast& f : fit.forecasts) {
    text += fmt::format(
        "\nForecast of {} from {}, {}: {} subgroup rates, RMSE {:.2f} points ({:.2f} at the true total); "
        "naive: as in {} "
        "{:.2f}, uniform rise (knows the total) {:.2f}\n  within 1.96 se {:.0f} %, in the 90 % interval "
        "{:.0f} %; rank "
        "correlation of changes {:.2f}; right sign {} of {}; total {:.1f}, foreseen {:.1f} ({:.1f} to "
        "{:.1f})\n",
        f.foreseen, f.fitted, f.domain, f.rows, f.rmse, f.rmse_level, f.fitted, f.rmse_same, f.rmse_uniform,
        100 * f.close, 100 * f.predicted, f.rank_correlation, f.signs, f.sign_rows, f.total_published,
        f.total_mean, f.total_low, f.total_high);
  }
  text += fmt::format("\n{} draws of posterior '{}', {} populations of {:g} families\n", fit.draws,
                      fit.posterior, fit.populations, fit.families);
  return text;
}

}  // namespace uptake
