// SPDX-License-Identifier: Apache-2.0
// In which language does a command speak to its user?
#pragma once

#include <CLI/CLI.hpp>
#include <string>
#include <string_view>

namespace uptake::cli {

struct Language {
  std::string code = "en";
  /// --language en, or nl.
  void add(CLI::App& command) {
    command.add_option("--language", code, "en or nl")
        ->type_name("LANGUAGE")
        ->check(CLI::IsMember({"en", "nl"}))
        ->capture_default_str();
  }
  [[nodiscard]] bool dutch() const { return code == "nl"; }
  [[nodiscard]] std::string_view of(std::string_view en, std::string_view nl) const {
    return dutch() ? nl : en;
  }
};

}  // namespace uptake::cli
