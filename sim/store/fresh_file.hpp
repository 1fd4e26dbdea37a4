// SPDX-License-Identifier: Apache-2.0
// A file that is being written under another name (NAME.tmp) and gets its own at the end, so that nobody
// meets half of it. Two processes that write the same file do so one after the other; what one that was
// killed left is written over.
#pragma once

#include <cstdio>
#include <filesystem>
#include <memory>
#include <string_view>

namespace uptake {

class FreshFile {
 public:
  /// Throws std::runtime_error (with the system's reason) here and below when it cannot be written; nothing
  /// is left then.
  explicit FreshFile(std::filesystem::path file);
  ~FreshFile();
  FreshFile(const FreshFile&) = delete;
  FreshFile& operator=(const FreshFile&) = delete;

  void write(std::string_view bytes);
  /// Gives it its name. Without this call nothing is left.
  void finish();
  /// Leaves nothing, and throws.
  [[noreturn]] void fail(std::string_view reason);

 private:
  struct CloseFile {
    void operator()(std::FILE* file) const { std::fclose(file); }
  };
  void remove();

  std::filesystem::path file_, fresh_;
  int held_ = -1;  ///< keeps the lock beyond the end of `out_`, until the file has its name
  std::unique_ptr<std::FILE, CloseFile> out_;
};

}  // namespace uptake
