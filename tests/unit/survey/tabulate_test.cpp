// SPDX-License-Identifier: Apache-2.0
#include "sim/survey/tabulate.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <map>
#include <set>
#include <string>

#include "flemish_data.hpp"
#include "village.hpp"

namespace uptake {
namespace {

using village::Village;

/// The slow twin: one target at a time, by its words, as a reader of the report would count.
struct Counted {
  double percent, n;
};
Counted by_hand(const Target& target, const Answers& answers) {
  const auto in = [&](const std::string& variable, const std::string& category, std::size_t row) {
    const Variable* v = find_variable(variable);
    const auto item = static_cast<Item>(v - variables().data());
    const Domain d = target.domain == "relationship" ? Domain::relationship : Domain::parenting;
    const Ticks ticks = answers.ticks(d, item)[row];
    if (category.empty()) return ticks != 0;  // answered at all
    return ((ticks >> find_category(*v, category)) & 1U) != 0;
  };
  const std::string variable = target.variable.substr(0, target.variable.find(':'));
  const std::string category = target.category.substr(0, target.category.find(':'));
  const bool crossed = variable != target.variable;
  const std::size_t domain = target.domain == "relationship" ? 0 : 1;
  const std::size_t sample = target.sample == "resident" ? 0 : target.sample == "all" ? 1 : 2;
  const std::set<std::string> of_users{"support_type", "relation",        "helped",       "helped_current",
                                       "when",         "helped_previous", "helped_ending"};
  double part = 0, whole = 0;
  for (std::size_t row = 0; row < answers.size(); ++row) {
    const double weight = answers.weight[sample][row];
    const bool user = answers.ever[domain][row] != 0;
    if (target.measure == "rate" && variable == "relation") {
      whole += weight;
      if (in("relation", category, row)) part += weight;
    } else if (target.measure == "rate") {
      if (!in(variable, category, row)) continue;
      whole += weight;
      if (user) part += weight;
    } else {
      if (of_users.contains(variable) && !user) continue;
      if (variable == "nonuse_reason" && user) continue;
      if (!in(variable, "", row)) continue;
      if (crossed &&
          !in(target.variable.substr(variable.size() + 1), target.category.substr(category.size() + 1), row))
        continue;
      whole += weight;
      if (in(variable, category, row)) part += weight;
    }
  }
  return {100 * part / whole, whole};
}

SurveySettings printed_settings() { return survey_settings(targets()); }

TEST(Tabulate, EqualsCountingByHand) {
  for (const bool noise : {false, true}) {
    Village v;
    const World world = village::crowd(v, wave_2021, 1500);
    SurveySettings s = printed_settings();
    s.sampling_noise = noise;
    for (const Wave wave : {Wave::w2016, Wave::w2021}) {
      const Answers answers = ask(world, wave, s);
      const auto estimates = tabulate(plan_tables(targets()), answers);
      EXPECT_GT(estimates.size(), 100);
      for (const TargetEstimate& e : estimates) {
        const Target& target = targets()[e.target];
        const Counted wanted = by_hand(target, answers);
        const std::string name = target.table + " " + target.variable + " " + target.category;
        EXPECT_NEAR(e.n, wanted.n, 1e-6) << name;
        if (wanted.n == 0) {
          EXPECT_TRUE(std::isnan(e.value)) << name;
        } else {
          EXPECT_NEAR(e.value, wanted.percent, 1e-8) << name;
          EXPECT_GE(e.value, 0) << name;
          EXPECT_LE(e.value, 100) << name;
        }
      }
    }
  }
}

TEST(Tabulate, TakesEveryRateAndShareAndNothingElse) {
  std::set<std::size_t> rows;
  for (const TableRow& row : plan_tables(targets())) EXPECT_TRUE(rows.insert(row.target).second);
  for (std::size_t t = 0; t < targets().size(); ++t) {
    const bool wanted = targets()[t].measure == "rate" || targets()[t].measure == "share";
    EXPECT_EQ(rows.contains(t), wanted) << targets()[t].line;
  }
  for (const Untabulated& row : untabulated(targets())) {
    EXPECT_FALSE(rows.contains(row.target));
    EXPECT_FALSE(row.reason.empty());
  }
  EXPECT_EQ(rows.size() + untabulated(targets()).size(), targets().size());
}

TEST(Tabulate, GivesBothWavesInTheOrderOfTheTargets) {
  Village v;
  const World world = village::crowd(v, wave_2016, 300);
  const SurveySettings s = printed_settings();
  const std::vector<Answers> waves{ask(world, Wave::w2016, s), ask(world, Wave::w2021, s)};
  const auto estimates = tabulate(targets(), waves);
  EXPECT_EQ(estimates.size(), plan_tables(targets()).size());
  for (std::size_t i = 1; i < estimates.size(); ++i) EXPECT_LT(estimates[i - 1].target, estimates[i].target);
}

TEST(Tabulate, SharesOfOneAnswerAddUpAndEverIsAtLeastLastYear) {
  Village v;
  const World world = village::crowd(v, wave_2021, 2000);
  const auto estimates = tabulate(plan_tables(targets()), ask(world, Wave::w2021, printed_settings()));
  std::map<std::string, double> sums;
  double ever = 0, last_year = 0;
  for (const TargetEstimate& e : estimates) {
    const Target& t = targets()[e.target];
    if (t.sample != "resident") continue;
    if (t.table == "T3") sums[t.variable] += e.value;
    if (t.table == "T8" && t.variable == "total") ever = e.value;
    if (t.table == "T8" && t.category == "last_year") last_year = e.value / 100;
  }
  EXPECT_EQ(sums.size(), 4);
  for (const auto& [variable, sum] : sums) EXPECT_NEAR(sum, 100, 1e-6) << variable;
  EXPECT_GT(ever, 0);
  EXPECT_GE(ever, ever * last_year);
  EXPECT_LE(last_year, 1);
}

TEST(Tabulate, OfNobodyIsNotANumber) {
  Village v;
  const World world = v.open(wave_2016);
  for (const TargetEstimate& e :
       tabulate(plan_tables(targets()), ask(world, Wave::w2016, printed_settings()))) {
    EXPECT_EQ(e.n, 0);
    EXPECT_TRUE(std::isnan(e.value));
  }
}

}  // namespace
}  // namespace uptake
