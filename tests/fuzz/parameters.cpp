// SPDX-License-Identifier: Apache-2.0
// A file of parameters beside the others as they are.
#include "sim/evidence/parameters.hpp"
#include "fuzz.hpp"

int uptake::fuzz::parameters(const std::uint8_t* data, std::size_t size) {
  static const Folder folder;
  static const bool others = [] {
    for (const auto& entry : std::filesystem::directory_iterator(scenarios_folder() / "data/parameters")) {
      if (entry.path().filename() != "reach.yaml")
        std::filesystem::create_symlink(entry.path(), folder.path() / entry.path().filename());
    }
    return true;
  }();
  (void)others;
  folder.write("reach.yaml", text(data, size));
  return taken_or_refused([&] { load_parameters(folder.path()); });
}
