// SPDX-License-Identifier: Apache-2.0
// A command line, an argument a line, without evidence to be found, so that what would compute is refused
// before it begins. The whole program; its own `main` is `uptake_main` here (CMakeLists.txt).
#include <vector>

#include "fuzz.hpp"

int uptake_main(int argc, char** argv);

int uptake::fuzz::command(const std::uint8_t* data, std::size_t size) {
  static const Folder folder;
  static const bool ready = [] {
    std::filesystem::current_path(folder.path());
    return setenv("UPTAKE_DATA", "no evidence here", 1) == 0;
  }();
  (void)ready;
  std::vector<std::string> words{"uptake"};
  std::string word;
  for (const char c : text(data, size)) {
    if (c == '\0') continue;
    if (c != '\n') {
      word += c;
      continue;
    }
    words.push_back(word);
    word.clear();
  }
  for (const std::string& given : words) {  // no other folder than this one is written to
    if (given.find('/') != std::string::npos || given.find("..") != std::string::npos) return -1;
  }
  std::vector<char*> argv;
  for (std::string& w : words) argv.push_back(w.data());
  argv.push_back(nullptr);
  const int code = uptake_main(static_cast<int>(words.size()), argv.data());
  if (code < 0 || (code > 3 && code != 75)) std::abort();
  return 0;
}
