// SPDX-License-Identifier: Apache-2.0
// What do the families of a population look like in a month? Everybody, as expected respondents: each family
// counts once, shared by its eligible parents.
#pragma once

#include <array>
#include <vector>

#include "sim/population/margins.hpp"
#include "sim/population/population.hpp"

namespace uptake {

/// One eligible parent at a month.
struct Respondent {
  ParentId parent;
  const Spell* spell;
  double weight;  ///< 1 / eligible parents of the household
};

/// In order of parent.
std::vector<Respondent> respondents_at(const Population& population, Month month);

struct Table {
  double families = 0;
  double eligible = 0;                    ///< parents who could respond
  double partnered = 0;                   ///< share with a partner, apart included
  double living_apart = 0;                ///< share with a partner elsewhere
  double non_eligible_parents = 0;        ///< parents (`all`) without a resident child, a family
  std::array<Shares, n_margins> share{};  ///< union_status: of the partnered
};

Table table_at(const Population& population, Month month);

/// Spearman's rank correlation of the respondent's age and the youngest child's, in whole years, weighted.
double age_youngest_spearman(const Population& population, Month month);

}  // namespace uptake
