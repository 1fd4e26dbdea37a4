// SPDX-License-Identifier: Apache-2.0
#include "analysis/report/report.hpp"

#include <cstddef>
#include <nlohmann/json.hpp>
#include <stdexcept>
#include <string>
#include <string_view>

// The page without its data, made at build time (cmake/report_assets.cmake, bundle.mjs).
extern "C" {
extern const char uptake_report_page_begin[];
extern const char uptake_report_page_end[];
}

namespace uptake {
namespace {

using nlohmann::json;

constexpr std::string_view placeholder = "@@DATA@@";

/// The series by year are shown for all families; groups, gates, services and payers only in the last full
/// year; of a comparison, levels only for what the levers cost. The rest stays in the tables beside the
/// report, or a comparison of many scenarios would make a file too big to mail.
json shown_rows(const json& data, const std::string& part) {
  const json last_year = data.value("last_year", json());
  const bool levers_only = part == "levels" && data.value("kind", json()) == "compare";
  json kept = json::array();
  for (const json& row : data.at(part)) {
    if (!row.is_object()) continue;
    const json variable = row.value("variable", json());
    const bool by_year = variable == "total" && !levers_only;
    if (by_year || (row.value("year", json()) == last_year && (!levers_only || variable == "lever")))
      kept.push_back(row);
  }
  return kept;
}

json shown(const json& data) {
  if (!data.is_object()) throw std::invalid_argument("a report needs a JSON object as its data");
  json result = json::object();
  for (const auto& [key, value] : data.items()) {
    const bool by_year = (key == "effects" || key == "levels") && value.is_array();
    result[key] = by_year ? shown_rows(data, key) : value;
  }
  return result;
}

/// Safe inside <script>: no `<`, `>` or `&` is left in any string, nor the two line ends that JavaScript once
/// disliked.
std::string as_script_text(const json& data) {
  const std::string text = data.dump(-1, ' ', false, json::error_handler_t::replace);
  std::string safe;
  safe.reserve(text.size() + text.size() / 16);
  for (std::size_t i = 0; i < text.size(); ++i) {
    const std::string_view rest = std::string_view(text).substr(i, 3);
    if (text[i] == '<') {
      safe += "\\u003c";
    } else if (text[i] == '>') {
      safe += "\\u003e";
    } else if (text[i] == '&') {
      safe += "\\u0026";
    } else if (rest == "\u2028" || rest == "\u2029") {
      safe += rest == "\u2028" ? "\\u2028" : "\\u2029";
      i += 2;
    } else {
      safe += text[i];
    }
  }
  return safe;
}

}  // namespace

std::string render_report(const json& data) {
  const std::string_view page(uptake_report_page_begin,
                              static_cast<std::size_t>(uptake_report_page_end - uptake_report_page_begin));
  const std::size_t at = page.find(placeholder);
  if (at == std::string_view::npos)
    throw std::logic_error("the embedded report page has no place for its data");
  std::string html(page.substr(0, at));
  html += as_script_text(shown(data));
  html += page.substr(at + placeholder.size());
  return html;
}

}  // namespace uptake
