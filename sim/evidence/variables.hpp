// SPDX-License-Identifier: Apache-2.0
// The background variables and answer lists: codes, categories, labels. One registry, from which the tables,
// the margins, the scenarios' `who`, the report's labels and the CSV headers come.
#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <string_view>

namespace uptake {

enum class Domain : std::uint8_t { relationship, parenting };
inline constexpr std::size_t n_domains = 2;
inline constexpr std::array both_domains{Domain::relationship, Domain::parenting};
/// In the order of Domain.
inline constexpr std::array<std::string_view, n_domains> domain_codes{"relationship", "parenting"};
/// Of what may be of either: a lever, a figure.
inline constexpr std::array<std::string_view, n_domains + 1> domain_or_both_codes{domain_codes[0],
                                                                                  domain_codes[1], "both"};
std::string_view code(Domain d);

enum class Wave : std::uint8_t { w2016, w2021 };
inline constexpr std::size_t n_waves = 2;

enum class Gender : std::uint8_t { men, women };
enum class AgeBand : std::uint8_t { lt35, a35_44, a45_54, a55plus };
enum class Origin : std::uint8_t { belgium, eu_plus, non_eu_plus };
enum class Education : std::uint8_t { lower_secondary, upper_secondary, higher };
enum class YesNo : std::uint8_t { yes, no };
enum class Form : std::uint8_t {
  intact,
  single_parent,
  stepfamily,
  none
};  ///< none: no resident child under 25
enum class Children : std::uint8_t { one, two, three, four_plus };
enum class YoungestAge : std::uint8_t { y0_2, y3_5, y6_11, y12_17, y18_24 };
enum class UnionStatus : std::uint8_t { married, legally_cohabiting, neither, no_partner };
enum class Worries : std::uint8_t { none, a_little, fairly, very };
enum class Support : std::uint8_t { very_much, fairly, a_little, not_at_all };  ///< partner's or network's
enum class Helped : std::uint8_t { very_much, fairly, a_little, not_at_all };
enum class Relation : std::uint8_t { current, previous, ending };
/// The answer boxes of "which support did you use?" (S0 Tables 2 and 9).
enum class Box : std::uint8_t {
  lecture_course_group,
  info_online_print,
  phone_online_help,
  gp,
  paediatrician,
  kind_en_gezin,
  parenting_shop,
  huis_van_het_kind,
  psych,
  mediator,
  clb_school,
  family_service,
  other
};
inline constexpr std::size_t n_boxes = 13;
enum class NonuseReason : std::uint8_t {
  no_need,
  not_serious,
  solve_ourselves,
  enough_informal,
  enough_self_help,
  unknown,
  not_dare,
  others_opinion,
  not_believe,
  partner_unwilling,
  child_unwilling,
  too_expensive,
  no_offer_nearby,
  other
};
inline constexpr std::size_t n_nonuse_reasons = 14;

/// One answer or class of a variable, as coded in files and as shown to people.
struct Category {
  std::string_view code, label_en, label_nl;
};

/// A variable of the survey and its categories, in the order of the enums above.
struct Variable {
  std::string_view code, label_en, label_nl;
  std::span<const Category> categories;
};

/// All variables; `total` with its single category included.
std::span<const Variable> variables();
/// Codes of the variables by which a result is split: those of the family's first adult asked, and of its
/// municipality.
std::span<const std::string_view> result_groups();
/// nullptr if there is none with that code.
const Variable* find_variable(std::string_view code);
/// The index of a category in its variable, or -1.
int find_category(const Variable& variable, std::string_view code);

}  // namespace uptake
