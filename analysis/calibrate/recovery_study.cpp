// SPDX-License-Identifier: Apache-2.0
#include "analysis/calibrate/recovery_study.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>

#include "analysis/calibrate/gaussian.hpp"
#include "analysis/calibrate/saved_cases.hpp"
#include "analysis/calibrate/sobol.hpp"
#include "analysis/compare/cells.hpp"
#include "sim/base/errors.hpp"
#include "sim/base/hash.hpp"
#include "sim/base/interrupt.hpp"
#include "sim/store/crate.hpp"
#include "sim/world/ensemble.hpp"

namespace uptake {
namespace {

using Eigen::Index;
using Eigen::MatrixXd;
using Eigen::VectorXd;

/// What all the data sets share.
struct MadeUp {
  MatrixXd truths;       ///< cases x d
  MatrixXd data;         ///< cases x q: a run at the truth, with a survey's error in the fitted columns
  DesignFigures others;  ///< the runs that are left to learn from; those of the first design first
  Index n_first = 0;     ///< of them
  FittedData fitted;     ///< `z` to be set for each
};

MadeUp make_up(const Calibration& c, const AllRuns& all, const MatrixXd& survey, int cases,
               std::uint32_t seed) {
  MadeUp m;
  m.fitted = fitted_data(c, all.good, survey);
  const MatrixXd& u = all.runs.u;
  const MatrixXd& y = all.runs.y;
  const std::vector<Index> truths = rows_by_chance(all.n_first, cases, seed);
  std::vector<Index> others;
  for (Index i = 0; i < u.rows(); ++i)
    if (!std::ranges::binary_search(truths, i)) others.push_back(i);
  m.truths = u(truths, Eigen::all);
  m.data = y(truths, Eigen::all);
  m.others = {u(others, Eigen::all), y(others, Eigen::all)};
  m.n_first = all.n_first - cases;
  const MatrixXd seen = with_observation_noise(MatrixXd(m.data(Eigen::all, m.fitted.used)),
                                               part(survey, m.fitted.used), {hash_id(seed, 0x7265636f), 0});
  for (std::size_t k = 0; k < m.fitted.used.size(); ++k)
    m.data.col(m.fitted.used[k]) = seen.col(static_cast<Index>(k));
  return m;
}

/// Fewer steps than a calibration's: each data set needs some 64 draws.
SamplingEffort brief_sampling(double widen) {
  return {.rough = {.chains = 2, .warm_up = 300, .iterations = 600, .thin = 4},
          .last = {.chains = 2, .warm_up = 200, .iterations = 1280, .thin = 20},
          .widen = widen};
}

MatrixXd with_column(const MatrixXd& draws, const VectorXd& last) {
  MatrixXd all(draws.rows(), draws.cols() + 1);
  all << draws, last;
  return all;
}

/// The truth and the draws, each with the log-likelihood as a last column.
RecoveryCase as_case(const VectorXd& truth, const MatrixXd& draws, const Likelihood& likelihood) {
  VectorXd of_draws(draws.rows());
  for (Index i = 0; i < draws.rows(); ++i) of_draws[i] = likelihood(draws.row(i).transpose());
  VectorXd all(truth.size() + 1);
  all << truth, likelihood(truth);
  return {all, with_column(draws, of_draws)};
}

/// Of all that the data sets of one way come from.
std::string key_of(const Calibration& c, const MadeUp& m, const char* way) {
  std::string bytes = fmt::format("{} {} {} {} {:a}", way, c.study.key.model, c.study.data, c.settings.seed,
                                  c.settings.widen);
  for (const MatrixXd* part : {&m.truths, &m.data, &m.others.u, &m.others.y, &m.fitted.covariance})
    bytes.append(reinterpret_cast<const char*>(part->data()),
                 static_cast<std::size_t>(part->size()) * sizeof(double));
  return sha256(bytes);
}

/// How a control is wrong.
struct Mistake {
  const char* code;
  double covariance = 1;  ///< factor
  double shift = 0;       ///< of the data, in sd
  bool blind = false;     ///< the prior instead of a posterior
};
constexpr std::array mistakes{Mistake{"sound"}, Mistake{"narrow", 0.25}, Mistake{"shifted", 1, 1},
                              Mistake{"blind", 1, 0, true}};

std::vector<RecoveryCase> recover_all(const Calibration& c, const MadeUp& m, const Emulators& emulators,
                                      const Mistake& mistake, const std::filesystem::path& folder,
                                      Progress::Show show) {
  const SavedCases saved(folder / mistake.code, key_of(c, m, mistake.code));
  Progress progress(fmt::format("data sets, {}", mistake.code), static_cast<std::size_t>(m.truths.rows()),
                    show);
  const MatrixXd around = m.others.u.topRows(m.n_first);
  std::vector<RecoveryCase> cases(static_cast<std::size_t>(m.truths.rows()));
  const EnsembleOutcome outcome = run_ensemble(
      cases.size(), c.study.plan.threads,
      [&](std::size_t i) {
        if (auto known = saved.find(i, m.truths.cols() + 1)) {
          cases[i] = std::move(*known);
          return progress.step();
        }
        const auto row = static_cast<Index>(i);
        FittedData data = m.fitted;
        data.z = m.data.row(row).transpose() + mistake.shift * data.covariance.diagonal().cwiseSqrt();
        data.covariance *= mistake.covariance;
        const std::uint32_t seed = hash_id(c.settings.seed, 0x63617365, static_cast<std::uint32_t>(i));
        const VectorXd truth = m.truths.row(row).transpose();
        if (mistake.blind) {
          const MatrixXd prior =
              standard_normals(128, static_cast<int>(truth.size()), {seed, 0}, Purpose::smoother_prior);
          cases[i] =
              as_case(truth, prior,
                      likelihood_of(data, emulators, emulator_variance(emulators, around, Seen::one_run)));
        } else {
          const PosteriorSample posterior = sample_posterior(
              data, emulators, around, brief_sampling(c.settings.widen), seed, 1, Seen::one_run);
          cases[i] = as_case(truth, posterior.slices.draws, posterior.likelihood);
        }
        saved.keep(i, cases[i]);
        progress.step();
      },
      interrupted);
  if (outcome.stopped) throw Interrupted{};
  if (!outcome.failures.empty()) throw std::runtime_error(outcome.failures.front().message);
  return cases;
}

/// A data set with a second design of its own: runs where the first emulators cannot rule its data out.
FullCase recover_fully(const Calibration& c, const MadeUp& m, const Emulators& first, Index i,
                       const RecoveryPlan& plan, const std::filesystem::path& folder, Progress::Show show) {
  FittedData data = m.fitted;
  data.z = m.data.row(i).transpose();
  const auto number = static_cast<std::uint32_t>(i);
  const std::uint32_t seed = hash_id(c.settings.seed, 0x66756c6c, number);
  const auto d = static_cast<int>(m.truths.cols());
  DesignFigures runs{m.others.u.topRows(m.n_first), m.others.y.topRows(m.n_first)};
  SliceSettings chains = careful_sampling(c.settings.budget.steps).rough;
  chains.seed = hash_id(seed, 1);
  const MatrixXd likely =
      rough_draws(likelihood_of(data, first, emulator_variance(first, runs.u, Seen::one_run), 0.3), chains,
                  c.study.plan.threads);
  const MatrixXd u = every(likely, plan.new_runs) +
                     0.3 * standard_normals(plan.new_runs, d, {seed, 2}, Purpose::observation_noise);
  std::string failures;
  const Ended ended = run_design(c, u, folder, show, runs, failures);
  if (ended == Ended::interrupted) throw Interrupted{};
  if (ended == Ended::failed) throw std::runtime_error(failures);
  fill_gaps(runs.y);
  const Emulators emulators = Emulators::fit(runs.u, runs.y);
  SamplingEffort effort = careful_sampling(c.settings.budget.steps);
  effort.last = effort.rough;
  effort.widen = c.settings.widen;
  const PosteriorSample posterior =
      sample_posterior(data, emulators, u, effort, seed, c.study.plan.threads, Seen::one_run);
  constexpr int n_kept = 63;
  const Eigen::VectorXi ranks = ranks_of(m.truths.row(i).transpose(), thin(posterior.slices.draws, n_kept));
  FullCase result;
  result.parameters = d;
  result.worst_r_hat = posterior.slices.diagnostics.r_hat.maxCoeff();
  for (const int rank : ranks) {  // of 64 places the middle 32 and the middle 58
    result.in_50 += rank >= 16 && rank < 48 ? 1 : 0;
    result.in_90 += rank >= 3 && rank < 61 ? 1 : 0;
  }
  return result;
}

}  // namespace

RecoveryStudy study_recovery(const Calibration& c, const DesignFolder& designs, const RecoveryPlan& plan,
                             const std::filesystem::path& folder, Progress::Show show,
                             const std::function<void(const std::string&)>& say) {
  if (const int most = c.settings.budget.points.front() / 2; plan.cases < 20 || plan.cases > most)
    refuse(fmt::format("{} cases, expected 20 to {}, half the runs of the first design", plan.cases, most));
  fix_product_order();
  say("the correlation of the rows, from synthetic surveys");
  const MatrixXd survey = survey_covariance(c, show);
  const AllRuns all = all_runs(c, designs, show);
  const std::uint32_t seed = plan.seed != 0 ? plan.seed : c.settings.seed;
  const std::string of_seed = seed == c.settings.seed ? "" : fmt::format("-seed-{}", seed);
  const MadeUp made_up = make_up(c, all, survey, plan.cases, seed);
  const auto d = static_cast<Index>(c.settings.parameters.size());

  RecoveryStudy study;
  {
    say(fmt::format("emulators of {} runs, without the {} truths", made_up.others.u.rows(), plan.cases));
    const Emulators emulators = Emulators::fit(made_up.others.u, made_up.others.y);
    const VectorXd prior = VectorXd::Ones(d + 1);
    for (const Mistake& mistake : mistakes) {
      const bool wrong = std::string_view(mistake.code) != "sound";
      if (wrong && !plan.controls) continue;
      const std::vector<RecoveryCase> cases =
          recover_all(c, made_up, emulators, mistake, folder / ("cases" + of_seed), show);
      Recovery recovery = self_recovery(cases, prior);
      const JointCoverage all_50 = joint_coverage(cases, d, 0.5);
      const JointCoverage all_90 = joint_coverage(cases, d, 0.9);
      const bool passed = recovery.passed && all_50.right && all_90.right;
      study.verdicts.push_back({mistake.code, passed != wrong, wrong, std::move(recovery), all_50, all_90});
      if (!wrong) study.best_widening = best_widening(cases, d);
    }
  }
  if (plan.full > 0) {
    const Emulators first =
        Emulators::fit(made_up.others.u.topRows(made_up.n_first), made_up.others.y.topRows(made_up.n_first));
    for (int i = 0; i < plan.full; ++i) {
      say(fmt::format("data set {} of {} with {} runs of its own", i + 1, plan.full, plan.new_runs));
      study.full.push_back(recover_fully(c, made_up, first, i * plan.cases / plan.full, plan,
                                         folder / fmt::format("case{}-{}", of_seed, i + 1), show));
    }
  }
  return study;
}

bool passes(const ParameterRecovery& p) { return p.uniform && p.covered_50 && p.covered_90; }

std::string quantity_name(const Calibration& c, std::size_t column) {
  return column == c.settings.parameters.size() ? "log-likelihood"
                                                : parameter_of(c, static_cast<Index>(column)).key;
}

void write_recovery(const Calibration& c, const RecoveryStudy& study, const Provenance& from,
                    const std::filesystem::path& folder) {
  struct Tested {
    std::string way, parameter;
    ParameterRecovery is;
    bool passed = false;
  };
  std::vector<Tested> all;
  for (const RecoveryVerdict& v : study.verdicts) {
    for (std::size_t j = 0; j < v.recovery.parameters.size(); ++j)
      all.push_back(
          {v.code, quantity_name(c, j), v.recovery.parameters[j], passes(v.recovery.parameters[j])});
    constexpr double none = std::numeric_limits<double>::quiet_NaN();
    ParameterRecovery together;
    together.chi_square = together.p_value = together.mean_z = together.contraction = none;
    together.coverage_50 = v.all_50.share;
    together.coverage_90 = v.all_90.share;
    all.push_back({v.code, "all parameters", together, v.all_50.right && v.all_90.right});
  }
  const auto number = [](Column column, double ParameterRecovery::* member) {
    return Cell<Tested>{column, [member](const Tested& t) { return number_text(t.is.*member); }};
  };
  CsvExport rows = table_of<Tested>(
      "recovery.csv", all,
      {{{"way", "text", "", "sound, or a control that must fail: narrow, shifted, blind"},
        [](const Tested& t) { return t.way; }},
       {{"parameter", "text", "", "its key, log-likelihood, or all parameters: counted together"},
        [](const Tested& t) { return t.parameter; }},
       number({"chi_square", "number", "", "of the ranks against a uniform one"},
              &ParameterRecovery::chi_square),
       number({"p_value", "number", "", "of that"}, &ParameterRecovery::p_value),
       number({"coverage_50", "number", "", "share of truths in the central 50 % interval"},
              &ParameterRecovery::coverage_50),
       number({"coverage_90", "number", "", "in the central 90 % interval"}, &ParameterRecovery::coverage_90),
       number({"mean_z", "number", "", "mean of (posterior mean - truth) / posterior sd"},
              &ParameterRecovery::mean_z),
       number({"contraction", "number", "", "1 - posterior / prior variance"},
              &ParameterRecovery::contraction),
       {{"passed", "integer", "", "1: uniform, and both coverages as chance would have them"},
        [](const Tested& t) { return std::string(t.passed ? "1" : "0"); }}});
  std::filesystem::create_directories(folder);
  rows.describe({"Whether parameters that are known are found.", {"way", "parameter"}, {}});
  rows.write(folder);
  write_package(folder, from, {&rows});
  write_crate(folder, from, files_within(folder));  // finished data sets and new runs included
}

}  // namespace uptake
