// SPDX-License-Identifier: Apache-2.0
// What would parents answer? The questionnaire of a wave (S0 4.2, 4.4, 5.2, 5.4), asked of simulated parents.
//
// Events are not answers: a use counts if it was perceived as help on this domain and is not forgotten; use
// of the last twelve months is never forgotten. Background is told as it is; worries and satisfaction with
// noise.
#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <vector>

#include "sim/evidence/targets.hpp"
#include "sim/survey/frame.hpp"
#include "sim/survey/items.hpp"

namespace uptake {

/// What the survey knows beside the parameters: data.
struct SurveySettings {
  bool sampling_noise = false;  ///< ask the survey's own number of families instead of everybody
  /// Whether `families` are those of residents, by wave: also of 2021 where a survey has no row of all
  /// parents.
  std::array<bool, n_waves> of_residents{true, false};
  /// Families that took part, by wave: of 2016 with a resident child, of 2021 all (S0 Table 8).
  std::array<std::size_t, n_waves> families{2165, 3283};
  /// Shares of the answers very_much..not_at_all by [wave][domain][partner, network]: the n of S0 Tables 5,
  /// 6, 11, 12.
  using Shares = std::array<double, 4>;
  std::array<std::array<std::array<Shares, 2>, n_domains>, n_waves> support{};
};

/// Reads them off the targets. Throws BadInput if a row is not there.
SurveySettings survey_settings(std::span<const Target> targets);

/// The answers, columns over respondents. Ticks are bits by category of the item's variable.
struct Answers {
  Wave wave = Wave::w2016;
  std::vector<ParentId> parent;
  std::array<std::vector<double>, 3> weight;  ///< by Sample; 0: not in it
  std::array<std::vector<std::uint8_t>, n_domains> ever;

  [[nodiscard]] std::size_t size() const { return parent.size(); }
  [[nodiscard]] const std::vector<Ticks>& ticks(Domain d, Item item) const {
    return columns[is_background(item) ? 0 : static_cast<std::size_t>(d)][index(item)];
  }
  std::array<std::array<std::vector<Ticks>, n_items>, n_domains>
      columns;  ///< background stands under domain 0
};

/// The boxes that a wave's questionnaire offered under "which support did you use?" (S0 Tables 2 and 9).
Ticks boxes_asked(Domain domain, Wave wave);

/// Asks the parents of this month, everybody or a sample. Call it in the wave's month.
Answers ask(const World& world, Wave wave, const SurveySettings& settings);

}  // namespace uptake
