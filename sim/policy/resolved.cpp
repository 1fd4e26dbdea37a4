// SPDX-License-Identifier: Apache-2.0
// Every value that a scenario puts in force, and the same as YAML. It loads again to the same scenario.
#include <fmt/format.h>

#include <algorithm>
#include <iterator>

#include "sim/policy/lever_reader.hpp"
#include "sim/policy/scenario.hpp"
#include "sim/services/payers.hpp"

namespace uptake {
namespace {

/// A text in double quotes, whatever stands in it.
std::string in_quotes(std::string_view text) {
  std::string result = "\"";
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (c == '"' || c == '\\') {
      result += '\\';
      result += c;
    } else if (c == '\n') {
      result += "\\n";
    } else if (c == '\t') {
      result += "\\t";
    } else if (byte < 0x20 || byte == 0x7f) {
      result += fmt::format("\\x{:02x}", byte);
    } else {
      result += c;
    }
  }
  return result + '"';
}

/// The categories of a set as a list.
template <class Names>
std::string list(std::uint64_t set, const Names& names) {
  std::string items;
  std::size_t i = 0;
  for (const auto& name : names) {
    if (((set >> i++) & 1U) != 0) items += fmt::format("{}{}", items.empty() ? "" : ", ", in_quotes(name));
  }
  return "[" + items + "]";
}

std::string expected(const Scenario& s) {
  std::string items;
  for (const Expectation& e : s.expected) {
    const std::string who =
        e.variable == "total" ? "" : fmt::format("who: {{{}: {}}}, ", e.variable, in_quotes(e.category));
    items += fmt::format("{}{{domain: {}, {}{}: {}}}", items.empty() ? "" : ", ", e.domain, who, e.measure,
                         change_codes[static_cast<std::size_t>(e.change)]);
  }
  return "[" + items + "]";
}

class Collector {
 public:
  explicit Collector(const Evidence& evidence) : evidence_(evidence) {}

  std::vector<Setting> all(const Scenario& s) {
    const auto written = [&](const std::string& key) {
      const auto at = s.origins.find(key);
      return at == s.origins.end() ? WrittenAt{} : at->second;
    };
    const auto words = [&](const std::string& key, const std::string& en, const std::string& nl) {
      add({.key = key + ".en", .value = in_quotes(en), .origin = written(key)});
      add({.key = key + ".nl", .value = in_quotes(nl), .origin = written(key)});
    };
    words("title", s.title_en, s.title_nl);
    if (!s.question_en.empty()) words("question", s.question_en, s.question_nl);
    if (!s.expects_en.empty()) words("expects", s.expects_en, s.expects_nl);
    if (!s.expected.empty()) add({.key = "expected", .value = expected(s), .origin = written("expected")});
    if (!s.source.empty()) add({.key = "source", .value = in_quotes(s.source), .origin = written("source")});
    if (s.until != end_month) add({.key = "until", .value = month_text(s.until), .origin = written("until")});
    for (const Lever& lever : s.levers) add_lever(lever);
    for (const ParameterInfo& info : s.parameters.info) {
      const WrittenAt own = written("parameters." + info.key);
      add({.of = Setting::Of::parameter,
           .key = info.key,
           .value = fmt::format("{}", info.value),
           .number = Quantity{info.value, {}},
           .unit = info.unit,
           .origin = own.line > 0 ? own : WrittenAt{info.file, info.line}});
    }
    const auto registry = mechanism_registry();
    for (std::size_t i = 0; i < registry.size(); ++i) {
      const std::string code(registry[i].code);
      add({.of = Setting::Of::mechanism,
           .key = code,
           .value = s.mechanisms[i] ? "on" : "off",
           .origin = written("switches." + code)});
    }
    for (const StructureAxis& axis : structure_registry()) {
      const std::string code(axis.code);
      add({.of = Setting::Of::structure,
           .key = code,
           .value = std::string(axis.options[axis.of(s.structure)].code),
           .origin = written("structure." + code)});
    }
    return std::move(settings_);
  }

 private:
  void add(Setting setting) { settings_.push_back(std::move(setting)); }

  /// A value of the lever at hand.
  void put(std::string key, std::string value, std::optional<Quantity> number = {},
           std::string_view unit = {}) {
    const auto at = lever_->places.find(key);
    const WrittenAt origin = at == lever_->places.end() ? WrittenAt{} : at->second;
    add({.of = Setting::Of::lever,
         .lever = lever_->name,
         .key = std::move(key),
         .value = std::move(value),
         .number = number,
         .unit = unit,
         .origin = origin});
  }
  void put(std::string key, const Quantity& number, Measured counts, std::string_view unit) {
    put(std::move(key), quantity_text(number, counts), number, unit);
  }

  void add_lever(const Lever& lever) {
    lever_ = &lever;
    const LeverInfo& info = lever_registry()[static_cast<std::size_t>(lever.kind)];
    put("lever", std::string(info.code));
    if (info.takes_who) add_who(lever.who);
    if (info.takes_where) add_where(lever.where);
    add_services(info);
    if (info.wants_points) {
      for (const auto& [month, factor] : lever.points) {
        put("points." + month_text(month), Quantity{factor, {}}, Measured::factor, "factor");
      }
    } else {
      put("from", month_text(lever.from));
      put("until", lever.until == never ? "never" : month_text(lever.until));
      put("ramp", Quantity{static_cast<double>(lever.ramp), {}}, Measured::months, "months");
    }
    for (std::size_t i = 0; i < info.fields.size(); ++i) add_field(info.fields[i], i);
    if (!lever.cost.source.empty()) add_cost(lever.cost);
    put("source", in_quotes(lever.source));
    put("grade", std::string(code(lever.grade)));
  }

  void add_field(const LeverField& field, std::size_t i) {
    const std::string key(field.code);
    if (lever_->named[i] != nullptr) {
      put(key, std::string(lever_->named[i]->key), {}, field.unit);  // its value stands under `parameters:`
    } else if (field.type == FieldType::choice) {
      put(key, std::string(field.choices[static_cast<std::size_t>(lever_->values[i])]));
    } else if (lever_->kind != LeverKind::fee || lever_->values[i] != field.fallback ||
               wanted_by_rule(field)) {
      put(key, Quantity{lever_->values[i], lever_->bounds[i]}, counts_of(field), field.unit);
    }
  }

  /// The reader refuses an amount that the rule of a fee does not use.
  [[nodiscard]] bool wanted_by_rule(const LeverField& field) const {
    const int rule = lever_->choice("rule");
    return field.code == "amount" ? rule != fee_rule::free : rule == fee_rule::income_related;
  }

  void add_cost(const LeverCost& cost) {
    put("cost.fixed_per_year", Quantity{cost.fixed_per_year, cost.fixed_bounds}, Measured::euro,
        "EUR a year");
    put("cost.per_unit", Quantity{cost.per_unit, cost.unit_bounds}, Measured::euro, "EUR a unit");
    put("cost.payer", std::string(payer_codes[static_cast<std::size_t>(cost.payer)]));
    put("cost.price_year", std::to_string(cost.price_year));
    put("cost.grade", std::string(code(cost.grade)));
    put("cost.source", in_quotes(cost.source));
  }

  void add_who(const Who& who) {
    if (who.everybody()) return put("who", "everybody");
    for (const WhoVariable& v : who_variables()) {
      if (who.*v.set != 0xff) put("who." + std::string(v.code), list(who.*v.set, v.categories));
    }
  }

  void add_where(const Where& where) {
    if (where.everywhere()) return put("where", "everywhere");
    for (const WhereVariable& v : where_variables(evidence_.municipalities)) {
      if (where.*v.set != ~0U) put("where." + std::string(v.code), list(where.*v.set, v.categories));
    }
  }

  void add_services(const LeverInfo& info) {
    if (lever_->kind == LeverKind::huis_van_het_kind) return;
    put("domain", lever_->domains == 1 ? "relationship" : lever_->domains == 2 ? "parenting" : "both");
    if (!info.wants_services) return;
    std::vector<std::string> codes;
    for (const ServiceType& type : evidence_.catalogue.types) codes.push_back(type.code);
    put("services", list(lever_->services, codes));
  }

  const Evidence& evidence_;
  const Lever* lever_ = nullptr;
  std::vector<Setting> settings_;
};

/// Settings one after another, mappings opened where a key with a dot begins a new one.
class Yaml {
 public:
  std::string text(const std::vector<Setting>& settings) {
    group(settings, Setting::Of::scenario, "");
    group(settings, Setting::Of::lever, "levers");
    group(settings, Setting::Of::parameter, "parameters");
    group(settings, Setting::Of::mechanism, "switches");
    const auto is_chosen = [](const Setting& s) {  // the model's own forms go without saying
      const auto axes = structure_registry();
      return s.of == Setting::Of::structure &&
             std::any_of(axes.begin(), axes.end(), [&](const StructureAxis& axis) {
               return axis.code == s.key && axis.options.front().code != s.value;
             });
    };
    std::vector<Setting> chosen;
    std::copy_if(settings.begin(), settings.end(), std::back_inserter(chosen), is_chosen);
    if (!chosen.empty()) group(chosen, Setting::Of::structure, "structure");
    return std::move(out_);
  }

 private:
  template <class... Args>
  void add(fmt::format_string<Args...> format, Args&&... args) {
    fmt::format_to(std::back_inserter(out_), format, std::forward<Args>(args)...);
  }

  void group(const std::vector<Setting>& settings, Setting::Of of, std::string_view title) {
    const auto belongs = [&](const Setting& s) { return s.of == of; };
    if (!title.empty())
      add("{}:{}\n", title, std::any_of(settings.begin(), settings.end(), belongs) ? "" : " {}");
    std::string lever, open;
    for (const Setting& s : settings) {
      if (!belongs(s)) continue;
      if (of == Setting::Of::lever && s.lever != lever) {
        lever = s.lever;
        open.clear();
        add("  {}:\n", lever);
      }
      std::string_view key = s.key;
      std::string indent(of == Setting::Of::lever ? 4 : title.empty() ? 0 : 2, ' ');
      const auto dot = of == Setting::Of::parameter ? std::string_view::npos : key.find('.');
      const std::string_view outer = dot == std::string_view::npos ? "" : key.substr(0, dot);
      if (!outer.empty()) {
        if (outer != open) add("{}{}:\n", indent, outer);
        key.remove_prefix(dot + 1);
        indent += "  ";
      }
      open = outer;
      add("{}{}: {}\n", indent, key, s.value);
    }
  }

  std::string out_;
};

}  // namespace

std::vector<Setting> settings_in_force(const Scenario& scenario, const Evidence& evidence) {
  return Collector(evidence).all(scenario);
}

std::string resolved_text(const Scenario& scenario, const Evidence& evidence) {
  return Yaml().text(settings_in_force(scenario, evidence));
}

}  // namespace uptake
