// SPDX-License-Identifier: Apache-2.0
#include "sim/services/municipalities.hpp"

#include <fmt/format.h>
#include <gmock/gmock.h>

#include <array>
#include <map>
#include <numeric>

#include "bad_input.hpp"
#include "sim/evidence/variables.hpp"

namespace uptake {
namespace {

using ::testing::AllOf;
using ::testing::ElementsAre;
using ::testing::HasSubstr;

const std::filesystem::path towns = test::data_file("services/municipalities.csv");

TEST(Municipalities, HoldTheCountsOf2025) {
  const Municipalities all = load_municipalities(towns);
  ASSERT_EQ(all.list.size(), 285U);
  std::map<std::string, int> by_province;
  for (const Municipality& m : all.list) ++by_province[all.provinces[m.province]];
  const std::map<std::string, int> wanted{{"Antwerpen", 67},
                                          {"Vlaams-Brabant", 63},
                                          {"West-Vlaanderen", 62},
                                          {"Oost-Vlaanderen", 55},
                                          {"Limburg", 38}};
  EXPECT_EQ(by_province, wanted);  // S4 Table 4
  EXPECT_EQ(all.centres.size(), 13U);
  EXPECT_EQ(all.region.size(), 285U);
}

TEST(Municipalities, HaveTheSizeClassesOfTheSurvey) {
  const Municipalities all = load_municipalities(towns);
  EXPECT_THAT(all.size_classes,
              ElementsAre("lt10000", "10000_20000", "20000_30000", "30000_50000", "50000plus"));
  std::vector<std::string> told;  // as the report labels them
  for (const Category& c : find_variable("size_class")->categories) told.emplace_back(c.code);
  EXPECT_EQ(all.size_classes, told);
  constexpr std::array<double, 6> edges{0, 10'000, 20'000, 30'000, 50'000, 1e9};
  constexpr std::array<double, 5> of_298{59, 131, 55, 40, 13};  // S4 Table 5, before the mergers
  std::array<int, 5> n{};
  for (const Municipality& m : all.list) {
    const auto k = static_cast<std::size_t>(m.size_class);
    ++n[k];
    EXPECT_GE(m.inhabitants, edges[k]) << m.code;
    EXPECT_LT(m.inhabitants, edges[k + 1]) << m.code;
  }
  for (std::size_t k = 0; k < 5; ++k) EXPECT_NEAR(n[k] / 285.0, of_298[k] / 298.0, 0.006) << k;
}

TEST(Municipalities, SharesAndCentresHoldTogether) {
  const Municipalities all = load_municipalities(towns);
  const double shares =
      std::accumulate(all.list.begin(), all.list.end(), 0.0,
                      [](double sum, const Municipality& m) { return sum + m.family_share; });
  EXPECT_NEAR(shares, 1, 1e-6);
  for (std::size_t i = 0; i < all.list.size(); ++i) {
    const Municipality& m = all.list[i];
    const Municipality& centre = all.list[m.centre];
    EXPECT_EQ(centre.urbanity, Urbanity::centre) << m.code;
    EXPECT_EQ(centre.province, m.province) << m.code;
    EXPECT_EQ(all.centres[all.region[i]], m.centre) << m.code;
    EXPECT_EQ(m.minutes_to_centre == 0, m.urbanity == Urbanity::centre) << m.code;
  }
}

TEST(Municipalities, MoreThanHalfHaveAHouseWithAPlace) {
  // S0:2527-2530: 54.7 % in all, 58.3 % with and 50.6 % without a physical place imply 53 % (52-55) with one.
  const Municipalities all = load_municipalities(towns);
  int n_place = 0;
  for (const Municipality& m : all.list)
    n_place += m.huis == HuisForm::physical || m.huis == HuisForm::antenna;
  EXPECT_NEAR(n_place / 285.0, 0.53, 0.015);
}

class MunicipalitiesRefuse : public ::testing::Test {
 protected:
  /// What is told of a good table with one change.
  std::string told(const std::string& from, const std::string& to) {
    const std::string good =
        "code,name,province,size_class,inhabitants,family_share,urbanity,huis_form,integration,centre,"
        "minutes_to_centre\n"
        "A1,Stad A-1,Antwerpen,big,60000,0.6,centre,physical,0.5,A1,0\n"
        "A2,Gemeente A-2,Antwerpen,small,20000,0.25,urban,antenna,0.5,A1,15\n"
        "A3,Gemeente A-3,Antwerpen,small,9000,0.15,rural,virtual,0.5,A1,30\n";
    const auto file = test::written(test::changed(good, "", from, to), ".csv");
    return refusal([&] { load_municipalities(file); });
  }
};

TEST_F(MunicipalitiesRefuse, NothingInAGoodTable) { EXPECT_EQ(told("A-3", "A-3"), ""); }

TEST_F(MunicipalitiesRefuse, AMissingAndAnUnknownColumn) {
  EXPECT_THAT(told("huis_form", "huisform"),
              AllOf(HasSubstr(":1:1: there is no column 'huisform' (did you mean 'huis_form'?)"),
                    HasSubstr("the column 'huis_form' is missing")));
}

TEST_F(MunicipalitiesRefuse, ColumnsInAnotherOrder) {
  EXPECT_THAT(told("code,name,", "name,code,"), HasSubstr("in this order"));
}

TEST_F(MunicipalitiesRefuse, WhatIsNoNumberOrOutOfRange) {
  EXPECT_THAT(told("20000,", "many,"), HasSubstr(":3:33: inhabitants: expected a number from 1 to"));
  EXPECT_THAT(told("0.25,", "-0.25,"), HasSubstr(":3:39: family_share: expected a number from 0 to 1"));
  EXPECT_THAT(told("virtual,0.5", "virtual,1.5"),
              HasSubstr("integration: expected a number from 0 to 1, found '1.5'"));
}

TEST_F(MunicipalitiesRefuse, AnUnknownWord) {
  EXPECT_THAT(told(",rural,", ",rurral,"),
              HasSubstr("urbanity: expected rural, urban or centre, found 'rurral' "
                        "(did you mean 'rural'?)"));
  EXPECT_THAT(told(",antenna,", ",antena,"), HasSubstr("did you mean 'antenna'?"));
}

TEST_F(MunicipalitiesRefuse, SharesThatDoNotSumToOne) {
  EXPECT_THAT(told("0.25,", "0.26,"), HasSubstr("family_share sums to 1.0100000, expected 1"));
}

TEST_F(MunicipalitiesRefuse, ACentreThatIsNone) {
  EXPECT_THAT(told(",A1,15", ",A9,15"), HasSubstr(":3:62: centre: there is no municipality 'A9'"));
  EXPECT_THAT(told(",A1,15", ",A3,15"),
              HasSubstr("centre: 'A3' is rural, expected a municipality whose urbanity is centre"));
  EXPECT_THAT(told(",A1,0\n", ",A1,5\n"), HasSubstr("minutes_to_centre: expected 0 for a centre town"));
  EXPECT_THAT(told(",A1,15", ",A1,0"), HasSubstr("minutes_to_centre: expected more than 0"));
}

TEST_F(MunicipalitiesRefuse, ACodeThatStandsTwice) {
  EXPECT_THAT(told("A3,", "A2,"), HasSubstr(":4:1: code: the code 'A2' stands twice"));
}

TEST_F(MunicipalitiesRefuse, SizeClassesThatOverlap) {
  EXPECT_THAT(told("big,60000", "big,15000"), HasSubstr("size_class: "));
}

TEST_F(MunicipalitiesRefuse, ARowOfAnotherLengthAndAnEmptyFile) {
  EXPECT_THAT(told(",A1,15", ",15"), HasSubstr(":3:"));
  EXPECT_THAT(refusal([] { load_municipalities(test::written("", ".csv")); }), HasSubstr("is empty"));
  EXPECT_THAT(refusal([] { load_municipalities(::testing::TempDir()); }), HasSubstr("is a directory"));
}

TEST_F(MunicipalitiesRefuse, EveryProblemAtOnce) {
  const std::string text =
      told("Antwerpen,small,20000,0.25,urban,antenna,0.5", ",small,none,2,city,antenna,0.5");
  EXPECT_EQ(std::count(text.begin(), text.end(), '\n') + (text.empty() || text.back() == '\n' ? 0 : 1), 4)
      << text;
}

}  // namespace
}  // namespace uptake
