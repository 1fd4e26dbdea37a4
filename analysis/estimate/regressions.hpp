// SPDX-License-Identifier: Apache-2.0
// What would the report's own regressions have printed, had they been run on the simulated answers?
//
// Each is a logistic regression of "ever used" for one wave (S0:1053-1055, 2012-2013), without selection of
// variables (S0:213-215), over the answers of the row's sample:
// - T5 (S0:970-996), relationship: partner_support. Who has no partner has no answer (S0:913).
// - T6 (S0:1000-1027), relationship: network_support.
// - T7 (S0:1157-1233), relationship, of residents with a partner (S0:1041-1044): gender, age, origin,
//   education, family_form, union_status, relationship_satisfaction, partner_support; neither the youngest
//   child's age (S0:1039-1041) nor network_support (S0:1044-1046).
// - T11 (S0:1930-1956), parenting: partner_support. T12 (S0:1960-1986), parenting: network_support.
// - T13 (S0:2117-2224), parenting, of all residents: gender, origin, education, unexpected_expense,
//   family_form, children, youngest_age (and not the parent's, S0:1993-1996), parenting_satisfaction,
//   worries, partner_support, network_support.
// T6 and T12 say nothing of a partner, and are of residents as their rows are. Their n's (T12 1,722 and
// 2,381, below T13's) suggest that the report had few without a partner in them.
//
// Coding. Odds ratios are against the printed reference level. Betas and the intercept are effect-coded,
// against the mean of all levels: the printed pairs fit OR_i = exp(beta_i - beta_ref) with
// beta_ref = -sum(beta_i) (tests/unit/evidence/targets_test.cpp).
//
// Weights. Those of the answers, as frequencies. Percentages are weighted in the report (S0:103); of the
// regressions it does not say.
//
// Missing answers. Listwise, except where the printed n's of a covariate fall short of the model's: there its
// missing answers were kept as a level of their own, which is not printed. In both waves that is education in
// T7 and T13 and partner_support in T13 (S0:2197-2203: 274 without an answer in 2016, most of the 337 lone
// parents), in 2021 also family_form in T7 and T13 and network_support in T13. Of these only the parents
// without a partner in T13 are simulated: everybody answers the rest.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "analysis/estimate/coding.hpp"
#include "analysis/estimate/proportion.hpp"
#include "sim/evidence/targets.hpp"
#include "sim/survey/tabulate.hpp"

namespace uptake {

/// One covariate as a model has it.
struct Covariate {
  Item item = Item::total;
  std::uint8_t reference = 0;  ///< the category without a printed odds ratio
  bool keeps_missing = false;  ///< no answer is a level, the last; else who gave none is not in the model
};

/// One of the report's models.
struct Regression {
  std::string_view table;
  Domain domain = Domain::relationship;
  std::span<const Covariate> covariates;
};
std::span<const Regression> regressions();

/// A model over one wave's answers, made ready to fit. Equal respondents are one row.
struct RegressionData {
  std::vector<Factor> factors;  ///< by covariate: its categories, and "no_answer" where that is a level
  Eigen::VectorXd outcome;      ///< the share of the row that ever used it
  Eigen::VectorXd weight;
};
RegressionData regression_data(const Regression& regression, const Answers& answers, Sample sample);

/// The simulated counterparts of the rows odds_ratio, beta, r2 and n of these tables, and of the odds ratios
/// in the text: T7's (S0:1128), and those of 2021 against 2016 over all families (S0:362, 1429), which need
/// both waves. In the order of the targets; without the rows of a wave that is not there.
/// - `value`: as printed. NaN where it cannot be estimated: nobody in the category or its reference, all of
///   either users or none, or a category that others imply. A beta is against all levels that have anybody,
///   and is NaN too where one of those cannot be estimated; the intercept likewise.
/// - `n`: the weight in the category among those in the model (intercept, r2: of all): respondents where a
///   sample was asked, families where everybody was. A row n has it as its value too.
/// Never throws for what the answers lack.
std::vector<TargetEstimate> regress(std::span<const Target> targets, std::span<const Answers> waves);

/// How the interval of an odds ratio is made: of its standard error, as the report's are (T5: their limits
/// are alike far in logarithms), or of the profile of the likelihood (slower, and stands where Wald's does
/// not).
enum class IntervalKind : std::uint8_t { wald, profile };

struct RegressionEstimate {
  TargetEstimate estimate;
  double standard_error = 0;  ///< of a beta, and of an odds ratio's logarithm (Wald); NaN of other rows
  Interval interval;  ///< 95 %, of an odds ratio; NaN of other rows. 0 or infinity: no end on that side
};
struct RegressionReport {
  std::vector<RegressionEstimate> estimates;  ///< in the order of the targets, as regress() has them
  std::vector<std::string> said;  ///< of each model that gave not all: "T7 2021: separated: age=lt35"
};
/// regress() with what it knows beside the values.
RegressionReport regress_in_full(std::span<const Target> targets, std::span<const Answers> waves,
                                 IntervalKind kind);

/// The rows of these tables that regress() has no counterpart for, each with the reason.
std::vector<Untabulated> unregressed(std::span<const Target> targets);

}  // namespace uptake
