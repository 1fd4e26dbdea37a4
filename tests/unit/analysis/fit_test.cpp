// SPDX-License-Identifier: Apache-2.0
// Does what the fit leaves hold every row, say what it must, and open offline?
#include "analysis/fit/fit.hpp"

#include <gmock/gmock.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <nlohmann/json.hpp>
#include <regex>

#include "analysis/report/report.hpp"
#include "sim/base/csv.hpp"
#include "sim/pathway/gates.hpp"
#include "unit/analysis/report_page.hpp"

namespace uptake {
namespace {

using nlohmann::json;
using testing::HasSubstr;
using testing::Not;

/// A study that has only what the page needs, and a made-up fit of every row.
class FitPage : public testing::Test {
 protected:
  Study study_;
  Fit fit_;
  std::string command_ = "uptake fit --posterior both";

  void SetUp() override {
    study_.targets = load_targets(UPTAKE_SOURCE_DIR "/scenarios/data/survey/targets.csv");
    study_.key.model = "0.0.0";
    fit_.posterior = "both";
    fit_.fitted_waves = {2016, 2021};
    fit_.runs = fit_.draws = 40;
    fit_.populations = 4;
    fit_.families = 20000;
    Coverage coverage{.table = "T4", .measure = "rate", .year = 2016, .rows = 36, .close = 32, .rmse = 2.1};
    fit_.coverage = {coverage};
    for (const Observed& row : observed_numbers(study_.targets)) {
      const Target& t = study_.targets[row.target];
      const double off = 1 + 0.01 * static_cast<double>(row.target % 30) - 0.15;  // nothing is drawn
      TargetFit r{.target = row.target, .role = row.target % 3 == 0 ? "held_out" : "used", .odds = row.odds};
      r.published = t.value;
      r.se = row.odds ? row.se : 1.5;
      r.mean = r.median = t.value * off;
      r.low = r.median * 0.9;
      r.high = r.median * 1.1;
      r.z = (r.published - r.median) / r.se;
      r.pit = 0.05 + 0.03 * static_cast<double>(row.target % 30);
      r.close = std::abs(r.z) < 1.96;
      fit_.rows.push_back(r);
      if (t.year == 2021 && t.table == "T10" && t.measure == "rate")
        fit_.changes.push_back({.target = row.target,
                                .role = "used",
                                .published = 3,
                                .se = 2,
                                .median = 2 * off,
                                .low = -2,
                                .high = 5});
    }
    fit_.patterns.push_back({.code = "P1",
                             .name_en = "ever used",
                             .name_nl = "ooit gebruikt",
                             .detail = "100 of 148",
                             .verdict = Verdict::miss,
                             .close = 100,
                             .rows = 148,
                             .wanted = 0.9});
    for (const char* domain : {"relationship", "parenting"}) {
      for (const int year : {2015, 2020}) {
        for (const GateInfo& gate : gate_registry)
          fit_.gates.push_back({domain, std::string(gate.code), year, 1000.0 * year, 900.0 * year, 1e7});
      }
    }
  }
  [[nodiscard]] std::string page() const { return render_report(fit_page(fit_, study_, command_)); }
};

TEST_F(FitPage, carries_every_row_and_the_labels_of_its_codes) {
  const json back = embedded(page());
  EXPECT_EQ(back["kind"], "fit");
  EXPECT_GT(fit_.rows.size(), 250U);
  EXPECT_EQ(back["targets"], json(fit_json(fit_, study_.targets))["targets"]);
  EXPECT_EQ(back["targets"].size(), fit_.rows.size());
  EXPECT_EQ(back["journeys"].size(), 2 * 2 * gate_registry.size());
  EXPECT_EQ(back["gates"].size(), gate_registry.size());
  EXPECT_EQ(back["patterns"][0]["name_nl"], "ooit gebruikt");
  EXPECT_EQ(back["true_model_within_1_96_se"], true_model_close());
  EXPECT_EQ(back["over_fitted"], over_fitted);
  for (const json& variable : back["variables"]) {
    for (const json& category : variable["categories"]) EXPECT_FALSE(category["label_nl"].empty());
  }
}

TEST_F(FitPage, asks_nothing_from_the_network) {
  const std::string html = page();
  EXPECT_THAT(html, HasSubstr("default-src 'none'"));
  EXPECT_THAT(html, Not(HasSubstr("@@")));
  const std::string before_scripts = html.substr(0, html.find("<script>"));  // scripts are held by the policy
  EXPECT_FALSE(std::regex_search(before_scripts,
                                 std::regex(R"((src|href|srcset|action)\s*=\s*["']?\s*(https?:)?//)")));
  EXPECT_THAT(before_scripts, Not(HasSubstr("url(")));
}

TEST_F(FitPage, no_name_becomes_markup) {
  const std::string plain = page();
  const std::string evil = "</script><script>alert(1)</script><!-- \"' & \xE2\x80\xA8 @@DATA@@ ]]>";
  fit_.posterior = command_ = fit_.patterns[0].name_en = evil;
  const std::string html = page();
  EXPECT_EQ(count_of(html, "<script"), count_of(plain, "<script"));
  EXPECT_EQ(count_of(html, "</script"), count_of(plain, "</script"));
  EXPECT_EQ(count_of(html, "<!--"), count_of(plain, "<!--"));
  EXPECT_EQ(embedded(html)["posterior"], evil);
  EXPECT_EQ(embedded(html)["command"], evil);
}

TEST_F(FitPage, leaves_a_table_in_which_each_column_is_told) {
  const auto folder = std::filesystem::path(testing::TempDir()) / "uptake_fit_page";
  std::filesystem::remove_all(folder);
  std::filesystem::create_directories(folder);
  write_fit(fit_, study_, command_, folder);
  Problems problems;
  const CsvTable rows = read_csv(folder / "fit.csv", problems);
  const CsvTable told = read_csv(folder / "data-dictionary.csv", problems);
  problems.throw_if_any();
  EXPECT_EQ(rows.rows.size(), fit_.rows.size());
  EXPECT_EQ(rows.header.size(), 17U);
  ASSERT_EQ(told.rows.size(), rows.header.size());
  for (std::size_t i = 0; i < rows.header.size(); ++i) {
    EXPECT_EQ(told.rows[i][1], rows.header[i]);
    EXPECT_FALSE(told.rows[i][4].empty());
  }
  std::ifstream in(folder / "fit.json");
  EXPECT_EQ(std::string(std::istreambuf_iterator<char>(in), {}),
            fit_json(fit_, study_.targets).dump(1) + "\n");
  EXPECT_TRUE(std::filesystem::exists(folder / "fit.html"));
  std::filesystem::remove_all(folder);
}

TEST_F(FitPage, is_drawn_and_told_in_both_languages) {
  if (!has_browser()) FAIL() << "no chromium: apt-get install chromium (./dev test does)";
  const std::string dutch = built_by_browser(page(), "fit_nl", "lang=nl");
  EXPECT_THAT(dutch, HasSubstr("Hoe goed klopt het model met de bevraging?"));
  EXPECT_THAT(dutch, HasSubstr("ooit gebruikt"));
  EXPECT_THAT(dutch, HasSubstr("kent geen dienst die zou passen"));
  const std::string english = built_by_browser(page(), "fit_en", "lang=en");
  EXPECT_THAT(english, HasSubstr("it is wrong in ways that the survey can see"));
  EXPECT_THAT(english, HasSubstr("does not know a service that would take it"));
  for (const std::string& html : {dutch, english}) {
    // by domain and wave: rates, shares, odds ratios; changes of one domain; two roles; two funnels
    EXPECT_GE(count_of(html, "class=\"marks\""), 3U * 4U + 1U + 2U + 2U);
    EXPECT_THAT(html, Not(HasSubstr("undefined")));
    EXPECT_THAT(html, Not(HasSubstr("NaN")));
  }
}

TEST_F(FitPage, says_when_a_fit_is_too_good) {
  if (!has_browser()) FAIL() << "no chromium: apt-get install chromium (./dev test does)";
  for (TargetFit& r : fit_.rows) r.close = true;
  EXPECT_THAT(built_by_browser(page(), "fit_over", "lang=en"), HasSubstr("Warning: above 97% is suspect"));
}

TEST_F(FitPage, says_that_there_is_nothing_rather_than_break) {
  if (!has_browser()) FAIL() << "no chromium: apt-get install chromium (./dev test does)";
  const std::string html = built_by_browser(render_report(json{{"kind", "fit"}}), "fit_empty", "lang=en");
  EXPECT_THAT(html, HasSubstr("hold nothing on this"));
  EXPECT_THAT(html, HasSubstr("How this report was made"));
}

}  // namespace
}  // namespace uptake
