// SPDX-License-Identifier: Apache-2.0
#include "sim/base/cpu.hpp"

#ifdef __x86_64__
#ifdef __clang__
#define _Bool bool  // NOLINT(bugprone-reserved-identifier): glibc's next header is C, and says so
#endif
#include <sys/platform/x86.h>
#endif

namespace uptake {

bool has_avx2() {
#ifdef __x86_64__
  static const bool has = CPU_FEATURE_ACTIVE(AVX2) != 0;
  return has;
#else
  return false;
#endif
}

}  // namespace uptake
