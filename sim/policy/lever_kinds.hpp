// SPDX-License-Identifier: Apache-2.0
// The fields and entries of the lever registry for what services offer at the door, who brings families
// there, and shocks. Part of policy/levers.cpp, which joins them to the registry. Where a help says
// `plausible`, no text gives a size: it is an assumption, and so is the range.
#pragma once

#include "sim/policy/levers.hpp"

namespace uptake::kinds {

using F = LeverField;
inline constexpr auto number = FieldType::number;
inline constexpr auto share = FieldType::share;
inline constexpr auto euro = FieldType::euro;
inline constexpr auto choice = FieldType::choice;

/// The same staff does something beside: fewer places.
inline constexpr F places{
    "places",
    number,
    "factor",
    0,
    10,
    1,
    false,
    "Places of these services, times this: below 1 when the same staff must do it. Plausible 0.8 to 1.",
    "Plaatsen van deze diensten, maal deze factor: onder 1 als hetzelfde personeel het erbij moet doen. "
    "Aannemelijk: 0,8 tot 1."};

// ---- who brings families in ----------------------------------------------------------------------------

inline constexpr std::array question_website_fields{
    F{"reach", share, "share of parents a month", 0, 1, 0.05, true,
      "Share of the target families' parents who come to the website in a month at full strength. It follows "
      "reading of Dutch and digital skill, so it misses who is weak there. Plausible 0.01 to 0.1.",
      "Aandeel van de ouders in de beoogde gezinnen dat op volle sterkte per maand op de website komt. Het "
      "volgt hoe goed ouders Nederlands lezen en hoe digitaal vaardig ze zijn: wie daarin zwak staat, wordt "
      "dus gemist. Aannemelijk: 0,01 tot 0,1."},
    F{"learn", share, "chance", 0, 1, 0.1, true,
      "Chance that a visitor learns of one more service that it did not know. Plausible 0.03 to 0.3.",
      "Kans dat een bezoeker één dienst leert kennen die hij of zij nog niet kende. Aannemelijk: 0,03 tot "
      "0,3."},
    F{"question", share, "chance", 0, 1, 0.02, false,
      "Chance that a visitor asks a question with the button: it then knows the lines by phone or online "
      "and, "
      "where it sees a need, looks for help. 0: a website without a button. Plausible 0.005 to 0.05; closing "
      "one "
      "went with 17 to 22 % fewer calls to one line.",
      "Kans dat een bezoeker met de knop een vraag stelt: die kent dan de hulplijnen per telefoon of online "
      "en zoekt hulp als hij of zij een nood ziet. 0: een website zonder knop. Aannemelijk: 0,005 tot 0,05; "
      "de sluiting van zo'n website ging samen met 17 tot 22 % minder oproepen naar één lijn."}};

inline constexpr std::array<std::string_view, 2> language_forms{"oral", "written"};
inline constexpr std::array multilingual_fields{
    F{"language", share, "share", 0, 1, 0.5, true,
      "Share of the language barrier at these services that is taken away, by interpreters or staff who "
      "speak "
      "the language. Plausible 0.2 to 0.8.",
      "Aandeel van de taaldrempel bij deze diensten dat wegvalt dankzij tolken of personeel dat de taal "
      "spreekt. Aannemelijk: 0,2 tot 0,8."},
    F{"form", choice, "", 0, 1, 0, false,
      "How the information comes: oral, through people whom families trust; written in the language, which "
      "reaches those with little schooling less.",
      "Hoe de informatie komt: mondeling (oral), via mensen die gezinnen vertrouwen; schriftelijk (written) "
      "in de taal, wat ouders met weinig scholing minder bereikt.",
      language_forms},
    F{"reach", share, "share of parents a month", 0, 1, 0.05, false,
      "Share of parents who do not speak Dutch at home whom the information reaches in a month. Plausible "
      "0.02 "
      "to 0.1.",
      "Aandeel van de ouders die thuis geen Nederlands spreken, dat in een maand door de informatie bereikt "
      "wordt. Aannemelijk: 0,02 tot 0,1."},
    F{"learn", share, "chance", 0, 1, 0.3, false,
      "Chance that a reached parent learns of one more service. Plausible 0.1 to 0.5.",
      "Kans dat een bereikte ouder een extra dienst leert kennen. Aannemelijk: 0,1 tot 0,5."}};

inline constexpr std::array explain_fields{
    F{"explain", share, "chance", 0, 1, 0.3, true,
      "Chance, for each service that there is, that a family is told of it when it begins at one of these "
      "services. Plausible 0.1 to 0.6.",
      "Kans, voor elke dienst die er is, dat een gezin er uitleg over krijgt als het bij een van deze "
      "diensten begint. Aannemelijk: 0,1 tot 0,6."}};

inline constexpr F months_of_company{"months",
                                     number,
                                     "months",
                                     1,
                                     120,
                                     12,
                                     false,
                                     "How long one parent has this company. Plausible 6 to 24.",
                                     "Hoelang één ouder dit gezelschap krijgt. Aannemelijk: 6 tot 24."};
inline constexpr std::array volunteer_fields{
    F{"reach", share, "share of parents", 0, 1, 0.02, true,
      "Share of the target families' parents who have a volunteer at any time, at full strength. Volunteers "
      "are "
      "scarce: plausible 0.002 to 0.05.",
      "Aandeel van de ouders in de beoogde gezinnen dat op volle sterkte op elk moment een vrijwilliger "
      "heeft. Vrijwilligers zijn schaars: aannemelijk 0,002 tot 0,05."},
    months_of_company,
    F{"support", number, "standard deviations", 0, 5, 0.5, false,
      "What the volunteer adds to the support from the network, while the visits last. It helps without a "
      "service, and pushes towards one. Plausible 0.2 to 1.",
      "Wat de vrijwilliger toevoegt aan de steun uit het netwerk, zolang de bezoeken duren. Dat helpt zonder "
      "dienst, en zet ook aan om naar een dienst te stappen. Aannemelijk: 0,2 tot 1."},
    F{"relief", number, "standard deviations a month", 0, 1, 0.05, false,
      "What the visits of a month take off need. Plausible 0 to 0.1.",
      "Hoeveel de nood daalt door een maand bezoeken. Aannemelijk: 0 tot 0,1."},
    F{"learn", share, "chance", 0, 1, 0.2, false,
      "Chance, for each service, that a parent learns of it when the visits begin. Plausible 0.05 to 0.4.",
      "Kans, voor elke dienst, dat een ouder die leert kennen wanneer de bezoeken beginnen. Aannemelijk: "
      "0,05 tot 0,4."},
    F{"trust", number, "logit", -2, 2, 0.2, false,
      "Shift of the dare gate while the visits last: somebody they trust goes along. Plausible 0 to 0.5.",
      "Verschuiving van de durf zolang de bezoeken duren: iemand die ze vertrouwen, gaat mee. Aannemelijk: 0 "
      "tot 0,5."}};

inline constexpr std::array meeting_fields{
    F{"reach", share, "share of parents", 0, 1, 0.05, true,
      "Share of the target families' parents who are in such a group at any time, at full strength. "
      "Plausible "
      "0.01 to 0.1.",
      "Aandeel van de ouders in de beoogde gezinnen dat op volle sterkte op elk moment in zo'n groep zit. "
      "Aannemelijk: 0,01 tot 0,1."},
    months_of_company,
    F{"support", number, "standard deviations", 0, 5, 0.3, false,
      "What the group adds to the support from the network, while it lasts. Plausible 0.1 to 0.6.",
      "Wat de groep toevoegt aan de steun uit het netwerk, zolang ze duurt. Aannemelijk: 0,1 tot 0,6."},
    F{"size", number, "parents", 2, 100, 8, false, "Members of a group. Plausible 5 to 15.",
      "Aantal leden van een groep. Aannemelijk: 5 tot 15."},
    F{"tells", share, "chance", 0, 1, 0.3, false,
      "Chance that a member whose help ended tells another member. Plausible 0.1 to 0.5.",
      "Kans dat een lid van wie de hulp afgelopen is, dat aan een ander lid vertelt. Aannemelijk: 0,1 tot "
      "0,5."}};

inline constexpr std::array warm_referral_fields{
    F{"warm", share, "share of referrals", 0, 1, 0.5, true,
      "Share of the cold referrals by these services that becomes warm: a joint first meeting. Plausible 0.2 "
      "to "
      "0.8.",
      "Aandeel van de koude doorverwijzingen door deze diensten dat warm wordt: een gezamenlijke "
      "kennismaking. "
      "Aannemelijk: 0,2 tot 0,8."},
    F{"sends", share, "share", 0, 1, 0, false,
      "Share of the families whom these services would not have referred, that they now do: one contact "
      "point "
      "that follows the family. Plausible 0 to 0.2.",
      "Aandeel van de gezinnen die deze diensten anders niet zouden doorverwijzen, dat nu wel doorverwezen "
      "wordt: één aanspreekpunt dat het gezin opvolgt. Aannemelijk: 0 tot 0,2."},
    F{"hop", share, "share", 0, 1, 0.5, false,
      "Share that is taken off the loss of trust after a referral that did not help: nothing must be told "
      "again. "
      "Plausible 0 to 1.",
      "Aandeel van het vertrouwensverlies na een vergeefse doorverwijzing dat wegvalt: het gezin hoeft zijn "
      "verhaal niet opnieuw te vertellen. Aannemelijk: 0 tot 1."}};

inline constexpr std::array continuity_fields{
    F{"seen", share, "share of families a month", 0, 1, 0.08, true,
      "Share of families whom somebody calls on of their own accord in a month, from when Kind en Gezin "
      "stops (the "
      "youngest is two and a half). Plausible 0.03 to 0.2: once in three years to twice a year.",
      "Aandeel van de gezinnen dat in een maand proactief gecontacteerd wordt, vanaf het moment dat Kind en "
      "Gezin stopt (het jongste kind is tweeënhalf). Aannemelijk: 0,03 tot 0,2: van één keer in drie jaar "
      "tot twee keer per jaar."},
    F{"ask", share, "chance a contact", 0, 1, 0.2, true,
      "Chance that a contact raises the subject; where there is need, it then refers. Plausible 0.05 to 0.5.",
      "Kans dat een contact het onderwerp ter sprake brengt; als er een nood is, volgt een doorverwijzing. "
      "Aannemelijk: 0,05 tot 0,5."},
    F{"warm", share, "share of referrals", 0, 1, 0.5, false,
      "Share of these referrals that are warm. Plausible 0.2 to 0.8.",
      "Aandeel van die doorverwijzingen dat warm is. Aannemelijk: 0,2 tot 0,8."},
    F{"until_age", number, "years", 3, 25, 6, false, "Age of the youngest child at which it stops.",
      "Leeftijd van het jongste kind waarop dit stopt."}};

// ---- at the door ---------------------------------------------------------------------------------------

inline constexpr std::array father_fields{
    F{"welcome", share, "share", 0, 1, 0.5, true,
      "Share of what holds fathers back from daring that is taken away "
      "at these services. Plausible 0.2 to 0.8.",
      "Aandeel van wat vaders tegenhoudt om de stap te durven zetten, dat bij deze diensten wegvalt. "
      "Aannemelijk: 0,2 tot 0,8."},
    F{"blame", number, "logit", 0, 2, 0, false,
      "Taken off the dare gate of fathers in a vulnerable family, when "
      "involvement is aimed at them or roles must "
      "be broken. Plausible 0 to 0.3.",
      "Gaat af van de durf van vaders in een gezin in een kwetsbare positie, als men hen meer wil betrekken "
      "of rolpatronen wil doorbreken. Aannemelijk: 0 tot 0,3."}};

inline constexpr std::array co_location_fields{
    F{"vulnerable", number, "logit", -2, 2, 0, true,
      "Shift of the dare gate for families that cannot afford a holiday or an unexpected expense: above 0 "
      "the "
      "shared house is near, below 0 it shames. The sign is not known: test both, plausible -0.3 to 0.5.",
      "Verschuiving van de durf van gezinnen die geen vakantie of onverwachte uitgave kunnen betalen: boven "
      "0 is het gedeelde huis dichtbij, onder 0 geeft het schaamte. Of het effect positief of negatief is, "
      "is niet bekend: toets beide, aannemelijk -0,3 tot 0,5."},
    F{"others", number, "logit", -2, 2, 0, true,
      "The same for other families; below 0 the name of the social house keeps them away. Plausible -0.5 to "
      "0.3.",
      "Hetzelfde voor andere gezinnen; onder 0 houdt de naam van het Sociaal Huis hen weg. Aannemelijk: -0,5 "
      "tot 0,3."},
    F{"warm", share, "share of referrals", 0, 1, 0.3, false,
      "Share of the cold referrals by these services that becomes warm, since they sit together. Plausible "
      "0.1 to "
      "0.6.",
      "Aandeel van de koude doorverwijzingen door deze diensten dat warm wordt, omdat ze bij elkaar zitten. "
      "Aannemelijk: 0,1 tot 0,6."}};

inline constexpr std::array antenna_fields{
    F{"nearer", share, "share of the way", 0, 1, 0.6, true,
      "Share of the way to the centre town that families no longer have to go to these services. Plausible "
      "0.3 to "
      "0.9.",
      "Aandeel van de weg naar de centrumstad dat gezinnen niet meer hoeven af te leggen om bij deze "
      "diensten te geraken. Aannemelijk: 0,3 tot 0,9."},
    places};

inline constexpr std::array minimum_fields{
    F{"within", number, "minutes", 0, 600, 15, true,
      "Nobody is further from these services than so many minutes, "
      "one way; municipalities share the staff who "
      "travel. Plausible 10 to 30.",
      "Niemand woont verder van deze diensten dan zoveel minuten, enkele reis; gemeenten delen het personeel "
      "dat zich verplaatst. Aannemelijk: 10 tot 30."},
    places};

inline constexpr std::array hours_fields{
    F{"hours", share, "share", 0, 1, 0.7, true,
      "Share of the barrier of office hours that is taken away at these services. Plausible 0.3 to 1.",
      "Aandeel van de drempel die kantooruren vormen, dat bij deze diensten wegvalt. Aannemelijk: 0,3 tot "
      "1."},
    F{"walk_in", number, "logit", -2, 2, 0, false,
      "Shift of the dare gate where one may walk in without an appointment. Plausible 0 to 0.3.",
      "Verschuiving van de durf waar gezinnen zonder afspraak mogen binnenlopen. Aannemelijk: 0 tot 0,3."},
    places};

inline constexpr std::array digital_help_fields{F{
    "helped", share, "share", 0, 1, 0.5, true,
    "Share of the barrier of weak digital skill that is taken away for these services. Plausible 0.2 to 0.8.",
    "Aandeel van de drempel voor wie digitaal zwak staat, dat bij deze diensten wegvalt. Aannemelijk: 0,2 "
    "tot 0,8."}};

inline constexpr std::array online_help_fields{
    F{"size", number, "factor", 0, 10, 1.5, true,
      "Places and presence of those of these services that are "
      "online or by phone, times this; 0 closes them.",
      "Plaatsen en aanwezigheid van de diensten hieruit die online of per telefoon werken, maal deze factor; "
      "bij 0 sluiten ze."},
    F{"ease", number, "logit", -5, 5, 0, false,
      "Shift of how easily they are reached. The door stays "
      "harder for the digitally weak and those who do not "
      "speak Dutch. Plausible 0 to 0.5.",
      "Verschuiving van hoe makkelijk ze te bereiken zijn. De toegang blijft moeilijker voor wie digitaal "
      "zwak staat of geen Nederlands spreekt. Aannemelijk: 0 tot 0,5."}};

inline constexpr std::array fitting_fields{
    F{"fit", share, "share", 0, 1, 0.5, true,
      "Share of the distance that holds families from outside the EU back that is taken away at these "
      "services. "
      "Plausible 0.2 to 0.8.",
      "Aandeel van de afstand die gezinnen van buiten de EU tegenhoudt, dat bij deze diensten wegvalt. "
      "Aannemelijk: 0,2 tot 0,8."},
    F{"label", number, "logit", 0, 2, 0, false,
      "Taken off the dare gate of the families it is meant for, when it is announced as an offer for them. "
      "Plausible 0 to 0.3.",
      "Gaat af van de durf van de gezinnen voor wie het bedoeld is, als het als een aanbod voor hen wordt "
      "aangekondigd. Aannemelijk: 0 tot 0,3."}};

inline constexpr std::array quality_fields{
    F{"quality", number, "logit", -3, 3, 0.3, true,
      "Shift of how much these services help. Plausible 0 to 0.6.",
      "Verschuiving van hoeveel deze diensten helpen. Aannemelijk: 0 tot 0,6."},
    F{"attitude", number, "logit", -2, 2, 0, false,
      "Shift of the dare gate of families that cannot afford a holiday or an unexpected expense, when staff "
      "learn "
      "what poverty is. Plausible 0 to 0.3.",
      "Verschuiving van de durf van gezinnen die geen vakantie of onverwachte uitgave kunnen betalen, als "
      "medewerkers leren wat armoede is. Aannemelijk: 0 tot 0,3."},
    places};

inline constexpr std::array age_fields{
    F{"to", number, "years", 0, 25, 24, true, "Age of the children to which these services take families.",
      "Tot welke leeftijd van de kinderen deze diensten gezinnen aannemen."}};

// ---- money and places ----------------------------------------------------------------------------------

inline constexpr std::array refund_fields{
    F{"amount", euro, "EUR a contact", 0, 1000, 30, true,
      "What the family gets back of the fee of a contact. Plausible 15 to 60.",
      "Wat het gezin per contact van het tarief terugkrijgt. Aannemelijk: 15 tot 60."},
    F{"contacts", number, "contacts", 0, 100, 8, false, "Contacts of an episode that are refunded, at most.",
      "Hoeveel contacten van een traject hoogstens worden terugbetaald."},
    F{"advance", share, "share", 0, 1, 0.5, false,
      "Share of the refund that families miss who cannot pay an unexpected expense, since they must advance "
      "it. "
      "Plausible 0.2 to 1; 0: the third party pays.",
      "Aandeel van de terugbetaling dat gezinnen die geen onverwachte uitgave kunnen betalen, mislopen omdat "
      "ze het bedrag moeten voorschieten. Aannemelijk: 0,2 tot 1; 0: derdebetalersregeling."}};

inline constexpr std::array granting_fields{
    F{"granted", share, "share", 0, 1, 0.5, true,
      "Share of the target families who pay the full fee now and then pay the reduced one without asking for "
      "it. "
      "Name with `who` those who now miss it, as holiday: no. Plausible 0.2 to 1.",
      "Aandeel van de beoogde gezinnen die nu het volle tarief betalen, dat dan het verminderde tarief "
      "betaalt zonder het aan te vragen. Geef met `who` aan wie het nu misloopt, zoals holiday: no. "
      "Aannemelijk: 0,2 tot 1."}};

inline constexpr std::array<std::string_view, 4> orders{"need", "vulnerable", "target_group", "first_come"};
inline constexpr std::array triage_fields{
    F{"order", choice, "", 0, 3, 0, true,
      "Who goes first: need (fairly or very worried or strained), vulnerable (cannot afford a holiday or an "
      "unexpected expense), target_group (all in `who`), first_come (nobody).",
      "Wie voorgaat: need (tamelijk of heel erg bezorgd of gespannen), vulnerable (kan geen vakantie of "
      "onverwachte uitgave betalen), target_group (iedereen in `who`), first_come (niemand).",
      orders},
    F{"share", share, "share of requests", 0, 1, 1, false,
      "Share of the requests that are put in this order. Plausible 0.5 to 1.",
      "Aandeel van de aanvragen waarvoor deze volgorde geldt. Aannemelijk: 0,5 tot 1."}};

inline constexpr std::array private_referral_fields{F{
    "share", share, "share of families", 0, 1, 0.5, true,
    "Share of the families that can pay an unexpected expense and choose these services, that is sent on to "
    "private help of the same kind instead. Plausible 0.1 to 0.6.",
    "Aandeel van de gezinnen die een onverwachte uitgave kunnen betalen en voor deze diensten kiezen, dat "
    "naar privéhulp van dezelfde soort wordt doorverwezen. Aannemelijk: 0,1 tot 0,6."}};

inline constexpr std::array project_fields{
    F{"share", share, "share of places", 0, 1, 0.3, true,
      "Share of the places of these services that runs on project money. Plausible 0.1 to 0.6.",
      "Aandeel van de plaatsen van deze diensten dat op projectmiddelen draait. Aannemelijk: 0,1 tot 0,6."},
    F{"every", number, "months", 2, 240, 36, false,
      "A project begins every so many months. Plausible 12 to 48.",
      "Om de zoveel maanden begint een project. Aannemelijk: 12 tot 48."},
    F{"gap", number, "months", 1, 120, 9, false,
      "The last so many of these months there is none: the old has stopped, the new does not run yet. "
      "Plausible 3 "
      "to 18.",
      "De laatste zoveel maanden daarvan is er geen project: het oude is gestopt, het nieuwe loopt nog niet. "
      "Aannemelijk: 3 tot 18."},
    F{"forget", share, "chance", 0, 1, 0.3, false,
      "Chance that a parent who knew the offer no longer does when a project stops: another name, another "
      "target. "
      "Plausible 0.1 to 0.6.",
      "Kans dat een ouder die het aanbod kende, het niet meer kent wanneer een project stopt: een andere "
      "naam, een ander doel. Aannemelijk: 0,1 tot 0,6."}};

// ---- shocks --------------------------------------------------------------------------------------------

inline constexpr std::array staff_fields{
    F{"places", number, "factor", 0, 10, 0.8, true,
      "Places of these services, times this: below 1 staff are lost, above 1 they are found. Plausible 0.6 "
      "to 1.3.",
      "Plaatsen van deze diensten, maal deze factor: onder 1 valt personeel weg, boven 1 komt er personeel "
      "bij. Aannemelijk: 0,6 tot 1,3."},
    F{"quality", number, "logit", -3, 3, 0, false,
      "Shift of how much these services help, under pressure or with new people. Plausible -0.4 to 0.2.",
      "Verschuiving van hoeveel deze diensten helpen, onder druk of met nieuwe mensen. Aannemelijk: -0,4 tot "
      "0,2."},
    F{"wait", number, "months", -12, 24, 0, false,
      "Months added to the usual wait between a place and the first contact. Plausible 0 to 3.",
      "Maanden die bij de gebruikelijke wachttijd tussen een plaats en het eerste contact komen. "
      "Aannemelijk: 0 tot "
      "3."}};

inline constexpr std::array budget_fields{
    F{"cut", share, "share of places", 0, 1, 0.1, true,
      "Share of the places of these services that goes. Plausible 0.08 to 0.3.",
      "Aandeel van de plaatsen van deze diensten dat verdwijnt. Aannemelijk: 0,08 tot 0,3."},
    F{"outreach", share, "share", 0, 1, 0, false,
      "Share of the outreach of the scenario's other levers that goes with it: whom campaigns, bridging "
      "figures, "
      "volunteers, groups and contacts no longer find. Its ties go too. Plausible 0 to 1.",
      "Aandeel van de outreach van de andere hefbomen van het scenario dat mee verdwijnt: wie door "
      "campagnes, brugfiguren, vrijwilligers, groepen en contacten niet meer gevonden wordt. Ook hun banden "
      "verdwijnen. Aannemelijk: 0 tot 1."}};

inline constexpr std::array pandemic_fields{
    F{"need", number, "worry units", -2, 2, 0.3, true,
      "Shift of every family's worry or strain. Plausible 0 to 0.6; COVID-19: history.covid_need_parenting.",
      "Verschuiving van de zorgen of spanningen van elk gezin. Aannemelijk: 0 tot 0,6; COVID-19: "
      "history.covid_need_parenting."},
    F{"closed", number, "logit", 0, 5, 0.5, false,
      "Taken off the reach gate of services that have a door. Plausible 0 to 2.",
      "Gaat af van de bereikbaarheid van diensten waar je langsgaat. Aannemelijk: 0 tot 2."},
    F{"digital", number, "logit", -5, 5, 0.4, false,
      "Taken off it beside that for a parent with average digital skill, since contact is at a distance; "
      "nearly "
      "twice as much for the weak. Plausible 0 to 1; COVID-19: history.digital_loss.",
      "Gaat er nog eens af voor een ouder met gemiddelde digitale vaardigheid, omdat contact op afstand "
      "verloopt; bijna het dubbele voor wie zwak staat. Aannemelijk: 0 tot 1; COVID-19: "
      "history.digital_loss."},
    F{"language", number, "logit", -5, 5, 0.4, false,
      "Taken off it beside that for a parent who does not speak Dutch at home. Plausible 0 to 1; COVID-19: "
      "history.language_loss.",
      "Gaat er nog eens af voor een ouder die thuis geen Nederlands spreekt. Aannemelijk: 0 tot 1; COVID-19: "
      "history.language_loss."}};

// ---- the entries, in the order of LeverKind ------------------------------------------------------------

inline constexpr LeverInfo question_website{
    "question_website",
    "Website with a question button",
    "Website met vraagknop",
    "A website that stays: visitors get to know services and may ask a question, which leads to the lines by "
    "phone or online. Digital doors exclude: it reaches the digitally skilled who read Dutch.",
    "Een website die blijft: bezoekers leren diensten kennen en kunnen een vraag stellen, die naar de "
    "hulplijnen per telefoon of online leidt. Digitale toegang sluit mensen uit: de website bereikt wie "
    "digitaal vaardig is en Nederlands leest.",
    "parent reached in a month",
    "ouder die in een maand bereikt wordt",
    "S0:2455-2478; S4:5401-5412; S2:493-500",
    true,
    false,
    true,
    true,
    question_website_fields};
inline constexpr LeverInfo multilingual{
    "multilingual",
    "Information in many languages, also by word",
    "Meertalige en mondelinge informatie",
    "Families who do not speak Dutch at home hear of services in their language and are understood there.",
    "Gezinnen die thuis geen Nederlands spreken, horen in hun taal over diensten en worden er begrepen.",
    "parent reached in a month, and family that begins at one of these services",
    "ouder die in een maand bereikt wordt, en gezin dat bij een van deze diensten begint",
    "S4:6536-6541; S3:755-758, S3:768-769",
    true,
    false,
    true,
    true,
    multilingual_fields};
inline constexpr LeverInfo explain_offer{
    "explain_offer",
    "Explaining the whole offer",
    "Het hele aanbod uitleggen",
    "A service where a family begins tells it what else there is, of both kinds of support.",
    "Een dienst waar een gezin begint, vertelt wat er nog meer is, voor beide soorten ondersteuning.",
    "family that gets the explanation",
    "gezin dat de uitleg krijgt",
    "S4:6543-6549",
    true,
    false,
    true,
    true,
    explain_fields};
inline constexpr LeverInfo volunteers{
    "volunteers",
    "Volunteers and buddies at home",
    "Vrijwilligers en buddy's aan huis",
    "Volunteers visit families for some months: support, relief, and somebody who goes along. When the "
    "visits or the lever stop, the tie is gone. Company may also be help enough without a service.",
    "Vrijwilligers bezoeken gezinnen gedurende enkele maanden: steun, verlichting, en iemand die meegaat. "
    "Stoppen de bezoeken of de hefboom, dan is de band weg. Gezelschap kan ook genoeg hulp zijn, zonder "
    "dienst.",
    "parent visited in a month",
    "ouder die in een maand bezocht wordt",
    "S3:1042-1047, S3:763-775; S4:3831-3843, S4:5414-5420, S4:6948-6950",
    false,
    false,
    true,
    true,
    volunteer_fields};
inline constexpr LeverInfo father_minded{
    "father_minded",
    "A welcome for fathers",
    "Een onthaal voor vaders",
    "Services address fathers too, or have groups for fathers: less holds them back, also as the partner who "
    "must want to go along. Acts on fathers in the target group.",
    "Diensten spreken ook vaders aan, of hebben vadergroepen: er houdt vaders minder tegen, ook als partner "
    "die mee moet willen. Werkt bij vaders in de doelgroep.",
    "father who begins at one of these services",
    "vader die bij een van deze diensten begint",
    "S3:1133-1145, S3:477-480; S4:5614-5627, S4:5670-5676, S4:6050-6055; what goes wrong: S3:1108-1119, "
    "S3:1235-1242",
    true,
    false,
    true,
    true,
    father_fields};
inline constexpr LeverInfo warm_referral{
    "warm_referral",
    "Warm referral and one contact point",
    "Warme doorverwijzing en één aanspreekpunt",
    "Services take families along to the next one instead of giving an address. Where the next service is "
    "full, more families wait.",
    "Diensten nemen gezinnen mee naar de volgende in plaats van een adres te geven. Is de volgende dienst "
    "vol, dan wachten er meer gezinnen.",
    "",
    "",
    "S4:5847-5852, S4:5939-5946, S4:6386-6406, S4:5683; S3:1042-1047",
    true,
    false,
    true,
    true,
    warm_referral_fields};
inline constexpr LeverInfo co_location{
    "co_location",
    "Services under one roof",
    "Diensten onder één dak",
    "Services sit together, as a Huis van het Kind in a social house: other families may come, others may "
    "stay away, and they refer more warmly.",
    "Diensten zitten samen, zoals een Huis van het Kind in een Sociaal Huis: er kunnen andere gezinnen "
    "komen, andere kunnen wegblijven, en de diensten verwijzen warmer door.",
    "family that begins at one of these services",
    "gezin dat bij een van deze diensten begint",
    "S4:3883-3901, S4:3922-3926, S4:4406-4407, S4:6562-6573",
    true,
    false,
    true,
    true,
    co_location_fields};
inline constexpr LeverInfo antennas{"antennas",
                                    "Antennas and a mobile offer",
                                    "Antennepunten en mobiel aanbod",
                                    "Services in the centre town also come to where families live. More "
                                    "points with the same staff have fewer places each.",
                                    "Diensten uit de centrumstad komen ook naar waar gezinnen wonen. Meer "
                                    "punten met hetzelfde personeel hebben elk minder plaatsen.",
                                    "family that begins at one of these services",
                                    "gezin dat bij een van deze diensten begint",
                                    "S4:6715-6725, S4:4178-4185; S4:1075-1088",
                                    true,
                                    false,
                                    true,
                                    true,
                                    antenna_fields};
inline constexpr LeverInfo opening_hours{
    "opening_hours",
    "Opening hours and walking in",
    "Openingsuren en vrije inloop",
    "Services open in the evening or on Saturday, or without an "
    "appointment. Longer hours with the same staff leave fewer places.",
    "Diensten zijn 's avonds of op zaterdag open, of werken zonder afspraak. Met hetzelfde personeel laten "
    "ruimere uren minder plaatsen over.",
    "family that begins at one of these services",
    "gezin dat bij een van deze diensten begint",
    "S4:6729-6734, S4:4171-4172; S3:727-729",
    true,
    false,
    true,
    true,
    hours_fields};
inline constexpr LeverInfo therapy_refund{
    "therapy_refund",
    "Refund of private therapy",
    "Terugbetaling van privétherapie",
    "Families get part of the fee back, for a number of contacts. Who cannot advance the fee gets less of "
    "it. What families no longer pay is counted by itself.",
    "Gezinnen krijgen voor een aantal contacten een deel van het tarief terug. Wie het niet kan "
    "voorschieten, heeft er minder aan. Wat gezinnen niet meer betalen, wordt apart geteld.",
    "",
    "",
    "S2:382-387, S2:456-470, S2:540-542",
    true,
    false,
    true,
    true,
    refund_fields};
inline constexpr LeverInfo automatic_granting{
    "automatic_granting",
    "Reduced fee without asking",
    "Verminderd tarief zonder aanvraag",
    "Families get the reduced fee by themselves. The model has no missed right among families that cannot "
    "pay an unexpected expense, who all pay it already: the lever acts on others who pay in full. What "
    "families no longer pay is counted by itself.",
    "Gezinnen krijgen het verminderde tarief automatisch. Het model kent geen gemiste rechten bij gezinnen "
    "die geen onverwachte uitgave kunnen betalen: die betalen het allemaal al. De hefboom werkt bij andere "
    "gezinnen, die het volle tarief betalen. Wat gezinnen niet meer betalen, wordt apart geteld.",
    "",
    "",
    "S4:5990-6014, S4:6473-6475, S4:6754-6758; S3:874-875",
    true,
    false,
    true,
    true,
    granting_fields};
inline constexpr LeverInfo triage{
    "triage",
    "Order of the waiting list",
    "Volgorde van de wachtlijst",
    "Who gets a place first. Whoever goes later waits longer, and more of them give up.",
    "Wie eerst een plaats krijgt. Wie later aan de beurt komt, wacht langer en haakt vaker af.",
    "",
    "",
    "S2:456-470; S4:6169-6172, S4:5637-5640",
    true,
    false,
    true,
    true,
    triage_fields};
inline constexpr LeverInfo private_referral{
    "private_referral",
    "Sent on to private help",
    "Doorverwijzing naar privéhulp",
    "Services send families that are better off on to private help: places stay for others, and who "
    "finds private help too dear gets none. Acts on families in the target group that can pay an unexpected "
    "expense.",
    "Diensten verwijzen gezinnen die het financieel beter hebben door naar privéhulp: er blijven "
    "plaatsen voor anderen, en wie privéhulp te duur vindt, krijgt geen hulp. Werkt op gezinnen in de "
    "doelgroep die een onverwachte uitgave kunnen betalen.",
    "family sent on",
    "doorverwezen gezin",
    "S2:456-470, S2:382-387",
    true,
    false,
    true,
    true,
    private_referral_fields};
inline constexpr LeverInfo online_help{
    "online_help",
    "Help online and by phone",
    "Hulp online en per telefoon",
    "More or fewer services online and by phone, or their closure. Digital doors exclude: weak skill and "
    "another language stay a barrier.",
    "Meer of minder diensten online en per telefoon, of de sluiting ervan. Digitale toegang sluit mensen "
    "uit: zwakke digitale vaardigheid en een andere taal blijven een drempel.",
    "",
    "",
    "S0:2465-2478; S4:5979-5982, S4:5401-5412",
    true,
    false,
    false,
    false,
    online_help_fields};
inline constexpr LeverInfo digital_help{
    "digital_help",
    "Help with digital doors",
    "Hulp bij digitale drempels",
    "Somebody helps families through digital doors: less of the barrier is left for the digitally weak.",
    "Iemand helpt gezinnen over digitale drempels: voor wie digitaal zwak staat, blijft er minder van de "
    "drempel over.",
    "family that begins at one of these services",
    "gezin dat bij een van deze diensten begint",
    "S4:4321, S4:6596-6604, S4:6636-6637; S0:2473-2475",
    true,
    false,
    true,
    true,
    digital_help_fields};
inline constexpr LeverInfo culturally_fitting{
    "culturally_fitting",
    "An offer that fits cultures",
    "Cultuursensitief aanbod",
    "Services that suit families from outside the EU. Named as an "
    "offer for one group it can shame that group.",
    "Diensten die afgestemd zijn op gezinnen van buiten de EU. Een aanbod dat uitdrukkelijk voor één groep "
    "is, kan die groep beschamen.",
    "family that begins at one of these services",
    "gezin dat bij een van deze diensten begint",
    "S0:2477-2478; what goes wrong: S3:1235-1242, S4:6576-6582",
    true,
    false,
    true,
    true,
    fitting_fields};
inline constexpr LeverInfo quality{
    "quality",
    "Quality and training",
    "Kwaliteit en vorming",
    "Services help better, and staff meet families in poverty with more understanding. Training takes time.",
    "Diensten helpen beter, en medewerkers gaan met meer begrip om met gezinnen in armoede. Vorming kost "
    "tijd.",
    "family that begins at one of these services",
    "gezin dat bij een van deze diensten begint",
    "S0:2480-2493, S0:2545-2555; S4:4864-4879, S4:6697-6700; S3:1314-1319",
    true,
    false,
    true,
    true,
    quality_fields};
inline constexpr LeverInfo minimum_offer{"minimum_offer",
                                         "A minimum offer everywhere",
                                         "Overal een minimumaanbod",
                                         "Municipalities pool staff so that nobody lives far from these "
                                         "services. Staff who travel have fewer places.",
                                         "Gemeenten delen personeel, zodat niemand ver van deze diensten "
                                         "woont. Personeel dat zich verplaatst, heeft minder plaatsen.",
                                         "family that begins at one of these services",
                                         "gezin dat bij een van deze diensten begint",
                                         "S4:7117-7146, S4:6251-6261, S4:6992-6994; S4:1253-1311",
                                         true,
                                         false,
                                         true,
                                         true,
                                         minimum_fields};
inline constexpr LeverInfo age_range{
    "age_range",
    "Children of every age",
    "Kinderen van elke leeftijd",
    "Services take families with older children too. The same places serve more families.",
    "Diensten nemen ook gezinnen met oudere kinderen aan. Dezelfde plaatsen dienen dan voor meer gezinnen.",
    "family that begins at one of these services",
    "gezin dat bij een van deze diensten begint",
    "S4:5461-5492, S4:5932, S4:6646-6654",
    true,
    false,
    true,
    true,
    age_fields};
inline constexpr LeverInfo meeting_groups{
    "meeting_groups",
    "Groups where parents meet",
    "Groepen waar ouders elkaar ontmoeten",
    "Parents meet in a group: they support each other and hear of services. Support may also be help enough "
    "without a service; when the lever stops, the ties go.",
    "Ouders ontmoeten elkaar in een groep: ze steunen elkaar en horen over diensten. Steun kan ook genoeg "
    "hulp zijn, zonder dienst; stopt de hefboom, dan verdwijnen de banden.",
    "parent in a group in a month",
    "ouder die een maand in een groep zit",
    "S4:6584-6594, S4:5758-5775; S3:304-325",
    false,
    false,
    true,
    true,
    meeting_fields};
inline constexpr LeverInfo school_continuity{
    "school_continuity",
    "No break after age three",
    "Geen breuk na de leeftijd van drie jaar",
    "Where Kind en Gezin stops, somebody goes on contacting families of their own accord.",
    "Waar Kind en Gezin stopt, blijft iemand gezinnen proactief contacteren.",
    "referral",
    "doorverwijzing",
    "S4:5477-5492, S4:3643-3650, S4:5906-5911",
    true,
    false,
    true,
    true,
    continuity_fields};
inline constexpr LeverInfo project_money{
    "project_money",
    "Project money instead of structural",
    "Projectmiddelen in plaats van structurele middelen",
    "Part of the places runs on projects that stop and begin again, and each stop takes what families knew. "
    "Compare with the same scenario without it: structural money.",
    "Een deel van de plaatsen draait op projecten die stoppen en opnieuw beginnen, en telkens als er een "
    "stopt, gaat verloren wat gezinnen wisten. Vergelijk met hetzelfde scenario zonder deze hefboom: "
    "structurele middelen.",
    "",
    "",
    "S4:1742-1852, S4:3845-3853, S4:6839-6924",
    true,
    false,
    false,
    true,
    project_fields};
inline constexpr LeverInfo staff{
    "staff",
    "Staff lost or found",
    "Personeel dat wegvalt of bijkomt",
    "A shock, or its opposite: fewer or more places, another quality, a longer or shorter wait.",
    "Een schok, of het tegendeel: minder of meer plaatsen, een andere kwaliteit, een langere of kortere "
    "wachttijd.",
    "",
    "",
    "S4:6292-6345, S4:1438-1557; S1:71",
    true,
    false,
    false,
    true,
    staff_fields};
inline constexpr LeverInfo budget_cut{
    "budget_cut",
    "Budget cut",
    "Besparing",
    "A shock: places go, and with them part of the outreach of the scenario's other levers. What is saved is "
    "not counted.",
    "Een schok: plaatsen verdwijnen, en daarmee een deel van de outreach van de andere hefbomen van het "
    "scenario. Wat bespaard wordt, wordt niet meegeteld.",
    "",
    "",
    "S4:1646-1651, S4:1695-1710",
    true,
    false,
    false,
    true,
    budget_fields};
inline constexpr LeverInfo pandemic{
    "pandemic",
    "Pandemic",
    "Pandemie",
    "A shock: families worry more, doors close or work at a distance, which is harder for the digitally weak "
    "and those who do not speak Dutch.",
    "Een schok: gezinnen maken zich meer zorgen, diensten sluiten hun deuren of werken op afstand, wat "
    "moeilijker is voor wie digitaal zwak staat of geen Nederlands spreekt.",
    "",
    "",
    "S0:120-129; S4:6115; services-in-flanders part 6",
    true,
    false,
    true,
    true,
    pandemic_fields};

}  // namespace uptake::kinds
