// SPDX-License-Identifier: Apache-2.0
// The informal network of a month for others: parents and ties as CSV and GraphML. And how large that
// becomes.
#pragma once

#include <cstdint>
#include <filesystem>
#include <vector>

#include "sim/network/network.hpp"
#include "sim/services/municipalities.hpp"
#include "sim/store/files.hpp"

namespace uptake {

/// About how many bytes the files take: a parent is some 600, a tie some 150 in CSV and GraphML together.
struct NetworkSize {
  double parents = 0, ties = 0;
  [[nodiscard]] double bytes() const { return 600 * parents + 150 * ties; }
};

/// Before anything is made: from the families and ties asked for.
NetworkSize foreseen_size(double families, const NetworkSettings& settings);
/// Of those who raise a child in Flanders in a month, and the ties among them.
NetworkSize network_size(const Network& network, const Population& population, Month month);

/// network-parents.csv, network-ties.csv, network.graphml: those who raise a child in Flanders in that month,
/// and the ties among them. The tables, without their rows. Throws std::runtime_error when a file cannot be
/// written.
std::vector<CsvExport> write_network(const Network& network, const Population& population,
                                     const Municipalities& municipalities, Month month,
                                     const std::filesystem::path& folder);

}  // namespace uptake
