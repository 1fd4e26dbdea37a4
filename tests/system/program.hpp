// SPDX-License-Identifier: Apache-2.0
// Calls the real program as a person would, and looks at what it says and leaves.
#pragma once

#include <gmock/gmock.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <csignal>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <thread>
#include <vector>

namespace uptake {

namespace fs = std::filesystem;

inline std::string bytes_of(const fs::path& file) {
  std::ifstream in(file, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

struct Ended {
  int code = -1;  ///< the exit code, or 128 + the signal that ended it
  std::string out, err;
};

/// A call that is under way.
class Call {
 public:
  Call(std::vector<std::string> arguments, const fs::path& where, bool with_data = true,
       const std::string& program = UPTAKE_BINARY)
      : out_(where / "stdout.txt"), err_(where / "stderr.txt") {
    arguments.insert(arguments.begin(), program);
    fs::remove(out_);  // what an earlier call said must not be taken for this one's
    fs::remove(err_);
    process_ = fork();
    if (process_ != 0) return;
    if (with_data) setenv("UPTAKE_DATA", UPTAKE_SOURCE_DIR "/scenarios/data", 1);
    if (freopen(out_.c_str(), "w", stdout) == nullptr || freopen(err_.c_str(), "w", stderr) == nullptr)
      _exit(99);
    std::vector<char*> argv;
    for (std::string& a : arguments) argv.push_back(a.data());
    argv.push_back(nullptr);
    execv(argv[0], argv.data());
    _exit(98);
  }
  Call(const Call&) = delete;
  Call& operator=(const Call&) = delete;

  void send(int signal) const { kill(process_, signal); }
  [[nodiscard]] std::string err_so_far() const { return bytes_of(err_); }
  Ended wait() const {
    int status = 0;
    waitpid(process_, &status, 0);
    return {WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status), bytes_of(out_), bytes_of(err_)};
  }
  /// Waits until the error stream holds a text; false when the program ended without.
  [[nodiscard]] bool wait_for(const std::string& text) const {
    for (bool ended = false; !ended; std::this_thread::sleep_for(std::chrono::milliseconds(1))) {
      siginfo_t info{};
      waitid(P_PID, static_cast<id_t>(process_), &info, WEXITED | WNOHANG | WNOWAIT);
      ended = info.si_pid != 0;  // looked at before the text, which may be its last
      if (err_so_far().find(text) != std::string::npos) return true;
    }
    return false;
  }

 private:
  fs::path out_, err_;
  pid_t process_ = -1;
};

class ProgramTest : public testing::Test {
 protected:
  fs::path folder_ =
      fs::temp_directory_path() /
      (std::string("uptake_system_") + testing::UnitTest::GetInstance()->current_test_info()->name());
  void SetUp() override {
    fs::remove_all(folder_);
    fs::create_directories(folder_);
    const std::string baseline = UPTAKE_SOURCE_DIR "/scenarios/baseline.yaml";
    // Short lives, so that a system test stays quick; the lever is early enough to act in them.
    write("short.yaml", "extends: " + baseline + "\ntitle: {en: short, nl: kort}\nuntil: 2022-01\n");
    write("other.yaml",
          "extends: short.yaml\ntitle: {en: other, nl: ander}\nswitches: {word_of_mouth: off}\n");
  }
  void TearDown() override { fs::remove_all(folder_); }

  void write(const std::string& name, const std::string& text) const {
    std::ofstream(folder_ / name) << text;
  }
  [[nodiscard]] std::string path(const std::string& name) const { return (folder_ / name).string(); }
  [[nodiscard]] Ended call(const std::vector<std::string>& arguments) const {
    return Call(arguments, folder_).wait();
  }

  /// compare short.yaml other.yaml with `more` flags, into `out`.
  [[nodiscard]] std::vector<std::string> comparison(const std::string& out,
                                                    const std::vector<std::string>& more = {}) const {
    std::vector<std::string> all{"compare",
                                 path("short.yaml"),
                                 path("other.yaml"),
                                 "--families",
                                 "300",
                                 "--draws",
                                 "4",
                                 "--populations",
                                 "2",
                                 "--out",
                                 path(out)};
    all.insert(all.end(), more.begin(), more.end());
    return all;
  }

  /// The names of all files in a results folder.
  [[nodiscard]] std::vector<std::string> files(const std::string& out) const {
    std::vector<std::string> names;
    for (const auto& entry : fs::directory_iterator(folder_ / out))
      names.push_back(entry.path().filename().string());
    std::sort(names.begin(), names.end());
    return names;
  }

  void expect_same_results(const std::string& a, const std::string& b) const {
    EXPECT_EQ(files(a), files(b));
    for (const std::string& name : files(a)) {
      EXPECT_TRUE(bytes_of(folder_ / a / name) == bytes_of(folder_ / b / name)) << name << " differs";
    }
  }
};

}  // namespace uptake
