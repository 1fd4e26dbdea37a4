// SPDX-License-Identifier: Apache-2.0
#include "sim/services/catalogue.hpp"

#include <fmt/format.h>

#include <array>

#include "sim/base/yaml.hpp"
#include "sim/services/figure.hpp"
#include "sim/services/payers.hpp"

namespace uptake {
namespace {

constexpr std::array<std::string_view, 6> forms{"individual", "group",      "home_visit",
                                                "walk_in",    "phone_chat", "website"};
constexpr std::array<std::string_view, 5> doors{"municipality", "school", "centre", "online", "home"};
constexpr std::array<std::string_view, 3> entries{"open", "referred", "universal"};
constexpr std::array<std::string_view, 3> languages{"dutch_only", "interpreter", "some_multilingual"};
constexpr std::size_t most_types = 64;  // bits of a ServiceMask

/// A figure of a type, with the range in which any sensible value lies.
struct FigureKey {
  std::string_view key;
  Figure ServiceType::* member;
  yaml::Range range;
};
const std::array<FigureKey, 11> figure_keys{{
    {"fee_per_contact", &ServiceType::fee_per_contact, {0, 1'000}},
    {"fee_low_income", &ServiceType::fee_low_income, {0, 1'000}},
    {"contacts", &ServiceType::contacts, {1, 1'000}},
    {"months", &ServiceType::months, {0, 120}},
    {"wait_weeks", &ServiceType::wait_weeks, {0, 260}},
    {"families_per_year", &ServiceType::families_per_year, {0, 2'000'000}},
    {"cost_per_family", &ServiceType::cost_per_family, {0, 1'000'000}},
    {"stigma", &ServiceType::stigma, {-5, 5}},
    {"fit", &ServiceType::fit, {-10, 10}},
    {"perceived", &ServiceType::perceived, {0, 1}},
    {"quality", &ServiceType::quality, {-5, 5}},
}};

template <typename Enum>
Enum pick(yaml::Fields& fields, std::string_view key, std::span<const std::string_view> names) {
  return static_cast<Enum>(fields.choice(key, names, 0, true));
}

Box read_box(yaml::Fields& fields, std::string_view key) {
  static const std::vector<std::string_view> codes = [] {
    std::vector<std::string_view> list;
    for (const Category& c : find_variable("support_type")->categories) list.push_back(c.code);
    return list;
  }();
  return static_cast<Box>(fields.choice(key, codes, static_cast<int>(Box::other), true));
}

void read_name(yaml::Fields& fields, ServiceType& type, const std::string& file, Problems& problems) {
  const yaml::Node* node = fields.node("name", true);
  if (node == nullptr) return;
  yaml::Fields name(*node, file, "a service's name", problems);
  if (node->kind != yaml::Kind::map) return;
  type.name_en = name.text("en", {}, true);
  type.name_nl = name.text("nl", {}, true);
  name.finish();
}

void read_ages(yaml::Fields& fields, ServiceType& type, const std::string& file, Problems& problems) {
  const yaml::Node* node = fields.node("ages", true);
  if (node == nullptr) return;
  yaml::Fields ages(*node, file, "the ages served", problems);
  if (node->kind != yaml::Kind::map) return;
  type.child_age_from = ages.integer("from", 0, {0, 24}, true);
  type.child_age_to = ages.integer("to", 24, {0, 24}, true);
  ages.finish();
  if (type.child_age_from > type.child_age_to) {
    ages.problem("from", fmt::format("'from' is {}, expected at most 'to', which is {}", type.child_age_from,
                                     type.child_age_to));
  }
}

/// What must hold between the parts of a type whose parts are each right.
void check_together(const ServiceType& type, yaml::Fields& fields) {
  if (type.fee_low_income.value > type.fee_per_contact.value) {
    fields.problem("fee_low_income",
                   fmt::format("the fee for a low income is {}, expected at most the full fee {}",
                               type.fee_low_income.value, type.fee_per_contact.value));
  }
  if (type.self_help && type.families_per_year.value > 0) {
    fields.problem("families_per_year", "self-help has no places: expected the value 0");
  }
  if (!type.self_help && type.families_per_year.value <= 0) {
    fields.problem("families_per_year", "expected a value above 0, for this is not self-help");
  }
  if (type.box_2016 == Box::huis_van_het_kind) {
    fields.problem("box_2016",
                   "the survey of 2016 did not list huis_van_het_kind (did you mean 'parenting_shop'?)");
  }
  if (type.box_2021 == Box::parenting_shop) {
    fields.problem("box_2021",
                   "the survey of 2021 did not list parenting_shop (did you mean 'huis_van_het_kind'?)");
  }
}

ServiceType read_type(const std::string& type_code, const yaml::Node& node, const std::string& file,
                      Problems& problems) {
  ServiceType type;
  type.code = type_code;
  const std::size_t before = problems.size();
  yaml::Fields fields(node, file, fmt::format("the service {}", type_code), problems);
  if (node.kind != yaml::Kind::map) return type;
  read_name(fields, type, file, problems);
  type.domain = pick<Domain>(fields, "domain", domain_codes);
  type.form = pick<ServiceForm>(fields, "form", forms);
  type.door = pick<Door>(fields, "door", doors);
  type.entry = pick<Entry>(fields, "entry", entries);
  type.language = pick<Language>(fields, "language", languages);
  type.payer = pick<Payer>(fields, "payer", payer_codes);
  type.self_help = fields.boolean("self_help", false);
  type.couple = fields.boolean("couple", false);
  type.evening = fields.boolean("evening", false);
  type.vulnerable_first = fields.boolean("vulnerable_first", false);
  read_ages(fields, type, file, problems);
  type.box_2016 = read_box(fields, "box_2016");
  type.box_2021 = read_box(fields, "box_2021");
  type.reference_year = fields.integer("reference_year", 2016, {1991, 2035}, true);
  type.price_year = fields.integer("price_year", 2025, {1991, 2035}, true);
  type.source = fields.text("source", {}, true);
  for (const FigureKey& f : figure_keys) {
    type.*f.member = read_figure(fields, f.key, file, f.range, problems);
  }
  if (fields.has("visibility")) {
    type.visibility = read_figure(fields, "visibility", file, {0, 100}, problems);
  }
  fields.finish();
  if (problems.size() == before) check_together(type, fields);
  return type;
}

}  // namespace

ServiceId Catalogue::find(std::string_view wanted) const {
  for (std::size_t i = 0; i < types.size(); ++i) {
    if (types[i].code == wanted) return static_cast<ServiceId>(i);
  }
  return no_service;
}

ServiceMask Catalogue::of_domain(Domain d) const {
  ServiceMask set = 0;
  for (std::size_t i = 0; i < types.size(); ++i) {
    if (types[i].domain == d) set |= bit(static_cast<ServiceId>(i));
  }
  return set;
}

Catalogue load_catalogue(const std::filesystem::path& file) {
  Problems problems;
  const std::string name = file.string();
  const yaml::Node root = yaml::parse_file(file, problems);
  yaml::Fields top(root, name, "the catalogue of services", problems);
  Catalogue catalogue;
  if (root.kind == yaml::Kind::map) {
    if (const yaml::Node* prices = top.node("prices", true))
      catalogue.prices = read_prices(*prices, name, problems);
    const yaml::Node* services = top.node("services", true);
    top.finish();
    if (services != nullptr && services->kind != yaml::Kind::map) {
      top.problem("services", "'services': expected a mapping from a code (R1, P1) to a service");
    } else if (services != nullptr) {
      if (services->children.size() > most_types) {
        top.problem("services",
                    fmt::format("{} services, expected at most {}", services->children.size(), most_types));
      }
      for (std::size_t i = 0; i < services->children.size(); ++i) {
        catalogue.types.push_back(read_type(services->keys[i], services->children[i], name, problems));
        const ServiceType& type = catalogue.types.back();
        if (catalogue.prices.knows(type.price_year)) continue;
        const yaml::Node* at = services->children[i].find("price_year");
        const yaml::Node& place = at == nullptr ? services->children[i] : *at;
        problems.add(name, place.line, place.column,
                     fmt::format("'price_year': expected {} to {}, whose prices are known, found {}",
                                 catalogue.prices.first_year, catalogue.prices.last_year(), type.price_year));
      }
    }
  }
  problems.throw_if_any();
  return catalogue;
}

}  // namespace uptake
