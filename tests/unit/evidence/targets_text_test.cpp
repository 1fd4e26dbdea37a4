// SPDX-License-Identifier: Apache-2.0
// The numbers that the report has in its running text: against its tables, and against the report.
#include <map>

#include "unit/evidence/targets_fixture.hpp"

namespace uptake::target_tests {
namespace {

TEST(Targets, ReproduceTheFactorsOfTheText) {
  const double a = value("T4", "relationship", 2016, "resident", "rate", "total", "total") / 100;
  const double b = value("T4", "relationship", 2021, "resident", "rate", "total", "total") / 100;
  const double c = value("T10", "parenting", 2016, "resident", "rate", "total", "total") / 100;
  const double d = value("T10", "parenting", 2021, "resident", "rate", "total", "total") / 100;
  const auto odds = [](double p) { return p / (1 - p); };
  EXPECT_NEAR(value("text", "relationship", 2021, "resident", "odds_ratio", "total", "total"),
              odds(b) / odds(a), 0.005);
  EXPECT_NEAR(value("text", "parenting", 2021, "resident", "odds_ratio", "total", "total"), odds(d) / odds(c),
              0.005);
  EXPECT_NEAR(value("text", "relationship", 2021, "resident", "ratio", "total", "total"), b / a, 0.005);
}

TEST(Targets, GivePValuesThatFollowFromTheirChiSquares) {
  int seen = 0;
  std::set<std::string> off;
  for (std::size_t i = 0; i < data().size(); ++i) {
    const Target& t = data()[i];
    if (t.measure != "p_value") continue;
    ++seen;
    const double x = value(t.table, t.domain, t.year, t.sample, "chi2", t.variable, t.category);
    double p = std::erfc(std::sqrt(x / 2));                                           // df = 1
    if (t.table == "F3") p += std::sqrt(2 * x / std::acos(-1.0)) * std::exp(-x / 2);  // df = 3
    const std::string text = field(i, "value");
    const double half = 0.5 * std::pow(10.0, -static_cast<double>(text.size() - text.find('.') - 1));
    if (std::abs(p - t.value) > half + 2e-4) off.insert(name(t));
  }
  EXPECT_EQ(seen, 20);
  // 2.2210 gives 0.136, 0.573 gives 0.449, 0.7968 gives 0.372
  EXPECT_EQ(off,
            (std::set<std::string>{"text relationship 2021 resident p_value partner_support a_little (L918)",
                                   "text parenting 2021 resident p_value partner_support trend (L1903)",
                                   "text parenting 2016 resident p_value network_support trend (L1911)"}));
}

TEST_F(SurveyReport, TellsTheCrossedSharesInTheseWords) {
  const std::map<std::string, std::string> group{{"women", "oeders"},
                                                 {"lt35", "jonger dan 35 jaar"},
                                                 {"45_54", "45-54 jaar"},
                                                 {"belgium", "Belgische"},
                                                 {"non_eu_plus", "iet-EU"},
                                                 {"lower_secondary", "lager|Lager"},
                                                 {"higher", "hoger opgeleiden"},
                                                 {"yes", "onverwachte uitgave"}};
  const std::map<std::string, std::string> box{{"paediatrician", "kinderarts"},
                                               {"gp", "huisarts"},
                                               {"kind_en_gezin", "Kind en Gezin"},
                                               {"info_online_print", "informatie via websites"}};
  std::string text;  // the sentences of one box each
  const auto paragraph = [&](std::size_t first, std::size_t last) {
    text.clear();
    for (std::size_t l = first; l <= last; ++l) text += lines_[l];
    return text;
  };
  int seen = 0;
  for (std::size_t i = 0; i < data().size(); ++i) {
    const Target& t = data()[i];
    if (t.variable.rfind("support_type:", 0) != 0 || t.measure != "share" || t.year != 2021) continue;
    ++seen;
    const auto colon = t.category.find(':');
    const std::string kind = t.category.substr(0, colon), who = t.category.substr(colon + 1);
    if (t.line == 628) paragraph(627, 628);
    if (t.line >= 1839) paragraph(1839, 1845);
    if (t.line >= 1847) paragraph(1847, 1849);
    if (t.line >= 1851) paragraph(1851, 1852);
    const std::regex from_to(fmt::format("van {}%? naar {}%",
                                         dutch(printed(t, 2016, "resident", "share", "value")),
                                         dutch(field(i, "value"))));
    EXPECT_THAT(text, HasSubstr(box.at(kind))) << name(t);
    std::smatch found;
    ASSERT_TRUE(std::regex_search(text, found, from_to)) << name(t) << ": " << text;
    const auto at = static_cast<std::size_t>(found.position());
    std::string before = text.substr(0, at);
    const auto last = before.rfind("% naar ");  // only what follows the pair before
    if (last != std::string::npos) before.erase(0, last);
    EXPECT_TRUE(std::regex_search(before, std::regex(group.at(who)))) << name(t) << ": " << before;
  }
  EXPECT_EQ(seen, 14);
}

}  // namespace
}  // namespace uptake::target_tests
