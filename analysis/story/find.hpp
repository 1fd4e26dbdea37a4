// SPDX-License-Identifier: Apache-2.0
// Which families answer a description such as "newly reached, single_parent"? Conditions are read from words;
// families are looked at in December of the last full year, as the comparison counts them.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "sim/survey/contact_set.hpp"
#include "sim/survey/items.hpp"

namespace uptake::story {

/// How a family stands between the two lives: whether it has a formal contact of a domain in the twelve
/// months to the end of the last full year (docs/model.md: reached, lost).
enum class Status : std::uint8_t { newly_reached, no_longer_reached, reached_in_both, never_reached };
struct StatusInfo {
  std::string_view code, label_en, label_nl;
};
inline constexpr std::array<StatusInfo, 4> status_registry{{
    {"newly reached", "newly reached: only with the policy", "nieuw bereikt: alleen met het beleid"},
    {"no longer reached", "no longer reached: only without the policy",
     "niet langer bereikt: alleen zonder het beleid"},
    {"reached in both", "reached in both lives", "bereikt in beide levens"},
    {"never reached", "reached in neither life", "in geen van beide levens bereikt"},
}};
Status status_of(bool baseline, bool scenario);

/// One condition: a status (in one domain, or in any), or a category of a variable of any adult of the
/// family.
struct Condition {
  std::string text;  ///< as it was written
  bool is_status = false;
  Status status = Status::newly_reached;
  std::uint8_t domains = 3;  ///< bit per Domain
  std::size_t variable = 0;  ///< index into variables(); its place in Item, or `place`
  int category = 0;
};

/// Reads a comma-separated list of codes, or labels in English or Dutch. Throws BadInput with every word that
/// is not known, and what may have been meant.
std::vector<Condition> read_conditions(std::string_view text);

/// The words that `--find` knows, for help: "newly reached", ..., "family_form=single_parent", ...
std::vector<std::string> known_conditions();

struct Found {
  std::vector<HouseholdId> families;  ///< that fit all conditions, by number
  std::vector<std::size_t> fit_one;   ///< for each condition, how many families fit it
  std::size_t n_families = 0;         ///< looked at
};

/// `world`: either life at the end of that December; which families there are does not hang on the scenario.
/// Families with a child under 25 living in.
Found find_families(const World& world, const std::vector<Condition>& conditions, const ContactSet& baseline,
                    const ContactSet& scenario);

}  // namespace uptake::story
