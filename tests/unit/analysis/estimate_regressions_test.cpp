// SPDX-License-Identifier: Apache-2.0
// The report's models: against its own printed rows, against closed forms, and on a small run of the real
// model.
#include <fmt/core.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <bit>
#include <cmath>
#include <filesystem>
#include <map>
#include <set>

#include "analysis/estimate/regressions.hpp"
#include "flemish_data.hpp"
#include "sim/base/math.hpp"
#include "sim/network/network.hpp"
#include "sim/population/build.hpp"
#include "sim/world/run.hpp"
#include "unit/analysis/estimate_answers.hpp"

namespace uptake {
namespace {

bool is_of_a_model(const Target& t) {
  return std::set<std::string>{"T5", "T6", "T7", "T11", "T12", "T13"}.contains(t.table);
}

std::string name(const Target& t) {
  return fmt::format("{} {} {} {} {}", t.table, t.year, t.measure, t.variable, t.category);
}

/// The estimates by the target's name.
std::map<std::string, TargetEstimate> by_name(const std::vector<TargetEstimate>& estimates) {
  std::map<std::string, TargetEstimate> found;
  for (const TargetEstimate& e : estimates) found.emplace(name(targets()[e.target]), e);
  return found;
}

TEST(Regressions, PlanEveryRowOfTheirTablesOrSayWhyNot) {
  const std::vector<Answers> waves{invented(Wave::w2016, 3000, 1), invented(Wave::w2021, 3000, 2)};
  const auto estimates = regress(targets(), waves);
  std::set<std::size_t> done, not_done;
  std::size_t last = 0;
  for (const TargetEstimate& e : estimates) {
    EXPECT_TRUE(done.empty() || e.target > last) << "out of order or twice";
    last = e.target;
    done.insert(e.target);
    EXPECT_TRUE(std::isfinite(e.value)) << name(targets()[e.target]);
  }
  for (const Untabulated& u : unregressed(targets())) not_done.insert(u.target);
  std::size_t n_odds_ratios = 0;
  for (std::size_t t = 0; t < targets().size(); ++t) {
    const Target& target = targets()[t];
    const bool text = target.table == "text" && target.measure == "odds_ratio";
    EXPECT_EQ(done.contains(t) + not_done.contains(t), is_of_a_model(target) || text ? 1 : 0) << name(target);
    if (target.measure != "odds_ratio") continue;
    EXPECT_TRUE(done.contains(t)) << name(target);
    ++n_odds_ratios;
  }
  EXPECT_EQ(n_odds_ratios, 106u + 3u);  // the tables' and the text's
}

TEST(Regressions, TakeTheReferencesAndCovariatesThatArePrinted) {
  // a row n of these tables is a reference level; the model's categories and the printed ones are the same
  for (const Regression& r : regressions()) {
    for (const int year : {2016, 2021}) {
      std::set<std::string> model, printed;
      for (const Covariate& c : r.covariates) {
        const Variable& v = variables()[index(c.item)];
        for (std::size_t l = 0; l < v.categories.size(); ++l) {
          model.insert(fmt::format("{}={}{}", v.code, v.categories[l].code, l == c.reference ? " ref" : ""));
        }
      }
      for (const Target& t : targets()) {
        if (t.table != r.table || t.year != year || (t.measure != "odds_ratio" && t.measure != "n")) continue;
        printed.insert(fmt::format("{}={}{}", t.variable, t.category, t.measure == "n" ? " ref" : ""));
        EXPECT_EQ(t.domain, code(r.domain));
        EXPECT_EQ(t.sample, r.table == "T7" ? "partnered" : "resident");
      }
      EXPECT_EQ(model, printed) << r.table << " " << year;
    }
  }
}

TEST(Regressions, KeepMissingAnswersWhereThePrintedNumbersFallShort) {
  for (const Regression& r : regressions()) {
    std::set<std::string> kept, short_of;
    for (const Covariate& c : r.covariates) {
      if (c.keeps_missing) kept.insert(std::string(variables()[index(c.item)].code));
    }
    for (const int year : {2016, 2021}) {
      std::map<std::string, double> n;
      for (const Target& t : targets()) {
        if (t.table != r.table || t.year != year) continue;
        if (t.measure == "n") n[t.variable] += t.value;
        if (t.measure == "odds_ratio") n[t.variable] += *t.n;
      }
      double whole = 0;
      for (const auto& [variable, sum] : n) whole = std::max(whole, sum);
      for (const auto& [variable, sum] : n) {
        if (sum < whole) short_of.insert(variable);
      }
    }
    // the same 5 of 2021 miss family_form, children and youngest_age, which one level takes up
    short_of.erase("children");
    short_of.erase("youngest_age");
    EXPECT_EQ(kept, short_of) << r.table;
  }
}

TEST(Regressions, LeaveOutTheBetasAgainstALevelThatIsNotSimulated) {
  std::set<std::string> out, expected;
  for (const Untabulated& u : unregressed(targets())) out.insert(name(targets()[u.target]));
  for (const Target& t : targets()) {
    if (t.measure != "beta" || (t.table != "T7" && t.table != "T13")) continue;
    const bool of_hidden =
        t.note.find("hidden level") != std::string::npos ||
        (t.variable == "education" && t.table == "T13");  // 2021's note says misfit instead
    // parents without a partner are simulated
    if ((of_hidden && t.variable != "partner_support") || t.variable == "intercept") expected.insert(name(t));
  }
  EXPECT_EQ(out, expected);
  EXPECT_EQ(out.size(), 19u);
}

TEST(Regressions, OfOneCovariateIsItsTable) {
  const std::vector<Answers> waves{invented(Wave::w2021, 800, 3)};
  const auto found = by_name(regress(targets(), waves));
  const Answers& a = waves[0];
  std::array<double, 4> yes{}, no{};
  for (std::size_t i = 0; i < a.size(); ++i) {
    const Ticks t = a.ticks(Domain::parenting, Item::partner_support)[i];
    if (t != 0) (a.ever[1][i] ? yes : no)[static_cast<std::size_t>(std::countr_zero(t))] += a.weight[0][i];
  }
  double mean = 0, full = 0, n_yes = 0, n_no = 0;
  for (std::size_t l = 0; l < 4; ++l) {
    mean += std::log(yes[l] / no[l]) / 4;
    full += yes[l] * std::log(yes[l] / (yes[l] + no[l])) + no[l] * std::log(no[l] / (yes[l] + no[l]));
    n_yes += yes[l];
    n_no += no[l];
  }
  const double n = n_yes + n_no, null = n_yes * std::log(n_yes / n) + n_no * std::log(n_no / n);
  const std::array<std::string, 4> levels{"very_much", "fairly", "a_little", "not_at_all"};
  for (std::size_t l = 1; l < 4; ++l) {
    const auto& odds_ratio = found.at("T11 2021 odds_ratio partner_support " + levels[l]);
    EXPECT_NEAR(odds_ratio.value, yes[l] / no[l] / (yes[0] / no[0]), 1e-10);
    EXPECT_EQ(odds_ratio.n, yes[l] + no[l]);
    EXPECT_NEAR(found.at("T11 2021 beta partner_support " + levels[l]).value, std::log(yes[l] / no[l]) - mean,
                1e-10);
  }
  EXPECT_EQ(found.at("T11 2021 n partner_support very_much").value, yes[0] + no[0]);
  EXPECT_NEAR(found.at("T11 2021 beta intercept intercept").value, mean, 1e-10);
  const double r2 = 1 - std::exp(2 * (null - full) / n);
  EXPECT_NEAR(found.at("T11 2021 r2 model r2").value, r2, 1e-10);
  EXPECT_NEAR(found.at("T11 2021 r2 model max_rescaled_r2").value, r2 / (1 - std::exp(2 * null / n)), 1e-10);
  EXPECT_EQ(found.count("T11 2016 r2 model r2"), 0u);              // that wave is not there
  EXPECT_EQ(found.count("text 2021 odds_ratio total total"), 0u);  // needs both
}

TEST(Regressions, OfManyCovariatesAreTheFitOfEveryRespondent) {
  // the same models respondent by respondent, dummies written out by hand: T13 keeps who has no partner
  const std::vector<Answers> waves{invented(Wave::w2016, 1500, 4)};
  const Answers& a = waves[0];
  const auto found = by_name(regress(targets(), waves));
  struct Check {
    std::size_t regression, sample;
    bool keeps;
  };
  for (const Check check : {Check{2, 2, false}, Check{5, 0, true}}) {
    const Regression& r = regressions()[check.regression];
    std::vector<std::string> columns{"intercept"};
    for (const Covariate& c : r.covariates) {
      const Variable& v = variables()[index(c.item)];
      for (std::size_t l = 0; l < v.categories.size(); ++l) {
        if (l != c.reference) columns.push_back(fmt::format("{} {}", v.code, v.categories[l].code));
      }
    }
    if (check.keeps) columns.emplace_back("none");
    std::vector<std::vector<double>> rows;
    std::vector<double> y, w;
    for (std::size_t i = 0; i < a.size(); ++i) {
      if (a.weight[check.sample][i] == 0) continue;
      std::vector<double> row{1};
      bool complete = true;
      for (const Covariate& c : r.covariates) {
        const Ticks t = a.ticks(r.domain, c.item)[i];
        complete = complete && (t != 0 || (check.keeps && c.item == Item::partner_support));
        for (std::size_t l = 0; l < variables()[index(c.item)].categories.size(); ++l) {
          if (l != c.reference) row.push_back(t == tick(l) ? 1 : 0);
        }
      }
      if (check.keeps) row.push_back(a.ticks(r.domain, Item::partner_support)[i] == 0 ? 1 : 0);
      if (!complete) continue;
      rows.push_back(row);
      y.push_back(a.ever[static_cast<std::size_t>(r.domain)][i]);
      w.push_back(a.weight[check.sample][i]);
    }
    Eigen::MatrixXd x(static_cast<Eigen::Index>(rows.size()), static_cast<Eigen::Index>(columns.size()));
    for (std::size_t i = 0; i < rows.size(); ++i) {
      for (std::size_t j = 0; j < columns.size(); ++j)
        x(static_cast<Eigen::Index>(i), static_cast<Eigen::Index>(j)) = rows[i][j];
    }
    const auto vec = [](const std::vector<double>& v) {
      return Eigen::VectorXd(
          Eigen::Map<const Eigen::VectorXd>(v.data(), static_cast<Eigen::Index>(v.size())));
    };
    const LogisticFit fit = fit_logistic(x.sparseView(), vec(y), vec(w));
    ASSERT_TRUE(fit.converged);
    for (std::size_t j = 1; j < columns.size() - (check.keeps ? 1 : 0); ++j) {
      const auto& estimate = found.at(fmt::format("{} 2016 odds_ratio {}", r.table, columns[j]));
      EXPECT_NEAR(estimate.value, std::exp(fit.coefficient[static_cast<Eigen::Index>(j)]), 1e-8)
          << columns[j];
    }
    EXPECT_NEAR(found.at(fmt::format("{} 2016 r2 model r2", r.table)).value, cox_snell_r2(fit), 1e-10);
  }
  // the printed relation of betas and odds ratios: in T13 the parents without a partner are in the mean
  double sum = 0;
  const auto reference = [&](const std::string& level) {
    return found.at("T13 2016 beta partner_support " + level).value -
           std::log(found.at("T13 2016 odds_ratio partner_support " + level).value);
  };
  EXPECT_NEAR(reference("fairly"), reference("a_little"), 1e-10);
  EXPECT_NEAR(reference("fairly"), reference("not_at_all"), 1e-10);
  for (const char* level : {"fairly", "a_little", "not_at_all"})
    sum += found.at(std::string("T13 2016 beta partner_support ") + level).value;
  EXPECT_GT(std::abs(reference("fairly") + sum), 1e-3);  // less than all: a level is not printed
  EXPECT_EQ(found.at("text 2016 odds_ratio relationship_satisfaction less_satisfied").value,
            found.at("T7 2016 odds_ratio relationship_satisfaction less_satisfied").value);
}

TEST(Regressions, CompareTheWavesOverAllFamilies) {
  const std::vector<Answers> waves{invented(Wave::w2021, 500, 5), invented(Wave::w2016, 700, 6)};
  std::array<double, 2> odds{};
  for (std::size_t w = 0; w < 2; ++w) {
    double yes = 0, all = 0;
    for (std::size_t i = 0; i < waves[w].size(); ++i) {
      all += waves[w].weight[0][i];
      yes += waves[w].ever[0][i] * waves[w].weight[0][i];
    }
    odds[w] = yes / (all - yes);
  }
  for (const TargetEstimate& e : regress(targets(), waves)) {
    const Target& t = targets()[e.target];
    if (t.table != "text" || t.variable != "total" || t.domain != "relationship") continue;
    EXPECT_NEAR(e.value, odds[0] / odds[1], 1e-12);
    EXPECT_EQ(e.n, 375);
  }
}

TEST(Regressions, SayNothingOfWhatASmallSampleDoesNotHold) {
  for (const std::size_t n : {0U, 1U, 2U, 5U, 20U, 60U}) {
    const std::vector<Answers> waves{invented(Wave::w2016, n, 7), invented(Wave::w2021, n, 8)};
    std::size_t n_known = 0, n_all = 0;
    for (const TargetEstimate& e : regress(targets(), waves)) {
      const Target& t = targets()[e.target];
      if (t.measure != "odds_ratio") continue;
      ++n_all;
      if (std::isnan(e.value) || t.variable == "total") continue;
      ++n_known;
      EXPECT_GT(e.n, 0) << name(t);
      EXPECT_GT(e.value, 1e-5) << n << name(t);
      EXPECT_LT(e.value, 1e5) << n << name(t);
    }
    EXPECT_EQ(n_all, 109u);
    if (n <= 2) {
      EXPECT_EQ(n_known, 0u) << n;
    }
  }
  // one level without users: that level alone is unknown
  std::vector<Answers> waves{invented(Wave::w2016, 3000, 9)};
  for (std::size_t i = 0; i < waves[0].size(); ++i) {
    if (waves[0].ticks(Domain::relationship, Item::age)[i] == tick(AgeBand::lt35)) waves[0].ever[0][i] = 0;
  }
  for (const TargetEstimate& e : regress(targets(), waves)) {
    const Target& t = targets()[e.target];
    const bool unknown =
        t.table == "T7" && t.variable == "age" && (t.category == "lt35" || t.measure == "beta");
    EXPECT_EQ(std::isnan(e.value), unknown) << name(t);
    EXPECT_GT(e.n, 0);
  }
}

// ------------------------------------------------------------------ the real model

/// The answers of both waves of one run of 1,500 families, everybody asked.
const std::vector<Answers>& real_answers() {
  static const std::vector<Answers> made = [] {
    const Evidence evidence = load_evidence(flemish_data);
    const Scenario scenario = load_scenario(flemish_data.parent_path() / "baseline.yaml", evidence);
    Problems problems;
    const PopulationData population_data =
        read_population_data((flemish_data / "population").string(), problems);
    problems.throw_if_any();
    std::vector<double> shares;
    for (const Municipality& m : evidence.municipalities.list) shares.push_back(m.family_share);
    const Population population =
        build_population({.seed = 5, .families = 1500}, population_data, shares, weights_of(population_data));
    const Network network = build_network(population, evidence.municipalities.region,
                                          load_network_settings(flemish_data / "network.yaml"), {5, 1});
    const SurveySettings settings = survey_settings(targets());
    std::vector<Answers> waves;
    RunInputs in;
    in.evidence = &evidence;
    in.scenario = &scenario;
    in.population = &population;
    in.network = &network;
    in.key = {5, 0};
    in.parallel = false;
    in.until = month_of(2021, 12);
    run(in, [&](const World& world) {
      if (world.now == wave_2016) waves.push_back(ask(world, Wave::w2016, settings));
      if (world.now == wave_2021) waves.push_back(ask(world, Wave::w2021, settings));
    });
    return waves;
  }();
  return made;
}

TEST(RealRegressions, GiveEveryOddsRatioOfTables7And13) {
  std::size_t n = 0;
  for (const TargetEstimate& e : regress(targets(), real_answers())) {
    const Target& t = targets()[e.target];
    if ((t.table != "T7" && t.table != "T13") || t.measure != "odds_ratio") continue;
    ++n;
    EXPECT_GT(e.value, 1e-3) << name(t) << " n=" << e.n;
    EXPECT_LT(e.value, 1e3) << name(t) << " n=" << e.n;
  }
  EXPECT_EQ(n, 82u);
}

TEST(RealRegressions, KeepLoneParentsInTable13AndOnlyThosePartneredInTable7) {
  for (const Answers& answers : real_answers()) {
    const auto all = regressions();
    const auto residents = regression_data(all[5], answers, Sample::resident);
    const auto partnered = regression_data(all[2], answers, Sample::partnered);
    double families = 0, with_partner = 0;
    for (std::size_t i = 0; i < answers.size(); ++i) {
      families += answers.weight[0][i];
      with_partner += answers.weight[2][i];
    }
    EXPECT_NEAR(residents.weight.sum(), families, 1e-6);  // everybody answers: nobody drops out
    EXPECT_NEAR(partnered.weight.sum(), with_partner, 1e-6);
    double no_answer = 0;
    const Factor& support = residents.factors[9];
    for (std::size_t i = 0; i < support.of.size(); ++i) {
      if (support.levels[support.of[i]] == "no_answer")
        no_answer += residents.weight[static_cast<Eigen::Index>(i)];
    }
    EXPECT_NEAR(no_answer, families - with_partner, 1e-6);
    for (const std::size_t f : {0U, 1U, 2U, 3U, 4U, 5U, 6U, 7U, 8U, 10U}) {
      for (const std::uint8_t level : residents.factors[f].of)
        EXPECT_NE(residents.factors[f].levels[level], "no_answer");
    }
  }
}

}  // namespace
}  // namespace uptake
