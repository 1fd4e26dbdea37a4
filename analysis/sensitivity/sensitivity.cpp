// SPDX-License-Identifier: Apache-2.0
#include "analysis/sensitivity/sensitivity.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <stdexcept>

#include "analysis/calibrate/emulator.hpp"
#include "analysis/calibrate/gaussian.hpp"
#include "analysis/compare/interval.hpp"
#include "analysis/sensitivity/jansen.hpp"
#include "analysis/sensitivity/shapley.hpp"
#include "sim/base/interrupt.hpp"
#include "sim/world/ensemble.hpp"

namespace uptake {
namespace {

constexpr std::array morris_statistics{
    StatisticInfo{"mean_size", true, "mu*",
                  "mean size of the change of the output when the input goes over its range (mu*)"},
    StatisticInfo{"mean", true, "mu", "mean of that change with its sign (mu)"},
    StatisticInfo{"sd", true, "sigma",
                  "standard deviation of that change: how much it hangs on the other inputs (sigma)"}};
constexpr std::array sobol_statistics{
    StatisticInfo{"total", false, "total",
                  "share of the variance that is left when all other inputs are known (total index)"},
    StatisticInfo{"first", false, "first",
                  "share of the variance that is gone when this input is known (first-order index)"}};
constexpr std::array shapley_statistics{StatisticInfo{
    "share", false, "share",
    "share of the variance that the inputs make, those that hang together shared out (Shapley)"}};
constexpr std::array budget_statistics{
    StatisticInfo{"share", false, "share",
                  "share of the variance: a source's own and its even part of what it does with others"},
    StatisticInfo{"total", false, "total",
                  "share of the variance that is left when all other sources are known (total index)"}};

using Why = OutputSensitivity::Why;

Bootstrap bootstrap_of(const SensitivityDesign& design) { return {1000, design.settings.plan.seed}; }

double sd_of(const Eigen::VectorXd& y) {
  return std::sqrt((y.array() - y.mean()).square().sum() / static_cast<double>(y.size() - 1));
}

void by_morris(const SensitivityDesign& design, const Eigen::VectorXd& y, OutputSensitivity& out) {
  const auto effects = morris_effects(design.morris, y, bootstrap_of(design));
  for (std::size_t i = 0; i < effects.size(); ++i) {
    const ElementaryEffects& e = effects[i];
    out.inputs.push_back(
        {i, {{e.mean_size, e.mean_size_interval}, {e.mean, e.mean_interval}, {e.sd, e.sd_interval}}});
  }
}

void by_sobol(const SensitivityDesign& design, const Eigen::VectorXd& y, OutputSensitivity& out) {
  const SobolIndices found = jansen_indices(y, static_cast<int>(design.inputs.size()), bootstrap_of(design));
  out.mean = found.mean;
  out.sd = std::sqrt(found.variance);
  if (found.indices.empty()) out.why = Why::constant;
  for (std::size_t i = 0; i < found.indices.size(); ++i) {
    const SobolIndex& index = found.indices[i];
    out.inputs.push_back({i, {{index.total, index.total_interval}, {index.first, index.first_interval}}});
  }
}

/// Shapley effects of an emulator of the runs; the inputs in standard deviations of the draws.
ShapleyEffects of_emulator(const Eigen::MatrixXd& z, const Eigen::MatrixXd& correlation,
                           const Eigen::VectorXd& y, const EmulatorSettings& emulation,
                           const ShapleySettings& settings) {
  const Emulators emulator = Emulators::fit(z, y, emulation);
  const auto f = [&](const Eigen::MatrixXd& points) {
    Eigen::VectorXd values(points.rows());
    for (Eigen::Index i = 0; i < points.rows(); ++i) values(i) = emulator.mean(points.row(i).transpose())(0);
    return values;
  };
  return shapley_effects(f, Eigen::VectorXd::Zero(z.cols()), correlation, settings, {1, settings.seed});
}

void by_shapley(const SensitivityDesign& design, const Eigen::VectorXd& y, Progress::Show show,
                OutputSensitivity& out) {
  // The Gaussian fit is of all draws of the posterior, not of those alone that were run.
  std::vector<DesignPoint> all(design.study.posterior.draws.size());
  for (std::size_t i = 0; i < all.size(); ++i) all[i].draw = all[i].sizes = static_cast<int>(i);
  const Eigen::MatrixXd places = places_of(design, all);
  const Eigen::RowVectorXd centre = places.colwise().mean();
  const Eigen::MatrixXd covariance = covariance_of(places);
  const Eigen::RowVectorXd spread = covariance.diagonal().transpose().cwiseSqrt();
  Eigen::MatrixXd correlation(covariance.rows(), covariance.cols());
  for (Eigen::Index i = 0; i < correlation.rows(); ++i) {
    for (Eigen::Index j = 0; j < correlation.cols(); ++j)
      correlation(i, j) = i == j ? 1 : covariance(i, j) / (spread(i) * spread(j));
  }
  const Eigen::MatrixXd z =
      ((places_of(design, design.points).rowwise() - centre).array().rowwise() / spread.array()).matrix();
  const std::uint32_t seed = design.settings.plan.seed;
  const Emulators emulator = Emulators::fit(z, y);
  const double squares = (y.array() - y.mean()).square().sum();
  out.emulator_q2 = 1 - emulator.leave_one_out().squaredNorm() / squares;
  if (out.emulator_q2 < least_emulator_q2) {
    out.why = Why::not_emulated;
    return;
  }
  const ShapleyEffects found = of_emulator(z, correlation, y, {}, {4000, seed});
  if (found.effects.size() == 0) {
    out.why = Why::not_emulated;
    return;
  }
  // Intervals over the runs: emulators of runs drawn again, with the lengths that the first one chose; each
  // has permutations of its own, so that their chance is in the interval.
  constexpr int n_refits = 100;
  EmulatorSettings same;
  same.length_scale = emulator.length_scale();
  same.nugget = emulator.nugget();
  Eigen::MatrixXd refits = Eigen::MatrixXd::Constant(n_refits, z.cols(), not_known);
  fix_product_order();
  Progress progress("emulators", n_refits, show);
  const EnsembleOutcome outcome = run_ensemble(
      n_refits, design.settings.plan.threads,
      [&](std::size_t job) {
        const auto b = static_cast<int>(job);
        const std::vector<Eigen::Index> rows = resampled_rows(z.rows(), b, seed);
        const ShapleyEffects one = of_emulator(z(rows, Eigen::all), correlation, y(rows), same,
                                               {400, seed + 1 + static_cast<std::uint32_t>(b)});
        if (one.effects.size() > 0) refits.row(b) = one.effects.transpose();
        progress.step();
      },
      interrupted);
  if (outcome.stopped) throw Interrupted{};
  if (!outcome.failures.empty()) throw std::runtime_error(outcome.failures.front().message);
  const std::vector<Interval95> intervals = intervals_of(refits);
  for (std::size_t i = 0; i < intervals.size(); ++i)
    out.inputs.push_back({i, {{found.effects(static_cast<Eigen::Index>(i)), intervals[i]}}});
}

void by_budget(const SensitivityDesign& design, const Eigen::VectorXd& y, OutputSensitivity& out) {
  const Eigen::Index steps = design.walks.n_sources + 1;
  const VarianceBudget budget = variance_budget(
      design.walks, y.reshaped<Eigen::RowMajor>(y.size() / steps, steps), bootstrap_of(design));
  out.mean = budget.mean;
  out.sd = std::sqrt(budget.variance);
  out.sd_interval = budget.sd_interval;
  if (budget.sources.empty()) out.why = Why::constant;
  for (std::size_t s = 0; s < budget.sources.size(); ++s) {
    const SourceOfVariance& source = budget.sources[s];
    out.inputs.push_back({s, {{source.share, source.share_interval}, {source.total, source.total_interval}}});
  }
}

}  // namespace

std::span<const StatisticInfo> statistics_of(SensitivityMethod method) {
  switch (method) {
    case SensitivityMethod::morris:
      return morris_statistics;
    case SensitivityMethod::sobol:
      return sobol_statistics;
    case SensitivityMethod::shapley:
      return shapley_statistics;
    case SensitivityMethod::budget:
      return budget_statistics;
  }
  return {};
}

std::vector<OutputSensitivity> estimate(const SensitivityDesign& design, const Eigen::MatrixXd& figures,
                                        Progress::Show show) {
  if (figures.rows() != static_cast<Eigen::Index>(design.points.size()) ||
      figures.cols() != static_cast<Eigen::Index>(design.outputs.size()))
    throw std::invalid_argument("a figure for each point and output is expected");
  std::vector<OutputSensitivity> all;
  for (Eigen::Index o = 0; o < figures.cols(); ++o) {
    const Eigen::VectorXd y = figures.col(o);
    OutputSensitivity out;
    out.output = static_cast<std::size_t>(o);
    out.n_undefined = static_cast<std::size_t>(
        std::ranges::count_if(y, [](double value) { return !std::isfinite(value); }));
    if (out.n_undefined > 0) {
      out.why = Why::not_defined;
    } else if (y.maxCoeff() == y.minCoeff()) {
      out.mean = y(0);
      out.why = Why::constant;
    } else {
      out.mean = y.mean();
      out.sd = sd_of(y);
      switch (design.settings.method) {
        case SensitivityMethod::morris:
          by_morris(design, y, out);
          break;
        case SensitivityMethod::sobol:
          by_sobol(design, y, out);
          break;
        case SensitivityMethod::shapley:
          by_shapley(design, y, show, out);
          break;
        case SensitivityMethod::budget:
          by_budget(design, y, out);
          break;
      }
    }
    std::ranges::stable_sort(out.inputs, std::greater{},
                             [](const InputSensitivity& i) { return i.statistics.front().value; });
    all.push_back(std::move(out));
  }
  return all;
}

}  // namespace uptake
