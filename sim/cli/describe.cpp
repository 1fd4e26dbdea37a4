// SPDX-License-Identifier: Apache-2.0
// uptake describe: the registries as Markdown, and as the schema of scenario files. Tables in docs/ and
// scenarios/schema.json are made with it, so that they cannot fall behind.
#include <fmt/format.h>

#include "sim/cli/commands.hpp"
#include "sim/cli/schema.hpp"
#include "sim/policy/mechanisms.hpp"
#include "sim/survey/measures.hpp"
#include "sim/world/step_order.hpp"

namespace uptake::cli {
namespace {

struct DescribeFlags {
  bool limits = false, mechanisms = false, measures = false, schedule = false, parameters = false,
       services = false, schema = false, sweep_schema = false;
  DataFlag data;
};

/// A text that cannot break a Markdown table.
std::string cell(std::string_view text) {
  std::string safe;
  for (const char c : text) {
    if (c == '|') safe += '\\';
    safe += c == '\n' ? ' ' : c;
  }
  return safe;
}

void describe_limits() {
  fmt::print(
      "# What is still thin\n\nMade by `uptake describe --limits` from the registry that the report's footer "
      "uses.\n\n");
  for (const Limit& limit : limit_registry()) fmt::print("- **{}**: {}\n", limit.code, limit.text_en);
}

void describe_mechanisms() {
  fmt::print(
      "# Mechanisms\n\nEach can be switched off in a scenario (`switches:`).\n\n| code | mechanism | what it "
      "does |\n|---|---|---|\n");
  for (const MechanismInfo& m : mechanism_registry()) {
    fmt::print("| `{}` | {} | {} |\n", m.code, cell(m.label_en), cell(m.does));
  }
}

void describe_measures() {
  constexpr std::array by{"group of families", "gate", "service", "payer", "lever"};
  fmt::print("# Measures\n\n| code | unit | by | definition |\n|---|---|---|---|\n");
  for (const MeasureInfo& m : measure_registry()) {
    fmt::print("| `{}` | {} | {} | {} |\n", m.code, cell(m.unit), by[static_cast<std::size_t>(m.dimension)],
               cell(m.definition_en));
  }
}

void describe_schedule() {
  fmt::print("# The month\n\nIn this order, each stage reading what the ones before it left:\n\n");
  int n = 0;
  for (const MonthStage& stage : step_order())
    fmt::print("{}. **{}**: {}\n", ++n, stage.name, stage.sentence);
}

void describe_parameters(const DescribeFlags& flags) {
  const ParameterSet all = load_parameters(flags.data.folder() / "parameters");
  fmt::print(
      "# Parameters\n\n{} parameters, {} of them to be calibrated.\n\n"
      "| parameter | value | prior, central 95 % | unit | status | meaning | source "
      "|\n|---|---|---|---|---|---|---|\n",
      all.info.size(), all.calibrated().size());
  for (const ParameterInfo& p : all.info) {
    fmt::print("| `{}` | {:.6g} | {:.6g} to {:.6g} | {} | {} | {} | {} |\n", p.key, p.value, p.low, p.high,
               cell(p.unit), code(p.status), cell(p.meaning), cell(p.source));
  }
}

void describe_services(const DescribeFlags& flags) {
  fmt::print("# Services\n\n| code | support | English | Nederlands |\n|---|---|---|---|\n");
  for (const ServiceType& s : load_evidence(flags.data.folder()).catalogue.types)
    fmt::print("| `{}` | {} | {} | {} |\n", s.code, code(s.domain), cell(s.name_en), cell(s.name_nl));
}

int describe(const DescribeFlags& flags) {
  int n = 0;
  const auto part = [&](bool wanted, auto print) {
    if (!wanted) return;
    if (n++ > 0) fmt::print("\n");
    print();
  };
  part(flags.limits, describe_limits);
  part(flags.mechanisms, describe_mechanisms);
  part(flags.measures, describe_measures);
  part(flags.schedule, describe_schedule);
  part(flags.parameters, [&] { describe_parameters(flags); });
  part(flags.services, [&] { describe_services(flags); });
  part(flags.schema, [&] { fmt::print("{}", scenario_schema(load_evidence(flags.data.folder()))); });
  part(flags.sweep_schema, [&] { fmt::print("{}", design_schema(load_evidence(flags.data.folder()))); });
  if (n == 0) {
    refuse(
        "describe: expected --limits, --mechanisms, --measures, --schedule, --parameters, --services, "
        "--schema or --sweep-schema");
  }
  return done;
}

}  // namespace

void add_describe(CLI::App& program, int& exit_code) {
  add_command<DescribeFlags>(
      program, exit_code, "describe", "Print what the model holds, as Markdown or as a schema",
      [](CLI::App& command, DescribeFlags& flags) {
        command.add_flag("--limits", flags.limits, "What is still thin");
        command.add_flag("--mechanisms", flags.mechanisms, "Mechanisms that can be switched off");
        command.add_flag("--measures", flags.measures, "What is counted");
        command.add_flag("--schedule", flags.schedule, "The stages of a month");
        command.add_flag("--parameters", flags.parameters, "Every parameter with its source");
        command.add_flag("--services", flags.services, "Every sort of service with its code");
        command.add_flag("--schema", flags.schema, "The JSON Schema of scenario files, for an editor");
        command.add_flag("--sweep-schema", flags.sweep_schema, "The same of the files of sweeps");
        flags.data.add(command);
      },
      describe);
}

}  // namespace uptake::cli
