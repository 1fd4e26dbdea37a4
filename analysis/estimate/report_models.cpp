// SPDX-License-Identifier: Apache-2.0
// The report's models, and the answers as rows of them.
#include <algorithm>
#include <array>
#include <bit>

#include "analysis/estimate/regressions.hpp"

namespace uptake {
namespace {

using Eigen::Index;

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

std::size_t n_levels(const Covariate& c) {
  return variables()[index(c.item)].categories.size() + (c.keeps_missing ? 1 : 0);
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

}  // namespace uptake
