// SPDX-License-Identifier: Apache-2.0
// What the levers in force make of a month: the settings that the pathway reads, places by region, and the
// levers that reach particular families. A pure function of (evidence, scenario, month). What each kind of
// lever does stands in three files: month_plan.cpp (places, and where the others are put),
// reaching_families.cpp and door_changes.cpp.
#pragma once

#include <array>
#include <vector>

#include "sim/pathway/settings.hpp"
#include "sim/pathway/universal.hpp"
#include "sim/policy/scenario.hpp"
#include "sim/population/population.hpp"

namespace uptake {

/// A lever that acts on particular families this month, its values at hand.
struct ReachingLever {
  const Lever* lever = nullptr;
  std::size_t index = 0;      ///< in the scenario's list
  std::uint32_t address = 0;  ///< of its draws: a hash of its name, whatever else is in the file
  const std::vector<std::uint8_t>* where = nullptr;  ///< by municipality, 1 or 0
  double reach = 0;                                  ///< share reached this month, ramp included
  bool boosts = true;          ///< whether it sets what it did to daring, also to nothing
  bool digital = false;        ///< reach follows digital skill
  bool own_language = false;   ///< reach follows education in whatever language; only who speaks no Dutch
  float keep = 1;              ///< what a month leaves of its effect on daring
  double learn = 0, lean = 0;  ///< chances; `lean`: how far reach follows fluency
  float dare = 0, guilt = 0, accompany = 0;  ///< logit
  double ask = 0, warm = 0;                  ///< chances; `ask` with the ramp included
  ContactPoint contact = ContactPoint::kind_en_gezin;
  double until_age = 25;     ///< of the youngest child, years, that a contact still leads in
  double share = 1;          ///< of those it is meant for, whom it is there for
  double kept = 0;           ///< places for them alone, as a share of the places for all
  bool only_men = false;     ///< meant for fathers alone
  double hop = 0, lost = 0;  ///< shares: of the trust that a failed hop costs; of what was learnt, at its end
  int months = 1;            ///< of company
  double support = 0, relief = 0;  ///< of company: network support while it lasts; need it takes away a month
  int group = 0;                   ///< members of a meeting group; 0: no group
  double tells = 0;                ///< chance that a member who was helped tells another
  std::array<float, n_domains> shift{};  ///< of need, or of the log of how often occasions come
  enum class Order : std::uint8_t { need, vulnerable, target_group, first_come } order = Order::need;
};

/// A budget cut of this month: what it leaves of outreach in some municipalities.
struct OutreachCut {
  double left = 1;
  const std::vector<std::uint8_t>* where = nullptr;  ///< by municipality, 1 or 0
};

struct MonthPlan {
  PathwaySettings pathway;
  std::vector<double> places_factor;        ///< [service * n_regions + region], against the reference year
  std::vector<std::uint8_t> huis_physical;  ///< by municipality
  std::vector<float> huis_welcome;          ///< by municipality, logit
  std::vector<ReachingLever> campaigns, lead_ins, bridging;
  std::vector<ReachingLever> company;  ///< volunteers and meeting groups
  std::vector<ReachingLever> doors;    ///< whose changes stand, in the same order, in pathway.doors
  std::vector<ReachingLever> explaining, warm_referrals, triage, private_referrals;
  std::vector<ReachingLever> reserving;         ///< places for some families
  std::vector<ReachingLever> needs, occasions;  ///< of some families; those of all stand in `pathway`
  std::vector<ReachingLever> ended,
      stopped;  ///< project money that stopped this month: of people, of services
  std::vector<OutreachCut> cuts;
  std::vector<float> longer_wait;  ///< months by [service * n_regions + region]; empty: as usual
  float bridging_keep = 1;         ///< what a month leaves of a bridging figure's effect
};

/// A scenario made ready to be asked month by month.
class Policy {
 public:
  Policy(const Evidence& evidence, const Scenario& scenario);
  /// Fills `plan` (its vectors are reused) for a month.
  void month(Month now, MonthPlan& plan) const;
  /// What the budget cuts of a month leave of the outreach in a municipality.
  [[nodiscard]] double outreach_left(std::size_t town, Month month) const;
  [[nodiscard]] const std::vector<ServiceNumbers>& services() const { return services_; }
  [[nodiscard]] std::size_t n_regions() const { return n_regions_; }
  /// By type of service: the share of new parents of a kind who know it.
  [[nodiscard]] const std::vector<double>& first_knowledge(bool dutch, Education education) const {
    return first_knowledge_[static_cast<std::size_t>(education)][dutch ? 1 : 0];
  }
  /// The share of a region's families that a lever is meant for, by where they live.
  [[nodiscard]] double where_share(std::size_t lever, std::size_t region) const {
    return where_share_[lever][region];
  }
  [[nodiscard]] const Scenario& scenario() const { return *scenario_; }
  [[nodiscard]] const Evidence& evidence() const { return *evidence_; }

 private:
  [[nodiscard]] ReachingLever meant(const Lever& lever, std::size_t index) const;
  [[nodiscard]] ServiceMask of_domains(const Lever& lever) const;
  [[nodiscard]] DoorChange door_change(const Lever& lever, double strength) const;
  [[nodiscard]] FeeChange fee_change(const Lever& lever, float part) const;
  [[nodiscard]] ReachingLever reaching(const Lever& lever, std::size_t index, double strength) const;
  void apply(const Lever& lever, std::size_t index, double strength, Month now, MonthPlan& plan) const;
  [[nodiscard]] ServiceMask fees_at_doors(Month now) const;

  const Evidence* evidence_;
  const Scenario* scenario_;
  std::size_t n_regions_;
  std::vector<ServiceNumbers> services_;
  std::array<std::array<std::vector<double>, 2>, 3> first_knowledge_;  ///< by education and language
  std::vector<std::vector<std::uint8_t>> where_;                       ///< by lever, by municipality
  std::vector<std::vector<double>> where_share_;  ///< by lever, by region: share of the region's families
  std::vector<double> house_order_;               ///< by municipality, 0-1: which get a house first
};

/// What a month leaves of an effect that halves in so many months.
float half_life_keep(double months);

/// How many changes at the doors a lever in force may need. A month has room for `most_door_changes`.
std::size_t door_changes_of(const Lever& lever);

/// Whether a parent belongs to a lever's target group.
bool matches(const Who& who, const ParentView& person, AgeBand age, const Spell& life, Month now);

}  // namespace uptake
