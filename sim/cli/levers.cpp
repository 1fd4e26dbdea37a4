// SPDX-License-Identifier: Apache-2.0
// uptake levers: what a policy can do, and which fields each lever takes.
#include <fmt/format.h>

#include "sim/base/text.hpp"
#include "sim/cli/commands.hpp"
#include "sim/cli/language.hpp"
#include "sim/policy/units.hpp"

namespace uptake::cli {
namespace {

struct LeversFlags {
  std::string name;
  Language language;
};

std::string values_text(const LeverField& field, const Language& language) {
  if (field.type == FieldType::choice) return fmt::format("{}", fmt::join(field.choices, ", "));
  return fmt::format("{} {} {} ({})", field.low, language.of("to", "tot"), field.high,
                     language.of(field.unit, unit_nl(field.unit)));
}

std::string fallback_text(const LeverField& field, const Language& language) {
  if (field.required) return std::string(language.of("must be given", "verplicht"));
  const std::string usual = field.type == FieldType::choice
                                ? std::string(field.choices[static_cast<std::size_t>(field.fallback)])
                                : fmt::format("{}", field.fallback);
  return fmt::format("{} {}", language.of("else", "anders"), usual);
}

void print_one(const LeverInfo& lever, const Language& language) {
  const auto line = [&](std::string_view en, std::string_view nl) {
    fmt::print("  {}\n", language.of(en, nl));
  };
  fmt::print("{}: {}\n{}\n\n{}: {}\n\n{}:\n", lever.code, language.of(lever.label_en, lever.label_nl),
             language.of(lever.help_en, lever.help_nl), language.of("Source", "Bron"), lever.source,
             language.of("Fields", "Velden"));
  for (const LeverField& f : lever.fields) {
    fmt::print("  {}: {}; {}\n      {}\n", f.code, values_text(f, language), fallback_text(f, language),
               language.of(f.help_en, f.help_nl));
  }
  line("a number may be the name of a parameter, as `uptake describe --parameters` lists them",
       "een getal mag de naam van een parameter zijn, uit de lijst van `uptake describe --parameters`");
  line("source, grade (data, literature or assumption), cost",
       "source (bron), grade (data, literature of assumption), cost (kosten)");
  const bool has_unit = !lever.unit_en.empty();
  fmt::print("  {}: {}\n", language.of("unit of cost", "eenheid van de kosten"),
             has_unit ? language.of(lever.unit_en, lever.unit_nl)
                      : language.of("none, only an amount a year", "geen, alleen een bedrag per jaar"));
  if (lever.wants_services)
    line("services: a list of codes, or domain: for all of relationship or parenting",
         "services: een lijst van codes, of domain: voor alle diensten van relationship of parenting");
  if (lever.wants_points)
    line("points: {date: factor}", "points: {datum: factor}");
  else
    line("from, until (dates as 2027-01), ramp (months)",
         "from, until (een datum zoals 2027-01), ramp (maanden)");
  if (lever.takes_who)
    line("who: groups of families", "who: groepen gezinnen");
  else
    line("who: not for this kind, which changes services for everybody",
         "who: niet bij deze soort, die diensten voor iedereen verandert");
  if (lever.takes_where)
    line("where: kinds of municipalities", "where: soorten gemeenten");
  else
    line("where: not for this kind, which acts everywhere", "where: niet bij deze soort, die overal werkt");
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
