// SPDX-License-Identifier: Apache-2.0
// A database of results for those who ask it in SQL: tables of labels, views with words beside the codes, and
// a table `documentation` that tells every table, view and column. Made when all runs are there.
#pragma once

#include <cstdint>
#include <vector>

#include "sim/store/labels.hpp"
#include "sim/store/sqlite.hpp"

namespace uptake {

/// results.sqlite of a study; merged.sqlite of a sweep; sensitivity.sqlite.
enum class DatabaseKind : std::uint8_t { study, sweep, sensitivity };

/// Adds all of it, in one transaction. std::logic_error where a column is not documented.
void add_views(Database& database, DatabaseKind kind, const std::vector<Label>& labels);
/// Whether it was added.
bool has_views(const Database& database);

}  // namespace uptake
