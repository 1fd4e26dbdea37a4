// SPDX-License-Identifier: Apache-2.0
// The design file of a sweep, with the study that it leads to.
#include "analysis/sweep/design.hpp"
#include "fuzz.hpp"

int uptake::fuzz::design(const std::uint8_t* data, std::size_t size) {
  static const Folder folder;
  static const bool beside = [] {
    for (const char* name : {"baseline.yaml", "campaign.yaml", "measures", "data"})
      std::filesystem::create_symlink(scenarios_folder() / name, folder.path() / name);
    return std::filesystem::create_directories(folder.path() / "sweeps");
  }();
  (void)beside;
  const auto file = folder.write("sweeps/input.yaml", text(data, size));
  return taken_or_refused([&] { load_design(file, scenarios_folder() / "data"); });
}
