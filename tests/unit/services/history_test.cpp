// SPDX-License-Identifier: Apache-2.0
// The history file against the catalogue; that its levers load is tested with the scenarios.
#include <gmock/gmock.h>

#include <cmath>
#include <set>

#include "bad_input.hpp"
#include "sim/base/text.hpp"
#include "sim/base/yaml.hpp"
#include "sim/services/catalogue.hpp"

namespace uptake {
namespace {

/// "2016-04" as years.
double years(const std::string& month) {
  return parse_number(month.substr(0, 4)).value_or(0) + (parse_number(month.substr(5)).value_or(0) - 1) / 12;
}

double factor_at(const yaml::Node& points, double when) {
  const std::size_t n = points.keys.size();
  const auto value = [&](std::size_t i) { return yaml::as_number(points.children[i]).value_or(-1); };
  if (when <= years(points.keys[0])) return value(0);
  for (std::size_t i = 1; i < n; ++i) {
    const double from = years(points.keys[i - 1]), to = years(points.keys[i]);
    if (when <= to) return value(i - 1) + (value(i) - value(i - 1)) * (when - from) / (to - from);
  }
  return value(n - 1);
}

class History : public ::testing::Test {
 protected:
  void SetUp() override {
    root_ = yaml::parse_file(test::data_file("history.yaml"), problems_);
    problems_.throw_if_any();
    levers_ = root_.find("levers");
    ASSERT_NE(levers_, nullptr);
  }
  Problems problems_;
  yaml::Node root_;
  const yaml::Node* levers_ = nullptr;
  Catalogue catalogue_ = load_catalogue(test::data_file("services/services.yaml"));
};

TEST_F(History, EveryLeverHasASourceAndAGradeAndKnownServices) {
  EXPECT_GE(levers_->keys.size(), 30U);
  for (std::size_t i = 0; i < levers_->keys.size(); ++i) {
    const yaml::Node& lever = levers_->children[i];
    ASSERT_NE(lever.find("source"), nullptr) << levers_->keys[i];
    EXPECT_FALSE(lever.find("source")->text.empty()) << levers_->keys[i];
    ASSERT_NE(lever.find("grade"), nullptr) << levers_->keys[i];
    if (const yaml::Node* services = lever.find("services")) {
      for (const yaml::Node& code : services->children) {
        EXPECT_NE(catalogue_.find(code.text), no_service) << levers_->keys[i] << " " << code.text;
      }
    }
  }
}

TEST_F(History, SupplyIsAtItsReferenceInTheReferenceYear) {
  std::set<std::string> supplied;
  for (std::size_t i = 0; i < levers_->keys.size(); ++i) {
    const yaml::Node& lever = levers_->children[i];
    const yaml::Node* points = lever.find("points");
    if (points == nullptr) continue;
    for (std::size_t k = 1; k < points->keys.size(); ++k) {
      EXPECT_LT(years(points->keys[k - 1]), years(points->keys[k])) << levers_->keys[i];
    }
    for (const yaml::Node& code : lever.find("services")->children) {
      EXPECT_TRUE(supplied.insert(code.text).second) << "two supply levers for " << code.text;
      double nearest = 9;
      for (int month = 0; month < 12; ++month) {
        const double f =
            factor_at(*points, catalogue_.types[catalogue_.find(code.text)].reference_year + month / 12.0);
        if (std::abs(f - 1) < std::abs(nearest - 1)) nearest = f;
      }
      EXPECT_NEAR(nearest, 1, 0.01) << levers_->keys[i];
    }
  }
  // What came later than 1991 must begin somewhere.
  for (const char* code : {"P2", "P9", "P11", "P17", "P19", "P21", "P22", "R6", "R8"}) {
    EXPECT_TRUE(supplied.contains(code)) << code;
  }
}

TEST_F(History, CovidLeversEndInJune2022AtTheLatest) {
  int n_covid = 0;
  for (std::size_t i = 0; i < levers_->keys.size(); ++i) {
    if (!levers_->keys[i].starts_with("covid_")) continue;
    ++n_covid;
    const yaml::Node* until = levers_->children[i].find("until");
    ASSERT_NE(until, nullptr) << levers_->keys[i];
    EXPECT_LE(years(until->text), years("2022-06")) << levers_->keys[i];
  }
  EXPECT_GE(n_covid, 5);
}

TEST_F(History, NoSizeIsTakenFromTheSurveyOf2021) {
  // Lines 380-2200 of text 0 are the tables that the forecast of 2021 is judged by.
  for (std::size_t i = 0; i < levers_->keys.size(); ++i) {
    const std::string& source = levers_->children[i].find("source")->text;
    for (std::size_t at = source.find("S0:"); at != std::string::npos; at = source.find("S0:", at + 1)) {
      const int line = std::stoi(source.substr(at + 3));
      EXPECT_TRUE(line < 300 || line > 2200 || (line >= 1355 && line <= 1370))
          << levers_->keys[i] << " cites " << line;
    }
  }
}

}  // namespace
}  // namespace uptake
