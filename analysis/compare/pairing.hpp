// SPDX-License-Identifier: Apache-2.0
// Which runs are compared with which: those of the same draw and replicate, and so of the same population and
// of every random number that the policy does not touch.
#pragma once

#include <cstdint>
#include <map>
#include <utility>
#include <vector>

#include "sim/store/store.hpp"

namespace uptake {

/// Which runs are compared with which.
class Pairing {
 public:
  explicit Pairing(const std::vector<StoredRun>& runs) {
    for (const StoredRun& r : runs) {
      const auto pair = std::pair(r.run.draw, r.run.replicate);
      at_[{r.run.scenario, pair}] = r.run.id;
      scenario_[r.run.id] = r.run.scenario;
      pairs_.emplace(r.run.id, pair);
    }
  }
  [[nodiscard]] int scenario(std::int64_t run) const { return scenario_.at(run); }
  [[nodiscard]] int draw(std::int64_t run) const { return pairs_.at(run).first; }
  /// The run of the same draw and replicate in another scenario, or -1.
  [[nodiscard]] std::int64_t beside(std::int64_t run, int scenario) const {
    const auto found = at_.find({scenario, pairs_.at(run)});
    return found == at_.end() ? -1 : found->second;
  }
  [[nodiscard]] std::int64_t baseline_of(std::int64_t run) const { return beside(run, 0); }

 private:
  std::map<std::pair<int, std::pair<int, int>>, std::int64_t> at_;
  std::map<std::int64_t, int> scenario_;
  std::map<std::int64_t, std::pair<int, int>> pairs_;
};

using ByRun = std::map<std::int64_t, double>;

struct Paired {
  std::vector<double> baseline, value, difference;
  std::vector<int> draw;
};

/// The pairs of a scenario, with the baseline or another one, of which both runs have a value, by rising run.
inline Paired pairs_of(const ByRun& values, const Pairing& pairing, int scenario, int baseline = 0) {
  Paired p;
  for (const auto& [run, value] : values) {
    if (pairing.scenario(run) != scenario) continue;
    const auto base = values.find(pairing.beside(run, baseline));
    if (base == values.end()) continue;
    p.baseline.push_back(base->second);
    p.value.push_back(value);
    p.difference.push_back(value - base->second);
    p.draw.push_back(pairing.draw(run));
  }
  return p;
}

inline std::map<int, ByRun> by_year(const std::vector<SeriesValue>& values) {
  std::map<int, ByRun> years;
  for (const SeriesValue& v : values) years[v.year][v.run] = v.value;
  return years;
}

}  // namespace uptake
