// SPDX-License-Identifier: Apache-2.0
// How far is the work, and how long will the rest take? On the error stream, so that results can be piped.
#pragma once

#include <chrono>
#include <cstddef>
#include <mutex>
#include <string>

namespace uptake {

/// A bar on a terminal; elsewhere (a log file, a batch job) a plain line every tenth of the work.
class Progress {
 public:
  enum class Show { nothing, lines, bar };
  /// What suits the error stream; `nothing` when `quiet`.
  static Show suitable(bool quiet);

  Progress(std::string what, std::size_t total, Show show);
  ~Progress();
  Progress(const Progress&) = delete;
  Progress& operator=(const Progress&) = delete;

  /// One more is done. May be called from several threads.
  void step();
  /// Ends the bar's line; later steps are not shown.
  void finish();

  /// "3 min 05 s".
  static std::string duration_text(double seconds);
  /// "runs [#####.....] 5/10  about 12 s left", for `width` columns.
  static std::string bar_text(const std::string& what, std::size_t done, std::size_t total, double seconds,
                              std::size_t width);

 private:
  void draw();
  using Clock = std::chrono::steady_clock;
  std::string what_;
  std::size_t total_, done_ = 0;
  int tenths_shown_ = 0;
  Show show_;
  Clock::time_point start_ = Clock::now(), drawn_{};
  std::mutex mutex_;
};

}  // namespace uptake
