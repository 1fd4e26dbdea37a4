// SPDX-License-Identifier: Apache-2.0
// Which numbers does the survey report print, that the simulation is judged by?
//
// Source: the survey report of 2016 and 2021 (S0): Tables 1-14, Figure 3 and the numbers that stand only in
// its text or footnotes (table `text`; a sentence that only repeats a table is left out). Everything stands
// as printed, also what is probably misprinted: the note of such a row starts with `suspected misprint:`.
//
// What to know before use:
// - 2021 n's are of the `all` sample, also beside a `resident` value (but not those of T5-T7 and T11-T13).
// The note
//   says so. T7 is of the sample `partnered`.
// - An odds ratio is against the reference category, which has a row of measure `n` instead. A beta is
// effect-coded,
//   against the mean of all levels, and its stars (start of the note) test that beta and not the odds ratio.
// - `odds_ratio` and `ratio` of `total` (table `text`), `pp_change`, and chi2 and p_value of 2021, unless
// their
//   category is `trend`, compare 2021 with 2016.
// - A row whose note starts with `in words:` has its value from words ("three quarters").
#pragma once

#include <filesystem>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace uptake {

/// One printed number. Its key is table, domain, year, sample, measure, variable, category.
struct Target {
  std::string table;   ///< T1..T14, F3, text
  std::string domain;  ///< relationship or parenting
  int year = 0;        ///< 2016 or 2021
  std::string sample;  ///< resident, all, partnered
  std::string
      measure;  ///< rate (of parents, %), share (of users or non-users, %), odds_ratio, beta, n, r2, ...
  std::string variable;  ///< a code of variables.hpp; two crossed with ':'; or intercept, model, score
  std::string
      category;  ///< of the variable (crossed likewise: `gp:higher` is the share of gp among higher); also
                 ///< `total` for n, `any` for pp_change, `trend` and `change` for chi2 and p_value
  double value = 0;  ///< rate and share 0..100, p_value and r2 0..1, odds_ratio > 0, pp_change in points
  std::optional<double> n;                ///< respondents, unweighted
  std::optional<double> ci_low, ci_high;  ///< 95 % interval of an odds ratio, with it inside; both or neither
  int line = 0;                           ///< of the seed text, from 1
  std::string note;                       ///< `change X`: the printed significance of 2016 against 2021
};

/// Whether its value is a percentage, of parents or of users or non-users.
inline bool is_percentage(const Target& t) { return t.measure == "rate" || t.measure == "share"; }

/// Reads targets.csv, in the order of its rows. Throws BadInput with all problems at once: a missing, empty
/// or unreadable file, another header, unknown codes, numbers that are none or out of range, keys that come
/// twice.
std::vector<Target> load_targets(const std::filesystem::path& file);

/// The target with that key, or nullptr.
const Target* find_target(std::span<const Target> targets, std::string_view table, std::string_view domain,
                          int year, std::string_view sample, std::string_view measure,
                          std::string_view variable, std::string_view category);

}  // namespace uptake
