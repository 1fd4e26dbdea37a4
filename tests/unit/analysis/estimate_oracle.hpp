// SPDX-License-Identifier: Apache-2.0
// Asks an outside oracle: a script of this folder, by the system's own Python, of which python3-statsmodels
// is a package.
#pragma once

#include <fmt/core.h>
#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <Eigen/Core>
#include <array>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <map>
#include <sstream>
#include <string>
#include <vector>

namespace uptake {

inline Eigen::VectorXd vec(const std::vector<double>& values) {
  return Eigen::Map<const Eigen::VectorXd>(values.data(), static_cast<Eigen::Index>(values.size()));
}

/// What the script prints of a CSV: lines of a name and numbers. Fails if it cannot be asked.
inline std::map<std::string, std::vector<double>> ask_oracle(const std::string& script,
                                                             const std::string& csv) {
  const auto file = std::filesystem::temp_directory_path() / fmt::format("uptake_oracle_{}.csv", ::getpid());
  std::ofstream(file) << csv;
  const std::string command = fmt::format("/usr/bin/python3 '{}/tests/unit/analysis/{}' '{}' 2>&1",
                                          UPTAKE_SOURCE_DIR, script, file.string());
  std::string text;
  int status = -1;
  if (FILE* pipe = popen(command.c_str(), "r")) {
    std::array<char, 4096> buffer{};
    while (const std::size_t n = fread(buffer.data(), 1, buffer.size(), pipe)) text.append(buffer.data(), n);
    status = pclose(pipe);
  }
  std::filesystem::remove(file);
  EXPECT_TRUE(WIFEXITED(status) && WEXITSTATUS(status) == 0) << text;
  std::map<std::string, std::vector<double>> found;
  std::istringstream lines(text);
  for (std::string line; std::getline(lines, line);) {
    std::istringstream words(line);
    std::string name, word;
    words >> name;
    while (words >> word) found[name].push_back(std::strtod(word.c_str(), nullptr));
  }
  return found;
}

}  // namespace uptake
