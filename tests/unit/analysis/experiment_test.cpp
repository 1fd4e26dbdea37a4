// SPDX-License-Identifier: Apache-2.0
#include "analysis/experiment/experiment.hpp"

#include <fmt/format.h>
#include <gmock/gmock.h>

#include <algorithm>
#include <cstdlib>
#include <fstream>
#include <nlohmann/json.hpp>
#include <set>
#include <tuple>

#include "flemish_data.hpp"
#include "refusal.hpp"
#include "sim/base/csv.hpp"
#include "sim/base/hash.hpp"
#include "sim/base/interrupt.hpp"
#include "sim/policy/month_plan.hpp"
#include "sim/world/ensemble.hpp"

namespace uptake {
namespace {

namespace fs = std::filesystem;
const fs::path source = UPTAKE_SOURCE_DIR;

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
      refusal([&] { load_study(plan({"short.yaml", "bad.yaml", "missing.yaml"}), flemish_data); }),
      testing::AllOf(testing::HasSubstr("bad.yaml:2:1"), testing::HasSubstr("missing.yaml: no such file")));
}

TEST_F(ExperimentTest, WhatCannotBeComparedIsRefused) {
  EXPECT_THAT(refusal([&] { load_study(plan({"short.yaml", "longer.yaml"}), flemish_data); }),
              testing::HasSubstr("same end"));
  EXPECT_THAT(refusal([&] { load_study(plan({"short.yaml", "short.yaml"}), flemish_data); }),
              testing::HasSubstr("given twice"));
  EXPECT_THAT(refusal([&] { load_study(plan({"early.yaml"}), flemish_data); }),
              testing::HasSubstr("no full year"));
}

TEST_F(ExperimentTest, AComparisonThatIsHardlyMeantIsDoubted) {
  const std::string lever =
      "title: {en: t, nl: t}\nlevers:\n  a: {lever: norm, domain: both, source: x, shift: 0.3, ";
  const auto doubts = [&](const std::string& text) {
    write("doubtful.yaml", text);
    std::string all;
    const Study study = load_study(plan({"short.yaml", "doubtful.yaml"}), flemish_data);
    for (const Problem& p : study.warnings.all()) all += p.text();
    return all;
  };
  const std::string last = std::to_string(load_study(plan({"short.yaml"}), flemish_data).last_year);
  EXPECT_EQ(doubts("extends: short.yaml\n" + lever + "from: 2010-06}\n"), "");
  EXPECT_EQ(doubts("extends: short.yaml\n" + lever + "from: 2010-06, until: " + last + "-02}\n"), "");
  EXPECT_THAT(doubts("extends: short.yaml\n" + lever + "from: 2010-06, until: " + last + "-01}\n"),
              testing::HasSubstr("ends before " + last));
  EXPECT_THAT(doubts("until: 2012-01\n" + lever + "from: 2010-06}\n"),
              testing::HasSubstr("history is left out"));
}

TEST_F(ExperimentTest, AMechanismCanBeLeftOutOfEveryScenario) {
  Plan p = plan({"short.yaml", "other.yaml"});
  const Study whole = load_study(p, flemish_data);
  p.without = {"word_of_mouth", "norms"};
  const Study study = load_study(p, flemish_data);
  for (const Scenario& s : study.scenarios) {
    EXPECT_FALSE(s.mechanisms[static_cast<std::size_t>(Mechanism::word_of_mouth)]);
    EXPECT_FALSE(s.mechanisms[static_cast<std::size_t>(Mechanism::norms)]);
    EXPECT_EQ(s.mechanisms.count(), n_mechanisms - 2);
  }
  EXPECT_NE(study.key.scenarios, whole.key.scenarios);  // other results, another database
  EXPECT_THAT(command_text(study.plan), testing::EndsWith("--without word_of_mouth --without norms"));
  p.without = {"word_of_mout"};
  EXPECT_THAT(refusal([&] { load_study(p, flemish_data); }),
              testing::HasSubstr("did you mean 'word_of_mouth'"));
}

TEST_F(ExperimentTest, TheResultsSayWhatWasDrawnAndTheirKeyHoldsTheRange) {
  const std::string lever = "levers:\n  a: {lever: norm, domain: both, from: 2011-01, source: x, shift: 0.3";
  const std::string cost = ", cost: {fixed_per_year: EUR 60 (43 to 104), grade: assumption, source: x}}\n";
  write("ranged.yaml", "extends: short.yaml\ntitle: {en: t, nl: t}\n" + lever + " (0.1 to 0.6)" + cost);
  Plan p = plan({"short.yaml", "ranged.yaml"});
  const auto numbers = [&] {
    const Study study = load_study(p, flemish_data);
    return nlohmann::json::parse(stored_scenarios(study)[1].description).at("levers").at(0).at("numbers");
  };
  const auto fixed = numbers();
  EXPECT_EQ(fixed.at("shift").at("value"), 0.3);
  EXPECT_EQ(fixed.at("shift").at("low"), 0.1);
  EXPECT_EQ(fixed.at("shift").at("high"), 0.6);
  EXPECT_EQ(fixed.at("shift").at("drawn"), false);
  EXPECT_EQ(fixed.at("cost.fixed_per_year").at("high"), 104);
  EXPECT_FALSE(fixed.at("cost.per_unit").contains("low"));
  const auto key = load_study(p, flemish_data).key.scenarios;
  p.posterior = "both";
  EXPECT_EQ(numbers().at("shift").at("drawn"), true);
  p.posterior = "none";
  write("ranged.yaml", "extends: short.yaml\ntitle: {en: t, nl: t}\n" + lever + " (0.1 to 0.7)" + cost);
  EXPECT_NE(load_study(p, flemish_data).key.scenarios, key);
}

TEST_F(ExperimentTest, AFolderWithResultsIsRefusedUnlessSaidOtherwise) {
  const Study study = load_study(plan({"short.yaml"}), flemish_data);
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
  const Study study = load_study(p, flemish_data);
  const Families families = make_families(study, weights_of(study.population), 0);
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
    const Study study = load_study(p, flemish_data);
    Output to{folder_ / ("threads" + std::to_string(threads)), false, false};
    Store store = open_results(study, to);
    EXPECT_EQ(compute(study, store, Progress::Show::nothing).n_now, 4U);
    EXPECT_TRUE(store.finished());
    if (threads == 1) bytes = whole(to.folder);
    EXPECT_EQ(whole(to.folder), bytes) << threads;
  }
  const Study study = load_study(p, flemish_data);
  {
    Store store = open_results(study, out());
    set_interrupted(true);
    const StudyEnd end = compute(study, store, Progress::Show::nothing);
    EXPECT_EQ(end.ended, Ended::interrupted);
    EXPECT_EQ(store.runs().size(), 0U);
    set_interrupted(false);
    const Families families = make_families(study, weights_of(study.population), 0);
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

TEST_F(ExperimentTest, FamiliesMadeByFourThreadsAreTheSame) {
  Plan several = plan({"short.yaml"});
  several.families = 1000;  // pieces for all of them
  const Study study = load_study(several, flemish_data);
  const WeightsSolution weights = weights_of(study.population);
  const Families one = make_families(study, weights, 0);
  Families four;
  const EnsembleOutcome outcome =
      run_ensemble(1, 4, [&](std::size_t) { four = make_families(study, weights, 0, inside_a_job(1, 4)); });
  ASSERT_TRUE(outcome.failures.empty());
  EXPECT_EQ(four.population.id, one.population.id);
  EXPECT_EQ(four.population.spell_begin, one.population.spell_begin);
  EXPECT_EQ(four.population.changing, one.population.changing);
  EXPECT_EQ(four.population.municipality, one.population.municipality);
  const auto ties = [](const Families& of) {
    std::vector<std::tuple<ParentId, ParentId, Layer, Strength>> all;
    for (ParentId i = 0; i < of.network.n_parents(); ++i) {
      of.network.for_each_tie(
          i, [&](ParentId other, TieData tie) { all.emplace_back(i, other, tie.layer, tie.strength); });
    }
    return all;
  };
  EXPECT_EQ(ties(four), ties(one));
}

}  // namespace
}  // namespace uptake
