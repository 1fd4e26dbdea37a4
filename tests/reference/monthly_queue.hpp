// SPDX-License-Identifier: Apache-2.0
// A waiting list month by month, as plainly as can be: the slow twin of sim/world/allocation, written from
// its description and sharing none of its code. And the same list as a Markov chain, computed exactly.
#pragma once

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <functional>
#include <vector>

namespace uptake::reference {

struct Waiting {
  int person = 0;
  int entry = 0;
  int priority = 0;
  unsigned tie = 0;
};

struct Event {
  int person = 0, month = 0;
  bool served = false;  ///< else: gave up
  friend bool operator==(const Event&, const Event&) = default;
};

/// Places that nobody took are kept: at most fifteen, and those of a year, but one in any case.
inline double kept_at_most(double places_a_month) {
  return std::max(1.0, std::min(15.0, 12 * places_a_month));
}

/// One service. Parts of a place are kept too.
class MonthlyQueue {
 public:
  /// A month: who joins, how many places there are, and whether a person who waited gives up now.
  std::vector<Event> month(int now, const std::vector<Waiting>& joining, double places,
                           const std::function<bool(int person)>& gives_up) {
    std::vector<Event> events;
    std::vector<Waiting> still;
    for (const Waiting& w : line_) {  // those who joined before this month
      if (gives_up(w.person)) {
        events.push_back({w.person, now, false});
      } else {
        still.push_back(w);
      }
    }
    still.insert(still.end(), joining.begin(), joining.end());
    kept_ += places;
    while (!still.empty() && kept_ >= 1) {
      std::size_t first = 0;
      for (std::size_t i = 1; i < still.size(); ++i) {
        if (before(still[i], still[first])) first = i;
      }
      events.push_back({still[first].person, now, true});
      still.erase(still.begin() + static_cast<std::ptrdiff_t>(first));
      kept_ -= 1;
    }
    if (still.empty()) kept_ = std::min(kept_, kept_at_most(places));
    line_ = still;
    return events;
  }

  [[nodiscard]] std::size_t length() const { return line_.size(); }

 private:
  static bool before(const Waiting& a, const Waiting& b) {
    if (a.priority != b.priority) return a.priority < b.priority;
    if (a.entry != b.entry) return a.entry < b.entry;
    if (a.tie != b.tie) return a.tie < b.tie;
    return a.person < b.person;
  }

  std::vector<Waiting> line_;
  double kept_ = 0;
};

/// What the long run of such a list looks like with Poisson arrivals and a whole number of places a month.
struct LongRun {
  double served_share = 0;   ///< of those who join
  double gave_up_share = 0;  ///< of those who join
  double length = 0;         ///< mean of those who wait after the month's places are given
  [[nodiscard]] double wait(double arrivals) const { return length / arrivals; }  ///< Little: L = lambda W
};

/// The Markov chain of (waiting after the month, places kept), by repeated multiplication. In a month each
/// who waits gives up with `p_gives_up`, then Poisson many join, then places are given.
inline LongRun long_run(double arrivals, int places, double p_gives_up, int largest = 160) {
  const auto n = static_cast<std::size_t>(largest) + 1;
  std::vector<double> poisson(n);
  poisson[0] = std::exp(-arrivals);
  for (std::size_t k = 1; k < n; ++k) poisson[k] = poisson[k - 1] * arrivals / static_cast<double>(k);
  // stay[w][s]: chance that of w who wait s do not give up
  std::vector<std::vector<double>> stay(n);
  for (std::size_t w = 0; w < n; ++w) {
    stay[w].assign(w + 1, 0);
    stay[w][0] = 1;
    for (std::size_t person = 0; person < w; ++person) {
      for (std::size_t s = person + 1; s > 0; --s)
        stay[w][s] = stay[w][s] * p_gives_up + stay[w][s - 1] * (1 - p_gives_up);
      stay[w][0] *= p_gives_up;
    }
  }
  // states 0..largest: so many wait, no place kept; those after it: nobody waits and 1, 2, ... places were
  // kept
  const auto most = static_cast<std::size_t>(kept_at_most(places));
  std::vector<double> chance(n + most, 0), next(n + most);
  chance.back() = 1;
  for (int month = 0; month < 4000; ++month) {
    std::fill(next.begin(), next.end(), 0.0);
    for (std::size_t state = 0; state < n + most; ++state) {
      if (chance[state] < 1e-16) continue;
      const std::size_t waiting = state < n ? state : 0;
      const std::size_t offered = static_cast<std::size_t>(places) + (state < n ? 0 : state - n + 1);
      for (std::size_t s = 0; s <= waiting; ++s) {
        const double p = chance[state] * stay[waiting][s];
        if (p < 1e-18) continue;
        for (std::size_t joins = 0; s + joins < n; ++joins) {
          const std::size_t line = s + joins;
          const std::size_t left = offered - std::min(line, offered);
          next[left == 0 ? line - offered : n + std::min(left, most) - 1] += p * poisson[joins];
        }
      }
    }
    double moved = 0;
    for (std::size_t i = 0; i < chance.size(); ++i) moved += std::abs(next[i] - chance[i]);
    chance = next;
    if (moved < 1e-13) break;
  }
  LongRun result;
  for (std::size_t w = 0; w < n; ++w) result.length += chance[w] * static_cast<double>(w);
  result.gave_up_share = result.length * p_gives_up / arrivals;
  result.served_share = 1 - result.gave_up_share;  // in the long run who joins is served or gives up
  return result;
}

}  // namespace uptake::reference
