// SPDX-License-Identifier: Apache-2.0
#include "analysis/experiment/experiment.hpp"

#include <fmt/format.h>
#include <gmock/gmock.h>

#include <algorithm>
#include <cstdlib>
#include <fstream>
#include <nlohmann/json.hpp>
#include <set>

#include "sim/base/csv.hpp"
#include "sim/base/hash.hpp"
#include "sim/base/interrupt.hpp"
#include "sim/policy/month_plan.hpp"

namespace uptake {
namespace {

namespace fs = std::filesystem;
const fs::path source = UPTAKE_SOURCE_DIR;
const fs::path data = source / "scenarios" / "data";

std::string refusal(const std::function<void()>& work) {
  try {
    work();
  } catch (const BadInput& bad) {
    return bad.what();
  }
  return {};
}

Plan plan_of(int draws, int replicates, int populations, std::size_t scenarios) {
  Plan plan;
  plan.scenarios.resize(scenarios, "x.yaml");
  plan.draws = draws;
  plan.replicates = replicates;
  plan.populations = populations;
  return plan;
}

TEST(Plan, RunsAreInterleavedAndEveryCombinationIsThereOnce) {
  const auto runs = planned_runs(plan_of(3, 2, 5, 4));
  ASSERT_EQ(runs.size(), 24U);
  std::set<std::tuple<int, int, int>> seen;
  for (std::size_t i = 0; i < runs.size(); ++i) {
    EXPECT_EQ(runs[i].id, static_cast<std::int64_t>(i));
    EXPECT_EQ(runs[i].scenario, static_cast<int>(i % 4));  // all scenarios of a pair stand together
    EXPECT_EQ(runs[i].population, (runs[i].draw + runs[i].replicate) % 5);
    seen.emplace(runs[i].scenario, runs[i].draw, runs[i].replicate);
  }
  EXPECT_EQ(seen.size(), 24U);
  EXPECT_EQ(runs[11].replicate, 0);  // the first replicate of all draws comes first
  EXPECT_EQ(runs[12].replicate, 1);
}

TEST(Plan, ABatchIsWholeAndComesBeforeTheNext) {
  Plan drawn = plan_of(3, 2, 5, 4);
  drawn.posterior = "both";
  drawn = until_precision(drawn, 0.002, 19);  // three batches of 3 x 2 pairs
  EXPECT_EQ(drawn.draws, 9);
  EXPECT_EQ(drawn.replicates, 2);
  EXPECT_EQ(runs_in_batch(drawn), 24U);
  const auto runs = planned_runs(drawn);
  ASSERT_EQ(runs.size(), 72U);
  const auto first = planned_runs(plan_of(3, 2, 5, 4));
  for (std::size_t i = 0; i < runs.size(); ++i) {
    const RunId& alike = first[i % 24];
    EXPECT_EQ(runs[i].id, static_cast<std::int64_t>(i));
    EXPECT_EQ(runs[i].draw, alike.draw + 3 * static_cast<int>(i / 24));
    EXPECT_EQ(runs[i].replicate, alike.replicate);
  }
  Plan seeds = plan_of(1, 2, 5, 4);
  seeds.posterior = "none";
  seeds = until_precision(seeds, 0.002, 6);  // without a posterior there are only new seeds
  EXPECT_EQ(seeds.draws, 1);
  EXPECT_EQ(seeds.replicates, 6);
  EXPECT_EQ(planned_runs(seeds).back().replicate, 5);
}

TEST(Plan, ScenariosOfAPairShareTheirRandomNumbersAndNoOtherPairDoes) {
  const Plan plan = plan_of(3, 4, 2, 2);
  std::map<std::pair<int, int>, std::uint32_t> stream;
  std::set<std::uint32_t> streams;
  for (const RunId& run : planned_runs(plan)) {
    const RandomKey key = run_key(plan, run);
    EXPECT_EQ(key.seed, plan.seed);
    const auto [at, is_new] = stream.emplace(std::pair(run.draw, run.replicate), key.stream);
    EXPECT_EQ(at->second, key.stream);
    streams.insert(key.stream);
  }
  EXPECT_EQ(streams.size(), 12U);
}

TEST(Plan, PopulationsAndNetworksHaveSeedsOfTheirOwn) {
  std::set<std::uint32_t> seeds;
  for (const std::uint32_t seed : {1U, 2U}) {
    for (int p = 0; p < 50; ++p) {
      seeds.insert(population_seed(seed, p));
      seeds.insert(network_key(seed, p).seed);
    }
  }
  EXPECT_EQ(seeds.size(), 200U);
}

TEST(Plan, TheCommandDoesNotTellThreadsOrFolder) {
  Plan plan = plan_of(1, 5, 5, 0);
  plan.kind = "compare";
  plan.scenarios = {"scenarios/baseline.yaml", "scenarios/campaign.yaml"};
  plan.threads = 7;
  EXPECT_EQ(command_text(plan),
            "uptake compare scenarios/baseline.yaml scenarios/campaign.yaml --families 20000 --draws 1 "
            "--replicates 5 "
            "--populations 5 --seed 1 --posterior none");
}

class PosteriorTest : public testing::Test {
 protected:
  fs::path folder_ =
      fs::temp_directory_path() /
      (std::string("uptake_posterior_") + testing::UnitTest::GetInstance()->current_test_info()->name());
  Evidence evidence_ = load_evidence(data);
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
    const fs::path calibration = source / "scenarios/calibration" / json.at("calibration").get<std::string>();
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

class ExperimentTest : public testing::Test {
 protected:
  fs::path folder_ =
      fs::temp_directory_path() /
      (std::string("uptake_experiment_") + testing::UnitTest::GetInstance()->current_test_info()->name());
  void SetUp() override {
    fs::remove_all(folder_);
    fs::create_directories(folder_);
    write("short.yaml", "extends: " + (source / "scenarios/baseline.yaml").string() +
                            "\ntitle: {en: short, nl: kort}\nuntil: 2012-01\n");
    write("other.yaml",
          "extends: short.yaml\ntitle: {en: other, nl: ander}\nswitches: {word_of_mouth: off}\n");
    write("longer.yaml", "extends: short.yaml\ntitle: {en: longer, nl: langer}\nuntil: 2013-01\n");
    write("early.yaml", "extends: short.yaml\ntitle: {en: early, nl: vroeg}\nuntil: 2009-01\n");
  }
  void TearDown() override {
    set_interrupted(false);
    fs::remove_all(folder_);
  }
  void write(const std::string& name, const std::string& text) const {
    std::ofstream(folder_ / name) << text;
  }
  [[nodiscard]] Plan plan(std::vector<std::string> names) const {
    Plan p;
    p.kind = names.size() > 1 ? "compare" : "run";
    for (const std::string& name : names) p.scenarios.push_back(folder_ / name);
    p.families = 300;
    p.replicates = 2;
    p.threads = 2;
    return p;
  }
  [[nodiscard]] Output out() const { return {folder_ / "out", false, false}; }
};

TEST_F(ExperimentTest, EveryProblemOfEveryScenarioIsToldAtOnce) {
  write("bad.yaml", "extends: short.yaml\ntitel: x\nuntil: 2022-13\n");
  EXPECT_THAT(
      refusal([&] { load_study(plan({"short.yaml", "bad.yaml", "missing.yaml"}), data); }),
      testing::AllOf(testing::HasSubstr("bad.yaml:2:1"), testing::HasSubstr("missing.yaml: no such file")));
}

TEST_F(ExperimentTest, WhatCannotBeComparedIsRefused) {
  EXPECT_THAT(refusal([&] { load_study(plan({"short.yaml", "longer.yaml"}), data); }),
              testing::HasSubstr("same end"));
  EXPECT_THAT(refusal([&] { load_study(plan({"short.yaml", "short.yaml"}), data); }),
              testing::HasSubstr("given twice"));
  EXPECT_THAT(refusal([&] { load_study(plan({"early.yaml"}), data); }), testing::HasSubstr("no full year"));
}

TEST_F(ExperimentTest, AComparisonThatIsHardlyMeantIsDoubted) {
  const std::string lever =
      "title: {en: t, nl: t}\nlevers:\n  a: {lever: norm, domain: both, source: x, shift: 0.3, ";
  const auto doubts = [&](const std::string& text) {
    write("doubtful.yaml", text);
    std::string all;
    const Study study = load_study(plan({"short.yaml", "doubtful.yaml"}), data);
    for (const Problem& p : study.warnings.all()) all += p.text();
    return all;
  };
  const std::string last = std::to_string(load_study(plan({"short.yaml"}), data).last_year);
  EXPECT_EQ(doubts("extends: short.yaml\n" + lever + "from: 2010-06}\n"), "");
  EXPECT_EQ(doubts("extends: short.yaml\n" + lever + "from: 2010-06, until: " + last + "-02}\n"), "");
  EXPECT_THAT(doubts("extends: short.yaml\n" + lever + "from: 2010-06, until: " + last + "-01}\n"),
              testing::HasSubstr("ends before " + last));
  EXPECT_THAT(doubts("until: 2012-01\n" + lever + "from: 2010-06}\n"),
              testing::HasSubstr("history is left out"));
}

TEST_F(ExperimentTest, AMechanismCanBeLeftOutOfEveryScenario) {
  Plan p = plan({"short.yaml", "other.yaml"});
  const Study whole = load_study(p, data);
  p.without = {"word_of_mouth", "norms"};
  const Study study = load_study(p, data);
  for (const Scenario& s : study.scenarios) {
    EXPECT_FALSE(s.mechanisms[static_cast<std::size_t>(Mechanism::word_of_mouth)]);
    EXPECT_FALSE(s.mechanisms[static_cast<std::size_t>(Mechanism::norms)]);
    EXPECT_EQ(s.mechanisms.count(), n_mechanisms - 2);
  }
  EXPECT_NE(study.key.scenarios, whole.key.scenarios);  // other results, another database
  EXPECT_THAT(command_text(study.plan), testing::EndsWith("--without word_of_mouth --without norms"));
  p.without = {"word_of_mout"};
  EXPECT_THAT(refusal([&] { load_study(p, data); }), testing::HasSubstr("did you mean 'word_of_mouth'"));
}

TEST_F(ExperimentTest, TheResultsSayWhatWasDrawnAndTheirKeyHoldsTheRange) {
  const std::string lever = "levers:\n  a: {lever: norm, domain: both, from: 2011-01, source: x, shift: 0.3";
  const std::string cost = ", cost: {fixed_per_year: EUR 60 (43 to 104), grade: assumption, source: x}}\n";
  write("ranged.yaml", "extends: short.yaml\ntitle: {en: t, nl: t}\n" + lever + " (0.1 to 0.6)" + cost);
  Plan p = plan({"short.yaml", "ranged.yaml"});
  const auto numbers = [&] {
    const Study study = load_study(p, data);
    return nlohmann::json::parse(stored_scenarios(study)[1].description).at("levers").at(0).at("numbers");
  };
  const auto fixed = numbers();
  EXPECT_EQ(fixed.at("shift").at("value"), 0.3);
  EXPECT_EQ(fixed.at("shift").at("low"), 0.1);
  EXPECT_EQ(fixed.at("shift").at("high"), 0.6);
  EXPECT_EQ(fixed.at("shift").at("drawn"), false);
  EXPECT_EQ(fixed.at("cost.fixed_per_year").at("high"), 104);
  EXPECT_FALSE(fixed.at("cost.per_unit").contains("low"));
  const auto key = load_study(p, data).key.scenarios;
  p.posterior = "both";
  EXPECT_EQ(numbers().at("shift").at("drawn"), true);
  p.posterior = "none";
  write("ranged.yaml", "extends: short.yaml\ntitle: {en: t, nl: t}\n" + lever + " (0.1 to 0.7)" + cost);
  EXPECT_NE(load_study(p, data).key.scenarios, key);
}

TEST_F(ExperimentTest, AFolderWithResultsIsRefusedUnlessSaidOtherwise) {
  const Study study = load_study(plan({"short.yaml"}), data);
  {
    const Store store = open_results(study, out());
  }
  EXPECT_THAT(refusal([&] { open_results(study, out()); }), testing::HasSubstr("already holds results"));
  Output again = out();
  again.resume = true;
  EXPECT_EQ(refusal([&] { open_results(study, again); }), "");
  again.force = true;
  EXPECT_THAT(refusal([&] { open_results(study, again); }), testing::HasSubstr("expected one of the two"));
  again.resume = false;
  EXPECT_EQ(refusal([&] { open_results(study, again); }), "");
  Output file = out();
  file.folder = folder_ / "short.yaml";
  EXPECT_THAT(refusal([&] { open_results(study, file); }),
              testing::HasSubstr("is a file, expected a folder"));
}

TEST_F(ExperimentTest, ASharedPastGivesTheResultsOfWholeRuns) {
  write("base.yaml", "extends: " + (source / "scenarios/baseline.yaml").string() +
                         "\ntitle: {en: t, nl: t}\nuntil: 2031-01\n");
  std::vector<std::string> names{"base.yaml"};
  for (const char* name : {"bridging-figures", "campaign", "huis-van-het-kind", "income-related-fees",
                           "lead-in", "more-therapists"}) {
    names.push_back(std::string(name) + "-short.yaml");
    write(names.back(), "extends: " + (source / "scenarios" / name).string() +
                            ".yaml\ntitle: {en: t, nl: t}\nuntil: 2031-01\n");
  }
  names.emplace_back("early.yaml");  // leaves the baseline long before the others
  write("early.yaml",
        "extends: base.yaml\ntitle: {en: t, nl: t}\nlevers:\n  a: {lever: norm, domain: both, from: 2014-05, "
        "source: x, shift: 0.5}\n");
  names.emplace_back("otherwise.yaml");  // no shared past
  write("otherwise.yaml", "extends: base.yaml\ntitle: {en: t, nl: t}\nswitches: {word_of_mouth: off}\n");
  Plan p = plan(names);
  p.replicates = 1;
  p.posterior = "both";  // so that the levers' ranges are drawn too
  p.families = 2500;     // enough that a Huis van het Kind, whose effect is small, reaches somebody
  const Study study = load_study(p, data);
  const Families families = make_families(study, solve_weights(study.population), 0);
  const std::vector<RunId> runs = planned_runs(p);
  std::vector<RunResult> branched;
  run_pair(study, runs, families, true, [&](RunResult result) { branched.push_back(std::move(result)); });
  ASSERT_EQ(branched.size(), runs.size());
  std::sort(branched.begin(), branched.end(),
            [](const RunResult& a, const RunResult& b) { return a.run.id < b.run.id; });
  for (std::size_t i = 0; i < runs.size(); ++i) {
    const RunResult whole = run_one(study, runs[i], families, true);
    EXPECT_EQ(branched[i].run.id, whole.run.id);
    EXPECT_TRUE(branched[i].contacts == whole.contacts) << names[i];
    EXPECT_TRUE(branched[i].fit == whole.fit) << names[i];
    ASSERT_EQ(branched[i].values.size(), whole.values.size()) << names[i];
    std::size_t n_other = 0;
    for (std::size_t v = 0; v < whole.values.size(); ++v) {
      const auto& a = branched[i].values[v];
      const auto& b = whole.values[v];
      if (a.series != b.series || a.year != b.year || a.value != b.value) ++n_other;
    }
    EXPECT_EQ(n_other, 0U) << names[i];
    if (i > 0) {
      EXPECT_FALSE(branched[i].contacts == branched[0].contacts) << names[i] << " does nothing";
    }
  }
}

TEST_F(ExperimentTest, AnInterruptedStudyGoesOnToTheSameBytesOnAnyNumberOfThreads) {
  Plan p = plan({"short.yaml", "other.yaml"});
  const auto whole = [](const fs::path& folder) {
    std::ifstream in(folder / store_file, std::ios::binary);
    return std::string(std::istreambuf_iterator<char>(in), {});
  };
  std::string bytes;
  for (const int threads : {1, 4}) {
    p.threads = threads;
    const Study study = load_study(p, data);
    Output to{folder_ / ("threads" + std::to_string(threads)), false, false};
    Store store = open_results(study, to);
    EXPECT_EQ(compute(study, store, Progress::Show::nothing).n_now, 4U);
    EXPECT_TRUE(store.finished());
    if (threads == 1) bytes = whole(to.folder);
    EXPECT_EQ(whole(to.folder), bytes) << threads;
  }
  const Study study = load_study(p, data);
  {
    Store store = open_results(study, out());
    set_interrupted(true);
    const StudyEnd end = compute(study, store, Progress::Show::nothing);
    EXPECT_EQ(end.ended, Ended::interrupted);
    EXPECT_EQ(store.runs().size(), 0U);
    set_interrupted(false);
    const Families families = make_families(study, solve_weights(study.population), 0);
    store.add(run_one(study, planned_runs(p)[1], families, true));
  }
  Output again = out();
  again.resume = true;
  Store store = open_results(study, again);
  const StudyEnd end = compute(study, store, Progress::Show::nothing);
  EXPECT_EQ(end.n_before, 1U);
  EXPECT_EQ(end.n_now, 3U);
  EXPECT_EQ(whole(out().folder), bytes);
}

}  // namespace
}  // namespace uptake
