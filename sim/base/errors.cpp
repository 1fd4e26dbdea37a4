// SPDX-License-Identifier: Apache-2.0
#include "sim/base/errors.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <new>
#include <tuple>
#include <utility>

namespace uptake {
namespace {

std::string joined(const std::vector<Problem>& problems) {
  constexpr std::size_t most = 100;  // a hopeless file should not scroll its first problems away
  std::string text;
  for (std::size_t i = 0; i < std::min(problems.size(), most); ++i) {
    if (i > 0) text += '\n';
    text += problems[i].text();
  }
  if (problems.size() > most) text += fmt::format("\nand {} more problems", problems.size() - most);
  return text;
}

std::vector<Problem> in_order(std::vector<Problem> problems) {
  std::stable_sort(problems.begin(), problems.end(), [](const Problem& a, const Problem& b) {
    return std::tie(a.file, a.line, a.column) < std::tie(b.file, b.line, b.column);
  });
  return problems;
}

}  // namespace

std::string Problem::text() const {
  if (file.empty()) return message;
  if (line <= 0) return fmt::format("{}: {}", file, message);
  return fmt::format("{}:{}:{}: {}", file, line, std::max(column, 1), message);
}

BadInput::BadInput(std::vector<Problem> problems)
    : std::runtime_error(joined(problems)), problems_(std::move(problems)) {}

void Problems::add(std::string file, int line, int column, std::string message) {
  problems_.push_back({std::move(file), line, column, std::move(message)});
}

void Problems::throw_if_any() const {
  if (!problems_.empty()) throw BadInput(in_order(problems_));
}

void refuse(std::string message) { throw BadInput({Problem{{}, 0, 0, std::move(message)}}); }

const char* reason_of(const std::exception& error) {
  return dynamic_cast<const std::bad_alloc*>(&error) == nullptr
             ? error.what()
             : "not enough memory; fewer --threads or --families need less";
}

}  // namespace uptake
