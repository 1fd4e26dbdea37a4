// SPDX-License-Identifier: Apache-2.0
#include "sim/policy/scenario_keys.hpp"

#include <algorithm>
#include <array>
#include <stdexcept>
#include <string>

namespace uptake {
namespace {

constexpr std::array keys{
    KeyInfo{
        "extends",
        "The scenario file that this one changes, relative to this file. Most policies extend baseline.yaml.",
        "Het scenariobestand waarvan dit bestand vertrekt en waarin het iets verandert (pad ten opzichte van "
        "dit bestand). De meeste beleidsscenario's bouwen voort op baseline.yaml."},
    KeyInfo{
        "measures",
        "Measures to put together: names of files in the folder measures, or paths. A measure holds levers.",
        "Maatregelen om samen te voegen: namen van bestanden in de map measures, of paden. Een maatregel "
        "bevat hefbomen."},
    KeyInfo{"title", "A short name for the report, in English (en) and Dutch (nl).",
            "Een korte naam voor het verslag, in het Engels (en) en het Nederlands (nl)."},
    KeyInfo{"question", "The question that the scenario answers, in English (en) and Dutch (nl).",
            "De vraag die het scenario beantwoordt, in het Engels (en) en het Nederlands (nl)."},
    KeyInfo{"expects",
            "What the source expects of it and what it says can go wrong, in English (en) and Dutch (nl).",
            "Wat de bron ervan verwacht en wat er volgens de bron fout kan gaan, in het Engels (en) en het "
            "Nederlands (nl)."},
    KeyInfo{"expected",
            "Of what the source expects, what the runs can show: changes that the report compares with its "
            "results, as "
            "in [{domain: parenting, who: {holiday: no}, contact: more}].",
            "Wat de simulaties kunnen tonen van wat de bron verwacht: veranderingen die het verslag met zijn "
            "resultaten "
            "vergelijkt, zoals [{domain: parenting, who: {holiday: no}, contact: more}]."},
    KeyInfo{"expected.who", "Families of one group; left out: all families.",
            "Gezinnen uit één groep; niet ingevuld: alle gezinnen."},
    KeyInfo{"expected.change", "More or fewer families, or open where the source says nothing or both.",
            "Meer (more) of minder (fewer) gezinnen, of open als de bron er niets over zegt of beide kanten "
            "noemt."},
    KeyInfo{"source", "Where the scenario comes from: the text and its line.",
            "Waar het scenario vandaan komt: de tekst en de regel."},
    KeyInfo{"until", "The month before which the run stops, like 2036-01.",
            "De maand waarvóór de simulatie stopt, zoals 2036-01."},
    KeyInfo{
        "remove", "Names of levers of the extended file or of the measures that do not count here.",
        "Namen van hefbomen uit het onderliggende bestand of uit de maatregelen die hier niet meetellen."},
    KeyInfo{
        "levers",
        "What the policy does: levers by a name of your own. An entry without `lever` changes only what it "
        "names of the lever that it inherits.",
        "Wat het beleid doet: hefbomen onder een zelfgekozen naam. Staat er geen `lever` bij, dan "
        "verandert alleen wat er staat aan de overgenomen hefboom met die naam."},
    KeyInfo{"parameters",
            "Parameters of the model with another value than the data give, within their range.",
            "Parameters van het model met een andere waarde dan in de gegevens, binnen hun marges."},
    KeyInfo{"switches", "Mechanisms of the model, on or off.",
            "Mechanismen van het model, aan (on) of uit (off)."},
    KeyInfo{"structure",
            "Rules of the model in another form, where the evidence leaves more than one open. A comparison "
            "needs "
            "the same in its baseline.",
            "Regels van het model in een andere vorm, waar het onderzoek er meer dan een openlaat. Een "
            "vergelijking "
            "vraagt dezelfde in haar basisscenario."},
    KeyInfo{"lever.lever", "The kind of lever.", "De soort hefboom."},
    KeyInfo{"lever.domain", "relationship, parenting or both.",
            "Relatie (relationship), opvoeding (parenting) of beide (both)."},
    KeyInfo{"lever.services", "Codes of services, like [R5, R9]. Left out: all of the domain.",
            "Codes van diensten, zoals [R5, R9]. Niet ingevuld: alle diensten van het domein."},
    KeyInfo{"lever.who", "Which families: all that is named must hold. Left out: everybody.",
            "Welke gezinnen: ze moeten voldoen aan alles wat hier staat. Niet ingevuld: iedereen."},
    KeyInfo{"lever.where", "Which municipalities: all that is named must hold. Left out: everywhere.",
            "Welke gemeenten: ze moeten voldoen aan alles wat hier staat. Niet ingevuld: overal."},
    KeyInfo{"lever.from", "The first month, like 2027-01.", "De eerste maand, zoals 2027-01."},
    KeyInfo{"lever.until", "The month in which it is over, or never.",
            "De maand waarin het voorbij is, of never (nooit)."},
    KeyInfo{"lever.ramp", "How long it takes to full strength: months, or as in 2 years.",
            "Hoelang het duurt tot de volle sterkte bereikt is: maanden, of zoals in 2 years."},
    KeyInfo{"lever.points", "Months and factors, as {2010-01: 1, 2015-01: 1.3}; straight lines between them.",
            "Maanden en factoren, zoals {2010-01: 1, 2015-01: 1.3}; met rechte lijnen ertussen."},
    KeyInfo{"lever.source", "Where the sizes come from.", "Waar de waarden vandaan komen."},
    KeyInfo{"lever.grade", "How sure the sizes are: data, literature or assumption.",
            "Hoe zeker de waarden zijn: gegevens (data), literatuur (literature) of aanname (assumption)."},
    KeyInfo{"lever.cost", "What the lever itself costs.", "Wat de hefboom zelf kost."},
    KeyInfo{"cost.fixed_per_year",
            "Euros a year for all of Flanders, whatever it reaches; less while a ramp goes on.",
            "Euro per jaar voor heel Vlaanderen, hoeveel gezinnen de hefboom ook bereikt; minder tijdens de "
            "aanloop."},
    KeyInfo{"cost.per_unit", "Euros a unit; `uptake levers NAME` says what a unit is.",
            "Euro per eenheid; `uptake levers NAAM` zegt wat een eenheid is."},
    KeyInfo{"cost.payer", "Who pays: flemish, federal, local or family.",
            "Wie betaalt: de Vlaamse overheid (flemish), de federale overheid (federal), de lokale besturen "
            "(local) of het gezin (family)."},
    KeyInfo{"cost.price_year", "The year of these prices.", "Het jaar van deze prijzen."},
    KeyInfo{"cost.grade", "How sure the cost is: data, literature or assumption.",
            "Hoe zeker de kostprijs is: gegevens (data), literatuur (literature) of aanname (assumption)."},
    KeyInfo{"cost.source", "Where the cost comes from.", "Waar de kostprijs vandaan komt."},
};

}  // namespace

std::span<const KeyInfo> scenario_keys() { return keys; }

const KeyInfo& key_info(std::string_view path) {
  const auto* at = std::find_if(keys.begin(), keys.end(), [&](const KeyInfo& k) { return k.path == path; });
  if (at == keys.end()) throw std::logic_error("no key '" + std::string(path) + "' in the registry of keys");
  return *at;
}

}  // namespace uptake
