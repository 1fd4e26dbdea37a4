// SPDX-License-Identifier: Apache-2.0
#include "analysis/sweep/design_keys.hpp"

#include <algorithm>
#include <stdexcept>
#include <string>

namespace uptake {
namespace {

constexpr std::array all_keys{
    KeyInfo{"title", "A short name, in English (en) and Dutch (nl).",
            "Een korte naam, in het Engels (en) en het Nederlands (nl)."},
    KeyInfo{"scenarios", "Scenario files, from the folder of this file; the baseline first.",
            "Scenariobestanden, vanuit de map van dit bestand; het basisscenario eerst."},
    KeyInfo{"families", "Simulated families in April 2016: one size, or a list of sizes.",
            "Gesimuleerde gezinnen in april 2016: één aantal, of een lijst van aantallen."},
    KeyInfo{"draws", "Parameter sets of the posterior.", "Parametersets uit de posterior."},
    KeyInfo{"replicates", "Seeds for each draw.", "Toevalsgetallen per parameterset."},
    KeyInfo{"populations",
            "Populations and networks; run (draw, replicate) uses number draw + replicate, in turns.",
            "Populaties en netwerken; simulatie (trekking, herhaling) gebruikt om de beurt nummer trekking + "
            "herhaling."},
    KeyInfo{"seed", "Where all random numbers of the runs come from.",
            "Waar alle toevalsgetallen van de simulaties vandaan komen."},
    KeyInfo{"posterior", "both, 2016, none, or a CSV file of draws from the folder of this file.",
            "both, 2016, none, of een CSV-bestand met trekkingen vanuit de map van dit bestand."},
    KeyInfo{"until", "Stop all scenarios before this month; what begins later does not act.",
            "Stop alle scenario's voor deze maand; wat later begint, werkt niet."},
    KeyInfo{"without", "Mechanisms that are switched off in every scenario.",
            "Mechanismen die in elk scenario uitgeschakeld zijn."},
    KeyInfo{"structure", "Rules of the model in another form in every scenario, as [gates=compensatory].",
            "Regels van het model in een andere vorm in elk scenario, zoals [gates=compensatory]."},
    KeyInfo{"points", "The values at which the scenarios are run; left out: nothing is varied.",
            "De waarden waarmee de scenario's gesimuleerd worden; niet ingevuld: er wordt niets gevarieerd."},
    KeyInfo{
        "points.design",
        "grid: every step of every axis with every other; latin_hypercube and sobol: so many points, spread "
        "evenly; csv: the points of a table.",
        "grid: elke stap van elke as met elke andere; latin_hypercube en sobol: zoveel punten, gelijk "
        "gespreid; csv: de punten van een tabel."},
    KeyInfo{"points.number", "How many points (latin_hypercube, sobol).",
            "Hoeveel punten (latin_hypercube, sobol)."},
    KeyInfo{"points.seed", "Another seed gives other points (latin_hypercube, sobol).",
            "Een ander toevalsgetal geeft andere punten (latin_hypercube, sobol)."},
    KeyInfo{
        "points.file",
        "A table (csv): a column parameters.KEY or levers.NAME.FIELD for each thing that is varied, a row a "
        "point.",
        "Een tabel (csv): een kolom parameters.SLEUTEL of levers.NAAM.VELD voor elk ding dat varieert, een "
        "rij "
        "per punt."},
    KeyInfo{
        "points.vary",
        "What the points vary: parameters.KEY, or levers.NAME.FIELD for a number of a lever in all scenarios "
        "that have it.",
        "Wat de punten variëren: parameters.SLEUTEL, of levers.NAAM.VELD voor een getal van een hefboom in "
        "alle scenario's die hem hebben."},
    KeyInfo{"axis.values", "The steps of a grid, one by one.", "De stappen van een rooster, één voor één."},
    KeyInfo{"axis.from", "Where the axis begins; else where the prior or the lever's own range does.",
            "Waar de as begint; anders waar de prior of het eigen bereik van de hefboom begint."},
    KeyInfo{"axis.to", "Where the axis ends; else where the prior or the lever's own range does.",
            "Waar de as eindigt; anders waar de prior of het eigen bereik van de hefboom eindigt."},
    KeyInfo{"axis.scale", "Evenly as it is, or on a log scale.",
            "Gelijk verdeeld zoals het is, of op een logschaal."},
    KeyInfo{"axis.steps", "How many steps a grid takes from one end to the other.",
            "Hoeveel stappen een rooster neemt van het ene eind tot het andere."},
    KeyInfo{"keep", "Which figures of a run are kept.", "Welke cijfers van een simulatie bewaard worden."},
    KeyInfo{"keep.measures", "Measures; `uptake describe --measures` lists them.",
            "Maten; `uptake describe --measures` geeft de lijst."},
    KeyInfo{"keep.domains", "Of which support; left out: all.",
            "Van welke ondersteuning; niet ingevuld: alle."},
    KeyInfo{"keep.by", "Groups of families; left out: total, all families.",
            "Groepen van gezinnen; niet ingevuld: total, alle gezinnen."},
    KeyInfo{"keep.years", "Years; left out: the last full one.",
            "Jaren; niet ingevuld: het laatste volle jaar."},
    KeyInfo{"keep.rows", "The most figures that a run may leave.",
            "Het hoogste aantal cijfers dat een simulatie mag nalaten."},
};

}  // namespace

std::span<const KeyInfo> design_keys() { return all_keys; }

const KeyInfo& design_key(std::string_view path) {
  const auto at = std::ranges::find(all_keys, path, &KeyInfo::path);
  if (at == all_keys.end()) throw std::logic_error("no key of a sweep is called " + std::string(path));
  return *at;
}

}  // namespace uptake
