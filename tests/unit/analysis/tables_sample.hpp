// SPDX-License-Identifier: Apache-2.0
// The printed numbers, and two waves of invented answers to set beside them.
#pragma once

#include <gtest/gtest.h>

#include <filesystem>
#include <vector>

#include "analysis/tables/figures.hpp"
#include "flemish_data.hpp"
#include "unit/analysis/estimate_answers.hpp"

namespace uptake {

inline std::size_t number_of(const char* table, const char* domain, int year, const char* sample,
                             const char* measure, const char* variable, const char* category) {
  const Target* t = find_target(targets(), table, domain, year, sample, measure, variable, category);
  EXPECT_NE(t, nullptr) << table << ' ' << variable << ' ' << category;
  return t == nullptr ? 0 : static_cast<std::size_t>(t - targets().data());
}

/// Answers of respondents who each count once.
inline Answers respondents(Wave wave, std::size_t n, std::uint32_t seed) {
  Answers a = invented(wave, n, seed);
  for (auto& weight : a.weight) {
    for (double& w : weight) w = w > 0 ? 1 : 0;
  }
  // invented answers have neither what use was, nor how it helped
  for (std::size_t i = 0; i < n; ++i) {
    if (!a.ever[0][i]) continue;
    a.columns[0][index(Item::helped)][i] = tick((i * 7 + seed) % 4);
    a.columns[0][index(Item::support_type)][i] = i % 3 == 0 ? tick(Box::gp) : tick(Box::psych);
  }
  return a;
}

inline const std::vector<Answers>& both_waves() {
  static const std::vector<Answers> all{respondents(Wave::w2016, 1200, 1), respondents(Wave::w2021, 1500, 2)};
  return all;
}

inline RunFigures figures(Respondents who = Respondents::survey, double real_per_simulated = 1) {
  return figures_of(targets(), both_waves(), who, IntervalKind::wald, real_per_simulated);
}

}  // namespace uptake
