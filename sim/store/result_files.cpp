// SPDX-License-Identifier: Apache-2.0
#include "sim/store/result_files.hpp"

#include <stdexcept>
#include <system_error>

#include "sim/store/store.hpp"

namespace uptake {

const std::vector<std::string>& result_files() {
  static const std::vector<std::string> names{store_file,
                                              "manifest.json",
                                              "report.html",
                                              "measures.csv",
                                              "effects.csv",
                                              "expectations.csv",
                                              "reached.csv",
                                              "costs.csv",
                                              "fit.csv",
                                              "stories.json",
                                              "runs.csv",
                                              "scenarios.csv",
                                              "measure-labels.csv",
                                              "category-labels.csv",
                                              "funnel-en.svg",
                                              "funnel-nl.svg",
                                              "data-dictionary.csv",
                                              "datapackage.json",
                                              "ro-crate-metadata.json",
                                              "fit.html",
                                              "fit.json",
                                              "sensitivity.sqlite",
                                              "sensitivity.html",
                                              "sensitivity.json",
                                              "sensitivity.csv",
                                              "sensitivity-points.csv",
                                              "tables.txt",
                                              "tables.json",
                                              "tables.csv",
                                              "structures.html",
                                              "structures.json",
                                              "structures.csv",
                                              "structures-expectations.csv"};
  return names;
}

std::vector<std::string> results_in(const std::filesystem::path& folder) {
  std::vector<std::string> found;
  for (const std::string& name : result_files()) {
    std::error_code ignored;
    if (std::filesystem::exists(folder / name, ignored)) found.push_back(name);
  }
  return found;
}

void remove_results(const std::filesystem::path& folder) {
  for (const std::string& name : result_files()) {
    for (const char* ending : {"", ".tmp", "-journal", ".tmp-journal"}) {
      const auto file = folder / (name + ending);
      std::error_code error;
      std::filesystem::remove(file, error);
      if (error) throw std::runtime_error(file.string() + ": cannot be removed: " + error.message());
    }
  }
}

}  // namespace uptake
