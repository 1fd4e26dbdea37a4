// SPDX-License-Identifier: Apache-2.0
#include "analysis/compare/small_cells.hpp"

#include <gmock/gmock.h>

#include <deque>

namespace uptake {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

/// Figures of a year; every simulated family stands for ten.
class SmallCells : public testing::Test {
 protected:
  void add(const std::string& measure, const std::string& domain, const std::string& variable,
           const std::string& category, double value) {
    series_.push_back({measure, domain, variable, category});
    figures_.push_back({&series_.back(), value});
  }
  /// A group of so many simulated families.
  void group(const std::string& variable, const std::string& category, double size) {
    add("families", "both", variable, category, 10 * size);
  }
  void share(const std::string& variable, const std::string& category, double value,
             const std::string& measure = "contact") {
    add(measure, "parenting", variable, category, value);
  }
  /// What may not be told where fewer than ten are few.
  [[nodiscard]] std::vector<std::string> small() const {
    const std::vector<bool> flags = small_figures(figures_, 10, 10);
    std::vector<std::string> texts;
    for (std::size_t f = 0; f < flags.size(); ++f) {
      const Series& s = *figures_[f].series;
      if (flags[f]) texts.push_back(s.measure + " " + s.category);
    }
    return texts;
  }

 private:
  std::deque<Series> series_;  // which stay where they are
  std::vector<ToldFigure> figures_;
};

TEST_F(SmallCells, OfALargeGroupWithManyOnEitherSideThereIsNone) {
  group("total", "total", 200);
  share("total", "total", 0.5);
  for (const char* one : {"a", "b"}) {
    group("x", one, 100);
    share("x", one, 0.1);                // exactly ten have it
    share("x", one, 0.9, "unmet_need");  // exactly ten have not
  }
  EXPECT_THAT(small(), IsEmpty());
}

TEST_F(SmallCells, ASmallGroupGoesWithAllItsFigures) {
  for (const auto& [name, size] : {std::pair{"a", 9.0}, {"b", 8.0}, {"c", 100.0}}) {
    group("x", name, size);
    share("x", name, 0.5);
  }
  EXPECT_THAT(small(), ElementsAre("families a", "contact a", "families b", "contact b"));
}

TEST_F(SmallCells, OneThatItsTotalWouldTellTakesTheNextWithIt) {
  for (const auto& [name, size] : {std::pair{"a", 100.0}, {"b", 9.0}, {"c", 40.0}}) group("x", name, size);
  EXPECT_THAT(small(), ElementsAre("families b", "families c"));
}

TEST_F(SmallCells, AShareThatFewHaveOrFewHaveNotIsSmall) {
  for (const auto& [name, value] : {std::pair{"a", 0.09}, {"b", 0.91}, {"c", 0.5}, {"d", 0.0}}) {
    group("x", name, 100);
    share("x", name, value);
  }
  EXPECT_THAT(small(), ElementsAre("contact a", "contact b", "contact d"));
}

TEST_F(SmallCells, OneShareAloneTakesTheNextOfItsMeasureWithIt) {
  for (const auto& [name, value] : {std::pair{"a", 0.05}, {"b", 0.2}, {"c", 0.4}}) {
    group("x", name, 100);
    share("x", name, value);
    share("x", name, 0.5, "need");
  }
  EXPECT_THAT(small(), ElementsAre("contact a", "contact b"));
}

TEST_F(SmallCells, AGroupOfUnknownSizeIsSmallAndATotalNever) {
  share("x", "a", 0.5);
  share("total", "total", 0.001);
  EXPECT_THAT(small(), ElementsAre("contact a"));
}

TEST_F(SmallCells, CountsAreThemselvesAndAWaitIsOfThoseWhoStarted) {
  for (const auto& [service, started] : {std::pair{"few", 9.0}, {"many", 10.0}}) {
    add("started", "parenting", "service", service, 10 * started);
    add("mean_wait", "parenting", "service", service, 3);
    add("places", "parenting", "service", service, 10);
  }
  add("mean_wait", "parenting", "service", "unknown", 3);
  add("waiting", "parenting", "service", "many", 0);
  add("cost", "both", "payer", "flemish", 5);
  add("median_wait", "parenting", "total", "total", 3);  // a total
  EXPECT_THAT(small(), ElementsAre("started few", "mean_wait few", "mean_wait unknown", "waiting many"));
}

TEST_F(SmallCells, TheRuleInWordsNamesTheLimit) {
  EXPECT_THAT(suppression_text(30), HasSubstr("fewer than 30 simulated families"));
}

}  // namespace
}  // namespace uptake
