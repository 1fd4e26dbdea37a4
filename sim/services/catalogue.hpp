// SPDX-License-Identifier: Apache-2.0
// Which services exist: types with door, fee, places, length, wait and cost; each figure with its grade and
// source. Data: scenarios/data/services/*.yaml and municipalities.csv, after evidence on services in
// Flanders.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "sim/base/errors.hpp"
#include "sim/evidence/variables.hpp"
#include "sim/services/prices.hpp"

namespace uptake {

using ServiceId = std::uint8_t;     ///< index into Catalogue::types; at most 64 types
using ServiceMask = std::uint64_t;  ///< a set of service types
inline constexpr std::size_t most_services = 8 * sizeof(ServiceMask);
inline constexpr ServiceId no_service = 255;
constexpr ServiceMask bit(ServiceId s) { return ServiceMask{1} << s; }

/// How sure a figure is: an official count or rule; literature or press; our assumption.
enum class Grade : std::uint8_t { data, literature, assumption };
std::string_view code(Grade g);

/// A figure of the catalogue with the range in which it may lie.
struct Figure {
  double value = 0, low = 0, high = 0;
  Grade grade = Grade::assumption;
  std::string source;
};

enum class ServiceForm : std::uint8_t { individual, group, home_visit, walk_in, phone_chat, website };
/// Where its door is. municipality: every municipality; school; centre: the centre town; online; home: it
/// comes.
enum class Door : std::uint8_t { municipality, school, centre, online, home };
/// Who may enter: anyone; only when sent; offered to everybody of the age (universal).
enum class Entry : std::uint8_t { open, referred, universal };
enum class Language : std::uint8_t { dutch_only, interpreter, some_multilingual };
enum class Payer : std::uint8_t { flemish, federal, local, family };

struct ServiceType {
  std::string code;  ///< "R5", "P11": the evidence file's id
  std::string name_en, name_nl;
  Domain domain = Domain::parenting;
  ServiceForm form = ServiceForm::individual;
  Door door = Door::centre;
  Entry entry = Entry::open;
  Language language = Language::dutch_only;
  Payer payer = Payer::flemish;                      ///< who pays the cost beyond the fee
  bool self_help = false;                            ///< website, book: no place needed, not a formal contact
  bool couple = false;                               ///< both partners attend when they live together
  bool evening = false;                              ///< open outside office hours
  bool vulnerable_first = false;                     ///< triage: vulnerable families are served first
  int child_age_from = 0, child_age_to = 24;         ///< ages served, by any resident child
  Box box_2016 = Box::other, box_2021 = Box::other;  ///< the answer it would be named under
  Figure fee_per_contact;                            ///< EUR a contact for the family
  Figure fee_low_income;                             ///< EUR a contact, low income
  Figure contacts;                                   ///< contacts in a trajectory
  Figure months;                                     ///< months a trajectory lasts
  Figure wait_weeks;  ///< usual weeks to the first real contact when there is no queue beyond the usual
  Figure families_per_year;  ///< families in scope started a year, Flanders, reference year
  Figure cost_per_family;    ///< EUR to the payer for a whole trajectory, in prices of `price_year`
  Figure stigma;             ///< logit that its door takes off the `dare` gate
  Figure fit;                ///< logit: how often it suits a problem, and its appeal among those that passed
  Figure visibility{1, 1, 1, Grade::assumption,
                    "average"};  ///< how often parents meet it, against the average type
  Figure perceived;              ///< chance that a contact is perceived, so answered, as help on this domain
  Figure quality;                ///< logit shift of being helped
  int reference_year = 2016;     ///< of families_per_year
  int price_year = 2025;  ///< of cost_per_family; fees are tariffs, and stay as their sources have them
  std::string source;     ///< of who may enter, ages, door, hours, languages
};

struct Catalogue {
  std::vector<ServiceType> types;
  Prices prices;
  /// The index of a code, or no_service.
  [[nodiscard]] ServiceId find(std::string_view code) const;
  [[nodiscard]] ServiceMask of_domain(Domain d) const;
};

/// Reads services.yaml. Throws BadInput with every problem at once.
Catalogue load_catalogue(const std::filesystem::path& file);

}  // namespace uptake
