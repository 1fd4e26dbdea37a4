// SPDX-License-Identifier: Apache-2.0
#include "analysis/calibrate/observation.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "analysis/calibrate/gaussian.hpp"
#include "analysis/estimate/proportion.hpp"
#include "analysis/estimate/regressions.hpp"
#include "sim/base/math.hpp"
#include "sim/survey/tabulate.hpp"

namespace uptake {
namespace {

/// A percentage of n as a logit that is finite at 0 and 100.
double corrected_logit(double percent, double n) {
  const double s = std::clamp(percent, 0.0, 100.0) / 100 * n;
  return log_fixed((s + 0.5) / (n - s + 0.5));
}

/// Of the two samples of a wave the resident one is compared, unless there is only the other.
bool has_resident_twin(std::span<const Target> targets, const Target& t) {
  return t.sample == "all" && find_target(targets, t.table, t.domain, t.year, "resident", t.measure,
                                          t.variable, t.category) != nullptr;
}

}  // namespace

std::vector<Observed> observed_numbers(std::span<const Target> targets) {
  std::vector<std::size_t> cannot;  // each lists what it has no counterpart for among the rows of its kind
  for (const Untabulated& u : untabulated(targets)) {
    if (is_percentage(targets[u.target])) cannot.push_back(u.target);
  }
  for (const Untabulated& u : unregressed(targets)) cannot.push_back(u.target);
  std::vector<Observed> rows;
  for (std::size_t i = 0; i < targets.size(); ++i) {
    const Target& t = targets[i];
    const bool odds = t.measure == "odds_ratio" && t.variable != "total" && t.ci_low && t.ci_high;
    const bool percentage = is_percentage(t) && t.n && *t.n > 0;
    if (!odds && !percentage) continue;
    if (std::find(cannot.begin(), cannot.end(), i) != cannot.end()) continue;
    if (has_resident_twin(targets, t)) continue;
    if (t.note.find("one limit of the interval is wrong") != std::string::npos) continue;
    if (t.note.starts_with("in words:")) continue;  // no figure
    // T1's and T8's totals are printed again in T4 and T10
    if ((t.table == "T1" || t.table == "T8") && t.variable == "total") continue;
    Observed row{.target = i, .odds = odds};
    if (odds) {
      row.z = log_fixed(t.value);
      row.se = (log_fixed(*t.ci_high) - log_fixed(*t.ci_low)) / (2 * z_95);
    } else {
      row.overall = t.variable == "total";
      row.n = *t.n;
      row.z = corrected_logit(t.value, row.n);
      const double p = std::clamp(t.value / 100, 0.5 / row.n, 1 - 0.5 / row.n);
      row.se = std::sqrt(design_effect / (row.n * p * (1 - p)));
    }
    rows.push_back(row);
  }
  return rows;
}

std::optional<double> compared(const Observed& row, std::optional<double> simulated) {
  if (!simulated || !std::isfinite(*simulated)) return std::nullopt;
  if (!row.odds) return corrected_logit(*simulated, row.n);
  if (*simulated <= 0) return std::nullopt;
  return log_fixed(*simulated);
}

double printed_scale(const Observed& row, double y) {
  return row.odds ? exp_fixed(y) : 100 * ((row.n + 1) * logistic(y) - 0.5) / row.n;
}

double binomial_error(const Observed& row, double percent) {
  return std::sqrt(percent * (100 - percent) / row.n);
}

bool close_to_printed(const Observed& row, const Target& target, double simulated) {
  if (row.odds)
    return target.ci_low && target.ci_high && simulated >= *target.ci_low && simulated <= *target.ci_high;
  const double se = binomial_error(row, target.value);
  return se <= 0 || std::abs((target.value - simulated) / se) < 1.96;
}

SurveyCorrelation::SurveyCorrelation(std::span<const Target> targets, const SurveySettings& settings,
                                     std::span<const Observed> rows, int n_surveys)
    : targets_(targets),
      settings_(settings),
      rows_(rows),
      n_surveys_(n_surveys),
      correlation_(Eigen::MatrixXd::Identity(static_cast<Eigen::Index>(rows.size()),
                                             static_cast<Eigen::Index>(rows.size()))) {
  settings_.sampling_noise = true;
}

void SurveyCorrelation::look(const World& world, Wave wave) {
  const int year = wave == Wave::w2016 ? 2016 : 2021;
  std::vector<std::size_t> here;
  for (std::size_t r = 0; r < rows_.size(); ++r) {
    if (targets_[rows_[r].target].year == year) here.push_back(r);
  }
  const auto q = static_cast<Eigen::Index>(here.size());
  Eigen::MatrixXd seen(n_surveys_, q);
  World copy = world;  // its key is what the surveys differ by
  for (int s = 0; s < n_surveys_; ++s) {
    copy.in.key = {hash_id(world.in.key.seed, 0x73757276, static_cast<std::uint32_t>(s)), 0};
    const std::vector<Answers> answers{ask(copy, wave, settings_)};
    std::vector<std::optional<double>> simulated(targets_.size());
    for (const TargetEstimate& e : tabulate(targets_, answers)) simulated[e.target] = e.value;
    for (const TargetEstimate& e : regress(targets_, answers)) simulated[e.target] = e.value;
    for (Eigen::Index k = 0; k < q; ++k) {
      const Observed& row = rows_[here[static_cast<std::size_t>(k)]];
      seen(s, k) = compared(row, simulated[row.target]).value_or(std::nan(""));
    }
  }
  // a row that some surveys could not give (an empty cell) stands at its mean there
  for (Eigen::Index k = 0; k < q; ++k) {
    double sum = 0, n = 0;
    for (int s = 0; s < n_surveys_; ++s) {
      if (!std::isfinite(seen(s, k))) continue;
      sum += seen(s, k);
      ++n;
    }
    for (int s = 0; s < n_surveys_; ++s) {
      if (!std::isfinite(seen(s, k))) seen(s, k) = n > 0 ? sum / n : 0;
    }
  }
  const Eigen::MatrixXd covariance = shrink_to_diagonal(covariance_of(seen), 0.1);
  for (Eigen::Index a = 0; a < q; ++a) {
    for (Eigen::Index b = 0; b < q; ++b) {
      const double scale = std::sqrt(covariance(a, a) * covariance(b, b));
      const double r = a == b ? 1.0 : scale > 0 ? covariance(a, b) / scale : 0.0;
      correlation_(static_cast<Eigen::Index>(here[static_cast<std::size_t>(a)]),
                   static_cast<Eigen::Index>(here[static_cast<std::size_t>(b)])) = r;
    }
  }
}

Eigen::MatrixXd SurveyCorrelation::correlation() const { return correlation_; }

double discrepancy_of(const Observed& row) {
  return row.odds ? discrepancy_odds : row.overall ? discrepancy_overall : discrepancy_percent;
}

Eigen::MatrixXd target_covariance(std::span<const Observed> rows, const Eigen::MatrixXd& correlation) {
  const auto q = static_cast<Eigen::Index>(rows.size());
  Eigen::MatrixXd s(q, q);
  for (Eigen::Index a = 0; a < q; ++a) {
    for (Eigen::Index b = 0; b < q; ++b) {
      s(a, b) =
          correlation(a, b) * rows[static_cast<std::size_t>(a)].se * rows[static_cast<std::size_t>(b)].se;
    }
    const double discrepancy = discrepancy_of(rows[static_cast<std::size_t>(a)]);
    s(a, a) += discrepancy * discrepancy;
  }
  return s;
}

std::string name_of(const Target& t) {
  std::string name = fmt::format("{} {} {} {}", t.table, t.domain, t.year, t.variable);
  if (t.category != "total") name += " " + t.category;
  if (t.measure != "rate") name += " " + t.measure;
  if (t.sample != "resident") name += " (" + t.sample + ")";
  return name;
}

}  // namespace uptake
