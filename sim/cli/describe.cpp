// SPDX-License-Identifier: Apache-2.0
// uptake describe: the registries as Markdown, and as the schema of scenario files. Tables in docs/ and
// scenarios/schema.json are made with it, so that they cannot fall behind.
#include <fmt/format.h>

#include <algorithm>

#include "sim/cli/commands.hpp"
#include "sim/cli/schema.hpp"
#include "sim/pathway/gates.hpp"
#include "sim/policy/mechanisms.hpp"
#include "sim/policy/structures.hpp"
#include "sim/survey/measures.hpp"
#include "sim/world/step_order.hpp"

namespace uptake::cli {
namespace {

struct DescribeFlags {
  bool odd = false, limits = false, mechanisms = false, structures = false, measures = false,
       schedule = false, parameters = false, levers = false, services = false, schema = false,
       sweep_schema = false;
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

void describe_structures() {
  fmt::print(
      "# Structures\n\nMade by `uptake describe --structures` from the registry. Where the evidence leaves "
      "more than one "
      "form of a rule open, each can be chosen, in a scenario (`structure: {{gates: compensatory}}`), for "
      "all scenarios "
      "of a command (`--structure gates=compensatory`), or as an axis of a sweep (`structure.gates`); "
      "`uptake structures` "
      "asks of a scenario whether its effect stands in all of them, one rule at a time. The first form of "
      "each rule is the "
      "model's own; parameters are fitted to that one.\n");
  for (const StructureAxis& axis : structure_registry()) {
    fmt::print("\n## `{}`: {}\n\n| form | in words | what it does | source |\n|---|---|---|---|\n", axis.code,
               axis.label_en);
    for (const StructureOption& form : axis.options)
      fmt::print("| `{}` | {} | {} | {} |\n", form.code, cell(form.label_en), cell(form.does_en),
                 cell(form.source));
  }
}

void describe_measures() {
  constexpr std::array by{"group of families", "gate", "service", "payer", "lever", "domain"};
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

/// A row a field; the first names the lever.
void describe_levers() {
  fmt::print(
      "# Levers\n\n{} kinds. Each also has `from`, `until`, `ramp`, `cost`, `grade` and `source`; a dot in "
      "*who* or "
      "*where*: it takes groups of families, or kinds of municipalities.\n\n"
      "| lever | who | where | field | unit | range | else | meaning | source "
      "|\n|---|---|---|---|---|---|---|---|---|\n",
      lever_registry().size());
  for (const LeverInfo& lever : lever_registry()) {
    const std::string name = fmt::format("`{}`: {}", lever.code, cell(lever.help_en));
    const auto row = [&](bool is_first, const std::string& rest) {
      fmt::print("| {} | {} | {} | {} | {} |\n", is_first ? name : std::string(),
                 is_first && lever.takes_who ? "•" : "", is_first && lever.takes_where ? "•" : "", rest,
                 is_first ? cell(lever.source) : std::string());
    };
    if (lever.fields.empty()) row(true, " | | | | ");
    for (std::size_t i = 0; i < lever.fields.size(); ++i) {
      const LeverField& f = lever.fields[i];
      const bool is_choice = f.type == FieldType::choice;
      const std::string range =
          is_choice ? fmt::format("{}", fmt::join(f.choices, ", ")) : fmt::format("{} to {}", f.low, f.high);
      const std::string usual = f.required  ? std::string("must be given")
                                : is_choice ? std::string(f.choices[static_cast<std::size_t>(f.fallback)])
                                            : fmt::format("{}", f.fallback);
      row(i == 0, fmt::format("`{}` | {} | {} | {} | {}", f.code, cell(f.unit), cell(range), cell(usual),
                              cell(f.help_en)));
    }
  }
}

/// The elements of ODD+D that a registry holds; the prose of the others stands in docs/model.md.
void describe_odd(const DescribeFlags& flags) {
  const Evidence evidence = load_evidence(flags.data.folder());
  const auto of_domain = [&](Domain domain) {
    return std::ranges::count(evidence.catalogue.types, domain, &ServiceType::domain);
  };
  fmt::print(
      "# The model by ODD+D\n\nMade by `uptake describe --odd` from the registries that the program runs on "
      "(elements of "
      "Müller et al. 2013, doi 10.1016/j.envsoft.2013.06.003). The prose stands in [model.md](model.md).\n\n"
      "## I. Overview\n\n### I.i Purpose\n\n[model.md, 1.1](model.md#11-purpose-and-patterns).\n\n"
      "### I.ii Entities, state variables and scales\n\n"
      "Parents in households, ties between parents, {} types of services ({} of relationship support, {} of "
      "parenting "
      "support) with a queue in each of {} regions, {} municipalities. One month a step, from {} to before "
      "{}. State variables: "
      "[model.md, 1.2](model.md#12-entities-state-variables-and-scales).\n\n"
      "### I.iii Process overview and scheduling\n\n",
      evidence.catalogue.types.size(), of_domain(Domain::relationship), of_domain(Domain::parenting),
      evidence.municipalities.centres.size(), evidence.municipalities.list.size(), month_text(first_month),
      month_text(end_month));
  int n = 0;
  for (const MonthStage& stage : step_order())
    fmt::print("{}. **{}**: {}\n", ++n, stage.name, stage.sentence);
  fmt::print(
      "\n## II. Design concepts\n\nII.i Theoretical and empirical background, II.iii Learning, II.iv "
      "Sensing, II.v "
      "Prediction, II.vi Interaction, II.vii Collectives: [model.md, 2](model.md#2-design-concepts).\n\n"
      "### II.ii Individual decision-making\n\nA journey passes these gates in the family's order; where it "
      "stops is the "
      "reason for non-use.\n\n| gate | asked | who stops here |\n|---|---|---|\n");
  for (const GateInfo& gate : gate_registry)
    fmt::print("| `{}` | {} | {} |\n", gate.code, cell(gate.question), cell(gate.label_en));
  fmt::print(
      "\n### II.viii Heterogeneity\n\nResults can be split by these.\n\n| variable | categories "
      "|\n|---|---|\n");
  for (const std::string_view group : result_groups()) {
    const Variable& variable = *find_variable(group);
    std::string categories;
    for (const Category& c : variable.categories)
      categories += fmt::format("{}{}", categories.empty() ? "" : "; ", c.label_en);
    fmt::print("| `{}`: {} | {} |\n", variable.code, cell(variable.label_en), cell(categories));
  }
  fmt::print(
      "\n### II.ix Stochasticity\n\nEvery draw has an address of its own ([decision "
      "1](decisions/0001-same-bytes.md)); "
      "families, ties and what happens have separate seeds. `uptake sensitivity --method budget` tells what "
      "each "
      "adds.\n\n### II.x Observation\n\n| measure | unit | definition |\n|---|---|---|\n");
  for (const MeasureInfo& m : measure_registry())
    fmt::print("| `{}` | {} | {} |\n", m.code, cell(m.unit), cell(m.definition_en));
  fmt::print(
      "\n## III. Details\n\nIII.i Implementation, III.ii Initialisation and III.iii Input data: [model.md, "
      "3](model.md#3-details).\n\n### III.iv Submodels\n\n| mechanism | what it does |\n|---|---|\n");
  for (const MechanismInfo& m : mechanism_registry())
    fmt::print("| `{}`: {} | {} |\n", m.code, cell(m.label_en), cell(m.does));
  fmt::print(
      "\n**Parameters** by what they rest on; each with source: [parameters.md](parameters.md).\n\n| status "
      "| number "
      "|\n|---|---|\n");
  for (const ParameterStatus status : {ParameterStatus::data, ParameterStatus::literature,
                                       ParameterStatus::assumption, ParameterStatus::calibrated})
    fmt::print("| {} | {} |\n", code(status),
               std::ranges::count(evidence.parameters.info, status, &ParameterInfo::status));
  fmt::print("\n**Levers**: {} kinds, [levers.md](levers.md). **Left out**: [limits.md](limits.md).\n",
             lever_registry().size());
}

int describe(const DescribeFlags& flags) {
  int n = 0;
  const auto part = [&](bool wanted, auto print) {
    if (!wanted) return;
    if (n++ > 0) fmt::print("\n");
    print();
  };
  part(flags.odd, [&] { describe_odd(flags); });
  part(flags.limits, describe_limits);
  part(flags.mechanisms, describe_mechanisms);
  part(flags.structures, describe_structures);
  part(flags.measures, describe_measures);
  part(flags.schedule, describe_schedule);
  part(flags.parameters, [&] { describe_parameters(flags); });
  part(flags.levers, describe_levers);
  part(flags.services, [&] { describe_services(flags); });
  part(flags.schema, [&] { fmt::print("{}", scenario_schema(load_evidence(flags.data.folder()))); });
  part(flags.sweep_schema, [&] { fmt::print("{}", design_schema(load_evidence(flags.data.folder()))); });
  if (n == 0) {
    refuse(
        "describe: expected --odd, --limits, --mechanisms, --structures, --measures, --schedule, "
        "--parameters, --levers, "
        "--services, --schema or --sweep-schema");
  }
  return done;
}

}  // namespace

void add_describe(CLI::App& program, int& exit_code) {
  add_command<DescribeFlags>(
      program, exit_code, "describe", "Print what the model holds, as Markdown or as a schema",
      [](CLI::App& command, DescribeFlags& flags) {
        command.add_flag("--odd", flags.odd, "The model by the elements of the ODD+D protocol");
        command.add_flag("--limits", flags.limits, "What is still thin");
        command.add_flag("--mechanisms", flags.mechanisms, "Mechanisms that can be switched off");
        command.add_flag("--structures", flags.structures, "Rules that have another form");
        command.add_flag("--measures", flags.measures, "What is counted");
        command.add_flag("--schedule", flags.schedule, "The stages of a month");
        command.add_flag("--parameters", flags.parameters, "Every parameter with its source");
        command.add_flag("--levers", flags.levers, "Every lever with its fields, ranges and source");
        command.add_flag("--services", flags.services, "Every sort of service with its code");
        command.add_flag("--schema", flags.schema, "The JSON Schema of scenario files, for an editor");
        command.add_flag("--sweep-schema", flags.sweep_schema, "The same of the files of sweeps");
        flags.data.add(command);
        command.footer("Example:\n  uptake describe --parameters");
      },
      describe);
}

}  // namespace uptake::cli
