// SPDX-License-Identifier: Apache-2.0
// What passes along a tie in a month: news of the offer, one tie at a time (simple contagion), and the norm,
// which needs several (a smooth reinforced response; no hard threshold: long ties usually spread reinforced
// behaviour as far as clustered ones, Wan, Riedl and Lazer 2025; Eckles and others). Pure functions over last
// month's columns.
#pragma once

#include <algorithm>
#include <array>
#include <cstdint>
#include <span>

#include "sim/base/math.hpp"
#include "sim/network/network.hpp"

namespace uptake {

/// The chance that a tie who could tell does so in a month, by strength.
struct Telling {
  std::array<double, n_strengths> p{};
};

/// From the chance for a middling tie. The factors are an assumption: close ties talk more often, loose ones
/// less.
constexpr Telling telling(double p_middling, double loose_factor = 0.5, double close_factor = 1.5) {
  const auto p = [&](double factor) { return std::clamp(p_middling * factor, 0.0, 1.0); };
  return {{p(loose_factor), p(1), p(close_factor)}};
}

/// The chance that a tie's news reaches the parent this month.
constexpr double p_tells(const Telling& t, TieData tie) {
  return t.p[static_cast<std::size_t>(tie.strength)];
}

/// The chance to hear at least once from those for whom `could_tell(other)` holds, each tie on its own: 1 -
/// prod(1 - p).
template <class CouldTell>
double p_hears(const Network& network, ParentId parent, const Telling& t, CouldTell&& could_tell) {
  double p_silence = 1;
  network.for_each_tie(parent, [&](ParentId other, TieData tie) {
    if (could_tell(other)) p_silence *= 1 - p_tells(t, tie);
  });
  return 1 - p_silence;
}

/// What a parent has let its ties know of its experience in a domain, a column.
enum class Disclosed : std::int8_t { bad = -1, nothing = 0, good = 1, absent = 2 };

/// How many of a parent's present ties have disclosed what. Old news may count for less than one.
struct TiesNews {
  double n_good = 0, n_bad = 0;
  int n_ties = 0;
};

/// `disclosed[other]` as of last month; who is `absent` (not a parent in Flanders now) does not count.
TiesNews ties_news(const Network& network, ParentId parent, std::span<const Disclosed> disclosed);

/// The norm's response. `bad_weight`: how much heavier bad experience weighs (1.5, assumption: science.md 5).
struct NormResponse {
  double size = 0;       ///< logit, at most
  double slope = 0;      ///< kappa
  double threshold = 0;  ///< theta: the share of ties at which half of it is reached
  double bad_weight = 1.5;
  bool each_counts = false;  ///< simple contagion: in proportion to the share, to the same most
};

/// size * logistic(slope * (share - threshold)); in proportion to the share where each tie counts by itself.
inline double response(const NormResponse& n, double share) {
  const auto reinforced = [&](double s) { return n.size * logistic(n.slope * (s - n.threshold)); };
  return n.each_counts ? reinforced(0) + share * (reinforced(1) - reinforced(0)) : reinforced(share);
}

/// What ties' experience adds to daring, logit: the rise of the response over that of no news at all, so that
/// silent ties move nobody and the constant stays in the gate. Good minus weighted bad.
inline double norm_of(const NormResponse& n, const TiesNews& news) {
  if (news.n_ties == 0) return 0;
  const double at_none = response(n, 0);
  const auto rise = [&](double ties) { return ties == 0 ? 0.0 : response(n, ties / news.n_ties) - at_none; };
  return rise(news.n_good) - n.bad_weight * rise(news.n_bad);
}

}  // namespace uptake
