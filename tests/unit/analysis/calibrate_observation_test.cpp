// SPDX-License-Identifier: Apache-2.0
// What a calibration compares, on which scale, with which errors; and its file.
#include <gmock/gmock.h>

#include <cmath>
#include <fstream>
#include <set>

#include "analysis/calibrate/gaussian.hpp"
#include "analysis/calibrate/observation.hpp"
#include "analysis/calibrate/settings.hpp"
#include "flemish_data.hpp"
#include "sim/base/math.hpp"
#include "sim/policy/scenario.hpp"

namespace uptake {
namespace {

namespace fs = std::filesystem;
using testing::HasSubstr;

TEST(ObservedNumbers, AreEachPrintedOnceAndHaveAnError) {
  const std::vector<Observed> rows = observed_numbers(targets());
  std::set<std::size_t> seen;
  std::size_t n_odds = 0, n_resident_rates = 0;
  for (const Observed& row : rows) {
    const Target& t = targets()[row.target];
    EXPECT_TRUE(seen.insert(row.target).second) << name_of(t);
    EXPECT_TRUE(std::isfinite(row.z) && row.se > 0) << name_of(t);
    n_odds += row.odds ? 1U : 0U;
    n_resident_rates +=
        (t.table == "T4" || t.table == "T10") && t.measure == "rate" && t.sample == "resident" ? 1U : 0U;
    // no row of `all` stands beside its resident twin
    if (t.sample == "all") {
      EXPECT_EQ(
          find_target(targets(), t.table, t.domain, t.year, "resident", t.measure, t.variable, t.category),
          nullptr)
          << name_of(t);
    }
  }
  EXPECT_EQ(n_resident_rates, 148U);  // 36 and 38 subgroups and totals in each of T4 and T10, both waves
  EXPECT_EQ(n_odds, 105U);            // of 106 in T5-T7 and T11-T13, one has a misprinted limit
}

TEST(ObservedNumbers, TheScaleGoesBothWays) {
  for (const Observed& row : observed_numbers(targets())) {
    const double published = targets()[row.target].value;
    EXPECT_NEAR(*compared(row, published), row.z, 1e-12);
    EXPECT_NEAR(printed_scale(row, row.z), published, 1e-8 * published);
    EXPECT_FALSE(compared(row, std::nullopt));
    EXPECT_FALSE(compared(row, std::nan("")));
  }
  const Observed percent{.target = 0, .odds = false, .z = 0, .se = 1, .n = 200};
  EXPECT_TRUE(std::isfinite(*compared(percent, 0.0)) && std::isfinite(*compared(percent, 100.0)));
  const Observed odds{.target = 0, .odds = true, .z = 0, .se = 1, .n = 0};
  EXPECT_FALSE(compared(odds, 0.0));
}

// 39.0 % of 2,165 with a design effect of 1.3: the delta method on the logit by hand.
TEST(ObservedNumbers, TheErrorOfATotalIsTheBinomialOne) {
  for (const Observed& row : observed_numbers(targets())) {
    const Target& t = targets()[row.target];
    if (t.table != "T10" || t.year != 2016 || t.variable != "total") continue;
    EXPECT_NEAR(row.se, std::sqrt(1.3 / (*t.n * 0.39 * 0.61)), 1e-12);
    return;
  }
  FAIL() << "no total";
}

TEST(TargetCovariance, HasTheErrorsAndTheStatedDiscrepancyOnItsDiagonal) {
  std::vector<Observed> rows = observed_numbers(targets());
  rows.resize(5);
  Eigen::MatrixXd correlation = Eigen::MatrixXd::Identity(5, 5);
  correlation(0, 1) = correlation(1, 0) = 0.5;
  const Eigen::MatrixXd s = target_covariance(rows, correlation);
  EXPECT_NEAR(s(0, 1), 0.5 * rows[0].se * rows[1].se, 1e-15);
  for (int k = 0; k < 5; ++k) {
    const double discrepancy = discrepancy_of(rows[static_cast<std::size_t>(k)]);
    EXPECT_NEAR(s(k, k), std::pow(rows[static_cast<std::size_t>(k)].se, 2) + discrepancy * discrepancy,
                1e-15);
  }
  EXPECT_NO_THROW(cholesky(s, "targets"));
}

class CalibrationFile : public testing::Test {
 protected:
  Evidence evidence_ = load_evidence(flemish_data);
  fs::path folder_ = fs::temp_directory_path() / "uptake_calibration_file";
  void SetUp() override {
    fs::create_directories(folder_);
    std::ofstream(folder_ / "x.yaml");  // only has to be there
  }
  void TearDown() override { fs::remove_all(folder_); }
  CalibrationSettings load(const std::string& text) {
    std::ofstream(folder_ / "c.yaml") << text;
    return load_calibration(folder_ / "c.yaml", targets(), evidence_.parameters);
  }
  std::string refusal(const std::string& text) {
    try {
      load(text);
    } catch (const BadInput& bad) {
      return bad.what();
    }
    return {};
  }
};

const std::string good =
    "title: {en: a, nl: b}\nscenario: x.yaml\nwaves: [2016]\ntargets: [T4, T10]\nhold_out: "
    "[origin]\n"
    "budget: {points: [128]}\n";

TEST_F(CalibrationFile, SaysWhatIsFitted) {
  const CalibrationSettings s = load(good);
  Target t = *find_target(targets(), "T4", "relationship", 2016, "resident", "rate", "gender", "men");
  EXPECT_TRUE(s.uses(t));
  t.year = 2021;
  EXPECT_FALSE(s.uses(t));
  t.year = 2016;
  t.variable = "origin";
  EXPECT_FALSE(s.uses(t));
  t.variable = "gender";
  t.table = "T1";
  EXPECT_FALSE(s.uses(t));
  EXPECT_EQ(s.parameters, evidence_.parameters.calibrated());
}

TEST_F(CalibrationFile, TellsEveryProblemAtOnce) {
  const std::string told = refusal(
      "title: {en: a, nl: b}\nscenario: nowhere.yaml\nwaves: [2016, 2018]\ntargets: [T4, T99]\nhold_out: "
      "[orign]\n"
      "parameters: [need.persistance]\nbudget: {points: [3], draws: 10}\nbugdet: 1\nwiden: 0.9\n");
  EXPECT_THAT(told, HasSubstr("c.yaml:2:11: there is no file"));
  EXPECT_THAT(told, HasSubstr("2018 is no wave"));
  EXPECT_THAT(told, HasSubstr("there is no table 'T99'"));
  EXPECT_THAT(told, HasSubstr("did you mean 'origin'"));
  EXPECT_THAT(told, HasSubstr("did you mean 'need.persistence'"));
  EXPECT_THAT(told, HasSubstr("bugdet"));
  EXPECT_THAT(told, HasSubstr("c.yaml:9:8: "));  // narrower than found
  EXPECT_THAT(told, HasSubstr("c.yaml:7:"));
}

TEST_F(CalibrationFile, ContradictionsAreTold) {
  const std::string told = refusal(
      "title: {en: a, nl: b}\nscenario: x.yaml\nwaves: [2016, 2016]\ntargets: [T4]\nhold_out: [worries]\n"
      "budget: {points: [128], steps: 800, draws: 900}\n");
  EXPECT_THAT(told, HasSubstr("c.yaml:3:8: 2016 is named twice"));
  EXPECT_THAT(told, HasSubstr("'worries' holds nothing out"));  // Table 4 is not by worries
  EXPECT_THAT(told, HasSubstr("900 draws, expected at most as many as 'steps', 800"));
}

TEST_F(CalibrationFile, AParameterWithoutAPriorIsRefused) {
  for (ParameterInfo& p : evidence_.parameters.info) {
    if (p.key == "need.persistence") p.high = p.low;
  }
  EXPECT_THAT(refusal(good + "parameters: [need.persistence]\n"),
              HasSubstr("need.persistence has no prior: its range is one value"));
}

TEST_F(CalibrationFile, WithEverythingHeldOutNothingIsLeft) {
  EXPECT_THAT(refusal("title: {en: a, nl: b}\nscenario: x.yaml\nwaves: [2016]\ntargets: [T8]\n"
                      "hold_out: [when, total]\nbudget: {points: [128]}\n"),
              HasSubstr("nothing is left to fit"));
}

}  // namespace
}  // namespace uptake
