// SPDX-License-Identifier: Apache-2.0
#include "analysis/calibrate/saved_cases.hpp"

#include <fmt/format.h>

#include <array>
#include <charconv>
#include <fstream>
#include <vector>

#include "sim/base/hash.hpp"
#include "sim/store/files.hpp"

namespace uptake {
namespace {

/// The last line: that the file is whole, and as it was written.
std::string last_line(const std::string& text) { return "whole " + sha256(text); }

}  // namespace

SavedCases::SavedCases(std::filesystem::path folder, std::string key)
    : folder_(std::move(folder)), key_(std::move(key)) {
  std::filesystem::create_directories(folder_);
}

std::filesystem::path SavedCases::file(std::size_t i) const { return folder_ / fmt::format("{}.txt", i + 1); }

// The key, then the truth and the draws row by row, a hexadecimal number a line, then the checksum.
void SavedCases::keep(std::size_t i, const RecoveryCase& one) const {
  std::string text = key_ + "\n";
  const auto add = [&](double value) {
    std::array<char, 40> digits{};
    const auto end =
        std::to_chars(digits.data(), digits.data() + digits.size(), value, std::chars_format::hex).ptr;
    text.append(digits.data(), end).push_back('\n');
  };
  for (const double value : one.truth) add(value);
  for (Eigen::Index row = 0; row < one.draws.rows(); ++row)
    for (Eigen::Index j = 0; j < one.draws.cols(); ++j) add(one.draws(row, j));
  write_whole(file(i), text + last_line(text) + "\n");
}

std::optional<RecoveryCase> SavedCases::find(std::size_t i, Eigen::Index columns) const {
  std::ifstream in(file(i));
  std::string line;
  if (!std::getline(in, line) || line != key_) return std::nullopt;
  std::string text = line + "\n";
  std::vector<double> values;
  while (std::getline(in, line) && !line.starts_with("whole")) {
    text += line + "\n";
    double value = 0;
    const char* const last = line.data() + line.size();
    const auto read = std::from_chars(line.data(), last, value, std::chars_format::hex);
    if (read.ec != std::errc{} || read.ptr != last) return std::nullopt;
    values.push_back(value);
  }
  const auto n = static_cast<Eigen::Index>(values.size());
  if (line != last_line(text) || n < 2 * columns || n % columns != 0) return std::nullopt;
  const Eigen::Map<const Eigen::Matrix<double, -1, -1, Eigen::RowMajor>> rows(values.data(), n / columns,
                                                                              columns);
  return RecoveryCase{rows.row(0).transpose(), rows.bottomRows(n / columns - 1)};
}

}  // namespace uptake
