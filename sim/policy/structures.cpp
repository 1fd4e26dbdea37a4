// SPDX-License-Identifier: Apache-2.0
#include "sim/policy/structures.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "sim/base/text.hpp"

namespace uptake {
namespace {

constexpr std::array networks{
    StructureOption{
        "layers", "kin, friends, neighbours and colleagues", "familie, vrienden, buren en collega's",
        "Ties in layers: kin and neighbours in small groups, friends and colleagues one by one, with who "
        "is alike and near.",
        "Banden in lagen: familie en buren in kleine groepen, vrienden en collega's één voor één, met wie "
        "op hen lijkt en in de buurt woont.",
        "science.md 5; scenarios/data/network.yaml"},
    StructureOption{
        "random", "ties with anybody", "banden met om het even wie",
        "As many ties (more in small populations: 12 % at 300 families, 3 % at 4,000), but with anybody in "
        "Flanders who is a parent in the same years: long ties, no circles of people who know each other.",
        "Evenveel banden (meer in kleine populaties: 12 % bij 300 gezinnen, 3 % bij 4.000), maar met om het "
        "even wie in Vlaanderen in dezelfde jaren ouder is: verre banden, geen kringen van mensen die elkaar "
        "kennen.",
        "science.md 5: long ties spread what is reinforced as far as clustered ones (Wan, Riedl and Lazer "
        "2025), against Centola 2010"},
    StructureOption{"clustered", "close circles", "hechte kringen",
                    "As many ties, but friends and colleagues too are small groups who know each other.",
                    "Evenveel banden, maar ook vrienden en collega's zijn kleine groepen die elkaar kennen.",
                    "science.md 5: Centola 2010, 54 % reached by clustered ties against 38 % by random ones"},
};

constexpr std::array contagions{
    StructureOption{"mixed", "news by one tie, norms by several", "nieuws via één band, normen via meerdere",
                    "One tie is enough to know of an offer; the norm responds to several.",
                    "Eén band volstaat om een aanbod te kennen; de norm reageert op meerdere.",
                    "science.md 5: awareness simple, norm reinforced"},
    StructureOption{
        "simple", "each tie counts by itself", "elke band telt afzonderlijk",
        "The norm, too, moves with each tie that tells, in proportion; its most stays the same.",
        "Ook de norm beweegt met elke band die vertelt, evenredig; het hoogste effect blijft gelijk.",
        "science.md 5: no hard threshold is established"},
    StructureOption{
        "reinforced", "news, too, must be heard twice", "ook nieuws moet men twee keer horen",
        "A parent comes to know an offer only from the second tie that tells of help that was good.",
        "Een ouder leert een aanbod pas kennen van de tweede band die over goede hulp vertelt.",
        "science.md 5: Centola 2010, a second signal raises adoption by 67 %"},
};

constexpr std::array gate_rules{
    StructureOption{
        "conjunctive", "every gate must be passed", "elke drempel moet genomen worden",
        "A family must dare, afford and reach a service; nothing makes up for a barrier.",
        "Een gezin moet een dienst durven, kunnen betalen en kunnen bereiken; niets weegt op tegen een "
        "drempel.",
        "S4:6467-6470"},
    StructureOption{
        "compensatory", "ease at one gate makes up for another",
        "gemak bij de ene drempel weegt op tegen de andere",
        "Daring, affording and reaching are weighed together at each door: it is enough that they "
        "outweigh the barriers on balance. What is free makes up for at most 4 logits (assumption). Not "
        "knowing a service, or its being full, still stops a family.",
        "Durven, betalen en bereiken worden per dienst samen gewogen: het volstaat dat ze op de drempels "
        "samen doorwegen. Gratis hulp weegt op tegen ten hoogste 4 logits (aanname). Een dienst niet "
        "kennen, of een volle dienst, houdt een gezin nog altijd tegen.",
        "assumption; weighted sums of attitude and norm in models of protective behaviour (science.md 5, "
        "TELL ME)"},
};

constexpr std::array informal_roles{
    StructureOption{"both", "informal help replaces and pushes", "informele hulp vervangt en duwt",
                    "Partner, family and friends may be enough, and they push towards a service.",
                    "Partner, familie en vrienden kunnen volstaan, en ze duwen naar een dienst.",
                    "S0 4.6, 5.6; S0 Tables 5, 6, 11, 12"},
    StructureOption{"bridge", "informal help only pushes", "informele hulp duwt alleen",
                    "Informal help is never enough by itself; it only makes a family dare.",
                    "Informele hulp volstaat nooit op zich; ze helpt een gezin alleen om te durven.",
                    "S4:5550-5553: more informal support goes with more use"},
    StructureOption{"substitute", "informal help only replaces", "informele hulp vervangt alleen",
                    "Informal help may be enough; it pushes nobody towards a service.",
                    "Informele hulp kan volstaan; ze duwt niemand naar een dienst.",
                    "S4:5553-5560: no push once other things are equal"},
};

template <auto member>
std::size_t of(const Structure& s) {
  return static_cast<std::size_t>(s.*member);
}
template <auto member>
void set(Structure& s, std::size_t option) {
  using Enum = std::remove_reference_t<decltype(s.*member)>;
  s.*member = static_cast<Enum>(option);
}

constexpr std::array axes{
    StructureAxis{"network", "with whom parents have ties", "met wie ouders banden hebben", networks,
                  of<&Structure::network>, set<&Structure::network>},
    StructureAxis{"contagion", "how word of mouth acts", "hoe mond-tot-mondreclame werkt", contagions,
                  of<&Structure::contagion>, set<&Structure::contagion>},
    StructureAxis{"gates", "whether ease makes up for barriers", "of gemak tegen drempels opweegt",
                  gate_rules, of<&Structure::gates>, set<&Structure::gates>},
    StructureAxis{"informal", "what informal help does", "wat informele hulp doet", informal_roles,
                  of<&Structure::informal>, set<&Structure::informal>},
};

}  // namespace

std::span<const StructureAxis> structure_registry() { return axes; }

std::vector<std::string_view> codes_of(const StructureAxis& axis) {
  std::vector<std::string_view> codes;
  for (const StructureOption& option : axis.options) codes.push_back(option.code);
  return codes;
}

std::string code(const Structure& structure) {
  std::string text;
  for (const StructureAxis& axis : axes) {
    if (const std::size_t chosen = axis.of(structure); chosen > 0)
      text += fmt::format("{}{}={}", text.empty() ? "" : " ", axis.code, axis.options[chosen].code);
  }
  return text;
}

void choose_structure(std::string_view wanted, std::string_view where, Structure& structure,
                      Problems& problems) {
  const std::size_t equals = wanted.find('=');
  const std::string_view name = wanted.substr(0, equals);
  std::vector<std::string_view> names;
  for (const StructureAxis& axis : axes) names.push_back(axis.code);
  const auto axis = std::ranges::find(axes, name, &StructureAxis::code);
  if (axis == axes.end() || equals == std::string_view::npos) {
    problems.add(
        {}, 0, 0,
        fmt::format("{} {}: expected RULE=FORM, as gates=compensatory; the rules are {}{}", where, wanted,
                    fmt::join(names, ", "), axis == axes.end() ? did_you_mean(name, names) : ""));
    return;
  }
  const std::vector<std::string_view> forms = codes_of(*axis);
  const auto form = std::ranges::find(forms, wanted.substr(equals + 1));
  if (form == forms.end()) {
    problems.add({}, 0, 0,
                 fmt::format("{} {}: expected {} to be {}{}", where, wanted, name, fmt::join(forms, ", "),
                             did_you_mean(wanted.substr(equals + 1), forms)));
    return;
  }
  axis->set(structure, static_cast<std::size_t>(form - forms.begin()));
}

std::vector<Structure> one_at_a_time(const Structure& from) {
  std::vector<Structure> all{from};
  for (const StructureAxis& axis : axes) {
    for (std::size_t option = 0; option < axis.options.size(); ++option) {
      if (option == axis.of(from)) continue;
      Structure other = from;
      axis.set(other, option);
      all.push_back(other);
    }
  }
  return all;
}

}  // namespace uptake
