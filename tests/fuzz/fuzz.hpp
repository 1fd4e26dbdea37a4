// SPDX-License-Identifier: Apache-2.0
// What the fuzz targets share: an input becomes a file in a folder of the process's own, and whoever reads it
// may only take it or refuse it. Anything else that is thrown, and whatever the sanitizers see, ends the
// process.
#pragma once

#include <unistd.h>

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <string>
#include <string_view>

#include "sim/base/errors.hpp"
#include "sim/policy/scenario.hpp"

namespace uptake::fuzz {

namespace fs = std::filesystem;

// The targets, one for each sort of file that comes from outside: a file each, named so. 0: looked at; -1: of
// no use, as libFuzzer has it.
int scenario(const std::uint8_t* data, std::size_t size);
int design(const std::uint8_t* data, std::size_t size);
int parameters(const std::uint8_t* data, std::size_t size);
int survey(const std::uint8_t* data, std::size_t size);
int posterior(const std::uint8_t* data, std::size_t size);
int results(const std::uint8_t* data, std::size_t size);
int shard(const std::uint8_t* data, std::size_t size);
int plan(const std::uint8_t* data, std::size_t size);
int command(const std::uint8_t* data, std::size_t size);

inline fs::path scenarios_folder() { return fs::path(UPTAKE_SOURCE_DIR) / "scenarios"; }

inline const Evidence& evidence() {
  static const Evidence loaded = load_evidence(scenarios_folder() / "data");
  return loaded;
}

/// Removed at the end; several processes side by side have one each.
class Folder {
 public:
  Folder() : path_(fs::temp_directory_path() / ("uptake_fuzz_" + std::to_string(getpid()))) {
    fs::remove_all(path_);
    fs::create_directories(path_);
  }
  ~Folder() {
    std::error_code ignored;
    fs::remove_all(path_, ignored);
  }
  Folder(const Folder&) = delete;
  Folder& operator=(const Folder&) = delete;

  [[nodiscard]] const fs::path& path() const { return path_; }
  fs::path write(const std::string& name, std::string_view bytes) const {
    std::ofstream(path_ / name, std::ios::binary) << bytes;
    return path_ / name;
  }

 private:
  fs::path path_;
};

inline std::string_view text(const std::uint8_t* data, std::size_t size) {
  return {reinterpret_cast<const char*>(data), size};
}

/// BadInput is the answer to a bad file, and must say something; everything else that is thrown is a fault.
template <class Read>
int taken_or_refused(const Read& read) {
  try {
    read();
  } catch (const BadInput& bad) {
    if (std::string_view(bad.what()).empty()) std::abort();
  }
  return 0;
}

}  // namespace uptake::fuzz
