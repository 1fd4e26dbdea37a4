// SPDX-License-Identifier: Apache-2.0
// Between which values of a coefficient do the data make it likely, whatever the others are?
//
// All values at which the highest log-likelihood over the other coefficients is less than z^2 / 2 below the
// highest of all (Venzon and Moolgavkar 1988). Where Wald's interval stands beside a small or lopsided
// sample, this one stands right; and a separated coefficient, which has no estimate, still has one end.
#pragma once

#include "analysis/estimate/logistic.hpp"
#include "analysis/estimate/proportion.hpp"

namespace uptake {

/// Of `column` of a fit to these data, in log odds, each end within 1e-9 (of its size, if that is above 1).
/// Infinite on the side on which the likelihood does not fall (separation). NaN where the fit says nothing:
/// the column is empty or dependent, or the fit did not converge. Throws std::invalid_argument as
/// fit_logistic does.
Interval profile_interval(const LogisticFit& fit, const DesignMatrix& design, const Eigen::VectorXd& outcome,
                          const Eigen::VectorXd& weight, std::size_t column, double z = z_95);

}  // namespace uptake
