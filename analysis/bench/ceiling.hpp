// SPDX-License-Identifier: Apache-2.0
// The machine's own ceiling: what it needs for the bytes, gathers and random words of a parent-month, without
// a model. Measured beside the model, so that their ratio says how much of the machine the model uses.
#pragma once

#include <cstddef>

namespace uptake::bench {

/// What happened in a run, a parent-month: each touches a few stretches of memory far apart, and draws.
struct MonthEvents {
  double journeys = 0;   ///< whose need was seen and that have ended (nearly all that walk the gates)
  double unseen = 0;     ///< needs that were not
  double episodes = 0;   ///< that began; as many end
  double talks = 0;      ///< of those whose help ended with each of their ties
  double changes = 0;    ///< of spell
  double entering = 0;   ///< parents who are here for the first time
  double settled = 0;    ///< of whom a child comes into another age class
  double bounded = 0;    ///< for whom it is told anew which words may be an occasion
  double contacts = 0;   ///< universal ones that may raise something
  double waiting = 0;    ///< in the lines, month by month
  double observed = 0;   ///< parents of whom the survey or the year's count takes note
  double with_news = 0;  ///< no event: the share of those present who feel something that fades
  double ties = 0;       ///< no event: of a parent
};

/// What a parent-month moves: the passes that visit everybody, and its events. It counts what the model can't
/// do without, in sum less than it moves: docs/performance.md has how that is looked at.
struct MonthTraffic {
  double bytes_read = 0;
  double bytes_written = 0;
  double gathers = 0;        ///< look-ups in small tables
  double far_lines = 0;      ///< stretches of 64 bytes, anywhere in the state and the population
  double random_blocks = 0;  ///< of four words
};

/// Of a column of `size` bytes (at most 64) a parent: the bytes, a parent, of its lines that are touched when
/// so many, a share, are visited in order.
double touched(double size, double share);

/// The traffic of the columns as World declares them.
MonthTraffic month_traffic(const MonthEvents& events);

/// CPU seconds a parent-month, each part alone, for so many parents at once.
struct Ceiling {
  double stream_s = 0, gather_s = 0, far_s = 0, random_s = 0;
  [[nodiscard]] double additive_s() const { return stream_s + gather_s + far_s + random_s; }
};

/// One measurement over `n_parents` (at least 1) who are present in each of so many `months`. `all_bytes`: of
/// the state and the population of all who ever live.
Ceiling measure_ceiling(const MonthTraffic& traffic, std::size_t n_parents, int months, double all_bytes);

}  // namespace uptake::bench
