// SPDX-License-Identifier: Apache-2.0
// What a policy can do: the registry of lever kinds and their fields. From it come the scenario files'
// validation, `uptake levers`, the docs and the labels. What each kind does to a month stands in
// policy/month_plan.cpp.
#pragma once

#include <array>
#include <cstdint>
#include <map>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "sim/base/month.hpp"
#include "sim/base/quantity.hpp"
#include "sim/base/yaml.hpp"
#include "sim/evidence/parameters.hpp"
#include "sim/evidence/variables.hpp"
#include "sim/services/catalogue.hpp"
#include "sim/services/municipalities.hpp"

namespace uptake {

enum class LeverKind : std::uint8_t {
  campaign,
  lead_in,
  huis_van_het_kind,
  fee,
  capacity,
  bridging_figures,
  question_website,
  multilingual,
  explain_offer,
  volunteers,
  father_minded,
  warm_referral,
  co_location,
  antennas,
  opening_hours,
  therapy_refund,
  automatic_granting,
  triage,
  private_referral,
  online_help,
  digital_help,
  culturally_fitting,
  quality,
  minimum_offer,
  age_range,
  meeting_groups,
  school_continuity,
  project_money,  // policy
  staff,
  budget_cut,
  pandemic,  // shocks
  supply,
  access,
  need,
  norm,
  occasion,
  remote,  // history
};
inline constexpr std::size_t n_lever_kinds = 37;

enum class FieldType : std::uint8_t { number, share, euro, choice };

/// A field of a lever beyond the common ones.
struct LeverField {
  std::string_view code;
  FieldType type;
  std::string_view unit;
  double low, high, fallback;
  bool required;
  std::string_view help_en, help_nl;
  std::span<const std::string_view> choices = {};
};

/// What the numbers of a field count, and so the units in which a file may give them.
Measured counts_of(const LeverField& field);

struct LeverInfo {
  std::string_view code, label_en, label_nl, help_en, help_nl;
  std::string_view unit_en, unit_nl;  ///< what cost.per_unit is paid for, or empty: it has no unit
  std::string_view source;
  bool wants_services;          ///< takes `services:` (or all of `domain:`)
  bool wants_points;            ///< takes `points:` {date: factor} instead of from, until and ramp
  bool takes_who, takes_where;  ///< whether it can act on some families, some municipalities only
  std::span<const LeverField> fields;
};
std::span<const LeverInfo> lever_registry();  ///< in the order of LeverKind

/// What the choices of a fee's `rule` are, in their order.
namespace fee_rule {
enum : std::uint8_t { free, flat, income_related, cap };
}

/// Who: for each variable a set of allowed categories (all bits set = everybody). All must hold.
struct Who {
  std::uint8_t gender = 0xff, age = 0xff, origin = 0xff, education = 0xff, family_form = 0xff, holiday = 0xff,
               unexpected_expense = 0xff, youngest_age = 0xff,
               home_language = 0xff /* bit 0 Dutch, bit 1 other */, children = 0xff, union_status = 0xff;
  [[nodiscard]] bool everybody() const;
};

/// These categories of a variable as a set.
template <class... Categories>
constexpr std::uint8_t set_of(Categories... categories) {
  return static_cast<std::uint8_t>((0U | ... | (1U << static_cast<unsigned>(categories))));
}

/// Where: sets of size classes, urbanity, provinces (as the municipalities number them) and regions (the
/// catchment of a centre town); all set = everywhere.
struct Where {
  std::uint32_t size_class = ~0U, urbanity = ~0U, province = ~0U, region = ~0U;
  [[nodiscard]] bool everywhere() const;
  /// Whether the municipality of this index is all of that.
  [[nodiscard]] bool holds(const Municipalities& towns, std::size_t town) const;
};

inline constexpr double most_fixed_cost = 1e11, most_unit_cost = 1e7;  ///< EUR; more is a slip of the pen

struct LeverCost {
  double fixed_per_year = 0;  ///< EUR, Flanders
  double per_unit = 0;  ///< EUR per unit: what a unit is depends on the kind (a place, a family visited)
  Bounds fixed_bounds, unit_bounds;  ///< the central 95 % of each, where the file gives it
  Payer payer = Payer::flemish;
  int price_year = 2025;
  Grade grade = Grade::assumption;
  std::string source;
};

inline constexpr std::size_t max_lever_fields = 12;

/// Where something was written. Line 0: nowhere, it is a default.
struct WrittenAt {
  std::string file;
  int line = 0, column = 0;
};

/// A lever in force: one entry of a scenario's `levers:`.
struct Lever {
  LeverKind kind = LeverKind::campaign;
  std::string name;  ///< key in the file
  Who who;
  Where where;
  Month from = scenario_start, until = never;
  int ramp = 0;  ///< months from nothing to full strength
  std::array<double, max_lever_fields>
      values{};  ///< in the order of the kind's fields; a choice as its index
  std::array<const ParameterSlot*, max_lever_fields>
      named{};  ///< the parameter that holds the number instead, where the file names one
  std::array<Bounds, max_lever_fields> bounds{};  ///< the central 95 % of a number, where the file gives it
  ServiceMask services = 0;
  std::uint8_t domains = 3;  ///< bit per Domain
  std::vector<std::pair<Month, double>> points;
  LeverCost cost;
  std::string source;
  Grade grade = Grade::assumption;
  std::string measure;  ///< the measure that it came in by, if it did
  std::string file;     ///< where it was written
  int line = 0;
  /// Where each key's value stands: "reach", "who.origin", "cost.per_unit"; one that is not here is a
  /// default. Another file than the lever's where it changes only some keys of one that it inherits.
  std::map<std::string, WrittenAt, std::less<>> places;

  /// 0 before `from` and from `until` on; rising over `ramp` months; 1 in force.
  [[nodiscard]] double strength(Month m) const;
  /// Whether it is meant for all families of Flanders.
  [[nodiscard]] bool for_all() const { return who.everybody() && where.everywhere(); }
  /// The number of a field by its code, in a run with these parameters. The code must exist (programmer's
  /// error otherwise). A parameter whose draw leaves the field's range counts as the range's end.
  [[nodiscard]] double value(std::string_view field, const Parameters& parameters) const;
  /// The index of a choice by its field's code.
  [[nodiscard]] int choice(std::string_view field) const;
  /// `points` at a month: linear between points, constant outside.
  [[nodiscard]] double point_value(Month m) const;
  /// Of its random numbers: a hash of its name, whatever else is in the file (decision 8).
  [[nodiscard]] std::uint32_t address() const;

 private:
  [[nodiscard]] std::size_t index_of(std::string_view field) const;
};

/// Whom a lever can meet at all, whatever `who` says: what its kind does, it does to these families alone.
Who within_reach(const Lever& lever, const Parameters& parameters);

/// How a number with bounds (which must be given) is spread: a normal of which they are the central 95 %, on
/// a log scale when the high end is more than three times a positive low one, else on a logit scale for a
/// share strictly inside (0, 1), else on its own scale. Only low, high and scale are set.
ParameterInfo spread_of(const Bounds& bounds, bool is_share);

/// The lever with every number that has bounds drawn from its spread. A draw beyond the field's limits counts
/// as the limit.
/// Addressed by the draw, the lever's name and the field: the same lever has the same draw in every scenario.
Lever drawn(const Lever& lever, int draw);

}  // namespace uptake
