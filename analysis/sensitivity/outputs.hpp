// SPDX-License-Identifier: Apache-2.0
// Of which figures of a run is the sensitivity asked?
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "analysis/experiment/plan.hpp"

namespace uptake {

/// A figure of the measures' registry in one year. Of a measure by payer the category may be "total".
struct SensitivityOutput {
  Series series;
  std::string unit;
  bool is_share = false;
};

/// Each asked for is MEASURE (of groups: all families; by payer: the total), MEASURE:CATEGORY of a gate,
/// service, payer or lever, or MEASURE:VARIABLE:CATEGORY of a group of families; nothing asked: contact.
/// `domains`: those of relationship, parenting and both that are wanted; none named: all that a measure has.
/// Everything wrong is added to `problems`.
std::vector<SensitivityOutput> read_outputs(const std::vector<std::string>& asked,
                                            const std::vector<std::string>& domains, const Study& study,
                                            Problems& problems);

/// The figure in a run's result; nothing where it is not defined in that run.
std::optional<double> figure_of(const SensitivityOutput& output, int year, const RunResult& result);

}  // namespace uptake
