// SPDX-License-Identifier: Apache-2.0
// Does the whole method find parameters that are known? Truths are points of the first design, which come
// from the prior; the data are what the simulator said there, with a survey's error. The same likelihood,
// emulators (which have not seen those runs) and chains then look for the truth. Three controls, wrong on
// purpose, must fail: a test that passes everything says nothing.
#pragma once

#include <filesystem>
#include <functional>
#include <string>
#include <vector>

#include "analysis/calibrate/calibrate.hpp"
#include "analysis/calibrate/self_recovery.hpp"

namespace uptake {

struct Provenance;  // sim/store/package.hpp

struct RecoveryPlan {
  int cases = 60;      ///< made-up data sets on the runs that are there
  int full = 5;        ///< data sets with a second design of their own, as a calibration has
  int new_runs = 100;  ///< of each of those
  bool controls = true;
  std::uint32_t seed = 0;  ///< of the made-up data sets; 0 is the calibration's own
};

/// One way of calibrating all the data sets. The last column is the log-likelihood, which tells a posterior
/// that ignores the data.
struct RecoveryVerdict {
  std::string code;   ///< sound, narrow, shifted or blind
  bool right = true;  ///< passed as it must, or failed as it must
  bool wrong_on_purpose = false;
  Recovery recovery;
  JointCoverage all_50, all_90;  ///< of the parameters, not the log-likelihood
};

/// A data set that went through designs of its own.
struct FullCase {
  int in_50 = 0, in_90 = 0, parameters = 0;  ///< truths inside the central intervals
  double worst_r_hat = 0;
};

struct RecoveryStudy {
  std::vector<RecoveryVerdict> verdicts;
  /// Factor on the spread, beyond what the calibration widens already, with which the sound posteriors hold
  /// their truths as often as they should.
  double best_widening = 1;
  std::vector<FullCase> full;
};

/// Uniform ranks, and both coverages in their bands.
bool passes(const ParameterRecovery& p);
/// What a column of a recovery is: a parameter's key, or the log-likelihood.
std::string quantity_name(const Calibration& c, std::size_t column);

/// Finished data sets go to `folder`/cases, new runs to `folder`/case-1, ... (those of a seed that is not the
/// calibration's to cases-seed-N and case-seed-N-1, ...); both are gone on with. Throws
/// Interrupted; std::runtime_error with failed runs; BadInput when there are more cases than runs to spare.
RecoveryStudy study_recovery(const Calibration& c, const DesignFolder& designs, const RecoveryPlan& plan,
                             const std::filesystem::path& folder, Progress::Show show,
                             const std::function<void(const std::string&)>& say);

/// recovery.csv with its data package and dictionary, and the crate of all that is in the folder.
void write_recovery(const Calibration& c, const RecoveryStudy& study, const Provenance& from,
                    const std::filesystem::path& folder);

}  // namespace uptake
