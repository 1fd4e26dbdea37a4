// SPDX-License-Identifier: Apache-2.0
// All runs of a plan at once, whose results are kept in memory: for what is looked at as a whole.
#pragma once

#include <functional>

#include "analysis/experiment/experiment.hpp"

namespace uptake {

/// Makes the families of the plan, then does `work` for each of its planned runs, by number, on the plan's
/// threads. Throws Interrupted when asked to stop, std::runtime_error with the first failure.
void for_each_run(const Study& study, Progress::Show show,
                  const std::function<void(std::size_t number, const RunId& run, const Families& families,
                                           bool parallel)>& work);

}  // namespace uptake
