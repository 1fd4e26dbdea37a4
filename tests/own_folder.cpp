// SPDX-License-Identifier: Apache-2.0
// Every test process writes in a folder of its own, so that tests run side by side, also those of two
// checkouts, never see each other's files. It goes when the process ends well.
#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <string>
#include <system_error>

namespace {

struct OwnFolder {
  std::string path = (std::filesystem::temp_directory_path() / "uptake-test-XXXXXX").string();
  pid_t process = ::getpid();

  OwnFolder() {
    if (::mkdtemp(path.data()) == nullptr) std::abort();
    ::setenv("TMPDIR", path.c_str(), 1);               // std::filesystem::temp_directory_path
    ::setenv("TEST_TMPDIR", (path + "/").c_str(), 1);  // testing::TempDir
  }
  ~OwnFolder() {
    if (::getpid() != process) return;  // a copy of the process, for a program that it calls
    std::error_code ignored;
    std::filesystem::remove_all(path, ignored);
  }
  OwnFolder(const OwnFolder&) = delete;
  OwnFolder& operator=(const OwnFolder&) = delete;
};

const OwnFolder own_folder;

}  // namespace
