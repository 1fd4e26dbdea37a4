// SPDX-License-Identifier: Apache-2.0
// A file of parameters beside the others as they are.
#include "sim/evidence/parameters.hpp"
#include "fuzz.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace uptake;
  static const fuzz::Folder folder;
  static const bool others = [] {
    for (const auto& entry :
         std::filesystem::directory_iterator(fuzz::scenarios_folder() / "data/parameters")) {
      if (entry.path().filename() != "reach.yaml")
        std::filesystem::create_symlink(entry.path(), folder.path() / entry.path().filename());
    }
    return true;
  }();
  (void)others;
  folder.write("reach.yaml", fuzz::text(data, size));
  return fuzz::taken_or_refused([&] { load_parameters(folder.path()); });
}
