// SPDX-License-Identifier: Apache-2.0
// The small study and sweep of the databases that the targets read, and seeds.cpp makes.
#pragma once

#include "fuzz.hpp"
#include "sim/store/shard.hpp"
#include "sim/store/store.hpp"

namespace uptake::fuzz {

inline StudyKey study_key() { return {"0", "data", R"({"families":300,"kind":"compare"})", {"s0", "s1"}}; }
inline SweepKey sweep_key() { return {"0", "data", "plan"}; }

inline RunResult result(std::int64_t id) {
  RunResult r;
  r.run = {id, static_cast<int>(id % 2), 0, static_cast<int>(id / 2), 0};
  r.seed = 7;
  r.real_per_simulated = 45.5;
  for (const int year : {2020, 2021}) {
    for (const char* category : {"total", "men"})
      r.values.push_back(
          {{"contact", "parenting", category[0] == 't' ? "total" : "gender", category}, year, 0.1});
  }
  r.fit = {38.5};
  r.contacts = std::string("\0\1\2", 3);
  return r;
}

/// A database may also fail to do what is asked of it: the program then says so and ends.
template <class Read>
void read_or_told(const Read& read) {
  try {
    taken_or_refused(read);
  } catch (const StoreError& error) {
    if (std::string_view(error.what()).empty()) std::abort();
  }
}

}  // namespace uptake::fuzz
