// SPDX-License-Identifier: Apache-2.0
// At which rates do families form, grow, break, move and end? Read from
// scenarios/data/population/hazards.yaml, where every number has its unit, range, source and status.
#pragma once

#include <algorithm>
#include <array>
#include <string>
#include <vector>

#include "sim/base/yaml.hpp"

namespace uptake {

/// A quantity that changes with the calendar year: straight lines between given years, flat outside,
/// tabulated.
struct Curve {
  static constexpr int first_year = 1930, last_year = 2040;
  std::array<double, last_year - first_year + 1> table{};
  [[nodiscard]] double at(int year) const {
    return table[static_cast<std::size_t>(std::clamp(year, first_year, last_year) - first_year)];
  }
};

using PerOrigin = std::array<double, 3>;     ///< belgium, eu_plus, non_eu_plus
using PerEducation = std::array<double, 3>;  ///< lower, upper, higher
using PerForm = std::array<double, 3>;       ///< intact, single_parent, stepfamily

/// All rates are a year unless said otherwise; ages and gaps in years.
struct Hazards {
  // Who starts a family, and when
  Curve first_births;  ///< relative number by year
  Curve origin_eu_plus, origin_non_eu_plus;
  Curve higher_educated, lower_educated;    ///< by mother's birth year, born in Belgium
  PerOrigin higher_shift{}, lower_shift{};  ///< added to those shares
  Curve mother_first_age;
  double mother_first_age_sd = 0;
  PerEducation mother_first_age_education{};
  PerOrigin mother_first_age_origin{};
  PerOrigin father_gap{};
  double father_gap_sd = 0;
  std::array<double, 9> father_origin{};  ///< rows: the mother's origin
  double father_education_correlation = 0, father_higher_shift = 0;
  Curve lone_at_birth;
  PerOrigin immigrant{}, arrives_after_birth{};
  double arrival_delay = 0;  ///< mean, years after the first birth
  PerOrigin emigration{};
  // Unions
  double union_before_birth = 0, union_before_birth_sd = 0;  ///< median years; sd of its logarithm
  Curve direct_marriage, marriage, legal_cohabitation;
  PerOrigin marriage_origin{};
  double earlier_union = 0;  ///< share of first parents with a partnership before this one
  // Children
  Curve second_child;
  double third_child = 0, fourth_child = 0, late_mother = 0;
  PerOrigin larger_family{};
  std::array<double, 3> birth_interval{};  ///< median years to the second, third, later child
  double birth_interval_sd = 0;
  double leaving_home = 0, leaving_home_sd = 0;
  // Ends
  double separation = 0, separation_married = 0, separation_cohabiting = 0, separation_young_child = 0;
  double separation_frailty = 0, separation_frailty_need = 0;
  std::array<double, 5> separation_duration{};  ///< under 2, 5, 12, 20 years, longer
  Curve separation_cohort;                      ///< by year of the first birth
  PerEducation separation_education{};
  PerOrigin separation_origin{};
  double child_with_mother = 0, child_with_father = 0;  ///< the rest is split
  std::array<double, 2> death_at_40{};                  ///< men, women
  double death_growth = 0;
  // After the end
  double lat = 0, cohabit = 0, lat_to_cohabit = 0, lat_end = 0, repartner_age = 0, repartner_spread = 0;
  double repartner_man = 0, repartner_non_eu = 0;
  double step_end = 0, step_marriage = 0, step_legal = 0;
  double partner_brings_woman = 0, partner_brings_man = 0, partner_child_elsewhere = 0;
  double partner_age_sd = 0, partner_same_origin = 0;
  double common_child = 0, second_common_child = 0;
  // Deprivation: latent > threshold
  Curve holiday_threshold, expense_threshold;
  PerForm holiday_form{}, expense_form{};
  PerEducation holiday_education{}, expense_education{};
  PerOrigin holiday_origin{}, expense_origin{};
  double deprivation_lasting = 0, deprivation_item = 0, deprivation_memory = 0;
  // Traits
  double need_between_domains = 0, seek_between_domains = 0, need_between_partners = 0, support_need = 0;
  PerOrigin dutch{};
  double dutch_partner = 0;  ///< how far a couple shares its home language
  PerEducation digital_education{};
  double digital_birth = 0;  ///< sd per decade of birth
  double network_father = 0, network_lone = 0, network_birth = 0;
  PerOrigin network_origin{};
  PerEducation network_education{};
  double keeps_municipality = 0;
};

/// What is known of one of them, for the documentation.
struct HazardInfo {
  std::string name, unit, source, status;
  double low = 0, high = 0;  ///< what is thought possible, for any of its values
};

struct HazardSet {
  Hazards values;
  std::vector<HazardInfo> info;
};

HazardSet read_hazards(const std::filesystem::path& file, Problems& problems);

}  // namespace uptake
