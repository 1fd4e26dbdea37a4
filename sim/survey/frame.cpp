// SPDX-License-Identifier: Apache-2.0
#include "sim/survey/frame.hpp"

#include <algorithm>
#include <numeric>

#include "sim/world/blocks.hpp"

namespace uptake {
namespace {

constexpr std::array<SpellFlag, n_frames> eligible{respondent, parent_at_large};

/// The rows of one sample, family after family; `begin[f]..begin[f+1]` are those of family f.
struct Families {
  std::vector<std::size_t> row, begin;
  [[nodiscard]] std::size_t count() const { return begin.size() - 1; }
};

Families families_of(const Frame& frame, std::size_t sample) {
  Families all;
  for (std::size_t i = 0; i < frame.size(); ++i) {
    if (frame.weight[sample][i] > 0) all.row.push_back(i);
  }
  std::stable_sort(all.row.begin(), all.row.end(),
                   [&](std::size_t a, std::size_t b) { return frame.household[a] < frame.household[b]; });
  for (std::size_t i = 0; i < all.row.size(); ++i) {
    if (i == 0 || frame.household[all.row[i]] != frame.household[all.row[i - 1]]) all.begin.push_back(i);
  }
  all.begin.push_back(all.row.size());
  return all;
}

std::size_t pick(std::uint32_t word, std::size_t n) {
  return std::min(static_cast<std::size_t>(to_unit(word) * static_cast<double>(n)), n - 1);
}

}  // namespace

double Frame::families(Sample sample) const {
  const auto& w = weight[static_cast<std::size_t>(sample)];
  return tree_sum(w.data(), w.size());
}

Frame everybody(const World& world) {
  Frame frame;
  std::array<std::vector<std::uint8_t>, n_frames> n_eligible;
  for (auto& n : n_eligible) n.assign(world.in.population->n_households(), 0);
  frame.parent.reserve(world.present.size());
  frame.household.reserve(world.present.size());
  for (auto& weight : frame.weight) weight.reserve(world.present.size());
  struct Asked {
    ParentId parent;
    HouseholdId household;
    std::uint16_t flags;
  };
  of_each_present<Asked>(
      world,
      [&](ParentId i, const Spell& life, std::vector<Asked>& asked) {
        if ((life.flags & (respondent | parent_at_large)) == 0 || life.household == no_household) return;
        // a resident parent is in both samples, whatever else is flagged
        const std::uint16_t flags = life.flags | ((life.flags & respondent) != 0 ? parent_at_large : 0);
        asked.push_back({i, life.household, flags});
      },
      [&](const Asked& one) {
        frame.parent.push_back(one.parent);
        frame.household.push_back(one.household);
        for (std::size_t s = 0; s < n_frames; ++s) {
          const bool in = (one.flags & eligible[s]) != 0;
          frame.weight[s].push_back(in ? 1 : 0);
          if (in) ++n_eligible[s][one.household];
        }
      });
  in_blocks(world.in.parallel, frame.size(), parents_at_a_time, [&](std::size_t first, std::size_t end) {
    for (std::size_t s = 0; s < n_frames; ++s) {
      for (std::size_t i = first; i < end; ++i) {
        if (frame.weight[s][i] > 0) frame.weight[s][i] = 1.0 / n_eligible[s][frame.household[i]];
      }
    }
  });
  return frame;
}

Frame draw_families(const Frame& frame, RandomKey key, Month now,
                    const std::array<std::size_t, n_frames>& families) {
  std::array<std::vector<double>, n_frames> drawn;
  for (std::size_t s = 0; s < n_frames; ++s) {
    drawn[s].assign(frame.size(), 0);
    const Families all = families_of(frame, s);
    if (all.count() == 0) continue;
    for (std::size_t j = 0; j < families[s]; ++j) {
      const auto words = random_words(key, static_cast<std::uint32_t>(j), now, Purpose::sampling,
                                      static_cast<std::uint32_t>(s));
      const std::size_t family = pick(words[0], all.count());
      const std::size_t first = all.begin[family];
      drawn[s][all.row[first + pick(words[1], all.begin[family + 1] - first)]] += 1;
    }
  }
  Frame sample;
  for (std::size_t i = 0; i < frame.size(); ++i) {
    if (drawn[0][i] + drawn[1][i] == 0) continue;
    sample.parent.push_back(frame.parent[i]);
    sample.household.push_back(frame.household[i]);
    for (std::size_t s = 0; s < n_frames; ++s) sample.weight[s].push_back(drawn[s][i]);
  }
  return sample;
}

}  // namespace uptake
