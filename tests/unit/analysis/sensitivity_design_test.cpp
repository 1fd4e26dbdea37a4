// SPDX-License-Identifier: Apache-2.0
// What is varied, of what, at which points; what a person gets wrong; and the runs of a small design.
#include <algorithm>
#include <cmath>
#include <nlohmann/json.hpp>
#include <set>

#include "analysis/sensitivity/jansen.hpp"
#include "analysis/sensitivity/runs.hpp"
#include "analysis/sensitivity/sensitivity.hpp"
#include "unit/analysis/sweep_fixture.hpp"

namespace uptake {
namespace {

namespace fs = std::filesystem;
using testing::AllOf;
using testing::ElementsAre;
using testing::HasSubstr;

class SensitivityTest : public SweepFixture {
 protected:
  [[nodiscard]] SensitivitySettings settings(SensitivityMethod method, std::vector<std::string> inputs = {},
                                             int points = 0) const {
    SensitivitySettings asked;
    asked.method = method;
    asked.inputs = std::move(inputs);
    asked.points = points;
    asked.plan.scenarios = {folder_ / "short.yaml", folder_ / "more.yaml"};
    asked.plan.families = 300;
    asked.plan.populations = 2;
    asked.plan.posterior = "both";
    return asked;
  }
  [[nodiscard]] SensitivityDesign design(const SensitivitySettings& asked) const {
    return make_design(asked, data_);
  }
  [[nodiscard]] std::string refused_with(const SensitivitySettings& asked) const {
    return refusal([&] { (void)design(asked); });
  }
  [[nodiscard]] static std::vector<std::string> paths(const SensitivityDesign& made) {
    std::vector<std::string> all;
    for (const SensitivityInput& input : made.inputs) all.push_back(input.axis.path);
    return all;
  }
  /// The figures of a design, computed into a folder of its own.
  [[nodiscard]] Eigen::MatrixXd figures(const SensitivityDesign& made, const std::string& name) const {
    fs::create_directories(folder_ / name);
    const DesignRuns runs = plan_runs(made);
    const StudyEnd end = compute(made, runs, folder_ / name, Progress::Show::nothing);
    EXPECT_EQ(end.ended, Ended::all_done) << end.failures;
    return read_figures(made, runs, folder_ / name);
  }
};

// ---- inputs and outputs --------------------------------------------------------------------------------

TEST_F(SensitivityTest, UsualInputsAreWhatIsCalibratedAndTheRangesOfOnesOwnLevers) {
  const SensitivityDesign made = design(settings(SensitivityMethod::morris));
  const std::vector<std::string> all = paths(made);
  EXPECT_EQ(all.size(), made.study.evidence.parameters.calibrated().size() + 1);
  EXPECT_EQ(all.back(), "levers.push.shift");
  const SensitivityInput& shift = made.inputs.back();
  EXPECT_EQ(shift.spread.low, 0.5);
  EXPECT_EQ(shift.spread.high, 1.5);
  EXPECT_NEAR(shift.at(0), 1, 1e-12);
  EXPECT_NEAR(shift.at(1.959963984540054), 1.5, 1e-12);
  ASSERT_EQ(made.outputs.size(), 2U);
  EXPECT_EQ(made.outputs[0].series, (Series{"contact", "relationship", "total", "total"}));
  EXPECT_EQ(made.settings.year, 2021);
}

TEST_F(SensitivityTest, PathsBeginningsAndRangesOfOnesOwn) {
  const SensitivityDesign made = design(
      settings(SensitivityMethod::sobol, {"levers.push.shift=0.2..0.4", "parameters.need", "chance"}, 8));
  const std::vector<std::string> all = paths(made);
  EXPECT_EQ(all.front(), "levers.push.shift");
  EXPECT_EQ(all.back(), "chance");
  EXPECT_GT(all.size(), 3U);
  for (std::size_t i = 1; i + 1 < all.size(); ++i)
    EXPECT_THAT(all[i], testing::StartsWith("parameters.need."));
  EXPECT_EQ(made.inputs.front().spread.high, 0.4);
  std::set<int> seeds;
  for (const DesignPoint& point : made.points) {
    EXPECT_EQ(point.population, of_replicate);
    seeds.insert(point.chance);
  }
  EXPECT_EQ(seeds.size(), 16U);  // of A and of B
}

TEST_F(SensitivityTest, WrongInputsAreAllToldAtOnce) {
  const auto told = refused_with(settings(
      SensitivityMethod::morris, {"parameters.know.mediaa", "levers.push.shft", "levers.push.shift=1..1",
                                  "levers.push.shift=2", "levers.push.shift=0..1e9", "parameters.need=1..2",
                                  "levers.push.shift", "levers.push.shift", "nonsense"}));
  EXPECT_THAT(told,
              AllOf(HasSubstr("--input parameters.know.mediaa: there is no such input"),
                    HasSubstr("did you mean 'levers.push.shift'"),
                    HasSubstr("expected LOW below HIGH, found 1 and 1"),
                    HasSubstr("--input levers.push.shift=2: expected a range as LOW..HIGH"),
                    HasSubstr("expected a range within"), HasSubstr("a range is for one input"),
                    HasSubstr("is asked for twice"), HasSubstr("--input nonsense: there is no such input")));
}

TEST_F(SensitivityTest, ANumberWithoutARangeIsToldWhereItStands) {
  write("more.yaml",
        "extends: short.yaml\ntitle: {en: more, nl: meer}\nlevers:\n  push: {lever: norm, domain: both, "
        "shift: 1, from: 2019-01, source: x}\n");
  EXPECT_THAT(refused_with(settings(SensitivityMethod::morris, {"levers.push.shift"})),
              AllOf(HasSubstr("more.yaml:4:"), HasSubstr("has no range to be varied in"),
                    HasSubstr("--input levers.push.shift=LOW..HIGH")));
  EXPECT_THAT(refused_with(settings(SensitivityMethod::morris, {"levers"})),
              AllOf(HasSubstr("more.yaml: "), HasSubstr("no number of a lever of more has a range")));
  const SensitivityDesign made = design(settings(SensitivityMethod::morris, {"levers.push.shift=0..1"}, 4));
  EXPECT_EQ(made.points.size(), 8U);
  const SensitivityDesign budget = design(settings(SensitivityMethod::budget));
  EXPECT_THAT(paths(budget), ElementsAre("parameters", "population", "network", "chance"));
  ASSERT_EQ(budget.notes.size(), 1U);
  EXPECT_THAT(budget.notes[0].en, HasSubstr("no number of a lever of more has a range"));
}

TEST_F(SensitivityTest, SeedsHaveNoSize) {
  EXPECT_THAT(refused_with(settings(SensitivityMethod::morris, {"chance"})),
              HasSubstr("a seed has no more and no less, expected --method sobol"));
  EXPECT_THAT(refused_with(settings(SensitivityMethod::sobol, {"chance=1..2"})),
              HasSubstr("a seed has no range"));
}

TEST_F(SensitivityTest, MeasuresAreNamedByTheirRegistry) {
  SensitivitySettings asked = settings(SensitivityMethod::morris, {"levers"}, 4);
  asked.measures = {"contact:education:lower_secondary",
                    "journeys:afford",
                    "started:R5",
                    "cost",
                    "cost:flemish",
                    "families",
                    "lever_units:push",
                    "median_wait"};
  const std::vector<SensitivityOutput> outputs = design(asked).outputs;
  std::vector<std::string> names;
  for (const SensitivityOutput& o : outputs)
    names.push_back(o.series.measure + " " + o.series.domain + " " + o.series.category);
  EXPECT_THAT(names, ElementsAre("contact relationship lower_secondary", "contact parenting lower_secondary",
                                 "journeys relationship afford", "journeys parenting afford",
                                 "started relationship R5", "cost both total", "cost both flemish",
                                 "families both total", "lever_units both push",
                                 "median_wait relationship total", "median_wait parenting total"));
  asked.domains = {"parenting"};
  asked.measures = {"contact",
                    "cost",
                    "contakt",
                    "started",
                    "started:R55",
                    "contact:education:lo",
                    "contact:eduction:lower_secondary",
                    "journeys:aford",
                    "lever_units:pus",
                    "median_wait:R5",
                    "contact"};
  EXPECT_THAT(
      refused_with(asked),
      AllOf(HasSubstr("--measure cost: has no figure of --domain parenting"),
            HasSubstr("there is no measure 'contakt' (did you mean 'contact'?)"),
            HasSubstr("--measure started: is counted by service"), HasSubstr("there is no service 'R55'"),
            HasSubstr("'education' has no category 'lo'"), HasSubstr("there is no group 'eduction'"),
            HasSubstr("there is no gate 'aford'"), HasSubstr("there is no lever 'pus'"),
            HasSubstr(
                "--measure median_wait:R5: is of all services of a domain together; expected median_wait"),
            HasSubstr("--measure contact: is asked for twice")));
}

TEST_F(SensitivityTest, ATotalOfPayersIsTheirSumAndALeverNotInForceCostsNothing) {
  RunResult result;
  result.values = {{{"cost", "both", "payer", "flemish"}, 2021, 3},
                   {{"cost", "both", "payer", "family"}, 2021, 4},
                   {{"cost", "both", "payer", "family"}, 2020, 100}};
  const auto figure = [&](const Series& series) { return figure_of({series, "", false}, 2021, result); };
  EXPECT_EQ(figure({"cost", "both", "payer", "total"}), 7);
  EXPECT_EQ(figure({"cost", "both", "payer", "family"}), 4);
  EXPECT_EQ(figure({"lever_cost", "both", "lever", "push"}), 0);
  EXPECT_EQ(figure({"mean_wait", "relationship", "service", "R5"}), std::nullopt);
}

TEST_F(SensitivityTest, WhatAMethodCannotDoIsTold) {
  SensitivitySettings asked = settings(SensitivityMethod::budget);
  asked.plan.posterior = "none";
  EXPECT_THAT(refused_with(asked), HasSubstr("--method budget: takes apart what a posterior leaves open"));
  EXPECT_THAT(refused_with(settings(SensitivityMethod::shapley, {"levers"})),
              HasSubstr("varies all that is drawn"));
  asked = settings(SensitivityMethod::budget);
  asked.plan.replicates = 2;
  EXPECT_THAT(refused_with(asked), HasSubstr("expected one replicate"));
  EXPECT_THAT(refused_with(settings(SensitivityMethod::morris, {}, 3)), HasSubstr("too few trajectories"));
  EXPECT_THAT(refused_with(settings(SensitivityMethod::shapley, {}, 20)), HasSubstr("too few draws"));
  EXPECT_THAT(refused_with(settings(SensitivityMethod::shapley, {}, 100'000)),
              HasSubstr("expected at most as many"));
  asked = settings(SensitivityMethod::morris);
  asked.year = 2034;
  EXPECT_THAT(refused_with(asked), HasSubstr("--year 2034: expected a year from 2010 to 2021"));
  write("same.yaml", "extends: short.yaml\ntitle: {en: same, nl: zelfde}\n");
  asked = settings(SensitivityMethod::morris, {"parameters"});
  asked.plan.scenarios[1] = folder_ / "same.yaml";
  EXPECT_THAT(refused_with(asked), AllOf(HasSubstr("same.yaml: "), HasSubstr("its effect is nothing")));
  // a mechanism less is a difference
  write("same.yaml", "extends: short.yaml\ntitle: {en: same, nl: zelfde}\nswitches: {word_of_mouth: off}\n");
  EXPECT_EQ(refused_with(asked), "");
}

// ---- runs ----------------------------------------------------------------------------------------------

TEST_F(SensitivityTest, RunsThatAreTheSameAreMadeOnce) {
  // one input, of the scenario's lever: the baseline is one run, the scenario one a value
  const SensitivityDesign made = design(settings(SensitivityMethod::morris, {"levers.push.shift"}, 4));
  std::set<double> values;
  for (const DesignPoint& point : made.points) values.insert(point.values[0]);
  const DesignRuns runs = plan_runs(made);
  EXPECT_EQ(runs.runs.size(), 1 + values.size());
  EXPECT_EQ(runs.units.size(), 1U);
  EXPECT_EQ(runs.of.size(), 2 * made.points.size());
}

TEST_F(SensitivityTest, FiguresAreThoseOfRunsByHandForAnyThreads) {
  SensitivitySettings asked =
      settings(SensitivityMethod::morris, {"levers.push.shift", "parameters.reach.travel"}, 4);
  asked.plan.replicates = 2;
  const SensitivityDesign made = design(asked);
  const Eigen::MatrixXd one = figures(made, "one");
  SensitivityDesign two = made;
  two.settings.plan.threads = 2;
  EXPECT_EQ(one, figures(two, "two"));

  // by hand, point 1: the posterior's centre is the only draw; inputs as a scenario file would set them
  const Study& study = made.study;
  ASSERT_EQ(study.posterior.draws.size(), 1U);
  const WeightsSolution weights = weights_of(study.population);
  std::array<double, 2> effect{};
  for (int r = 0; r < 2; ++r) {
    const Families families = make_families(study, weights, r);
    for (int s = 0; s < 2; ++s) {
      Study own = study;
      Scenario& scenario = own.scenarios[static_cast<std::size_t>(s)];
      scenario.parameters.set(made.inputs[1].axis.parameter, made.points[1].values[1]);
      scenario.origins["parameters." + made.inputs[1].axis.parameter] = {"by hand", 1, 1};
      for (Lever& lever : scenario.levers) {
        lever.bounds = {};
        if (lever.name != "push") continue;
        const auto fields = lever_registry()[static_cast<std::size_t>(lever.kind)].fields;
        const auto shift = std::ranges::find(fields, std::string_view("shift"), &LeverField::code);
        lever.values[static_cast<std::size_t>(shift - fields.begin())] = made.points[1].values[0];
      }
      const RunResult result = run_one(own, {0, s, 0, r, r}, families, false);
      for (std::size_t o = 0; o < 2; ++o)
        effect[o] += (s == 1 ? 0.5 : -0.5) * figure_of(made.outputs[o], 2021, result).value_or(1e9);
    }
  }
  // the same sums in another order
  EXPECT_NEAR(one(1, 0), effect[0], 1e-15);
  EXPECT_NEAR(one(1, 1), effect[1], 1e-15);
}

TEST_F(SensitivityTest, AWalkDrawsOneSourceAnewAtATime) {
  const SensitivityDesign made = design(settings(SensitivityMethod::budget, {}, 8));
  ASSERT_EQ(made.points.size(), 8U * 6U);
  EXPECT_THAT(paths(made), ElementsAre("parameters", "sizes", "population", "network", "chance"));
  for (std::size_t w = 0; w < 8; ++w) {
    for (std::size_t k = 0; k < 5; ++k) {
      const DesignPoint &a = made.points[6 * w + k], &b = made.points[6 * w + k + 1];
      EXPECT_EQ((a.draw != b.draw) + (a.sizes != b.sizes) + (a.population != b.population) +
                    (a.network != b.network) + (a.chance != b.chance),
                1);
    }
  }
  // no draw of the posterior comes again before all have been
  std::set<int> draws;
  for (const DesignPoint& point : made.points) draws.insert(point.draw);
  EXPECT_EQ(draws.size(), 16U);
}

TEST_F(SensitivityTest, ABudgetOfASmallStudyAddsUp) {
  const SensitivityDesign made = design(settings(SensitivityMethod::budget, {}, 8));
  const std::vector<OutputSensitivity> results = estimate(made, figures(made, "budget"));
  ASSERT_EQ(results.size(), 2U);
  for (const OutputSensitivity& result : results) {
    ASSERT_EQ(result.why, OutputSensitivity::Why::told);
    double sum = 0;
    for (const InputSensitivity& input : result.inputs) sum += input.statistics[0].value;
    EXPECT_NEAR(sum, 1, 1e-9);
    EXPECT_GT(result.sd, 0);
  }
  // ranked
  for (std::size_t i = 1; i < results[0].inputs.size(); ++i)
    EXPECT_GE(results[0].inputs[i - 1].statistics[0].value, results[0].inputs[i].statistics[0].value);
}

// ---- estimates of made-up figures ----------------------------------------------------------------------

TEST_F(SensitivityTest, ShapleyOfALinearFigureIsThatOfItsGaussian) {
  // A figure linear in three inputs: two parameters of the posterior and the lever's size, noise of 2 % of
  // the variance. The closed form of a linear model of normals, by the two-player formula where b and c hang
  // together.
  SensitivityDesign made = design(settings(SensitivityMethod::shapley, {}, 200));
  const Eigen::MatrixXd u = places_of(made, made.points);
  const auto n = u.rows();
  const Eigen::RowVectorXd centre = u.colwise().mean();
  const Eigen::MatrixXd z = u.rowwise() - centre;
  const auto sd = [&](Eigen::Index i) {
    return std::sqrt(z.col(i).squaredNorm() / static_cast<double>(n - 1));
  };
  // the two parameters that hang together most
  Eigen::Index b = 0, c = 1;
  double most = 0;
  for (Eigen::Index i = 0; i + 1 < u.cols(); ++i) {
    for (Eigen::Index j = 0; j < i; ++j) {
      const double r = z.col(i).dot(z.col(j)) / static_cast<double>(n - 1) / (sd(i) * sd(j));
      if (std::fabs(r) > std::fabs(most)) {
        most = r;
        b = i;
        c = j;
      }
    }
  }
  Eigen::MatrixXd y(n, 2);
  y.col(0) = z.col(b) / sd(b) + 0.5 * z.col(c) / sd(c) + z.rightCols(1) / sd(u.cols() - 1);
  for (Eigen::Index i = 0; i < n; ++i)
    y(i, 0) += 0.2 * std::sin(12.9898 * static_cast<double>(i * i));  // no input's
  y.col(1).setConstant(0.25);
  const std::vector<OutputSensitivity> results = estimate(made, y);
  EXPECT_EQ(results[1].why, OutputSensitivity::Why::constant);
  EXPECT_TRUE(results[1].inputs.empty());
  EXPECT_EQ(results[1].mean, 0.25);
  ASSERT_EQ(results[0].why, OutputSensitivity::Why::told);
  EXPECT_GT(results[0].emulator_q2, 0.8);
  double sum = 0, of_lever = 0;
  for (const InputSensitivity& input : results[0].inputs) {
    sum += input.statistics[0].value;
    if (made.inputs[input.input].kind == InputKind::lever) of_lever = input.statistics[0].value;
  }
  EXPECT_NEAR(sum, 1, 1e-9);
  // the lever is drawn by itself: its share is 1 / V, but for what other parameters share with b and c by the
  // posterior's correlations; V = 1 + 1 + 1/4 + r. The emulator's ridge takes a few per cent.
  EXPECT_NEAR(of_lever, 1 / (2.25 + most), 0.06);
  // figures of chance alone are not told of
  Eigen::MatrixXd noise(n, 2);
  for (Eigen::Index i = 0; i < n; ++i)
    noise.row(i).setConstant(std::sin(12.9898 * static_cast<double>(i * i)));
  EXPECT_EQ(estimate(made, noise)[0].why, OutputSensitivity::Why::not_emulated);
  EXPECT_THAT(sensitivity_text(made, estimate(made, noise), 5), HasSubstr("nothing is told"));
}

TEST_F(SensitivityTest, WhatDoesNotVaryOrIsNotDefinedIsSaidAndNoNumber) {
  const SensitivityDesign made =
      design(settings(SensitivityMethod::sobol, {"levers", "parameters.reach.travel"}, 8));
  Eigen::MatrixXd y = Eigen::MatrixXd::Zero(static_cast<Eigen::Index>(made.points.size()), 2);
  y(3, 1) = std::nan("");
  const std::vector<OutputSensitivity> results = estimate(made, y);
  const std::string json = sensitivity_json(made, plan_runs(made), results).dump();
  EXPECT_THAT(json, AllOf(HasSubstr(R"("why":"constant")"), HasSubstr(R"("why":"not_defined")"),
                          HasSubstr(R"("undefined_points":1)")));
  EXPECT_EQ(json.find("nan"), std::string::npos);
  const std::string text = sensitivity_text(made, results, 5);
  EXPECT_THAT(text, AllOf(HasSubstr("It does not vary: 0 at every point"),
                          HasSubstr("At 1 points a run has no such")));
  fs::create_directories(folder_ / "out");
  write_sensitivity(made, plan_runs(made), y, results, folder_ / "out");
  EXPECT_EQ(bytes_of("out/sensitivity.csv").find("nan"), std::string::npos);
  EXPECT_EQ(bytes_of("out/sensitivity-points.csv").find("nan"), std::string::npos);
}

}  // namespace
}  // namespace uptake
