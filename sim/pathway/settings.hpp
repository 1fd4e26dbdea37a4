// SPDX-License-Identifier: Apache-2.0
// What the month looks like to a family: the world's settings after all levers, and what a gate sees of a
// parent. Plain data: policy/ fills the settings, world/ the person.
#pragma once

#include <array>
#include <bit>
#include <cstdint>
#include <span>
#include <vector>

#include "sim/base/random.hpp"
#include "sim/evidence/parameters.hpp"
#include "sim/evidence/variables.hpp"
#include "sim/pathway/gates.hpp"
#include "sim/pathway/mechanism_set.hpp"
#include "sim/pathway/structure.hpp"
#include "sim/services/catalogue.hpp"

namespace uptake {

/// The catalogue as numbers, by service type.
struct ServiceNumbers {
  Domain domain;
  ServiceForm form;
  Door door;
  Entry entry;
  Language language;
  bool self_help, couple, evening, vulnerable_first;
  float child_from, child_to;  ///< ages served, years
  float stigma, fit, visibility, quality, perceived;
  float wait_months, months, contacts;
  Box box_2016, box_2021;
};

struct FeeRule {
  float full = 0, low = 0;  ///< EUR a contact; low: income too low for an unexpected expense
};

/// What a lever makes of a fee.
struct FeeChange {
  enum class Kind : std::uint8_t { none, free, flat, income_related, cap, refund, granted } kind = Kind::none;
  float amount = 0, low_amount = 0;  ///< EUR a contact
  float contacts = 0;                ///< refund: so many contacts a family
  float advance = 0;                 ///< refund: the share that low incomes miss, who cannot advance it
  float part = 0;                    ///< 0-1: how far the change has come
};

/// What a lever changes at the doors of some services, for the families that it is meant for. Sizes hold the
/// ramp.
struct DoorChange {
  ServiceMask services = 0;
  float dare = 0, dare_vulnerable = 0;  ///< logit; the second for families with a deprivation item, beside it
  float reach = 0, quality = 0;         ///< logit
  /// Shares, 0-1, of a barrier that the lever takes away: distance to the norm, being a father, language,
  /// office hours, digital skill, travel.
  float culture = 0, father = 0, language = 0, hours = 0, digital = 0, travel = 0;
  float within = 0, within_part = 0;          ///< travel beyond so many minutes is taken away to this part
  float child_to = 0, child_part = 0;         ///< takes children to this age, years; how far it has come
  float digital_loss = 0, language_loss = 0;  ///< logit, while contact is at a distance
  FeeChange fee = {};
};
inline constexpr std::size_t most_door_changes = 64;  ///< in force at once: a bit each in ParentView::doors

/// The month's settings by service type.
struct ServiceSettings {
  FeeRule fee;
  std::array<double, 2> log_price = {-1, -1};  ///< log(1 + fee/10) of the full and the low fee; below 0: not
                                               ///< reckoned beforehand
  float reach_shift = 0;                       ///< logit, from levers
  float digital_loss = 0, language_loss = 0;   ///< logit, while contact is at a distance
  float presence = 1;  ///< places against the reference year; 0: does not exist (yet, or any more)
  double suits = 1;    ///< chance that it suits a problem of its domain (know.hpp)
};

struct PathwaySettings {
  Month month = 0;
  const Parameters* parameters = nullptr;
  MechanismSet on;
  Structure structure;
  const std::vector<ServiceNumbers>* services = nullptr;
  std::vector<ServiceSettings> service;
  ServiceMask existing = 0;  ///< presence > 0
  ServiceMask of_domain[n_domains] = {};
  ServiceMask universal = 0;  ///< known to everybody
  ServiceMask self_help = 0;
  double need_shift[n_domains] = {};
  double norm_shift[n_domains] = {};
  double occasion_shift[n_domains] = {};  ///< log
  std::vector<DoorChange> doors;          ///< of levers in force, at most `most_door_changes`
  double early_offer = 0;  ///< growth of the early-years offer since the reference year, 0-1; 1: doubled

  [[nodiscard]] bool has(Mechanism m) const { return on[static_cast<std::size_t>(m)]; }
};

/// What a gate may read of a parent this month.
struct ParentView {
  std::uint32_t id = 0;  ///< subject of draws
  Gender gender = Gender::women;
  Origin origin = Origin::belgium;
  Education education = Education::higher;
  bool dutch = true;
  bool no_holiday = false, no_expense = false;
  bool together = false;  ///< lives with a partner
  Form form = Form::intact;
  float digital = 0;
  float seek_trait = 0;  ///< of the domain
  float partner_support = 0, network_support = 0;
  float trust = 0;                        ///< logit, from own experience
  float norm = 0;                         ///< logit, from what ties tell
  float guilt = 0;                        ///< logit, after blaming campaigns
  float lever_dare = 0, lever_reach = 0;  ///< logit, from levers that reach this parent
  float need = 0;                         ///< worry or strain, this month
  float youngest_years = 0, eldest_years = 0;
  float minutes = 0;  ///< to the centre town
  bool huis_physical = false;
  float huis_welcome = 0;
  std::uint64_t doors = 0;               ///< which of PathwaySettings::doors are meant for it
  ServiceMask known = 0;                 ///< service types it knows
  ServiceMask referred = 0;              ///< a referral in hand
  const float* expected_wait = nullptr;  ///< months, by service type, in its region
};

/// Calls `use` for every service type of a set, in rising order.
template <class Use>
void for_each_service(ServiceMask set, Use use) {
  for (; set != 0; set &= set - 1) use(static_cast<ServiceId>(std::countr_zero(set)));
}

/// The types of a set for which `keep` holds.
template <class Keep>
ServiceMask those_that(ServiceMask set, Keep keep) {
  ServiceMask kept = 0;
  for_each_service(set, [&](ServiceId k) {
    if (keep(k)) kept |= bit(k);
  });
  return kept;
}

/// The address for the draws of one journey.
struct JourneyKey {
  RandomKey run;
  Month month = 0;
  Domain domain = Domain::parenting;
  [[nodiscard]] double draw(std::uint32_t subject, Purpose purpose, std::uint32_t k = 0) const {
    return to_unit(random_words(run, address(subject, purpose, k))[0]);
  }
  /// Four draws of one address.
  [[nodiscard]] std::array<double, 4> four(std::uint32_t subject, Purpose purpose,
                                           std::uint32_t k = 0) const {
    return four_of(random_words(run, address(subject, purpose, k)));
  }
  [[nodiscard]] RandomBlock address(std::uint32_t subject, Purpose purpose, std::uint32_t k = 0) const {
    return random_address(subject, month, purpose, 2 * k + static_cast<std::uint32_t>(domain));
  }
  static std::array<double, 4> four_of(const RandomBlock& words) {
    return {to_unit(words[0]), to_unit(words[1]), to_unit(words[2]), to_unit(words[3])};
  }
};

/// A draw for each service type of a set, for one purpose. A block of random words serves four types; all
/// blocks are drawn at once, and with them those of some other addresses.
class ServiceDraws {
 public:
  static constexpr std::size_t most_others = 2;

  ServiceDraws(const JourneyKey& key, std::uint32_t subject, Purpose purpose, ServiceMask set,
               std::span<const RandomBlock> others = {}) {
    std::size_t n = 0;
    for (const RandomBlock& other : others.first(std::min(others.size(), most_others))) words_[n++] = other;
    for (std::uint32_t block = 0; block < n_blocks; ++block) {
      place_[block] = static_cast<std::uint8_t>(n);
      words_[n] = key.address(subject, purpose, block);
      n += (set >> (4 * block) & 0xfU) != 0 ? 1U : 0U;
    }
    draw_random(key.run, std::span(words_).first(n));
  }
  /// Of a type in the set.
  [[nodiscard]] double operator()(ServiceId k) const { return to_unit(words_[place_[k / 4U]][k % 4U]); }
  /// The words of one of the others.
  [[nodiscard]] const RandomBlock& other(std::size_t n) const { return words_[n]; }

 private:
  static constexpr std::size_t n_blocks = most_services / 4;
  std::array<std::uint8_t, n_blocks> place_;
  std::array<RandomBlock, most_others + n_blocks> words_;
};

/// How well a parent is reached by written Dutch information, 0-1: language, education, mothers rather than
/// fathers. Form of the design study: [Dutch, else .15] x (.25, .55, 1 by education) x (1 mother, .5 father).
/// Assumption.
inline double fluency(bool dutch, Education education, Gender gender) {
  constexpr double by_education[] = {0.25, 0.55, 1.0};
  return (dutch ? 1.0 : 0.15) * by_education[static_cast<std::size_t>(education)] *
         (gender == Gender::women ? 1.0 : 0.5);
}

}  // namespace uptake
