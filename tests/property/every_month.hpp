// SPDX-License-Identifier: Apache-2.0
// What a test that looks at every month says of a rule that is broken.
#pragma once

#include <string>

#include "small_world.hpp"

namespace uptake::small {

/// The first breach of a rule; later ones are counted only.
class Rule {
 public:
  template <class Say>
  void hold(bool holds, Say say) {
    ++n_seen_;
    if (holds) return;
    if (n_broken_++ == 0) first_ = say();
  }
  void verdict(const char* rule) const {
    EXPECT_EQ(n_broken_, 0U) << rule << ": " << n_broken_ << " of " << n_seen_ << ", first " << first_;
    EXPECT_GT(n_seen_, 0U) << rule << ": never met, so not tested";
  }

 private:
  std::size_t n_seen_ = 0, n_broken_ = 0;
  std::string first_;
};

inline std::string who_when(const World& w, ParentId i) {
  return "parent " + std::to_string(i) + " in " + month_text(w.now);
}

}  // namespace uptake::small
