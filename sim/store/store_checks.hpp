// SPDX-License-Identifier: Apache-2.0
// What tells a whole and own results database from a damaged or foreign one: checksums, and what readers
// cannot do without. For the store alone.
#pragma once

#include <sqlite3.h>

#include <cstdint>
#include <string>
#include <string_view>

#include "sim/base/hash.hpp"
#include "sim/store/store.hpp"

namespace uptake {

/// Texts with their lengths, so that ("ab", "c") and ("a", "bc") differ.
void add_field(std::string& all, std::string_view text);
void add_field(std::string& all, std::int64_t value);
void add_field(std::string& all, double value);

/// Hash of all that a run left: a row that changed on disk no longer fits it.
class RunHash {
 public:
  RunHash(const RunId& run, std::uint32_t seed, std::uint32_t stream, double real_per_simulated,
          std::string_view contacts) {
    for (const std::int64_t part :
         {run.id, std::int64_t{run.scenario}, std::int64_t{run.draw}, std::int64_t{run.replicate},
          std::int64_t{run.population}, std::int64_t{seed}, std::int64_t{stream}}) {
      add_field(all_, part);
    }
    add_field(all_, real_per_simulated);
    add_field(all_, contacts);
  }
  void figure(std::int64_t series, std::int64_t year, double value) {
    add_field(all_, series);
    add_field(all_, year);
    add_field(all_, value);
  }
  void fit(std::int64_t target, double value) {
    add_field(all_, target);
    add_field(all_, value);
  }
  [[nodiscard]] std::string hex() const { return sha256(all_); }

 private:
  std::string all_;
};

/// Hash of all that is written when the file is made: the study, its scenarios, the survey's numbers.
std::string design_hash(const Database& database);

/// SQLITE_ERROR: the tables are no longer what every file of this schema has.
inline bool is_damage(int code) {
  return code == SQLITE_CORRUPT || code == SQLITE_NOTADB || code == SQLITE_ERROR;
}

/// To begin again is for those who compute (`calibrate` has no --force), not for those who only read.
std::string_view what_to_do(const Database& database);

}  // namespace uptake
