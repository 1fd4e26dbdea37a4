// SPDX-License-Identifier: Apache-2.0
// Loaded before the C library (LD_PRELOAD), it makes every file system one without locks. No part of the
// tests' own program.
#include <dlfcn.h>
#include <fcntl.h>
#include <cerrno>
#include <cstdarg>

namespace {

int without_locks(const char* name, int file, int command, void* argument) {
  if (command == F_SETLK || command == F_SETLKW || command == F_OFD_SETLK || command == F_OFD_SETLKW) {
    errno = ENOLCK;
    return -1;
  }
  using Fcntl = int (*)(int, int, ...);
  return reinterpret_cast<Fcntl>(dlsym(RTLD_NEXT, name))(file, command, argument);
}

}  // namespace

extern "C" int fcntl(int file, int command, ...) {
  va_list arguments;
  va_start(arguments, command);
  void* argument = va_arg(arguments, void*);
  va_end(arguments);
  return without_locks("fcntl", file, command, argument);
}

extern "C" int fcntl64(int file, int command, ...) {
  va_list arguments;
  va_start(arguments, command);
  void* argument = va_arg(arguments, void*);
  va_end(arguments);
  return without_locks("fcntl64", file, command, argument);
}
