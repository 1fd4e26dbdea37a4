// SPDX-License-Identifier: Apache-2.0
// Has somebody asked the program to stop (Ctrl-C, or a batch system's TERM or USR1)?
#pragma once

namespace uptake {

/// Thrown by work that noticed the request and dropped what it had in hand.
struct Interrupted {};

/// From now on SIGINT, SIGTERM and SIGUSR1 set a flag. A second SIGINT ends the program at once, as if
/// nothing had been installed; a second SIGTERM or SIGUSR1 changes nothing.
void catch_interrupts();
[[nodiscard]] bool interrupted();
/// Sets or clears the flag by hand.
void set_interrupted(bool on);

}  // namespace uptake
