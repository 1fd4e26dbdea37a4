// SPDX-License-Identifier: Apache-2.0
// A short run of random numbers at one address: for the parts of a lineage that need an unknown number of
// them.
#pragma once

#include "sim/base/random.hpp"

namespace uptake {

/// Uniforms, normals and waiting times from the address (key, subject, slot, purpose), four words a block.
class Draws {
 public:
  Draws(RandomKey key, std::uint32_t subject, Purpose purpose, Month slot = 0)
      : key_(key), subject_(subject), purpose_(purpose), slot_(slot) {}

  double next() {
    if (used_ == 4) {
      words_ = random_words(key_, subject_, slot_, purpose_, block_++);
      used_ = 0;
    }
    return to_unit(words_[used_++]);
  }
  double normal() { return normal_quantile(next()); }
  double exponential() { return -log_fixed(next()); }
  bool chance(double p) { return next() < p; }

 private:
  RandomKey key_;
  std::uint32_t subject_;
  Purpose purpose_;
  Month slot_;
  std::array<std::uint32_t, 4> words_{};
  std::uint32_t used_ = 4, block_ = 0;
};

}  // namespace uptake
