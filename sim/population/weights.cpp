// SPDX-License-Identifier: Apache-2.0
#include "sim/population/weights.hpp"

#include <Eigen/Dense>
#include <cmath>

namespace uptake {
namespace {

/// The pool as sparse rows: the features of candidate i are [begin[i], begin[i+1]). Candidates never seen are
/// dropped.
struct Pool {
  std::vector<Feature> features;
  std::vector<std::size_t> begin{0};
  std::vector<std::int16_t> first_birth_year;
  std::vector<bool> seen_at_a_wave;
  std::size_t n_candidates = 0;
  [[nodiscard]] std::size_t size() const { return begin.size() - 1; }
};

Pool make_pool(const PopulationData& data, const RowBook& book) {
  Pool pool;
  const LineageMaker maker(data.hazards.values, data.margins.pool_seed);
  Lineage lineage;
  std::vector<Feature> features;
  pool.n_candidates = static_cast<std::size_t>(data.margins.pool);
  for (std::size_t i = 0; i < pool.n_candidates; ++i) {
    maker.make(static_cast<std::uint32_t>(i), lineage);
    book.features(lineage, data.hazards.values, features);
    if (features.empty()) continue;
    pool.features.insert(pool.features.end(), features.begin(), features.end());
    pool.begin.push_back(pool.features.size());
    pool.first_birth_year.push_back(static_cast<std::int16_t>(year_of(lineage.first_birth)));
    bool seen = false;
    for (const Feature& f : features) seen = seen || f.row == book.size_row(0) || f.row == book.size_row(1);
    pool.seen_at_a_wave.push_back(seen);
  }
  return pool;
}

/// The dual of the soft problem: potential, gradient and curvature at a lambda.
class Dual {
 public:
  Dual(const Pool& pool, const RowBook& book, const LogitWeight& distance, double kappa, double base)
      : pool_(pool), distance_(distance), base_(base) {
    for (std::size_t row = 0; row < book.rows().size(); ++row)
      if (book.rows()[row].softness > 0) active_.push_back(row);
    position_.assign(book.rows().size(), -1);
    const auto n = static_cast<Eigen::Index>(active_.size());
    target_.resize(n);
    ridge_.resize(n);
    for (std::size_t k = 0; k < active_.size(); ++k) {
      position_[active_[k]] = static_cast<int>(k);
      const Row& row = book.rows()[active_[k]];
      target_[static_cast<Eigen::Index>(k)] = row.target;
      ridge_[static_cast<Eigen::Index>(k)] = kappa * row.softness * row.softness;
    }
  }

  [[nodiscard]] Eigen::Index size() const { return target_.size(); }
  [[nodiscard]] const std::vector<std::size_t>& active() const { return active_; }

  [[nodiscard]] double score(std::size_t i, const Eigen::VectorXd& lambda) const {
    double u = 0;
    for (std::size_t k = pool_.begin[i]; k < pool_.begin[i + 1]; ++k) {
      const int p = position_[pool_.features[k].row];
      if (p >= 0) u += lambda[p] * static_cast<double>(pool_.features[k].value);
    }
    return u;
  }

  [[nodiscard]] double potential(const Eigen::VectorXd& lambda) const {
    double sum = 0;
    for (std::size_t i = 0; i < pool_.size(); ++i) sum += distance_.integral(score(i, lambda));
    return base_ * sum - target_.dot(lambda) + .5 * lambda.dot(ridge_.cwiseProduct(lambda));
  }

  void derivatives(const Eigen::VectorXd& lambda, Eigen::VectorXd& gradient,
                   Eigen::MatrixXd& curvature) const {
    gradient = -target_ + ridge_.cwiseProduct(lambda);
    curvature = ridge_.asDiagonal();
    std::vector<std::pair<int, double>> row;
    for (std::size_t i = 0; i < pool_.size(); ++i) {
      row.clear();
      for (std::size_t k = pool_.begin[i]; k < pool_.begin[i + 1]; ++k)
        if (const int p = position_[pool_.features[k].row]; p >= 0)
          row.emplace_back(p, static_cast<double>(pool_.features[k].value));
      const double weight = distance_.at(score(i, lambda));
      const double slope = base_ * distance_.slope(weight);
      for (std::size_t a = 0; a < row.size(); ++a) {
        gradient[row[a].first] += base_ * weight * row[a].second;
        const double factor = slope * row[a].second;
        double* column = curvature.data() + row[a].first * curvature.rows();
        for (std::size_t b = a; b < row.size(); ++b)
          column[row[b].first] += factor * row[b].second;  // lower part
      }
    }
  }

 private:
  const Pool& pool_;
  const LogitWeight& distance_;
  double base_;
  std::vector<std::size_t> active_;
  std::vector<int> position_;
  Eigen::VectorXd target_, ridge_;
};

void measure(const Pool& pool, const std::vector<double>& weights, WeightsSolution& solution) {
  double sum = 0, squares = 0, divergence = 0;
  std::vector<double> seen;
  constexpr int first = 1960, n_periods = 16;
  std::vector<double> by_period(n_periods, 0), count(n_periods, 0);
  for (std::size_t i = 0; i < pool.size(); ++i) {
    if (!pool.seen_at_a_wave[i]) continue;
    const double w = weights[i];
    seen.push_back(w);
    sum += w;
    squares += w * w;
    divergence += w * log_fixed(w) - w + 1;
    const auto period = static_cast<std::size_t>((pool.first_birth_year[i] - first) / 5);
    by_period[period] += w;
    count[period] += 1;
  }
  const auto n = static_cast<double>(seen.size());
  std::sort(seen.begin(), seen.end());
  solution.effective_share = sum * sum / (n * squares);
  solution.largest = seen.back() * n / sum;
  solution.percentile_99 = seen[static_cast<std::size_t>(.99 * n)] * n / sum;
  solution.divergence = divergence / n;
  for (std::size_t p = 0; p < n_periods; ++p)
    if (count[p] > 50) {
      solution.birth_period.push_back(first + 5 * static_cast<int>(p));
      solution.period_weight.push_back(by_period[p] / count[p] * n / sum);
    }
}

}  // namespace

double LogitWeight::at(double u) const {
  const double a = (high - low) / ((1 - low) * (high - 1));
  const double e = exp_fixed(std::clamp(a * u, -60.0, 60.0));
  return (low * (high - 1) + high * (1 - low) * e) / ((high - 1) + (1 - low) * e);
}

double LogitWeight::slope(double weight) const {
  return (weight - low) * (high - weight) / ((1 - low) * (high - 1));
}

double LogitWeight::integral(double u) const {
  const double a = (high - low) / ((1 - low) * (high - 1));
  const double clipped = std::clamp(a * u, -60.0, 60.0);
  const double inside = log_fixed(((high - 1) + (1 - low) * exp_fixed(clipped)) / (high - low));
  const double beyond = a * u - clipped;  // the weight is at a bound there
  return low * u + (high - low) / a * (inside + std::max(0.0, beyond));
}

double WeightsSolution::weight(const std::vector<Feature>& features) const {
  double u = 0;
  for (const Feature& f : features) u += lambda[f.row] * static_cast<double>(f.value);
  return distance.at(u);
}

WeightsSolution solve_weights(const PopulationData& data) {
  const RowBook book(data.margins);
  const Pool pool = make_pool(data, book);
  const std::size_t n_rows = book.rows().size();

  WeightsSolution solution;
  solution.pool = pool.n_candidates;
  solution.distance = {data.margins.weight_low, data.margins.weight_high};
  solution.unweighted.assign(n_rows, 0);
  solution.scale.assign(n_rows, 0);
  for (const Feature& f : pool.features) {
    solution.unweighted[f.row] += static_cast<double>(f.value);
    solution.scale[f.row] += static_cast<double>(f.value) * static_cast<double>(f.value);
  }
  const double base = 1 / solution.unweighted[book.size_row(0)];  // the pool's families of 2016 are 1
  for (double& x : solution.unweighted) x *= base;
  for (double& s : solution.scale) s = s > 0 ? std::sqrt(static_cast<double>(pool.n_candidates) / s) : 0;

  const Dual dual(pool, book, solution.distance, data.margins.kappa, base);
  Eigen::VectorXd lambda = Eigen::VectorXd::Zero(dual.size());
  Eigen::VectorXd gradient;
  Eigen::MatrixXd curvature;
  double potential = dual.potential(lambda);
  for (solution.iterations = 0; solution.iterations < 40; ++solution.iterations) {
    dual.derivatives(lambda, gradient, curvature);
    if (gradient.cwiseAbs().maxCoeff() < 1e-7) {
      solution.converged = true;
      break;
    }
    const Eigen::VectorXd step = curvature.selfadjointView<Eigen::Lower>().ldlt().solve(-gradient);
    const double promise = gradient.dot(step);
    double length = 1;
    double next = dual.potential(lambda + step);
    for (int half = 0; half < 12 && !(next <= potential + 1e-4 * length * promise); ++half) {
      length /= 2;
      next = dual.potential(lambda + length * step);
    }
    lambda += length * step;
    potential = next;
  }
  // Rounded, so that the last bits of the linear algebra, which may differ between builds, change nobody.
  for (double& x : lambda) x = std::round(x * 0x1p20) * 0x1p-20;
  solution.lambda.assign(n_rows, 0);
  for (std::size_t k = 0; k < dual.active().size(); ++k)
    solution.lambda[dual.active()[k]] = lambda[static_cast<Eigen::Index>(k)];

  solution.attained.assign(n_rows, 0);
  solution.take_rate = 1 / solution.distance.high;
  std::vector<double> weights(pool.size());
  for (std::size_t i = 0; i < pool.size(); ++i) {
    weights[i] = solution.distance.at(dual.score(i, lambda));
    for (std::size_t k = pool.begin[i]; k < pool.begin[i + 1]; ++k)
      solution.attained[pool.features[k].row] +=
          base * weights[i] * static_cast<double>(pool.features[k].value);
  }
  const double families = solution.attained[book.size_row(0)] / base;
  solution.families_per_candidate = solution.take_rate * families / static_cast<double>(pool.n_candidates);
  measure(pool, weights, solution);
  return solution;
}

WeightsSolution weights_of(const PopulationData& data) {
  return data.weights ? *data.weights : solve_weights(data);
}

double share_of_row(const RowBook& book, const std::vector<double>& sums, std::size_t row) {
  const Row& r = book.rows()[row];
  if (r.kind == RowKind::size) return sums[row];
  const double part = sums[r.base] != 0 ? sums[row] / sums[r.base] : 0;
  const bool conditional = r.kind == RowKind::union_share || r.kind == RowKind::association;
  return conditional ? r.share + part : part;
}

}  // namespace uptake
