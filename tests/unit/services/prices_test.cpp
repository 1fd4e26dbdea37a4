// SPDX-License-Identifier: Apache-2.0
// Are euros of other years converted by the chain of inflation, and are wrong tables told?
#include "sim/services/prices.hpp"

#include <gmock/gmock.h>

#include "sim/services/catalogue.hpp"
#include "unit/services/bad_input.hpp"

namespace uptake {
namespace {

using testing::HasSubstr;

/// What comes of reading a mapping: the prices, or what was told.
struct Read {
  Prices prices;
  std::string told;
};
Read read(const std::string& text) {
  Problems problems;
  const yaml::Node node = yaml::parse_text(text, "p.yaml", problems);
  Read result{read_prices(node, "p.yaml", problems), {}};
  try {
    problems.throw_if_any();
  } catch (const BadInput& bad) {
    result.told = bad.what();
  }
  return result;
}

TEST(Prices, AreChainedForwardAndBack) {
  const Read r = read("{told_in: 2022, inflation: {2021: 10 %, 2022: 0.2, 2023: -5 %}, source: x}");
  ASSERT_EQ(r.told, "");
  EXPECT_EQ(r.prices.first_year, 2020);
  EXPECT_EQ(r.prices.last_year(), 2023);
  EXPECT_DOUBLE_EQ(r.prices.factor(2020), 1.1 * 1.2);
  EXPECT_DOUBLE_EQ(r.prices.factor(2021), 1.2);
  EXPECT_EQ(r.prices.factor(2022), 1);
  EXPECT_DOUBLE_EQ(r.prices.factor(2023), 1 / 0.95);
  EXPECT_FALSE(r.prices.knows(2019));
  EXPECT_FALSE(r.prices.knows(2024));
}

TEST(Prices, WithoutInflationAEuroIsAEuro) {
  const Prices none;
  EXPECT_TRUE(none.knows(1991));
  EXPECT_TRUE(none.knows(2035));
  EXPECT_EQ(none.factor(2003), 1);
}

TEST(Prices, TellWhatIsWrong) {
  EXPECT_THAT(read("{told_in: 2022, inflation: {2021: 1 %, 2023: 1 %}, source: x}").told,
              HasSubstr("expected the year 2022, found '2023'"));
  EXPECT_THAT(read("{told_in: 2022, inflation: {soon: 1 %}, source: x}").told,
              HasSubstr("expected a year, found 'soon'"));
  EXPECT_THAT(read("{told_in: 2030, inflation: {2021: 1 %}, source: x}").told,
              HasSubstr("'told_in': expected a year of 'inflation', 2020 to 2021"));
  EXPECT_THAT(read("{told_in: 2021, inflation: {2021: 80 %}, source: x}").told,
              HasSubstr("expected a share"));
  EXPECT_THAT(read("{told_in: 2021, inflation: [1], source: x}").told, HasSubstr("expected a mapping"));
  EXPECT_THAT(read("{told_in: 2021, inflation: {2021: 1 %}}").told, HasSubstr("source"));
}

TEST(Prices, OfTheCatalogueFollowTheEvidence) {
  const Catalogue catalogue = load_catalogue(test::data_file("services/services.yaml"));
  EXPECT_EQ(catalogue.prices.told_in, 2025);  // as docs/guides/policymaker.md and the measure `cost` say
  EXPECT_EQ(catalogue.prices.first_year, 2013);
  EXPECT_EQ(catalogue.prices.last_year(), 2026);
  // "services-in-flanders 2": wages, which are indexed, rose about 1.22 times from 2019 to 2025
  EXPECT_NEAR(catalogue.prices.factor(2019), 1.22, 0.04);
  for (const ServiceType& type : catalogue.types) EXPECT_TRUE(catalogue.prices.knows(type.price_year));
}

}  // namespace
}  // namespace uptake
