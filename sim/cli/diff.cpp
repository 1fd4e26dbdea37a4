// SPDX-License-Identifier: Apache-2.0
// uptake diff: what does one scenario have, or have otherwise, that another has not? In words.
#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "analysis/story/words.hpp"
#include "sim/base/text.hpp"
#include "sim/cli/commands.hpp"
#include "sim/cli/language.hpp"
#include "sim/policy/difference.hpp"
#include "sim/policy/scenario_keys.hpp"
#include "sim/policy/units.hpp"

namespace uptake::cli {
namespace {

using nlohmann::ordered_json;

struct DiffFlags {
  std::filesystem::path before, after;
  DataFlag data;
  Language language;
  bool json = false;
};

const Lever* find_lever(const Scenario& scenario, std::string_view name) {
  const auto at = std::find_if(scenario.levers.begin(), scenario.levers.end(),
                               [&](const Lever& l) { return l.name == name; });
  return at == scenario.levers.end() ? nullptr : &*at;
}

const LeverInfo& info_of(const Lever& lever) {
  return lever_registry()[static_cast<std::size_t>(lever.kind)];
}

/// What is compared, with what is needed to find words for it.
class Words {
 public:
  Words(const Scenario& before, const Scenario& after, const Catalogue& catalogue, const Language& language)
      : before_(before), after_(after), catalogue_(catalogue), language_(language) {}

  [[nodiscard]] std::string text(const std::vector<Difference>& all) const {
    std::string out;
    for (const Lever& lever : after_.levers) {
      if (find_lever(before_, lever.name) == nullptr) out += whole_lever(lever, all, true);
    }
    for (const Lever& lever : after_.levers) {
      if (find_lever(before_, lever.name) != nullptr) out += changed_lever(lever, all);
    }
    for (const Lever& lever : before_.levers) {
      if (find_lever(after_, lever.name) == nullptr) out += whole_lever(lever, all, false);
    }
    for (const Difference& d : all) {
      const Setting& s = d.setting();
      if (s.of == Setting::Of::lever) continue;
      out += fmt::format("{}: {}\n", subject(s), change(d));
    }
    return out;
  }

 private:
  [[nodiscard]] std::string label(const Lever& lever) const {
    const LeverInfo& info = info_of(lever);
    return fmt::format("{} ({})", lever.name, language_.of(info.label_en, info.label_nl));
  }

  /// A lever that only one of the two has, with all that it says.
  [[nodiscard]] std::string whole_lever(const Lever& lever, const std::vector<Difference>& all,
                                        bool added) const {
    std::string out = fmt::format("{} {}\n",
                                  added ? language_.of("Added: lever", "Toegevoegd: hefboom")
                                        : language_.of("Removed: lever", "Verwijderd: hefboom"),
                                  label(lever));
    if (!added) return out;
    for (const Difference& d : all) {
      if (!d.after || d.after->of != Setting::Of::lever || d.after->lever != lever.name) continue;
      const Setting& s = *d.after;
      if (s.key == "lever" || s.origin.line == 0 || is_prose(s.key)) continue;
      out += fmt::format("  {}: {}{}\n", s.key, shown(s), explained(lever, s.key));
    }
    return out;
  }

  [[nodiscard]] std::string changed_lever(const Lever& lever, const std::vector<Difference>& all) const {
    std::string lines;
    for (const Difference& d : all) {
      const Setting& s = d.setting();
      if (s.of != Setting::Of::lever || s.lever != lever.name) continue;
      lines += is_prose(s.key) && d.before && d.after
                   ? fmt::format("  {}: {}\n", s.key, language_.of("has other words", "is anders verwoord"))
                   : fmt::format("  {}: {}{}\n", s.key, change(d), explained(lever, s.key));
    }
    if (lines.empty()) return lines;
    return fmt::format("{} {}\n{}", language_.of("Changed: lever", "Gewijzigd: hefboom"), label(lever),
                       lines);
  }

  static bool is_prose(std::string_view key) { return key == "source" || key == "cost.source"; }

  [[nodiscard]] std::string change(const Difference& d) const {
    if (d.before && d.after) {
      return fmt::format("{} {} {}", shown(*d.after), language_.of("instead of", "in plaats van"),
                         shown(*d.before));
    }
    return fmt::format("{} {}", shown(d.setting()),
                       d.after ? language_.of("(new)", "(nieuw)") : language_.of("(no more)", "(niet meer)"));
  }

  /// Services by code and name.
  [[nodiscard]] std::string named(const std::string& codes) const {
    std::string text;
    for (const std::string& part : split(codes, ',')) {
      const std::string code(trim(part));
      const ServiceId id = catalogue_.find(code);
      text += fmt::format("{}{}", text.empty() ? "" : ", ", code);
      if (id == no_service) continue;
      const ServiceType& type = catalogue_.types[id];
      text += fmt::format(" ({})", language_.of(type.name_en, type.name_nl));
    }
    return text;
  }

  /// Categories of a variable by their labels, and those of no survey's variable by their codes.
  [[nodiscard]] std::string labelled(std::string_view variable, const std::string& codes) const {
    const Variable* known = find_variable(variable);
    std::string text;
    for (const std::string& part : split(codes, ',')) {
      const std::string_view code = trim(part);
      const int at = known == nullptr ? -1 : find_category(*known, code);
      const Category* c = at < 0 ? nullptr : &known->categories[static_cast<std::size_t>(at)];
      text += text.empty() ? "" : ", ";
      text += c == nullptr ? code : language_.of(c->label_en, c->label_nl);
    }
    return text;
  }

  /// A number with its range and unit: a share or chance in per cent of what it is a share of, euros with
  /// their sign before, in Dutch with a decimal comma.
  [[nodiscard]] std::string amount(const Quantity& q, std::string_view unit_en) const {
    std::string_view unit = language_.of(unit_en, unit_nl(unit_en));
    const bool euros = unit.starts_with("EUR");
    bool percent = false;
    for (const std::string_view word : {"share", "chance", "aandeel", "kans"}) {
      if (!unit.starts_with(word)) continue;
      percent = true;
      unit.remove_prefix(word.size());
    }
    if (euros) unit.remove_prefix(3);
    if (unit_en == "factor") unit = language_.of("times", "keer");
    const auto one = [&](double x) {
      std::string text = fmt::format("{:.6g}", percent ? 100 * x : x);
      if (language_.dutch()) std::replace(text.begin(), text.end(), '.', ',');
      return text + (percent ? " %" : "");
    };
    std::string text = euros ? "EUR " : "";
    text += one(q.value);
    if (q.bounds.given()) {
      text += fmt::format(" ({} {} {})", one(q.bounds.low), language_.of("to", "tot"), one(q.bounds.high));
    }
    if (q.value == 1 && unit_en == "months") unit = language_.of("month", "maand");
    unit = trim(unit);
    return unit.empty() ? text : fmt::format("{} {}", text, unit);
  }

  /// A value for people: months, services and categories by name, lists without brackets.
  [[nodiscard]] std::string shown(const Setting& s) const {
    std::string text = s.value;
    if (text == "never") return std::string(language_.of("no end", "zonder einde"));
    if (text == "everybody") return std::string(language_.of("everybody", "iedereen"));
    if (text == "everywhere") return std::string(language_.of("everywhere", "overal"));
    if (s.number) return amount(*s.number, s.unit);
    if (s.key == "from" || s.key == "until") {
      const auto month = parse_month(text);
      if (!month) return text;
      const story::Both words = story::month_words(*month);
      return language_.dutch() ? words.nl : words.en;
    }
    if (!text.empty() && text[0] == '[') {
      std::erase_if(text, [](char c) { return c == '[' || c == ']' || c == '"'; });
    }
    if (s.key == "services") return named(text);
    if (s.key.starts_with("who.") || s.key.starts_with("where.")) {
      const std::string_view variable = std::string_view(s.key).substr(s.key.find('.') + 1);
      return labelled(variable == "urbanity" ? "place" : variable, text);
    }
    return text;
  }

  /// What the key means, in a line of its own.
  [[nodiscard]] std::string explained(const Lever& lever, const std::string& key) const {
    for (const LeverField& f : info_of(lever).fields) {
      if (f.code == key) return fmt::format("\n      {}", language_.of(f.help_en, f.help_nl));
    }
    const std::string path = key.starts_with("cost.") ? key : "lever." + key.substr(0, key.find('.'));
    const KeyInfo& info = key_info(path);
    return fmt::format("\n      {}", language_.of(info.help_en, info.help_nl));
  }

  [[nodiscard]] std::string subject(const Setting& s) const {
    if (s.of == Setting::Of::parameter) {
      const ParameterInfo* info = after_.parameters.find(s.key);
      return fmt::format("{} {} ({})", language_.of("Parameter", "Parameter"), s.key,
                         info == nullptr ? "" : info->meaning);
    }
    if (s.of == Setting::Of::mechanism) {
      for (const MechanismInfo& m : mechanism_registry()) {
        if (m.code == s.key)
          return fmt::format("{} {} ({})", language_.of("Mechanism", "Mechanisme"), s.key,
                             language_.of(m.label_en, m.label_nl));
      }
    }
    for (const StructureAxis& axis : structure_registry()) {
      if (s.of == Setting::Of::structure && axis.code == s.key)
        return fmt::format("{} {} ({})", language_.of("Rule", "Regel"), s.key,
                           language_.of(axis.label_en, axis.label_nl));
    }
    return std::string(language_.of("The run stops before", "De simulatie stopt vóór"));
  }

  const Scenario& before_;
  const Scenario& after_;
  const Catalogue& catalogue_;
  const Language& language_;
};

ordered_json differences_json(const std::vector<Difference>& all) {
  constexpr std::array groups{"scenario", "levers", "parameters", "switches", "structure"};
  ordered_json out = ordered_json::array();
  for (const Difference& d : all) {
    const Setting& s = d.setting();
    ordered_json one{{"in", groups[static_cast<std::size_t>(s.of)]}};
    if (!s.lever.empty()) one["lever"] = s.lever;
    one["key"] = s.key;
    one["before"] = d.before ? ordered_json(d.before->value) : ordered_json();
    one["after"] = d.after ? ordered_json(d.after->value) : ordered_json();
    out.push_back(std::move(one));
  }
  return out;
}

int diff(const DiffFlags& flags) {
  const Evidence evidence = load_evidence(flags.data.folder());
  Problems problems;
  Scenario before, after;
  gather(problems, [&] { before = load_scenario(flags.before, evidence); });
  gather(problems, [&] { after = load_scenario(flags.after, evidence); });
  problems.throw_if_any();
  const std::vector<Difference> all = differences(before, after, evidence);
  if (flags.json) {
    fmt::print("{}\n", differences_json(all).dump(2));
  } else if (all.empty()) {
    fmt::print("{}\n",
               flags.language.of("The two scenarios do the same.", "De twee scenario's doen hetzelfde."));
  } else {
    fmt::print("{}", Words(before, after, evidence.catalogue, flags.language).text(all));
  }
  return done;
}

}  // namespace

void add_diff(CLI::App& program, int& exit_code) {
  add_command<DiffFlags>(
      program, exit_code, "diff", "Tell in words what a scenario does otherwise than another",
      [](CLI::App& command, DiffFlags& flags) {
        command.add_option("before", flags.before, "Scenario file to start from")->type_name("A")->required();
        command.add_option("after", flags.after, "Scenario file to compare with it")
            ->type_name("B")
            ->required();
        command.add_flag("--json", flags.json, "As JSON");
        flags.language.add(command);
        flags.data.add(command);
        command.footer(
            "Example:\n  uptake diff scenarios/baseline.yaml scenarios/campaign.yaml --language nl");
      },
      diff);
}

}  // namespace uptake::cli
