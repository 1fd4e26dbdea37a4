// SPDX-License-Identifier: Apache-2.0
#include "analysis/estimate/regressions.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <optional>

#include "analysis/estimate/profile.hpp"
#include "sim/base/math.hpp"

namespace uptake {
namespace {

using Eigen::Index;

/// The blocks whose printed betas deviate from a mean that a level of missing answers is part of, which is
/// not simulated: the model's printed n less the sum of the block's.
struct HiddenLevel {
  std::string_view table;
  int year;
  Item item;
};
constexpr std::array<HiddenLevel, 7> hidden_levels{{{"T7", 2016, Item::education},
                                                    {"T7", 2021, Item::education},
                                                    {"T7", 2021, Item::family_form},
                                                    {"T13", 2016, Item::education},
                                                    {"T13", 2021, Item::education},
                                                    {"T13", 2021, Item::family_form},
                                                    {"T13", 2021, Item::network_support}}};

/// What one target asks of a model.
enum class Asked : std::uint8_t { odds_ratio, beta, intercept, r2, max_r2, n, change };

struct AskedRow {
  std::size_t target = 0;
  std::size_t regression = 0;  ///< into regressions(); a change has none
  Domain domain = Domain::relationship;
  Wave wave = Wave::w2016;
  Sample sample = Sample::resident;
  Asked asked = Asked::odds_ratio;
  std::size_t covariate = 0, category = 0;
};

std::optional<Sample> sample_of(std::string_view code) {
  if (code == "resident") return Sample::resident;
  if (code == "all") return Sample::all;
  if (code == "partnered") return Sample::partnered;
  return std::nullopt;
}

bool is_hidden(const Target& target, Item item) {
  return std::any_of(hidden_levels.begin(), hidden_levels.end(), [&](const HiddenLevel& h) {
    return h.table == target.table && h.year == target.year && h.item == item;
  });
}

bool hides_a_level(const Target& target) {
  return std::any_of(hidden_levels.begin(), hidden_levels.end(),
                     [&](const HiddenLevel& h) { return h.table == target.table && h.year == target.year; });
}

/// Where a variable's category stands in a model.
bool place(const Regression& model, const Target& target, AskedRow& row) {
  for (std::size_t c = 0; c < model.covariates.size(); ++c) {
    const Variable& variable = variables()[index(model.covariates[c].item)];
    if (variable.code != target.variable) continue;
    const int category = find_category(variable, target.category);
    row.covariate = c;
    row.category = static_cast<std::size_t>(category);
    return category >= 0;
  }
  return false;
}

std::optional<AskedRow> plan(const Target& target, std::size_t number) {
  const auto sample = sample_of(target.sample);
  const bool odds_ratio = target.measure == "odds_ratio";
  if (!sample) return std::nullopt;
  AskedRow row;
  row.target = number;
  row.domain = target.domain == code(Domain::relationship) ? Domain::relationship : Domain::parenting;
  row.wave = target.year == 2016 ? Wave::w2016 : Wave::w2021;
  row.sample = *sample;
  if (target.table == "text" && odds_ratio && target.variable == "total") {
    row.asked = Asked::change;
    return row;
  }
  // the text's odds ratio of a partnered sample is of T7 (S0:1125-1128)
  const std::string_view table = target.table == "text" && odds_ratio && *sample == Sample::partnered
                                     ? "T7"
                                     : std::string_view(target.table);
  const auto model = std::ranges::find_if(regressions(), [&](const Regression& r) {
    return r.table == table && code(r.domain) == target.domain;
  });
  if (model == regressions().end()) return std::nullopt;
  row.regression = static_cast<std::size_t>(model - regressions().begin());
  if (target.measure == "r2") {
    row.asked = target.category == "r2" ? Asked::r2 : Asked::max_r2;
    return row;
  }
  const bool beta = target.measure == "beta";
  if (beta && target.variable == "intercept") {
    row.asked = Asked::intercept;
    return hides_a_level(target) ? std::nullopt : std::optional(row);
  }
  if (!(odds_ratio || beta || target.measure == "n") || !place(*model, target, row)) return std::nullopt;
  row.asked = odds_ratio ? Asked::odds_ratio : beta ? Asked::beta : Asked::n;
  const Covariate& c = model->covariates[row.covariate];
  if (beta && is_hidden(target, c.item)) return std::nullopt;
  if (odds_ratio && row.category == c.reference) return std::nullopt;
  return row;
}

/// A model fitted: whatever its rows may ask.
struct Fitted {
  std::size_t regression;
  Sample sample;
  std::vector<std::vector<double>> weight;  ///< by covariate and level
  std::vector<std::size_t> first_column;    ///< by covariate, in the fit
  std::vector<std::size_t> first_effect;    ///< by covariate, in the effects
  RegressionData data;
  CodedDesign design;  ///< by reference
  LogisticFit fit;
  Effects effects;
};

Fitted fit_model(std::size_t number, const Answers& answers, Sample sample) {
  const Regression& model = regressions()[number];
  Fitted f{number, sample, {}, {}, {}, regression_data(model, answers, sample), {}, {}, {}};
  const RegressionData& data = f.data;
  const auto n_rows = static_cast<std::size_t>(data.weight.size());
  std::size_t column = 1, effect = 1;
  for (const Factor& factor : data.factors) {
    f.first_column.push_back(column);
    f.first_effect.push_back(effect);
    column += factor.levels.size() - 1;
    effect += factor.levels.size();
    std::vector<double> weight(factor.levels.size(), 0.0);
    for (std::size_t i = 0; i < n_rows; ++i) weight[factor.of[i]] += data.weight[static_cast<Index>(i)];
    f.weight.push_back(std::move(weight));
  }
  f.design = code_factors(data.factors, n_rows, Coding::reference);
  f.fit = fit_logistic(f.design.x, data.outcome, data.weight);
  f.effects = to_effects(f.fit, data.factors);
  return f;
}

RegressionEstimate read_off(const AskedRow& row, const Fitted& f, IntervalKind kind) {
  const double n_all = f.fit.weight;
  const auto effect = [&](std::size_t at, double n) -> RegressionEstimate {
    const auto e = static_cast<Index>(at);
    return {{row.target, f.effects.coefficient[e], n},
            std::sqrt(f.effects.covariance(e, e)),
            {not_known, not_known}};
  };
  const auto plain = [&](double value, double n) -> RegressionEstimate {
    return {{row.target, value, n}, not_known, {not_known, not_known}};
  };
  if (row.asked == Asked::r2) return plain(cox_snell_r2(f.fit), n_all);
  if (row.asked == Asked::max_r2) return plain(nagelkerke_r2(f.fit), n_all);
  if (row.asked == Asked::intercept) return effect(0, n_all);
  const double n = f.weight[row.covariate][row.category];
  if (row.asked == Asked::n) return plain(n, n);
  if (row.asked == Asked::beta) return effect(f.first_effect[row.covariate] + row.category, n);
  const std::size_t reference = regressions()[row.regression].covariates[row.covariate].reference;
  const std::size_t at = f.first_column[row.covariate] + row.category - (row.category > reference ? 1 : 0);
  const double b = f.fit.coefficient[static_cast<Index>(at)], error = f.fit.standard_error(at);
  const Interval log_odds = kind == IntervalKind::wald
                                ? Interval{b - z_95 * error, b + z_95 * error}
                                : profile_interval(f.fit, f.design.x, f.data.outcome, f.data.weight, at);
  return {{row.target, exp_fixed(b), n}, error, {exp_fixed(log_odds.low), exp_fixed(log_odds.high)}};
}

/// What a model could not estimate, by name. Levels of missing answers that nobody has are no news.
std::string said_of(const Fitted& f, Wave wave) {
  LogisticFit told = f.fit;
  for (std::size_t j = 0; j < told.state.size(); ++j) {
    if (told.state[j] == ColumnState::empty && f.design.columns[j].ends_with("=no_answer"))
      told.state[j] = ColumnState::estimated;
  }
  const std::string what = describe(told, f.design.columns);
  if (what.empty()) return {};
  return fmt::format("{} {}: {}", regressions()[f.regression].table, wave == Wave::w2016 ? 2016 : 2021, what);
}

/// Users and families of a domain and sample.
struct Use {
  double users = 0, families = 0;
  [[nodiscard]] double odds() const {
    return users > 0 && users < families ? users / (families - users) : not_known;
  }
};

Use use_of(const Answers& answers, Domain domain, Sample sample) {
  Use use;
  const auto& weight = answers.weight[static_cast<std::size_t>(sample)];
  for (std::size_t i = 0; i < answers.size(); ++i) {
    use.families += weight[i];
    if (answers.ever[static_cast<std::size_t>(domain)][i]) use.users += weight[i];
  }
  return use;
}

const Answers* find_wave(std::span<const Answers> waves, Wave wave) {
  for (const Answers& answers : waves) {
    if (answers.wave == wave) return &answers;
  }
  return nullptr;
}

bool is_of_a_regression(const Target& t) {
  return std::ranges::any_of(regressions(), [&](const Regression& r) { return r.table == t.table; });
}

}  // namespace

RegressionReport regress_in_full(std::span<const Target> targets, std::span<const Answers> waves,
                                 IntervalKind kind) {
  std::vector<AskedRow> rows;
  for (std::size_t t = 0; t < targets.size(); ++t) {
    if (const auto row = plan(targets[t], t)) rows.push_back(*row);
  }
  RegressionReport report;
  for (const Answers& answers : waves) {
    std::vector<Fitted> fitted;
    for (const AskedRow& row : rows) {
      if (row.wave != answers.wave || row.asked == Asked::change) continue;
      const auto same = [&](const Fitted& f) {
        return f.regression == row.regression && f.sample == row.sample;
      };
      auto f = std::find_if(fitted.begin(), fitted.end(), same);
      if (f == fitted.end()) {
        f = fitted.insert(f, fit_model(row.regression, answers, row.sample));
        if (std::string said = said_of(*f, answers.wave); !said.empty())
          report.said.push_back(std::move(said));
      }
      report.estimates.push_back(read_off(row, *f, kind));
    }
  }
  const Answers* before = find_wave(waves, Wave::w2016);
  const Answers* after = find_wave(waves, Wave::w2021);
  for (const AskedRow& row : rows) {
    if (row.asked != Asked::change || before == nullptr || after == nullptr) continue;
    const Use then = use_of(*before, row.domain, row.sample), now = use_of(*after, row.domain, row.sample);
    report.estimates.push_back(
        {{row.target, now.odds() / then.odds(), now.families}, not_known, {not_known, not_known}});
  }
  std::ranges::stable_sort(report.estimates, {},
                           [](const RegressionEstimate& e) { return e.estimate.target; });
  return report;
}

std::vector<TargetEstimate> regress(std::span<const Target> targets, std::span<const Answers> waves) {
  std::vector<TargetEstimate> estimates;
  for (const RegressionEstimate& e : regress_in_full(targets, waves, IntervalKind::wald).estimates)
    estimates.push_back(e.estimate);
  return estimates;
}

std::vector<Untabulated> unregressed(std::span<const Target> targets) {
  std::vector<Untabulated> rows;
  for (std::size_t t = 0; t < targets.size(); ++t) {
    if (!is_of_a_regression(targets[t]) || plan(targets[t], t)) continue;
    rows.push_back(
        {t, targets[t].measure == "beta"
                ? "deviates from a mean that a level of missing answers is part of, which is not simulated"
                : "is of a variable or sample that is not in the model"});
  }
  return rows;
}

}  // namespace uptake
