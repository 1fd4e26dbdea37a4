// SPDX-License-Identifier: Apache-2.0
// A plan as text: what its files hold, and what its hash is of.
#pragma once

#include <nlohmann/json.hpp>
#include <string>

#include "analysis/sweep/plan.hpp"

namespace uptake {

inline constexpr int plan_format = 2;

/// points.csv: a row a point.
std::string points_text(const SweepDesign& design);
/// runs.csv: a row a run. std::runtime_error when two runs have one id.
std::string runs_text(const Sweep& sweep);
/// draws.csv: the parameter sets of a study that has its own, a row a draw; read again they are the same.
std::string draws_text(const Posterior& draws);
/// All that the figures hang on; `runs` is its runs_text. Where files lie does not belong to it.
nlohmann::ordered_json plan_json(const Sweep& sweep, const std::string& runs);

}  // namespace uptake
