// SPDX-License-Identifier: Apache-2.0
// Is the report one safe file that opens offline?
#include "analysis/report/report.hpp"

#include <gmock/gmock.h>

#include <filesystem>
#include <fstream>
#include <limits>
#include <regex>
#include <sstream>
#include <string>

#include "unit/analysis/report_page.hpp"
#include "unit/analysis/report_sample.hpp"

namespace uptake {
namespace {

using namespace report_sample;
using testing::HasSubstr;
using testing::Not;

TEST(Report, is_one_html_file_in_two_languages) {
  const std::string html = render_report(sample());
  EXPECT_EQ(html.rfind("<!doctype html>", 0), 0U);
  EXPECT_THAT(html, HasSubstr(R"(data-language="nl")"));
  EXPECT_THAT(html, HasSubstr(R"(data-language="en")"));
  EXPECT_THAT(html, HasSubstr("What if, not evidence"));
  EXPECT_THAT(html, HasSubstr("Wat als, geen bewijs"));
  EXPECT_THAT(html, Not(HasSubstr("@@")));
}

TEST(Report, asks_nothing_from_the_network) {
  const std::string html = render_report(sample());
  EXPECT_THAT(html, HasSubstr("default-src 'none'"));
  EXPECT_THAT(html, Not(HasSubstr("unsafe-eval")));
  EXPECT_THAT(html, Not(HasSubstr("sourceMappingURL")));
  const std::string page = html.substr(0, html.find("<script>"));  // scripts are held by the policy
  EXPECT_FALSE(std::regex_search(page, std::regex(R"((src|href|srcset|action)\s*=\s*["']?\s*(https?:)?//)")));
  EXPECT_THAT(page, Not(HasSubstr("@import")));
  EXPECT_THAT(page, Not(HasSubstr("url(")));
}

TEST(Report, no_name_becomes_markup) {
  json data = sample();
  const std::string evil = "</script><script>alert(1)</script><!-- \"' & \xE2\x80\xA8 @@DATA@@ ]]>";
  data["scenarios"][1]["title_en"] = evil;
  data["command"] = evil;
  const std::string plain = render_report(sample()), html = render_report(data);
  EXPECT_EQ(count_of(html, "<script"), count_of(plain, "<script"));
  EXPECT_EQ(count_of(html, "</script"), count_of(plain, "</script"));
  EXPECT_EQ(count_of(html, "<!--"), count_of(plain, "<!--"));
  EXPECT_EQ(html.find("\xE2\x80\xA8"), plain.find("\xE2\x80\xA8"));
  EXPECT_EQ(embedded(html)["command"], evil);
  EXPECT_EQ(embedded(html)["scenarios"][1]["title_en"], evil);
}

TEST(Report, carries_every_measures_label_and_every_limit) {
  const json back = embedded(render_report(sample()));
  for (const char* registry : {"measures", "variables", "gates", "services", "limits", "scenarios"}) {
    EXPECT_EQ(back[registry], sample()[registry]) << registry;
  }
}

TEST(Report, knows_every_calibrated_parameter_in_dutch) {
  const std::string html = render_report(json::object());
  std::ifstream file(std::filesystem::path(UPTAKE_SOURCE_DIR) / "scenarios/data/posterior/both.csv");
  std::string header, key;
  std::getline(file, header);
  std::istringstream keys(header);
  int n = 0;
  for (; std::getline(keys, key, ','); ++n) EXPECT_THAT(html, HasSubstr("'" + key + "': '"));
  EXPECT_GT(n, 30);
}

TEST(Report, keeps_years_of_all_families_and_groups_of_the_last_year) {
  json data = sample();
  const json back = embedded(render_report(data));
  std::size_t n = 0;
  for (const json& row : data["effects"]) n += row["variable"] == "total" || row["year"] == 2035 ? 1U : 0U;
  EXPECT_EQ(back["effects"].size(), n);
  EXPECT_LT(n, data["effects"].size());
  EXPECT_EQ(back["levels"].size(),
            2 * policies.size());  // what the levers cost; not the totals of other years
}

TEST(Report, takes_empty_and_missing_parts_and_bad_text) {
  EXPECT_NO_THROW(render_report(json::object()));
  EXPECT_THROW(render_report(json::array()), std::invalid_argument);
  json data = sample();
  for (auto& [key, value] : data.items()) {
    if (value.is_array()) value = json::array();
  }
  EXPECT_EQ(embedded(render_report(data))["effects"], json::array());
  data["command"] = "\xff not UTF-8";
  data["families"] = std::numeric_limits<double>::quiet_NaN();
  EXPECT_TRUE(embedded(render_report(data))["families"].is_null());
}

TEST(Report, stays_small_with_long_data) {
  json data = sample();
  const std::string html = render_report(data);
  EXPECT_GT(data["effects"].size(), 7000U);
  EXPECT_LT(html.size(), 3'000'000U);
}

}  // namespace
}  // namespace uptake
