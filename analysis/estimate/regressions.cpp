// SPDX-License-Identifier: Apache-2.0
#include "analysis/estimate/regressions.hpp"

#include <algorithm>
#include <array>
#include <bit>
#include <limits>
#include <optional>

#include "sim/base/math.hpp"

namespace uptake {
namespace {

using Eigen::Index;

constexpr double nan = std::numeric_limits<double>::quiet_NaN();

template <class Category>
constexpr Covariate covariate(Item item, Category reference, bool keeps_missing = false) {
  return {item, static_cast<std::uint8_t>(reference), keeps_missing};
}

constexpr std::array partner{covariate(Item::partner_support, Support::very_much)};
constexpr std::array network{covariate(Item::network_support, Support::very_much)};
constexpr std::array table7{covariate(Item::gender, Gender::men),
                            covariate(Item::age, AgeBand::a55plus),
                            covariate(Item::origin, Origin::belgium),
                            covariate(Item::education, Education::higher, true),
                            covariate(Item::family_form, Form::intact, true),
                            covariate(Item::union_status, UnionStatus::married),
                            covariate(Item::relationship_satisfaction, 0),
                            covariate(Item::partner_support, Support::very_much)};
constexpr std::array table13{covariate(Item::gender, Gender::men),
                             covariate(Item::origin, Origin::belgium),
                             covariate(Item::education, Education::higher, true),
                             covariate(Item::unexpected_expense, YesNo::yes),
                             covariate(Item::family_form, Form::intact, true),
                             covariate(Item::children, Children::one),
                             covariate(Item::youngest_age, YoungestAge::y18_24),
                             covariate(Item::parenting_satisfaction, 0),
                             covariate(Item::worries, Worries::none),
                             covariate(Item::partner_support, Support::very_much, true),
                             covariate(Item::network_support, Support::very_much, true)};
constexpr std::array<Regression, 6> all{{{"T5", Domain::relationship, partner},
                                         {"T6", Domain::relationship, network},
                                         {"T7", Domain::relationship, table7},
                                         {"T11", Domain::parenting, partner},
                                         {"T12", Domain::parenting, network},
                                         {"T13", Domain::parenting, table13}}};

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

std::size_t n_levels(const Covariate& c) {
  return variables()[index(c.item)].categories.size() + (c.keeps_missing ? 1 : 0);
}

/// What one target asks of a model.
enum class Asked : std::uint8_t { odds_ratio, beta, intercept, r2, max_r2, n, change };

struct Row {
  std::size_t target = 0;
  std::size_t regression = 0;  ///< into all; a change has none
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
bool place(const Regression& model, const Target& target, Row& row) {
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

std::optional<Row> plan(const Target& target, std::size_t number) {
  const auto sample = sample_of(target.sample);
  const bool odds_ratio = target.measure == "odds_ratio";
  if (!sample) return std::nullopt;
  Row row;
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
  const auto model = std::find_if(all.begin(), all.end(), [&](const Regression& r) {
    return r.table == table && code(r.domain) == target.domain;
  });
  if (model == all.end()) return std::nullopt;
  row.regression = static_cast<std::size_t>(model - all.begin());
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
  LogisticFit fit;
  Effects effects;
};

Fitted fit_model(std::size_t number, const Answers& answers, Sample sample) {
  const Regression& model = all[number];
  const RegressionData data = regression_data(model, answers, sample);
  const auto n_rows = static_cast<std::size_t>(data.weight.size());
  Fitted f{number, sample, {}, {}, {}, {}, {}};
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
  f.fit = fit_logistic(code_factors(data.factors, n_rows, Coding::reference).x, data.outcome, data.weight);
  f.effects = to_effects(f.fit, data.factors);
  return f;
}

TargetEstimate read_off(const Row& row, const Fitted& f) {
  const double n_all = f.fit.weight;
  switch (row.asked) {
    case Asked::r2:
      return {row.target, cox_snell_r2(f.fit), n_all};
    case Asked::max_r2:
      return {row.target, nagelkerke_r2(f.fit), n_all};
    case Asked::intercept:
      return {row.target, f.effects.coefficient[0], n_all};
    default:
      break;
  }
  const double n = f.weight[row.covariate][row.category];
  if (row.asked == Asked::n) return {row.target, n, n};
  if (row.asked == Asked::beta) {
    const std::size_t at = f.first_effect[row.covariate] + row.category;
    return {row.target, f.effects.coefficient[static_cast<Index>(at)], n};
  }
  const std::size_t reference = all[row.regression].covariates[row.covariate].reference;
  const std::size_t at = f.first_column[row.covariate] + row.category - (row.category > reference ? 1 : 0);
  return {row.target, exp_fixed(f.fit.coefficient[static_cast<Index>(at)]), n};
}

/// Users and families of a domain and sample.
struct Use {
  double users = 0, families = 0;
  [[nodiscard]] double odds() const {
    return users > 0 && users < families ? users / (families - users) : nan;
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
  return std::any_of(all.begin(), all.end(), [&](const Regression& r) { return r.table == t.table; });
}

}  // namespace

std::span<const Regression> regressions() { return all; }

RegressionData regression_data(const Regression& regression, const Answers& answers, Sample sample) {
  struct Respondent {
    std::uint64_t pattern;  ///< the levels as digits
    std::size_t row;
  };
  std::vector<const std::vector<Ticks>*> columns;
  for (const Covariate& c : regression.covariates)
    columns.push_back(&answers.ticks(regression.domain, c.item));
  const std::vector<double>& weight = answers.weight[static_cast<std::size_t>(sample)];
  const auto& ever = answers.ever[static_cast<std::size_t>(regression.domain)];

  std::vector<Respondent> respondents;
  respondents.reserve(answers.size());
  for (std::size_t i = 0; i < answers.size(); ++i) {
    if (!(weight[i] > 0)) continue;
    std::uint64_t pattern = 0;
    bool complete = true;
    for (std::size_t c = 0; c < columns.size() && complete; ++c) {
      const Covariate& covariate = regression.covariates[c];
      const std::size_t levels = n_levels(covariate);
      const Ticks ticks = (*columns[c])[i];
      complete = ticks != 0 || covariate.keeps_missing;
      const auto level = ticks != 0 ? static_cast<std::size_t>(std::countr_zero(ticks)) : levels - 1;
      pattern = pattern * levels + level;
    }
    if (complete) respondents.push_back({pattern, i});
  }
  std::sort(respondents.begin(), respondents.end(), [](const Respondent& a, const Respondent& b) {
    return a.pattern != b.pattern ? a.pattern < b.pattern : a.row < b.row;
  });

  std::vector<double> total, yes;
  std::vector<std::uint64_t> patterns;
  for (const Respondent& r : respondents) {
    if (patterns.empty() || patterns.back() != r.pattern) {
      patterns.push_back(r.pattern);
      total.push_back(0);
      yes.push_back(0);
    }
    total.back() += weight[r.row];
    if (ever[r.row]) yes.back() += weight[r.row];
  }

  RegressionData data;
  data.outcome.resize(static_cast<Index>(patterns.size()));
  data.weight.resize(static_cast<Index>(patterns.size()));
  for (std::size_t i = 0; i < patterns.size(); ++i) {
    data.weight[static_cast<Index>(i)] = total[i];
    data.outcome[static_cast<Index>(i)] = yes[i] / total[i];
  }
  for (std::size_t c = regression.covariates.size(); c-- > 0;) {  // the last digit first
    const Covariate& covariate = regression.covariates[c];
    const Variable& variable = variables()[index(covariate.item)];
    Factor factor;
    factor.name = variable.code;
    for (const Category& category : variable.categories) factor.levels.emplace_back(category.code);
    if (covariate.keeps_missing) factor.levels.emplace_back("no_answer");
    factor.reference = covariate.reference;
    factor.of.reserve(patterns.size());
    for (std::uint64_t& pattern : patterns) {
      factor.of.push_back(static_cast<std::uint8_t>(pattern % factor.levels.size()));
      pattern /= factor.levels.size();
    }
    data.factors.push_back(std::move(factor));
  }
  std::reverse(data.factors.begin(), data.factors.end());
  return data;
}

std::vector<TargetEstimate> regress(std::span<const Target> targets, std::span<const Answers> waves) {
  std::vector<Row> rows;
  for (std::size_t t = 0; t < targets.size(); ++t) {
    if (const auto row = plan(targets[t], t)) rows.push_back(*row);
  }
  std::vector<TargetEstimate> estimates;
  for (const Answers& answers : waves) {
    std::vector<Fitted> fitted;
    for (const Row& row : rows) {
      if (row.wave != answers.wave || row.asked == Asked::change) continue;
      const auto same = [&](const Fitted& f) {
        return f.regression == row.regression && f.sample == row.sample;
      };
      auto f = std::find_if(fitted.begin(), fitted.end(), same);
      if (f == fitted.end()) f = fitted.insert(f, fit_model(row.regression, answers, row.sample));
      estimates.push_back(read_off(row, *f));
    }
  }
  const Answers* before = find_wave(waves, Wave::w2016);
  const Answers* after = find_wave(waves, Wave::w2021);
  for (const Row& row : rows) {
    if (row.asked != Asked::change || before == nullptr || after == nullptr) continue;
    const Use then = use_of(*before, row.domain, row.sample), now = use_of(*after, row.domain, row.sample);
    estimates.push_back({row.target, now.odds() / then.odds(), now.families});
  }
  std::stable_sort(estimates.begin(), estimates.end(),
                   [](const TargetEstimate& a, const TargetEstimate& b) { return a.target < b.target; });
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
