// SPDX-License-Identifier: Apache-2.0
// uptake levers: what a policy can do, and which fields each lever takes.
#include <fmt/format.h>

#include "sim/base/text.hpp"
#include "sim/cli/commands.hpp"
#include "sim/cli/language.hpp"

namespace uptake::cli {
namespace {

struct LeversFlags {
  std::string name;
  Language language;
};

std::string values_text(const LeverField& field) {
  if (field.type == FieldType::choice) return one_of(field.choices);
  return fmt::format("{} to {}", field.low, field.high);
}

std::string fallback_text(const LeverField& field) {
  if (field.required) return "must be given";
  if (field.type == FieldType::choice)
    return fmt::format("else {}", field.choices[static_cast<std::size_t>(field.fallback)]);
  return fmt::format("else {}", field.fallback);
}

void print_one(const LeverInfo& lever, const Language& language) {
  fmt::print("{}: {}\n{}\n\nSource: {}\n\nFields:\n", lever.code, language.of(lever.label_en, lever.label_nl),
             language.of(lever.help_en, lever.help_nl), lever.source);
  for (const LeverField& f : lever.fields) {
    fmt::print("  {}: {}{}; {}\n      {}\n", f.code, values_text(f),
               f.unit.empty() ? "" : fmt::format(" ({})", f.unit), fallback_text(f),
               language.of(f.help_en, f.help_nl));
  }
  fmt::print("  a number may be the name of a parameter, as `uptake describe --parameters` lists them\n");
  fmt::print("  source, grade (data, literature or assumption), cost\n");
  fmt::print("  unit of cost: {}\n", lever.unit_en.empty() ? "none, only an amount a year"
                                                           : language.of(lever.unit_en, lever.unit_nl));
  if (lever.wants_services)
    fmt::print("  services: a list of codes, or domain: for all of relationship or parenting\n");
  fmt::print("{}", lever.wants_points ? "  points: {date: factor}\n"
                                      : "  from, until (dates as 2027-01), ramp (months)\n");
  if (lever.takes_who) fmt::print("  who: groups of families\n");
  if (lever.takes_where) fmt::print("  where: kinds of municipalities\n");
}

int levers(const LeversFlags& flags) {
  std::vector<std::string_view> known;
  for (const LeverInfo& lever : lever_registry()) {
    known.push_back(lever.code);
    if (flags.name == lever.code) {
      print_one(lever, flags.language);
      return done;
    }
  }
  if (!flags.name.empty()) {
    refuse(fmt::format("there is no lever '{}'{}; expected {}", flags.name, did_you_mean(flags.name, known),
                       one_of(known)));
  }
  for (const LeverInfo& lever : lever_registry()) {
    fmt::print("{:<18}  {}\n{:<18}  {}\n", lever.code, flags.language.of(lever.label_en, lever.label_nl), "",
               flags.language.of(lever.help_en, lever.help_nl));
  }
  fmt::print("\n`uptake levers NAME` lists the fields of one.\n");
  return done;
}

}  // namespace

void add_levers(CLI::App& program, int& exit_code) {
  add_command<LeversFlags>(
      program, exit_code, "levers", "List what a policy can do, or the fields of one lever",
      [](CLI::App& command, LeversFlags& flags) {
        command.add_option("name", flags.name, "A lever")->type_name("NAME");
        flags.language.add(command);
        command.footer("Example:\n  uptake levers campaign");
      },
      levers);
}

}  // namespace uptake::cli
