// SPDX-License-Identifier: Apache-2.0
// The results for those who read them: one JSON document (report, --json), tidy CSV tables, a few lines for
// the terminal.
#pragma once

#include <filesystem>
#include <nlohmann/json_fwd.hpp>
#include <string>

#include "analysis/compare/compare.hpp"

namespace uptake {

/// Fractions for shares, euros, months. Series by year for all families; groups, gates, services and payers
/// of the last full year: the rest stands in the tables.
nlohmann::json document(const Store& store, const Results& results);

/// What the codes in a document mean: limits, measures, gates and variables, in both languages. `region`: of
/// another region than Flanders (region_json), which has limits of its own.
void add_registries(nlohmann::json& document, const nlohmann::json& region);

/// A number, or null where it is none or infinite.
nlohmann::ordered_json number_json(double value);

/// As a Markdown table: what the sources expect, beside what the runs show.
std::string expectations_table(const Results& results);

/// measures.csv, effects.csv, expectations.csv, reached.csv, costs.csv, fit.csv, runs.csv, the labels of
/// their codes (scenarios.csv, measure-labels.csv, category-labels.csv), data-dictionary.csv and
/// datapackage.json. Shares in percent. `left_out`: what the dictionary says of rows that are not there.
void export_tables(const Store& store, const Results& results, const std::filesystem::path& folder,
                   const std::string& left_out = {});

/// The primary measure by scenario: baseline, difference with interval, families reached, extra cost.
std::string short_table(const Results& results);

}  // namespace uptake
