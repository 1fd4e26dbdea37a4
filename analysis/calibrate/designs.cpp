// SPDX-License-Identifier: Apache-2.0
#include "analysis/calibrate/designs.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "analysis/experiment/data_folder.hpp"
#include "sim/base/csv.hpp"
#include "sim/base/hash.hpp"
#include "sim/base/interrupt.hpp"
#include "sim/base/text.hpp"
#include "sim/store/files.hpp"
#include "sim/world/run.hpp"

namespace uptake {
namespace {

using Eigen::Index;
using Eigen::MatrixXd;

constexpr Month after_last_wave = static_cast<Month>(wave_2021 + 1);

/// The designs' points as draws of a posterior, so that a design is a study like any other.
Posterior as_posterior(const Calibration& c, const MatrixXd& u, const std::string& name) {
  Posterior points;
  points.name = name;
  points.label = "points of a calibration's design";
  std::string text;
  for (const std::size_t p : c.settings.parameters)
    points.keys.push_back(c.study.evidence.parameters.info[p].key);
  for (Index i = 0; i < u.rows(); ++i) {
    std::vector<double> draw;
    for (Index j = 0; j < u.cols(); ++j) {
      const ParameterInfo& info = parameter_of(c, j);
      draw.push_back(info.at(u(i, j)));
      text += fmt::format("{:a},", draw.back());
    }
    points.draws.push_back(std::move(draw));
  }
  points.hash = sha256(text);
  return points;
}

/// The points of a design beside its runs, so that another calibration can use them.
void write_design(const Calibration& c, const MatrixXd& u, const std::filesystem::path& folder) {
  std::string text;
  for (const std::size_t p : c.settings.parameters)
    text += (text.empty() ? "" : ",") + c.study.evidence.parameters.info[p].key;
  text += "\n";
  for (Index i = 0; i < u.rows(); ++i) {
    for (Index j = 0; j < u.cols(); ++j) text += fmt::format("{}{:.17g}", j > 0 ? "," : "", u(i, j));
    text += "\n";
  }
  write_whole(folder / "design.csv", text);
}

void make_quick(CalibrationBudget& budget) {
  budget.families /= 2;
  for (int& n : budget.points) n = std::max(std::min(n, 160), n / 4);
  budget.surveys = std::max(50, budget.surveys / 3);
}

}  // namespace

Calibration load_calibration_study(const std::filesystem::path& file,
                                   const std::filesystem::path& data_folder, int threads, bool quick) {
  Calibration c;
  const DataFolder data = load_data(data_folder);
  c.settings = load_calibration(file, data.targets, data.evidence.parameters);
  if (quick) make_quick(c.settings.budget);
  Plan plan;
  plan.kind = "calibrate";
  plan.scenarios = {c.settings.scenario};
  plan.families = c.settings.budget.families;
  plan.populations = c.settings.budget.populations;
  plan.seed = c.settings.seed;
  plan.threads = threads;
  plan.until = after_last_wave;
  plan.survey_only = true;
  c.study = load_study(plan, data_folder);
  c.rows = observed_numbers(c.study.targets);
  const auto fitted = [&](const Observed& row) { return c.settings.uses(c.study.targets[row.target]); };
  if (std::ranges::none_of(c.rows, fitted)) {
    Problems problems;
    problems.add(
        file.string(), 0, 0,
        "nothing is left to fit: no row of 'targets' is one that the model's survey can be asked for");
    problems.throw_if_any();
  }
  return c;
}

const ParameterInfo& parameter_of(const Calibration& c, Index column) {
  return c.study.evidence.parameters.info[c.settings.parameters[static_cast<std::size_t>(column)]];
}

std::filesystem::path DesignFolder::design(std::size_t number) const {
  return folder / fmt::format("points-{}", number);
}

MatrixXd survey_covariance(const Calibration& c, Progress::Show show) {
  Study study = c.study;
  study.plan.families = c.settings.budget.survey_families;
  constexpr int apart = 1'000'003;  // a population that no run of a design has
  const Families families = make_families(study, weights_of(study.population), apart);
  SurveyCorrelation surveys(study.targets, study.survey, c.rows, c.settings.budget.surveys);
  RunInputs in;
  in.evidence = &study.evidence;
  in.scenario = &study.scenarios.front();
  in.population = &families.population;
  in.network = &families.network;
  in.key = {hash_id(c.settings.seed, 0x636f7272), 0};
  in.until = study.scenarios.front().until;
  Progress progress("surveys of the waves", 2, show);
  run(in, [&](const World& world) {
    if (interrupted()) throw Interrupted{};
    if (world.now != wave_2016 && world.now != wave_2021) return;
    surveys.look(world, world.now == wave_2016 ? Wave::w2016 : Wave::w2021);
    progress.step();
  });
  return target_covariance(c.rows, surveys.correlation());
}

MatrixXd read_design(const Calibration& c, const std::filesystem::path& folder, int rows) {
  Problems problems;
  const std::filesystem::path file = folder / "design.csv";
  const CsvTable table = read_csv(file, problems);
  problems.throw_if_any();
  std::vector<std::string> keys;
  for (const std::size_t p : c.settings.parameters) keys.push_back(c.study.evidence.parameters.info[p].key);
  if (table.header != keys) refuse(file.string() + ": is of other parameters than this calibration varies");
  if (static_cast<int>(table.rows.size()) != rows)
    refuse(fmt::format("{}: has {} points, but 'points' of the budget asks for {}", file.string(),
                       table.rows.size(), rows));
  MatrixXd u(rows, static_cast<Index>(keys.size()));
  for (std::size_t i = 0; i < table.rows.size(); ++i) {
    for (std::size_t j = 0; j < keys.size(); ++j) {
      const auto value = parse_number(table.rows[i][j]);
      if (!value)
        problems.add(file.string(), table.lines[i], 0, fmt::format("'{}' is not a number", table.rows[i][j]));
      u(static_cast<Index>(i), static_cast<Index>(j)) = value.value_or(0);
    }
  }
  problems.throw_if_any();
  return u;
}

Ended run_design(const Calibration& c, const MatrixXd& u, const std::filesystem::path& folder,
                 Progress::Show show, DesignFigures& runs, std::string& failures, const BringRuns& bring) {
  Study study = c.study;
  study.plan.draws = static_cast<int>(u.rows());
  use_posterior(study, as_posterior(c, u, folder.filename().string()));
  if (bring && !bring(study, folder)) return Ended::interrupted;
  Store store = open_results(study, {.folder = folder, .resume = true, .force = false});
  write_design(c, u, folder);
  const StudyEnd end = compute(study, store, show);
  failures = end.failures;
  if (end.ended != Ended::all_done) return end.ended;
  const auto q = static_cast<Index>(c.rows.size());
  MatrixXd y = MatrixXd::Constant(u.rows(), q, std::nan(""));
  const std::vector<StoredRun> stored = store.runs();
  for (Index k = 0; k < q; ++k) {
    const Observed& row = c.rows[static_cast<std::size_t>(k)];
    for (const auto& [run, value] : store.fit(row.target)) {
      y(stored[static_cast<std::size_t>(run)].run.draw, k) = compared(row, value).value_or(std::nan(""));
    }
  }
  const Index before = runs.u.rows();
  runs.u.conservativeResize(before + u.rows(), u.cols());
  runs.y.conservativeResize(before + u.rows(), q);
  runs.u.bottomRows(u.rows()) = u;
  runs.y.bottomRows(u.rows()) = y;
  return Ended::all_done;
}

AllRuns all_runs(const Calibration& c, const DesignFolder& designs, Progress::Show show) {
  AllRuns all;
  const auto& sizes = c.settings.budget.points;
  for (std::size_t w = 0; w < sizes.size(); ++w) {
    const std::filesystem::path folder = designs.design(w + 1);
    std::string failures;
    const Ended ended = run_design(c, read_design(c, folder, sizes[w]), folder, show, all.runs, failures);
    if (ended == Ended::interrupted) throw Interrupted{};
    if (ended == Ended::failed) throw std::runtime_error(failures);
    if (w == 0) all.n_first = all.runs.u.rows();
  }
  all.good = fill_gaps(all.runs.y);
  return all;
}

std::vector<std::uint8_t> fill_gaps(MatrixXd& y) {
  std::vector<std::uint8_t> good;
  for (Index k = 0; k < y.cols(); ++k) {
    double sum = 0, n = 0;
    for (Index i = 0; i < y.rows(); ++i) {
      if (!std::isfinite(y(i, k))) continue;
      sum += y(i, k);
      n += 1;
    }
    for (Index i = 0; i < y.rows(); ++i) {
      if (!std::isfinite(y(i, k))) y(i, k) = n > 0 ? sum / n : 0;
    }
    good.push_back(n >= 0.95 * static_cast<double>(y.rows()) ? 1 : 0);
  }
  return good;
}

}  // namespace uptake
