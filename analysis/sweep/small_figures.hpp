// SPDX-License-Identifier: Apache-2.0
// Which of a merged sweep's figures tell of few families.
#pragma once

#include <cstdint>
#include <unordered_map>
#include <vector>

#include "analysis/sweep/plan.hpp"
#include "sim/store/sqlite.hpp"

namespace uptake {

/// By the rule of analysis/compare/small_cells.hpp, each run and year by itself. Memory: a bit a figure that
/// the plan keeps. The merged database must be whole (`check_merged`).
class SmallFigures {
 public:
  /// BadInput where the plan keeps too little to tell: shares by group without the groups' sizes, mean waits
  /// without the families that started. Throws Interrupted.
  SmallFigures(const Sweep& sweep, const Database& merged, int below);

  [[nodiscard]] bool contain(std::int64_t series_id, int year, std::int64_t run) const {
    return small_.at(series_id)[place(year, run)];
  }

 private:
  [[nodiscard]] std::size_t place(int year, std::int64_t run) const {
    return static_cast<std::size_t>(year - first_year_) * n_runs_ + static_cast<std::size_t>(run);
  }

  int first_year_ = 0;
  std::size_t n_runs_ = 0;
  std::unordered_map<std::int64_t, std::vector<bool>> small_;  ///< by series: years, then runs
};

}  // namespace uptake
