// SPDX-License-Identifier: Apache-2.0
// What a page of the report holds: its data, and what a browser makes of it.
#pragma once

#include <gmock/gmock.h>

#include <array>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>
#include <string>
#include <string_view>

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

/// The page as a browser builds it, or nothing where there is no browser. `hash`: language and scenario, as
/// in a link.
inline std::string built_by_browser(const std::string& html, const std::string& name,
                                    const std::string& hash) {
  const auto folder = std::filesystem::path(testing::TempDir()) / ("uptake_report_" + name);
  std::filesystem::create_directories(folder);
  std::ofstream(folder / "report.html") << html;
  const std::string command =
      "chromium --headless --no-sandbox --disable-gpu --disable-quic --no-first-run "
      "--disable-background-networking "
      "--disable-component-update --disable-sync --disable-extensions --virtual-time-budget=20000 "
      "--user-data-dir='" +
      (folder / "profile").string() + "' --dump-dom 'file://" + (folder / "report.html").string() + "#" +
      hash + "' 2>/dev/null";
  std::string dom;
  if (FILE* pipe = popen(command.c_str(), "r")) {
    std::array<char, 65536> buffer;
    for (std::size_t n; (n = fread(buffer.data(), 1, buffer.size(), pipe)) > 0;) dom.append(buffer.data(), n);
    pclose(pipe);
  }
  std::filesystem::remove_all(folder / "profile");
  const std::size_t main = dom.find("<main"), end = dom.find("</main>");
  return main == std::string::npos ? "" : dom.substr(main, end - main);
}

inline bool has_browser() { return std::system("command -v chromium >/dev/null 2>&1") == 0; }

}  // namespace uptake
