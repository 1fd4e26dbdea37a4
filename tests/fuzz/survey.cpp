// SPDX-License-Identifier: Apache-2.0
// The table of what the survey's report prints.
#include "fuzz.hpp"
#include "sim/evidence/targets.hpp"

int uptake::fuzz::survey(const std::uint8_t* data, std::size_t size) {
  static const Folder folder;
  const auto file = folder.write("targets.csv", text(data, size));
  return taken_or_refused([&] { load_targets(file); });
}
