// SPDX-License-Identifier: Apache-2.0
// Is the report one safe file that opens offline and says what its data say?
#include "analysis/report/report.hpp"

#include <gmock/gmock.h>

#include <array>
#include <chrono>
#include <limits>
#include <nlohmann/json.hpp>
#include <regex>
#include <string>
#include <string_view>
#include <vector>

#include "sim/evidence/variables.hpp"
#include "sim/pathway/gates.hpp"
#include "sim/survey/measures.hpp"
#include "unit/analysis/report_page.hpp"

namespace uptake {
namespace {

using nlohmann::json;
using testing::HasSubstr;
using testing::Not;

/// Made-up numbers that look like a comparison's: a small generator of its own, so that a sample is always
/// the same.
struct Luck {
  std::uint64_t state = 7;
  double operator()() {  // in 0..1
    state = state * 6364136223846793005ULL + 1442695040888963407ULL;
    return static_cast<double>(state >> 11) / 9007199254740992.0;
  }
};

struct Policy {
  const char *name, *title_en, *title_nl, *question_en, *question_nl, *grade;
  double relationship, parenting, cost;  ///< points in the last year, million euros
};
constexpr std::array policies{
    Policy{"campaign", "A campaign about relationship support and parenting support",
           "Een campagne over relatie- en opvoedingsondersteuning",
           "Does a broad campaign in 2027-2029 bring more families to support?",
           "Brengt een brede campagne in 2027-2029 meer gezinnen bij ondersteuning?", "literature", 0.1, 0.4,
           1.9},
    Policy{"lead-in", "Leading families in from Kind en Gezin and school",
           "Gezinnen toeleiden vanuit Kind en Gezin en de school",
           "What if nurses and schools lead families to support themselves?",
           "Wat als verpleegkundigen en scholen gezinnen zelf naar ondersteuning leiden?", "assumption", 0.3,
           2.1, 6.4},
    Policy{"huis-van-het-kind", "A physical Huis van het Kind everywhere",
           "Overal een fysiek Huis van het Kind", "What if every municipality has one open door?",
           "Wat als elke gemeente één open deur heeft?", "literature", 0.2, 1.3, 21.0},
    Policy{"fees", "Fees that follow income", "Tarieven naar inkomen", "What if low incomes pay less?",
           "Wat als lage inkomens minder betalen?", "data", 0.5, 0.05, 9.5},
    Policy{"therapist-places", "More therapist places", "Meer plaatsen bij therapeuten",
           "What if centres had a fifth more staff?", "Wat als centra een vijfde meer personeel hadden?",
           "data", 0.9, -0.1, 14.2},
    Policy{"bridging-figures", "Bridging figures for families in poverty",
           "Brugfiguren voor gezinnen in armoede", "What if somebody walks along?",
           "Wat als er iemand meegaat?", "assumption", -0.02, 0.2, 3.1}};

constexpr std::array traits{
    "gender", "age", "origin", "education", "holiday", "unexpected_expense", "family_form", "youngest_age"};

json registries() {
  json variables_list = json::array();
  for (const Variable& v : variables()) {
    json categories = json::array();
    for (const Category& c : v.categories) {
      categories.push_back({{"code", c.code}, {"label_en", c.label_en}, {"label_nl", c.label_nl}});
    }
    variables_list.push_back(
        {{"code", v.code}, {"label_en", v.label_en}, {"label_nl", v.label_nl}, {"categories", categories}});
  }
  json gates = json::array();
  for (const GateInfo& g : gate_registry) {
    gates.push_back({{"code", g.code}, {"label_en", g.label_en}, {"label_nl", g.label_nl}});
  }
  json measures = json::array();
  for (const auto& [code, en, nl] : std::vector<std::array<const char*, 3>>{
           {"contact", "formal contact in 12 months", "formeel contact in 12 maanden"},
           {"unmet_need", "unmet need", "onvervulde behoefte"},
           {"helped", "felt helped", "voelde zich geholpen"},
           {"journeys", "journeys by gate", "trajecten per poort"},
           {"mean_wait", "mean wait", "gemiddelde wachttijd"}}) {
    measures.push_back(
        {{"code", code}, {"unit", "share"}, {"is_share", true}, {"label_en", en}, {"label_nl", nl}});
  }
  json services = json::array();
  for (int i = 1; i <= 10; ++i) {
    services.push_back(
        {{"code", std::string("R").append(std::to_string(i))},
         {"name_en", "Phone or chat: Tele-Onthaal 106, CAW and JAC chat " + std::to_string(i)},
         {"name_nl", "Telefoon of chat: Tele-Onthaal 106, CAW- en JAC-chat " + std::to_string(i)},
         {"domain", "relationship"}});
    services.push_back({{"code", std::string("P").append(std::to_string(i))},
                        {"name_en", "Parenting shop " + std::to_string(i)},
                        {"name_nl", "Opvoedingswinkel " + std::to_string(i)},
                        {"domain", "parenting"}});
  }
  return {{"variables", variables_list}, {"gates", gates}, {"measures", measures}, {"services", services}};
}

json effect(const Policy& s, const char* measure, const char* domain, int year, std::string_view variable,
            std::string_view category, double before, double difference, double half) {
  return {{"scenario", s.name},
          {"measure", measure},
          {"domain", domain},
          {"year", year},
          {"variable", variable},
          {"category", category},
          {"baseline", before},
          {"value", before + difference},
          {"difference", difference},
          {"low", difference - half},
          {"high", difference + half},
          {"p_positive", difference > half ? 0.998
                         : difference > 0  ? 0.8
                                           : 0.2},
          {"n", 40}};
}

void add_group_effects(json& effects, const Policy& s, Luck& luck) {
  for (const char* domain : {"relationship", "parenting"}) {
    const bool first = std::string_view(domain) == "relationship";
    const double size = (first ? s.relationship : s.parenting) / 100, level = first ? 0.055 : 0.19;
    for (int year = 2026; year <= 2035; ++year) {
      const double grown = size * std::min(1.0, (year - 2026) / 5.0);
      effects.push_back(effect(s, "contact", domain, year, "total", "total", level, grown, 0.0025));
      effects.push_back(effect(s, "unmet_need", domain, year, "total", "total", 0.04, -grown / 3, 0.0015));
      for (const char* trait : traits) {
        for (const Category& c : find_variable(trait)->categories) {
          for (const char* measure : {"contact", "unmet_need", "helped"}) {
            effects.push_back(effect(s, measure, domain, year, trait, c.code, level * (0.6 + luck()),
                                     grown * (0.3 + 1.4 * luck()), 0.003 + 0.006 * luck()));
          }
        }
      }
    }
    const std::array stops{820000.0, 90000.0, 60000.0, 42000.0, 31000.0, 12000.0, 9000.0, 7000.0, 48000.0};
    for (std::size_t g = 0; g < gate_registry.size(); ++g) {
      const double change = g == 8 ? 3e5 * size : g == 7 ? 1e5 * size : -2e5 * size * luck();
      effects.push_back(
          effect(s, "journeys", domain, 2035, "gate", gate_registry[g].code, stops[g], change, 300));
    }
    for (int i = 1; i <= 10; ++i) {
      const std::string code = std::string(1, first ? 'R' : 'P').append(std::to_string(i));
      const double wait = i > 7 ? 0 : 6 * luck();
      effects.push_back(effect(s, "mean_wait", domain, 2035, "service", code, wait, 20 * size * luck(), 0.1));
      effects.push_back(effect(s, "waiting", domain, 2035, "service", code, 500 * wait, 900 * size, 30));
      effects.push_back(effect(s, "started", domain, 2035, "service", code, 5000, 9000 * size, 60));
      effects.push_back(effect(s, "places", domain, 2035, "service", code, 5100, 0, 0));
    }
  }
}

json sample() {
  Luck luck;
  json data = registries();
  data.update(json{{"kind", "compare"},
                   {"version", "0.1.0"},
                   {"fingerprint", "3f9a1c0d77e2"},
                   {"families", 20000},
                   {"runs", 40},
                   {"draws", 1},
                   {"replicates", 40},
                   {"populations", 1},
                   {"seed", 1},
                   {"posterior", "none (parameters set by hand)"},
                   {"last_year", 2035},
                   {"first_policy_year", 2027},
                   {"command", "uptake compare scenarios/baseline.yaml scenarios/campaign.yaml --out out"}});
  data["scenarios"] = {{{"name", "baseline"},
                        {"title_en", "Frozen 2025 policy"},
                        {"title_nl", "Ongewijzigd beleid"},
                        {"baseline", true},
                        {"levers", json::array()}}};
  for (const char* part : {"effects", "levels", "reached", "cost_per", "costs", "fit", "limits"})
    data[part] = json::array();
  for (const Policy& s : policies) {
    data["scenarios"].push_back({{"name", s.name},
                                 {"title_en", s.title_en},
                                 {"title_nl", s.title_nl},
                                 {"question_en", s.question_en},
                                 {"question_nl", s.question_nl},
                                 {"source", "S0:2310-2360"},
                                 {"baseline", false},
                                 {"levers",
                                  {{{"name", s.name},
                                    {"kind", "campaign"},
                                    {"label_en", s.title_en},
                                    {"label_nl", s.title_nl},
                                    {"from", "2027-01"},
                                    {"until", "2030-01"},
                                    {"grade", s.grade},
                                    {"source", "S0:2310"}}}}});
    add_group_effects(data["effects"], s, luck);
    for (const auto& [measure, mean] :
         {std::pair("lever_cost", s.cost * 7e5), std::pair("lever_units", 1e4)}) {
      data["levels"].push_back({{"scenario", s.name},
                                {"measure", measure},
                                {"domain", "both"},
                                {"year", 2035},
                                {"variable", "lever"},
                                {"category", s.name},
                                {"mean", mean},
                                {"low", mean},
                                {"high", mean}});
    }
    data["levels"].push_back({{"scenario", s.name},
                              {"measure", "contact"},
                              {"domain", "parenting"},
                              {"year", 2030},
                              {"variable", "total"},
                              {"category", "total"},
                              {"mean", 0.2}});
    for (const std::string domain : {"relationship", "parenting", "both"}) {
      const double points = domain == "relationship" ? s.relationship
                            : domain == "parenting"  ? s.parenting
                                                     : 1.0;
      const double net = 9000 * points;
      data["reached"].push_back({{"scenario", s.name},
                                 {"domain", domain},
                                 {"year", 2035},
                                 {"reached", net + 1200},
                                 {"lost", 1200},
                                 {"net", net},
                                 {"low", net - 900},
                                 {"high", net + 900}});
    }
    const double extra = 9000 * (s.relationship + s.parenting), cost = s.cost * 1e6;
    data["cost_per"].push_back({{"scenario", s.name},
                                {"year", 2035},
                                {"extra_cost", cost},
                                {"low", 0.8 * cost},
                                {"high", 1.2 * cost},
                                {"extra_families", extra},
                                {"per_family", cost / extra},
                                {"grade", "assumption"}});
    for (const std::string payer : {"flemish", "federal", "local", "family", "total"}) {
      const double change = payer == "total" ? cost : cost * (payer == "flemish" ? 0.7 : 0.2 * luck() - 0.05);
      data["costs"].push_back({{"scenario", s.name},
                               {"payer", payer},
                               {"year", 2035},
                               {"baseline", 8e7},
                               {"value", 8e7 + change},
                               {"difference", change},
                               {"low", change - 2e5},
                               {"high", change + 2e5},
                               {"grade", "assumption"}});
    }
  }
  for (const char* domain : {"relationship", "parenting"}) {
    for (const int year : {2016, 2021}) {
      for (const char* trait :
           {"total", "gender", "age", "origin", "education", "family_form", "youngest_age"}) {
        for (const Category& c : find_variable(trait)->categories) {
          const double published = (domain[0] == 'r' ? 0.14 : 0.4) * (0.6 + 0.8 * luck());
          const double simulated = published + 0.08 * (luck() - 0.5);
          data["fit"].push_back({{"table", "T4"},
                                 {"domain", domain},
                                 {"year", year},
                                 {"sample", "resident"},
                                 {"measure", "rate"},
                                 {"variable", trait},
                                 {"category", c.code},
                                 {"published", published},
                                 {"simulated", simulated},
                                 {"low", simulated - 0.01},
                                 {"high", simulated + 0.01},
                                 {"n", 800},
                                 {"standard_error", 0.015}});
        }
      }
    }
  }
  data["limits"].push_back({{"code", "hand_set"},
                            {"text_en", "Parameters are set by hand, not calibrated."},
                            {"text_nl", "De parameters zijn met de hand ingesteld, niet gekalibreerd."}});
  return data;
}

json sample_run() {
  json data = sample();
  data["kind"] = "run";
  data["posterior"] = "none (parameters set by hand)";
  data["scenarios"] = {data["scenarios"][0]};
  data["levels"] = json::array();
  for (const json& row : data["effects"]) {
    if (row["scenario"] != policies[0].name) continue;
    json level = row;
    level.update(json{{"scenario", "baseline"},
                      {"mean", row["baseline"]},
                      {"low", row["baseline"]},
                      {"high", row["baseline"]}});
    data["levels"].push_back(level);
  }
  data["effects"] = json::array();
  return data;
}

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

TEST(Report, is_small_and_quick_with_long_data) {
  json data = sample();
  const auto begin = std::chrono::steady_clock::now();
  const std::string html = render_report(data);
  const std::chrono::duration<double> took = std::chrono::steady_clock::now() - begin;
  EXPECT_GT(data["effects"].size(), 7000U);
  EXPECT_LT(html.size(), 3'000'000U);
  EXPECT_LT(took.count(), 5.0);
}

TEST(ReportInBrowser, draws_and_tells_a_comparison) {
  if (!has_browser()) FAIL() << "no chromium: apt-get install chromium (./dev test does)";
  const std::string page = built_by_browser(render_report(sample()), "compare", "lang=nl&scenario=all");
  for (const Policy& s : policies) EXPECT_THAT(page, HasSubstr(s.title_nl));
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
                         {"parameter", "know.x"},
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
  EXPECT_THAT(page, HasSubstr("prices of 2024"));
  EXPECT_THAT(
      page,
      HasSubstr("Worth it only if one place of “More places” costs less than €&nbsp;640</strong> (€&nbsp;"
                "500 to €&nbsp;780); we assume more: €&nbsp;900"));
  EXPECT_THAT(page, HasSubstr("the higher, the smaller the effect (ρ = −0.70)"));
  EXPECT_THAT(page, HasSubstr("with none of the 30 drawn parameters"));  // of relationship support
  EXPECT_THAT(page, Not(HasSubstr("what if, not evidence.</em>")));

  data["break_even"][0]["value"] = 1200;
  data["hangs_on"]["n_draws"] = 8;
  data["hangs_on"]["threshold"] = nullptr;
  const std::string other = built_by_browser(render_report(data), "who", "lang=nl");
  EXPECT_THAT(other,
              HasSubstr("De moeite waard als één plaats bij “Meer plaatsen” minder kost dan €&nbsp;1.200"));
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

TEST(ReportInBrowser, says_that_there_is_nothing_rather_than_break) {
  if (!has_browser()) FAIL() << "no chromium: apt-get install chromium (./dev test does)";
  const std::string page = built_by_browser(render_report(json{{"kind", "compare"}}), "empty", "lang=en");
  EXPECT_THAT(page, HasSubstr("hold nothing on this"));
  EXPECT_THAT(page, HasSubstr("How this report was made"));
}

}  // namespace
}  // namespace uptake
