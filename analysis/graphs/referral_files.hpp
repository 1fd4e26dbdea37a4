// SPDX-License-Identifier: Apache-2.0
// Who refers to whom, for others: services and referrals as CSV and GraphML, and as a picture.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "sim/services/referral_graph.hpp"
#include "sim/store/files.hpp"

namespace uptake {

/// services.csv, referrals.csv, referrals.graphml. The tables.
std::vector<CsvExport> write_referrals(const Catalogue& catalogue, const ReferralGraph& graph,
                                       const std::filesystem::path& folder);

/// An SVG picture: left who refers, right to whom, a band each as wide as the chance. Same bytes for same
/// data.
std::string referral_picture(const Catalogue& catalogue, const ReferralGraph& graph, bool dutch);

}  // namespace uptake
