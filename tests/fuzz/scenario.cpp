// SPDX-License-Identifier: Apache-2.0
// A scenario file: read, checked, and written out again with every default.
#include "fuzz.hpp"
#include "sim/policy/checks.hpp"

int uptake::fuzz::scenario(const std::uint8_t* data, std::size_t size) {
  static const Folder folder;
  static const bool beside = [] {  // what an `extends` or a `measures` may name
    for (const char* name : {"baseline.yaml", "measures", "data"})
      std::filesystem::create_symlink(scenarios_folder() / name, folder.path() / name);
    return true;
  }();
  (void)beside;
  const auto file = folder.write("input.yaml", text(data, size));
  return taken_or_refused([&] {
    const Scenario scenario = load_scenario(file, evidence());
    check(scenario, evidence());
    if (resolved_text(scenario, evidence()).empty()) std::abort();
  });
}
