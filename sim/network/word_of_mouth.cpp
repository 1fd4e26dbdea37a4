// SPDX-License-Identifier: Apache-2.0
// Counting what ties have disclosed.
#include "sim/network/word_of_mouth.hpp"

namespace uptake {

TiesNews ties_news(const Network& network, ParentId parent, std::span<const Disclosed> disclosed) {
  TiesNews news;
  network.for_each_tie(parent, [&](ParentId other, TieData) {
    const Disclosed d = disclosed[other];
    news.n_ties += d != Disclosed::absent ? 1 : 0;
    news.n_good += d == Disclosed::good ? 1 : 0;
    news.n_bad += d == Disclosed::bad ? 1 : 0;
  });
  return news;
}

}  // namespace uptake
