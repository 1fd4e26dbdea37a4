// SPDX-License-Identifier: Apache-2.0
#include "analysis/calibrate/calibrate.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <nlohmann/json.hpp>
#include <numeric>

#include "analysis/calibrate/elliptical_slice.hpp"
#include "analysis/calibrate/emulator.hpp"
#include "analysis/calibrate/ensemble_smoother.hpp"
#include "analysis/calibrate/gaussian.hpp"
#include "analysis/calibrate/implausibility.hpp"
#include "analysis/calibrate/regression_abc.hpp"
#include "analysis/calibrate/self_recovery.hpp"
#include "analysis/calibrate/sobol.hpp"
#include "sim/base/csv.hpp"
#include "sim/base/hash.hpp"
#include "sim/base/interrupt.hpp"
#include "sim/base/text.hpp"
#include "sim/store/files.hpp"
#include "sim/world/ensemble.hpp"
#include "sim/world/run.hpp"

namespace uptake {
namespace {

using Eigen::Index;
using Eigen::MatrixXd;
using Eigen::VectorXd;

constexpr Month after_last_wave = static_cast<Month>(wave_2021 + 1);
constexpr double emulator_inflation = 1.2;  ///< emulator waves came out a little too narrow (science.md 2.3)

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
      const ParameterInfo& info =
          c.study.evidence.parameters.info[c.settings.parameters[static_cast<std::size_t>(j)]];
      draw.push_back(info.at(u(i, j)));
      text += fmt::format("{:a},", draw.back());
    }
    points.draws.push_back(std::move(draw));
  }
  points.hash = sha256(text);
  return points;
}

/// One run with the parameters as they stand, its two waves asked many times over.
MatrixXd survey_correlation(const Calibration& c, Progress::Show show) {
  Study study = c.study;
  study.plan.families = c.settings.budget.survey_families;
  constexpr int apart = 1'000'003;  // a population that no run of a design has
  const Families families = make_families(study, solve_weights(study.population), apart);
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
  return surveys.correlation();
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

/// Runs a design, or what is missing of it, and reads what it says.
Ended run_design(const Calibration& c, const MatrixXd& u, int number, const std::filesystem::path& folder,
                 Progress::Show show, DesignRuns& runs, std::string& failures) {
  Study study = c.study;
  study.plan.draws = static_cast<int>(u.rows());
  use_posterior(study, as_posterior(c, u, fmt::format("points-{}", number)));
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

/// A figure that a run could not give (nobody in the row) stands at the others' mean; a row that more than
/// one run in twenty lacks is not emulated.
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

/// What the posterior is sampled with.
struct Likelihood {
  const Emulators* emulators = nullptr;
  std::vector<Index> used;
  VectorXd z;      ///< of the used rows
  MatrixXd lower;  ///< Cholesky factor of their covariance
  double tempered = 1;

  double operator()(const VectorXd& u) const {
    const VectorXd all = emulators->mean(u);
    VectorXd error(static_cast<Index>(used.size()));
    for (std::size_t k = 0; k < used.size(); ++k)
      error[static_cast<Index>(k)] = z[static_cast<Index>(k)] - all[used[k]];
    lower.triangularView<Eigen::Lower>().solveInPlace(error);
    return -0.5 * tempered * error.squaredNorm();
  }
};

MatrixXd part(const MatrixXd& full, const std::vector<Index>& rows) {
  MatrixXd s(static_cast<Index>(rows.size()), static_cast<Index>(rows.size()));
  for (std::size_t a = 0; a < rows.size(); ++a) {
    for (std::size_t b = 0; b < rows.size(); ++b)
      s(static_cast<Index>(a), static_cast<Index>(b)) = full(rows[a], rows[b]);
  }
  return s;
}

VectorXd part(const VectorXd& full, const std::vector<Index>& rows) {
  VectorXd s(static_cast<Index>(rows.size()));
  for (std::size_t a = 0; a < rows.size(); ++a) s[static_cast<Index>(a)] = full[rows[a]];
  return s;
}

/// Chains side by side: each depends on its number alone.
template <class LogLikelihood>
std::vector<SliceChain> chains_of(const LogLikelihood& likelihood, int dims, const SliceSettings& settings,
                                  int threads) {
  std::vector<SliceChain> chains(static_cast<std::size_t>(settings.chains));
  const EnsembleOutcome outcome = run_ensemble(
      chains.size(), threads,
      [&](std::size_t i) { chains[i] = run_chain(likelihood, dims, static_cast<int>(i), settings); },
      interrupted);
  if (!outcome.failures.empty()) throw std::runtime_error(outcome.failures.front().message);
  if (outcome.stopped) throw Interrupted{};
  return chains;
}

SliceResult sample(const Likelihood& likelihood, int dims, const SliceSettings& settings, int threads) {
  return combine(chains_of(likelihood, dims, settings, threads));
}

/// The same posterior, sampled around a normal approximation of it instead of around the prior: where the
/// data say much, plain chains move too slowly. u = mean + L v with v ~ N(0, I), and the likelihood of v
/// makes up for it (Nishihara, Murray & Adams 2014, JMLR 15:2087): exact for any mean and L, quick for good
/// ones.
SliceResult sample_near(const Likelihood& likelihood, const MatrixXd& rough_draws,
                        const SliceSettings& settings, int threads) {
  constexpr double wider = 1.3;  // tails of the approximation must not be thinner than those of the posterior
  const VectorXd mean = rough_draws.colwise().mean().transpose();
  const MatrixXd lower =
      cholesky(wider * shrink_to_diagonal(covariance_of(rough_draws), 0.1), "the spread of the rough draws");
  const auto in_v = [&](const VectorXd& v) {
    const VectorXd u = mean + lower * v;
    return likelihood(u) - 0.5 * u.squaredNorm() + 0.5 * v.squaredNorm();
  };
  std::vector<SliceChain> chains = chains_of(in_v, static_cast<int>(mean.size()), settings, threads);
  for (SliceChain& chain : chains) {
    chain.draws = ((lower * chain.draws.transpose()).colwise() + mean).transpose().eval();
  }
  return combine(chains);
}

/// The variance that the emulator adds, at a few draws.
VectorXd emulator_variance(const Emulators& emulators, const MatrixXd& draws) {
  VectorXd sum = VectorXd::Zero(emulators.outputs());
  constexpr Index most = 40;
  const Index n = std::min<Index>(most, draws.rows());
  for (Index i = 0; i < n; ++i) {
    sum += emulators.predict(draws.row(i * draws.rows() / n).transpose()).sd.array().square().matrix();
  }
  return emulator_inflation / static_cast<double>(n) * sum;
}

/// What is fitted, and with which doubt.
Likelihood likelihood_of(const Calibration& c, const Emulators& emulators,
                         const std::vector<std::uint8_t>& good, const MatrixXd& survey, const VectorXd& doubt,
                         double tempered) {
  Likelihood likelihood;
  likelihood.emulators = &emulators;
  likelihood.tempered = tempered;
  VectorXd z(static_cast<Index>(c.rows.size()));
  for (std::size_t k = 0; k < c.rows.size(); ++k) {
    z[static_cast<Index>(k)] = c.rows[k].z;
    if (good[k] && c.settings.uses(c.study.targets[c.rows[k].target]))
      likelihood.used.push_back(static_cast<Index>(k));
  }
  likelihood.z = part(z, likelihood.used);
  MatrixXd covariance = survey;
  covariance.diagonal() += doubt;
  likelihood.lower = cholesky(part(covariance, likelihood.used), "the covariance of the targets");
  return likelihood;
}

SliceSettings short_chains(std::uint32_t seed) {
  return {.chains = 4, .warm_up = 400, .iterations = 1600, .thin = 4, .seed = seed};
}

MatrixXd every(const MatrixXd& rows, Index n) {
  MatrixXd kept(n, rows.cols());
  for (Index i = 0; i < n; ++i) kept.row(i) = rows.row(i * rows.rows() / n);
  return kept;
}

double quantile(std::vector<double> values, double p) {
  std::sort(values.begin(), values.end());
  const double at = p * static_cast<double>(values.size() - 1);
  const auto low = static_cast<std::size_t>(at);
  const std::size_t high = std::min(low + 1, values.size() - 1);
  return values[low] + (at - static_cast<double>(low)) * (values[high] - values[low]);
}

std::vector<double> column(const MatrixXd& m, Index j) {
  return {m.col(j).data(), m.col(j).data() + m.rows()};
}

}  // namespace

Calibration load_calibration_study(const std::filesystem::path& file,
                                   const std::filesystem::path& data_folder, int threads) {
  Calibration c;
  const Evidence evidence = load_evidence(data_folder);
  c.settings =
      load_calibration(file, load_targets(data_folder / "survey" / "targets.csv"), evidence.parameters);
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
  return c;
}

CalibrationResult calibrate(const Calibration& c, const DesignFolder& designs, Progress::Show show,
                            const std::function<void(const std::string&)>& say) {
  fix_product_order();
  CalibrationResult result;
  const auto d = static_cast<int>(c.settings.parameters.size());
  const std::uint32_t seed = c.settings.seed;

  say("the correlation of the rows, from synthetic surveys");
  const MatrixXd survey = target_covariance(c.rows, survey_correlation(c, show));

  DesignRuns runs;
  std::vector<std::uint8_t> good;
  Emulators emulators;
  VectorXd doubt;
  Index n_first = 0;
  const auto& sizes = c.settings.budget.points;
  for (std::size_t w = 0; w < sizes.size(); ++w) {
    MatrixXd u;
    const std::filesystem::path folder = designs.folder / fmt::format("points-{}", w + 1);
    if (designs.of_another) {
      u = read_design(c, folder, sizes[w]);
    } else if (w == 0) {
      u = normal_design(sizes[w], d, seed);
    } else {
      // where the emulator of all runs so far cannot rule the target out: a flattened posterior, jittered
      const double tempered = w == 1 ? 0.1 : w == 2 ? 0.3 : 1.0;
      const Likelihood likelihood = likelihood_of(c, emulators, good, survey, doubt, tempered);
      const SliceResult draws =
          sample(likelihood, d, short_chains(hash_id(seed, 0x776176, static_cast<std::uint32_t>(w))),
                 c.study.plan.threads);
      u = every(draws.draws, sizes[w]) + 0.3 * standard_normals(sizes[w], d,
                                                                {seed, 1000 + static_cast<std::uint32_t>(w)},
                                                                Purpose::observation_noise);
    }
    say(fmt::format("design {}: {} runs of {:g} families", w + 1, sizes[w], c.settings.budget.families));
    result.ended = run_design(c, u, static_cast<int>(w) + 1, folder, show, runs, result.failures);
    if (result.ended != Ended::all_done) return result;
    result.n_runs += static_cast<std::size_t>(sizes[w]);
    if (w == 0) n_first = runs.u.rows();
    MatrixXd y = runs.y;
    good = fill_gaps(y);
    // a fifth of the newest runs is kept apart: an output that they refute is dropped for this wave
    const Index n_test = sizes[w] / 5;
    const Index n_train = runs.u.rows() - n_test;
    const Emulators tried = Emulators::fit(runs.u.topRows(n_train), y.topRows(n_train));
    const Validation validation = validate(tried, runs.u.bottomRows(n_test), y.bottomRows(n_test));
    std::string dropped;
    for (std::size_t k = 0; k < good.size(); ++k) {
      if (good[k] && validation.outputs[k].valid) continue;
      good[k] = 0;
      dropped += fmt::format("{}{}", dropped.empty() ? "" : ", ", name_of(c.study.targets[c.rows[k].target]));
    }
    say(fmt::format("emulators: {} of {} outputs hold on {} runs that they did not see{}",
                    std::count(good.begin(), good.end(), 1), good.size(), n_test,
                    dropped.empty() ? std::string() : "; dropped: " + dropped));
    emulators = Emulators::fit(runs.u, y);
    doubt = emulator_variance(emulators, w == 0 ? runs.u : MatrixXd(runs.u.bottomRows(sizes[w])));
    runs.y = y;
  }

  say("the posterior, by elliptical slice sampling");
  Likelihood likelihood = likelihood_of(c, emulators, good, survey, doubt, 1);
  MatrixXd rough =
      sample(likelihood, d, short_chains(hash_id(seed, 0x706f7374, 1)), c.study.plan.threads).draws;
  likelihood = likelihood_of(c, emulators, good, survey, emulator_variance(emulators, rough), 1);
  for (const std::uint32_t round : {2U, 3U}) {
    rough =
        sample_near(likelihood, rough, short_chains(hash_id(seed, 0x706f7374, round)), c.study.plan.threads)
            .draws;
  }
  const SliceResult posterior = sample_near(
      likelihood, rough,
      {.chains = 4, .warm_up = 1000, .iterations = 8000, .thin = 4, .seed = hash_id(seed, 0x706f7374, 4)},
      c.study.plan.threads);
  result.mixed = posterior.diagnostics.mixed;
  result.worst_r_hat = posterior.diagnostics.r_hat.maxCoeff();
  result.least_effective = posterior.diagnostics.effective.minCoeff();
  // in an order in which the first few already spread over all chains
  const MatrixXd kept = every(posterior.draws, c.settings.budget.draws);
  Index stride = static_cast<Index>(0.618 * static_cast<double>(kept.rows()));
  while (std::gcd(stride, kept.rows()) != 1) ++stride;
  result.draws_u.resize(kept.rows(), kept.cols());
  for (Index i = 0; i < kept.rows(); ++i) result.draws_u.row(i) = kept.row(i * stride % kept.rows());

  say("second opinions: ensemble smoother, regression");
  const std::vector<Index>& used = likelihood.used;
  const MatrixXd covariance = likelihood.lower * likelihood.lower.transpose();
  const auto emulate = [&](const MatrixXd& u, int) {
    MatrixXd y(u.rows(), static_cast<Index>(used.size()));
    for (Index i = 0; i < u.rows(); ++i)
      y.row(i) = part(emulators.mean(u.row(i).transpose()), used).transpose();
    return y;
  };
  const SmootherResult smoother = ensemble_smoother(likelihood.z, covariance, d, emulate, {.seed = seed});
  MatrixXd first_y(n_first, static_cast<Index>(used.size()));
  for (std::size_t k = 0; k < used.size(); ++k)
    first_y.col(static_cast<Index>(k)) = runs.y.col(used[k]).topRows(n_first);
  const MatrixXd noisy = with_observation_noise(first_y, part(survey, used), {seed, 77});
  const bool enough = n_first >= 2 * (1 + static_cast<Index>(used.size()));
  const VectorXd regression =
      enough ? RegressionAbc::fit(runs.u.topRows(n_first), noisy, {.quadratic = false}).mean(likelihood.z)
             : VectorXd::Constant(d, std::nan(""));

  const PlausibilityRule rule;
  Index n_plausible = 0;
  for (Index i = 0; i < n_first; ++i) {
    const VectorXd at = part(emulators.mean(runs.u.row(i).transpose()), used);
    n_plausible += judge(at, likelihood.z, likelihood.lower, rule).plausible ? 1 : 0;
  }
  result.plausible_share = static_cast<double>(n_plausible) / static_cast<double>(n_first);

  const VectorXd contracted = contraction(posterior.draws);
  for (int j = 0; j < d; ++j) {
    const ParameterInfo& info =
        c.study.evidence.parameters.info[c.settings.parameters[static_cast<std::size_t>(j)]];
    const VectorXd col = posterior.draws.col(j);
    ParameterOutcome p;
    p.key = info.key;
    p.mean_u = col.mean();
    p.sd_u = std::sqrt((col.array() - p.mean_u).square().sum() / static_cast<double>(col.size() - 1));
    p.contraction = contracted[j];
    p.smoother_mean_u = smoother.u.col(j).mean();
    p.regression_mean_u = regression[j];
    const std::vector<double> values = column(posterior.draws, j);
    p.low = info.at(quantile(values, 0.05));
    p.median = info.at(quantile(values, 0.5));
    p.high = info.at(quantile(values, 0.95));
    result.parameters.push_back(p);
  }
  const MatrixXd covariances = covariance_of(posterior.draws);
  for (int a = 0; a < d; ++a) {
    for (int b = a + 1; b < d; ++b) {
      const double r = covariances(a, b) / std::sqrt(covariances(a, a) * covariances(b, b));
      if (std::abs(r) > 0.6)
        result.trade_offs.push_back({static_cast<std::size_t>(a), static_cast<std::size_t>(b)});
    }
  }

  MatrixXd predicted(result.draws_u.rows(), emulators.outputs());
  for (Index i = 0; i < predicted.rows(); ++i)
    predicted.row(i) = emulators.mean(result.draws_u.row(i).transpose()).transpose();
  const VectorXd em = emulator_variance(emulators, result.draws_u);
  for (std::size_t k = 0; k < c.rows.size(); ++k) {
    const auto col = static_cast<Index>(k);
    const Observed& row = c.rows[k];
    const std::vector<double> values = column(predicted, col);
    const double mean = predicted.col(col).mean();
    const double spread = (predicted.col(col).array() - mean).square().mean();
    TargetOutcome t;
    t.target = row.target;
    t.emulated = good[k] != 0;
    t.used = std::find(used.begin(), used.end(), col) != used.end();
    t.published = c.study.targets[row.target].value;
    t.low = printed_scale(row, quantile(values, 0.05));
    t.median = printed_scale(row, quantile(values, 0.5));
    t.high = printed_scale(row, quantile(values, 0.95));
    t.z = (row.z - mean) / std::sqrt(survey(col, col) + em[col] + spread);
    result.targets.push_back(t);
  }
  return result;
}

void write_calibration(const Calibration& c, const CalibrationResult& result,
                       const std::filesystem::path& folder) {
  std::string draws;
  for (const ParameterOutcome& p : result.parameters) draws += (draws.empty() ? "" : ",") + p.key;
  draws += "\n";
  for (Index i = 0; i < result.draws_u.rows(); ++i) {
    for (Index j = 0; j < result.draws_u.cols(); ++j) {
      const ParameterInfo& info =
          c.study.evidence.parameters.info[c.settings.parameters[static_cast<std::size_t>(j)]];
      draws += (j > 0 ? "," : "") + number_text(info.at(result.draws_u(i, j)));
    }
    draws += "\n";
  }
  std::filesystem::create_directories(folder);
  write_whole(folder / "posterior.csv", draws);
  nlohmann::ordered_json provenance{{"model", UPTAKE_VERSION},
                                    {"data", c.study.data},
                                    {"draws_sha256", sha256(draws)},
                                    {"calibration", c.settings.file.filename().string()},
                                    {"calibration_sha256", sha256(c.settings.text)},
                                    {"waves", c.settings.waves},
                                    {"targets", c.settings.tables},
                                    {"held_out", c.settings.held_out},
                                    {"seed", c.settings.seed},
                                    {"runs", result.n_runs},
                                    {"families_a_run", c.settings.budget.families},
                                    {"draws", result.draws_u.rows()},
                                    {"weights", "equal"},
                                    {"least_effective_sample_size", std::floor(result.least_effective)},
                                    {"worst_split_r_hat", std::round(result.worst_r_hat * 1e4) / 1e4}};
  write_whole(folder / "posterior.json", provenance.dump(1) + "\n");

  CsvExport parameters(
      "parameters.csv",
      {{"parameter", "text", "", "its key"},
       {"low", "number", "of the parameter", "5 % quantile of the posterior"},
       {"median", "number", "of the parameter", "its median"},
       {"high", "number", "of the parameter", "95 % quantile"},
       {"contraction", "number", "", "1 - posterior / prior variance; below .2 the data say little"},
       {"mean_u", "number", "prior sd", "posterior mean; the prior's is 0"},
       {"sd_u", "number", "prior sd", "posterior sd; the prior's is 1"},
       {"smoother_mean_u", "number", "prior sd", "second opinion: ensemble smoother"},
       {"regression_mean_u", "number", "prior sd", "second opinion: regression on the first design"}});
  for (const ParameterOutcome& p : result.parameters) {
    parameters.row({p.key, number_text(p.low), number_text(p.median), number_text(p.high),
                    number_text(p.contraction), number_text(p.mean_u), number_text(p.sd_u),
                    number_text(p.smoother_mean_u), number_text(p.regression_mean_u)});
  }
  CsvExport targets("targets.csv",
                    {{"table", "text", "", "of the survey report"},
                     {"domain", "text", "", "relationship or parenting"},
                     {"year", "integer", "", "2016 or 2021"},
                     {"sample", "text", "", "resident, all or partnered"},
                     {"measure", "text", "", "rate, share or odds_ratio"},
                     {"variable", "text", "", "code"},
                     {"category", "text", "", "code"},
                     {"role", "text", "",
                      "used (here or by the choice constants), held_out or dropped (its emulator failed)"},
                     {"published", "number", "percent or odds ratio", "as printed"},
                     {"low", "number", "percent or odds ratio", "5 % quantile, emulated"},
                     {"median", "number", "percent or odds ratio", "median, emulated"},
                     {"high", "number", "percent or odds ratio", "95 % quantile, emulated"},
                     {"z", "number", "", "published minus emulated, in sd of all that is unsure"}});
  for (const TargetOutcome& t : result.targets) {
    const Target& is = c.study.targets[t.target];
    targets.row({is.table, is.domain, std::to_string(is.year), is.sample, is.measure, is.variable,
                 is.category,
                 !t.emulated                           ? "dropped"
                 : t.used || fits_choice_constants(is) ? "used"
                                                       : "held_out",
                 number_text(t.published), number_text(t.low), number_text(t.median), number_text(t.high),
                 number_text(t.z)});
  }
  parameters.write(folder);
  targets.write(folder);
  write_dictionary(folder, {&parameters, &targets});
}

}  // namespace uptake
