// SPDX-License-Identifier: Apache-2.0
#include "sim/population/hazards.hpp"

#include <functional>
#include <span>
#include <string_view>

namespace uptake {
namespace {

constexpr std::array<std::string_view, 4> statuses{"data", "literature", "assumption", "calibrated"};

/// One entry of the file while it is read: its map, with the fields that all share.
class Entry {
 public:
  Entry(yaml::Fields& top, std::string name, const std::string& file, Problems& problems, HazardSet& set)
      : name_(std::move(name)), file_(file), problems_(problems), set_(set), node_(top.node(name_, true)) {}

  void scalar(double& target) {
    read([&](yaml::Fields& fields) {
      target = fields.number("value", 0, {}, true);
      return std::vector<double>{target};
    });
  }
  void list(std::span<double> target) {
    read([&](yaml::Fields& fields) {
      auto values = fields.numbers("values");
      if (values.size() != target.size()) {
        fields.problem("values", "has " + std::to_string(values.size()) + " numbers, expected " +
                                     std::to_string(target.size()));
        return values;
      }
      std::copy(values.begin(), values.end(), target.begin());
      return values;
    });
  }
  void curve(Curve& target) {
    read([&](yaml::Fields& fields) {
      const auto years = fields.numbers("years", {Curve::first_year, Curve::last_year});
      auto values = fields.numbers("values");
      if (years.empty() || years.size() != values.size()) {
        fields.problem("years", "`years` and `values` must be equally long and not empty");
        return std::vector<double>{};
      }
      for (std::size_t i = 1; i < years.size(); ++i)
        if (!(years[i] > years[i - 1])) {
          fields.problem("years", "the years must rise");
          return std::vector<double>{};
        }
      for (int year = Curve::first_year; year <= Curve::last_year; ++year)
        target.table[static_cast<std::size_t>(year - Curve::first_year)] = value_at(years, values, year);
      return values;
    });
  }

 private:
  static double value_at(const std::vector<double>& years, const std::vector<double>& values, double year) {
    if (year <= years.front()) return values.front();
    for (std::size_t i = 1; i < years.size(); ++i)
      if (year <= years[i]) {
        const double part = (year - years[i - 1]) / (years[i] - years[i - 1]);
        return values[i - 1] + part * (values[i] - values[i - 1]);
      }
    return values.back();
  }

  template <typename Reader>
  void read(Reader reader) {
    if (node_ == nullptr) return;
    yaml::Fields fields(*node_, file_, name_, problems_);
    const std::vector<double> values = reader(fields);
    HazardInfo info;
    info.name = name_;
    info.unit = fields.text("unit", {}, true);
    info.source = fields.text("source", {}, true);
    const int status = fields.choice("status", statuses, 2, true);
    info.status = statuses[static_cast<std::size_t>(status)];
    info.low = fields.number("low", 0, {}, true);
    info.high = fields.number("high", 0, {}, true);
    if (info.high < info.low) fields.problem("high", "lies below `low`");
    for (const double value : values)
      if (value < info.low || value > info.high) {
        fields.problem(fields.has("value") ? "value" : "values", "lies outside `low`..`high`");
        break;
      }
    fields.finish();
    set_.info.push_back(std::move(info));
  }

  std::string name_;
  const std::string& file_;
  Problems& problems_;
  HazardSet& set_;
  const yaml::Node* node_;
};

}  // namespace

HazardSet read_hazards(const std::filesystem::path& file, Problems& problems) {
  HazardSet set;
  const std::string name = file.string();
  const std::size_t before = problems.size();
  const yaml::Node root = yaml::parse_file(file, problems);
  if (problems.size() != before) return set;
  yaml::Fields top(root, name, "the hazards", problems);
  Hazards& h = set.values;
  const auto entry = [&](const char* key) { return Entry(top, key, name, problems, set); };
#define SCALAR(x) entry(#x).scalar(h.x)
#define LIST(x) entry(#x).list(h.x)
#define CURVE(x) entry(#x).curve(h.x)
  CURVE(first_births), CURVE(origin_eu_plus), CURVE(origin_non_eu_plus), CURVE(higher_educated);
  CURVE(lower_educated), LIST(higher_shift), LIST(lower_shift), CURVE(mother_first_age);
  SCALAR(mother_first_age_sd), LIST(mother_first_age_education), LIST(mother_first_age_origin);
  LIST(father_gap), SCALAR(father_gap_sd), LIST(father_origin), SCALAR(father_education_correlation);
  SCALAR(father_higher_shift), CURVE(lone_at_birth), LIST(immigrant), LIST(arrives_after_birth);
  SCALAR(arrival_delay), LIST(emigration);
  SCALAR(union_before_birth), SCALAR(union_before_birth_sd), CURVE(direct_marriage), CURVE(marriage);
  CURVE(legal_cohabitation), LIST(marriage_origin), SCALAR(earlier_union);
  CURVE(second_child), SCALAR(third_child), SCALAR(fourth_child), SCALAR(late_mother), LIST(larger_family);
  LIST(birth_interval), SCALAR(birth_interval_sd), SCALAR(leaving_home), SCALAR(leaving_home_sd);
  SCALAR(separation), SCALAR(separation_married), SCALAR(separation_cohabiting),
      SCALAR(separation_young_child);
  SCALAR(separation_frailty), SCALAR(separation_frailty_need), LIST(separation_duration);
  CURVE(separation_cohort), LIST(separation_education), LIST(separation_origin), SCALAR(child_with_mother);
  SCALAR(child_with_father), LIST(death_at_40), SCALAR(death_growth);
  SCALAR(lat), SCALAR(cohabit), SCALAR(lat_to_cohabit), SCALAR(lat_end), SCALAR(repartner_age);
  SCALAR(repartner_spread), SCALAR(repartner_man), SCALAR(repartner_non_eu), SCALAR(step_end);
  SCALAR(step_marriage), SCALAR(step_legal), SCALAR(partner_brings_woman), SCALAR(partner_brings_man);
  SCALAR(partner_child_elsewhere), SCALAR(partner_age_sd), SCALAR(partner_same_origin), SCALAR(common_child);
  SCALAR(second_common_child);
  CURVE(holiday_threshold), CURVE(expense_threshold), LIST(holiday_form), LIST(expense_form),
      LIST(holiday_education);
  LIST(expense_education), LIST(holiday_origin), LIST(expense_origin), SCALAR(deprivation_lasting);
  SCALAR(deprivation_item), SCALAR(deprivation_memory);
  SCALAR(need_between_domains), SCALAR(seek_between_domains), SCALAR(need_between_partners);
  SCALAR(support_need), LIST(dutch), SCALAR(dutch_partner), LIST(digital_education), SCALAR(digital_birth);
  SCALAR(network_father), SCALAR(network_lone), SCALAR(network_birth), LIST(network_origin);
  LIST(network_education), SCALAR(keeps_municipality);
#undef SCALAR
#undef LIST
#undef CURVE
  top.finish();
  return set;
}

}  // namespace uptake
