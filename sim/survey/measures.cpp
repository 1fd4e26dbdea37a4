// SPDX-License-Identifier: Apache-2.0
#include "sim/survey/measures.hpp"

#include <array>

namespace uptake {
namespace {

constexpr std::array registry{
    MeasureInfo{"contact", "share of families", Dimension::group, true, "formal contact", "formeel contact",
                "Families of which an adult had a formal contact of the domain (an event beyond self-help) "
                "in the last 12 "
                "months, or is in one, in December.",
                "Gezinnen waarvan een volwassene in de laatste 12 maanden een formeel contact van het domein "
                "had (meer dan "
                "zelfhulp), of er in december een heeft."},
    MeasureInfo{
        "unmet_need", "share of families", Dimension::group, true, "unmet need", "onvervulde nood",
        "Families with an adult whose need has stood at level 3 of 4 or higher for three months or more, and "
        "without a formal contact of the domain in the last 12 months.",
        "Gezinnen met een volwassene van wie de nood al drie maanden of langer op niveau 3 van 4 of hoger "
        "staat, "
        "zonder formeel contact van het domein in de laatste 12 maanden."},
    MeasureInfo{
        "helped", "share of families", Dimension::group, true, "helped", "geholpen",
        "Families of which an adult began a contact in the last 12 months that helped at least fairly much.",
        "Gezinnen waarvan een volwassene in de laatste 12 maanden een contact begon dat minstens tamelijk "
        "veel "
        "hielp."},
    MeasureInfo{
        "need", "share of families", Dimension::group, true, "need", "nood",
        "Families with an adult whose need has stood at level 3 of 4 or higher for three months or more.",
        "Gezinnen met een volwassene van wie de nood al drie maanden of langer op niveau 3 van 4 of hoger "
        "staat."},
    MeasureInfo{"families", "families", Dimension::group, false, "families", "gezinnen",
                "Families with a child under 25 officially living in, in December.",
                "Gezinnen met een officieel inwonend kind jonger dan 25, in december."},
    MeasureInfo{
        "journeys", "journeys a year", Dimension::gate, false, "journeys that stopped here",
        "trajecten die hier stopten",
        "Help-seeking journeys of the year by the gate where they stopped; `served`: help began.",
        "Zoektochten naar hulp van het jaar, naar de poort waar ze stopten; `served`: de hulp begon."},
    MeasureInfo{"started", "families a year", Dimension::service, false, "families that started",
                "gestarte gezinnen", "Families that began with the service in the year.",
                "Gezinnen die in het jaar bij de dienst begonnen."},
    MeasureInfo{"waiting", "families", Dimension::service, false, "families waiting", "wachtende gezinnen",
                "Families in the service's queue at the end of the year.",
                "Gezinnen op de wachtlijst van de dienst op het einde van het jaar."},
    MeasureInfo{"gave_up", "families a year", Dimension::service, false, "families that gave up waiting",
                "gezinnen die het wachten opgaven",
                "Families that left the service's queue in the year without a place.",
                "Gezinnen die in het jaar de wachtlijst van de dienst verlieten zonder plaats."},
    MeasureInfo{"mean_wait", "months", Dimension::service, false, "mean wait", "gemiddelde wachttijd",
                "Mean months between asking and starting, of the families that started in the year. No row "
                "in a year in "
                "which nobody started.",
                "Gemiddeld aantal maanden tussen vraag en start, van de gezinnen die in het jaar begonnen. "
                "Geen rij in een "
                "jaar waarin niemand begon."},
    MeasureInfo{"places", "families a year", Dimension::service, false, "places", "plaatsen",
                "Families that the service could take on in the year.",
                "Gezinnen die de dienst in het jaar kon aannemen."},
    MeasureInfo{
        "cost", "EUR a year", Dimension::payer, false, "cost", "kosten",
        "What the year's support cost its payers: trajectories that began, fees of families, fee relief, "
        "levers. "
        "In prices of their sources.",
        "Wat de ondersteuning van het jaar haar betalers kostte: begonnen trajecten, bijdragen van gezinnen, "
        "verlaagde bijdragen, maatregelen. In prijzen van hun bronnen."},
    MeasureInfo{"lever_cost", "EUR a year", Dimension::lever, false, "cost of the lever",
                "kosten van de maatregel",
                "What a lever of the scenario cost by itself: its fixed cost and its cost per unit.",
                "Wat een maatregel van het scenario op zich kostte: vaste kost en kost per eenheid."},
    MeasureInfo{
        "lever_units", "units a year", Dimension::lever, false, "units of the lever",
        "eenheden van de maatregel",
        "How much of a lever there was: contacts, visits, places or houses, by its kind.",
        "Hoeveel er van een maatregel was: contacten, bezoeken, plaatsen of huizen, naar zijn soort."},
    MeasureInfo{
        "advice", "talks a year", Dimension::service, false, "advice on the spot", "advies ter plekke",
        "Talks of the year in which the service advised on the spot, without a place: at a universal "
        "contact, "
        "or as a second sort of help beside another service.",
        "Gesprekken van het jaar waarin de dienst ter plekke adviseerde, zonder plaats: bij een universeel "
        "contact, of als tweede soort hulp naast een andere dienst."}};
static_assert(registry.size() == n_measures);

}  // namespace

std::span<const MeasureInfo> measure_registry() { return registry; }

}  // namespace uptake
