// SPDX-License-Identifier: Apache-2.0
// What would the report have printed, had it asked the simulated parents? The rates and shares of
// targets.csv, row by row.
#pragma once

#include <span>
#include <string_view>
#include <vector>

#include "sim/evidence/targets.hpp"
#include "sim/survey/questionnaire.hpp"

namespace uptake {

/// The simulated counterpart of one printed number.
struct TargetEstimate {
  std::size_t target;  ///< index into the targets
  double value;        ///< percent, as printed; NaN when nobody is in the row (n is 0)
  double n;            ///< families (everybody) or respondents (a sample) that the percentage is of
};

/// Among whom a row's percentage is taken.
enum class Base : std::uint8_t {
  everybody,  ///< a rate of all, or among a class: ever used; for which relation, of all (S0 Table 1)
  users,      ///< a share of those who ever used it and answered the item
  answered,   ///< a share of all who answered the item (worries; reasons are asked of non-users alone)
};

/// One row made ready to count: no strings. Read as: of those in `base` whose `among` holds `category_among`
/// (when there is one), the percentage whose `item` holds `category`; without an item: that ever used it.
struct TableRow {
  std::size_t target = 0;
  Wave wave = Wave::w2016;
  Domain domain = Domain::relationship;
  Sample sample = Sample::resident;
  Base base = Base::everybody;
  bool counts_use = true;  ///< the percentage that ever used it, rather than that ticked `item`
  Item item = Item::total, among = Item::total;
  std::uint8_t category = 0, category_among = 0;
};

/// The rows that can be simulated, in the order of the targets.
std::vector<TableRow> plan_tables(std::span<const Target> targets);

/// The others, each with the reason.
struct Untabulated {
  std::size_t target;
  std::string_view reason;
};
std::vector<Untabulated> untabulated(std::span<const Target> targets);

/// The rows of these answers' wave. One pass over the respondents.
std::vector<TargetEstimate> tabulate(std::span<const TableRow> rows, const Answers& answers);
/// The rows of several waves, in the order of the targets.
std::vector<TargetEstimate> tabulate(std::span<const Target> targets, std::span<const Answers> waves);

}  // namespace uptake
