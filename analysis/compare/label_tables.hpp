// SPDX-License-Identifier: Apache-2.0
// Tables that say in words what codes in other tables mean, so that a reader joins them and needs no manual.
#pragma once

#include <string>
#include <vector>

#include "sim/store/files.hpp"
#include "sim/store/labels.hpp"

namespace uptake {

/// scenarios.csv. A scenario that is a package without one of its levers has the package in `part_of`.
CsvExport scenarios_table(const std::vector<StoredScenario>& scenarios);
/// measure-labels.csv, of the registry. `as_percent`: tables beside it have shares in percent, else
/// fractions.
CsvExport measure_labels_table(bool as_percent);
/// category-labels.csv
CsvExport category_labels_table(const std::vector<Label>& labels);

/// What columns of those names refer to in these tables.
ForeignKey refers_to_scenarios();
ForeignKey refers_to_measures();
ForeignKey refers_to_categories();

}  // namespace uptake
