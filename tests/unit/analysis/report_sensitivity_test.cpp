// SPDX-License-Identifier: Apache-2.0
// What a reader sees of a sensitivity analysis in a browser.
#include "analysis/report/report.hpp"
#include "unit/analysis/report_page.hpp"
#include "unit/analysis/report_sample.hpp"

namespace uptake {
namespace {

using nlohmann::json;
using testing::HasSubstr;
using testing::Not;

json statistic(double value) { return {{"value", value}, {"low", value - 0.01}, {"high", value + 0.01}}; }

/// A page's data by hand: `statistics` of each input in the order of `inputs`.
json sensitivity_of(const std::string& method, const std::vector<std::string>& inputs, const json& rows) {
  json data = report_sample::registries();
  data.update(json{{"kind", "sensitivity"},
                   {"version", "1"},
                   {"fingerprint", "f"},
                   {"command", "c"},
                   {"method", method},
                   {"of", "effect"},
                   {"baseline", "b"},
                   {"scenario", "s"},
                   {"scenario_title_en", "The policy"},
                   {"scenario_title_nl", "Het beleid"},
                   {"year", 2035},
                   {"families", 300},
                   {"design_points", 30},
                   {"replicates", 1},
                   {"runs", 620},
                   {"seed", 1},
                   {"posterior", "calibrated on 2016 and 2021"},
                   {"notes", json::array()}});
  for (const std::string& path : inputs)
    data["inputs"].push_back({{"input", path},
                              {"meaning_en", "Means " + path},
                              {"unit", "logit"},
                              {"low", 0.1},
                              {"high", 0.4},
                              {"scale", "log"},
                              {"status", "assumption"},
                              {"source", "S1"}});
  data["outputs"] = {{{"measure", "contact"},
                      {"domain", "parenting"},
                      {"variable", "total"},
                      {"category", "total"},
                      {"unit", "share of families"},
                      {"is_share", true},
                      {"why", "told"},
                      {"mean", 0.012},
                      {"sd", 0.004},
                      {"sd_low", 0.003},
                      {"sd_high", 0.005},
                      {"emulator_q2", 0.91},
                      {"rows", rows}}};
  return data;
}

TEST(SensitivityPage, TellsEveryMethodInBothLanguages) {
  if (!has_browser()) FAIL() << "no chromium: apt-get install chromium (./dev test does)";
  const std::vector<std::string> two{"levers.push.reach", "parameters.need.persistence"};
  const auto rows = [&](const std::vector<std::string>& paths, const json& first, const json& second) {
    json all = {first, second};
    for (std::size_t i = 0; i < 2; ++i) all[i]["input"] = paths[i];
    return all;
  };
  const json morris = sensitivity_of(
      "morris", two,
      rows(two, {{"mean_size", statistic(0.021)}, {"mean", statistic(-0.02)}, {"sd", statistic(0.01)}},
           {{"mean_size", statistic(0.0005)}, {"mean", statistic(0.0001)}, {"sd", statistic(0.0004)}}));
  const json sobol = sensitivity_of("sobol", two,
                                    rows(two, {{"total", statistic(0.7)}, {"first", statistic(0.6)}},
                                         {{"total", statistic(0.69)}, {"first", statistic(0.3)}}));
  const json shapley =
      sensitivity_of("shapley", two, rows(two, {{"share", statistic(0.8)}}, {{"share", statistic(0.2)}}));
  const std::vector<std::string> sources{"parameters", "chance"};
  const json budget = sensitivity_of("budget", sources,
                                     rows(sources, {{"share", statistic(0.75)}, {"total", statistic(0.8)}},
                                          {{"share", statistic(0.25)}, {"total", statistic(0.3)}}));
  const std::vector<std::pair<json, std::vector<std::string>>> told{
      {morris,
       {"What does the effect of “The policy” hang on?",
        "most depends on push.reach</strong> (2.10 percentage points, "
        "1.10 to 3.10)",
        "1 of the 2 inputs</strong> have", "Means parameters.need.persistence", "Size against interplay"}},
      {sobol,
       {"the largest share of the variance is of push.reach</strong> (70%, 69% to 71%)",
        "need.persistence (69%)", "Which of these is first is not sure"}},
      {shapley, {"The emulator foresees 91.0%", "(80%, 79% to 81%)"}},
      {budget,
       {"Means parameters</strong> (75%, 74% to 76%)", "25%</strong> of this is of families, ties and chance",
        "Standard deviation 0.40 percentage points (0.30 to 0.50)"}}};
  for (const auto& [data, sentences] : told) {
    const std::string method = data["method"];
    const std::string english = built_by_browser(render_report(data), "sensitivity", "lang=en");
    for (const std::string& sentence : sentences) EXPECT_THAT(english, HasSubstr(sentence)) << method;
    EXPECT_GE(count_of(english, "class=\"marks\""), 1U) << method;
    const std::string dutch = built_by_browser(render_report(data), "sensitivity", "lang=nl");
    EXPECT_THAT(dutch, HasSubstr("Waarvan hangt het effect van “Het beleid” af?")) << method;
    for (const std::string& page : {english, dutch}) {
      EXPECT_THAT(page, Not(HasSubstr("undefined"))) << method;
      EXPECT_THAT(page, Not(HasSubstr("NaN"))) << method;
    }
  }
  EXPECT_THAT(built_by_browser(render_report(morris), "sensitivity", "lang=nl"),
              HasSubstr("Hoe traag zorgen en spanning veranderen"));
}

TEST(SensitivityPage, SaysWhatCannotBeTold) {
  if (!has_browser()) FAIL() << "no chromium: apt-get install chromium (./dev test does)";
  json data = sensitivity_of("shapley", {"parameters.need.persistence"}, json::array());
  data["outputs"].push_back(data["outputs"][0]);
  data["outputs"].push_back(data["outputs"][0]);
  data["outputs"][0]["why"] = "constant";
  data["outputs"][0]["mean"] = 0;
  data["outputs"][1]["why"] = "not_defined";
  data["outputs"][1]["undefined_points"] = 3;
  data["outputs"][2]["why"] = "not_emulated";
  data["outputs"][2]["emulator_q2"] = 0.12;
  const std::string page = built_by_browser(render_report(data), "sensitivity_none", "lang=en");
  EXPECT_THAT(page, HasSubstr("It does not vary:"));
  EXPECT_THAT(page, HasSubstr("at 3 points a run has no such figure"));
  EXPECT_THAT(page, HasSubstr("foresees only 12.0%"));
  EXPECT_THAT(page, Not(HasSubstr("undefined")));
}

}  // namespace
}  // namespace uptake
