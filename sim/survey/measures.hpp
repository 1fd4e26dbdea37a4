// SPDX-License-Identifier: Apache-2.0
// The measures of a run: each declared once, with unit, dimension and definition. From this registry come
// column names, the data dictionary, `--help`, the report's labels. Codes are never reused for another
// meaning.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "sim/evidence/variables.hpp"

namespace uptake {

enum class Measure : std::uint8_t {
  contact,
  unmet_need,
  helped,
  need,
  families,  // of families, by group
  journeys,  // by gate
  started,
  waiting,
  gave_up,
  mean_wait,
  places,  // by service
  cost,
  lever_cost,
  lever_units,  // by payer, by lever
  advice,       // by service
  median_wait,  // of a domain
};
inline constexpr std::size_t n_measures = 16;

/// What `variable` and `category` of a row mean.
enum class Dimension : std::uint8_t { group, gate, service, payer, lever, domain };

struct MeasureInfo {
  std::string_view code, unit;
  Dimension dimension;
  bool is_share;  ///< a fraction 0-1; shown as percent
  std::string_view label_en, label_nl, definition_en, definition_nl;
};
std::span<const MeasureInfo> measure_registry();  ///< in the order of Measure
/// The measure with that code, or nullptr.
const MeasureInfo* find_measure(std::string_view code);

/// One figure of one run. `domain` is "relationship", "parenting" or "both"; for Dimension::group
/// variable/category are codes of variables() ("total","total" for everybody), as for a domain; for a gate,
/// service, payer or lever variable is that word and category its code. Counts and euros are real ones
/// (scaled up), shares are fractions.
struct MeasureRow {
  Measure measure;
  std::string domain;
  int year = 0;
  std::string variable, category;
  double value = 0;
};

}  // namespace uptake
