// SPDX-License-Identifier: Apache-2.0
// What does the policymaker read, and who judges the fit? One HTML file that holds everything: text, charts,
// data; it opens without a network.
#pragma once

#include <string>

#include <nlohmann/json_fwd.hpp>

namespace uptake {

/// The report as one self-contained HTML file, in English and Dutch. `data` is the document that a run or a
/// comparison makes ("kind": "run" or "compare"), the fit or a story ("fit", "story": other pages); missing
/// or empty parts are said to be missing, never invented. The page is built from the data by its own script,
/// as text only, so no name in it can become markup.
std::string render_report(const nlohmann::json& data);

}  // namespace uptake
