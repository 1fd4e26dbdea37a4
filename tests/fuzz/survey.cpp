// SPDX-License-Identifier: Apache-2.0
// The table of what the survey's report prints.
#include "fuzz.hpp"
#include "sim/evidence/targets.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace uptake;
  static const fuzz::Folder folder;
  const auto file = folder.write("targets.csv", fuzz::text(data, size));
  return fuzz::taken_or_refused([&] { load_targets(file); });
}
