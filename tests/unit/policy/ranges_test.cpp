// SPDX-License-Identifier: Apache-2.0
// A lever's number may carry a range: is it kept, and drawn as it says, whatever else is in the file?
#include <algorithm>
#include <cmath>

#include "sim/policy/difference.hpp"
#include "unit/policy/fixture.hpp"

namespace uptake {
namespace {

using testing::HasSubstr;

class Ranges : public testing_policy::Files {
 protected:
  /// A campaign with this for its reach, and perhaps more.
  [[nodiscard]] Lever campaign(const std::string& reach, const std::string& more = "") const {
    return load("levers:\n  c: {lever: campaign, domain: both, reach: " + reach + ", learn: 0.1, source: x" +
                more + "}\n")
        .levers[0];
  }
  static double reach(const Lever& lever) { return lever.value("reach", {}); }
  /// The draws of a lever's reach, sorted.
  static std::vector<double> draws(const Lever& lever, int n = 4000) {
    std::vector<double> all;
    for (int d = 0; d < n; ++d) all.push_back(reach(drawn(lever, d)));
    std::sort(all.begin(), all.end());
    return all;
  }
  static double quantile(const std::vector<double>& sorted, double p) {
    return sorted[static_cast<std::size_t>(p * static_cast<double>(sorted.size()))];
  }
};

TEST_F(Ranges, AreReadFromUnitsWrittenOut) {
  const Lever lever =
      campaign("15 % (5 % to 40 %)",
               ", half_life: 1 year (6 to 18 months), ramp: 2 years, "
               "cost: {per_unit: EUR 60 (43 to 104), fixed_per_year: EUR 0.5 million, grade: data, "
               "source: y}");
  EXPECT_EQ(reach(lever), 0.15);
  EXPECT_EQ(lever.bounds[0], (Bounds{0.05, 0.4}));
  EXPECT_EQ(lever.value("half_life", {}), 12);
  EXPECT_EQ(lever.bounds[4], (Bounds{6, 18}));
  EXPECT_EQ(lever.ramp, 24);
  EXPECT_EQ(lever.cost.per_unit, 60);
  EXPECT_EQ(lever.cost.unit_bounds, (Bounds{43, 104}));
  EXPECT_EQ(lever.cost.fixed_per_year, 5e5);
  EXPECT_FALSE(lever.cost.fixed_bounds.given());
  EXPECT_FALSE(lever.bounds[1].given());
}

TEST_F(Ranges, ResolveToThemselves) {
  const Scenario s = load(
      "levers:\n  c: {lever: campaign, domain: both, reach: 15 % (5 to 40 %), learn: 0.1, source: "
      "x, cost: {per_unit: 12.3450 (1 to 20), grade: data, source: y}}\n");
  const std::string text = resolved_text(s, evidence_);
  EXPECT_THAT(text, HasSubstr("    reach: 0.15 (0.05 to 0.4)\n"));
  const Scenario again = load_scenario(write("again.yaml", text), evidence_);
  EXPECT_EQ(again.levers[0].bounds, s.levers[0].bounds);
  EXPECT_EQ(again.levers[0].cost.unit_bounds, s.levers[0].cost.unit_bounds);
  EXPECT_EQ(resolved_text(again, evidence_), text);
}

TEST_F(Ranges, AreAnotherEffect) {
  EXPECT_TRUE(same_effect(campaign("0.15 (0.05 to 0.4)"), campaign("15 % (5 % to 40 %)")));
  EXPECT_FALSE(same_effect(campaign("0.15 (0.05 to 0.4)"), campaign("0.15 (0.05 to 0.3)")));
  EXPECT_FALSE(same_effect(campaign("0.15 (0.05 to 0.4)"), campaign("0.15")));
}

TEST_F(Ranges, HoldTheirCentral95PerCent) {
  for (const auto* range :
       {"0.15 (0.05 to 0.4)", "0.5 (0.2 to 0.55)", "0.5 (0.4 to 1)"}) {  // log, logit, linear
    const Lever lever = campaign(range);
    const Bounds b = lever.bounds[0];
    const auto all = draws(lever);
    const double width = b.high - b.low;
    EXPECT_NEAR(quantile(all, 0.025), b.low, 0.04 * width) << range;  // the tail of 4000 draws, four errors
    EXPECT_NEAR(quantile(all, 0.975), b.high, 0.08 * width) << range;
    EXPECT_GE(all.front(), 0) << range;
    EXPECT_LE(all.back(), 1) << range;
    EXPECT_LT(all.front(), b.low) << range;
  }
}

TEST_F(Ranges, AreOnTheScaleThatSuitsThem) {
  EXPECT_NEAR(quantile(draws(campaign("0.1 (0.04 to 0.25)")), 0.5), 0.1, 0.005);  // log: the geometric mean
  EXPECT_NEAR(quantile(draws(campaign("0.8 (0.5 to 0.9)")), 0.5), 0.75, 0.01);    // logit: odds 3 of 1 and 9
  EXPECT_NEAR(quantile(draws(campaign("0.3 (0 to 0.5)")), 0.5), 0.25, 0.01);      // linear
}

TEST_F(Ranges, AreDrawnByTheNameAlone) {
  const std::string a =
      "  a: {lever: campaign, domain: both, reach: 0.2 (0.1 to 0.4), learn: 0.1, source: x}\n";
  const std::string b =
      "  b: {lever: campaign, domain: both, reach: 0.2 (0.1 to 0.4), learn: 0.1, source: x}\n";
  const Scenario one = load("levers:\n" + a + b);
  const Scenario other = load("levers:\n" + b + a);
  EXPECT_EQ(reach(drawn(one.levers[0], 3)), reach(drawn(other.levers[1], 3)));
  EXPECT_NE(reach(drawn(one.levers[0], 3)), reach(drawn(one.levers[1], 3)));
  EXPECT_NE(reach(drawn(one.levers[0], 3)), reach(drawn(one.levers[0], 4)));
  const Lever with_more = campaign("0.2 (0.1 to 0.4)", ", taboo: 0.1 (0 to 0.2)");
  EXPECT_EQ(reach(drawn(with_more, 3)), reach(drawn(campaign("0.2 (0.1 to 0.4)"), 3)));
  EXPECT_NE(with_more.value("taboo", {}), drawn(with_more, 3).value("taboo", {}));
}

TEST_F(Ranges, WithoutOneNothingIsDrawn) {
  const Lever lever = campaign("0.2", ", cost: {per_unit: 60, grade: data, source: y}");
  EXPECT_TRUE(same_effect(drawn(lever, 5), lever));
}

TEST_F(Ranges, OfACostAreDrawnToo) {
  const Lever lever = campaign("0.2", ", cost: {per_unit: 60 (43 to 104), grade: data, source: y}");
  EXPECT_NE(drawn(lever, 1).cost.per_unit, drawn(lever, 2).cost.per_unit);
  EXPECT_GE(drawn(lever, 1).cost.per_unit, 0);
}

TEST_F(Ranges, MayBeGivenForEveryNumberOfEveryKind) {
  for (const LeverInfo& info : lever_registry()) {
    for (const LeverField& field : info.fields) {
      if (field.type == FieldType::choice || info.code == "fee") continue;
      std::string fields = field.code == "wave" || field.code == "gap" ? "every: 240, " : "";
      for (const LeverField& f : info.fields) {
        if (f.code == field.code) {
          const double middle = 0.5 * (f.low + f.high), step = 0.1 * (f.high - f.low);
          fields += fmt::format("{}: {} ({} to {}), ", f.code, middle, middle - step, middle + step);
        } else if (f.required) {
          fields += fmt::format("{}: {}, ", f.code,
                                f.code == "contact"           ? "social_house"  // `seen` has a meaning there
                                : f.type == FieldType::choice ? std::string(f.choices[0])
                                                              : fmt::format("{}", f.low));
        }
      }
      const std::string domain = info.code == "huis_van_het_kind" ? "" : "domain: both, ";
      const Scenario s =
          load(fmt::format("levers:\n  a: {{lever: {}, {}{}source: x}}\n", info.code, domain, fields));
      const Lever now = drawn(s.levers[0], 7);
      EXPECT_NE(now.value(field.code, {}), s.levers[0].value(field.code, {}))
          << info.code << "." << field.code;
    }
  }
}

}  // namespace
}  // namespace uptake
