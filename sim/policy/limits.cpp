// SPDX-License-Identifier: Apache-2.0
// What is still thin. docs/limits.md and the report's footer are made from this list and from nothing else.
#include "sim/policy/limits.hpp"

#include <algorithm>
#include <array>

#include "sim/policy/mechanisms.hpp"

namespace uptake {
namespace {

constexpr std::array limits{
    Limit{"not_all_fitted",
          "The parameters with status `calibrated` are drawn from a posterior fitted to the survey (unless "
          "`--posterior none`). The "
          "others stand "
          "still at values set by hand within their ranges, among them levels of informal help, knowledge "
          "and waiting: "
          "the intervals do not hold our ignorance of those.",
          "De parameters met status `calibrated` worden getrokken uit een posterior die op de bevraging is "
          "gekalibreerd (tenzij met `--posterior none`). De andere staan vast op waarden die met de hand "
          "binnen hun marges gekozen zijn, waaronder het niveau van informele hulp, van kennis en van "
          "wachten: wat we daarover niet weten, zit niet in de intervallen."},
    Limit{"effect_sizes",
          "How strongly a campaign, a bridging figure or a house works is mostly an assumption: no Flemish "
          "text gives it.",
          "Hoe sterk een campagne, een brugfiguur of een huis werkt, is meestal een aanname: geen enkele "
          "Vlaamse tekst zegt het."},
    Limit{"missed_rights",
          "All families that cannot pay an unexpected expense get the reduced fee without asking: the model "
          "has no missed right among them that automatic granting could restore.",
          "Alle gezinnen die geen onverwachte uitgave kunnen betalen, krijgen het verminderde tarief zonder "
          "het aan te vragen: het model kent bij hen geen gemiste rechten die een automatische toekenning "
          "kan herstellen."},
    Limit{
        "no_response_of_supply",
        "A lever changes what it says and nothing else at the services: staff are not drawn from elsewhere, "
        "and no municipality stops paying what another now pays. Where two measures lower the fees of one "
        "service, the payer of the first bears all of it.",
        "Een maatregel verandert bij de diensten alleen wat erin staat: er wordt geen personeel elders "
        "weggehaald, en geen enkele gemeente stopt met betalen voor wat een ander nu betaalt. Verlagen twee "
        "maatregelen het tarief van dezelfde dienst, dan draagt de betaler van de eerste maatregel alles."},
    Limit{"volumes",
          "How many families a service takes a year, how long they wait and what it costs are partly "
          "assumptions; each figure "
          "carries its grade.",
          "Hoeveel gezinnen een dienst per jaar aanneemt, hoelang ze wachten en wat het kost, is deels een "
          "aanname; bij elk cijfer staat zijn graad."},
    Limit{"municipalities",
          "The municipalities are synthetic. Only their size classes and provinces are known: nothing can be "
          "said of a real one.",
          "De gemeenten zijn synthetisch. Alleen hun grootteklasse en provincie zijn bekend: over een echte "
          "gemeente valt niets te zeggen."},
    Limit{"places_by_region",
          "Places are pooled by the region of a centre town, also for services that stand in every "
          "municipality.",
          "Plaatsen worden samengeteld per regio van een centrumstad, ook voor diensten die er in elke "
          "gemeente zijn."},
    Limit{"one_at_a_time",
          "A parent waits for or attends one service a domain at a time; beside it there is at most one talk "
          "with a "
          "second sort.",
          "Een ouder wacht per domein op één dienst tegelijk, of krijgt er hulp van één; daarnaast is er "
          "hoogstens één gesprek bij een tweede soort dienst."},
    Limit{
        "separations",
        "Separations are dated in the population: relationship support does not delay or prevent them here.",
        "De datum van een scheiding ligt vast in de populatie: relatieondersteuning stelt scheidingen hier "
        "niet uit en voorkomt ze niet."},
    Limit{"universal_places",
          "Advice given on the spot by Kind en Gezin, school or GP takes no place from their lists.",
          "Advies dat Kind en Gezin, de school of de huisarts ter plekke geeft, neemt geen plaats in op hun "
          "lijsten."},
    Limit{"professionals",
          // S4:4382, S4:4415
          "Professionals who refer know the whole referral graph; in truth they know only part of the offer.",
          "Professionals die doorverwijzen, kennen hier het volledige netwerk van doorverwijzingen; in "
          "werkelijkheid kennen ze maar een deel van het aanbod."},
    Limit{"scale",
          "In a small simulation a small service has one waiting list for Flanders instead of one a region, "
          "since a "
          "region would have less than two simulated places a month: a policy for one region then reaches "
          "into the "
          "others through these lists. Use 20,000 families for figures; fewer are for a first look.",
          "In een kleine simulatie heeft een kleine dienst één wachtlijst voor heel Vlaanderen in plaats van "
          "één per regio, omdat een regio minder dan twee gesimuleerde plaatsen per maand zou hebben: beleid "
          "voor één regio werkt dan via die wachtlijsten door in de andere. Gebruik 20.000 gezinnen voor "
          "cijfers; minder gezinnen volstaan alleen voor een eerste blik."},
    Limit{"enter_without_past",
          "Newcomers to Flanders, and who is a parent when the simulation starts in 1991, enter without an "
          "earlier use of support; earlier relationships without children are not represented. A couple's "
          "years before its first child are lived with the services and fees of the month of the birth and "
          "without waiting; a new partner with children brings the past of a lone parent alike.",
          "Nieuwkomers in Vlaanderen, en wie al ouder is als de simulatie in 1991 begint, komen binnen "
          "zonder eerder gebruik van ondersteuning; eerdere relaties zonder kinderen zitten niet in het "
          "model. De jaren van een koppel vóór het eerste kind verlopen met de diensten en tarieven van de "
          "maand van de geboorte en zonder wachttijden; een nieuwe partner met kinderen brengt het verleden "
          "mee van een gelijkaardige alleenstaande ouder."},
    Limit{"couple_contacts", "Universal contacts are drawn for each parent, not for the family together.",
          "Universele contacten worden per ouder getrokken, niet voor het gezin als geheel."},
    Limit{"ties", "Informal ties are drawn once and do not change with a policy or an event.",
          "Informele banden worden één keer getrokken en veranderen niet door beleid of gebeurtenissen."},
    Limit{
        "working_hours",
        "Working hours are not represented by parent; office hours weigh the same for all who live together.",
        "De werkuren van elke ouder zitten niet in het model; kantooruren wegen even zwaar voor iedereen die "
        "samenwoont."},
    Limit{"nineties",
          "The services of the 1990s and the state in which 1991 starts are assumptions; nobody starts with "
          "a past of use.",
          "De diensten van de jaren negentig en de begintoestand van 1991 zijn aannames; bij de start heeft "
          "niemand eerder ondersteuning gebruikt."},
    Limit{"missing_group",
          "In 2021 about 6 % of the sample `all` has no family form in the survey; this group is not "
          "represented.",
          "In 2021 is van ongeveer 6 % van de steekproef `all` in de bevraging geen gezinsvorm bekend; die "
          "groep zit niet in het model."},
    Limit{"service_mix",
          "How often each sort of service is named (Tables 2 and 9) is fitted by 24 constants beside the "
          "calibrated parameters, common to both waves: levels that agree are no evidence. What changed from "
          "2016 to 2021 follows in part: general practitioners for the relationship fall too little here, "
          "paediatricians and Kind en Gezin do not rise. Who names a paediatrician does not depend on age "
          "here; in the survey it does, strongly.",
          "Hoe vaak elke soort dienst genoemd wordt (tabellen 2 en 9), is afgestemd met 24 constanten naast "
          "de gekalibreerde parameters, dezelfde voor beide golven: dat de niveaus kloppen, bewijst niets. "
          "De veranderingen van 2016 naar 2021 volgt het model maar ten dele: huisartsen dalen hier te "
          "weinig bij relatieondersteuning, kinderartsen en Kind en Gezin stijgen niet. Of iemand een "
          "kinderarts noemt, hangt hier niet af van de leeftijd; in de bevraging wel, en sterk."},
    Limit{
        "private_therapists",
        "Nobody counts private therapists. Their places are set by how long people are told to wait, and "
        "grow "
        "from 1996 to 2020 as liberal professionals and psychologists did in Belgium; after 2020 they stand "
        "still. They are most of the help for relationships, so scenarios on places rest on this.",
        "Niemand telt de privétherapeuten. Hun plaatsen zijn afgeleid van de wachttijd die mensen te horen "
        "krijgen, en groeien van 1996 tot 2020 zoals de vrije beroepen en de psychologen in België; na 2020 "
        "blijven ze gelijk. Zij geven de meeste hulp bij relaties, dus scenario's over plaatsen steunen "
        "hierop."},
    Limit{"referral_by_means",
          "As it stands, a centre for general welfare (CAW) sends one family in twelve on to a private "
          "therapist, whatever it can pay, and is never so full that it turns couples away. No text counts "
          "how many who are better off are sent to dear private help while middle class families fall out "
          "(S2:459-470), so only a scenario shows it (lever private_referral), and places at the CAW change "
          "nothing.",
          "Zonder scenario verwijst een CAW één gezin op de twaalf door naar een privétherapeut, wat dat "
          "gezin ook kan betalen, en zit het nooit zo vol dat het koppels moet weigeren. Geen tekst telt "
          "hoeveel gezinnen die het financieel beter hebben, naar dure privéhulp worden doorverwezen, en "
          "hoeveel middenklassegezinnen daardoor uit de boot vallen (S2:459-470). Dat toont dus alleen een "
          "scenario (hefboom private_referral), en extra plaatsen bij het CAW veranderen niets."},
    Limit{
        "second_sort",
        "A second sort of help beside an episode is one talk on the spot: it takes no place, waits for none, "
        "costs the payer nothing and shares the outcome of the first. Demand for places is so too low. A "
        "second "
        "in a private practice would in truth often be a trajectory.",
        "Een tweede soort hulp naast een traject is één gesprek ter plekke: het neemt geen plaats in, er "
        "wordt niet op gewacht, het kost de betaler niets en het heeft hetzelfde resultaat als de eerste "
        "hulp. De vraag naar plaatsen is daardoor te laag. Een tweede soort hulp in een privépraktijk zou in "
        "werkelijkheid vaak een traject zijn."},
};

constexpr std::array<std::string_view, 5> of_the_data{"municipalities", "missing_group", "service_mix",
                                                      "private_therapists", "referral_by_means"};

}  // namespace

std::span<const Limit> limit_registry() { return limits; }

bool is_of_the_flemish_data(std::string_view limit_code) {
  return std::find(of_the_data.begin(), of_the_data.end(), limit_code) != of_the_data.end();
}

}  // namespace uptake
