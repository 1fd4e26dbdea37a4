// SPDX-License-Identifier: Apache-2.0
// What the network of a month looks like, and is it what was asked for?
#pragma once

#include <array>
#include <cstddef>
#include <string>
#include <vector>

#include "sim/network/network.hpp"

namespace uptake {

/// How alike tied parents are: the share of ties that join two of a kind, against parents taken at random.
struct Homophily {
  double ties = 0;
  double at_random = 0;

  /// 0: as at random; 1: always alike (Coleman 1958's inbreeding homophily, over all groups).
  [[nodiscard]] double excess() const { return at_random < 1 ? (ties - at_random) / (1 - at_random) : 0; }
};

/// A number that was asked for, beside what came out.
struct AskedGot {
  std::string name;  ///< "ties", "ties.kin", "ties.origin.non_eu_plus", ...
  double asked = 0, got = 0;
};

/// Of the respondents of a month, and their ties to parents who raise a child in Flanders that month.
struct NetworkStatistics {
  Month month = 0;
  std::size_t n_respondents = 0, n_present = 0;  ///< present: all who take part that month

  double mean = 0, sd = 0, share_without = 0;
  std::array<double, 5> quantiles{};  ///< of ties: 5, 25, 50, 75, 95 %
  std::array<double, n_layers> mean_layer{};
  std::array<double, n_strengths> strength{};  ///< shares of the ties

  Homophily origin, education, municipality;
  Homophily youngest;  ///< youngest children at most three years apart, where both have one at home

  double clustering = 0;  ///< mean over parents with two ties or more: share of their pairs who are tied
  double clustering_at_random = 0;  ///< in a random graph of as many ties

  std::size_t n_components = 0;  ///< among those present
  double share_giant = 0;        ///< of those present, in the largest component

  std::vector<AskedGot> asked;
};

/// Clustering is taken from at most `clustering_sample` respondents, evenly spread.
NetworkStatistics network_statistics(const Network& network, const Population& population,
                                     const NetworkSettings& settings, Month month,
                                     std::size_t clustering_sample = 20'000);

}  // namespace uptake
