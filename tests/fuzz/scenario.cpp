// SPDX-License-Identifier: Apache-2.0
// A scenario file: read, checked, and written out again with every default.
#include "fuzz.hpp"
#include "sim/policy/checks.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace uptake;
  static const fuzz::Folder folder;
  static const bool beside = [] {  // what an `extends` or a `measures` may name
    for (const char* name : {"baseline.yaml", "measures", "data"})
      std::filesystem::create_symlink(fuzz::scenarios_folder() / name, folder.path() / name);
    return true;
  }();
  (void)beside;
  const auto file = folder.write("input.yaml", fuzz::text(data, size));
  return fuzz::taken_or_refused([&] {
    const Scenario scenario = load_scenario(file, fuzz::evidence());
    check(scenario, fuzz::evidence());
    if (resolved_text(scenario, fuzz::evidence()).empty()) std::abort();
  });
}
