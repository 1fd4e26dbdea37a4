// SPDX-License-Identifier: Apache-2.0
// Who sends families on to whom: a directed graph over service types (Boost.Graph).
#pragma once

#include <boost/graph/adjacency_list.hpp>
#include <filesystem>

#include "sim/services/catalogue.hpp"

namespace uptake {

struct Referral {
  Figure probability;  ///< that an ending contact leads to a referral along this edge
  Figure warm;         ///< share of these that are warm (joint first meeting) rather than an address given
  Grade grade = Grade::assumption;  ///< how sure it is that the edge exists
  std::string source;               ///< of its existence
};

using ReferralGraph =
    boost::adjacency_list<boost::vecS, boost::vecS, boost::bidirectionalS, boost::no_property, Referral>;

/// Reads referrals.yaml; vertices are the catalogue's types. Throws BadInput with every problem at once.
ReferralGraph load_referrals(const std::filesystem::path& file, const Catalogue& catalogue);

}  // namespace uptake
