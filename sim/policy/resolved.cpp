// SPDX-License-Identifier: Apache-2.0
// A scenario as YAML with every default written out. It loads again to the same scenario.
#include <fmt/format.h>

#include <iterator>

#include "sim/policy/lever_reader.hpp"
#include "sim/policy/scenario.hpp"

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

class Writer {
 public:
  explicit Writer(const Evidence& evidence) : evidence_(evidence) {}

  std::string text(const Scenario& s) {
    add("title: {{en: {}, nl: {}}}\n", in_quotes(s.title_en), in_quotes(s.title_nl));
    if (!s.question_en.empty())
      add("question: {{en: {}, nl: {}}}\n", in_quotes(s.question_en), in_quotes(s.question_nl));
    if (!s.source.empty()) add("source: {}\n", in_quotes(s.source));
    if (s.until != end_month) add("until: {}\n", month_text(s.until));
    add("levers:{}\n", s.levers.empty() ? " {}" : "");
    for (const Lever& lever : s.levers) write(lever);
    add("parameters:{}\n", s.parameters.info.empty() ? " {}" : "");
    for (const ParameterInfo& info : s.parameters.info) add("  {}: {}\n", info.key, info.value);
    add("switches:\n");
    const auto registry = mechanism_registry();
    for (std::size_t i = 0; i < registry.size(); ++i)
      add("  {}: {}\n", registry[i].code, s.mechanisms[i] ? "on" : "off");
    return std::move(out_);
  }

 private:
  template <class... Args>
  void add(fmt::format_string<Args...> format, Args&&... args) {
    fmt::format_to(std::back_inserter(out_), format, std::forward<Args>(args)...);
  }

  /// The categories of a set as a list.
  template <class Names>
  static std::string list(std::uint64_t set, const Names& names) {
    std::string items;
    std::size_t i = 0;
    for (const auto& name : names) {
      if (((set >> i++) & 1U) != 0) items += fmt::format("{}{}", items.empty() ? "" : ", ", in_quotes(name));
    }
    return "[" + items + "]";
  }

  void write(const Lever& lever) {
    const LeverInfo& info = lever_registry()[static_cast<std::size_t>(lever.kind)];
    add("  {}:\n    lever: {}\n", lever.name, info.code);
    if (info.takes_who) write_who(lever.who);
    if (info.takes_where) write_where(lever.where);
    write_services(lever, info);
    if (info.wants_points) {
      add("    points:\n");
      for (const auto& [month, factor] : lever.points) add("      {}: {}\n", month_text(month), factor);
    } else {
      add("    from: {}\n    until: {}\n    ramp: {}\n", month_text(lever.from),
          lever.until == never ? "never" : month_text(lever.until), lever.ramp);
    }
    for (std::size_t i = 0; i < info.fields.size(); ++i) {
      if (lever.named[i] != nullptr) {
        add("    {}: {}\n", info.fields[i].code,
            lever.named[i]->key);  // its value stands under `parameters:`
      } else {
        write(lever, info.fields[i], lever.values[i]);
      }
    }
    if (!lever.cost.source.empty()) {
      constexpr std::array<std::string_view, 4> payers{"flemish", "federal", "local", "family"};
      add("    cost: {{fixed_per_year: {}, per_unit: {}, payer: {}, price_year: {}, grade: {}, source: "
          "{}}}\n",
          lever.cost.fixed_per_year, lever.cost.per_unit, payers[static_cast<std::size_t>(lever.cost.payer)],
          lever.cost.price_year, code(lever.cost.grade), in_quotes(lever.cost.source));
    }
    add("    source: {}\n    grade: {}\n", in_quotes(lever.source), code(lever.grade));
  }

  void write(const Lever& lever, const LeverField& field, double value) {
    if (field.type == FieldType::choice) {
      add("    {}: {}\n", field.code, field.choices[static_cast<std::size_t>(value)]);
    } else if (lever.kind != LeverKind::fee || value != field.fallback || wanted_by_rule(lever, field)) {
      add("    {}: {}\n", field.code, value);
    }
  }

  /// The reader refuses an amount that the rule of a fee does not use.
  static bool wanted_by_rule(const Lever& fee, const LeverField& field) {
    const int rule = fee.choice("rule");  // free, flat, income_related, cap
    return field.code == "amount" ? rule != 0 : rule == 2;
  }

  void write_who(const Who& who) {
    if (who.everybody()) return add("    who: everybody\n");
    add("    who:\n");
    for (const WhoVariable& v : who_variables()) {
      if (who.*v.set != 0xff) add("      {}: {}\n", v.code, list(who.*v.set, v.categories));
    }
  }

  void write_where(const Where& where) {
    if (where.everywhere()) return add("    where: everywhere\n");
    add("    where:\n");
    for (const WhereVariable& v : where_variables(evidence_.municipalities)) {
      if (where.*v.set != ~0U) add("      {}: {}\n", v.code, list(where.*v.set, v.categories));
    }
  }

  void write_services(const Lever& lever, const LeverInfo& info) {
    if (lever.kind == LeverKind::huis_van_het_kind) return;
    add("    domain: {}\n", lever.domains == 1 ? "relationship" : lever.domains == 2 ? "parenting" : "both");
    if (!info.wants_services) return;
    std::vector<std::string> codes;
    for (const ServiceType& type : evidence_.catalogue.types) codes.push_back(type.code);
    add("    services: {}\n", list(lever.services, codes));
  }

  const Evidence& evidence_;
  std::string out_;
};

}  // namespace

std::string resolved_text(const Scenario& scenario, const Evidence& evidence) {
  return Writer(evidence).text(scenario);
}

}  // namespace uptake
