// SPDX-License-Identifier: Apache-2.0
// What do the answers of one simulated survey print beside each number of the report's tables?
//
// - Percentages, n, odds ratios, betas and R2 by sim/survey/tabulate and analysis/estimate/regressions.
// - Marks of change (S0 Tables 1-4, 8-10, 14): Pearson's chi-square of 2016 against 2021, of residents, as
// the report
//   tests them (S0:837-844): two by two, or all answers of how much it helped at once (Table 3).
// - Marks of betas: Wald's chi-square.
// - Footnotes 17, 18, 29-32: Pearson's of each level of support, and Mantel-Haenszel's trend over the levels.
//
// Nobody is sampled when everyone answers: then there are no tests and no intervals.
#pragma once

#include <array>
#include <limits>
#include <span>
#include <string>
#include <vector>

#include "analysis/estimate/concentration.hpp"
#include "analysis/estimate/regressions.hpp"

namespace uptake {

/// Whose answers are told: of as many families as the survey asked, drawn as it drew them, or of all.
enum class Respondents : std::uint8_t { survey, everyone };

inline constexpr double no_figure = std::numeric_limits<double>::quiet_NaN();

/// NaN: none.
struct RunFigure {
  double value = no_figure;  ///< as the target's: percent, points, odds ratio, beta, chi-square
  double n = no_figure;      ///< respondents; of everyone, real families
  double low = no_figure, high = no_figure;  ///< 95 %: of a percentage Wilson's, of an odds ratio
  double p = no_figure;                      ///< of the test that the report marks
};

/// By what use is ranked, from disadvantaged to advantaged, for concentration indices: a variable of Tables 4
/// and 10 whose categories rise, or fall, in advantage.
struct Ranking {
  std::string_view variable;
  bool falls = false;
};
inline constexpr std::array rankings{Ranking{"education", false}, Ranking{"unexpected_expense", true}};

/// Of a ranking, domain and wave (residents): `share` and `n` of the classes of Table 4 or 10 make it.
struct Inequality {
  std::size_t ranking = 0;
  Domain domain = Domain::relationship;
  int year = 0;
  Concentration use;
};
/// From numbers by target, percent and n: the printed ones, or those of a run. Without the waves whose are
/// missing.
std::vector<Inequality> inequalities(std::span<const Target> targets, std::span<const double> percent,
                                     std::span<const double> n);

struct RunFigures {
  std::vector<RunFigure> by_target;
  std::vector<std::string> said;  ///< what a regression could not give: "T7 2021: separated: age=lt35"
  std::vector<Inequality> inequality;
};

/// `real_per_simulated`: real families that a simulated one stands for; used when everyone answers.
RunFigures figures_of(std::span<const Target> targets, std::span<const Answers> waves,
                      Respondents respondents, IntervalKind kind, double real_per_simulated);

/// "***", "**", "*", "n.s.°" (below 0.10), "n.s."; "" of NaN. The report's marks (S0:110-118).
std::string_view mark_of(double p);
/// What the report prints as a mark beside a target; "" if nothing.
std::string printed_mark(const Target& target);

}  // namespace uptake
