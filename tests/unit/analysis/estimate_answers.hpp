// SPDX-License-Identifier: Apache-2.0
// Answers of a survey that nobody simulated.
#pragma once

#include "sim/base/math.hpp"
#include "sim/base/random.hpp"
#include "sim/survey/questionnaire.hpp"

namespace uptake {

/// Invented answers of everybody to everything; a quarter has no partner and so no answer about one.
inline Answers invented(Wave wave, std::size_t n, std::uint32_t seed) {
  Answers a;
  a.wave = wave;
  a.parent.resize(n);
  for (auto& w : a.weight) w.assign(n, 0);
  for (auto& e : a.ever) e.assign(n, 0);
  for (auto& domain : a.columns) {
    for (auto& column : domain) column.assign(n, 0);
  }
  for (std::size_t i = 0; i < n; ++i) {
    std::uint32_t k = 0;
    const auto draw = [&] {
      return uniform({seed, 1}, static_cast<std::uint32_t>(i), 0, Purpose::walk, k++);
    };
    const bool partner = draw() < 0.75;
    double sum = 0;
    for (std::size_t v = index(Item::gender); v <= index(Item::network_support); ++v) {
      const auto item = static_cast<Item>(v);
      const bool of_partner = item == Item::union_status || item == Item::relationship_satisfaction ||
                              item == Item::relationship_quality || item == Item::partner_support;
      for (std::size_t d = 0; d < (is_background(item) ? 1U : 2U); ++d) {
        const auto level =
            static_cast<std::size_t>(draw() * static_cast<double>(variables()[v].categories.size()));
        if (of_partner && !partner) continue;
        a.columns[d][v][i] = tick(level);
        sum += 0.15 * static_cast<double>(level) - 0.1;
      }
    }
    a.weight[0][i] = a.weight[1][i] = i % 2 == 0 ? 0.5 : 1.0;
    a.weight[2][i] = partner ? a.weight[0][i] : 0;
    for (auto& e : a.ever) e[i] = draw() < logistic(sum - 2) ? 1 : 0;
  }
  return a;
}

}  // namespace uptake
