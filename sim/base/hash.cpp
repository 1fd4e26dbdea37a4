// SPDX-License-Identifier: Apache-2.0
#include "sim/base/hash.hpp"

#include <fmt/format.h>
#include <nettle/sha2.h>

#include <array>
#include <cstdint>
#include <fstream>
#include <vector>

#include "sim/base/file_hash.hpp"

namespace uptake {
namespace {

/// Takes bytes as they come.
class Hasher {
 public:
  Hasher() { sha256_init(&state_); }
  void take(std::string_view bytes) {
    n_bytes_ += bytes.size();
    sha256_update(&state_, bytes.size(), reinterpret_cast<const std::uint8_t*>(bytes.data()));
  }
  [[nodiscard]] std::uint64_t n_bytes() const { return n_bytes_; }
  /// Once, at the end.
  [[nodiscard]] std::string hex() {
    std::array<std::uint8_t, SHA256_DIGEST_SIZE> digest{};
    sha256_digest(&state_, digest.size(), digest.data());
    return fmt::format("{:02x}", fmt::join(digest, ""));
  }

 private:
  sha256_ctx state_{};
  std::uint64_t n_bytes_ = 0;
};

}  // namespace

std::string sha256(std::string_view bytes) {
  Hasher hasher;
  hasher.take(bytes);
  return hasher.hex();
}

std::optional<FileDigest> digest_of(const std::filesystem::path& file) {
  std::ifstream in(file, std::ios::binary);
  Hasher hasher;
  std::vector<char> part(std::size_t{1} << 20U);
  while (in) {
    in.read(part.data(), static_cast<std::streamsize>(part.size()));
    hasher.take({part.data(), static_cast<std::size_t>(in.gcount())});
  }
  if (!in.eof()) return {};
  return FileDigest{hasher.hex(), hasher.n_bytes()};
}

}  // namespace uptake
