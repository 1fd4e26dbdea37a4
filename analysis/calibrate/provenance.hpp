// SPDX-License-Identifier: Apache-2.0
// What is left of a calibration, or of a test of it, beside its tables: what it was made from.
#pragma once

#include <string>
#include <vector>

#include "analysis/calibrate/designs.hpp"
#include "analysis/experiment/provenance.hpp"

namespace uptake {

/// Of what `command` made ("uptake calibrate FILE ..."): its settings, and the points at which the model was
/// run.
Provenance provenance_of(const Calibration& c, const DesignFolder& designs, const std::string& command);

}  // namespace uptake
