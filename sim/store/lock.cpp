// SPDX-License-Identifier: Apache-2.0
#include "sim/store/lock.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/file.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <system_error>
#include <utility>

#include "sim/base/errors.hpp"

namespace uptake {
namespace {

/// The whole file, of this open file rather than of the process: two in one process exclude each other too.
struct flock whole_file() {
  struct flock lock{};
  lock.l_type = F_WRLCK;
  lock.l_whence = SEEK_SET;
  return lock;
}

std::string reason_text(int reason) { return std::generic_category().message(reason); }

std::string content(int handle) {
  std::array<char, 200> text{};
  const auto n = ::pread(handle, text.data(), text.size(), 0);
  return n > 0 ? std::string(text.data(), static_cast<std::size_t>(n)) : std::string();
}

std::string own_name() {
  std::array<char, 100> host{};
  if (::gethostname(host.data(), host.size() - 1) != 0) host[0] = '?';
  return fmt::format("process {} on {}", ::getpid(), host.data());
}

}  // namespace

FileLock::FileLock(const std::filesystem::path& file) {
  handle_ = ::open(file.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0666);
  if (handle_ < 0) refuse(fmt::format("{}: cannot be written: {}", file.string(), reason_text(errno)));
  struct flock lock = whole_file();
  if (::fcntl(handle_, F_OFD_SETLK, &lock) == 0) {
    const std::string name = own_name();
    if (::ftruncate(handle_, 0) == 0)
      static_cast<void>(::pwrite(handle_, name.data(), name.size(), 0) == 0);  // only for people
    return;
  }
  const int reason = errno;
  const std::string holder = content(handle_);
  ::close(std::exchange(handle_, -1));
  if (reason == EAGAIN || reason == EACCES)
    refuse(fmt::format("{}: another uptake is at work here ({})", file.string(),
                       holder.empty() ? "unknown" : holder));
  refuse(
      fmt::format("{}: this file system has no working locks ({}), so that two workers could spoil each "
                  "other's results; expected a folder on another one",
                  file.string(), reason_text(reason)));
}

FileLock::~FileLock() {
  if (handle_ >= 0) ::close(handle_);
}

FileLock::FileLock(FileLock&& other) noexcept : handle_(std::exchange(other.handle_, -1)) {}

FileLock& FileLock::operator=(FileLock&& other) noexcept {
  std::swap(handle_, other.handle_);
  return *this;
}

bool FileLock::is_held(const std::filesystem::path& file) {
  const int handle = ::open(file.c_str(), O_RDWR | O_CLOEXEC);
  if (handle < 0) return false;
  struct flock lock = whole_file();
  const bool held = ::fcntl(handle, F_OFD_GETLK, &lock) == 0 && lock.l_type != F_UNLCK;
  ::close(handle);
  return held;
}

FolderLock::FolderLock(const std::filesystem::path& folder)
    : handle_(::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC)) {
  if (handle_ < 0 || ::flock(handle_, LOCK_EX | LOCK_NB) == 0 || errno != EWOULDBLOCK) return;
  ::close(std::exchange(handle_, -1));
  refuse(fmt::format(
      "{}: another uptake is writing here; nothing was changed. Wait for its end, or take another folder",
      folder.string()));
}

FolderLock::~FolderLock() {
  if (handle_ >= 0) ::close(handle_);
}

}  // namespace uptake
