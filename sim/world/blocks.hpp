// SPDX-License-Identifier: Apache-2.0
// Threads inside a run: parents in fixed blocks, each with what it found for itself, committed in block
// order.
#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "sim/world/workers.hpp"
#include "sim/world/world.hpp"

namespace uptake {

// How many are a block's: never by how many threads there are.
inline constexpr std::size_t parents_at_a_time = 2048;  ///< in a pass over everybody
/// Of so many events, each of which is some work: where there are few, still some for each of several
/// threads.
constexpr std::size_t events_at_a_time(std::size_t n) { return std::clamp<std::size_t>(n / 8, 16, 128); }

/// Parents of a block in one go, where a pass first does what is the same for all and then what few need.
inline constexpr std::size_t batch_size = 256;

/// Some of a batch, by their place in it: picked without a branch, since who is one of them can't be
/// foreseen.
class Some {
 public:
  /// Those of 0 to `size` for whom it holds.
  template <class Holds>
  void of(std::size_t size, Holds holds) {
    n_ = 0;
    for (std::size_t n = 0; n < size; ++n) keep(n, holds(n));
  }
  /// Those of some others for whom it holds.
  template <class Holds>
  void of(const Some& others, Holds holds) {
    n_ = 0;
    for (const std::size_t n : others.all()) keep(n, holds(n));
  }
  [[nodiscard]] std::span<const std::uint16_t> all() const { return {place_.data(), n_}; }

 private:
  void keep(std::size_t n, bool one) {
    place_[n_] = static_cast<std::uint16_t>(n);
    n_ += one ? 1U : 0U;
  }
  std::array<std::uint16_t, batch_size> place_;
  std::size_t n_ = 0;
};

/// Calls `work(first, end)` for every block of 0..n. It may write only what belongs to its own block,
/// and read nothing that another block writes. (`earlier_lives` writes a partner too: a couple is one
/// block's.)
template <class Work>
void in_blocks(bool parallel, std::size_t n, std::size_t block_size, Work work) {
  const std::size_t n_blocks = (n + block_size - 1) / block_size;
  const auto one = [&](std::size_t b) { work(b * block_size, std::min(n, (b + 1) * block_size)); };
  if (parallel && n_blocks > 1) {
    on_workers_by_place(n_blocks, one);
  } else {
    for (std::size_t b = 0; b < n_blocks; ++b) one(b);
  }
}

/// `fetching_ahead` for parents, `parent(n)`: what an event reads of each, and of a partner.
template <class Parent, class Use>
void fetching_parents(const World& world, std::size_t first, std::size_t end, Parent parent, Use use) {
  fetching_ahead(
      first, end, [&](std::size_t n) { world.fetch_place(parent(n)); },
      [&](std::size_t n) { world.fetch_spell(parent(n)); },
      [&](std::size_t n) { world.fetch_with_partner(parent(n)); }, use);
}

/// What `work(first, end, found)` finds in every block of 0..n, in memory that is kept.
template <class Found, class Work>
std::span<BlockOf<Found>> find_by_blocks(bool parallel, Kept& kept, std::size_t n, std::size_t block_size,
                                         Work work) {
  const std::span<BlockOf<Found>> blocks = kept.blocks<Found>((n + block_size - 1) / block_size);
  in_blocks(parallel, n, block_size,
            [&](std::size_t first, std::size_t end) { work(first, end, blocks[first / block_size].found); });
  return blocks;
}

/// Calls `work(first, end, found)` for every block of 0..n; when all have looked, `own(found)` for each,
/// which may write what is of the block's own parents; then `commit(found)` for each block in order.
template <class Found, class Work, class Own, class Commit>
void by_blocks(World& world, std::size_t n, std::size_t block_size, Work work, Own own, Commit commit) {
  const auto blocks = find_by_blocks<Found>(world.in.parallel, world.kept, n, block_size, work);
  in_blocks(world.in.parallel, blocks.size(), 1,
            [&](std::size_t block, std::size_t /*end*/) { own(blocks[block].found); });
  for (auto& block : blocks) commit(block.found);
}
/// The same where nothing is the block's own.
template <class Found, class Work, class Commit>
void by_blocks(World& world, std::size_t n, std::size_t block_size, Work work, Commit commit) {
  for (auto& block : find_by_blocks<Found>(world.in.parallel, world.kept, n, block_size, work))
    commit(block.found);
}

/// The same where a block finds proposals: `commit(proposal)` for each, in order.
template <class Proposal, class Work, class Commit>
void propose_then_commit(World& world, std::size_t n, std::size_t block_size, Work work, Commit commit) {
  by_blocks<std::vector<Proposal>>(world, n, block_size, work, [&](const std::vector<Proposal>& block) {
    for (const Proposal& proposal : block) commit(proposal);
  });
}

/// What `look(parent, the spell in force, found)` finds in all who are present, block by block.
template <class Found, class Look>
std::span<BlockOf<Found>> find_in_each_present(const World& world, Kept& kept, Look look) {
  return find_by_blocks<Found>(world.in.parallel, kept, world.present.size(), parents_at_a_time,
                               [&](std::size_t first, std::size_t end, Found& found) {
                                 for (std::size_t n = first; n < end; ++n) {
                                   if (n + 24 < end) world.fetch_spell(world.present[n + 24]);
                                   look(world.present[n], world.spell_of(world.present[n]), found);
                                 }
                               });
}

/// The same for who only looks: `propose(parent, spell, proposals)`, then `commit(proposal)` for each.
template <class Proposal, class Propose, class Commit>
void of_each_present(const World& world, Propose propose, Commit commit) {
  Kept once;
  for (const auto& block : find_in_each_present<std::vector<Proposal>>(world, once, propose)) {
    for (const Proposal& proposal : block.found) commit(proposal);
  }
}

}  // namespace uptake
