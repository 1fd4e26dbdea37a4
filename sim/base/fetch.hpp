// SPDX-License-Identifier: Apache-2.0
// Asks for memory that is read soon, so that nobody need wait for it then.
#pragma once

namespace uptake {

/// Has the processor fetch what lies at `at`; nothing changes by it. The empty instruction is why it stays: a
/// function that does nothing else has no effect as g++ sees it (pure), and calls of it are left out.
inline void fetch(const void* at) {
  __builtin_prefetch(at);
  asm volatile("");
}

}  // namespace uptake
