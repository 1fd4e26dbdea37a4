// SPDX-License-Identifier: Apache-2.0
#include "sim/base/interrupt.hpp"

#include <array>
#include <atomic>
#include <csignal>

namespace uptake {
namespace {

// The one global of the program: a signal handler can reach nothing else. Other threads than the one that
// gets the signal ask.
std::atomic<bool> asked_to_stop = false;
static_assert(std::atomic<bool>::is_always_lock_free);  // else no handler may touch it

void note_signal(int) { asked_to_stop = true; }

}  // namespace

void catch_interrupts() {
  // A batch system sends TERM and USR1 more than once: to the whole task, and again through its script. A
  // person who presses Ctrl-C twice means it.
  for (const int signal : std::array{SIGINT, SIGTERM, SIGUSR1}) {
    struct sigaction action{};
    action.sa_handler = note_signal;
    sigemptyset(&action.sa_mask);
    action.sa_flags = signal == SIGINT ? static_cast<int>(SA_RESETHAND | SA_RESTART) : SA_RESTART;
    sigaction(signal, &action, nullptr);
  }
}

bool interrupted() { return asked_to_stop; }
void set_interrupted(bool on) { asked_to_stop = on; }

}  // namespace uptake
