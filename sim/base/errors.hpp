// SPDX-License-Identifier: Apache-2.0
// How bad input is told: every problem of a file at once, each with its place. The program then exits 2.
#pragma once

#include <exception>
#include <stdexcept>
#include <string>
#include <vector>

namespace uptake {

/// One thing wrong with an input. `line` and `column` count from 1; 0 means that the place is not known.
struct Problem {
  std::string file;
  int line = 0;
  int column = 0;
  std::string message;  ///< what is wrong, what was expected

  /// `file:line:column: message`, without the parts that are not known.
  [[nodiscard]] std::string text() const;
};

/// Input that a person must mend. `what()` is all the problems, one a line.
class BadInput : public std::runtime_error {
 public:
  explicit BadInput(std::vector<Problem> problems);
  [[nodiscard]] const std::vector<Problem>& problems() const { return problems_; }

 private:
  std::vector<Problem> problems_;
};

/// Collects problems while a file is read, so that all are told together.
class Problems {
 public:
  void add(std::string file, int line, int column, std::string message);
  [[nodiscard]] bool empty() const { return problems_.empty(); }
  [[nodiscard]] std::size_t size() const { return problems_.size(); }
  [[nodiscard]] const std::vector<Problem>& all() const { return problems_; }
  /// Throws BadInput (sorted by file and place) if there are any.
  void throw_if_any() const;

 private:
  std::vector<Problem> problems_;
};

/// Runs one reader; the problems for which it refuses its input join the others.
template <class Read>
void gather(Problems& problems, Read read) {
  try {
    read();
  } catch (const BadInput& bad) {
    for (const Problem& p : bad.problems()) problems.add(p.file, p.line, p.column, p.message);
  }
}

/// Why something failed, for who called the program: its own words, or what to do without memory. Of the
/// error's lifetime, and takes no memory.
const char* reason_of(const std::exception& error);

/// Throws BadInput with one problem that has no place.
[[noreturn]] void refuse(std::string message);

}  // namespace uptake
