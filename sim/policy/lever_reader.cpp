// SPDX-License-Identifier: Apache-2.0
#include "sim/policy/lever_reader.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "sim/base/text.hpp"
#include "sim/pathway/universal.hpp"
#include "sim/policy/contradictions.hpp"
#include "sim/services/payers.hpp"

namespace uptake {
namespace {

constexpr std::array<std::string_view, 3> grade_names{"data", "literature", "assumption"};

/// The codes at a node: one alone, or a list. False if it is neither.
bool codes_at(const yaml::Node& node, std::vector<const yaml::Node*>& codes) {
  if (node.kind == yaml::Kind::scalar) {
    codes.push_back(&node);
    return true;
  }
  if (node.kind != yaml::Kind::sequence) return false;
  for (const yaml::Node& item : node.children) {
    if (item.kind != yaml::Kind::scalar) return false;
    codes.push_back(&item);
  }
  return true;
}

/// A set of categories as bits; all of them, or a mistake, gives all bits of the type.
template <class Bits, class Names>
Bits read_set(yaml::Fields& fields, std::string_view key, const Names& names) {
  constexpr Bits everything = static_cast<Bits>(~Bits{0});
  const yaml::Node* node = fields.node(key);
  if (node == nullptr) return everything;
  const std::vector<std::string_view> known(names.begin(), names.end());
  std::vector<const yaml::Node*> codes;
  if (!codes_at(*node, codes)) {
    fields.problem_at(*node, fmt::format("'{}': expected one or a list of {}", key, one_of(known)));
    return everything;
  }
  if (codes.empty()) fields.problem_at(*node, fmt::format("'{}' is empty: nobody would be left", key));
  std::uint64_t set = 0;
  for (const yaml::Node* code : codes) {
    const auto at = std::find(known.begin(), known.end(), code->text);
    if (at == known.end()) {
      fields.problem_at(*code,
                        fmt::format("'{}': expected {}, found '{}'{}", key, one_of(known), code->text,
                                    did_you_mean(code->text, std::span<const std::string_view>(known))));
    } else {
      set |= std::uint64_t{1} << (at - known.begin());
    }
  }
  return set == (std::uint64_t{1} << known.size()) - 1 ? everything : static_cast<Bits>(set);
}

class LeverReader {
 public:
  LeverReader(const yaml::Node& node, std::string name, std::string file, const Evidence& evidence,
              Problems& problems)
      : file_(std::move(file)),
        evidence_(evidence),
        problems_(problems),
        fields_(node, file_, fmt::format("lever '{}'", name), problems) {
    lever_.name = std::move(name);
    lever_.file = file_;
    lever_.line = node.line;
    is_map_ = node.kind == yaml::Kind::map;
    for (std::size_t i = 0; i < node.keys.size(); ++i) {
      const yaml::Node& value = node.children[i];
      lever_.places[node.keys[i]] = {file_, value.line, value.column};
      for (std::size_t k = 0; k < value.keys.size(); ++k) {
        lever_.places[node.keys[i] + "." + value.keys[k]] = {file_, value.children[k].line,
                                                             value.children[k].column};
      }
    }
  }

  Lever read() {
    std::vector<std::string_view> kinds;
    for (const LeverInfo& info : lever_registry()) kinds.push_back(info.code);
    const int kind = kind_of(kinds);
    if (kind < 0) return lever_;  // without its kind nothing else can be judged
    lever_.kind = static_cast<LeverKind>(kind);
    info_ = &lever_registry()[static_cast<std::size_t>(kind)];
    read_whom();
    read_services();
    if (info_->wants_points) {
      read_points();
    } else {
      read_period();
    }
    read_values();
    read_cost();
    lever_.source = fields_.text("source", {}, true);
    lever_.grade = static_cast<Grade>(fields_.choice("grade", grade_names, 2));
    fields_.finish();
    return lever_;
  }

 private:
  /// A kind that is misspelt is told and read as the one that is meant, so that the rest is looked at as
  /// well.
  int kind_of(std::span<const std::string_view> kinds) {
    if (!is_map_) return -1;  // told already
    const int kind = fields_.choice("lever", kinds, -1, true);
    const yaml::Node* told = fields_.node("lever");
    if (kind >= 0 || told->kind != yaml::Kind::scalar) return kind;
    const std::string_view meant = nearest_word(told->text, kinds);
    return meant.empty() ? -1 : static_cast<int>(std::ranges::find(kinds, meant) - kinds.begin());
  }

  void refuse(std::string_view key) {
    fields_.node(key);
    fields_.problem(key, fmt::format("'{}' has no meaning for a lever of kind {}, which {}", key, info_->code,
                                     key == "who" ? "is not for some families alone" : "acts everywhere"));
  }

  /// `who: everybody` or a mapping of variables; likewise `where: everywhere`.
  const yaml::Node* group(std::string_view key, bool allowed, std::string_view all) {
    if (!fields_.has(key)) return nullptr;
    if (!allowed) {
      refuse(key);
      return nullptr;
    }
    const yaml::Node* node = fields_.node(key);
    return node->kind == yaml::Kind::scalar && node->text == all ? nullptr : node;
  }

  void read_whom() {
    if (const yaml::Node* node = group("who", info_->takes_who, "everybody")) {
      yaml::Fields who(*node, file_, "'who'", problems_);
      for (const WhoVariable& v : who_variables())
        lever_.who.*v.set = read_set<std::uint8_t>(who, v.code, v.categories);
      who.finish();
    }
    if (const yaml::Node* node = group("where", info_->takes_where, "everywhere")) {
      yaml::Fields where(*node, file_, "'where'", problems_);
      for (const WhereVariable& v : where_variables(evidence_.municipalities)) {
        lever_.where.*v.set = read_set<std::uint32_t>(where, v.code, v.categories);
      }
      where.finish();
    }
  }

  void read_services() {
    const bool domainless =
        lever_.kind == LeverKind::huis_van_het_kind;  // its own services are of both domains
    if (domainless) return;
    const int domain = fields_.choice("domain", domain_or_both_codes, -1, !info_->wants_services);
    const auto domains = static_cast<std::uint8_t>(domain == 0 ? 1 : domain == 1 ? 2 : 3);
    lever_.domains = domains;
    if (!info_->wants_services) return;
    for (const Domain d : both_domains) {
      const bool inside = ((domains >> static_cast<unsigned>(d)) & 1U) != 0;
      if (domain >= 0 && inside) lever_.services |= evidence_.catalogue.of_domain(d);
    }
    const yaml::Node* node = fields_.node("services");
    if (node != nullptr) {
      lever_.services = services_at(*node, domains, domain >= 0);
    } else if (!fields_.has("domain")) {
      fields_.problem("services",
                      fmt::format("lever '{}' needs 'services' (a list of codes) or 'domain'", lever_.name));
    }
  }

  ServiceMask services_at(const yaml::Node& node, std::uint8_t domains, bool domain_given) {
    std::vector<const yaml::Node*> codes;
    if (!codes_at(node, codes) || codes.empty()) {
      fields_.problem_at(node, "'services': expected a list of service codes such as [R5, R9]");
      return 0;
    }
    std::vector<std::string> known;
    for (const ServiceType& type : evidence_.catalogue.types) known.push_back(type.code);
    ServiceMask set = 0;
    std::uint8_t found = 0;
    for (const yaml::Node* code : codes) {
      const ServiceId id = evidence_.catalogue.find(code->text);
      if (id == no_service) {
        fields_.problem_at(*code,
                           fmt::format("there is no service '{}'{}; `uptake describe --services` lists them",
                                       code->text, did_you_mean(code->text, known)));
        continue;
      }
      const Domain d = evidence_.catalogue.types[id].domain;
      const auto one = static_cast<std::uint8_t>(1U << static_cast<unsigned>(d));
      if (domain_given && (domains & one) == 0) {
        fields_.problem_at(*code, fmt::format("service '{}' is for the domain {}, not for this lever's",
                                              code->text, uptake::code(d)));
      }
      found |= one;
      set |= bit(id);
    }
    if (!domain_given && found != 0) lever_.domains = found;
    return set;
  }

  void read_period() {
    const std::size_t before = problems_.size();
    lever_.from = fields_.month("from", scenario_start);
    const bool from_is_known = problems_.size() == before;
    const yaml::Node* until = fields_.node("until");
    const bool open_end = until == nullptr || (until->kind == yaml::Kind::scalar && until->text == "never");
    lever_.until = open_end ? never : fields_.month("until", never);
    lever_.ramp = read_ramp();
    if (lever_.until == never || !from_is_known) return;
    if (lever_.until <= lever_.from) {
      fields_.problem(
          "until", fmt::format("'until' ({}) must be later than 'from' ({}): until then, not in that month",
                               month_text(lever_.until), month_text(lever_.from)));
    } else if (lever_.ramp > lever_.until - lever_.from) {
      fields_.problem("ramp", fmt::format("'ramp' is {} months, but the lever lasts only {}", lever_.ramp,
                                          lever_.until - lever_.from));
    }
  }

  /// Whole months, written as such or in years.
  int read_ramp() {
    const std::size_t before = problems_.size();
    const Quantity ramp = fields_.quantity("ramp", 0, {0, 540}, Measured::months, "months");
    if (problems_.size() > before) return 0;
    if (ramp.bounds.given()) fields_.problem("ramp", "'ramp' takes no range, expected months alone");
    if (ramp.value == std::floor(ramp.value)) return static_cast<int>(ramp.value);
    fields_.problem("ramp", fmt::format("'ramp': expected a whole number of months, found {}", ramp.value));
    return 0;
  }

  /// A factor without a range.
  static std::optional<double> factor_at(const yaml::Node& node) {
    if (node.kind != yaml::Kind::scalar || node.quoted) return yaml::as_number(node);
    const QuantityRead read = read_quantity(node.text, Measured::factor);
    if (!read.quantity || read.quantity->bounds.given()) return {};
    return read.quantity->value;
  }

  void read_points() {
    lever_.from = first_month;
    const yaml::Node* node = fields_.node("points", true);
    if (node == nullptr) return;
    if (node->kind != yaml::Kind::map || node->keys.empty()) {
      fields_.problem_at(
          *node, "'points': expected a mapping from months to factors, like {2007-07: 0.1, 2010-07: 1}");
      return;
    }
    for (std::size_t i = 0; i < node->keys.size(); ++i) {
      const yaml::Place place = node->key_places[i];
      const auto month = parse_month(node->keys[i]);
      const auto factor = factor_at(node->children[i]);
      if (!month) {
        problems_.add(
            file_, place.line, place.column,
            fmt::format("'points': expected a month from {} to {}, written like 2027-01, found '{}'",
                        month_text(first_month), month_text(static_cast<Month>(end_month - 1)),
                        node->keys[i]));
      } else if (!lever_.points.empty() && *month <= lever_.points.back().first) {
        problems_.add(file_, place.line, place.column,
                      fmt::format("'points': the months must rise, {} comes after {}", node->keys[i],
                                  month_text(lever_.points.back().first)));
      }
      if (!factor || *factor < 0 || *factor > 1000) {
        fields_.problem_at(node->children[i],
                           "'points': expected a factor from 0 to 1000, as in 1.5 or 150 %");
      }
      if (month && factor) lever_.points.emplace_back(*month, *factor);
    }
  }

  void read_values() {
    for (std::size_t i = 0; i < info_->fields.size(); ++i) {
      const LeverField& field = info_->fields[i];
      if (field.type == FieldType::choice) {
        lever_.values[i] =
            fields_.choice(field.code, field.choices, static_cast<int>(field.fallback), field.required);
      } else if (const yaml::Node* node = name_at(field.code)) {
        lever_.named[i] = parameter_at(*node, field);
      } else {
        const Quantity read = fields_.quantity(field.code, field.fallback, {field.low, field.high},
                                               counts_of(field), field.unit, field.required);
        lever_.values[i] = read.value;
        lever_.bounds[i] = read.bounds;
      }
    }
    if (lever_.kind == LeverKind::fee) check_rule();
    for (const FieldProblem& problem : contradictions(lever_, evidence_.parameters.values))
      fields_.problem(problem.field, problem.message);
  }

  /// What stands at a key, if it is written like the name of a parameter: `need.crisis`.
  const yaml::Node* name_at(std::string_view key) {
    const yaml::Node* node = fields_.node(key);
    if (node == nullptr || node->kind != yaml::Kind::scalar || node->quoted) return nullptr;
    const std::string_view text = node->text;
    if (text.find(' ') != std::string_view::npos || text.substr(0, 3) == "EUR") return nullptr;  // a quantity
    const bool begins = !text.empty() && ((text[0] | 0x20) >= 'a' && (text[0] | 0x20) <= 'z');
    return begins && text.find_first_of("._") != std::string_view::npos ? node : nullptr;
  }

  const ParameterSlot* parameter_at(const yaml::Node& node, const LeverField& field) {
    const ParameterInfo* info = evidence_.parameters.find(node.text);
    if (info == nullptr) {
      std::vector<std::string> known;
      for (const ParameterInfo& p : evidence_.parameters.info) known.push_back(p.key);
      fields_.problem_at(
          node, fmt::format("'{}': expected a number from {} to {} or the name of a parameter, "
                            "and there is no parameter '{}'{}",
                            field.code, field.low, field.high, node.text, did_you_mean(node.text, known)));
      return nullptr;
    }
    if (info->low < field.low || info->high > field.high) {
      fields_.problem_at(
          node, fmt::format("'{}': expected a number from {} to {}, but the prior of {} is {} "
                            "to {} {}",
                            field.code, field.low, field.high, info->key, info->low, info->high, info->unit));
    }
    return find_slot(info->key);
  }

  /// The rule of a fee says which numbers it needs.
  void check_rule() {
    const int rule = lever_.choice("rule");
    const auto wants = [&](std::string_view key, bool needed) {
      if (needed && !fields_.has(key)) fields_.problem("rule", fmt::format("this rule needs '{}'", key));
      const bool is_told = lever_.value(key, evidence_.parameters.values) != 0;  // by contradictions()
      if (!needed && fields_.has(key) && !is_told) fields_.problem(key, no_meaning(key, "for this rule"));
    };
    wants("amount", rule != fee_rule::free);
    wants("low_income_amount", rule == fee_rule::income_related);
  }

  void read_cost() {
    const yaml::Node* node = fields_.node("cost");
    if (node == nullptr) return;
    yaml::Fields cost(*node, file_, "'cost'", problems_);
    const auto amount = [&](std::string_view key, double most, double& value, Bounds& bounds) {
      const Quantity read = cost.quantity(key, 0, {0, most}, Measured::euro);
      value = read.value;
      bounds = read.bounds;
    };
    amount("fixed_per_year", most_fixed_cost, lever_.cost.fixed_per_year, lever_.cost.fixed_bounds);
    amount("per_unit", most_unit_cost, lever_.cost.per_unit, lever_.cost.unit_bounds);
    if (info_->unit_en.empty() && (lever_.cost.per_unit > 0 || lever_.cost.unit_bounds.given())) {
      cost.problem("per_unit",
                   fmt::format("'per_unit': a lever of kind {} has no unit of cost, expected fixed_per_year",
                               info_->code));
    }
    lever_.cost.payer = static_cast<Payer>(cost.choice("payer", payer_codes, 0));
    const Prices& prices = evidence_.catalogue.prices;
    lever_.cost.price_year =
        cost.integer("price_year", prices.told_in,
                     {static_cast<double>(prices.first_year), static_cast<double>(prices.last_year())});
    lever_.cost.grade = static_cast<Grade>(cost.choice("grade", grade_names, 2, true));
    lever_.cost.source = cost.text("source", {}, true);
    cost.finish();
  }

  std::string file_;
  const Evidence& evidence_;
  Problems& problems_;
  yaml::Fields fields_;
  const LeverInfo* info_ = nullptr;
  bool is_map_ = true;
  Lever lever_;
};

std::vector<std::string_view> codes_of(std::string_view variable) {
  std::vector<std::string_view> codes;
  for (const Category& category : find_variable(variable)->categories) codes.push_back(category.code);
  return codes;
}

}  // namespace

const std::vector<WhoVariable>& who_variables() {
  static const std::vector<WhoVariable> all{
      {"gender", &Who::gender, codes_of("gender")},
      {"age", &Who::age, codes_of("age")},
      {"origin", &Who::origin, codes_of("origin")},
      {"education", &Who::education, codes_of("education")},
      {"family_form", &Who::family_form, codes_of("family_form")},
      {"holiday", &Who::holiday, codes_of("holiday")},
      {"unexpected_expense", &Who::unexpected_expense, codes_of("unexpected_expense")},
      {"youngest_age", &Who::youngest_age, codes_of("youngest_age")},
      {"home_language", &Who::home_language, {"dutch", "other"}},
      {"children", &Who::children, codes_of("children")},
      {"union_status", &Who::union_status, {"married", "legally_cohabiting", "neither", "no_partner"}}};
  return all;
}

std::vector<WhereVariable> where_variables(const Municipalities& municipalities) {
  std::vector<std::string> regions;
  for (const std::uint16_t centre : municipalities.centres)
    regions.push_back(municipalities.list[centre].code);
  return {{"size_class", &Where::size_class, municipalities.size_classes},
          {"urbanity", &Where::urbanity, {"rural", "urban", "centre"}},
          {"province", &Where::province, municipalities.provinces},
          {"region", &Where::region, std::move(regions)}};
}

Lever read_lever(const yaml::Node& node, const std::string& name, const std::string& file,
                 const Evidence& evidence, Problems& problems) {
  return LeverReader(node, name, file, evidence, problems).read();
}

}  // namespace uptake
