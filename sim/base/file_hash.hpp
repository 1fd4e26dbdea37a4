// SPDX-License-Identifier: Apache-2.0
// The hash of a file that may be larger than memory.
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>

namespace uptake {

struct FileDigest {
  std::string sha256;  ///< 64 hexadecimal digits, as `sha256sum` gives them
  std::uint64_t bytes = 0;
};

/// Nothing where the file cannot be read to its end.
std::optional<FileDigest> digest_of(const std::filesystem::path& file);

}  // namespace uptake
