// SPDX-License-Identifier: Apache-2.0
// The machine's own ceiling: what it needs for the bytes, gathers and random words of a parent-month, without
// a model. Measured beside the model, so that their ratio says how much of the machine the model uses.
#pragma once

#include <cstddef>

namespace uptake::bench {

/// What a parent-month moves at least: the passes that visit everybody (needs, exposure, journeys). What
/// events add (a journey's view of a family, a talk with ties) is left out, so that the ceiling is rather too
/// high than too low.
struct MonthTraffic {
  double bytes_read = 0;
  double bytes_written = 0;
  double gathers = 0;        ///< look-ups in small tables
  double random_blocks = 0;  ///< of four words
};

/// The traffic of the columns as World declares them.
MonthTraffic month_traffic();

/// CPU seconds a parent-month, each part alone, for so many parents at once.
struct Ceiling {
  double stream_s = 0, gather_s = 0, random_s = 0;
  [[nodiscard]] double additive_s() const { return stream_s + gather_s + random_s; }
};

/// One measurement over `n_parents` (at least 1) and `months`.
Ceiling measure_ceiling(const MonthTraffic& traffic, std::size_t n_parents, int months);

}  // namespace uptake::bench
