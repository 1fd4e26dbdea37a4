// SPDX-License-Identifier: Apache-2.0
// What a page of the report holds: its data, and what a browser makes of it.
#pragma once

#include <gmock/gmock.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>
#include <string>
#include <string_view>

#include "browser.hpp"

namespace uptake {

/// What the page carries as data, read back.
inline nlohmann::json embedded(const std::string& html) {
  const std::string open = R"(<script type="application/json" id="data">)";
  const std::size_t from = html.find(open) + open.size();
  return nlohmann::json::parse(html.substr(from, html.find("</script>", from) - from));
}

inline std::size_t count_of(std::string_view text, std::string_view part) {
  std::size_t n = 0;
  for (std::size_t at = text.find(part); at != std::string_view::npos; at = text.find(part, at + 1)) ++n;
  return n;
}

/// The page as a browser builds it. `hash`: language and scenario, as in a link.
inline std::string built_by_browser(const std::string& html, const std::string& name,
                                    const std::string& hash) {
  const auto folder = std::filesystem::path(testing::TempDir()) / ("uptake_report_" + name);
  std::filesystem::create_directories(folder);
  std::ofstream(folder / "report.html") << html;
  static Browser browser(std::filesystem::path(testing::TempDir()) / "uptake_browser");
  const std::string dom = browser.document("file://" + (folder / "report.html").string() + "#" + hash);
  const std::size_t main = dom.find("<main"), end = dom.find("</main>");
  return main == std::string::npos ? "" : dom.substr(main, end - main);
}

inline bool has_browser() { return std::system("command -v chromium >/dev/null 2>&1") == 0; }

}  // namespace uptake
