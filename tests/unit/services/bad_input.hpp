// SPDX-License-Identifier: Apache-2.0
// Real data files with one thing made wrong, and what a reader of them tells.
#pragma once

#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <functional>
#include <sstream>
#include <string>

#include "refusal.hpp"

namespace uptake::test {

inline std::filesystem::path data_file(const std::string& name) {
  return std::filesystem::path(UPTAKE_SOURCE_DIR) / "scenarios" / "data" / name;
}

inline std::string text_of(const std::filesystem::path& file) {
  std::ifstream in(file, std::ios::binary);
  std::ostringstream text;
  text << in.rdbuf();
  return text.str();
}

/// A file of this test alone with that text.
inline std::filesystem::path written(const std::string& text, const std::string& suffix) {
  const auto* info = ::testing::UnitTest::GetInstance()->current_test_info();
  const std::filesystem::path file = std::filesystem::path(::testing::TempDir()) /
                                     (std::string(info->test_suite_name()) + "_" + info->name() + suffix);
  std::ofstream(file, std::ios::binary) << text;
  return file;
}

/// `text` with the first `from` after the first `after` replaced; fails the test if it is not there.
inline std::string changed(std::string text, const std::string& after, const std::string& from,
                           const std::string& to) {
  const std::size_t start = text.find(after);
  const std::size_t at = start == std::string::npos ? start : text.find(from, start);
  EXPECT_NE(at, std::string::npos) << "not in the file: " << after << " ... " << from;
  if (at != std::string::npos) text.replace(at, from.size(), to);
  return text;
}

/// The line (from 1) on which the first `what` after the first `after` stands.
inline int line_of(const std::string& text, const std::string& after, const std::string& what) {
  const std::size_t at = text.find(what, text.find(after));
  return 1 + static_cast<int>(std::count(text.begin(), text.begin() + static_cast<std::ptrdiff_t>(at), '\n'));
}

/// All problems that `load` tells, with "HERE:" for the place of a line of that file.
inline std::string told_at(const std::filesystem::path& file, int line, const std::function<void()>& load) {
  std::string text = refusal(load);
  const std::string place = file.string() + ":" + std::to_string(line) + ":";
  for (std::size_t at = text.find(place); at != std::string::npos; at = text.find(place)) {
    text.replace(at, place.size(), "HERE:");
  }
  return text;
}

}  // namespace uptake::test
