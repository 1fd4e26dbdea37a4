// SPDX-License-Identifier: Apache-2.0
// The observer on a small run of the real model: its rules hold whatever families live through.
#include <gtest/gtest.h>

#include <filesystem>
#include <map>

#include "sim/network/network.hpp"
#include "sim/population/build.hpp"
#include "sim/survey/contact_set.hpp"
#include "sim/survey/register.hpp"
#include "sim/survey/tabulate.hpp"
#include "sim/world/run.hpp"

namespace uptake {
namespace {

/// What one run of 500 families left to look at.
struct Seen {
  std::vector<Target> targets;
  std::vector<Answers> waves, sampled;
  std::vector<MeasureRow> rows;
  std::vector<double> families;  ///< simulated, by wave
  ContactSet contacts;           ///< of the last December
  double real_per_simulated = 1;
};

const Seen& seen() {
  static const Seen made = [] {
    const auto data = std::filesystem::path(UPTAKE_SOURCE_DIR) / "scenarios" / "data";
    Seen s;
    s.targets = load_targets(data / "survey" / "targets.csv");
    const Evidence evidence = load_evidence(data);
    const Scenario scenario = load_scenario(data.parent_path() / "baseline.yaml", evidence);
    Problems problems;
    const PopulationData population_data = read_population_data((data / "population").string(), problems);
    problems.throw_if_any();
    std::vector<double> shares;
    for (const Municipality& m : evidence.municipalities.list) shares.push_back(m.family_share);
    const Population population =
        build_population({.seed = 5, .families = 500}, population_data, shares, weights_of(population_data));
    const Network network = build_network(population, evidence.municipalities.region,
                                          load_network_settings(data / "network.yaml"), {5, 1});
    SurveySettings everybody_asked = survey_settings(s.targets), with_noise = everybody_asked;
    with_noise.sampling_noise = true;
    RunInputs in;
    in.evidence = &evidence;
    in.scenario = &scenario;
    in.population = &population;
    in.network = &network;
    in.key = {5, 0};
    in.parallel = false;
    in.until = month_of(2022, 1);
    run(in, [&](const World& world) {
      if (world.now == wave_2016 || world.now == wave_2021) {
        const Wave wave = world.now == wave_2016 ? Wave::w2016 : Wave::w2021;
        s.waves.push_back(ask(world, wave, everybody_asked));
        s.sampled.push_back(ask(world, wave, with_noise));
        s.families.push_back(everybody(world).families(Sample::resident));
      }
      if (calendar_month_of(world.now) != 12 || year_of(world.now) < 2015) return;
      count_year(world, s.rows);
      s.contacts = contact_set(world);
      s.real_per_simulated = world.real_per_simulated;
    });
    return s;
  }();
  return made;
}

TEST(RealRun, TabulatesEveryRowOfBothWaves) {
  const auto estimates = tabulate(seen().targets, seen().waves);
  EXPECT_EQ(estimates.size(), plan_tables(seen().targets).size());
  std::size_t n_empty = 0;
  for (const TargetEstimate& e : estimates) {
    if (e.n == 0) {
      ++n_empty;
      continue;
    }
    EXPECT_GE(e.value, 0) << seen().targets[e.target].line;
    EXPECT_LE(e.value, 100 + 1e-9) << seen().targets[e.target].line;
  }
  EXPECT_LT(n_empty, estimates.size() / 20);  // 500 families fill nearly all of them
}

TEST(RealRun, KeepsTheQuestionnairesRules) {
  for (const Answers& answers : seen().waves) {
    std::size_t n_users = 0;
    for (std::size_t row = 0; row < answers.size(); ++row) {
      const bool partner = answers.ticks(Domain::relationship, Item::union_status)[row] != 0;
      for (const Domain d : both_domains) {
        const bool used = answers.ever[static_cast<std::size_t>(d)][row] != 0;
        const Ticks boxes = answers.ticks(d, Item::support_type)[row];
        EXPECT_EQ(boxes & ~boxes_asked(d, answers.wave), 0);
        EXPECT_EQ(boxes != 0, used);
        EXPECT_NE(answers.ticks(d, Item::nonuse_reason)[row] != 0, used);
        if (used) ++n_users;
      }
      const Ticks relations = answers.ticks(Domain::relationship, Item::relation)[row];
      if (!partner) {
        EXPECT_EQ(relations & tick(Relation::current), 0);
      }
    }
    EXPECT_GT(n_users, 0);
  }
}

TEST(RealRun, WeighsFamiliesAlike) {
  for (std::size_t w = 0; w < 2; ++w) {
    double sum = 0;
    for (const double weight : seen().waves[w].weight[0]) sum += weight;
    EXPECT_NEAR(sum, seen().families[w], 1e-6);
    double drawn = 0;
    for (const double weight : seen().sampled[w].weight[1]) drawn += weight;
    EXPECT_EQ(drawn, w == 0 ? 2165 : 3283);
  }
}

TEST(RealRun, RegisterIsConsistent) {
  std::map<std::string, double> of;  // one year, by what it is
  for (const MeasureRow& r : seen().rows) {
    EXPECT_GE(r.value, 0) << r.variable << " " << r.category;
    if (measure_registry()[static_cast<std::size_t>(r.measure)].is_share) {
      EXPECT_LE(r.value, 1 + 1e-12);
    }
    if (r.year != 2021 || r.variable != "total") continue;
    of[r.domain + " " + std::string(measure_registry()[static_cast<std::size_t>(r.measure)].code)] = r.value;
  }
  for (const Domain d : both_domains) {
    const std::string name(code(d));
    EXPECT_GT(of.at(name + " contact"), 0);
    EXPECT_LE(of.at(name + " contact") + of.at(name + " unmet_need"), 1);
    EXPECT_LE(of.at(name + " unmet_need"), of.at(name + " need"));
    EXPECT_NEAR(of.at(name + " contact") * of.at("both families") / seen().real_per_simulated,
                static_cast<double>(seen().contacts.contact[static_cast<std::size_t>(d)].size()), 1e-6);
  }
  EXPECT_EQ(ContactSet::unpack(seen().contacts.pack()), seen().contacts);
}

}  // namespace
}  // namespace uptake
