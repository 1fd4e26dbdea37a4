// SPDX-License-Identifier: Apache-2.0
#include "analysis/calibrate/calibrate.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <numeric>

#include "analysis/calibrate/ensemble_smoother.hpp"
#include "analysis/calibrate/gaussian.hpp"
#include "analysis/calibrate/implausibility.hpp"
#include "analysis/calibrate/regression_abc.hpp"
#include "analysis/calibrate/self_recovery.hpp"
#include "analysis/calibrate/sobol.hpp"
#include "analysis/compare/interval.hpp"

namespace uptake {
namespace {

using Eigen::Index;
using Eigen::MatrixXd;
using Eigen::VectorXd;
using Say = std::function<void(const std::string&)>;

/// What the designs so far have taught.
struct Learnt {
  DesignFigures runs;
  std::vector<std::uint8_t> good;  ///< rows whose emulator holds
  Emulators emulators;
  MatrixXd around;  ///< the newest runs: where their variance is looked at
  Index n_first = 0;
};

/// The points of a design: the first over the prior; later ones where the emulators of all runs so far cannot
/// rule the target out: a flattened posterior, jittered.
MatrixXd points_of(const Calibration& c, const Learnt& so_far, const MatrixXd& covariance, std::size_t wave) {
  const int n = c.settings.budget.points[wave];
  const std::uint32_t seed = c.settings.seed;
  const auto d = static_cast<int>(c.settings.parameters.size());
  if (wave == 0) return normal_design(n, d, seed);
  const double tempered = wave == 1 ? 0.1 : wave == 2 ? 0.3 : 1.0;
  SliceSettings chains = careful_sampling(c.settings.budget.steps).rough;
  chains.seed = hash_id(seed, 0x776176, static_cast<std::uint32_t>(wave));
  const MatrixXd draws =
      rough_draws(likelihood_of(fitted_data(c, so_far.good, covariance), so_far.emulators,
                                emulator_variance(so_far.emulators, so_far.around), tempered),
                  chains, c.study.plan.threads);
  return every(draws, n) + 0.3 * standard_normals(n, d, {seed, 1000 + static_cast<std::uint32_t>(wave)},
                                                  Purpose::observation_noise);
}

/// Emulators of all runs. A fifth of the newest ones is first kept apart: an output that they refute is
/// dropped for this wave.
void learn(const Calibration& c, Learnt& so_far, Index n_new, const Say& say) {
  so_far.good = fill_gaps(so_far.runs.y);
  const MatrixXd& u = so_far.runs.u;
  const MatrixXd& y = so_far.runs.y;
  const Index n_test = n_new / 5;
  const Index n_train = u.rows() - n_test;
  const Validation validation = validate(Emulators::fit(u.topRows(n_train), y.topRows(n_train)),
                                         u.bottomRows(n_test), y.bottomRows(n_test));
  std::string dropped;
  for (std::size_t k = 0; k < so_far.good.size(); ++k) {
    if (so_far.good[k] && validation.outputs[k].valid) continue;
    so_far.good[k] = 0;
    dropped += fmt::format("{}{}", dropped.empty() ? "" : ", ", name_of(c.study.targets[c.rows[k].target]));
  }
  say(fmt::format("emulators: {} of {} outputs hold on {} runs that they did not see{}",
                  std::count(so_far.good.begin(), so_far.good.end(), 1), so_far.good.size(), n_test,
                  dropped.empty() ? std::string() : "; dropped: " + dropped));
  so_far.emulators = Emulators::fit(u, y);
  so_far.around = u.bottomRows(n_new);
}

/// `n` draws in an order in which the first few already spread over all chains.
MatrixXd spread_draws(const MatrixXd& draws, Index n) {
  const MatrixXd kept = every(draws, n);
  auto stride = static_cast<Index>(0.618 * static_cast<double>(kept.rows()));
  while (std::gcd(stride, kept.rows()) != 1) ++stride;
  MatrixXd spread(kept.rows(), kept.cols());
  for (Index i = 0; i < kept.rows(); ++i) spread.row(i) = kept.row(i * stride % kept.rows());
  return spread;
}

std::vector<double> sorted_column(const MatrixXd& m, Index j) {
  std::vector<double> values(m.col(j).begin(), m.col(j).end());
  std::sort(values.begin(), values.end());
  return values;
}

/// Two other methods on the same data, as means in prior sd.
struct SecondOpinions {
  VectorXd smoother, regression;
};
SecondOpinions second_opinions(const Calibration& c, const Learnt& learnt, const Likelihood& likelihood,
                               const MatrixXd& survey) {
  const std::uint32_t seed = c.settings.seed;
  const std::vector<Index>& used = likelihood.used;
  const Index d = learnt.runs.u.cols();
  const MatrixXd covariance = likelihood.lower * likelihood.lower.transpose();
  const auto emulate = [&](const MatrixXd& u, int) {
    MatrixXd y(u.rows(), static_cast<Index>(used.size()));
    for (Index i = 0; i < u.rows(); ++i)
      y.row(i) = part(learnt.emulators.mean(u.row(i).transpose()), used).transpose();
    return y;
  };
  SecondOpinions said;
  said.smoother = ensemble_smoother(likelihood.z, covariance, static_cast<int>(d), emulate, {.seed = seed})
                      .u.colwise()
                      .mean()
                      .transpose();
  MatrixXd first_y(learnt.n_first, static_cast<Index>(used.size()));
  for (std::size_t k = 0; k < used.size(); ++k)
    first_y.col(static_cast<Index>(k)) = learnt.runs.y.col(used[k]).topRows(learnt.n_first);
  const MatrixXd noisy = with_observation_noise(first_y, part(survey, used), {seed, 77});
  const bool enough = learnt.n_first >= 2 * (1 + static_cast<Index>(used.size()));
  said.regression =
      enough ? RegressionAbc::fit(learnt.runs.u.topRows(learnt.n_first), noisy, {.quadratic = false})
                   .mean(likelihood.z)
             : VectorXd::Constant(d, std::nan(""));
  return said;
}

/// The share of the first design's points that the emulators cannot rule out.
double plausible_share(const Learnt& learnt, const Likelihood& likelihood) {
  const PlausibilityRule rule;
  Index n_plausible = 0;
  for (Index i = 0; i < learnt.n_first; ++i) {
    const VectorXd at = part(learnt.emulators.mean(learnt.runs.u.row(i).transpose()), likelihood.used);
    n_plausible += judge(at, likelihood.z, likelihood.lower, rule).plausible ? 1 : 0;
  }
  return static_cast<double>(n_plausible) / static_cast<double>(learnt.n_first);
}

void tell_parameters(const Calibration& c, const MatrixXd& draws, const SecondOpinions& said,
                     CalibrationResult& result) {
  const VectorXd contracted = contraction(draws);
  const Index d = draws.cols();
  for (Index j = 0; j < d; ++j) {
    const ParameterInfo& info = parameter_of(c, j);
    const VectorXd col = draws.col(j);
    const std::vector<double> values = sorted_column(draws, j);
    ParameterOutcome p;
    p.key = info.key;
    p.mean_u = col.mean();
    p.sd_u = std::sqrt((col.array() - p.mean_u).square().sum() / static_cast<double>(col.size() - 1));
    p.contraction = contracted[j];
    p.smoother_mean_u = said.smoother[j];
    p.regression_mean_u = said.regression[j];
    p.low = info.at(quantile(values, 0.05));
    p.median = info.at(quantile(values, 0.5));
    p.high = info.at(quantile(values, 0.95));
    result.parameters.push_back(p);
  }
  const MatrixXd covariances = covariance_of(draws);
  for (Index a = 0; a < d; ++a) {
    for (Index b = a + 1; b < d; ++b) {
      const double r = covariances(a, b) / std::sqrt(covariances(a, a) * covariances(b, b));
      if (std::abs(r) > 0.6)
        result.trade_offs.push_back({static_cast<std::size_t>(a), static_cast<std::size_t>(b)});
    }
  }
}

void tell_targets(const Calibration& c, const Learnt& learnt, const std::vector<Index>& used,
                  const MatrixXd& survey, CalibrationResult& result) {
  MatrixXd predicted(result.draws_u.rows(), learnt.emulators.outputs());
  for (Index i = 0; i < predicted.rows(); ++i)
    predicted.row(i) = learnt.emulators.mean(result.draws_u.row(i).transpose()).transpose();
  const VectorXd em = emulator_variance(learnt.emulators, result.draws_u);
  for (std::size_t k = 0; k < c.rows.size(); ++k) {
    const auto col = static_cast<Index>(k);
    const Observed& row = c.rows[k];
    const std::vector<double> values = sorted_column(predicted, col);
    const double mean = predicted.col(col).mean();
    const double spread = (predicted.col(col).array() - mean).square().mean();
    TargetOutcome t;
    t.target = row.target;
    t.emulated = learnt.good[k] != 0;
    t.used = std::find(used.begin(), used.end(), col) != used.end();
    t.published = c.study.targets[row.target].value;
    t.low = printed_scale(row, quantile(values, 0.05));
    t.median = printed_scale(row, quantile(values, 0.5));
    t.high = printed_scale(row, quantile(values, 0.95));
    t.z = (row.z - mean) / std::sqrt(survey(col, col) + em[col] + spread);
    result.targets.push_back(t);
  }
}

}  // namespace

FittedData fitted_data(const Calibration& c, const std::vector<std::uint8_t>& good,
                       const MatrixXd& covariance) {
  FittedData data;
  data.covariance = covariance;
  data.z.resize(static_cast<Index>(c.rows.size()));
  for (std::size_t k = 0; k < c.rows.size(); ++k) {
    data.z[static_cast<Index>(k)] = c.rows[k].z;
    if (good[k] && c.settings.uses(c.study.targets[c.rows[k].target]))
      data.used.push_back(static_cast<Index>(k));
  }
  return data;
}

CalibrationResult calibrate(const Calibration& c, const DesignFolder& designs, Progress::Show show,
                            const std::function<void(const std::string&)>& say) {
  fix_product_order();
  CalibrationResult result;
  const auto& sizes = c.settings.budget.points;
  if (designs.of_another) {  // what cannot be read is told before anything is computed
    for (std::size_t w = 0; w < sizes.size(); ++w) read_design(c, designs.design(w + 1), sizes[w]);
  }
  say("the correlation of the rows, from synthetic surveys");
  const MatrixXd survey = survey_covariance(c, show);

  Learnt learnt;
  for (std::size_t w = 0; w < sizes.size(); ++w) {
    const std::filesystem::path folder = designs.design(w + 1);
    const MatrixXd u =
        designs.of_another ? read_design(c, folder, sizes[w]) : points_of(c, learnt, survey, w);
    say(fmt::format("design {}: {} runs of {:g} families", w + 1, sizes[w], c.settings.budget.families));
    result.ended = run_design(c, u, folder, show, learnt.runs, result.failures, designs.bring);
    if (result.ended != Ended::all_done) return result;
    result.n_runs += static_cast<std::size_t>(sizes[w]);
    if (w == 0) learnt.n_first = learnt.runs.u.rows();
    learn(c, learnt, sizes[w], say);
  }

  say("the posterior, by elliptical slice sampling");
  SamplingEffort effort = careful_sampling(c.settings.budget.steps);
  effort.widen = c.settings.widen;
  const PosteriorSample posterior =
      sample_posterior(fitted_data(c, learnt.good, survey), learnt.emulators, learnt.around, effort,
                       c.settings.seed, c.study.plan.threads);
  const Diagnostics& chains = posterior.slices.diagnostics;
  result.mixed = chains.mixed;
  result.worst_r_hat = chains.r_hat.maxCoeff();
  result.least_effective = chains.effective.minCoeff();
  result.draws_u = spread_draws(posterior.slices.draws, c.settings.budget.draws);

  say("second opinions: ensemble smoother, regression");
  const SecondOpinions said = second_opinions(c, learnt, posterior.likelihood, survey);
  result.plausible_share = plausible_share(learnt, posterior.likelihood);
  tell_parameters(c, posterior.slices.draws, said, result);
  tell_targets(c, learnt, posterior.likelihood.used, survey, result);
  return result;
}

}  // namespace uptake
