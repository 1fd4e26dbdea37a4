// SPDX-License-Identifier: Apache-2.0
// Threads inside a run: parents in fixed blocks, each with its own list of proposals, committed in block
// order.
#pragma once

#include <algorithm>
#include <cstddef>
#include <vector>

#include "sim/world/workers.hpp"
#include "sim/world/world.hpp"

namespace uptake {

inline constexpr std::size_t block_size =
    8192;  ///< parents; fixed, so that blocks never depend on the threads

/// Parents of a block in one go, where a pass first does what is the same for all and then what few need.
inline constexpr std::size_t batch_size = 256;

/// Calls `work(first, end, proposals)` for every block of 0..n, then `commit(proposal)` for each proposal in
/// order. `work` may write only what belongs to its own block.
template <class Proposal, class Work, class Commit>
void propose_then_commit(bool parallel, std::size_t n, Work work, Commit commit) {
  const std::size_t n_blocks = (n + block_size - 1) / block_size;
  std::vector<std::vector<Proposal>> proposals(n_blocks);
  const auto one = [&](std::size_t b) {
    work(b * block_size, std::min(n, (b + 1) * block_size), proposals[b]);
  };
  if (parallel && n_blocks > 1) {
    on_workers(n_blocks, [&](std::size_t b) {
      one(b);
      return true;
    });
  } else {
    for (std::size_t b = 0; b < n_blocks; ++b) one(b);
  }
  for (const auto& block : proposals) {
    for (const Proposal& proposal : block) commit(proposal);
  }
}

}  // namespace uptake
