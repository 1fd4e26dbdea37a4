// SPDX-License-Identifier: Apache-2.0
// Do the scenarios that come with the program load, say what they are, and change what their names promise?
#include <gmock/gmock.h>

#include <algorithm>
#include <fstream>
#include <set>

#include "sim/base/errors.hpp"
#include "sim/policy/scenario.hpp"

namespace uptake {
namespace {

const std::filesystem::path root = std::filesystem::path(UPTAKE_SOURCE_DIR) / "scenarios";

const Evidence& evidence() {
  static const Evidence loaded = load_evidence(root / "data");
  return loaded;
}

const std::vector<std::pair<std::string, LeverKind>> policies{
    {"campaign", LeverKind::campaign},
    {"lead-in", LeverKind::lead_in},
    {"huis-van-het-kind", LeverKind::huis_van_het_kind},
    {"income-related-fees", LeverKind::fee},
    {"more-therapists", LeverKind::capacity},
    {"bridging-figures", LeverKind::bridging_figures}};

TEST(RealEvidence, LoadsWithAFingerprint) {
  EXPECT_EQ(evidence().catalogue.types.size(), 35U);
  EXPECT_EQ(evidence().municipalities.list.size(), 285U);
  EXPECT_THAT(evidence().hash, testing::MatchesRegex("sha256:[0-9a-f]+"));
  EXPECT_EQ(evidence().hash.size(), 7U + 64U);
  EXPECT_EQ(load_evidence(root / "data").hash, evidence().hash);
}

TEST(RealEvidence, TheFingerprintSeesEveryFile) {
  const auto copy = std::filesystem::path(testing::TempDir()) / "data_copy";
  const auto changed = [&](const std::string& file) {
    std::filesystem::remove_all(copy);
    std::filesystem::create_directories(copy);
    std::filesystem::copy(root / "data" / "parameters", copy / "parameters");
    std::filesystem::copy(root / "data" / "services", copy / "services");
    if (!file.empty()) std::ofstream(copy / file, std::ios::app) << "\n";
    return load_evidence(copy).hash;
  };
  const std::string same = changed("");
  EXPECT_EQ(same, evidence().hash);  // the folder's own name does not count
  for (const auto* file : {"parameters/dare.yaml", "services/services.yaml", "services/referrals.yaml",
                           "services/municipalities.csv"}) {
    EXPECT_NE(changed(file), same) << file;
  }
}

TEST(RealScenarios, TheBaselineIsHistoryAndNothingAfter2025) {
  const Scenario baseline = load_scenario(root / "baseline.yaml", evidence());
  EXPECT_EQ(baseline.title_en, "Frozen 2025 policy");
  EXPECT_TRUE(baseline.mechanisms.all());
  EXPECT_GT(baseline.levers.size(), 20U);
  for (const Lever& lever : baseline.levers) {
    for (Month m = month_of(2026, 1); m < end_month; ++m) {
      ASSERT_EQ(lever.strength(m), lever.strength(month_of(2025, 12))) << lever.name << " " << month_text(m);
      ASSERT_EQ(lever.point_value(m), lever.point_value(month_of(2025, 12)))
          << lever.name << " " << month_text(m);
    }
  }
}

TEST(RealScenarios, EveryPolicyAddsItsLeverTo2027AndKeepsHistory) {
  const Scenario baseline = load_scenario(root / "baseline.yaml", evidence());
  for (const auto& [name, kind] : policies) {
    const Scenario s = load_scenario(root / (name + ".yaml"), evidence());
    EXPECT_EQ(s.name, name);
    for (const std::string& text : {s.title_en, s.title_nl, s.question_en, s.question_nl, s.source})
      EXPECT_FALSE(text.empty()) << name;
    EXPECT_THAT(s.source, testing::ContainsRegex("S[0-4]:[0-9]+")) << name;
    ASSERT_GT(s.levers.size(), baseline.levers.size()) << name;
    for (std::size_t i = 0; i < baseline.levers.size(); ++i)
      EXPECT_EQ(s.levers[i].name, baseline.levers[i].name);
    for (std::size_t i = baseline.levers.size(); i < s.levers.size(); ++i) {
      const Lever& lever = s.levers[i];
      EXPECT_EQ(lever.kind, kind) << lever.name;
      EXPECT_EQ(lever.from, scenario_start) << lever.name;
      EXPECT_GT(lever.ramp, 0) << lever.name;
      EXPECT_THAT(lever.source, testing::ContainsRegex("S[0-4]:[0-9]+")) << lever.name;
      EXPECT_FALSE(lever.cost.source.empty()) << lever.name;
      EXPECT_GT(lever.cost.fixed_per_year + lever.cost.per_unit, 0) << lever.name;
      EXPECT_EQ(lever.strength(static_cast<Month>(scenario_start - 1)), 0);
    }
  }
}

std::vector<std::filesystem::path> shipped() {
  std::vector<std::filesystem::path> files;
  for (const auto& entry : std::filesystem::directory_iterator(root)) {
    if (entry.path().extension() == ".yaml") files.push_back(entry.path());
  }
  std::sort(files.begin(), files.end());
  return files;
}

TEST(RealScenarios, AreALibraryWithQuestionSourceAndWhatItExpects) {
  std::set<LeverKind> used;
  EXPECT_GE(shipped().size(), 25U);  // the baseline and 24
  for (const auto& file : shipped()) {
    const Scenario s = load_scenario(file, evidence());
    for (const std::string& text : {s.title_en, s.title_nl, s.question_en, s.question_nl, s.source})
      EXPECT_FALSE(text.empty()) << s.name;
    EXPECT_THAT(s.source, testing::ContainsRegex("S[0-4]:[0-9]+")) << s.name;
    if (s.name == "baseline") continue;
    EXPECT_THAT(s.expects_en, testing::ContainsRegex("[a-z]{4}")) << s.name;
    EXPECT_THAT(s.expects_nl, testing::ContainsRegex("[a-z]{4}")) << s.name;
    EXPECT_NE(s.expects_en, s.expects_nl) << s.name;
    EXPECT_FALSE(s.expected.empty()) << s.name << ": nothing that the report can compare";
    for (const Lever& lever : s.levers) {
      if (lever.file.find("history") == std::string::npos) used.insert(lever.kind);
    }
  }
  // every kind of lever has a scenario that shows it, but the tools of history
  for (std::size_t k = 0; k < static_cast<std::size_t>(LeverKind::supply); ++k)
    EXPECT_TRUE(used.contains(static_cast<LeverKind>(k))) << lever_registry()[k].code;
}

TEST(RealScenarios, EveryOneResolvesToItself) {
  for (const auto& file : shipped()) {
    const Scenario s = load_scenario(file, evidence());
    const std::string text = resolved_text(s, evidence());
    const auto copy = std::filesystem::path(testing::TempDir()) / (s.name + ".yaml");
    std::ofstream(copy) << text;
    EXPECT_EQ(resolved_text(load_scenario(copy, evidence()), evidence()), text) << s.name;
  }
}

}  // namespace
}  // namespace uptake
