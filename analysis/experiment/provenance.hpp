// SPDX-License-Identifier: Apache-2.0
// What were a study's results made from? For what writes a folder, and for labels in words.
#pragma once

#include <string>
#include <vector>

#include "analysis/experiment/plan.hpp"
#include "sim/store/labels.hpp"
#include "sim/store/package.hpp"

namespace uptake {

/// Results of `command`, of a study that no database holds; --data of another region is put after it. `title`
/// follows "Uptake KIND: ".
Provenance provenance_of(const Study& study, const std::string& kind, const std::string& title,
                         const std::string& command, const std::string& fingerprint);

/// The services, and the levers of all scenarios.
std::vector<OwnLabel> own_labels(const Study& study);

}  // namespace uptake
