// SPDX-License-Identifier: Apache-2.0
// Is somebody else at work here? A lock on a file, also between the nodes of a cluster where the shared file
// system has working locks; it ends with its process, however that ends.
#pragma once

#include <filesystem>
#include <string>

namespace uptake {

class FileLock {
 public:
  /// Takes the lock of `file`, which is made when it is not there and stays. BadInput when another process
  /// has it (with the host and the process that it wrote there), or when the file system has no locks.
  explicit FileLock(const std::filesystem::path& file);
  ~FileLock();
  FileLock(FileLock&& other) noexcept;
  FileLock& operator=(FileLock&& other) noexcept;
  FileLock(const FileLock&) = delete;
  FileLock& operator=(const FileLock&) = delete;

  /// Whether somebody has the lock of a file now. False where there is no such file.
  static bool is_held(const std::filesystem::path& file);

 private:
  int handle_ = -1;
};

/// For commands that write their results at once: one at a time in a folder. Leaves no file, and ends with
/// the process.
class FolderLock {
 public:
  /// BadInput when another process has it. Nothing is locked where the folder is not there yet, or its file
  /// system does not lock folders: files are whole all the same (fresh_file.hpp).
  explicit FolderLock(const std::filesystem::path& folder);
  ~FolderLock();
  FolderLock(const FolderLock&) = delete;
  FolderLock& operator=(const FolderLock&) = delete;

 private:
  int handle_ = -1;
};

}  // namespace uptake
