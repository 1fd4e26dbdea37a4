// SPDX-License-Identifier: Apache-2.0
// Every table against the report: is each number on its line, is none left out, is each row what it is coded
// as?
#include <algorithm>
#include <map>

#include "unit/evidence/targets_fixture.hpp"

namespace uptake::target_tests {
namespace {

TEST_F(SurveyReport, PrintsEveryValueOnItsLine) {
  for (std::size_t i = 0; i < data().size(); ++i) {
    const Target& t = data()[i];
    ASSERT_LT(static_cast<std::size_t>(t.line), lines_.size()) << name(t);
    const std::string& line = lines_[static_cast<std::size_t>(t.line)];
    if (starts(t.note, "in words: ")) {
      const std::string words = t.note.substr(10, t.note.find_first_of(";(", 10) - 10);
      const std::string phrase = words.substr(0, words.find_last_not_of(' ') + 1);
      std::string two = line + " " + lines_[static_cast<std::size_t>(t.line) + 1];
      std::transform(two.begin(), two.end(), two.begin(), [](char c) { return c == 'M' ? 'm' : c; });
      EXPECT_THAT(squeezed(two), HasSubstr(phrase)) << name(t);
      continue;
    }
    std::string printed = dutch(field(i, "value"));
    if (t.measure == "pp_change" && printed.front() == '-') {
      EXPECT_TRUE(line.find(printed) != std::string::npos) << name(t);
      printed.erase(0, 1);
    }
    EXPECT_TRUE(stands_on(line, printed)) << name(t) << ": " << printed << " is not in: " << line;
    for (const auto* column : {"ci_low", "ci_high"}) {
      if (!field(i, column).empty()) {
        EXPECT_TRUE(stands_on(line, dutch(field(i, column)))) << name(t) << ' ' << column;
      }
    }
    if (!t.n) continue;
    bool found = false;  // an n may stand once for a whole table
    for (int l = std::max(1, t.line - 40); l <= t.line + 40 && !found; ++l) {
      found = stands_on(lines_[static_cast<std::size_t>(l)], dutch(field(i, "n")));
    }
    EXPECT_TRUE(found) << name(t) << ": n " << field(i, "n") << " is not near";
  }
}

struct Span {
  std::string table;
  std::size_t first, last;  ///< lines with values
};
const std::vector<Span> spans{
    {"T1", 395, 397},    {"T2", 439, 453},    {"T3", 500, 582},    {"T4", 749, 869},    {"T5", 979, 993},
    {"T6", 1009, 1023},  {"T7", 1165, 1229},  {"T8", 1446, 1448},  {"T9", 1490, 1508},  {"F3", 1561, 1566},
    {"T10", 1711, 1828}, {"T11", 1939, 1953}, {"T12", 1969, 1983}, {"T13", 2124, 2221}, {"T14", 2347, 2413}};

TEST_F(SurveyReport, HasNoNumberInATableThatIsLeftOut) {
  const std::regex decimal("-?[0-9]+,[0-9]+"), thousand("(^|[^0-9,.])([0-9]\\.[0-9]{3})(?![0-9])");
  for (const Span& span : spans) {
    std::map<std::size_t, std::multiset<std::string>> ours;
    std::set<std::string> ours_n;
    for (std::size_t i = 0; i < data().size(); ++i) {
      const Target& t = data()[i];
      if (t.table != span.table) continue;
      if (t.measure == "n") ours_n.insert(dutch(field(i, "value")));
      if (t.n) ours_n.insert(dutch(field(i, "n")));
      for (const auto* column : {"value", "ci_low", "ci_high"}) {
        const std::string number = dutch(field(i, column));
        // Table 14 prints step-families and `neither` as one number
        if (t.table == "T14" && t.variable == "union_status" && t.category == "neither") continue;
        if (number.find(',') != std::string::npos) ours[static_cast<std::size_t>(t.line)].insert(number);
      }
    }
    for (std::size_t l = span.first; l <= span.last; ++l) {
      std::multiset<std::string> theirs;
      const std::string& line = lines_[l];
      for (std::sregex_iterator at(line.begin(), line.end(), decimal), end; at != end; ++at)
        theirs.insert(at->str());
      EXPECT_EQ(theirs, ours[l]) << span.table << " L" << l << ": " << line;
      for (std::sregex_iterator at(line.begin(), line.end(), thousand), end; at != end; ++at) {
        EXPECT_TRUE(ours_n.contains(at->str(2))) << span.table << " L" << l << ": n " << at->str(2);
      }
    }
  }
}

TEST_F(SurveyReport, LabelsARowAsItIsCoded) {
  // the Dutch words of a category and, after '!', words that would make it another one; small letters
  using Words = std::map<std::string, std::string>;
  const Words support{{"very_much", "heel veel"},
                      {"fairly", "tamelijk veel"},
                      {"a_little", "een beetje maar"},
                      {"not_at_all", "helemaal"}};
  const Words satisfaction{{"satisfied", "tevreden!minder"}, {"less_satisfied", "minder tevreden"}};
  const std::map<std::string, Words> labels{
      {"gender", {{"men", "mannen"}, {"women", "vrouwen"}}},
      {"age",
       {{"lt35", "jonger dan 35"}, {"35_44", "35-44"}, {"45_54", "45-54"}, {"55plus", "55 jaar en ouder"}}},
      {"origin", {{"belgium", "herkomst belgi"}, {"eu_plus", "eu+!niet-eu"}, {"non_eu_plus", "niet-eu+"}}},
      {"education",
       {{"lower_secondary", "lager secundair"},
        {"upper_secondary", "hoger secundair"},
        {"higher", "hoger onderwijs of univ"}}},
      {"holiday", {{"yes", "ja "}, {"no", "neen "}}},
      {"unexpected_expense", {{"yes", "ja "}, {"no", "neen "}}},
      {"family_form",
       {{"intact", "intact gezin"},
        {"single_parent", "alleenstaande ouder"},
        {"stepfamily", "samengesteld gezin"}}},
      {"children", {{"1", "1 kind "}, {"2", "2 kinderen"}, {"3", "3 kinderen"}, {"4plus", "meer"}}},
      {"youngest_age",
       {{"0_2", "0-2 jaar"},
        {"3_5", "3-5 jaar"},
        {"6_11", "6-11 jaar"},
        {"12_17", "12-17 jaar"},
        {"18_24", "18-24 jaar"}}},
      {"union_status",
       {{"married", "gehuwd!noch"},
        {"legally_cohabiting", "wettelijk samenwonend!noch"},
        {"neither", "noch gehuwd"}}},
      {"relationship_satisfaction", satisfaction},
      {"parenting_satisfaction", satisfaction},
      {"relationship_quality",
       {{"good", "goede relatiekwaliteit!minder"}, {"less_good", "minder goede relatiekwaliteit"}}},
      {"worries",
       {{"none", "(helemaal) niet"},
        {"a_little", "een beetje maar"},
        {"fairly", "tamelijk"},
        {"very", "heel "}}},
      {"partner_support", support},
      {"network_support", support},
      {"total", {{"total", "totaal"}}},
      {"intercept", {{"intercept", "intercept"}}},
      {"model", {{"r2", "r2!rescaled"}, {"max_rescaled_r2", "max-rescaled r"}}},
      {"support_type",
       {{"lecture_course_group", "lezing"},
        {"info_online_print", "informatie"},
        {"phone_online_help", "telefonische"},
        {"gp", "huisarts"},
        {"paediatrician", "kinderarts"},
        {"kind_en_gezin", "kind en gezin"},
        {"parenting_shop", "opvoedingswinkel"},
        {"huis_van_het_kind", "huis van het kind"},
        {"psych", "psycholoog"},
        {"mediator", "bemiddelaar"},
        {"clb_school", "clb/school"},
        {"family_service", "dienst of voorziening"},
        {"other", "een ander"}}}};
  const std::set<std::string> labelled{"T2", "T4", "T5", "T6", "T7", "T9", "T10", "T11", "T12", "T13"};
  for (const Target& t : data()) {
    if (!labelled.contains(t.table)) continue;
    std::size_t l = static_cast<std::size_t>(t.line);
    if (t.table == "T7" && t.variable == "union_status" && t.category == "neither")
      l = 1201;  // its own lines
    std::string line = std::regex_replace(lines_[l], std::regex(" – "), "-");
    line = std::regex_replace(line, std::regex("wett\\."), "wettelijk");
    std::transform(line.begin(), line.end(), line.begin(),
                   [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
    const std::string words = labels.at(t.variable).at(t.category);
    EXPECT_THAT(line, HasSubstr(words.substr(0, words.find('!')))) << name(t);
    if (words.find('!') != std::string::npos) {
      EXPECT_THAT(line, testing::Not(HasSubstr(words.substr(words.find('!') + 1)))) << name(t);
    }
  }
  // yes and no of the two questions about money have the same words: the order of their lines tells them
  // apart
  for (const auto* table : {"T4", "T10"}) {
    const auto* domain = std::string(table) == "T4" ? "relationship" : "parenting";
    const Target* holiday = find_target(data(), table, domain, 2016, "resident", "rate", "holiday", "no");
    const Target* expense =
        find_target(data(), table, domain, 2016, "resident", "rate", "unexpected_expense", "yes");
    ASSERT_TRUE(holiday != nullptr && expense != nullptr);
    EXPECT_LT(holiday->line, expense->line);
  }
}

}  // namespace
}  // namespace uptake::target_tests
