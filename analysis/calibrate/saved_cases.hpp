// SPDX-License-Identifier: Apache-2.0
// Finished data sets of a self-recovery, a file each, so that a study that is stopped loses none of them.
#pragma once

#include <cstddef>
#include <filesystem>
#include <optional>
#include <string>

#include "analysis/calibrate/self_recovery.hpp"

namespace uptake {

class SavedCases {
 public:
  /// Makes the folder. `key`: one line, the hash of all that the cases come from; cases of another are not
  /// found, and are written over.
  SavedCases(std::filesystem::path folder, std::string key);
  /// Case `i`, to the last bit, with so many columns; nothing where it is missing, of another key or damaged.
  [[nodiscard]] std::optional<RecoveryCase> find(std::size_t i, Eigen::Index columns) const;
  void keep(std::size_t i, const RecoveryCase& one) const;

 private:
  [[nodiscard]] std::filesystem::path file(std::size_t i) const;
  std::filesystem::path folder_;
  std::string key_;
};

}  // namespace uptake
