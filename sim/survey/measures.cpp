// SPDX-License-Identifier: Apache-2.0
#include "sim/survey/measures.hpp"

#include <algorithm>
#include <array>

namespace uptake {
namespace {

constexpr std::array registry{
    MeasureInfo{"contact", "share of families", Dimension::group, true, "formal contact", "formeel contact",
                "Families of which an adult had a formal contact of the domain (an event beyond self-help) "
                "in the last 12 "
                "months, or is in one, in December.",
                "Gezinnen waarin een volwassene in de voorbije 12 maanden een formeel contact in dit domein "
                "had (meer dan zelfhulp), of in december zo'n contact heeft lopen."},
    MeasureInfo{
        "unmet_need", "share of families", Dimension::group, true, "unmet need", "onvervulde nood",
        "Families with an adult whose need has stood at level 3 of 4 or higher for three months or more, and "
        "without a formal contact of the domain in the last 12 months.",
        "Gezinnen met een volwassene van wie de nood al drie maanden of langer op niveau 3 van 4 of hoger "
        "staat, en zonder formeel contact in dit domein in de voorbije 12 maanden."},
    MeasureInfo{
        "helped", "share of families", Dimension::group, true, "helped", "geholpen",
        "Families of which an adult began a contact in the last 12 months that helped at least fairly much.",
        "Gezinnen waarin een volwassene in de voorbije 12 maanden een contact begon dat minstens tamelijk "
        "veel hielp."},
    MeasureInfo{
        "need", "share of families", Dimension::group, true, "need", "nood",
        "Families with an adult whose need has stood at level 3 of 4 or higher for three months or more.",
        "Gezinnen met een volwassene van wie de nood al drie maanden of langer op niveau 3 van 4 of hoger "
        "staat."},
    MeasureInfo{"families", "families", Dimension::group, false, "families", "gezinnen",
                "Families with a child under 25 officially living in, in December.",
                "Gezinnen met een officieel inwonend kind jonger dan 25 jaar, in december."},
    MeasureInfo{
        "journeys", "journeys a year", Dimension::gate, false, "journeys that stopped here",
        "zoektochten die hier stopten",
        "Help-seeking journeys of the year by the gate where they stopped; `served`: help began.",
        "Zoektochten naar hulp in het jaar, volgens de drempel waar ze stopten; `served`: de hulp begon."},
    MeasureInfo{"started", "families a year", Dimension::service, false, "families that started",
                "gezinnen die startten", "Families that began with the service in the year.",
                "Gezinnen die in het jaar bij de dienst startten."},
    MeasureInfo{"waiting", "families", Dimension::service, false, "families waiting", "wachtende gezinnen",
                "Families in the service's queue at the end of the year.",
                "Gezinnen op de wachtlijst van de dienst op het einde van het jaar."},
    MeasureInfo{
        "gave_up", "families a year", Dimension::service, false, "families that gave up waiting",
        "gezinnen die het wachten opgaven",
        "Families that left the service's queue in the year without a place.",
        "Gezinnen die in het jaar van de wachtlijst van de dienst gingen zonder een plaats te krijgen."},
    MeasureInfo{"mean_wait", "months", Dimension::service, false, "mean wait", "gemiddelde wachttijd",
                "Mean months between asking and starting, of the families that started in the year. No row "
                "in a year in "
                "which nobody started.",
                "Gemiddeld aantal maanden tussen aanmelding en start, voor de gezinnen die in het jaar "
                "startten. Geen rij voor een jaar waarin niemand startte."},
    MeasureInfo{"places", "families a year", Dimension::service, false, "places", "plaatsen",
                "Families that the service could take on in the year.",
                "Gezinnen die de dienst in het jaar kon aannemen."},
    MeasureInfo{
        "cost", "EUR a year", Dimension::payer, false, "cost", "kosten",
        "What the year's support cost its payers: trajectories that began, fees of families, fee relief, "
        "levers. In prices of 2025; fees are the tariffs of their sources.",
        "Wat de ondersteuning in het jaar kostte aan wie ervoor betaalt: gestarte trajecten, bijdragen van "
        "gezinnen, tariefverlagingen en maatregelen. In prijzen van 2025; bijdragen zijn de tarieven uit de "
        "bronnen."},
    MeasureInfo{"lever_cost", "EUR a year", Dimension::lever, false, "cost of the lever",
                "kosten van de maatregel",
                "What a lever of the scenario cost by itself: its fixed cost and its cost per unit.",
                "Wat een maatregel van het scenario zelf kostte: de vaste kosten en de kosten per eenheid."},
    MeasureInfo{
        "lever_units", "units a year", Dimension::lever, false, "units of the lever",
        "eenheden van de maatregel",
        "How much of a lever there was: contacts, visits, places or houses, by its kind.",
        "Hoe groot een maatregel was: contacten, bezoeken, plaatsen of huizen, naargelang van de soort."},
    MeasureInfo{
        "advice", "talks a year", Dimension::service, false, "advice on the spot", "advies ter plekke",
        "Talks of the year in which the service advised on the spot, without a place: at a universal "
        "contact, "
        "or as a second sort of help beside another service.",
        "Gesprekken in het jaar waarin de dienst ter plekke advies gaf, zonder dat daar een plaats voor "
        "nodig was: bij een universeel contact, of als tweede soort hulp naast een andere dienst."},
    MeasureInfo{
        "median_wait", "months", Dimension::domain, false, "median wait", "mediane wachttijd",
        "Half of the families that started in the year, with whatever service of the domain, waited less "
        "than "
        "so many months between asking and starting, half more. The simulation knows whole months: those who "
        "waited as many are spread evenly over half a month to either side. No row in a year in which nobody "
        "started.",
        "De helft van de gezinnen die in het jaar startten, bij welke dienst van het domein ook, wachtte "
        "minder dan zoveel maanden tussen aanmelding en start, de helft langer. De simulatie kent hele "
        "maanden: wie er evenveel wachtte, wordt gelijkmatig gespreid over een halve maand eerder en later. "
        "Geen rij voor een jaar waarin niemand startte."}};
static_assert(registry.size() == n_measures);

}  // namespace

std::span<const MeasureInfo> measure_registry() { return registry; }

const MeasureInfo* find_measure(std::string_view code) {
  const auto* const found = std::ranges::find(registry, code, &MeasureInfo::code);
  return found == registry.end() ? nullptr : found;
}

}  // namespace uptake
