// SPDX-License-Identifier: Apache-2.0
// What this machine's processor can do beyond any x86-64-v2 one. Whatever is worked out several at a time has
// the same bytes without.
#pragma once

/// For a function that may use AVX2 (and calls only what is inlined into it, or has AVX2 too).
#ifdef __x86_64__
#define UPTAKE_AVX2 __attribute__((target("avx2")))
#else
#define UPTAKE_AVX2
#endif

namespace uptake {

/// Whether such a function may be called here. Heeds GLIBC_TUNABLES, so that it can be told off.
bool has_avx2();

}  // namespace uptake
