// SPDX-License-Identifier: Apache-2.0
#include "analysis/estimate/coding.hpp"

#include <stdexcept>

#include "sim/base/math.hpp"

namespace uptake {
namespace {

using Eigen::Index;
using Eigen::MatrixXd;
using Eigen::VectorXd;

}  // namespace

CodedDesign code_factors(std::span<const Factor> factors, std::size_t n_rows, Coding coding) {
  CodedDesign coded;
  coded.columns.emplace_back("intercept");
  std::vector<std::vector<Index>> place;  // of each level its column; -1: the reference
  for (const Factor& f : factors) {
    if (f.of.size() != n_rows)
      throw std::invalid_argument("factor " + f.name + " has another number of rows");
    std::vector<Index> columns;
    for (std::size_t l = 0; l < f.levels.size(); ++l) {
      columns.push_back(l == f.reference ? -1 : static_cast<Index>(coded.columns.size()));
      if (l != f.reference) coded.columns.push_back(f.name + "=" + f.levels[l]);
    }
    place.push_back(std::move(columns));
  }
  coded.x.resize(static_cast<Index>(n_rows), static_cast<Index>(coded.columns.size()));
  coded.x.reserve(
      static_cast<Index>(n_rows * (coding == Coding::effect ? coded.columns.size() : factors.size() + 1)));
  for (std::size_t i = 0; i < n_rows; ++i) {
    const auto row = static_cast<Index>(i);
    coded.x.startVec(row);
    coded.x.insertBack(row, 0) = 1;
    for (std::size_t f = 0; f < factors.size(); ++f) {
      const Index own = place[f].at(factors[f].of[i]);
      if (own >= 0) {
        coded.x.insertBack(row, own) = 1;
      } else if (coding == Coding::effect) {
        for (const Index column : place[f]) {
          if (column >= 0) coded.x.insertBack(row, column) = -1;
        }
      }
    }
  }
  coded.x.finalize();
  return coded;
}

Effects to_effects(const LogisticFit& fit, std::span<const Factor> factors) {
  Index n_out = 1;
  for (const Factor& f : factors) n_out += static_cast<Index>(f.levels.size());
  const Index n_in = fit.coefficient.size();
  MatrixXd map = MatrixXd::Zero(n_out, n_in);
  std::vector<char> known(static_cast<std::size_t>(n_out), 1);
  const auto estimated = [&](Index column) {
    return fit.state[static_cast<std::size_t>(column)] == ColumnState::estimated;
  };
  known[0] = estimated(0);
  map(0, 0) = 1;
  Index column = 1, out = 1;
  for (const Factor& f : factors) {
    const auto n_levels = static_cast<Index>(f.levels.size()), reference = static_cast<Index>(f.reference);
    std::vector<char> present(f.levels.size(), 1);
    bool whole = true;
    double n_present = 0;
    VectorXd mean = VectorXd::Zero(n_in);
    for (Index l = 0, c = column; l < n_levels; ++l) {
      const Index own = l == reference ? -1 : c++;
      if (own >= 0 && fit.state[static_cast<std::size_t>(own)] == ColumnState::empty) {
        present[static_cast<std::size_t>(l)] = 0;
        continue;
      }
      ++n_present;
      if (own < 0) continue;
      whole = whole && estimated(own);
      mean[own] = 1;
    }
    mean /= n_present;
    map.row(0) += mean.transpose();
    if (!whole) known[0] = 0;
    for (Index l = 0; l < n_levels; ++l, ++out) {
      map.row(out) = -mean.transpose();
      if (l != reference) map(out, column++) += 1;
      known[static_cast<std::size_t>(out)] = whole && present[static_cast<std::size_t>(l)];
    }
  }
  VectorXd b = fit.coefficient;
  MatrixXd v = fit.covariance;
  for (Index j = 0; j < n_in; ++j) {
    if (estimated(j) && fit.converged) continue;
    b[j] = 0;
    v.row(j).setZero();
    v.col(j).setZero();
  }
  Effects effects{map * b, map * v * map.transpose()};
  for (Index o = 0; o < n_out; ++o) {
    if (known[static_cast<std::size_t>(o)] && fit.converged) continue;
    effects.coefficient[o] = not_known;
    effects.covariance.row(o).setConstant(not_known);
    effects.covariance.col(o).setConstant(not_known);
  }
  return effects;
}

}  // namespace uptake
