// SPDX-License-Identifier: Apache-2.0
// What lasts in a person beside the table's variables: need, readiness, support, digital skill, home
// language.
#pragma once

#include "sim/population/lineage.hpp"

namespace uptake {

struct Traits {
  float need[n_domains];
  float seek[n_domains];
  float partner_support, network_support, digital;  ///< the last two not yet brought to mean 0, sd 1
  bool dutch;
};

/// `ever_alone`: at some time a parent without a partner at home.
Traits traits_of(const Lineage& lineage, const Hazards& hazards, RandomKey key, std::size_t person,
                 bool ever_alone);

}  // namespace uptake
