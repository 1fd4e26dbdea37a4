// SPDX-License-Identifier: Apache-2.0
#include "sim/base/progress.hpp"

#include <fmt/format.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <utility>

namespace uptake {
namespace {

std::size_t terminal_columns() {
  winsize size{};
  if (ioctl(STDERR_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col >= 40)
    return std::min<std::size_t>(size.ws_col, 100);
  return 80;
}

double seconds_left(std::size_t done, std::size_t total, double seconds) {
  return seconds / static_cast<double>(done) * static_cast<double>(total - done);
}

}  // namespace

Progress::Show Progress::suitable(bool quiet) {
  if (quiet) return Show::nothing;
  return isatty(STDERR_FILENO) != 0 ? Show::bar : Show::lines;
}

Progress::Progress(std::string what, std::size_t total, Show show)
    : what_(std::move(what)), total_(total), show_(total == 0 ? Show::nothing : show) {
  if (show_ == Show::bar) draw();
}

Progress::~Progress() { finish(); }

void Progress::step() {
  const std::lock_guard lock(mutex_);
  done_ = std::min(done_ + 1, total_);
  if (show_ != Show::nothing) draw();
}

void Progress::finish() {
  const std::lock_guard lock(mutex_);
  if (show_ == Show::bar) std::fputc('\n', stderr);
  show_ = Show::nothing;
}

void Progress::draw() {
  const Clock::time_point now = Clock::now();
  const double seconds = std::chrono::duration<double>(now - start_).count();
  if (show_ == Show::bar) {
    // Ten times a second is enough for an eye and costs nothing when steps are short.
    if (done_ > 0 && done_ < total_ && now - drawn_ < std::chrono::milliseconds(100)) return;
    drawn_ = now;
    fmt::print(stderr, "\r{}\033[K", bar_text(what_, done_, total_, seconds, terminal_columns() - 1));
    std::fflush(stderr);
    return;
  }
  const int tenths = static_cast<int>(done_ * 10 / total_);
  if (tenths == tenths_shown_) return;
  tenths_shown_ = tenths;
  fmt::print(stderr, "{}: {} of {} ({} %){}\n", what_, done_, total_, tenths * 10,
             done_ == total_ ? ", " + duration_text(seconds)
                             : ", about " + duration_text(seconds_left(done_, total_, seconds)) + " left");
}

std::string Progress::duration_text(double seconds) {
  const auto s = static_cast<long>(std::ceil(std::max(0.0, seconds)));
  if (s < 60) return fmt::format("{} s", s);
  if (s < 3600) return fmt::format("{} min {:02} s", s / 60, s % 60);
  return fmt::format("{} h {:02} min", s / 3600, s % 3600 / 60);
}

std::string Progress::bar_text(const std::string& what, std::size_t done, std::size_t total, double seconds,
                               std::size_t width) {
  std::string tail = fmt::format("] {}/{}", done, total);
  if (done == total) {
    tail += "  " + duration_text(seconds);
  } else if (done > 0) {
    tail += "  about " + duration_text(seconds_left(done, total, seconds)) + " left";
  }
  const std::string head = what + " [";
  const std::size_t used = head.size() + tail.size();
  const std::size_t room = width > used + 10 ? std::min<std::size_t>(width - used, 40) : 10;
  const std::size_t filled = total == 0 ? room : room * done / total;
  return head + std::string(filled, '#') + std::string(room - filled, '.') + tail;
}

}  // namespace uptake
