// SPDX-License-Identifier: Apache-2.0
#include "sim/store/fresh_file.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <stdexcept>
#include <string>
#include <system_error>
#include <utility>

namespace uptake {
namespace {

std::string system_reason(int code) { return std::generic_category().message(code); }

/// Waits until it has the lock of an open file. False where the file system has none: then two could still
/// meet, as without this.
bool wait_for_lock(int handle) {
  struct flock lock{};
  lock.l_type = F_WRLCK;
  lock.l_whence = SEEK_SET;
  int code = 0;
  while ((code = ::fcntl(handle, F_OFD_SETLKW, &lock)) != 0 && errno == EINTR) {
  }
  return code == 0;
}

/// Whether the name is still that of the open file: who had the lock before may have given it its own.
bool is_still(int handle, const std::filesystem::path& name) {
  struct stat open{}, named{};
  return ::fstat(handle, &open) == 0 && ::stat(name.c_str(), &named) == 0 && open.st_dev == named.st_dev &&
         open.st_ino == named.st_ino;
}

/// The file, empty and for this process alone; negative (errno has the reason) when it cannot be.
int open_alone(const std::filesystem::path& name) {
  for (;;) {
    const int handle = ::open(name.c_str(), O_WRONLY | O_CREAT | O_CLOEXEC, 0666);
    if (handle < 0) return handle;
    if (wait_for_lock(handle) && !is_still(handle, name)) {
      ::close(handle);
      continue;
    }
    if (::ftruncate(handle, 0) == 0) return handle;
    const int reason = errno;
    ::close(handle);
    errno = reason;
    return -1;
  }
}

}  // namespace

FreshFile::FreshFile(std::filesystem::path file)
    : file_(std::move(file)), fresh_(file_.string() + ".tmp"), held_(open_alone(fresh_)) {
  if (held_ < 0)
    throw std::runtime_error(fmt::format("{}: cannot be written: {}", file_.string(), system_reason(errno)));
  const int own = ::dup(held_);
  out_.reset(own < 0 ? nullptr : ::fdopen(own, "wb"));
  if (out_) return;
  const int reason = errno;
  if (own >= 0) ::close(own);
  fail(system_reason(reason));
}

FreshFile::~FreshFile() {
  if (held_ >= 0) remove();
}

void FreshFile::remove() {
  out_.reset();
  std::error_code ignored;
  std::filesystem::remove(fresh_, ignored);
  ::close(std::exchange(held_, -1));
}

void FreshFile::write(std::string_view bytes) {
  if (std::fwrite(bytes.data(), 1, bytes.size(), out_.get()) != bytes.size()) fail(system_reason(errno));
}

void FreshFile::finish() {
  if (std::fclose(out_.release()) != 0) fail(system_reason(errno));
  std::error_code error;
  std::filesystem::rename(fresh_, file_, error);
  if (error) fail(error.message());
  ::close(std::exchange(held_, -1));
}

void FreshFile::fail(std::string_view reason) {
  const std::string text = fmt::format("{}: cannot be written: {}", file_.string(), reason);
  remove();
  throw std::runtime_error(text);
}

}  // namespace uptake
