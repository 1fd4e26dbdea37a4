// SPDX-License-Identifier: Apache-2.0
// uptake resolve: every value that a scenario puts in force, and the file and line that it came from.
#include <fmt/format.h>

#include <algorithm>

#include "sim/cli/commands.hpp"
#include "sim/store/json.hpp"

namespace uptake::cli {
namespace {

using nlohmann::ordered_json;

struct ResolveFlags {
  std::filesystem::path file;
  DataFlag data;
  bool json = false, yaml = false;
};

std::string place_of(const WrittenAt& at) {
  return at.line > 0 ? fmt::format("{}:{}", at.file, at.line) : std::string("default");
}

void print_text(const Scenario& scenario, const std::vector<Setting>& settings) {
  std::string lever;
  Setting::Of of = Setting::Of::scenario;
  for (const Setting& s : settings) {
    if (s.of != of) {
      of = s.of;
      fmt::print("\n{}\n", of == Setting::Of::lever       ? "levers"
                           : of == Setting::Of::parameter ? "parameters"
                           : of == Setting::Of::mechanism ? "switches"
                                                          : "structure");
    }
    if (s.of == Setting::Of::lever && s.lever != lever) {
      lever = s.lever;
      const auto at = std::find_if(scenario.levers.begin(), scenario.levers.end(),
                                   [&](const Lever& l) { return l.name == lever; });
      fmt::print("  {:<58}  {}:{}\n", lever + ":", at->file, at->line);
    }
    const std::string line = fmt::format("{}: {}{}", s.key, s.value,
                                         s.number && !s.unit.empty() ? fmt::format(" {}", s.unit) : "");
    const int indent = s.of == Setting::Of::lever ? 4 : s.of == Setting::Of::scenario ? 0 : 2;
    fmt::print("{:{}}{:<{}}  {}\n", "", indent, line, 60 - indent, place_of(s.origin));
  }
}

/// A number as one, with its range; a list as a list; else the text.
ordered_json value_json(const Setting& s) {
  ordered_json out;
  if (s.number) {
    out["value"] = s.number->value;
    if (s.number->bounds.given()) {
      out["low"] = s.number->bounds.low;
      out["high"] = s.number->bounds.high;
    }
    if (!s.unit.empty()) out["unit"] = s.unit;
  } else {
    auto parsed = parse_json<ordered_json>(s.value);
    out["value"] = parsed.is_discarded() ? ordered_json(s.value) : std::move(parsed);
  }
  if (s.origin.line > 0) {
    out["file"] = s.origin.file;
    out["line"] = s.origin.line;
  } else {
    out["default"] = true;
  }
  return out;
}

void print_json(const Scenario& scenario, const std::vector<Setting>& settings) {
  ordered_json out{{"name", scenario.name}, {"files", scenario.files}};
  out["levers"] = ordered_json::object();
  for (const Setting& s : settings) {
    switch (s.of) {
      case Setting::Of::scenario:
        out["scenario"][s.key] = value_json(s);
        break;
      case Setting::Of::lever:
        out["levers"][s.lever][s.key] = value_json(s);
        break;
      case Setting::Of::parameter:
        out["parameters"][s.key] = value_json(s);
        break;
      case Setting::Of::mechanism:
        out["switches"][s.key] = value_json(s);
        break;
      case Setting::Of::structure:
        out["structure"][s.key] = value_json(s);
        break;
    }
  }
  fmt::print("{}\n", out.dump(2));
}

int resolve(const ResolveFlags& flags) {
  if (flags.json && flags.yaml) refuse("resolve: --json and --yaml: expected one of the two");
  const Evidence evidence = load_evidence(flags.data.folder());
  const Scenario scenario = load_scenario(flags.file, evidence);
  if (flags.yaml) {
    fmt::print("{}", resolved_text(scenario, evidence));
    return done;
  }
  const std::vector<Setting> settings = settings_in_force(scenario, evidence);
  if (flags.json) {
    print_json(scenario, settings);
  } else {
    print_text(scenario, settings);
  }
  return done;
}

}  // namespace

void add_resolve(CLI::App& program, int& exit_code) {
  add_command<ResolveFlags>(
      program, exit_code, "resolve",
      "Print every value that a scenario puts in force, and where it was written",
      [](CLI::App& command, ResolveFlags& flags) {
        command.add_option("file", flags.file, "Scenario file")->type_name("FILE")->required();
        command.add_flag("--json", flags.json, "As JSON");
        command.add_flag("--yaml", flags.yaml, "As one scenario file that stands alone");
        flags.data.add(command);
        command.footer("Example:\n  uptake resolve scenarios/campaign.yaml");
      },
      resolve);
}

}  // namespace uptake::cli
