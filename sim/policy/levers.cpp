// SPDX-License-Identifier: Apache-2.0
#include "sim/policy/levers.hpp"

#include <algorithm>
#include <stdexcept>

#include "sim/base/random.hpp"
#include "sim/pathway/universal.hpp"
#include "sim/policy/lever_kinds.hpp"

namespace uptake {
namespace {

using F = LeverField;
constexpr auto number = FieldType::number;
constexpr auto share = FieldType::share;
constexpr auto euro = FieldType::euro;
constexpr auto choice = FieldType::choice;

constexpr std::array<std::string_view, 6> contact_points{"kind_en_gezin", "school",   "gp",
                                                         "childcare",     "hospital", "social_house"};
constexpr std::array<std::string_view, 4> channels{"mass_media", "social_media", "print", "community"};
constexpr std::array<std::string_view, 3> framings{"neutral", "advice", "targeted"};
constexpr std::array<std::string_view, 4> fee_rules{"free", "flat", "income_related", "cap"};

constexpr std::array campaign{
    F{"reach", share, "share of parents a month", 0, 1, 0.15, true,
      "Share of the target families' parents that the campaign reaches in a month at full strength. "
      "Plausible 0.02 to 0.4.",
      "Aandeel van de ouders in de beoogde gezinnen dat de campagne per maand bereikt op volle sterkte. "
      "Aannemelijk: 0,02 tot 0,4."},
    F{"learn", share, "chance", 0, 1, 0.1, true,
      "Chance that a reached parent learns of one more service that it did not know. Plausible 0.01 to 0.3.",
      "Kans dat een bereikte ouder één dienst leert kennen die hij of zij nog niet kende. Aannemelijk: 0,01 "
      "tot 0,3."},
    F{"taboo", number, "logit", -1, 1, 0, false,
      "Shift of the dare gate for reached parents: above 0 the campaign lifts a taboo, below 0 it adds "
      "stigma. Plausible -0.3 to 0.4.",
      "Verschuiving van de durf van bereikte ouders: boven 0 doorbreekt de campagne een taboe, onder 0 werkt "
      "ze stigmatiserend. Aannemelijk: -0,3 tot 0,4."},
    F{"guilt", number, "logit", 0, 1, 0, false,
      "Taken off the dare gate of reached vulnerable parents, when advice or targeting makes them feel "
      "blamed. Plausible 0 to 0.3.",
      "Gaat af van de durf van bereikte ouders in een kwetsbare positie, als advies of een boodschap voor "
      "één doelgroep hun een schuldgevoel geeft. Aannemelijk: 0 tot 0,3."},
    F{"half_life", number, "months", 0.1, 120, 6, false,
      "Months after which half of the effect on daring and guilt is gone, when the campaign reaches a parent "
      "no more. Plausible 2 to 18.",
      "Aantal maanden waarna de helft van het effect op durf en schuldgevoel weg is, als de campagne een "
      "ouder niet meer bereikt. Aannemelijk: 2 tot 18."},
    F{"fluency_bias", share, "share", 0, 1, 0.5, false,
      "How much the reach leans to Dutch-speaking, higher educated mothers: 0 not at all, 1 fully. Plausible "
      "0.2 to 0.8.",
      "In welke mate de campagne vooral Nederlandstalige, hoger opgeleide moeders bereikt: 0 helemaal niet, "
      "1 volledig. Aannemelijk: 0,2 tot 0,8."},
    F{"channel", choice, "", 0, 3, 0, false,
      "Who is missed: mass_media as `fluency_bias` says; social_media also the digitally weak; print all the "
      "more "
      "those who read little Dutch; community (people, oral) nobody in particular.",
      "Wie niet bereikt wordt: bij mass_media wie `fluency_bias` aangeeft; bij social_media ook wie digitaal "
      "zwak staat; bij print des te meer wie weinig Nederlands leest; bij community (via mensen, mondeling) "
      "niemand in het bijzonder.",
      channels},
    F{"framing", choice, "", 0, 2, 0, false,
      "neutral: for all parents; advice: what parents should do, which adds `backfire` to the guilt of "
      "vulnerable "
      "parents; targeted: named as for one group, which takes `backfire` off the daring of all it reaches.",
      "neutral: voor alle ouders; advice: wat ouders moeten doen, waardoor `backfire` bij het schuldgevoel "
      "van ouders in een kwetsbare positie komt; targeted: aangekondigd als iets voor één groep, waardoor "
      "`backfire` afgaat van de durf van iedereen die bereikt wordt.",
      framings},
    F{"backfire", number, "logit", 0, 2, 0.2, false,
      "What advice or targeting does wrong. Plausible 0 to 0.5; the texts give the direction, no size.",
      "Het averechtse effect van advies of van een boodschap voor één doelgroep. Aannemelijk: 0 tot 0,5; de "
      "teksten geven de richting, niet de grootte."},
    F{"every", number, "months", 0, 240, 0, false,
      "The campaign returns in waves, every so many months; 0: it goes on all the time.",
      "De campagne komt in golven terug, om de zoveel maanden; 0: ze loopt de hele tijd door."},
    F{"wave", number, "months", 1, 240, 3, false, "Months that a wave lasts.",
      "Hoeveel maanden een golf duurt."}};

constexpr std::array lead_in{
    F{"contact", choice, "", 0, 5, 0, true,
      "The place where the family comes anyway, that leads it to the services. hospital: at a birth; "
      "social_house: "
      "the social house or integrated broad reception (GBO), for families that cannot pay an unexpected "
      "expense.",
      "De plaats waar het gezin toch al komt en die het naar de diensten toeleidt. hospital: bij een "
      "geboorte; social_house: het Sociaal Huis of het geïntegreerd breed onthaal (GBO), voor gezinnen die "
      "geen onverwachte uitgave kunnen betalen.",
      contact_points},
    F{"ask", share, "chance a contact", 0, 1, 0.2, true,
      "Chance that a contact raises the subject, beside what it does anyway; where there is need, it then "
      "refers. Plausible 0.01 to 0.5.",
      "Kans dat een contact het onderwerp ter sprake brengt, boven op wat het nu al doet; als er een nood "
      "is, volgt een doorverwijzing. Aannemelijk: 0,01 tot 0,5."},
    F{"warm", share, "share of referrals", 0, 1, 0.3, true,
      "Share of these referrals that are warm: a joint first meeting instead of an address. Plausible 0.1 to "
      "0.85.",
      "Aandeel van die doorverwijzingen dat warm is: een gezamenlijke kennismaking in plaats van een adres. "
      "Aannemelijk: 0,1 tot 0,85."},
    F{"seen", share, "share of families a month", 0, 1, 0.04, false,
      "Only for social_house: share of the families that cannot pay an unexpected expense whom it sees in a "
      "month. "
      "Plausible 0.01 to 0.08.",
      "Alleen voor social_house: aandeel van de gezinnen die geen onverwachte uitgave kunnen betalen, dat er "
      "in een maand langskomt. Aannemelijk: 0,01 tot 0,08."}};

constexpr std::array huis{
    F{"share", share, "share of municipalities", 0, 1, 1, true,
      "Share of the municipalities without a physical Huis van het Kind that get one.",
      "Aandeel van de gemeenten zonder fysiek Huis van het Kind dat er een krijgt."},
    F{"capacity", number, "factor", 0, 10, 1, false,
      "Places of the Huis van het Kind, times this. Plausible 1 to 3.",
      "Plaatsen van het Huis van het Kind, maal deze factor. Aannemelijk: 1 tot 3."},
    F{"welcome", number, "logit", -2, 2, 0, false,
      "Shift of the dare gate where a new house opens: the welcome of a low door. Plausible 0 to 0.6.",
      "Verschuiving van de durf waar een nieuw huis opent: het laagdrempelige onthaal. Aannemelijk: 0 tot "
      "0,6."}};

constexpr std::array fee{
    F{"rule", choice, "", 0, 3, 0, true,
      "free: nothing; flat: everybody pays `amount`; income_related: `low_income_amount` for families that "
      "cannot pay "
      "an unexpected expense, `amount` for others; cap: at most `amount`.",
      "free: gratis; flat: iedereen betaalt `amount`; income_related: `low_income_amount` voor gezinnen die "
      "geen onverwachte uitgave kunnen betalen, `amount` voor de andere; cap: hoogstens `amount`.",
      fee_rules},
    F{"amount", euro, "EUR a contact", 0, 1000, 0, false, "What the family pays for a contact.",
      "Wat het gezin betaalt voor een contact."},
    F{"low_income_amount", euro, "EUR a contact", 0, 1000, 0, false,
      "What a family with a low income pays for a contact (rule income_related).",
      "Wat een gezin met een laag inkomen betaalt voor een contact (regel income_related)."},
    F{"doubt", number, "logit", 0, 2, 0, false,
      "Rule free: taken off the dare gate of these services where they asked a fee, since free can read as "
      "of low "
      "quality. Plausible 0 to 0.3.",
      "Regel free: gaat af van de durf om naar deze diensten te stappen waar ze eerst een tarief vroegen, "
      "omdat gratis hulp de indruk van lage kwaliteit kan wekken. Aannemelijk: 0 tot 0,3."}};

constexpr std::array capacity{F{"factor", number, "factor", 0, 10, 1, true,
                                "Places of these services, times this.",
                                "Plaatsen van deze diensten, maal deze factor."}};

constexpr std::array bridging{
    F{"reach", share, "share of parents a month", 0, 1, 0.05, true,
      "Share of the target families' parents that a bridging figure visits in a month. Plausible 0.01 to "
      "0.1.",
      "Aandeel van de ouders in de beoogde gezinnen dat in een maand een brugfiguur op bezoek krijgt. "
      "Aannemelijk: 0,01 tot 0,1."},
    F{"learn", share, "chance", 0, 1, 0.5, true,
      "Chance, for each service that a visited parent does not know, that it learns of it. Plausible 0.1 to "
      "0.6.",
      "Kans, per dienst die een bezochte ouder niet kent, dat hij of zij die leert kennen. Aannemelijk: 0,1 "
      "tot 0,6."},
    F{"trust", number, "logit", -2, 2, 0, false,
      "Shift of the dare gate of visited parents: somebody they trust goes along. Plausible 0.1 to 1.",
      "Verschuiving van de durf van bezochte ouders: iemand die ze vertrouwen, gaat mee. Aannemelijk: 0,1 "
      "tot 1."},
    F{"accompany", number, "logit", -2, 2, 0, false,
      "Shift of the reach gate of visited parents: help with the way, the language, the appointment. "
      "Plausible 0.2 to 1.5.",
      "Verschuiving van de bereikbaarheid voor bezochte ouders: hulp om er te geraken, met de taal en met de "
      "afspraak. Aannemelijk: 0,2 tot 1,5."},
    F{"label", number, "logit", 0, 2, 0, false,
      "Taken off the dare gate of all families it is meant for, visited or not, while it is known as help "
      "for "
      "them. Plausible 0 to 0.3.",
      "Gaat af van de durf van alle gezinnen voor wie het bedoeld is, bezocht of niet, zolang het "
      "bekendstaat "
      "als hulp voor hen. Aannemelijk: 0 tot 0,3."},
    F{"lost_at_end", share, "share", 0, 1, 0, false,
      "Project money: share of what visited parents learnt and dared that is lost in the month the lever "
      "ends. 0: "
      "structural money, or somebody else goes on. Plausible 0.2 to 0.8.",
      "Projectmiddelen: aandeel van wat bezochte ouders leerden kennen en durfden, dat verloren gaat in de "
      "maand waarin de hefboom eindigt. 0: structurele middelen, of iemand anders neemt over. Aannemelijk: "
      "0,2 tot 0,8."}};

constexpr std::array access_fields{
    F{"shift", number, "logit", -5, 5, 0, true,
      "Shift of the reach gate of these services: below 0 harder to reach.",
      "Verschuiving van de bereikbaarheid van deze diensten: onder 0 moeilijker te bereiken."}};
constexpr std::array need_fields{F{"shift", number, "worry units", -2, 2, 0, true,
                                   "Shift of every family's worry or strain.",
                                   "Verschuiving van de zorgen of spanningen van elk gezin."}};
constexpr std::array norm_fields{F{"shift", number, "logit", -2, 2, 0, true,
                                   "Shift of every parent's dare gate.",
                                   "Verschuiving van de durf van elke ouder."}};
constexpr std::array occasion_fields{F{
    "shift", number, "log", -3, 3, 0, true,
    "Logarithm of the factor on how often families of this domain weigh whether to look for help.",
    "Logaritme van de factor waarmee verandert hoe vaak gezinnen in dit domein afwegen of ze hulp zoeken."}};
constexpr std::array remote_fields{
    F{"digital", number, "logit", -5, 5, 0, true,
      "Taken off the reach gate of a parent with average digital skill; less for the skilled, nearly twice "
      "as much for the weak.",
      "Gaat af van de bereikbaarheid voor een ouder met gemiddelde digitale vaardigheid; minder bij wie "
      "vaardig is, bijna het dubbele bij wie zwak staat."},
    F{"language", number, "logit", -5, 5, 0, true,
      "Taken off the reach gate of a parent who does not speak Dutch at home.",
      "Gaat af van de bereikbaarheid voor een ouder die thuis geen Nederlands spreekt."}};

constexpr std::array<LeverInfo, n_lever_kinds> registry{
    LeverInfo{
        "campaign", "Campaign", "Campagne",
        "A campaign in the media: reached parents get to know a service and may dare more, or feel blamed.",
        "Een campagne in de media: bereikte ouders leren een dienst kennen en durven misschien meer, of "
        "voelen zich schuldig.",
        "parent reached in a month", "ouder die in een maand bereikt wordt",
        "S0:2455-2463, S0:2570-2582; S2:474-500; S4:6518-6530; guilt: S3:1218-1242; who is missed: "
        "S0:2514-2519",
        true, false, true, true, campaign},
    LeverInfo{"lead_in", "Leading families in", "Toeleiding",
              "Places where families come anyway raise the subject and refer.",
              "Plaatsen waar gezinnen toch al komen, brengen het onderwerp ter sprake en verwijzen door.",
              "referral", "doorverwijzing",
              "S0:2473-2478, S0:2533-2537; S2:311-322; S4:6702-6708; warm referral: S4:5847-5852", true,
              false, true, true, lead_in},
    LeverInfo{"huis_van_het_kind", "Physical Huis van het Kind", "Fysiek Huis van het Kind",
              "Municipalities without a physical Huis van het Kind get one.",
              "Gemeenten zonder fysiek Huis van het Kind krijgen er een.", "house a year", "huis per jaar",
              "S0:2522-2530, S0:2562-2567; S4:6551-6573", false, false, false, true, huis},
    LeverInfo{
        "fee", "Fee", "Tarief",
        "Another rule for what families pay. What families no longer pay is counted by itself.",
        "Een andere regel voor wat gezinnen betalen. Wat gezinnen niet meer betalen, wordt apart geteld.", "",
        "", "S2:382-387, S2:456-470; S4:4571-4574, S4:6736-6741; free as low quality: S2:530-536", true,
        false, true, true, fee},
    LeverInfo{
        "capacity", "Places", "Plaatsen",
        "More or fewer places for services. A place takes one family, and costs the same filled or not. With "
        "`who` the places that come on top are kept for these families.",
        "Meer of minder plaatsen bij diensten. Een plaats dient voor één gezin en kost evenveel, bezet of "
        "niet. Met `who` zijn de plaatsen die erbij komen voor die gezinnen voorbehouden.",
        "place for one family", "plaats voor één gezin", "S0:2465-2470, S0:2511-2513; S4:5637-5638, S4:6312",
        true, false, true, true, capacity},
    LeverInfo{"bridging_figures", "Bridging figures", "Brugfiguren",
              "Bridging figures or family coaches visit families: these get to know services, dare more and "
              "are accompanied.",
              "Brugfiguren of gezinscoaches bezoeken gezinnen: die leren diensten kennen, durven meer en "
              "worden begeleid.",
              "parent visited in a month", "ouder die in een maand bezocht wordt",
              "S4:3760-3853, S4:6536-6541, S4:6661-6671; label: S3:1235-1242, S4:6578-6580", false, false,
              true, true, bridging},
    kinds::question_website,
    kinds::multilingual,
    kinds::explain_offer,
    kinds::volunteers,
    kinds::father_minded,
    kinds::warm_referral,
    kinds::co_location,
    kinds::antennas,
    kinds::opening_hours,
    kinds::therapy_refund,
    kinds::automatic_granting,
    kinds::triage,
    kinds::private_referral,
    kinds::online_help,
    kinds::digital_help,
    kinds::culturally_fitting,
    kinds::quality,
    kinds::minimum_offer,
    kinds::age_range,
    kinds::meeting_groups,
    kinds::school_continuity,
    kinds::project_money,
    kinds::staff,
    kinds::budget_cut,
    kinds::pandemic,
    LeverInfo{"supply",
              "Supply over time",
              "Aanbod in de tijd",
              "History: places of a service over time, as a factor on its reference year; 0 where it does "
              "not exist.",
              "Geschiedenis: plaatsen van een dienst in de tijd, als factor ten opzichte van het "
              "referentiejaar; 0 waar de dienst niet bestaat.",
              "",
              "",
              "dated history of supply, services-in-flanders part 6",
              true,
              true,
              false,
              false,
              {}},
    LeverInfo{"access", "Access", "Toegang", "History and shocks: services become harder or easier to reach.",
              "Geschiedenis en schokken: diensten worden moeilijker of makkelijker bereikbaar.", "", "",
              "lockdown and online growth, services-in-flanders part 6; S0:2466-2467", true, false, true,
              true, access_fields},
    LeverInfo{"need", "Need", "Nood", "History and shocks: the worries or strain of families.",
              "Geschiedenis en schokken: de zorgen of spanningen van gezinnen.", "", "",
              "S0:120-129; S4:5111, S4:5171", false, false, true, true, need_fields},
    LeverInfo{"norm", "Norm", "Norm", "History and shocks: how much all parents dare to seek help.",
              "Geschiedenis en schokken: hoezeer alle ouders hulp durven zoeken.", "", "",
              "S0:2570-2574; S2:474-480", false, false, true, true, norm_fields},
    LeverInfo{"occasion", "Occasions", "Aanleidingen",
              "History and shocks: how often families weigh whether to look for help. For the "
              "relationship: in a union, not at its ending.",
              "Geschiedenis en schokken: hoe vaak gezinnen afwegen of ze hulp zoeken. Voor de relatie: "
              "tijdens de relatie, niet bij het einde ervan.",
              "", "", "S0:2455-2463; S2:474-500", false, false, true, true, occasion_fields},
    LeverInfo{"remote", "Contact at a distance", "Contact op afstand",
              "History and shocks: services that have a door work by phone, video and appointment; harder to "
              "reach for the digitally weak and those who do not speak Dutch. Services that are online "
              "anyway do not change.",
              "Geschiedenis en schokken: diensten waar je langsgaat, werken per telefoon, per video en op "
              "afspraak; ze zijn moeilijker bereikbaar voor wie digitaal zwak staat of geen Nederlands "
              "spreekt. Diensten die al online zijn, veranderen niet.",
              "", "", "S0:120-129; digital vulnerability: King Baudouin Foundation 2021", true, false, true,
              true, remote_fields}};

std::uint32_t hash_of(std::string_view text) {  // FNV-1a
  std::uint32_t hash = 2166136261U;
  for (const char c : text) hash = (hash ^ static_cast<unsigned char>(c)) * 16777619U;
  return hash;
}

struct Limits {
  double low, high;
};

double drawn_within(double written, const Bounds& bounds, const Limits& limits, bool is_share, RandomKey key,
                    std::uint32_t lever, std::string_view field) {
  if (!bounds.given()) return written;
  const double u = normal(key, lever, first_month, Purpose::lever_range, hash_of(field));
  return std::clamp(spread_of(bounds, is_share).at(u), limits.low, limits.high);
}

}  // namespace

std::span<const LeverInfo> lever_registry() { return registry; }

Measured counts_of(const LeverField& field) {
  if (field.type == FieldType::share) return Measured::share;
  if (field.type == FieldType::euro) return Measured::euro;
  if (field.unit == "factor") return Measured::factor;
  return field.unit == "months" ? Measured::months : Measured::plain;
}

Who within_reach(const Lever& lever, const Parameters& parameters) {
  Who who;
  const auto at_school = static_cast<std::uint8_t>(~set_of(YoungestAge::y18_24));
  switch (lever.kind) {
    case LeverKind::multilingual:
      who.home_language = 2;  // other
      break;
    case LeverKind::father_minded:
      who.gender = set_of(Gender::men);
      break;
    case LeverKind::culturally_fitting:  // a label is felt by all that it names
      if (lever.value("label", parameters) == 0) who.origin = set_of(Origin::non_eu_plus);
      break;
    case LeverKind::automatic_granting:
    case LeverKind::private_referral:
      who.unexpected_expense = set_of(YesNo::yes);
      break;
    case LeverKind::school_continuity:
      who.youngest_age = at_school;
      break;
    case LeverKind::lead_in:
      switch (static_cast<ContactPoint>(lever.choice("contact"))) {
        case ContactPoint::kind_en_gezin:
        case ContactPoint::childcare:
        case ContactPoint::hospital:
          who.youngest_age = set_of(YoungestAge::y0_2);
          break;
        case ContactPoint::school:
          who.youngest_age = at_school;
          break;
        case ContactPoint::social_house:
          who.unexpected_expense = set_of(YesNo::no);
          break;
        case ContactPoint::gp:
        case ContactPoint::after_three:
          break;
      }
      break;
    default:  // on all that it is meant for
      break;
  }
  return who;
}

std::uint32_t Lever::address() const { return hash_of(name); }

ParameterInfo spread_of(const Bounds& bounds, bool is_share) {
  ParameterInfo spread;
  spread.low = bounds.low;
  spread.high = bounds.high;
  if (bounds.low > 0 && bounds.high > 3 * bounds.low) {
    spread.scale = Scale::log;
  } else if (is_share && bounds.low > 0 && bounds.high < 1) {
    spread.scale = Scale::logit;
  }
  return spread;
}

Lever drawn(const Lever& lever, int draw) {
  // A seed of its own: draw d of an effect belongs to row d of the posterior, whatever the plan's seed.
  const RandomKey key{0x6c657672, static_cast<std::uint32_t>(draw)};
  const std::uint32_t address = lever.address();
  Lever result = lever;
  const auto fields = registry[static_cast<std::size_t>(lever.kind)].fields;
  for (std::size_t i = 0; i < fields.size(); ++i) {
    result.values[i] = drawn_within(lever.values[i], lever.bounds[i], {fields[i].low, fields[i].high},
                                    fields[i].type == FieldType::share, key, address, fields[i].code);
  }
  LeverCost& cost = result.cost;
  cost.fixed_per_year = drawn_within(cost.fixed_per_year, cost.fixed_bounds, {0, most_fixed_cost}, false, key,
                                     address, "cost.fixed_per_year");
  cost.per_unit = drawn_within(cost.per_unit, cost.unit_bounds, {0, most_unit_cost}, false, key, address,
                               "cost.per_unit");
  return result;
}

bool Who::everybody() const {
  constexpr std::uint8_t all = 0xff;
  return gender == all && age == all && origin == all && education == all && family_form == all &&
         holiday == all && unexpected_expense == all && youngest_age == all && home_language == all &&
         children == all && union_status == all;
}

bool Where::everywhere() const {
  return size_class == ~0U && urbanity == ~0U && province == ~0U && region == ~0U;
}

bool Where::holds(const Municipalities& towns, std::size_t town) const {
  const auto in = [](std::uint32_t set, std::size_t i) { return i >= 32 || ((set >> i) & 1U) != 0; };
  const Municipality& there = towns.list[town];
  return in(size_class, static_cast<std::size_t>(there.size_class)) &&
         in(urbanity, static_cast<std::size_t>(there.urbanity)) && in(province, there.province) &&
         in(region, towns.region[town]);
}

double Lever::strength(Month m) const {
  if (m < from || m >= until) return 0;
  const int months = m - from + 1;
  return months >= ramp ? 1 : static_cast<double>(months) / ramp;
}

double Lever::value(std::string_view field, const Parameters& parameters) const {
  const std::size_t i = index_of(field);
  if (named[i] == nullptr) return values[i];
  const LeverField& range = registry[static_cast<std::size_t>(kind)].fields[i];
  return std::clamp(parameters.*(named[i]->member), range.low, range.high);
}

int Lever::choice(std::string_view field) const { return static_cast<int>(values[index_of(field)]); }

std::size_t Lever::index_of(std::string_view field) const {
  const auto fields = registry[static_cast<std::size_t>(kind)].fields;
  for (std::size_t i = 0; i < fields.size(); ++i) {
    if (fields[i].code == field) return i;
  }
  throw std::logic_error("this kind of lever has no field '" + std::string(field) + "'");
}

double Lever::point_value(Month m) const {
  if (points.empty()) return 1;
  const auto after = std::upper_bound(points.begin(), points.end(), m,
                                      [](Month month, const auto& point) { return month < point.first; });
  if (after == points.begin()) return points.front().second;
  if (after == points.end()) return points.back().second;
  const auto before = std::prev(after);
  const double part = static_cast<double>(m - before->first) / (after->first - before->first);
  return before->second + part * (after->second - before->second);
}

}  // namespace uptake
