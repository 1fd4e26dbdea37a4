// SPDX-License-Identifier: Apache-2.0
// What does a reader see in a browser: sentences, figures, and nothing that a reader with a screen reader or
// weak eyes cannot use?
#include <gmock/gmock.h>

#include <fstream>
#include <regex>
#include <sstream>
#include <string>
#include <vector>

#include "analysis/report/report.hpp"
#include "unit/analysis/report_page.hpp"
#include "unit/analysis/report_sample.hpp"

namespace uptake {
namespace {

using namespace report_sample;
using testing::HasSubstr;
using testing::Not;

TEST(ReportInBrowser, draws_and_tells_a_comparison) {
  if (!has_browser()) FAIL() << "no chromium: apt-get install chromium (./dev test does)";
  const std::string page = built_by_browser(render_report(sample()), "compare", "lang=nl&scenario=all");
  for (const SamplePolicy& s : policies) EXPECT_THAT(page, HasSubstr(s.title_nl));
  EXPECT_THAT(page, HasSubstr("Opvoedingsondersteuning stijgt duidelijk: met 2,1 procentpunt"));
  EXPECT_THAT(page, HasSubstr("Dat kan dit verslag niet zeggen"));
  EXPECT_THAT(page, HasSubstr("met de hand ingesteld"));
  EXPECT_THAT(page, Not(HasSubstr("zegt de bevraging weinig")));  // no parameter was drawn
  EXPECT_EQ(count_of(page, "class=\"kicker\""),
            2U * 6U);  // two scenarios of assumptions: card, four details, sources
  EXPECT_GE(count_of(page, "class=\"marks\""), 6U * 8U);
  EXPECT_THAT(page, Not(HasSubstr("undefined")));
  EXPECT_THAT(page, Not(HasSubstr("NaN")));
}

TEST(ReportInBrowser, draws_a_single_run) {
  if (!has_browser()) FAIL() << "no chromium: apt-get install chromium (./dev test does)";
  json data = sample_run();
  data["posterior"] = "calibrated on 2016 and 2021";
  data["weakly_informed"] = {
      {{"parameter", "know.language"}, {"unit", "log"}, {"low", -0.104}, {"high", 0.963}}};
  const std::string page = built_by_browser(render_report(data), "run", "lang=en");
  EXPECT_THAT(page, HasSubstr("Of 1 of the numbers that were drawn the survey says little"));
  EXPECT_THAT(page, HasSubstr("know.language (−0.1 … 0.96)"));
  EXPECT_THAT(page, HasSubstr("Where do families stop?"));
  EXPECT_GE(count_of(page, "class=\"marks\""), 8U);
  EXPECT_THAT(page, Not(HasSubstr("undefined")));
  EXPECT_THAT(page, Not(HasSubstr("NaN")));
}

TEST(ReportInBrowser, one_pair_of_runs_has_no_interval) {
  if (!has_browser()) FAIL() << "no chromium: apt-get install chromium (./dev test does)";
  json data = sample();
  for (const char* part : {"effects", "reached", "cost_per", "costs", "fit"}) {
    for (json& row : data[part]) {
      row["low"] = row["high"] = nullptr;
      row["n"] = 1;
    }
  }
  const std::string page = built_by_browser(render_report(data), "once", "lang=en");
  EXPECT_THAT(page, HasSubstr("One pair of runs: no interval"));
  EXPECT_THAT(page, HasSubstr("how far chance moves this answer is not known"));
  EXPECT_THAT(page, Not(HasSubstr("the interval includes zero")));
  EXPECT_THAT(page, Not(HasSubstr("NaN")));
}

TEST(ReportInBrowser, tells_where_the_model_has_another_form) {
  if (!has_browser()) FAIL() << "no chromium: apt-get install chromium (./dev test does)";
  json data = sample();
  EXPECT_THAT(built_by_browser(render_report(data), "own", "lang=en"),
              Not(HasSubstr("The model has another form here")));
  for (json& scenario : data["scenarios"])
    scenario["structure"] = {{{"form_en", "ties with anybody"}, {"form_nl", "banden met om het even wie"}},
                             {{"form_en", "one more"}, {"form_nl", "nog een"}}};
  EXPECT_THAT(built_by_browser(render_report(data), "other", "lang=en"),
              HasSubstr("The model has another form here:</strong> ties with anybody and one more."));
  EXPECT_THAT(built_by_browser(render_report(data), "other", "lang=nl"),
              HasSubstr("banden met om het even wie en nog een."));
}

/// A comparison of one policy, by hand: what the sentences of its first page are made from.
json brief_of(const std::string& verdict, double difference, double low, double high) {
  json data = registries();
  data.update(json{{"kind", "compare"},
                   {"last_year", 2035},
                   {"first_policy_year", 2027},
                   {"posterior", "mine"},
                   {"verdict_rules", {{"likely", 0.9}, {"negligible", 0.001}}},
                   {"scenarios",
                    {{{"name", "b"}, {"baseline", true}, {"levers", json::array()}},
                     {{"name", "s"},
                      {"baseline", false},
                      {"title_en", "The policy"},
                      {"title_nl", "Het beleid"},
                      {"levers",
                       {{{"name", "places"},
                         {"kind", "capacity"},
                         {"label_en", "More places"},
                         {"label_nl", "Meer plaatsen"},
                         {"unit_en", "place"},
                         {"unit_nl", "plaats"},
                         {"from", "2027-01"},
                         {"grade", "literature"},
                         {"cost",
                          {{"fixed_per_year", 0},
                           {"per_unit", 900},
                           {"price_year", 2024},
                           {"grade", "assumption"}}}}}}}}}});
  for (const auto& [year, part] : {std::pair(2034, 0.6), std::pair(2035, 1.0)}) {
    for (const char* domain : {"relationship", "parenting"}) {
      data["effects"].push_back({{"scenario", "s"},
                                 {"measure", "contact"},
                                 {"domain", domain},
                                 {"year", year},
                                 {"variable", "total"},
                                 {"category", "total"},
                                 {"baseline", 0.2},
                                 {"value", 0.2 + part * difference},
                                 {"difference", part * difference},
                                 {"low", low},
                                 {"high", high},
                                 {"mean_low", difference - 0.001},
                                 {"mean_high", difference + 0.001},
                                 {"detectable", 0.0014},
                                 {"pairs_to_decide", 37},
                                 {"p_positive", 0.9},
                                 {"verdict", verdict},
                                 {"n", 20}});
    }
  }
  return data;
}

TEST(ReportInBrowser, the_sentences_say_what_the_numbers_say) {
  if (!has_browser()) FAIL() << "no chromium: apt-get install chromium (./dev test does)";
  const auto page = [](const std::string& verdict, double difference, double low, double high,
                       const char* language = "en") {
    return built_by_browser(render_report(brief_of(verdict, difference, low, high)), "brief",
                            std::string("lang=") + language);
  };
  const std::string up = page("up", 0.013, 0.004, 0.022);
  EXPECT_THAT(up, HasSubstr("clearly rises: by 1.3 percentage points</strong> of families in 2035 (95% "
                            "interval +0.4 to +2.2), from 20.0% to 21.3%"));
  EXPECT_THAT(up, HasSubstr("half of this effect is there from 2034 on"));
  EXPECT_THAT(up, HasSubstr("use rises in 18 of 20 pairs of runs. The average effect is told from zero"));
  EXPECT_THAT(up, HasSubstr("relationship support <strong>rises</strong>"));
  const std::string down = page("down", -0.013, -0.022, -0.004, "nl");
  EXPECT_THAT(down, HasSubstr("daalt duidelijk: met 1,3 procentpunt</strong> van de gezinnen in 2035"));
  EXPECT_THAT(down, Not(HasSubstr("stijgt duidelijk: met")));
  const std::string likely = page("likely_up", 0.013, -0.002, 0.028);
  EXPECT_THAT(likely, HasSubstr("probably rises.</strong>"));
  EXPECT_THAT(likely, HasSubstr("It rises in 18 of 20 pairs of runs, but the interval includes zero"));
  const std::string unknown = page("unknown", 0.0004, -0.012, 0.013);
  EXPECT_THAT(unknown, HasSubstr("no clear change.</strong>"));
  EXPECT_THAT(unknown,
              HasSubstr("cannot be told from zero yet: under 0.1 percentage points it can stay unseen"));
  EXPECT_THAT(unknown, HasSubstr("about 37 more pairs would decide"));
  EXPECT_THAT(unknown, Not(HasSubstr("half of this effect")));
  EXPECT_THAT(page("small", 0.0001, -0.001, 0.001),
              HasSubstr("hardly changes</strong>: on average by less than 0.1 percentage points"));
  EXPECT_THAT(page("none", 0, 0, 0),
              HasSubstr("does not change</strong> in any pair of runs: it stays 20.0%"));
}

TEST(ReportInBrowser, tells_who_why_at_what_cost_and_what_it_hangs_on) {
  if (!has_browser()) FAIL() << "no chromium: apt-get install chromium (./dev test does)";
  json data = brief_of("up", 0.013, 0.004, 0.022);
  const auto standing = [&](const char* change, const char* where, double families) {
    data["standing"].push_back({{"scenario", "s"},
                                {"domain", "parenting"},
                                {"change", change},
                                {"standing", where},
                                {"families", families}});
  };
  standing("reached", "know", 300);
  standing("reached", "no_journey", 700);
  standing("lost", "waiting", 30);
  standing("lost", "wait", 10);
  standing("lost", "recognise", 60);
  data["gaps"] = {{{"scenario", "s"},
                   {"domain", "parenting"},
                   {"variable", "education"},
                   {"most", "tertiary"},
                   {"least", "lower"},
                   {"before", 0.1},
                   {"after", 0.08},
                   {"change", -0.02},
                   {"low", -0.03},
                   {"high", -0.01},
                   {"verdict", "down"}}};
  data["prices_of"] = 2025;
  data["cost_per"] = {{{"scenario", "s"},
                       {"year", 2035},
                       {"extra_cost", 4e6},
                       {"low", 3e6},
                       {"high", 5e6},
                       {"extra_families", 4000},
                       {"extra_helped", 2000},
                       {"per_family", 1000},
                       {"per_helped", 2000},
                       {"grade", "assumption"}}};
  const json worth{{"scenario", "s"}, {"lever", "places"}, {"per_unit", true},
                   {"assumed", 900},  {"units", 5000},     {"value", 640},
                   {"low", 500},      {"high", 780},       {"yardstick", 410}};
  data["break_even"] = {worth};
  data["hangs_on"] = {{"n_draws", 20},
                      {"fewest_draws", 20},
                      {"n_parameters", 30},
                      {"threshold", 0.6},
                      {"rows",
                       {{{"scenario", "s"},
                         {"domain", "parenting"},
                         {"parameter", "know.language"},
                         {"meaning", "Chance to meet a service."},
                         {"rho", -0.7}}}}};
  const std::string page = built_by_browser(render_report(data), "who", "lang=en");
  EXPECT_THAT(
      page,
      HasSubstr(
          "did not look for support that year (70%); does not know a service that would take it (30%)"));
  EXPECT_THAT(
      page,
      HasSubstr("of the families that lose their contact, 40% are on a waiting list now or gave up waiting"));
  EXPECT_THAT(page, HasSubstr("The gap narrows"));
  EXPECT_THAT(page, HasSubstr("from 10.0 to 8.0 percentage points"));
  EXPECT_THAT(page, HasSubstr("€&nbsp;1,000 for each extra family"));
  EXPECT_THAT(page, HasSubstr("For each extra family that it helps: about <strong>€&nbsp;2,000"));
  EXPECT_THAT(page, HasSubstr("prices of 2025"));
  EXPECT_THAT(
      page,
      HasSubstr("Worth it only if one place of “More places” costs less than €&nbsp;640</strong> (€&nbsp;"
                "500 to €&nbsp;780); we assume more: €&nbsp;900"));
  EXPECT_THAT(page, HasSubstr("the higher, the smaller the effect (ρ = −0.70)"));
  EXPECT_THAT(
      page,
      HasSubstr("with none of the 30 drawn parameters and sizes of measures"));  // of relationship support
  EXPECT_THAT(page, Not(HasSubstr("what if, not evidence.</em>")));

  const json more = data;
  data["break_even"][0]["value"] = 1200;
  data["hangs_on"]["n_draws"] = 8;
  data["hangs_on"]["threshold"] = nullptr;
  const std::string other = built_by_browser(render_report(data), "who", "lang=nl");
  EXPECT_THAT(other,
              HasSubstr("De moeite waard als “Meer plaatsen” minder kost dan €&nbsp;1.200 per plaats"));
  EXPECT_THAT(built_by_browser(render_report(more), "who", "lang=nl"),
              HasSubstr("Hoeveel trager gezinnen die geen Nederlands spreken diensten leren kennen"));
  EXPECT_THAT(other, HasSubstr("wordt gezegd vanaf 20 trekkingen; hier zijn het er 8"));
  data["break_even"][0]["value"] = -3;
  EXPECT_THAT(built_by_browser(render_report(data), "who", "lang=en"),
              HasSubstr("even if the measures cost nothing"));
  data["break_even"] = json::array();
  data.erase("cost_per");
  const std::string none = built_by_browser(render_report(data), "who", "lang=en");
  EXPECT_THAT(none, HasSubstr("the number of families helped does not clearly rise"));
  EXPECT_THAT(none, Not(HasSubstr("NaN")));
  EXPECT_THAT(none, Not(HasSubstr("undefined")));
}

TEST(ReportInBrowser, says_which_measure_reached_nobody) {
  if (!has_browser()) FAIL() << "no chromium: apt-get install chromium (./dev test does)";
  json data = brief_of("up", 0.013, 0.004, 0.022);
  const std::string reached = built_by_browser(render_report(data), "nobody", "lang=en");
  EXPECT_THAT(reached, Not(HasSubstr("reached nobody")));
  data["unreached"] = {{{"scenario", "s"}, {"lever", "places"}, {"n_runs", 20}}};
  const std::string page = built_by_browser(render_report(data), "nobody", "lang=nl");
  EXPECT_EQ(count_of(page, "“Meer plaatsen” bereikte niemand</strong>: in geen enkele van de 20"),
            2U);  // in a line and in sentences
  // a label that another measure has as well is told apart by the name in the file
  json twin = data["scenarios"][1]["levers"][0];
  twin["name"] = "more_places";
  data["scenarios"][1]["levers"].push_back(twin);
  EXPECT_THAT(built_by_browser(render_report(data), "nobody", "lang=en"),
              HasSubstr("“More places (places)” reached nobody"));
}

/// What stands in an attribute, each time that it is there.
std::vector<std::string> all_of(const std::string& page, const std::string& attribute) {
  const std::regex wanted(attribute + "=\"([^\"]*)\"");
  std::vector<std::string> found;
  for (std::sregex_iterator at(page.begin(), page.end(), wanted), end; at != end; ++at)
    found.push_back((*at)[1]);
  return found;
}

TEST(ReportInBrowser, every_text_is_filled_in) {
  if (!has_browser()) FAIL() << "no chromium: apt-get install chromium (./dev test does)";
  const std::regex gap(R"(\{|\}|  | [,:.]|[,.] ?[,:]|^[,:.]|^$)"), placeholder(R"(\{\w*\})");
  EXPECT_TRUE(std::regex_search("The title, : journeys", gap));
  EXPECT_FALSE(std::regex_search("The title, parenting support: journeys. The numbers", gap));
  json fit = registries();
  fit["kind"] = "fit";
  for (const char* gate : {"recognise", "know", "served"})
    fit["journeys"].push_back({{"domain", "parenting"},
                               {"year", 2015},
                               {"gate", gate},
                               {"mean", 900},
                               {"low", 800},
                               {"high", 1000}});
  for (const json& data : {sample(), sample_run(), fit}) {
    for (const std::string language : {"en", "nl"}) {
      const std::string page =
          built_by_browser(render_report(data), "labels", "lang=" + language + "&scenario=all");
      const std::vector<std::string> labels = all_of(page, "aria-label");
      EXPECT_GT(labels.size(), 4U);
      for (const std::string& label : labels) EXPECT_FALSE(std::regex_search(label, gap)) << label;
      EXPECT_FALSE(std::regex_search(page, placeholder)) << language;
    }
  }
}

TEST(ReportInBrowser, every_figure_bears_a_grade_and_has_its_table) {
  if (!has_browser()) FAIL() << "no chromium: apt-get install chromium (./dev test does)";
  json data = sample();
  for (const SamplePolicy& s : policies)
    data["ranks"].push_back({{"scenario", s.name},
                             {"domain", "parenting"},
                             {"n_draws", 9},
                             {"best", 0.1},
                             {"low", 1},
                             {"middle", 2},
                             {"high", 3}});
  for (const json& shown : {data, sample_run()}) {
    const std::string page = built_by_browser(render_report(shown), "graded", "lang=en&scenario=all");
    const std::size_t figures = count_of(page, "<figure");
    EXPECT_GT(figures, 3U);
    EXPECT_EQ(count_of(page, "</span></figcaption>"), figures);
    EXPECT_EQ(count_of(page, "Data of this figure</summary>"), figures);
  }
  // without measures: the weakest of what the baseline rests on
  data["posterior"] = "calibrated on 2016 and 2021";
  data["scenarios"][0]["payer_grades"] = {{"flemish", "data"}};
  const auto fit_grade = [&](const char* grade) {
    data["scenarios"][0]["levers"] = {{{"name", "supply"}, {"kind", "supply"}, {"grade", grade}}};
    const std::string page = built_by_browser(render_report(data), "graded", "lang=en");
    return page.substr(page.find("id=\"fit\""));
  };
  EXPECT_THAT(fit_grade("data"), HasSubstr("grade A (survey or official figure)"));
  EXPECT_THAT(fit_grade("literature"), HasSubstr("grade B (literature)"));
}

TEST(ReportInBrowser, the_funnel_is_told_of_all_and_of_those_who_see_a_need) {
  if (!has_browser()) FAIL() << "no chromium: apt-get install chromium (./dev test does)";
  json data = brief_of("up", 0.013, 0.004, 0.022);
  const auto journeys = [&](const char* gate, double before, double after) {
    data["effects"].push_back({{"scenario", "s"},
                               {"measure", "journeys"},
                               {"domain", "parenting"},
                               {"year", 2035},
                               {"variable", "gate"},
                               {"category", gate},
                               {"baseline", before},
                               {"value", after},
                               {"difference", after - before},
                               {"low", after - before},
                               {"high", after - before}});
  };
  journeys("recognise", 900, 880);
  journeys("know", 60, 60);
  journeys("served", 40, 60);
  const std::string page = built_by_browser(render_report(data), "funnel", "lang=en");
  const auto row = [](const char* before, const char* after) {
    return std::string("<td class=\"number wrap\">") + before + "</td><td class=\"number wrap\">" + after +
           "</td></tr>";
  };
  EXPECT_THAT(page, HasSubstr(row("900.0", "880.0")));  // out of all journeys
  EXPECT_THAT(page, HasSubstr(row("40.0", "60.0")));
  EXPECT_THAT(page, HasSubstr(row("400.0", "500.0")));  // served, out of those that see a need
  EXPECT_THAT(page, HasSubstr(row("600.0", "500.0")));
  EXPECT_THAT(page, HasSubstr("The policy, parenting support: journeys by the gate where they end, per 1,000 "
                              "journeys of families that see a need."));
}

TEST(ReportInBrowser, says_in_which_prices_costs_are_and_how_sure_the_cost_of_each_family_is) {
  if (!has_browser()) FAIL() << "no chromium: apt-get install chromium (./dev test does)";
  json data = brief_of("up", 0.013, 0.004, 0.022);
  data["prices_of"] = 2025;
  data["cost_per"] = {{{"scenario", "s"},
                       {"year", 2035},
                       {"extra_cost", 4e6},
                       {"extra_families", 4000},
                       {"extra_helped", 2000},
                       {"per_family", 1000},
                       {"per_family_low", 800},
                       {"per_family_high", 1300},
                       {"per_helped", 2000},
                       {"grade", "assumption"}}};
  data["costs"] = {
      {{"scenario", "s"}, {"payer", "total"}, {"year", 2035}, {"difference", 4e6}, {"grade", "assumption"}}};
  const std::string english = built_by_browser(render_report(data), "prices", "lang=en");
  EXPECT_EQ(count_of(english, "Costs are in prices of 2025:"), 2U) << "in the sentences and under the costs";
  EXPECT_THAT(english, HasSubstr("for each extra family</strong> with either kind of support (€&nbsp;800 to "
                                 "€&nbsp;1,300). The cost has grade C.</p>"));
  EXPECT_THAT(english, HasSubstr("about <strong>€&nbsp;2,000</strong>.</p>")) << "one that has no interval";
  const std::string dutch = built_by_browser(render_report(data), "prices", "lang=nl");
  EXPECT_EQ(count_of(dutch, "De kosten staan in prijzen van 2025:"), 2U);
}

TEST(ReportInBrowser, tells_below_which_wait_half_of_those_who_start_are) {
  if (!has_browser()) FAIL() << "no chromium: apt-get install chromium (./dev test does)";
  json data = sample();
  data["effects"].push_back(
      effect(policies[0], "median_wait", "parenting", 2035, "total", "total", 1.5, -0.3, 0.1));
  EXPECT_THAT(built_by_browser(render_report(data), "half", "lang=en&scenario=all"),
              HasSubstr("half of the families that start have waited less than <strong>1.2 months</strong>, "
                        "half longer; under frozen 2025 policy 1.5 months."));
  EXPECT_THAT(built_by_browser(render_report(data), "half", "lang=nl&scenario=all"),
              HasSubstr("heeft minder dan <strong>1,2 maanden</strong> gewacht, de helft langer; bij "
                        "ongewijzigd beleid 2025 1,5 maanden."));

  json run = sample_run();
  const std::string without = built_by_browser(render_report(run), "half", "lang=en");
  EXPECT_THAT(without, Not(HasSubstr("half of the families that start")));
  run["levels"].push_back({{"scenario", "baseline"},
                           {"measure", "median_wait"},
                           {"domain", "parenting"},
                           {"year", 2035},
                           {"variable", "total"},
                           {"category", "total"},
                           {"mean", 1.5},
                           {"low", 1.4},
                           {"high", 1.6},
                           {"n", 40}});
  EXPECT_THAT(built_by_browser(render_report(run), "half", "lang=en"),
              HasSubstr("have waited less than <strong>1.5 months</strong>, half longer.</p>"));
}

TEST(ReportInBrowser, the_dutch_page_has_dutch_words_around_what_is_english) {
  if (!has_browser()) FAIL() << "no chromium: apt-get install chromium (./dev test does)";
  json data = brief_of("up", 0.013, 0.004, 0.022);
  data["posterior"] = "calibrated on 2016 and 2021";
  data["weakly_informed"] = {{{"parameter", "know.language"}, {"unit", "log"}, {"low", -0.1}, {"high", 0.9}}};
  data["scenarios"][1]["source"] = "The source says so.";
  const std::string page = built_by_browser(render_report(data), "dutch", "lang=nl");
  EXPECT_THAT(page, Not(HasSubstr("calibrated on")));
  EXPECT_EQ(count_of(page, "gekalibreerd op 2016 en 2021"), 2U);  // how sure we are; how it was made
  EXPECT_THAT(page,
              HasSubstr("Hoeveel trager gezinnen die geen Nederlands spreken diensten leren kennen (−0,1"));
  EXPECT_THAT(page, HasSubstr("<span lang=\"en\">The source says so.</span>"));
  EXPECT_THAT(page, Not(HasSubstr("Vega visualization")));
}

TEST(ReportInBrowser, tells_the_two_lives_of_one_family) {
  if (!has_browser()) FAIL() << "no chromium: apt-get install chromium (./dev test does)";
  json data = brief_of("up", 0.013, 0.004, 0.022);
  const auto both = [](const char* en, const char* nl) { return json{{"en", en}, {"nl", nl}}; };
  const json row{{"months", both("May 2027", "mei 2027")},
                 {"same", false},
                 {"parts", true},
                 {"baseline", {both("Looks for no help.", "Zoekt geen hulp.")}},
                 {"scenario", {both("Begins at the CAW.", "Begint bij het CAW.")}},
                 {"because", {both("It knows the CAW.", "Het kent het CAW.")}}};
  data["stories"] = {
      {{"scenario_name", "s"},
       {"family", {{"facts", {{{"label", both("origin", "herkomst")}, {"value", both("EU", "EU")}}}}}},
       {"outcome", {both("Newly reached.", "Nieuw bereikt.")}},
       {"parting", both("They part in May 2027.", "Ze gaan uiteen in mei 2027.")},
       {"rows", {row}},
       {"shows", {both("This family does not exist.", "Dit gezin bestaat niet.")}},
       {"command", "uptake story a b --family 7"}}};
  const std::string page = built_by_browser(render_report(data), "family", "lang=nl");
  for (const char* told :
       {"Twee levens van één gezin", "Dit gezin bestaat niet.", "Nieuw bereikt.",
        "Ze gaan uiteen in mei 2027.", "Begint bij het CAW.", "Het kent het CAW.", "--family 7"})
    EXPECT_THAT(page, HasSubstr(told));
  data["stories"] = {{{"scenario_name", "s"}}};
  EXPECT_THAT(built_by_browser(render_report(data), "family", "lang=en"),
              HasSubstr("no family is newly reached in"));
}

TEST(ReportInBrowser, says_that_there_is_nothing_rather_than_break) {
  if (!has_browser()) FAIL() << "no chromium: apt-get install chromium (./dev test does)";
  const std::string page = built_by_browser(render_report(json{{"kind", "compare"}}), "empty", "lang=en");
  EXPECT_THAT(page, HasSubstr("hold nothing on this"));
  EXPECT_THAT(page, HasSubstr("How this report was made"));
}

/// What axe-core (a tool of the field) says against the page, after one line with what it found in order.
std::string judged(const std::string& html, const std::string& name, const std::string& hash) {
  std::ifstream file(UPTAKE_AXE);
  std::stringstream tool;
  tool << file.rdbuf();
  EXPECT_GT(tool.str().size(), 100'000U) << UPTAKE_AXE << " is not there: the build's npm ci fetches it";
  const std::string ask =
      R"(axe.run(document, {runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa']})
      .then((r) => { document.querySelector('main').textContent = [`in order: ${r.passes.length}`,
        ...r.violations.map((v) => `${v.id}: ${v.nodes[0].target.join(' ')}, ${v.help}`)].join('\n'); });)";
  std::string page =
      std::regex_replace(html, std::regex("<meta http-equiv=\"Content-Security-Policy\"[^>]*>"), "");
  page += "<script>" + tool.str() + "</script><script>" + ask + "</script>";
  return built_by_browser(page, name, hash);
}

// WCAG 2.2 AA, as far as a tool can see: contrast, names of what can be pressed, headings, tables, language.
TEST(ReportInBrowser, nothing_against_wcag_aa) {
  if (!has_browser()) FAIL() << "no chromium: apt-get install chromium (./dev test does)";
  const std::string comparison = judged(render_report(sample()), "axe", "lang=en&scenario=all");
  EXPECT_THAT(comparison, testing::ContainsRegex("in order: [2-9][0-9]"));
  EXPECT_EQ(count_of(comparison, "\n"), 0U) << comparison;
  const std::string run = judged(render_report(sample_run()), "axe", "lang=nl");
  EXPECT_THAT(run, testing::ContainsRegex("in order: [2-9][0-9]"));
  EXPECT_EQ(count_of(run, "\n"), 0U) << run;
  // the tool does see: grey on white
  const std::string poor =
      judged(render_report(sample()) + "<style>p { color: #ccc !important; }</style>", "axe", "lang=en");
  EXPECT_THAT(poor, HasSubstr("color-contrast"));
}

}  // namespace
}  // namespace uptake
