// SPDX-License-Identifier: Apache-2.0
#include "analysis/fit/fit.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <nlohmann/json.hpp>
#include <optional>
#include <tuple>

#include "analysis/compare/interval.hpp"
#include "analysis/experiment/each_run.hpp"
#include "analysis/fit/judge.hpp"
#include "sim/base/math.hpp"
#include "sim/pathway/gates.hpp"

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
  } else {
    r.se = binomial_error(row, r.published);
    r.z = r.se > 0 ? (r.published - r.median) / r.se : 0;
  }
  r.close = close_to_printed(row, target, r.median);
  return r;
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
      const std::optional<double> then = results[i].fit[from.target], now = results[i].fit[to.target];
      const std::optional<double> before = compared(from, then), after = compared(to, now);
      if (!then || !now || !before || !after) continue;
      simulated.push_back(*now - *then);
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
  // years, domains and gates in their order, whatever order a run's figures have
  std::ranges::sort(all, {}, [](const GateFit& gate) {
    return std::tuple(gate.year, std::ranges::find(domain_codes, gate.domain) - domain_codes.begin(),
                      std::ranges::find(gate_registry, gate.gate, &GateInfo::code) - gate_registry.begin());
  });
  return all;
}

const char* word(Verdict v) {
  return v == Verdict::pass ? "pass" : v == Verdict::miss ? "MISS" : "not tested";
}

}  // namespace

double true_model_close() { return 2 * normal_cdf(1.96 / std::sqrt(design_effect)) - 1; }

void keep_for_fit(RunResult& result, const std::vector<int>& waves) {
  std::erase_if(result.values, [&](const RunResult::Value& value) { return !is_shown(value, waves); });
  result.contacts.clear();
}

std::vector<RunResult> fit_runs(const Study& study, const std::vector<int>& waves, Progress::Show show) {
  std::vector<RunResult> results(planned_runs(study.plan).size());
  for_each_run(study, show, [&](std::size_t i, const RunId& run, const Families& families, bool parallel) {
    results[i] = run_one(study, run, families, parallel);
    keep_for_fit(results[i], waves);
  });
  return results;
}

Fit fit_of(const Study& study, const std::vector<int>& waves, const std::vector<RunResult>& results) {
  Fit fit;
  fit.posterior = study.posterior.name;
  fit.fitted_waves = study.posterior.waves;
  fit.widened = study.posterior.widened;
  fit.fitted = study.posterior.tables;
  fit.left_out = study.posterior.held_out;
  fit.runs = static_cast<int>(results.size());
  fit.draws = study.plan.draws;
  fit.populations = std::min(study.plan.populations, fit.runs);
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

/// More rows close than a true model would have, and more than chance lets it have in one table of twenty.
/// Rates stand for percentages; rows that share respondents make this happen a little more often.
bool too_good(const Coverage& c) {
  const bool percentage = c.measure == "rate" || c.measure == "share";
  return percentage && c.used > 0 && c.close > over_fitted * c.rows &&
         exp_fixed(c.rows * log_fixed(true_model_close())) < 0.05;
}

/// The changes whose sign is looked at: printed ones beyond one standard error.
std::string changes_text(const Fit& fit, const std::vector<Target>& targets) {
  std::string text;
  for (const ChangeFit& c : fit.changes) {
    if (std::abs(c.published) < c.se) continue;
    if (text.empty())
      text = fmt::format("\n{:56} {:>9} {:>6} {:>9} {:>7} {:>7}\n", "changes from 2016 to 2021, points",
                         "published", "se", "simulated", "low", "high");
    const Target& t = targets[c.target];
    text += fmt::format("{:56} {:+9.1f} {:6.1f} {:+9.1f} {:+7.1f} {:+7.1f}{}\n",
                        fmt::format("{} {} {} {}", t.table, t.domain, t.variable, t.category), c.published,
                        c.se, c.median, c.low, c.high, c.published * c.median > 0 ? "" : "  wrong sign");
  }
  return text;
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
    text += fmt::format("{:20} {:5} {:12.0f} % {:14.0f} % {:8.3g}{}\n",
                        fmt::format("{} {} {}", c.table, c.measure, c.year), c.rows, 100.0 * c.close / c.rows,
                        100.0 * c.predicted / c.rows, c.rmse, too_good(c) ? "  over-fitted?" : "");
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
  text += changes_text(fit, targets);
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
  text += fmt::format("\n{} draws of posterior '{}'{}, {} populations of {:g} families\n", fit.draws,
                      fit.posterior, fit.widened == 1 ? "" : fmt::format(" (widened by {:g})", fit.widened),
                      fit.populations, fit.families);
  return text;
}

}  // namespace uptake
