// SPDX-License-Identifier: Apache-2.0
#include "analysis/calibrate/held_out.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "analysis/calibrate/gaussian.hpp"
#include "analysis/compare/cells.hpp"
#include "analysis/compare/interval.hpp"
#include "sim/base/errors.hpp"
#include "sim/base/interrupt.hpp"
#include "sim/store/crate.hpp"

namespace uptake {
namespace {

using Eigen::Index;
using Eigen::MatrixXd;
using Eigen::VectorXd;

/// What somebody without a model would say of a row left out.
double naive_of(const Calibration& c, const Target& row) {
  if (row.measure == "odds_ratio") return 1;
  for (const Target& t : c.study.targets) {
    if (t.variable == "total" && t.measure == "rate" && t.domain == row.domain && t.year == row.year &&
        t.sample == row.sample && t.table == row.table)
      return t.value;
  }
  return std::nan("");
}

ForeseenRow foresee(const Calibration& c, int fold, Index column, const VectorXd& means, double unsure) {
  const Observed& row = c.rows[static_cast<std::size_t>(column)];
  const Target& target = c.study.targets[row.target];
  const double mean = means.mean();
  const double sd = std::sqrt(unsure + (means.array() - mean).square().mean());
  std::vector<double> sorted(means.begin(), means.end());
  std::sort(sorted.begin(), sorted.end());
  ForeseenRow r;
  r.fold = fold;
  r.target = row.target;
  r.published = target.value;
  r.median = printed_scale(row, quantile(sorted, 0.5));
  r.low = printed_scale(row, mean - 1.645 * sd);
  r.high = printed_scale(row, mean + 1.645 * sd);
  r.naive = naive_of(c, target);
  r.z = (row.z - mean) / sd;
  r.within_survey = close_to_printed(row, target, r.median);
  return r;
}

}  // namespace

std::vector<std::vector<std::string>> folds_of(const Calibration& c, int folds) {
  std::vector<std::string> variables;
  for (const Observed& row : c.rows) {
    const Target& t = c.study.targets[row.target];
    const bool rate_by_group = (t.table == "T4" || t.table == "T10") && t.variable != "total";
    if (c.settings.uses(t) && rate_by_group && std::ranges::find(variables, t.variable) == variables.end())
      variables.push_back(t.variable);
  }
  if (folds < 2 || folds > static_cast<int>(variables.size()))
    refuse(
        fmt::format("{} folds, expected 2 to {}, the number of variables by which Tables 4 and 10 are fitted",
                    folds, variables.size()));
  std::vector<std::vector<std::string>> all(static_cast<std::size_t>(folds));
  for (std::size_t v = 0; v < variables.size(); ++v) all[v % all.size()].push_back(variables[v]);
  return all;
}

std::vector<HeldOutFold> held_out_folds(const Calibration& c, const DesignFolder& designs, int folds,
                                        Progress::Show show,
                                        const std::function<void(const std::string&)>& say) {
  fix_product_order();
  const std::vector<std::vector<std::string>> variables = folds_of(c, folds);
  say("the correlation of the rows, from synthetic surveys");
  const MatrixXd survey = survey_covariance(c, show);
  const AllRuns all = all_runs(c, designs, show);
  say(fmt::format("emulators of {} runs", all.runs.u.rows()));
  const Emulators emulators = Emulators::fit(all.runs.u, all.runs.y);
  const Index n_last = c.settings.budget.points.back();
  const MatrixXd around = all.runs.u.bottomRows(n_last);
  const FittedData fitted = fitted_data(c, all.good, survey);

  std::vector<HeldOutFold> result;
  for (std::size_t f = 0; f < variables.size(); ++f) {
    if (interrupted()) throw Interrupted{};
    HeldOutFold fold;
    fold.variables = variables[f];
    FittedData others = fitted;
    const auto is_left_out = [&](Index k) {
      const std::string& variable = c.study.targets[c.rows[static_cast<std::size_t>(k)].target].variable;
      return std::ranges::find(fold.variables, variable) != fold.variables.end();
    };
    std::erase_if(others.used, is_left_out);
    say(fmt::format("fold {} of {}: without {}", f + 1, variables.size(), fmt::join(fold.variables, ", ")));
    SamplingEffort effort = careful_sampling(c.settings.budget.steps);
    effort.widen = c.settings.widen;
    // every fold has its own chains, and foresees by 400 draws: fewer steps do
    effort.last.iterations = effort.last.iterations * 3 / 8;
    effort.last.warm_up /= 2;
    const PosteriorSample posterior = sample_posterior(
        others, emulators, around, effort,
        hash_id(c.settings.seed, 0x666f6c64, static_cast<std::uint32_t>(f)), c.study.plan.threads);
    fold.worst_r_hat = posterior.slices.diagnostics.r_hat.maxCoeff();
    fold.least_effective = posterior.slices.diagnostics.effective.minCoeff();
    const MatrixXd draws = every(posterior.slices.draws, 400);
    MatrixXd predicted(draws.rows(), emulators.outputs());
    for (Index i = 0; i < draws.rows(); ++i)
      predicted.row(i) = emulators.mean(draws.row(i).transpose()).transpose();
    const VectorXd em = emulator_variance(emulators, draws);
    for (const Index k : fitted.used) {
      if (is_left_out(k))
        fold.rows.push_back(foresee(c, static_cast<int>(f) + 1, k, predicted.col(k), survey(k, k) + em[k]));
    }
    result.push_back(std::move(fold));
  }
  return result;
}

void write_held_out(const Calibration& c, const std::vector<HeldOutFold>& folds, const Provenance& from,
                    const std::filesystem::path& folder) {
  using F = ForeseenRow;
  constexpr const char* unit = "percent or odds ratio";
  std::vector<F> all;
  for (const HeldOutFold& fold : folds) all.insert(all.end(), fold.rows.begin(), fold.rows.end());
  const Cells<F> number_of_fold{
      {{"fold", "integer", "", "1, 2, ...: rows of one fold were left out together"},
       [](const F& r) { return std::to_string(r.fold); }}};
  CsvExport rows = table_of(
      "held-out.csv", all,
      joined(
          joined(number_of_fold,
                 target_cells<F>([&c](const F& r) -> const Target& { return c.study.targets[r.target]; })),
          {number_cell({"published", "number", unit, "as printed"}, &F::published),
           number_cell({"median", "number", unit, "foreseen without the fold's rows, emulated"}, &F::median),
           number_cell({"low", "number", unit, "5 % of the predictive interval"}, &F::low),
           number_cell({"high", "number", unit, "95 %"}, &F::high),
           number_cell({"naive", "number", unit, "the printed total; 1 for an odds ratio"}, &F::naive),
           number_cell({"z", "number", "", "published minus foreseen, in sd of all that is unsure"},
                       &F::z)}));
  std::filesystem::create_directories(folder);
  rows.describe({"Rows that a fit did not see, beside what it foresees of them.",
                 {"fold", "table", "domain", "year", "sample", "measure", "variable", "category"},
                 {}});
  rows.write(folder);
  write_package(folder, from, {&rows});
  write_crate(folder, from, {rows.name(), "data-dictionary.csv", package_file});
}

}  // namespace uptake
