// SPDX-License-Identifier: Apache-2.0
// Does the fit foresee rows that it never saw? All rows of some background variables are left out at once,
// the rest is fitted with the runs that are there, and the rows left out are foreseen; then the next
// variables (k-fold over variables: rows of one variable would give each other away).
#pragma once

#include <filesystem>
#include <functional>
#include <string>
#include <vector>

#include "analysis/calibrate/calibrate.hpp"

namespace uptake {

struct Provenance;  // sim/store/package.hpp

/// A row that was left out, foreseen by the emulators under the posterior of the others.
struct ForeseenRow {
  int fold = 1;
  std::size_t target = 0;
  double published = 0;                  ///< percent or odds ratio, as are the next
  double median = 0, low = 0, high = 0;  ///< 90 % predictive interval of what a survey would print
  double naive = 0;                      ///< the printed total of its domain, wave and sample; odds ratio 1
  double z = 0;                          ///< (published - mean) / sd of all that is unsure
  bool within_survey = false;  ///< median within 1.96 binomial errors of the published, or in its interval
};

struct HeldOutFold {
  std::vector<std::string> variables;
  std::vector<ForeseenRow> rows;
  double worst_r_hat = 0, least_effective = 0;
};

/// Background variables of the fitted tables in turn, as even as can be: fold k has the variables k, k +
/// folds,
/// ... Throws BadInput for fewer than 2 folds or more than there are variables.
std::vector<std::vector<std::string>> folds_of(const Calibration& c, int folds);

/// Uses the runs of a calibration with the same parameters and budget; no run of its own but that for the
/// correlation of the rows. Throws Interrupted.
std::vector<HeldOutFold> held_out_folds(const Calibration& c, const DesignFolder& designs, int folds,
                                        Progress::Show show,
                                        const std::function<void(const std::string&)>& say);

/// held-out.csv with its data package, dictionary and crate.
void write_held_out(const Calibration& c, const std::vector<HeldOutFold>& folds, const Provenance& from,
                    const std::filesystem::path& folder);

}  // namespace uptake
