// SPDX-License-Identifier: Apache-2.0
// What libFuzzer calls: the target that this program is built for (CMakeLists.txt).
#include "fuzz.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  return uptake::fuzz::UPTAKE_FUZZ_TARGET(data, size);
}
