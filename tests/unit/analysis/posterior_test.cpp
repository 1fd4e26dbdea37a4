// SPDX-License-Identifier: Apache-2.0
// What a calibration left, as runs take it: which draws, of what, refused when.
#include "analysis/experiment/experiment.hpp"

#include <fmt/format.h>
#include <gmock/gmock.h>

#include <algorithm>
#include <cstdlib>
#include <fstream>
#include <nlohmann/json.hpp>
#include <set>

#include "flemish_data.hpp"
#include "refusal.hpp"
#include "sim/base/csv.hpp"
#include "sim/base/hash.hpp"
#include "sim/base/interrupt.hpp"
#include "sim/policy/month_plan.hpp"

namespace uptake {
namespace {

namespace fs = std::filesystem;

class PosteriorTest : public testing::Test {
 protected:
  fs::path folder_ =
      fs::temp_directory_path() /
      (std::string("uptake_posterior_") + testing::UnitTest::GetInstance()->current_test_info()->name());
  Evidence evidence_ = load_evidence(flemish_data);
  Problems problems_;
  const std::string data_hash_ = "of these data";
  void SetUp() override { fs::create_directories(folder_); }
  void TearDown() override { fs::remove_all(folder_); }
  std::string file(const std::string& text) {
    std::ofstream(folder_ / "p.csv") << text;
    return (folder_ / "p.csv").string();
  }
  std::string told() {
    std::string all;
    for (const Problem& p : problems_.all()) all += p.text() + "\n";
    return all;
  }
};

TEST_F(PosteriorTest, WithoutOneSeveralDrawsAreRefused) {
  load_posterior("none", 1, evidence_, data_hash_, problems_);
  EXPECT_TRUE(problems_.empty());
  load_posterior("none", 3, evidence_, data_hash_, problems_);
  EXPECT_THAT(told(), testing::HasSubstr("use --replicates 3"));
}

TEST_F(PosteriorTest, ItsDrawsReplaceWhatTheScenarioLeavesAlone) {
  const Posterior posterior =
      load_posterior(file("need.persistence,recognise.slope_parenting\n0.5,2\n0.6,3\n"), 2, evidence_,
                     data_hash_, problems_);
  ASSERT_TRUE(problems_.empty()) << told();
  Scenario scenario;
  scenario.parameters = evidence_.parameters;
  scenario.parameters.values.need_persistence += 0.01;  // the scenario's own
  const Scenario drawn = with_draw(scenario, evidence_, posterior, 1);
  EXPECT_DOUBLE_EQ(drawn.parameters.values.recognise_slope_parenting, 3);
  EXPECT_DOUBLE_EQ(drawn.parameters.values.need_persistence, scenario.parameters.values.need_persistence);
}

TEST_F(PosteriorTest, AParameterThatAScenarioSetsToItsUsualValueIsItsOwnToo) {
  const Posterior posterior =
      load_posterior(file("survey.questionnaire_2021\n-0.2\n"), 1, evidence_, data_hash_, problems_);
  const Scenario scenario =
      load_scenario(UPTAKE_SOURCE_DIR "/scenarios/calibration/without-questionnaire-effect.yaml", evidence_);
  EXPECT_EQ(with_draw(scenario, evidence_, posterior, 0).parameters.values.survey_questionnaire_2021, 0);
}

TEST_F(PosteriorTest, ChainsThatHaveNotMixedAreRefused) {
  const std::string text = "need.persistence\n0.5\n0.6\n";
  const std::string draws = file(text);
  const auto with_size = [&](const std::string& size) {
    std::ofstream(folder_ / "p.json") << fmt::format(
        R"({{"model":"{}","data":"{}","draws_sha256":"{}","waves":[2016],"targets":["T4"],"held_out":[],)"
        R"("widened":1.06,"least_effective_sample_size":{}}})",
        UPTAKE_VERSION, data_hash_, sha256(text), size);
    problems_ = {};
    return load_posterior(draws, 2, evidence_, data_hash_, problems_);
  };
  EXPECT_EQ(with_size("200").widened, 1.06);
  EXPECT_EQ(told(), "");
  with_size("23");
  EXPECT_THAT(told(), testing::AllOf(testing::HasSubstr("effective sample size of 23, expected at least 200"),
                                     testing::HasSubstr("more steps")));
  with_size("\"many\"");
  EXPECT_THAT(told(), testing::HasSubstr("is no provenance"));
}

TEST_F(PosteriorTest, ALeverThatNamesAParameterTakesTheDraw) {
  const Posterior posterior =
      load_posterior(file("history.covid_need_parenting\n0.11\n0.22\n"), 2, evidence_, data_hash_, problems_);
  ASSERT_TRUE(problems_.empty()) << told();
  const Scenario baseline = load_scenario(UPTAKE_SOURCE_DIR "/scenarios/baseline.yaml", evidence_);
  for (int draw = 0; draw < 2; ++draw) {
    const Scenario drawn = with_draw(baseline, evidence_, posterior, draw);
    MonthPlan plan;
    Policy(evidence_, drawn).month(month_of(2021, 4), plan);
    EXPECT_DOUBLE_EQ(plan.pathway.need_shift[static_cast<std::size_t>(Domain::parenting)], 0.11 * (draw + 1));
  }
}

TEST_F(PosteriorTest, ALeversRangeIsDrawnWithEachDrawAndOnlyThen) {
  const Posterior posterior =
      load_posterior(file("need.persistence\n0.5\n0.6\n"), 2, evidence_, data_hash_, problems_);
  ASSERT_TRUE(problems_.empty()) << told();
  const Scenario campaign = load_scenario(UPTAKE_SOURCE_DIR "/scenarios/campaign.yaml", evidence_);
  const auto reach = [&](const Scenario& s) { return s.levers.back().value("reach", s.parameters.values); };
  ASSERT_TRUE(campaign.levers.back().bounds[0].given());
  const double first = reach(with_draw(campaign, evidence_, posterior, 0));
  const double second = reach(with_draw(campaign, evidence_, posterior, 1));
  EXPECT_NE(first, reach(campaign));
  EXPECT_NE(first, second);
  EXPECT_EQ(first, reach(with_draw(campaign, evidence_, posterior, 0)));
  EXPECT_EQ(reach(with_draw(campaign, evidence_, {}, 0)), reach(campaign));  // --posterior none
}

TEST_F(PosteriorTest, EverythingWrongIsToldAtOnce) {
  load_posterior(file("need.persistance,need.trait_weight,need.trait_weight\n0.5,x,1\n"), 2, evidence_,
                 data_hash_, problems_);
  EXPECT_THAT(told(),
              testing::AllOf(testing::HasSubstr("need.persistence"), testing::HasSubstr("stands twice"),
                             testing::HasSubstr("p.csv:2:2: 'x' is not a number"),
                             testing::HasSubstr("holds 1 draws, but --draws asks for 2")));
}

// What `uptake calibrate` writes beside its draws.
std::string provenance(const std::string& draws, const std::string& model, const std::string& made_for) {
  return R"({"model":")" + model + R"(","data":")" + made_for + R"(","draws_sha256":")" + sha256(draws) +
         R"(","waves":[2016],"targets":["T4"],"held_out":["origin"]})";
}

TEST_F(PosteriorTest, OneOfAnotherVersionOrOtherDataIsRefusedWithTheWayOut) {
  const std::string draws = "need.persistence\n0.95\n";
  const std::string csv = file(draws);
  const auto tell = [&](const std::string& json) {
    std::ofstream(folder_ / "p.json") << json;
    problems_ = {};
    load_posterior(csv, 1, evidence_, data_hash_, problems_);
    return told();
  };
  EXPECT_EQ(tell(provenance(draws, UPTAKE_VERSION, data_hash_)), "");
  const std::string version = UPTAKE_VERSION;
  const std::string model = version.substr(0, version.rfind('.'));
  EXPECT_EQ(tell(provenance(draws, model + ".987", data_hash_)), "");  // the same model
  EXPECT_THAT(tell(provenance(draws, model + "1.0", data_hash_)), testing::HasSubstr("fitted with uptake"));
  EXPECT_THAT(tell(provenance(draws, "0.0.9", data_hash_)),
              testing::AllOf(testing::HasSubstr("fitted with uptake 0.0.9"),
                             testing::HasSubstr("--posterior none"), testing::HasSubstr("uptake calibrate")));
  EXPECT_THAT(tell(provenance(draws, UPTAKE_VERSION, "else")), testing::HasSubstr("other data"));
  EXPECT_THAT(tell(provenance(draws + "0.96\n", UPTAKE_VERSION, data_hash_)),
              testing::HasSubstr("changed or cut short"));
  EXPECT_THAT(tell("{}"), testing::HasSubstr("no provenance"));
  EXPECT_THAT(tell("not json"), testing::HasSubstr("no provenance"));
}

TEST_F(PosteriorTest, OneThatShipsIsRefusedOnceItsProvenanceIsChanged) {
  Evidence copy = evidence_;
  copy.folder = folder_;
  fs::copy(evidence_.folder / "posterior", folder_ / "posterior");
  const fs::path file = folder_ / "posterior/both.json";
  const std::string whole = read_text_file(file, 1'000'000, problems_);
  const std::string made_for = nlohmann::json::parse(whole).at("data");
  const auto tell = [&](const std::string& from, const std::string& to) {
    std::string changed = whole;
    changed.replace(changed.find(from), from.size(), to);
    std::ofstream(file) << changed;
    problems_ = {};
    load_posterior("both", 1, copy, made_for, problems_);
    return told();
  };
  EXPECT_EQ(tell("T13", "T13"), "");
  EXPECT_THAT(tell("T13", "T12"), testing::HasSubstr("both.json: no longer fits its own checksum"));
  EXPECT_THAT(tell("\"widened\": 1.0", "\"widened\": 1.9"),
              testing::HasSubstr("no longer fits its own checksum"));
  EXPECT_THAT(tell("provenance_sha256", "provenance_sha"),
              testing::HasSubstr("no longer fits its own checksum"));
}

TEST_F(PosteriorTest, ThoseThatShipNameTheCalibrationsThatShip) {
  for (const std::string name : {"both", "2016"}) {
    const auto json = nlohmann::json::parse(
        read_text_file(evidence_.folder / ("posterior/" + name + ".json"), 1'000'000, problems_));
    const fs::path calibration =
        flemish_data.parent_path() / "calibration" / json.at("calibration").get<std::string>();
    EXPECT_EQ(json.at("calibration_sha256"), sha256(read_text_file(calibration, 1'000'000, problems_)))
        << name;
  }
}

TEST_F(PosteriorTest, NamesTheParametersOfWhichTheDataSayLittle) {
  Posterior posterior;
  posterior.keys = {"know.language", "memory.parenting_years"};  // a linear and a log scale
  const ParameterInfo& wide = *evidence_.parameters.find(posterior.keys[0]);
  const ParameterInfo& narrow = *evidence_.parameters.find(posterior.keys[1]);
  constexpr int n = 400;
  for (int i = 0; i < n; ++i) {
    const double u = normal_quantile((i + 0.5) / n);
    posterior.draws.push_back({wide.at(0.95 * u), narrow.at(0.8 * u)});  // contraction .10 and .36
  }
  const std::vector<WeakParameter> weak = weakly_informed(posterior, evidence_.parameters);
  ASSERT_EQ(weak.size(), 1U);
  EXPECT_EQ(weak[0].key, "know.language");
  EXPECT_EQ(weak[0].unit, wide.unit);
  EXPECT_NEAR(weak[0].low, wide.at(0.95 * -1.645), 0.02);
  EXPECT_NEAR(weak[0].high, wide.at(0.95 * 1.645), 0.02);
  EXPECT_TRUE(weakly_informed({}, evidence_.parameters).empty());
}

TEST_F(PosteriorTest, SaysOfEachNumberWhetherItWasFitted) {
  const std::string draws = "need.persistence\n0.95\n";
  const std::string csv = file(draws);
  std::ofstream(folder_ / "p.json") << provenance(draws, UPTAKE_VERSION, data_hash_);
  const Posterior posterior = load_posterior(csv, 1, evidence_, data_hash_, problems_);
  Target t;
  t.table = "T4";
  t.year = 2016;
  t.variable = "gender";
  EXPECT_EQ(role_in(posterior, t), "used");
  t.variable = "origin";
  EXPECT_EQ(role_in(posterior, t), "held_out");
  t.variable = "gender";
  t.year = 2021;
  EXPECT_EQ(role_in(posterior, t), "held_out");
  EXPECT_EQ(role_in(Posterior{}, t), "not_fitted");
  // which sorts users name was fitted by the choice constants, whatever the posterior; not how it differs by
  // age
  t.table = "T9";
  t.measure = "share";
  t.variable = "support_type";
  EXPECT_EQ(role_in(posterior, t), "used");
  EXPECT_EQ(role_in(Posterior{}, t), "used");
  t.table = "text";
  t.variable = "support_type:age";
  EXPECT_EQ(role_in(posterior, t), "held_out");
}

}  // namespace
}  // namespace uptake
